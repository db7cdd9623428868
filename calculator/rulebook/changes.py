"""The days on which anything in the law's data changes, and what changes on each."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext

from calculator.rulebook import conditions, rewordings
from calculator.rulebook.addresses import of_page, page_of
from calculator.rulebook.groups import asked_of, several, with_group
from calculator.rulebook.histories import figures
from calculator.rules.calendar import ONE_DAY
from calculator.rules.law import Law
from calculator.rules.records import Basis, Dated, Measure, Note, Parameter
from calculator.wording.figures import figure, number, said

Part = dict[str, Any]
Standing = tuple[str, str, str, Sequence[Dated]]
"""What stands on acts: its page, its anchor, its words, the acts."""


def days(law: Law) -> list[Part]:
    """Every day on which something changes, the newest first."""
    found: dict[date, list[Part]] = {}
    for day, change in _all(law):
        if day >= law.first_day:
            found.setdefault(day, []).append(change)
    return [
        {
            "on": day.isoformat(),
            "edition": day in law.editions,
            "first": day == law.first_day,
            "changes": found.get(day, []),
        }
        for day in sorted({*found, *law.editions}, reverse=True)
    ]


def on_page(told: Sequence[Part], *pages: str) -> list[Part]:
    """What changed of one page alone, by day."""
    kept = [
        {**day, "changes": [each for each in day["changes"] if each["page"] in pages]}
        for day in told
    ]
    return [day for day in kept if day["changes"]]


def _all(law: Law) -> Iterator[tuple[date, Part]]:
    yield from _measures(law)
    yield from _figures(law)
    yield from _lists(law)
    yield from _standing(law)
    yield from _quotas(law)
    yield from _notes(law)
    yield from _duties(law)
    yield from _acts(law)


def _change(kind: str, place: tuple[str, str], text: str, dated: Dated, **more: Any) -> Part:
    page, anchor = place
    return {
        "kind": kind,
        "page": page,
        "anchor": anchor,
        "link": of_page(page, anchor),
        "text": text,
        "source": dated.source,
        "grade": dated.grade,
        **more,
    }


def _is_new(day: date, law: Law) -> bool:
    """On the first day everything begins, and nothing of it is a change."""
    return day > law.first_day


def _measures(law: Law) -> Iterator[tuple[date, Part]]:
    for each in law.measures:
        title = {"title": said(each.title)}
        if _is_new(each.start, law):
            text = gettext("New support: %(title)s") % title
            yield each.start, _change("begun", (each.code, "in_force"), text, each)
        if each.until:
            text = gettext("No longer given: %(title)s") % title
            yield each.until + ONE_DAY, _change("ended", (each.code, "in_force"), text, each)


def _figures(law: Law) -> Iterator[tuple[date, Part]]:
    who = {
        (told["name"], bracket["people"]): bracket["who"]
        for page in dict.fromkeys(page_of(each.name) for each in law.parameters)
        for told in figures(law, page, law.first_day)
        for bracket in told["brackets"]
    }
    for each in law.parameters:
        if _is_new(each.start, law):
            yield each.start, _figure(each, _before(each, law), who[each.name, each.people])


def _before(each: Parameter, law: Law) -> Parameter | None:
    """The same figure, for families of the same size, on the day before."""
    last = each.start - ONE_DAY
    same = (old for old in law.parameters if (old.name, old.people) == (each.name, each.people))
    return next((old for old in same if old.holds(last)), None)


def _figure(now: Parameter, before: Parameter | None, who: str) -> Part:
    title = f"{said(now.title)}, {who}" if who else said(now.title)
    place = page_of(now.name), now.name
    told: Part = {"name": now.name, "people": now.people, "to": figure(now)}
    if before is None:
        return _change("figure", place, f"{title}: {figure(now)}", now, **told, before=None)
    told["before"] = figure(before)
    if (before.value, before.unit) == (now.value, now.unit):
        text = gettext("%(title)s: still %(value)s, by another source") % {
            "title": title,
            "value": figure(now),
        }
        return _change("source", place, text, now, **told)
    return _change("figure", place, f"{title}: {figure(before)} → {figure(now)}", now, **told)


def _lists(law: Law) -> Iterator[tuple[date, Part]]:
    for each in law.region_lists:
        if _is_new(each.start, law):
            names = ", ".join(region["name"] for region in conditions.named(each, law))
            text = gettext("New list of regions: %(names)s") % {"names": names}
            yield each.start, _change("list", (page_of(each.name), each.name), text, each)


def _standing(law: Law) -> Iterator[tuple[date, Part]]:
    """Conditions, papers and steps: begun, ended, worded anew, or on another act from then on."""
    anew, gone = rewordings.told(law)
    for page, anchor, text, bases in _stand(law):
        place = page, anchor
        for order, basis in enumerate(bases):
            if _is_new(basis.start, law):
                kind = "source" if order else "changed" if anchor in anew else "begun"
                words = anew[anchor] if kind == "changed" else _said(kind, page, text)
                yield basis.start, _change(kind, place, words, basis)
        last = bases[-1]
        if last.until and anchor not in gone:
            words = _said("ended", page, text)
            yield last.until + ONE_DAY, _change("ended", place, words, last)


def _stand(law: Law) -> Iterator[Standing]:
    for each in law.requirements:
        bases = conditions.bases_of(each, law)
        first = min(max(bases[0].start, law.first_day), law.last_day)
        citation = law.on(first).conditions[each.name]
        sentence = said(citation.text if citation else each.text)
        text = with_group(sentence, asked_of(law).get(each.name, {}))
        yield page_of(each.name), each.name, text, bases
    for paper in law.papers:
        text = with_group(said(paper.text), paper.when)
        yield "papers", f"paper-{paper.code}", text, paper.bases
    for stage, told in zip(law.way, conditions.way(law, law.first_day), strict=True):
        text = with_group(told["text"], stage.when)
        yield "way", f"step-{stage.code}", text, stage.bases


def _said(kind: str, page: str, text: str) -> str:
    """A change of a condition, a paper or a step in words."""
    words = {
        ("begun", "papers"): gettext("New paper to bring: %(text)s"),
        ("ended", "papers"): gettext("Paper no longer brought: %(text)s"),
        ("begun", "way"): gettext("New step: %(text)s"),
        ("ended", "way"): gettext("No longer a step: %(text)s"),
        ("begun", ""): gettext("New condition: %(text)s"),
        ("ended", ""): gettext("No longer asked: %(text)s"),
    }
    other = gettext("By another source now: %(text)s")
    own = page if page in {"papers", "way"} else ""
    return words.get((kind, own), other) % {"text": text.rstrip(".")}


def _quotas(law: Law) -> Iterator[tuple[date, Part]]:
    for each in law.quotas:
        text = gettext("Places in the quota of %(year)s, %(track)s: %(places)s in all") % {
            "year": each.year,
            "track": several(each.track),
            "places": number(sum(each.places.values())),
        }
        place = "quotas", f"quota-{each.year}-{each.track}"
        yield each.start, _change("quota", place, text, each)


def _notes(law: Law) -> Iterator[tuple[date, Part]]:
    own = ((measure.code, note) for measure in law.measures for note in measure.notes)
    for page, note in (*own, *(("entitlement", note) for note in law.notes)):
        yield from _note(page, note, law)


def _note(page: str, note: Note, law: Law) -> Iterator[tuple[date, Part]]:
    place, words = (page, f"note-{note.code}"), {"text": said(note.text).rstrip(".")}
    if _is_new(note.start, law) and not _begins_with_its_measure(page, note, law.measures):
        text = gettext("New remark: %(text)s") % words
        yield note.start, _change("note", place, text, note)
    if note.until:
        text = gettext("Remark no longer true: %(text)s") % words
        yield note.until + ONE_DAY, _change("note", place, text, note)


def _begins_with_its_measure(page: str, note: Note, measures: Sequence[Measure]) -> bool:
    return any(each.code == page and each.start == note.start for each in measures)


def _duties(law: Law) -> Iterator[tuple[date, Part]]:
    for each in conditions.duties(law, law.first_day):
        start = date.fromisoformat(each["from"])
        if _is_new(start, law):
            text = gettext("New promise: %(text)s") % {"text": each["text"].rstrip(".")}
            basis = Basis(start, None, each["source"], each["grade"])
            place = "entitlement", f"duty-{each['code']}-{each['track']}"
            yield start, _change("duty", place, text, basis)


def _acts(law: Law) -> Iterator[tuple[date, Part]]:
    """The days that acts, letters and reports bear themselves."""
    for source in law.sources.values():
        if source.day:
            text = gettext("Dated this day: %(title)s") % {"title": said(source.title)}
            yield (
                source.day,
                {
                    "kind": "act",
                    "page": "sources",
                    "anchor": source.code,
                    "link": of_page("sources", source.code),
                    "text": text,
                    "source": source.code,
                    "grade": None,
                },
            )
