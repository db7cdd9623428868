"""Every value on a page, in JSON and in CSV is the one in the law's files, in each language.

The files are read here a second time, without the calculator's loader.
"""

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.utils.translation import gettext, override

from calculator import law, regions
from calculator.rules.errors import LawError
from calculator.rules.loader import load
from calculator.wording.figures import counted, day, grade
from tests.rulebook.book import MEASURES, SHARED, SOURCES, data, iso, page, page_of, table
from tests.rules.tables import BASES, ENTRIES, FILES, LAST_KNOWN_DAY, QUOTAS, VALUES, Block
from tests.web.reading import Element
from tests.web.site import LANGUAGES

in_every_language = pytest.mark.parametrize("language", LANGUAGES)
ONE_DAY = timedelta(days=1)
MRP = {"kk": "АЕК", "ru": "МРП", "en": "MRP"}
INDICES = [block.table for block in VALUES if block.name == "mrp"]


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Each language, switched on."""
    with override(request.param):
        yield request.param


def _dated(found: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(found[key] or "") for key in ("from", "until", "source", "grade"))


def _in_file(found: dict[str, Any]) -> tuple[str, ...]:
    return iso(found["from"]), iso(found.get("until")), found["source"], found["grade"]


def _figure(block: Block) -> tuple[str, ...]:
    value = block.table
    own = (block.name, str(value.get("people", 1)), str(value["value"]), value["unit"])
    return (*own, *_in_file(value))


# --- figures -------------------------------------------------------------------------------------


def test_every_figure_in_json_is_the_one_in_the_files(language: str) -> None:
    told = Counter(
        (
            figure["name"],
            str(bracket["people"]),
            value["value"],
            value["unit"],
            *_dated(value),
        )
        for content in data(language)["pages"].values()
        for figure in content.get("figures", [])
        for bracket in figure["brackets"]
        for value in bracket["values"]
    )
    assert told == Counter(map(_figure, VALUES))


def test_every_figure_in_csv_is_the_one_in_the_files_with_its_source(language: str) -> None:
    rows = [row for row in table(language) if row["kind"] == "figure"]
    told = Counter(
        (row["name"], row["people"] or "1", row["value"], row["unit"], *_dated(row))
        for row in rows
    )
    assert told == Counter(map(_figure, VALUES))
    titles = {
        (f"{file}." if file != "units" else "") + entry["name"]: entry["title"][language]
        for file, tables in FILES.items()
        for entry in tables.get("parameter", [])
    }
    assert all(row["title"] == titles[row["name"]] for row in rows)


def test_a_table_names_the_size_of_a_family_only_where_a_figure_hangs_on_it(
    language: str,
) -> None:
    sizes: dict[str, set[str]] = {}
    for name, people, *_ in map(_figure, VALUES):
        sizes.setdefault(name, set()).add(people)
    for row in table(language):
        if row["kind"] == "figure":
            assert bool(row["people"]) == (len(sizes[row["name"]]) > 1), row
        else:
            assert row["people"] == ""


def test_a_table_gives_every_sum_in_tenge_and_of_which_year(language: str) -> None:
    rows = {(row["name"], row["people"] or "1", row["from"]): row for row in table(language)}
    for block in VALUES:
        value = block.table
        row = rows[block.name, str(value.get("people", 1)), iso(value["from"])]
        until = value.get("until", date.max)
        tenge = {"KZT": (str(value["value"]), "")}.get(value["unit"], ("", ""))
        if value["unit"] == "MRP":
            index = [
                each
                for each in INDICES
                if each["from"] <= until and value["from"] <= each["until"]
            ][-1]
            tenge = str(value["value"] * index["value"]), str(index["from"].year)
        assert (row["tenge"], row["tenge_year"]) == tenge
    assert not [row for row in table(language) if row["kind"] != "figure" and row["tenge"]]


def test_every_row_of_every_file_tells_its_source_as_the_law_has_it(language: str) -> None:
    for row in table(language):
        source = SOURCES[row["source"]]
        told = [row[f"source_{part}"] for part in ("title", "number", "date", "url")]
        assert told == [
            source["title"][language],
            source.get("number", ""),
            iso(source.get("date")),
            source.get("url", ""),
        ]
        assert row["checked"] == iso(source.get("checked"))
        assert row["grade_text"] == grade(row["grade"])  # type: ignore[arg-type]


def _value(value: dict[str, Any], language: str) -> str:
    """A value as a reader should see it, put together here by hand."""
    number = f"{value['value']:,}".replace(",", "\u00a0")
    if language != "en":
        number = number.replace(".", ",")
    unit = {"KZT": "₸", "MRP": MRP[language], "percent": "%", "percent-a-year": "%"}
    if value["unit"] in unit:
        return f"{number}\u00a0{unit[value['unit']]}"
    return counted(value["value"], value["unit"])


def _cells(row: Element) -> list[str]:
    return [cell.text for cell in row.all("th", "td")]


def _rows(found: Element) -> list[Element]:
    return [row for body in found.all("tbody") for row in body.all("tr")]


def _until(value: dict[str, Any]) -> str:
    return day(value["until"]) if "until" in value else gettext("no end known")


@pytest.mark.parametrize("name", sorted({block.name for block in VALUES}))
def test_a_page_shows_every_value_of_a_figure_with_its_days_and_source(
    language: str, name: str
) -> None:
    section = page(language, page_of(name)).one("section", **{"aria-labelledby": name})
    assert section.one("h3")["id"] == name
    values = [block.table for block in VALUES if block.name == name]
    values.sort(key=lambda value: (value.get("people", 1), value["from"]))
    rows = [row for part in section.all("table") for row in _rows(part)]
    assert len(section.all("table")) == len({value.get("people", 1) for value in values})
    for row, value in zip(rows, values, strict=True):
        cells = _cells(row)
        assert cells[:3] == [day(value["from"]), _until(value), _value(value, language)]
        _is_cited(row.all("td")[-1], value, language)


def _is_cited(cell: Element, value: dict[str, Any], language: str) -> None:
    source = SOURCES[value["source"]]
    link = cell.one("a")
    assert link.text == source["title"][language]
    if "url" in source:
        assert link["href"] == source["url"]
        there = urlsplit(link["href"])
        assert (there.scheme, bool(there.hostname)) == ("https", True)
    else:
        assert link["href"] == f"/{language}/rules/sources/#{source['code']}"
    assert cell.one("i").text == grade(value["grade"])
    assert cell.one("span", css="checked").text.endswith(day(source["checked"]))


@pytest.mark.parametrize("name", sorted({b.name for b in VALUES if b.table["unit"] == "MRP"}))
def test_a_value_in_mrp_is_also_told_in_tenge_of_each_year(language: str, name: str) -> None:
    section = page(language, page_of(name)).one("section", **{"aria-labelledby": name})
    told = [piece.text for piece in section.all("span", css="piece")]
    values = [block.table for block in VALUES if block.name == name]
    values.sort(key=lambda value: (value.get("people", 1), value["from"]))
    assert told == [piece for value in values for piece in _by_year(value)]


def _by_year(value: dict[str, Any]) -> Iterator[str]:
    until = value.get("until", date.max)
    if value["unit"] == "KZT":
        yield f"{value['from'].year}:\u00a0{_tenge(value['value'])}"
        return
    for index in INDICES:
        if index["from"] <= until and value["from"] <= index["until"]:
            yield f"{index['from'].year}:\u00a0{_tenge(value['value'] * index['value'])}"
    if until > LAST_KNOWN_DAY:
        tenge = _tenge(value["value"] * INDICES[-1]["value"])
        yield f"{LAST_KNOWN_DAY.year + 1}:\u00a0{tenge} {gettext('(provisional)')}"


def _tenge(sum_: int) -> str:
    return f"{sum_:,}\u00a0₸".replace(",", "\u00a0")


def test_no_history_has_a_gap_or_a_day_twice(language: str) -> None:
    def series(row: dict[str, str]) -> tuple[str, ...]:
        return row["kind"], row["name"], row["people"], row["track"]

    rows = [row for row in table(language) if row["kind"] not in {"note", "places"}]
    for _, found in groupby(sorted(rows, key=series), key=series):
        for earlier, later in pairwise(sorted(found, key=lambda row: row["from"])):
            assert earlier["until"]
            due = date.fromisoformat(earlier["until"]) + ONE_DAY
            assert later["from"] == due.isoformat()


# --- everything else -----------------------------------------------------------------------------


def _told(language: str, kind: str) -> Counter[tuple[str, ...]]:
    return Counter((row["name"], *_dated(row)) for row in table(language) if row["kind"] == kind)


def _own_days(block: Block) -> dict[str, Any]:
    """A basis as a reader should see it: a measure's own condition is not older than it."""
    measure = FILES[page_of(block.name)].get("measure")
    start = block.table["from"]
    return {**block.table, "from": max(start, measure["from"]) if measure else start}


