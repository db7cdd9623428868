"""The same family under every edition of the rules, and what each edition changed."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from calculator.rules import entitlement
from calculator.rules.advice.alternatives import Alternatives
from calculator.rules.assessment import Assessment
from calculator.rules.calendar import ONE_DAY, as_long_before
from calculator.rules.facts import Family
from calculator.rules.law import Law
from calculator.rules.records import Citation, Measure, Parameter, RegionList


class Begun(NamedTuple):
    """What an edition brings: a figure with the one before it, a condition, a list, a measure.

    A condition or a measure may also have `ended` with the day before.
    """

    what: Parameter | Citation | Measure | RegionList
    before: Parameter | None = None
    ended: bool = False


class Edition(NamedTuple):
    """What the family would have got, had it applied on the first day of an edition."""

    start: date
    assessment: Assessment
    begun: tuple[Begun, ...]


def editions(alternatives: Alternatives) -> tuple[Edition, ...]:
    """Every edition, oldest first.

    A graduate is taken to have graduated as long before that day as before the day of application.
    """
    family, law = alternatives.family, alternatives.law
    return tuple(
        Edition(start, alternatives.given(_then(family, start)), begun(law, start))
        for start in law.editions
        if start <= law.last_day
    )


def _then(family: Family, start: date) -> Mapping[str, object]:
    if family.graduated_on is None or not entitlement.is_graduate(family):
        return {"on": start}
    graduated = as_long_before(family.graduated_on, family.on, start)
    return {"on": start, "graduated_on": graduated}


def begun(law: Law, start: date) -> tuple[Begun, ...]:
    """What is new from `start` on; nothing on the first day, before which nothing is known."""
    found: tuple[Begun, ...] | None = law.memory.get(("begun", start))
    if found is None:
        new = _new(law, start) if start > law.first_day else iter(())
        found = law.memory["begun", start] = tuple(new)
    return found


def _new(law: Law, start: date) -> Iterator[Begun]:
    yield from _ended(law, start - ONE_DAY)
    for measure in law.measures:
        if measure.start == start:
            yield Begun(measure)
    for figure in law.parameters:
        before = _before(law, figure, start - ONE_DAY)
        same = before and (before.value, before.unit) == (figure.value, figure.unit)
        if figure.start == start and not same:
            yield Begun(figure, before)
    yield from (Begun(regions) for regions in law.region_lists if regions.start == start)
    conditions = law.on(start).conditions
    for requirement in law.requirements:
        citation = conditions[requirement.name]
        if requirement.bases[0].start == start and citation is not None:
            yield Begun(citation)


def _ended(law: Law, last: date) -> Iterator[Begun]:
    """What was law on its last day."""
    for measure in law.measures:
        if measure.until == last:
            yield Begun(measure, ended=True)
    for requirement in law.requirements:
        citation = law.on(last).conditions[requirement.name]
        if requirement.bases[-1].until == last and citation is not None:
            yield Begun(citation, ended=True)


def _before(law: Law, figure: Parameter, day: date) -> Parameter | None:
    """The same figure, for families of the same size, as it stood on `day`."""
    return next(
        (
            each
            for each in law.parameters
            if (each.name, each.people) == (figure.name, figure.people) and each.holds(day)
        ),
        None,
    )
