"""The form in a frame: shown by the sites that were named, and by no other."""

from datetime import date
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from calculator import intake
from tests.rules.families import family
from tests.web.reading import filled_in, read
from tests.web.site import LANGUAGES, TYPED, facts_in, in_turn, visit
from tests.web.test_size import FIRST_VISIT, fetched, loaded_with, weight

NAMED = ["https://portal.example.kz", "http://localhost:8001"]
in_every_language = pytest.mark.parametrize("language", LANGUAGES)
WAYS = {
    "opened": {},
    "filled in": {"destination": "pavlodar", "track": "kandas"},
    "a person added": {**TYPED, "do": "add"},
    "a person removed": {**TYPED, "do": "remove-2"},
    "in another language": {**TYPED, "do": "language"},
    "with mistakes": {"do": "calculate", "on": "nonsense"},
    "answered": {**TYPED, "do": "calculate"},
}
in_every_way = pytest.mark.parametrize("way", WAYS)


def embedded(language: str, way: str, **headers: str) -> HttpResponse:
    """What a frame gets."""
    return Client().get(f"/{language}/embed/?{urlencode(WAYS[way])}", headers=headers)


def ancestors(response: HttpResponse) -> list[str]:
    """Who may frame an answer, as its policy says."""
    policy = response.headers["Content-Security-Policy"].split("; ")
    (found,) = [each.split(" ")[1:] for each in policy if each.startswith("frame-ancestors ")]
    return found


# --- who may frame it ----------------------------------------------------------------------------


@in_every_way
def test_nobody_may_frame_it_where_no_site_is_named(way: str) -> None:
    response = embedded("kk", way)
    assert ancestors(response) == ["'none'"]
    assert response.headers["X-Frame-Options"] == "DENY"


@in_every_way
@pytest.mark.parametrize(("named", "headers"), [(NAMED[:1], {}), (NAMED, {"HX-Request": "true"})])
def test_the_sites_that_are_named_may_frame_every_page_of_it(
    settings: LazySettings, way: str, named: list[str], headers: dict[str, str]
) -> None:
    settings.EMBED_ORIGINS = named
    response = embedded("ru", way, **headers)
    assert response.status_code == (422 if way == "with mistakes" else 200)
    assert ancestors(response) == named
    assert "X-Frame-Options" not in response.headers


def test_all_else_of_the_policy_is_that_of_every_page(settings: LazySettings) -> None:
    settings.EMBED_ORIGINS = NAMED
    framed, plain = (
        {each for each in policy.split("; ") if not each.startswith("frame-ancestors")}
        for policy in (
            embedded("kk", "opened").headers["Content-Security-Policy"],
            Client().get("/kk/calculate/").headers["Content-Security-Policy"],
        )
    )
    assert framed == plain


@pytest.mark.parametrize(
    "path",
    [
        "",
        "calculate/",
        f"calculate/?{urlencode({**TYPED, 'do': 'add'})}",
        "calculate/?do=calculate",
        f"result/?{intake.query(family())}",
        f"summary/?{intake.query(family())}",
        "links/",
        "staff/sign-in/",
        "embed/nonsense/",
    ],
)
@pytest.mark.django_db
def test_no_other_page_may_be_framed(settings: LazySettings, path: str) -> None:
    settings.EMBED_ORIGINS = NAMED
    response = Client().get(f"/kk/{path}")
    assert ancestors(response) == ["'none'"]
    assert response.headers["X-Frame-Options"] == "DENY"


# --- what it leaves behind -----------------------------------------------------------------------


@pytest.mark.parametrize(("way", "language"), in_turn(WAYS))
def test_a_frame_leaves_no_cookie(settings: LazySettings, way: str, language: str) -> None:
    settings.EMBED_ORIGINS = NAMED
    response = embedded(language, way)
    assert not response.cookies
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("address", ["/kk/embed", "/kk/embed/nothing/"])
def test_nor_does_an_address_that_is_not_quite_right(address: str) -> None:
    assert not Client().get(address).cookies


