"""Everything dated in the law's data as rows: for files, and for what each source proves."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from calculator.rulebook import conditions
from calculator.rulebook.addresses import page_of
from calculator.rulebook.groups import asked_of, group, several
from calculator.rules.law import MRP, Law
from calculator.rules.payments import worth
from calculator.rules.records import Dated, Paper, Parameter, Stage, When
from calculator.wording.figures import figure, grade, said


class Row(NamedTuple):
    """One dated entry of the law: what it says, its days, its source and how sure it is."""

    kind: str
    page: str
    anchor: str
    name: str
    title: str
    dated: Dated
    value: str = ""
    unit: str = ""
    people: str = ""
    tenge: str = ""
    tenge_year: str = ""
    track: str = ""
    graduate: str = ""
    text: str = ""


COLUMNS = (
    *("kind", "name", "title", "from", "until", "value", "unit"),
    *("tenge", "tenge_year", "people", "track", "graduate"),
    *("source", "source_title", "source_number", "source_date", "source_url", "checked"),
    *("grade", "grade_text"),
)


def rows(law: Law, page: str = "") -> list[Row]:
    """Every row, figures first, or those of one page."""
    return [row for row in _all(law) if not page or row.page == page]


def cells(row: Row, law: Law) -> dict[str, str]:
    """A row as a file has it, under `COLUMNS`."""
    dated, source = row.dated, law.sources[row.dated.source]
    return {
        "kind": row.kind,
        "name": row.name,
        "title": row.title,
        "from": dated.start.isoformat(),
        "until": _iso(dated.until),
        "value": row.value,
        "unit": row.unit,
        "tenge": row.tenge,
        "tenge_year": row.tenge_year,
        "people": row.people,
        "track": row.track,
        "graduate": row.graduate,
        "source": dated.source,
        "source_title": said(source.title),
        "source_number": source.number or "",
        "source_date": _iso(source.day),
        "source_url": source.url or "",
        "checked": _iso(source.checked),
        "grade": dated.grade,
        "grade_text": grade(dated.grade),
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _all(law: Law) -> Iterator[Row]:
    yield from _figures(law)
    yield from _measures(law)
    yield from _conditions(law)
    yield from _lists(law)
    yield from _quotas(law)
    yield from _duties(law)
    yield from _notes(law)
    yield from _papers_and_way(law)


def _figures(law: Law) -> Iterator[Row]:
    sizes = {(each.name, each.people) for each in law.parameters}
    often = Counter(name for name, _ in sizes)
    for each in law.parameters:
        page, title = page_of(each.name), said(each.title)
        tenge, year = _in_tenge(each, law)
        yield Row(
            *("figure", page, each.name, each.name, title, each),
            value=str(each.value),
            unit=each.unit,
            tenge=tenge,
            tenge_year=year,
            people=str(each.people) if often[each.name] > 1 else "",
            text=figure(each),
        )


def _in_tenge(each: Parameter, law: Law) -> tuple[str, str]:
    """A figure in tenge; one in MRP by the last index that is known for it, and of which year."""
    if each.unit != MRP.upper():
        return (str(each.whole), "") if each.unit == "KZT" else ("", "")
    met = [
        index
        for index in law.indices
        if (index.until is None or each.start <= index.until)
        and (each.until is None or index.start <= each.until)
    ]
    return (str(worth(each, met[-1]).tenge), str(met[-1].start.year)) if met else ("", "")


def _measures(law: Law) -> Iterator[Row]:
    for each in law.measures:
        yield Row("measure", each.code, "in_force", each.code, said(each.title), each)


def _conditions(law: Law) -> Iterator[Row]:
    pages = dict.fromkeys(page_of(each.name) for each in law.requirements)
    told = {
        each["name"]: each["text"]
        for page in pages
        for each in conditions.conditions(law, page, law.first_day)
    }
    for each in law.requirements:
        own = "condition", page_of(each.name), each.name, each.name, told[each.name]
        asked = asked_of(law).get(each.name, {})
        who, groups = ", ".join(group(asked)), _groups(asked)
        yield from (
            Row(*own, basis, text=who, **groups) for basis in conditions.bases_of(each, law)
        )


def _lists(law: Law) -> Iterator[Row]:
    for each in law.region_lists:
        slugs = ";".join(sorted(each.regions))
        title = conditions.list_title(each.name)
        page = page_of(each.name)
        yield Row("regions", page, each.name, each.name, title, each, value=slugs)


def _quotas(law: Law) -> Iterator[Row]:
    for each in law.quotas:
        anchor = f"quota-{each.year}-{each.track}"
        for region, places in each.places.items():
            yield Row(
                *("places", "quotas", anchor, f"quotas.{each.year}.{each.track}.{region}"),
                said(law.regions[region].name),
                each,
                value=str(places),
                unit="places",
                track=each.track,
                text=f"{each.year}: {several(each.track)}, {places}",
            )


def _duties(law: Law) -> Iterator[Row]:
    for duty, told in zip(law.duties, conditions.duties(law, law.last_known_day), strict=True):
        anchor = f"duty-{duty.code}-{duty.track}"
        name = f"entitlement.{duty.code}"
        page = "entitlement"
        yield Row("duty", page, anchor, name, told["text"], duty, track=duty.track)


def _notes(law: Law) -> Iterator[Row]:
    own = ((measure.code, note) for measure in law.measures for note in measure.notes)
    for page, note in (*own, *(("entitlement", note) for note in law.notes)):
        yield Row(
            *("note", page, f"note-{note.code}", f"{page}.{note.code}", said(note.text), note),
            track=note.track or "",
        )


def _for(each: Paper | Stage, law: Law) -> str:
    """For whom a paper or a step is, where it is not for all."""
    return "; ".join(
        f"{asked['title']}: {', '.join(answer['text'] for answer in asked['answers'])}"
        for asked in conditions.when(each.when, law)
    )


def _groups(asked: When) -> dict[str, str]:
    """The answers that tell one group from the others, as a file has them."""
    return {
        fact: ";".join(str(value) for value in asked[fact])
        for fact in ("track", "graduate")
        if fact in asked
    }


def _papers_and_way(law: Law) -> Iterator[Row]:
    for paper in law.papers:
        own, title, whose = _own("paper", "papers", paper.code), said(paper.text), _for(paper, law)
        groups = _groups(paper.when)
        yield from (Row(*own, title, basis, text=whose, **groups) for basis in paper.bases)
    for told, stage in zip(conditions.way(law, law.last_known_day), law.way, strict=True):
        own, title, whose = _own("step", "way", stage.code), told["text"], _for(stage, law)
        groups = _groups(stage.when)
        yield from (Row(*own, title, basis, text=whose, **groups) for basis in stage.bases)


def _own(kind: str, page: str, code: str) -> tuple[str, str, str, str]:
    """Kind, page, anchor and name of a paper or a step."""
    return kind, page, f"{kind}-{code}", f"{page}.{code}"
