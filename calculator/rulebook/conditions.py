"""Conditions, lists, remarks, duties, papers and steps, each with the acts it stands on."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext

from calculator.questions import CHOICES, QUESTIONS
from calculator.rulebook.addresses import page_of
from calculator.rulebook.groups import asked_of, group
from calculator.rules.law import Law
from calculator.rules.records import (
    Basis,
    Dated,
    Duty,
    Note,
    Paper,
    RegionList,
    Requirement,
    Stage,
    When,
)
from calculator.wording.facts import alphabetical, answer
from calculator.wording.figures import dated, figure, said

Part = dict[str, Any]


def conditions(law: Law, page: str, today: date) -> list[Part]:
    """The conditions that stand on a page, with their histories."""
    return [
        _condition(each, law, today) for each in law.requirements if page_of(each.name) == page
    ]


def _condition(each: Requirement, law: Law, today: date) -> Part:
    bases = bases_of(each, law)
    told = law.on(_told_on(bases, law, today)).conditions[each.name]
    text, remedy = (told.text, told.remedy) if told else (each.text, each.remedy)
    asked = asked_of(law).get(each.name, {})
    return {
        "name": each.name,
        "code": each.code,
        "text": said(text),
        "remedy": remedy and said(remedy),
        "facts": [{"fact": fact, "title": str(QUESTIONS[fact].title)} for fact in each.facts],
        "by_quota": each.by_quota,
        "when": when(asked, law),
        "asked_of": group(asked),
        **history(bases, today),
    }


def bases_of(each: Requirement, law: Law) -> tuple[Basis, ...]:
    """The acts a condition stood on; one of a measure's own is nobody's before the measure is."""
    begun = next((own.start for own in law.measures if own.code == page_of(each.name)), date.min)
    since = tuple(
        replace(basis, start=max(basis.start, begun))
        for basis in each.bases
        if basis.until is None or basis.until >= begun
    )
    return since or each.bases


def history(bases: Sequence[Dated], today: date) -> Part:
    """The acts something stood on, one after the other, and whether it still does."""
    return {
        "holds": any(basis.holds(today) for basis in bases),
        "since": bases[0].start.isoformat(),
        "ended": bases[-1].until and bases[-1].until.isoformat(),
        "bases": [dated(basis) for basis in bases],
    }


def _told_on(bases: Sequence[Basis], law: Law, today: date) -> date:
    """The day on which a sentence is told: today, or the nearest on which it is law."""
    if any(basis.holds(today) for basis in bases):
        return today
    nearest = bases[0].start if today < bases[0].start else bases[-1].until or today
    return min(max(nearest, law.first_day), law.last_day)


def lists(law: Law, page: str, today: date) -> list[Part]:
    """The lists of regions that stand on a page."""
    names = dict.fromkeys(each.name for each in law.region_lists if page_of(each.name) == page)
    return [_list(law, name, today) for name in names]


def _list(law: Law, name: str, today: date) -> Part:
    entries = [each for each in law.region_lists if each.name == name]
    return {
        "name": name,
        "title": list_title(name),
        "entries": [
            {**dated(each), "regions": named(each, law), "holds": each.holds(today)}
            for each in entries
        ],
    }


def list_title(name: str) -> str:
    """What a list of regions is; its name where there are no words for it yet."""
    titles = {
        "entitlement.surplus_regions": gettext("Regions with too few jobs (labour-surplus)"),
        "entitlement.deficit_regions": gettext("Regions with too few workers (labour-deficit)"),
    }
    return titles.get(name, name)


def named(regions: RegionList, law: Law) -> list[Part]:
    """The regions of a list by name, in the order of the alphabet."""
    found = [{"slug": slug, "name": said(law.regions[slug].name)} for slug in regions.regions]
    return sorted(found, key=lambda each: alphabetical(each["name"]))


def notes(found: Iterable[Note], today: date) -> list[Part]:
    """Remarks, each with its days, its source and how sure it is."""
    return [
        {
            "code": each.code,
            "text": said(each.text),
            "track": each.track,
            "for": each.track and str(CHOICES["track"][each.track]),
            "holds": each.holds(today),
            **dated(each),
        }
        for each in found
    ]


def duties(law: Law, today: date) -> list[Part]:
    """What a family promises, by its group."""
    return [_duty(each, law, today) for each in law.duties]


def _duty(each: Duty, law: Law, today: date) -> Part:
    terms = [term for term in law.parameters if term.name == each.term]
    term = next((term for term in terms if term.holds(today)), terms[-1])
    words = {each.term.rpartition(".")[2]: figure(term)}
    return {
        "code": each.code,
        "track": each.track,
        "for": str(CHOICES["track"][each.track]),
        "term": each.term,
        "text": said(each.text).format_map(words),
        "holds": each.holds(today),
        **dated(each),
    }


def papers(law: Law, today: date, measure: str | None = None) -> list[Part]:
    """The papers to bring, or those for one measure alone."""
    titles = {each.code: said(each.title) for each in law.measures}
    return [
        _paper(each, titles, law, today)
        for each in law.papers
        if measure is None or measure in each.measures
    ]


def _paper(each: Paper, titles: dict[str, str], law: Law, today: date) -> Part:
    return {
        "code": each.code,
        "text": said(each.text),
        "why": said(each.why),
        "where": said(each.where),
        "valid": each.valid and said(each.valid),
        "per": each.per,
        "whose": _whose(each.per),
        "for": [{"code": code, "title": titles.get(code, code)} for code in each.measures],
        "when": when(each.when, law),
        "proves": [{"fact": fact, "title": str(QUESTIONS[fact].title)} for fact in each.proves],
        **history(each.bases, today),
    }


def _whose(per: str) -> str:
    return {
        "family": gettext("one for the family"),
        "adult": gettext("one for each adult"),
        "child": gettext("one for each child"),
        "spouse": gettext("for the husband or wife"),
        "relative": gettext("for each other relative"),
    }[per]


def way(law: Law, today: date) -> list[Part]:
    """The steps of an application, in their order."""
    words = {}
    for each in law.parameters:
        page, _, bare = each.name.rpartition(".")
        if page == "entitlement" and (bare not in words or each.holds(today)):
            words[bare] = figure(each)
    return [_stage(each, words, law, today) for each in law.way]


def _stage(each: Stage, words: dict[str, str], law: Law, today: date) -> Part:
    return {
        "code": each.code,
        "text": said(each.text).format_map(words),
        "term": each.term and said(each.term),
        "when": when(each.when, law),
        **history(each.bases, today),
    }


def when(asked: When, law: Law) -> list[Part]:
    """For whom something is: facts with the answers that they must have."""
    return [
        {
            "fact": fact,
            "title": str(QUESTIONS[fact].title),
            "answers": [_answer(fact, value, law) for value in values],
        }
        for fact, values in asked.items()
    ]


def _answer(fact: str, value: object, law: Law) -> Part:
    return {"value": value, "text": answer(fact, value, law)}
