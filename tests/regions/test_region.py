"""The page of one region says what law and data say, in each language, each on its source."""

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import product

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, override

from calculator.law import current
from calculator.regions import words
from tests.regions import kept
from tests.rules.families import working_with
from tests.web.reading import Element
from tests.web.site import LANGUAGES, Page, in_turn, seen, visit
from tests.web.test_size import FIRST_VISIT, loaded_with, weight

SLUGS = sorted(kept.names("en"))
PARTED = {"abai": "east-kazakhstan", "zhetisu": "almaty-region", "ulytau": "karaganda"}
YEARS = (2023, 2024, 2025, 2026)
in_each_language = pytest.mark.parametrize("language", LANGUAGES)
of_each_region = pytest.mark.parametrize(("language", "slug"), list(product(LANGUAGES, SLUGS)))


@lru_cache(maxsize=len(SLUGS) * len(LANGUAGES))
def region(language: str, slug: str) -> Page:
    """The page of a region."""
    page = visit(f"/{language}/regions/{slug}/")
    assert page.status == 200
    return page


def section(page: Page, heading: str) -> Element:
    """The part of the page under a heading."""
    return page.root.one("section", **{"aria-labelledby": heading})


def rows(table: Element) -> list[list[str]]:
    """The texts of a table's body."""
    body = table.one("tbody")
    return [[cell.text for cell in row.all("th", "td")] for row in body.all("tr")]


def or_unsaid(number: int | None, language: str) -> str:
    """A number, or that nobody reported it."""
    with override(language):
        return gettext("not reported") if number is None else kept.written(number)


@of_each_region
def test_places_are_those_of_the_quota(language: str, slug: str) -> None:
    found = section(region(language, slug), "places")
    told = rows(found.one("table"))
    assert [row[0] for row in told] == [str(year) for year in YEARS]
    for row, year in zip(told, YEARS, strict=True):
        numbers = [kept.quotas()[year, track].get(slug, 0) for track in kept.TRACKS]
        with override(language):
            assert row[1:3] == [
                kept.written(number) if number else gettext("no places") for number in numbers
            ]
    drawn = [kept.quotas()[year, track].get(slug, 0) for year in YEARS for track in kept.TRACKS]
    labels = [text.text for text in found.all("text", css="small")]
    assert labels == ([kept.written(number) for number in drawn] if any(drawn) else [])


@of_each_region
def test_people_who_came_are_those_reported(language: str, slug: str) -> None:
    told = rows(section(region(language, slug), "came").one("table"))
    for row, block in zip(told, kept.arrivals(), strict=True):
        assert str(block["year"]) in row[0]
        assert row[1] == or_unsaid(block.get("regions", {}).get(slug), language)


@of_each_region
def test_the_rural_balance_is_that_of_the_article(language: str, slug: str) -> None:
    found, by_year = section(region(language, slug), "balance"), kept.balance().get(slug)
    if by_year is None:
        assert not found.all("table", "svg")
        return
    years = range(2013, 2023)
    told = [[str(year), or_unsaid(by_year.get(year), language)] for year in years]
    assert rows(found.one("table")) == told
    labels = [text.text for text in found.one("svg").all("text", css="small")]
    assert labels == [kept.written(by_year[year]) if year in by_year else "–" for year in years]


def test_bars_of_a_loss_hang_below_the_line() -> None:
    chart = section(region("en", "aktobe"), "balance").one("svg")
    foot = int(re.findall(r"M0 (\d+)h", chart.one("path", css="foot")["d"])[0])
    bars = chart.all("rect", css="sure")
    people = list(kept.balance()["aktobe"].values())
    assert len(bars) == len(people)
    for bar, number in zip(bars, people, strict=True):
        y, height = int(bar["y"]), int(bar["height"])
        assert (y == foot) if number < 0 else (y + height == foot)
    heights = [int(bar["height"]) for bar in bars]
    assert sorted(heights) == [
        height for _, height in sorted(zip(map(abs, people), heights, strict=True))
    ]


def test_only_the_cities_have_no_rural_balance() -> None:
    assert set(SLUGS) - kept.balance().keys() == {"almaty", "astana", "shymkent"}