@in_every_language
def test_no_condition_of_a_measure_is_older_than_the_measure(language: str) -> None:
    """The certificate began in March 2023, and nobody could be asked for it before."""
    older = 0
    for code in MEASURES:
        begun = iso(FILES[code]["measure"]["from"])
        older += sum(iso(b.table["from"]) < begun for b in BASES if page_of(b.name) == code)
        for condition in data(language, code)["conditions"]:
            assert condition["since"] >= begun
            assert all(basis["from"] >= begun for basis in condition["bases"])
    assert older
    assert all(
        row["from"] >= iso(FILES["certificate"]["measure"]["from"])
        for row in table(language, "certificate")
        if row["kind"] == "condition"
    )


def test_every_condition_is_told_with_the_acts_it_stood_on(language: str) -> None:
    expected = Counter((block.name, *_in_file(_own_days(block))) for block in BASES)
    assert _told(language, "condition") == expected
    in_json = Counter(
        (condition["name"], *_dated(basis))
        for content in data(language)["pages"].values()
        for condition in content.get("conditions", [])
        for basis in condition["bases"]
    )
    assert in_json == expected


@pytest.mark.parametrize("name", sorted({block.name for block in BASES}))
def test_a_page_shows_a_condition_with_its_history(language: str, name: str) -> None:
    section = page(language, page_of(name)).one("section", **{"aria-labelledby": name})
    bases = [_own_days(block) for block in BASES if block.name == name]
    for row, basis in zip(_rows(section.one("table")), bases, strict=True):
        assert _cells(row)[:2] == [day(basis["from"]), _until(basis)]
        _is_cited(row.all("td")[-1], basis, language)
    assert "{" not in section.text


