"""The editions of the rules in words: what each would have brought, and what it changed."""

from itertools import chain
from typing import Any

from django.utils.translation import gettext

from calculator.rules.advice import Edition
from calculator.rules.advice.editions import Begun
from calculator.rules.assessment import Assessment
from calculator.rules.law import MRP, Law, Rules
from calculator.rules.records import Citation, Measure, Parameter, RegionList
from calculator.wording.facts import alphabetical
from calculator.wording.figures import amount, figure, said, told_once

Part = dict[str, Any]


def edition_part(edition: Edition, law: Law) -> Part:
    """One edition: the sums it would have brought, and what it changed."""
    found = edition.assessment
    return {
        "from": edition.start.isoformat(),
        "verdict": found.verdict,
        "provisional": found.provisional,
        "total": amount(found.total),
        "measures": {
            measure.code: amount(each.amount)
            for measure, each in zip(found.rules.measures, found.measures, strict=True)
            if measure.kind != "in_kind"
        },
        "new": _new(edition, law),
    }


def _new(edition: Edition, law: Law) -> list[Part]:
    """What is new to this family: of the conditions, those that it is asked."""
    new = _news(edition.begun, edition.assessment.rules, law)
    if all(citation is None for _, citation in new):  # Most editions bring no condition.
        return [part for part, _ in new]
    asked = _asked(edition.assessment)
    return [part for part, citation in new if citation is None or id(citation) in asked]


def _asked(assessment: Assessment) -> set[int]:
    """The conditions that a family is asked, known by who they are."""
    shared = assessment.measures[0].shared.conditions
    own = [each.decision.finding.conditions for each in assessment.measures]
    return {id(condition.citation) for condition in chain(shared, *own)}


@told_once
def _news(begun: tuple[Begun, ...], rules: Rules, law: Law) -> list[tuple[Part, Citation | None]]:
    """What is new, a condition that begins with what it cites; figures only of the sums."""
    codes = {MRP, *(measure.code for measure in rules.measures)}
    return [
        (novelty(each, law), _new_condition(each))
        for each in begun
        if not _is_figure_beside(each, codes)
    ]


def _new_condition(begun: Begun) -> Citation | None:
    """A condition that begins; not every family is asked it."""
    return begun.what if isinstance(begun.what, Citation) and not begun.ended else None


def _is_figure_beside(begun: Begun, codes: set[str]) -> bool:
    """Whether it is a figure that is none of the sums' and takes the place of no other."""
    if not isinstance(begun.what, Parameter) or begun.before is not None:
        return False
    return begun.what.name.partition(".")[0] not in codes


@told_once
def novelty(begun: Begun, law: Law) -> Part:
    """What an edition brings, in a sentence that names its source."""
    what = begun.what
    return {"text": _change_of_law(begun, law), "source": what.source, "grade": what.grade}


def _change_of_law(begun: Begun, law: Law) -> str:
    what = begun.what
    if isinstance(what, Parameter):
        return _figure(what, begun.before)
    if isinstance(what, Measure):
        text = (
            gettext("No longer given: %(title)s")
            if begun.ended
            else gettext("New support: %(title)s")
        )
        return text % {"title": said(what.title)}
    if isinstance(what, RegionList):
        names = sorted((said(law.regions[slug].name) for slug in what.regions), key=alphabetical)
        return gettext("New list of regions: %(names)s") % {"names": ", ".join(names)}
    text = (
        gettext("No longer asked: %(text)s") if begun.ended else gettext("New condition: %(text)s")
    )
    return text % {"text": said(what.text)}


def _figure(now: Parameter, before: Parameter | None) -> str:
    """A figure's title and value, and the one it takes the place of."""
    values = figure(now) if before is None else f"{figure(before)} → {figure(now)}"
    return f"{said(now.title)}: {values}"
