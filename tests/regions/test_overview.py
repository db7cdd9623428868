"""The page of all regions: map and table say what the data and the law say, in each language."""

from datetime import date

import pytest
from django.utils import timezone
from django.utils.translation import gettext, override

from calculator.wording.facts import alphabetical
from tests.regions import kept
from tests.web.reading import Element
from tests.web.site import LANGUAGES, Page, in_turn, seen, visit

VIEWS = [(track, year) for track in kept.TRACKS for year in range(2023, 2028)]
in_each_language = pytest.mark.parametrize("language", LANGUAGES)


def overview(language: str, track: str, year: int) -> Page:
    """The page for a track and a year."""
    return seen(f"/{language}/regions/?track={track}&year={year}")


def cells(page: Page) -> dict[str, list[str]]:
    """The table: what stands beside each region's name."""
    rows = [row for row in page.root.one("table", id="all").all("tr") if row.get("id")]
    return {row["id"].removeprefix("row-"): [cell.text for cell in row.all("td")] for row in rows}


def expected(language: str, track: str, year: int) -> dict[str, list[str]]:
    """The same, from the files."""
    with override(language):
        return {
            slug: [_role(slug, track, year), _places(slug, track, year), _came(slug, year)]
            for slug in kept.names(language)
        }


FULL = "labour-deficit region without places for resettlers"


def full(year: int) -> set[str]:
    """The deficit regions that a known quota gives no places for resettlers."""
    quota = kept.quotas().get((year, "resettler"))
    return set() if quota is None else kept.listed("deficit_regions") - quota.keys()


def _role(slug: str, track: str, year: int) -> str:
    if track == "resettler":
        if slug in kept.listed("deficit_regions"):
            return gettext(FULL if slug in full(year) else "labour-deficit region")
        surplus = slug in kept.listed("surplus_regions")
        return gettext("labour-surplus region" if surplus else "neither surplus nor deficit")
    quota = kept.quotas().get((year, track))
    if quota is None:
        return gettext("not known yet")
    return gettext("receives kandas" if slug in quota else "does not receive kandas by the quota")


def _places(slug: str, track: str, year: int) -> str:
    quota = kept.quotas().get((year, track))
    if quota is None:
        return gettext("not known yet")
    return kept.written(quota[slug]) if slug in quota else gettext("no places")


def _came(slug: str, year: int) -> str:
    told = [each for each in kept.arrivals() if "regions" in each and each["year"] <= year]
    people = told[-1]["regions"].get(slug) if told else None
    return gettext("not reported") if people is None else kept.written(people)


@pytest.mark.parametrize(("track", "year"), VIEWS)
@in_each_language
def test_the_table_says_what_law_and_data_say(language: str, track: str, year: int) -> None:
    assert cells(overview(language, track, year)) == expected(language, track, year)


@pytest.mark.parametrize(("view", "language"), in_turn(VIEWS))
def test_the_map_says_what_the_table_says(view: tuple[str, int], language: str) -> None:
    page = overview(language, *view)
    table = cells(page)
    tiles = {tile["href"].split("/")[-2]: tile for tile in page.root.all("a", css="tile")}
    assert tiles.keys() == table.keys() == kept.names(language).keys()
    for slug, tile in tiles.items():
        role, places, came = table[slug]
        with override(language):
            assert [text.text for text in tile.all("text")][2:] == [
                _sign(places, {gettext("no places"): "0", gettext("not known yet"): "?"}),
                _sign(came, {gettext("not reported"): "–"}),
            ]
        for told in (kept.names(language)[slug], role, places, came):
            assert told in tile["aria-label"]
        assert tile["aria-label"].startswith(tile.one("text", css="short").text)


def _sign(cell: str, signs: dict[str, str]) -> str:
    return signs.get(cell, cell)


@in_each_language
def test_roles_differ_by_more_than_colour(language: str) -> None:
    for track in kept.TRACKS:
        tiles = overview(language, track, 2026).root.all("a", css="tile")
        signs = {(tile["class"], tile.one("text", css="letter").text) for tile in tiles}
        assert len(signs) == len({sign for _, sign in signs}) == len({kind for kind, _ in signs})


@pytest.mark.parametrize("year", range(2023, 2028))
def test_deficit_regions_without_places_are_named_with_the_quota_as_source(year: int) -> None:
    page = overview("en", "resettler", year)
    tiles = {tile["href"].split("/")[-2] for tile in page.root.all("a", css="is-full")}
    assert tiles == full(year)
    said = [p for p in page.root.all("p") if "has no places for resettlers in these" in p.text]
    assert bool(said) == bool(full(year)) == (year < 2027)
    for each in said:
        names = {
            link["href"].split("/")[-2] for link in each.all("a") if "/regions/" in link["href"]
        }
        assert names == full(year)
        assert kept.sources()[f"quota-{year}"]["title"]["en"] in each.text
    assert not overview("en", "kandas", year).root.all("a", css="is-full")


