"""What holds on every page, in every language."""

import itertools
import re
from collections.abc import Iterator

import pytest
from django.test import Client

from tests.web.reading import Element, filled_in
from tests.web.site import FAMILIES, LANGUAGES, Page, address, form_address, in_turn, seen

FAMILIES_IN_TURN = [*in_turn(FAMILIES), *(("open", language) for language in LANGUAGES)]
PLAIN = {"home": "", "form": "calculate/", "lost": "nothing/here/"}
ADDRESSES = {
    **{
        (name, language): f"/{language}/{path}"
        for name, path in PLAIN.items()
        for language in LANGUAGES
    },
    **{
        (f"{path}: {name}", language): address(path, language, **FAMILIES[name])
        for path in ("result", "summary")
        for name, language in FAMILIES_IN_TURN
    },
    **{
        ("form with mistakes", language): form_address(
            language, on="2022", origin="atlantis", age_2="x", track="", rent_months="-1"
        )
        for language in LANGUAGES
    },
    **{("six members", language): form_address(language, "add") for language in LANGUAGES},
}
STATUS = {"lost": 404, "form with mistakes": 422}
HOST = "http://testserver"
LOADED = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "srcset"}
# A link that tells, and loads nothing.
NOT_LOADED = {"alternate", "canonical"}
FROM_HERE = re.compile(r"/static/[\w./-]+|/(kk|ru|en)/manifest\.webmanifest")
POINTERS = ("aria-describedby", "aria-labelledby", "aria-controls", "for", "hx-target", "href")
CONTROLS = ("input", "select", "textarea")


@pytest.fixture(scope="module", params=ADDRESSES, ids=" ".join)
def name_and_page(request: pytest.FixtureRequest) -> tuple[str, str, Page]:
    """Each page in each language."""
    name, language = request.param
    return name, language, seen(ADDRESSES[request.param])


@pytest.fixture(scope="module")
def each_page(name_and_page: tuple[str, str, Page]) -> Page:
    """Each page in each language."""
    return name_and_page[2]


def test_it_is_in_the_language_of_its_address(name_and_page: tuple[str, str, Page]) -> None:
    name, language, page = name_and_page
    assert page.status == STATUS.get(name, 200)
    assert page.html.startswith("<!doctype html>")
    assert page.root.one("html")["lang"] == language
    assert page.response["Content-Language"] == language


def test_it_names_the_other_languages_to_search_engines(each_page: Page) -> None:
    links = each_page.root.one("head").all("link", rel="alternate")
    named = {link["hreflang"]: link["href"] for link in links if "hreflang" in link.attributes}
    assert list(named) == [*LANGUAGES, "x-default"]
    assert all(named[language].startswith(f"{HOST}/{language}/") for language in LANGUAGES)
    # Leads on to the language of whoever opens it.
    assert named["x-default"] == named["kk"].replace("/kk/", "/", 1)