@pytest.mark.parametrize(("language", "new"), list(product(LANGUAGES, PARTED)))
def test_new_regions_and_those_they_were_parted_from_say_so(language: str, new: str) -> None:
    old = PARTED[new]
    young, elder = (region(language, slug) for slug in (new, old))
    note = section(young, "role").one("p", css="advice").text
    assert "2022" in note
    for slug in (new, old):
        assert kept.names(language)[slug] in note
    assert "2021" in section(young, "balance").text
    remark = " ".join(p.text for p in section(elder, "balance").all("p"))
    assert "2021" in remark
    assert kept.names(language)[new] in remark


def test_no_other_region_was_parted() -> None:
    involved = {*PARTED, *PARTED.values()}
    for slug in set(SLUGS) - involved:
        assert "2021" not in " ".join(
            p.text for p in section(region("en", slug), "balance").all("p")
        )


@in_each_language
def test_only_north_kazakhstan_shows_the_figures_of_its_note(language: str) -> None:
    found = section(region(language, "north-kazakhstan"), "note")
    assert [row[1:] for row in rows(found.one("table"))] == [
        ["−4\u00a0813", "−4\u00a0697"],
        ["−3\u00a0270", "−4\u00a0552"],
        ["−1\u00a0543", "−145"],
    ]
    for slug in set(SLUGS) - {"north-kazakhstan"}:
        assert not region("en", slug).root.all("section", **{"aria-labelledby": "note"})


def test_that_each_year_ends_on_one_day_is_said_once() -> None:
    text = section(region("en", "north-kazakhstan"), "note").text
    assert "Each year is counted until 31\u00a0August, that day included." in text
    assert text.count("31\u00a0August") == 1
    with override("en"):
        apart = words.counted_until([date(2024, 8, 31), date(2025, 9, 30)])
    assert apart == "Counted until 31 August 2024. Counted until 30 September 2025."


# --- from the law --------------------------------------------------------------------------------


@pytest.mark.parametrize(("slug", "language"), in_turn(SLUGS))
def test_rent_is_that_of_the_law_in_mrp_and_tenge(slug: str, language: str) -> None:
    blocks = {
        block["name"]: block["value"] for block in kept.kept(kept.LAW / "rent.toml")["parameter"]
    }
    mrp = kept.kept(kept.LAW / "units.toml")["parameter"][0]["value"]
    (worth,) = [value["value"] for value in mrp if value["from"] == date(2026, 1, 1)]
    told = rows(section(region(language, slug), "rent").one("table"))
    for place, name in ((1, "urban"), (2, "rural")):
        assert len(told) == len(blocks[name])
        for row, value in zip(told, blocks[name], strict=True):
            assert row[0].startswith(str(value["people"])) or str(value["people"]) in row[0]
            assert row[place].startswith(f"{kept.written(value['value'] * worth)}\u00a0₸")
            assert f"({value['value']}\u00a0" in row[place]


@pytest.mark.parametrize("slug", SLUGS)
def test_each_rate_of_rent_says_how_sure_it_is(slug: str) -> None:
    table = section(region("en", slug), "rent").one("table")
    grades = [
        span["class"].removeprefix("citation grade-") for span in table.all("span", css="citation")
    ]
    assert grades == ["reported", "reported", "reported", "assumed", "reported", "assumed"]


@of_each_region
def test_the_role_is_that_of_the_law(language: str, slug: str) -> None:
    resettlers, kandas = section(region(language, slug), "role").one("ul", css="stands").all("li")
    deficit, surplus = (kept.listed(f"{kind}_regions") for kind in ("deficit", "surplus"))
    kind = "deficit" if slug in deficit else "surplus" if slug in surplus else "neither"
    if kind == "deficit" and slug not in kept.quotas()[2026, "resettler"]:
        kind = "full"
    assert resettlers["class"] == f"is-{kind}"
    receives = slug in kept.quotas()[2026, "kandas"]
    assert kandas["class"] == ("is-receives" if receives else "is-closed")


PROMISE = "families who move here may get support"
REFUSAL = "has no places for resettlers here"


def test_a_deficit_region_without_places_promises_no_support_and_cites_the_quota() -> None:
    page = region("en", "akmola")
    resettlers, _ = section(page, "role").one("ul", css="stands").all("li")
    assert "labour-deficit region without places for resettlers" in resettlers.text
    assert f"The quota of 2026 {REFUSAL}" in resettlers.text
    assert kept.sources()["quota-2026"]["title"]["en"] in resettlers.text
    assert PROMISE not in page.root.text
    other = region("en", "pavlodar").root.text
    assert PROMISE in other
    assert REFUSAL not in other