def test_lists_of_regions_are_those_of_the_files(language: str) -> None:
    rows = [row for row in table(language) if row["kind"] == "regions"]
    assert Counter((row["name"], row["value"], *_dated(row)) for row in rows) == Counter(
        (block.name, ";".join(sorted(block.table["regions"])), *_in_file(block.table))
        for block in ENTRIES
    )
    names = {each["slug"]: each["name"][language] for each in FILES["regions"]["region"]}
    for block in ENTRIES:
        section = page(language, page_of(block.name)).one(
            "section", **{"aria-labelledby": block.name}
        )
        shown = [item.text for part in section.all("ul", css="names") for item in part.all("li")]
        for slug in block.table["regions"]:
            assert names[slug] in shown


def test_quotas_are_those_of_the_files(language: str) -> None:
    rows = [row for row in table(language) if row["kind"] == "places"]
    assert Counter((row["name"], row["value"], row["source"], row["grade"]) for row in rows) == (
        Counter(
            (
                f"quotas.{quota['year']}.{quota['track']}.{slug}",
                str(places),
                quota["source"],
                quota["grade"],
            )
            for quota in QUOTAS
            for slug, places in quota["places"].items()
        )
    )


@pytest.mark.parametrize("track", sorted({quota["track"] for quota in QUOTAS}))
def test_the_table_of_quotas_says_the_same(language: str, track: str) -> None:
    section = page(language, "quotas").one("section", **{"aria-labelledby": f"quota-{track}"})
    quotas = [quota for quota in QUOTAS if quota["track"] == track]
    names = {each["name"][language]: each["slug"] for each in FILES["regions"]["region"]}
    *rows, in_all = _rows(section.one("table"))
    assert {names[row.one("th").text] for row in rows} == {
        slug for quota in quotas for slug in quota["places"]
    }
    for row in rows:
        slug = names[row.one("th").text]
        places = [int(cell.text.replace("\u00a0", "")) for cell in row.all("td")]
        assert places == [quota["places"].get(slug, 0) for quota in quotas]
    sums = [int(cell.text.replace("\u00a0", "")) for cell in in_all.all("td")]
    assert sums == [sum(quota["places"].values()) for quota in quotas]


def test_measures_remarks_papers_steps_and_duties_are_all_there(language: str) -> None:
    assert _told(language, "measure") == Counter(
        (code, *_in_file(FILES[code]["measure"])) for code in MEASURES
    )
    assert _told(language, "note") == Counter(
        (f"{file}.{note['code']}", *_in_file(note))
        for file, tables in FILES.items()
        for note in tables.get("note", [])
    )
    for kind, topic, file in (("paper", "paper", "papers"), ("step", "step", "way")):
        assert _told(language, kind) == Counter(
            (f"{file}.{entry['code']}", *_in_file(basis))
            for tables in FILES.values()
            for entry in tables.get(topic, [])
            for basis in entry["basis"]
        )
    assert _told(language, "duty") == Counter(
        (f"entitlement.{duty['code']}", *_in_file(duty)) for duty in FILES["entitlement"]["duty"]
    )


