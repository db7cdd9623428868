"""The figures of the pages for machines: one row each, the same as JSON and as CSV."""

import csv
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any, NamedTuple

from calculator.regions import roles
from calculator.regions.records import Arrivals, Known, Sourced
from calculator.regions.rent import PLACES, rules_of, sizes
from calculator.regions.words import TRACKS
from calculator.rules import Law
from calculator.rules.records import Dated, Grade
from calculator.wording.document import versions
from calculator.wording.figures import language, said

COUNTRY = "kazakhstan"


class Row(NamedTuple):
    """One figure: of which region, what it is, of whom, from when until when, and on whose word.

    `group` tells figures of one name apart: a track, a place, the line of a note.
    """

    region: str
    figure: str
    group: str
    start: date | None
    until: date | None
    value: int | str
    unit: str
    source: str
    grade: Grade


def rows(law: Law, known: Known, today: date) -> Iterator[Row]:
    """Every figure of the pages; what is not known has no row."""
    yield from _roles(law, today)
    yield from _places(law)
    for each in known.arrivals:
        yield from _arrivals(each)
    yield from _balance(known)
    yield from _notes(known)
    yield from _rent(law, today)
    yield from _facts(known)


def as_json(law: Law, known: Known, today: date) -> dict[str, Any]:
    """Regions, figures and sources, named in the active language."""
    found = list(rows(law, known, today))
    return {
        "lang": language(),
        "on": today.isoformat(),
        "versions": versions(law),
        "regions": [
            {
                "slug": region.slug,
                "iso": region.iso,
                "kind": region.kind,
                "name": said(region.name),
            }
            for region in law.regions.values()
        ],
        "figures": [_plain(row) for row in found],
        "sources": {code: _source(law, code) for code in sorted({row.source for row in found})},
    }


def as_csv(law: Law, known: Known, today: date) -> str:
    """The same figures as a table, with the name of the region and of the source in each row."""
    file = StringIO()
    heads = ("region", "name", *list(_EMPTY)[1:], "source_title", "source_url", "checked")
    writer = csv.DictWriter(file, heads, lineterminator="\r\n")
    writer.writeheader()
    for row in rows(law, known, today):
        source = _source(law, row.source)
        about = {f"source_{key}": source[key] for key in ("title", "url")}
        names = {"name": _name(law, row.region), "checked": source["checked"]}
        writer.writerow({**_plain(row), **about, **names})
    return file.getvalue()


def _plain(row: Row) -> dict[str, Any]:
    found = row._asdict()
    start, until = found.pop("start"), found.pop("until")
    days = {"from": start and start.isoformat(), "until": until and until.isoformat()}
    return {key: {**found, **days}[key] for key in _EMPTY}


_EMPTY = dict.fromkeys(
    ("region", "figure", "group", "from", "until", "value", "unit", "source", "grade")
)


def _name(law: Law, slug: str) -> str:
    return "" if slug == COUNTRY else said(law.regions[slug].name)


def _source(law: Law, code: str) -> dict[str, Any]:
    source = law.sources[code]
    checked = source.checked and source.checked.isoformat()
    return {"title": said(source.title), "url": source.url, "checked": checked}


# --- what each kind of figure is called --------------------------------------------------------


def _word(of: Sourced | Dated) -> tuple[str, Grade]:
    return of.source, of.grade


def _roles(law: Law, today: date) -> Iterator[Row]:
    for slug in law.regions:
        for track in TRACKS:
            role = roles.listed(law, slug, track, today)
            if role.source is not None and role.grade is not None:
                days, word = (role.start, role.until), (role.source, role.grade)
                yield Row(slug, "role", track, *days, role.code, "", *word)


def _places(law: Law) -> Iterator[Row]:
    for quota in law.quotas:
        for slug in law.regions:
            days, places = (quota.start, quota.until), quota.places.get(slug, 0)
            yield Row(slug, "places", quota.track, *days, places, "places", *_word(quota))


def _arrivals(each: Arrivals) -> Iterator[Row]:
    days, word = (date(each.year, 1, 1), each.until), _word(each)
    yield Row(COUNTRY, "arrivals", "", *days, each.people, "people", *word)
    for track, people in (("resettler", each.resettler), ("kandas", each.kandas)):
        if people is not None:
            yield Row(COUNTRY, "arrivals", track, *days, people, "people", *word)
    for slug, people in (each.regions or {}).items():
        yield Row(slug, "arrivals", "", *days, people, "people", *word)


def _balance(known: Known) -> Iterator[Row]:
    balance = known.balance
    for slug, by_year in {COUNTRY: balance.country, **balance.regions}.items():
        for year, people in by_year.items():
            days = date(year, 1, 1), date(year, 12, 31)
            yield Row(
                slug, "rural_migration_balance", "", *days, people, "people", *_word(balance)
            )


def _notes(known: Known) -> Iterator[Row]:
    for slug, note in known.notes.items():
        for line in note.lines:
            for until, people in zip(note.until, line.people, strict=True):
                days = date(until.year, 1, 1), until
                yield Row(
                    slug, "migration_balance", line.code, *days, people, "people", *_word(note)
                )


def _rent(law: Law, today: date) -> Iterator[Row]:
    rules = rules_of(law, today)
    for people in sizes(rules) if rules else ():
        for place, name in PLACES.items():
            rate = rules.parameter(name, people) if rules else None
            if rate:
                group, days = f"{place} {people}+", (rate.start, rate.until)
                yield Row(COUNTRY, "rent", group, *days, rate.whole, "MRP", *_word(rate))


def _facts(known: Known) -> Iterator[Row]:
    for fact in known.facts:
        if fact.value is not None:
            days = fact.start, fact.until
            yield Row(COUNTRY, fact.code, "", *days, fact.value, fact.unit, *_word(fact))
    for part in known.potential.parts:
        word = _word(known.potential)
        yield Row(COUNTRY, "potential", part.code, None, None, part.points, "points", *word)