@in_each_language
def test_where_resettlers_have_no_places_only_kandas_are_shown_a_way(language: str) -> None:
    page = region(language, "akmola")
    start = page.root.one("a", id="start")
    assert start["href"].endswith("?track=kandas&destination=akmola")
    with override(language):
        assert start.text == gettext("Work out the support for kandas who move to this region")
        assert [each.text for each in section(page, "apply").all("h3")] == [words.track("kandas")]
    found = section(page, "apply")
    assert len(found.all("ol")) == 1
    assert found.all("span", css="citation")
    others = [a["href"] for a in section(page, "role").all("a") if "track=resettler" in a["href"]]
    assert others == [f"/{language}/regions/?track=resettler&year=2026"]


def test_where_neither_has_places_there_is_no_button_and_no_way() -> None:
    law = current()
    kandas = [
        replace(quota, places={}) if (quota.year, quota.track) == (2026, "kandas") else quota
        for quota in law.quotas
    ]
    with working_with(replace(law, quotas=kandas)):
        page = visit("/en/regions/akmola/")
        assert not page.root.all("a", id="start")
        assert REFUSAL in section(page, "apply").text
        assert not section(page, "apply").all("ol")


def test_while_a_quota_is_not_known_nobody_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2027, 2, 1))
    text = section(visit("/en/regions/akmola/"), "role").text
    assert REFUSAL not in text
    assert "The quota of 2027 is not known yet." in text


NEW_YEAR = date(2027, 1, 1)


@of_each_region
def test_while_their_quota_is_not_known_kandas_keep_their_way_to_every_region(
    monkeypatch: pytest.MonkeyPatch, language: str, slug: str
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: NEW_YEAR)
    page = visit(f"/{language}/regions/{slug}/")
    _, kandas = section(page, "role").one("ul", css="stands").all("li")
    found = section(page, "apply")
    codes = {stage.code: stage.text[language] for stage in current().way}
    assert codes["consult_kandas"] in found.text
    with override(language):
        assert words.perhaps_kandas(2027) in kandas.text
        assert words.meaning("closed") not in page.root.text
        assert words.no_quota(2027) in [each.text for each in found.all("p", css="flag")]
        assert words.track("kandas") in [each.text for each in found.all("h3")]


@pytest.mark.parametrize(("slug", "language"), in_turn(SLUGS))
def test_while_their_quota_is_not_known_the_buttons_lead_kandas_in_and_others_out(
    monkeypatch: pytest.MonkeyPatch, slug: str, language: str
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: NEW_YEAR)
    part = section(visit(f"/{language}/regions/{slug}/"), "role")
    links = [each["href"].partition("?")[2] for each in part.all("a", css="button")]
    if slug in kept.listed("deficit_regions"):
        assert links == [f"destination={slug}"]
    else:
        assert links == [f"track=kandas&destination={slug}", f"origin={slug}"]
    assert part.one("a", id="start")["href"].endswith(links[0])


@pytest.mark.parametrize(("slug", "language"), in_turn(SLUGS))
def test_the_button_opens_the_form_with_the_region_filled_in(slug: str, language: str) -> None:
    link = region(language, slug).root.one("a", id="start")["href"]
    deficit = slug in kept.listed("deficit_regions")
    arriving = deficit or slug in kept.quotas()[2026, "kandas"]
    form = visit(link)
    assert form.status == 200
    assert link.startswith(f"/{language}/calculate/?")
    fact, other = ("destination", "origin") if arriving else ("origin", "destination")
    assert _selected(form.root, fact) == slug
    assert _selected(form.root, other) == ""
    if arriving and slug not in kept.quotas()[2026, "resettler"]:
        kandas = form.root.one("input", name="track", value="kandas")
        assert "checked" in kandas.attributes


def _selected(root: Element, fact: str) -> str:
    options = root.one("select", name=fact).all("option")
    return next((each["value"] for each in options if "selected" in each.attributes), "")


@in_each_language
def test_how_a_settlement_gets_on_the_list_is_told(language: str) -> None:
    found = section(region(language, "abai"), "list")
    assert [row[1] for row in rows(found.one("table"))] == ["50", "30", "20"]
    kept_ = kept.kept(kept.DATA / "settlements.toml")
    for text in (kept_["potential"]["rule"], *(step["text"] for step in kept_["step"])):
        assert text[language] in found.text
    assert re.search(r"\b15\b", found.text)