def test_the_texts_of_the_law_stand_on_their_pages(language: str) -> None:
    for code in MEASURES:
        text = page(language, code).text
        measure = FILES[code]["measure"]
        for key in ("title", "summary", "who", "formula"):
            assert measure.get(key, {language: ""})[language] in text
        assert all(note["text"][language] in text for note in FILES[code].get("note", []))
    papers = page(language, "papers").text
    for paper in FILES["papers"]["paper"]:
        for key in ("text", "why", "where", "valid"):
            assert paper.get(key, {language: ""})[language] in papers
    way = page(language, "way").text
    for step in FILES["way"]["step"]:
        for sentence in re.split(r"(?<=[.?!]) ", step["text"][language]):
            assert "{" in sentence or sentence.rstrip(".") in way
    entitlement = page(language, "entitlement").text
    for note in FILES["entitlement"]["note"]:
        assert note["text"][language] in entitlement


def test_every_source_is_listed_with_all_that_rests_on_it(language: str) -> None:
    root = page(language, "sources")
    # All regions of one quota are one entry.
    resting = Counter(
        source
        for source, _ in {
            (row["source"], row["name"].rpartition(".")[0])
            if row["kind"] == "places"
            else (row["source"], tuple(row.values()))
            for row in table(language)
        }
    )
    for code, source in SOURCES.items():
        section = root.one("section", **{"aria-labelledby": code})
        assert section.one("h2").text == source["title"][language]
        listed = [item for part in section.all("details") for item in part.all("li")]
        assert len(listed) == resting[code]
        links = [each["href"] for each in section.all("a", rel="noreferrer")]
        assert links == ([source["url"]] if "url" in source else [])
        assert day(source["checked"]) in section.text
        rests = [each["href"] for each in section.all("a") if each["href"].endswith("/regions/")]
        assert rests == [f"/{language}/regions/"] * ("used" in source)
    in_json = data(language, "sources")["sources"]
    assert {code: (each["url"], each["date"]) for code, each in in_json.items()} == {
        code: (source.get("url"), iso(source.get("date")) or None)
        for code, source in SOURCES.items()
    }


def test_a_source_says_that_the_regions_rest_on_it_just_where_they_do() -> None:
    folder = Path(regions.__file__).parent / "data"
    text = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.toml"))
    cited = set(re.findall(r'^source = "(.+)"$', text, re.MULTILINE))
    assert cited
    assert {code for code, source in SOURCES.items() if source.get("used")} == cited


def test_a_source_used_on_pages_that_do_not_exist_is_refused(tmp_path: Path) -> None:
    folder = shutil.copytree(Path(law.__file__).parent, tmp_path / "law")
    file = folder / "sources.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('used = "regions"', 'used = "moon"', 1), encoding="utf-8")
    with pytest.raises(LawError, match="unknown used 'moon'"):
        load(folder)


def test_nothing_is_said_to_rest_on_a_source_only_where_nothing_does(language: str) -> None:
    nothing = gettext("Nothing rests on it now.")
    for code, source in SOURCES.items():
        section = page(language, "sources").one("section", **{"aria-labelledby": code})
        rests = bool(section.all("details")) or "used" in source
        assert (nothing in section.text) != rests


def test_a_report_without_an_address_says_how_to_look_it_up(language: str) -> None:
    hint = gettext(
        "Its name gives the site, and the number or the day of the article: look it up there."
    )
    for code, source in SOURCES.items():
        section = page(language, "sources").one("section", **{"aria-labelledby": code})
        a_report = code.startswith(("press", "lada", "smartnews", "sputnik"))
        assert (hint in section.text) == (a_report and "url" not in source)


def test_a_reply_does_not_bear_the_day_of_the_request() -> None:
    for code in ("letter-275", "letter-134"):
        source = SOURCES[code]
        assert "date" not in source
        assert "number" not in source
        assert "2023" in source["title"]["ru"]


def test_what_no_letter_says_does_not_stand_on_a_letter() -> None:
    """That the certificate began in March stands on a page of a public body alone."""
    measure = FILES["certificate"]["measure"]
    assert (measure["source"], measure["grade"]) == ("nitec", "reported")


@in_every_language
def test_a_pages_own_file_holds_just_what_stands_on_the_page(language: str) -> None:
    apart = [
        tuple(row.values())
        for slug in (*MEASURES, *SHARED)
        if slug not in {"changes", "sources"}
        for row in table(language, slug)
    ]
    assert Counter(apart) == Counter(tuple(row.values()) for row in table(language))
