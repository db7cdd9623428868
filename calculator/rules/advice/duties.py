"""What a family promises, what is at stake, and the days to remember."""

from datetime import date
from typing import Literal, NamedTuple

from calculator.rules import entitlement
from calculator.rules.assessment import Assessed, Assessment
from calculator.rules.calendar import month_end, years_later
from calculator.rules.payments import Amount
from calculator.rules.records import Duty, Measure, Parameter

Kind = Literal["graduation", "last_month", "stay"]


class Obligation(NamedTuple):
    """A duty until a day, and what would have to be paid back; `parts` says for which measures."""

    duty: Duty
    term: Parameter
    until: date
    amount: Amount
    parts: tuple[tuple[Measure, Amount], ...]


class Milestone(NamedTuple):
    """A day to remember; `measure` is the one it is about, if it is about one."""

    kind: Kind
    day: date
    measure: Measure | None = None


def obligations(assessment: Assessment) -> tuple[Obligation, ...]:
    """The duties of a family that receives something, or may; none where nothing is due."""
    if not any(_may_come(each) for each in assessment.measures):
        return ()
    family, rules = assessment.family, assessment.rules
    return tuple(
        _obligation(duty, rules.parameter(duty.term), assessment)
        for duty in rules.duties
        if duty.track == family.track
    )


def milestones(assessment: Assessment) -> tuple[Milestone, ...]:
    """The last day for a graduate to apply, the end of monthly support, the end of each duty."""
    found = [
        *_graduation(assessment),
        *_last_months(assessment),
        *(Milestone("stay", each.until) for each in obligations(assessment)),
    ]
    return tuple(sorted(found, key=lambda milestone: milestone.day))


def _may_come(each: Assessed) -> bool:
    return each.measure.payee == "family" and each.verdict != "not_eligible"


def _obligation(duty: Duty, term: Parameter, assessment: Assessment) -> Obligation:
    counted = [assessment.measures[place] for place in assessment.rules.counted]
    return Obligation(
        duty,
        term,
        years_later(assessment.family.on, term.whole),
        assessment.total,
        tuple((each.measure, each.amount) for each in counted if each.amount.max),
    )


def _graduation(assessment: Assessment) -> list[Milestone]:
    """The last day for a graduate to apply, where it is still to come."""
    deadline = entitlement.graduation_deadline(assessment.family, assessment.rules)
    to_come = deadline is not None and deadline >= assessment.family.on
    return [Milestone("graduation", deadline)] if deadline and to_come else []


def _last_months(assessment: Assessment) -> list[Milestone]:
    """The last day of what is paid month by month."""
    return [
        Milestone("last_month", month_end(each.schedule[-1].month), each.measure)
        for each in assessment.measures
        if each.measure.in_total and any(step.kind == "months" for step in each.steps)
    ]