@pytest.mark.parametrize("path", ["", "pavlodar/"])
def test_numbers_stand_one_below_the_other(path: str) -> None:
    for table in seen(f"/kk/regions/{path}").root.all("table", css="regions"):
        for row in table.all("tr"):
            for cell in row.all("td"):
                if cell.text.replace("\u00a0", "").removeprefix("−").isdigit():
                    assert "number" in cell["class"]


@in_each_language
def test_no_two_tiles_stand_in_one_place(language: str) -> None:
    tiles = overview(language, "resettler", 2026).root.all("rect", css="ground")
    assert len({(tile["x"], tile["y"]) for tile in tiles}) == 20


@in_each_language
def test_regions_stand_in_the_order_of_the_kazakh_alphabet(language: str) -> None:
    table = overview(language, "kandas", 2026).root.one("table", id="all")
    names = [link.text for link in table.all("a")]
    assert names == sorted(names, key=alphabetical)
    assert set(names) == set(kept.names(language).values())


def test_totals_are_the_sums_of_their_columns() -> None:
    for (year, track), places in kept.quotas().items():
        page = overview("kk", track, year)
        total = page.root.one("tr", css="total-row").all("td")
        assert total[1].text == kept.written(sum(places.values()))


@in_each_language
def test_without_a_choice_it_is_the_resettlers_of_this_year(language: str) -> None:
    page = seen(f"/{language}/regions/")
    assert cells(page) == expected(language, "resettler", 2026)
    chosen = [link for link in page.root.one("main").all("a") if link.get("aria-current")]
    assert [link["href"] for link in chosen] == ["?track=resettler&year=2026"] * 2


def test_the_year_goes_with_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2027, 1, 1))
    page = visit("/en/regions/")
    assert cells(page) == expected("en", "resettler", 2027)
    assert "The quota of 2027 is not known yet." in page.root.text
    assert all(places == "not known yet" for _, places, _ in cells(page).values())


def test_choices_lead_to_every_track_and_year_that_can_be_asked_for() -> None:
    links = {link["href"] for link in seen("/en/regions/").root.one("main").all("a")}
    for year in range(2023, 2028):
        assert f"?track=resettler&year={year}" in links
    assert "?track=kandas&year=2026" in links


@pytest.mark.parametrize(
    ("query", "given"),
    [
        ("track=student", "student"),
        ("year=2022", "2022"),
        ("year=2028", "2028"),
        ("year=02026", "02026"),
        ("year=٢٠٢٦", "٢٠٢٦"),
        ("year=2024&year=2025", "2024, 2025"),
        ("track=kandas&track=resettler", "kandas, resettler"),
        ("track=%3Cscript%3E", "<script>"),
        ("year=" + "9" * 500, "9" * 40),
    ],
)
@in_each_language
def test_an_unknown_track_or_year_is_told_and_not_guessed(
    language: str, query: str, given: str
) -> None:
    page = visit(f"/{language}/regions/?{query}")
    assert page.status == 422
    assert given in page.root.one("div", css="faults").text
    assert not page.root.all("a", css="tile")
    for link in page.root.one("main").all("a"):
        assert visit(link["href"]).status == 200


def test_what_else_stands_in_the_address_does_not_matter() -> None:
    assert visit("/kk/regions/?utm_source=news").status == 200


# --- the whole country ------------------------------------------------------------------------


@in_each_language
def test_who_moved_is_told_by_year_and_group(language: str) -> None:
    section = _section(overview(language, "resettler", 2026), "moved")
    rows = section.one("table").all("tr")[1:]
    for row, block in zip(rows, kept.arrivals(), strict=True):
        heading, *told = [cell.text for cell in row.all("th", "td")][:4]
        with override(language):
            groups = [block.get(key) for key in ("people", "resettler", "kandas")]
            assert told == [
                gettext("not reported") if each is None else kept.written(each) for each in groups
            ]
        assert str(block["year"]) in heading
        if block["until"] < date(block["year"], 12, 31):
            assert str(block["until"].day) in heading


def test_until_which_day_people_are_counted_is_told() -> None:
    assert "2025 (until 30 September 2025 inclusive)" in seen("/en/regions/").root.text


@in_each_language
def test_single_figures_are_told(language: str) -> None:
    section = _section(overview(language, "resettler", 2026), "moved")
    facts = {item["id"]: item.text for item in section.all("li") if item.get("id")}
    billions = "10.1" if language == "en" else "10,1"
    for code, told in {
        "certificates": billions,
        "families": "1\u00a0471",
        "certificate_holders": "200",
        "serpin": "2",
    }.items():
        assert told in facts[f"fact-{code}"]


@in_each_language
def test_the_balance_of_the_country_is_told_as_chart_and_table(language: str) -> None:
    section = _section(overview(language, "resettler", 2026), "balance")
    rows = [[cell.text for cell in row.all("th", "td")] for row in section.one("table").all("tr")]
    country = kept.balance()[""]
    assert rows[1:] == [[str(year), kept.written(people)] for year, people in country.items()]
    chart = [text.text for text in section.one("svg").all("text", css="small")]
    assert chart == [kept.written(people) for people in country.values()]


def _section(page: Page, heading: str) -> Element:
    return page.root.one("section", **{"aria-labelledby": heading})
