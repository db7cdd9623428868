"""The editions of the rules in words: what each would have brought, and what it changed."""

from typing import Any

from django.utils.translation import gettext

from calculator.rules.advice import Edition
from calculator.rules.advice.editions import Begun
from calculator.rules.decision import Decision
from calculator.rules.law import MRP, Law
from calculator.rules.records import Citation, Measure, Parameter, RegionList
from calculator.rules.worksheet import Finding
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
        "new": _new(
            edition.begun,
            law,
            found.measures[0].shared,
            *[each.decision for each in found.measures],
        ),
    }


@told_once
def _new(begun: tuple[Begun, ...], law: Law, shared: Finding, *decisions: Decision) -> list[Part]:
    """What is new to a family of whom this was found and decided."""
    asked = [met.citation for met in shared.conditions]
    asked += [met.citation for each in decisions for met in (*each.in_force, *each.own)]
    codes = {each.measure.code for each in decisions}
    return [novelty(each, law) for each in begun if _concerns(each, asked, codes)]


def _concerns(begun: Begun, asked: list[Citation], codes: set[str]) -> bool:
    """Whether a new condition is one this family is asked, and a figure one of the sums."""
    if isinstance(begun.what, Parameter):
        topic = begun.what.name.partition(".")[0]
        return topic in {MRP, *codes} or begun.before is not None
    if begun.ended or not isinstance(begun.what, Citation):
        return True
    return any(each is begun.what for each in asked)


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