def test_it_has_a_title_one_heading_and_no_level_left_out(each_page: Page) -> None:
    title = each_page.root.one("head").one("title").text
    assert re.fullmatch(r"\S.+ – Qonys", title)
    assert "\n" not in "".join(each_page.root.one("head").one("title").pieces())
    levels = [int(each.tag[1]) for each in each_page.root.all("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1
    # The summary of mistakes stands above the heading of the form.
    ordered = levels[levels.index(1) :]
    assert all(after <= before + 1 for before, after in itertools.pairwise(ordered))


def test_the_browser_may_run_and_show_only_what_comes_from_here(each_page: Page) -> None:
    policy = dict(
        directive.strip().partition(" ")[::2]
        for directive in each_page.response["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert set(policy.values()) == {"'none'", "'self'"}
    assert each_page.response["X-Content-Type-Options"] == "nosniff"
    assert each_page.response["X-Frame-Options"] == "DENY"
    assert each_page.response["Referrer-Policy"] == "same-origin"


def test_nothing_stands_in_it_that_the_policy_forbids(each_page: Page) -> None:
    for each in each_page.root.everything():
        assert each.tag not in {"style", "iframe", "object", "embed", "base"}, each
        assert each.tag != "script" or (each["src"] and not each.text), each
        assert not [name for name in each.attributes if name == "style" or name[:2] == "on"], each
        assert not any(name.startswith("hx-on") for name in each.attributes), each
        assert not each.get("href").lower().startswith(("javascript:", "data:")), each


def test_it_loads_nothing_from_elsewhere(each_page: Page) -> None:
    loaded = [
        each[LOADED[each.tag]]
        for each in each_page.root.everything()
        if each.tag in LOADED and each.get("rel") not in NOT_LOADED
    ]
    assert loaded
    assert all(FROM_HERE.fullmatch(address) for address in loaded)
    sent = [each.get("action") or each.get("formaction") for each in each_page.root.everything()]
    assert all(re.match(r"/(kk|ru|en)/(calculate|result)/", each) for each in sent if each)


def test_links_to_elsewhere_are_safe_and_do_not_say_where_one_came_from(each_page: Page) -> None:
    for link in each_page.root.all("a"):
        if not link["href"].startswith(("/", "#")):
            assert link["href"].startswith("https://")
            assert link["rel"] == "noreferrer"


def test_no_two_elements_share_an_id(each_page: Page) -> None:
    ids = [each["id"] for each in each_page.root.everything() if "id" in each.attributes]
    assert all(ids)
    assert len(ids) == len(set(ids)), sorted(i for i in set(ids) if ids.count(i) > 1)


def test_whatever_points_at_an_element_finds_it(each_page: Page) -> None:
    ids = {each.get("id") for each in each_page.root.everything()}
    pointed_at = set(_pointed_at(each_page.root))
    assert "main" in pointed_at
    assert pointed_at <= ids


def test_every_control_link_and_button_has_a_name(each_page: Page) -> None:
    labelled = {label["for"]: label.text for label in each_page.root.all("label")}
    named = {each["id"]: each.text for each in each_page.root.everything() if each.get("id")}
    for each in each_page.root.all(*CONTROLS):
        if each.get("type") != "hidden":
            assert labelled.get(each["id"]) or named.get(each.get("aria-labelledby")), each
    for each in each_page.root.all(
        "a", "button", "summary", "legend", "label", "th", "h1", "h2", "h3"
    ):
        assert each.text or each.get("aria-label"), each
    for each in each_page.root.all("fieldset"):
        first = next(child for child in each.children if isinstance(child, Element))
        assert first.tag == "legend", each


def test_every_drawing_says_what_it_shows_or_is_passed_over(each_page: Page) -> None:
    for drawing in each_page.root.all("svg"):
        passed_over = [drawing, *drawing.above()]
        if not any(each.get("aria-hidden") == "true" for each in passed_over):
            assert drawing["role"] == "img"
            assert drawing["aria-label"]


def test_no_two_buttons_or_links_say_the_same_and_do_another_thing(each_page: Page) -> None:
    """A list of links read aloud makes sense by itself. «Show the result» stands there twice."""
    said: dict[str, set[str]] = {}
    for each in each_page.root.all("a", "button"):
        does = each.get("href") or f"{each.get('name')}={each.get('value')}"
        said.setdefault(each.text, set()).add(does)
    assert {text: does for text, does in said.items() if len(does) > 1} == {}


def test_no_mark_of_a_template_or_of_python_is_left(each_page: Page) -> None:
    text = each_page.root.text
    for mark in ("{{", "}}", "{%", "%}", "%(", "None", "True", "False", "&amp;", "&#", "&lt;"):
        assert mark not in text
    assert "None" not in filled_in(each_page.root).values()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_pages_have_the_same_title(language: str) -> None:
    names = ("home", "form", "lost", "form with mistakes", "result: open", "summary: open")
    titles = {seen(ADDRESSES[name, language]).root.one("title").text for name in names}
    assert len(titles) == len(names)


@pytest.mark.parametrize("path", ["/nothing", "/nothing/", "/xx/", "/static/nothing.css"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_outside_the_languages_a_lost_visitor_is_told_so_in_his_own(
    path: str, language: str
) -> None:
    client = Client(headers={"accept-language": language})
    response = client.get(path)
    assert response.status_code == 404
    assert f'<html lang="{language}">' in response.content.decode()


POSTED = [
    "/",
    "/healthz",
    "/readyz",
    *(
        f"/{language}/{path}"
        for language in LANGUAGES
        for path in ("", "calculate/", "result/", "summary/", "dates.ics")
    ),
]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", POSTED)
def test_nothing_can_be_sent_but_only_asked_for(client: Client, path: str, method: str) -> None:
    response = getattr(client, method)(path, {"on": "2026-06-15"})
    assert response.status_code == 405
    assert set(response["Allow"].split(", ")) == {"GET", "HEAD"}


@pytest.mark.parametrize("path", ["/kk/", "/ru/calculate/", "/en/nothing/"])
def test_asking_for_the_head_alone_gives_no_page(client: Client, path: str) -> None:
    response = client.head(path)
    assert response.status_code == client.get(path).status_code
    assert response.content == b""


def test_a_page_that_is_still_the_same_is_not_sent_again(client: Client) -> None:
    page = address("result", "kk")
    tag = client.get(page)["ETag"]
    assert client.get(page, headers={"if-none-match": tag}).status_code == 304


def _pointed_at(root: Element) -> Iterator[str]:
    for each in root.everything():
        for name in POINTERS:
            for target in each.get(name).split():
                if name in {"href", "hx-target"}:
                    if target.startswith("#"):
                        yield target[1:]
                else:
                    yield target