def test_the_total_that_a_script_fetches_in_it_leaves_none_either() -> None:
    response = Client().get(f"/kk/total/?{urlencode(TYPED)}", headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert not response.cookies


def test_it_says_that_search_engines_need_not_know_it() -> None:
    robots = visit("/kk/embed/").root.one("meta", name="robots")
    assert robots["content"] == "noindex"


# --- the form in it ------------------------------------------------------------------------------


@in_every_language
def test_it_is_the_same_form_as_on_its_own_page(language: str) -> None:
    query = urlencode({**TYPED, "do": "language"})
    framed, plain = (
        visit(f"/{language}/{path}/?{query}").root.one("form") for path in ("embed", "calculate")
    )
    assert filled_in(framed) == filled_in(plain)
    assert framed.text == plain.text


@in_every_language
@pytest.mark.parametrize("way", ["opened", "a person added", "with mistakes"])
def test_everything_in_the_form_stays_in_the_frame(language: str, way: str) -> None:
    root = read(embedded(language, way).content.decode())
    here = f"/{language}/embed/"
    assert root.one("form")["action"] == here
    buttons = [each for each in root.all("button") if each.get("hx-get")]
    assert buttons
    for each in buttons:
        assert (each["hx-get"], each["formaction"]) == (here, f"{here}#members")
    languages = [each["formaction"] for each in root.one("nav").all("button", css="quiet")]
    assert languages == [f"/{code}/embed/" for code in LANGUAGES if code != language]


def test_what_leads_out_of_the_frame_opens_in_a_new_tab() -> None:
    for way, language in in_turn(WAYS):
        root = read(embedded(language, way).content.decode())
        for link in root.all("a"):
            inside = link["href"].startswith("#") or "/embed/" in link["href"]
            assert (link.get("target"), link.get("rel")) == (
                ("", "") if inside else ("_blank", "noopener")
            )


def test_members_are_added_in_the_frame_and_its_address_goes_along() -> None:
    response = embedded("en", "a person added", **{"HX-Request": "true"})
    assert response.headers["HX-Replace-Url"].startswith("/en/embed/?")
    assert "Person 6" in response.content.decode()
    assert 'hx-get="/en/embed/"' in response.content.decode()


@in_every_language
def test_mistakes_are_told_in_the_frame_and_nothing_typed_is_lost(language: str) -> None:
    typed = {**TYPED, "housing_price": "much", "do": "calculate"}
    page = visit(f"/{language}/embed/?{urlencode(typed)}")
    assert page.status == 422
    assert page.root.one("section", css="faults").one("a")["href"] == "#id_housing_price"
    assert filled_in(page.root.one("form")) == {**TYPED, "housing_price": "much"}


@in_every_language
def test_the_answer_tells_the_sum_and_leads_to_the_result(language: str) -> None:
    page = visit(f"/{language}/embed/?{urlencode({**TYPED, 'do': 'calculate'})}")
    assert page.status == 200
    assert "10\u00a0098\u00a0875\u00a0₸" in page.root.one("div", css="total").text
    result, again = page.root.one("p", css="actions").all("a")
    parts = urlsplit(result["href"])
    assert (parts.path, result["target"]) == (f"/{language}/result/", "_blank")
    assert visit(result["href"]).status == 200
    assert filled_in(visit(again["href"]).root.one("form")) == TYPED
    assert facts_in(again["href"]) == facts_in(result["href"])


@in_every_language
@pytest.mark.parametrize("today", [date(2028, 1, 1), date(2030, 1, 1)])
def test_the_frame_asks_for_a_day_when_no_rules_of_today_are_known(
    monkeypatch: pytest.MonkeyPatch, language: str, today: date
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: today)
    here = f"/{language}/embed/"
    assert visit(here).status == 200
    dayless = {name: text for name, text in TYPED.items() if name != "on"}
    page = visit(f"{here}?{urlencode({**dayless, 'do': 'calculate'})}")
    assert page.status == 422
    assert page.root.one("section", css="faults").one("a")["href"] == "#id_on"
    answer = visit(f"{here}?{urlencode({**TYPED, 'on': '2026-06-15', 'do': 'calculate'})}")
    assert answer.status == 200


def test_it_is_only_looked_at() -> None:
    assert Client().post("/kk/embed/").status_code == 405


@in_every_language
def test_a_first_visit_of_the_frame_costs_at_most_25_kilobytes(language: str) -> None:
    here = f"/{language}/embed/"
    weights = {path: weight(path) for path in [here, *loaded_with(here)]}
    assert sum(weights.values()) <= FIRST_VISIT, weights
    assert fetched(here)[0].status_code == 200