@in_each_language
def test_where_to_apply_is_told_in_the_laws_own_steps(language: str) -> None:
    codes = {stage.code: stage.text[language] for stage in current().way}
    text = section(region(language, "pavlodar"), "apply").text
    for code in ("consult", "apply", "consult_kandas", "apply_kandas", "settlement", "payment"):
        assert codes[code] in text
    for code in ("apply_before_2026", "apply_graduate", "embassy", "from_abroad"):
        assert codes[code] not in text
    assert codes["consult_kandas"] not in section(region(language, "turkistan"), "apply").text


# --- the day -------------------------------------------------------------------------------------


def test_a_year_without_a_quota_is_not_known_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2027, 2, 1))
    page = visit("/en/regions/pavlodar/")
    last = rows(section(page, "places").one("table"))[-1]
    assert last == ["2027", "not known yet", "not known yet", "–"]
    labels = section(page, "places").one("svg").all("text", css="small")
    assert [label.text for label in labels][-2:] == ["?", "?"]
    assert "Provisional" in section(page, "rent").text


def test_after_the_last_known_rules_nothing_is_made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2030, 2, 1))
    page = visit("/en/regions/pavlodar/")
    for heading in ("rent", "apply"):
        assert "The rules of today are not known yet." in section(page, heading).text
    assert not section(page, "rent").all("table")


# --- sources -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("slug", "language"), in_turn(["", *SLUGS]))
def test_no_number_stands_without_a_source(slug: str, language: str) -> None:
    page = seen(f"/{language}/regions/{slug}/".replace("//", "/"))
    for part in page.root.all("section"):
        if part["aria-labelledby"] != "sources" and part.all("table", "svg"):
            assert part.all("span", css="citation"), part
    for table in page.root.one("main").all("table"):
        place = next(each for each in table.above() if each.tag in {"section", "main"})
        assert place.all("span", css="citation")


@pytest.mark.parametrize(("slug", "language"), in_turn(["", *SLUGS]))
def test_sources_are_listed_once_and_named_beside_the_figures(slug: str, language: str) -> None:
    page = seen(f"/{language}/regions/{slug}/".replace("//", "/"))
    listed = page.root.one("ol", css="sources").all("li")
    cited = {
        link["href"].removeprefix("#")
        for span in page.root.all("span", css="citation")
        for link in span.all("a")
        if link["href"].startswith("#")
    }
    assert cited == {item["id"] for item in listed}
    titles = {source["title"][language]: source for source in kept.sources().values()}
    for item in listed:
        found = [source for title, source in titles.items() if item.text.startswith(title)]
        assert found
        links = [link["href"] for link in item.all("a")]
        assert links == [found[-1]["url"]] if "url" in found[-1] else links == []


def test_sources_are_numbered_in_the_order_of_the_page() -> None:
    for slug in SLUGS:
        numbers = [
            int(link["href"].removeprefix("#source-"))
            for link in region("en", slug).root.one("main").all("a")
            if link["href"].startswith("#source-")
        ]
        first = list(dict.fromkeys(numbers))
        assert first == sorted(first)


def test_grades_are_told_in_words() -> None:
    text = section(region("en", "north-kazakhstan"), "list").text
    assert "a government letter; compared with it on 20 November 2026" in text
    assert "we have seen the legal text; compared with it on 20 November 2026" in text


@in_each_language
def test_an_unknown_region_is_no_page(language: str) -> None:
    for slug in ("nowhere", "kazakhstan", "Abai", "regions"):
        assert visit(f"/{language}/regions/{slug}/").status == 404


@pytest.mark.parametrize("path", ["", "?track=kandas&year=2024", "north-kazakhstan/", "abai/"])
@in_each_language
def test_a_first_visit_costs_at_most_25_kilobytes(language: str, path: str) -> None:
    here = f"/{language}/regions/{path}"
    weights = {each: weight(each) for each in [here, *loaded_with(here)]}
    assert sum(weights.values()) <= FIRST_VISIT, weights


def test_nothing_of_a_visit_is_kept_but_its_language() -> None:
    assert set(visit("/en/regions/abai/").response.cookies) <= {settings.LANGUAGE_COOKIE_NAME}
