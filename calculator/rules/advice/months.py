"""What arrives when: the months of all that counts in the total, one beside the other."""

from datetime import date
from typing import NamedTuple

from calculator.rules.assessment import Assessment
from calculator.rules.calendar import month_starts, months_later
from calculator.rules.payments import Amount
from calculator.rules.records import Measure


class MonthDue(NamedTuple):
    """What falls into one month, in all and by measure."""

    month: date
    amount: Amount
    provisional: bool
    parts: tuple[tuple[Measure, Amount], ...]


def months(assessment: Assessment) -> tuple[MonthDue, ...]:
    """Each month from that of application to the last that brings something to the total."""
    found: dict[date, list[tuple[Measure, Amount, bool]]] = {}
    for place in assessment.rules.counted:
        each = assessment.measures[place]
        for month, amount, provisional in each.months:
            found.setdefault(month, []).append((each.measure, amount, provisional))
    return tuple(_month(month, found.get(month, [])) for month in _from_first_to_last(found))


def _from_first_to_last(found: dict[date, list[tuple[Measure, Amount, bool]]]) -> list[date]:
    if not found:
        return []
    first, last = min(found), max(found)
    count = 1
    while months_later(first, count) <= last:
        count += 1
    return month_starts(first, count)


def _month(month: date, parts: list[tuple[Measure, Amount, bool]]) -> MonthDue:
    return MonthDue(
        month,
        Amount(sum(part.min for _, part, _ in parts), sum(part.max for _, part, _ in parts)),
        any(provisional for *_, provisional in parts),
        tuple((measure, amount) for measure, amount, _ in parts),
    )
