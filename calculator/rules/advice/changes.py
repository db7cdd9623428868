"""What would change it: each single change that raises the total, and the way to each measure.

Only what a family can still bring about is offered, see `CHANGEABLE`. A change is true, because
it is what `assess` says of the changed family, and minimal: without any one of its facts the
total would not rise.
"""

from collections.abc import Iterator
from typing import NamedTuple

from calculator.rules.advice.alternatives import REGION, Alternatives, Facts
from calculator.rules.assessment import Assessed, asked_of_the_total
from calculator.rules.facts import CHANGEABLE
from calculator.rules.payments import Amount
from calculator.rules.worksheet import Condition, Verdict


class Change(NamedTuple):
    """Facts to change together, the total they bring, and by how much that is more."""

    facts: Facts
    total: Amount
    gain: int


class WayIn(NamedTuple):
    """Facts to change together for one measure, and the verdict and amount they bring."""

    facts: Facts
    verdict: Verdict
    amount: Amount


def changes(alternatives: Alternatives) -> tuple[Change, ...]:
    """Every single change that raises the total and, where one is not enough for a measure, the
    smallest set that is; the largest gain first.
    """
    before = alternatives.assessment.total
    found = [
        Change(facts, after, _gain(before, after))
        for facts in (*_single(alternatives), *_together(alternatives))
        if _rises(before, after := alternatives.total(facts))
    ]
    return tuple(sorted(found, key=lambda change: (-change.gain, len(change.facts))))


def ways_in(alternatives: Alternatives) -> dict[str, WayIn]:
    """By its code, how each measure that is not certain yet would be, where that is possible."""
    found = {}
    for place, each in enumerate(alternatives.assessment.measures):
        facts = _way(alternatives, place)
        if facts:
            then = alternatives.measure(facts, place)
            found[each.measure.code] = WayIn(facts, then.verdict, then.amount)
    return found


def _single(alternatives: Alternatives) -> Iterator[Facts]:
    asked = asked_of_the_total(alternatives.rules)
    for fact in (fact for fact in CHANGEABLE if fact in asked):
        for value in alternatives.others(fact):
            yield {fact: value}


def _together(alternatives: Alternatives) -> Iterator[Facts]:
    """For each measure in the total, the changes it needs together, if there are several.

    A set of which a part already raises the total is not the smallest; that part stands for it.
    """
    offered: list[Facts] = []
    for place in alternatives.rules.counted:
        facts = _way(alternatives, place)
        if len(facts) > 1 and facts not in offered and not _part_is_enough(alternatives, facts):
            offered.append(facts)
    yield from offered


def _part_is_enough(alternatives: Alternatives, facts: Facts) -> bool:
    """Whether the total rises without one of the facts. Each of them only ever helps."""
    before = alternatives.assessment.total
    return any(_rises(before, alternatives.total(_without(facts, fact))) for fact in facts)


def _rises(before: Amount, after: Amount) -> bool:
    return after != before and after.min >= before.min and after.max >= before.max


def _gain(before: Amount, after: Amount) -> int:
    """By how much the most rises or, where it stays, the least."""
    return after.max - before.max or after.min - before.min


# --- the way to one measure ------------------------------------------------------------------


def _way(alternatives: Alternatives, place: int) -> Facts:
    """The way to a measure, found once."""
    found = alternatives.ways.get(place)
    if found is None:
        found = alternatives.ways[place] = _shortest(alternatives, place)
    return found


def _shortest(alternatives: Alternatives, place: int) -> Facts:
    """The fewest facts that settle what keeps a measure away; none where some cannot be changed.

    A measure that is not due is brought within reach; one that is open is made certain.
    """
    facts: Facts = {}
    for condition in _in_the_way(alternatives.assessment.measures[place]):
        # Without a change it stays as it is: not settled, else it would not be in the way.
        if not facts or not _settled(alternatives, place, condition, facts):
            step = _next(alternatives, place, condition, facts)
            if step is None:
                return {}
            facts = {**facts, **step}
    return facts


def _in_the_way(each: Assessed) -> list[Condition]:
    """The conditions that are not met; where none fails, those that are unknown."""
    wanting = {"not_eligible": False, "open": None}
    if each.verdict == "eligible":
        return []
    return [condition for condition in each.conditions if condition.met is wanting[each.verdict]]


def _next(
    alternatives: Alternatives, place: int, condition: Condition, before: Facts
) -> Facts | None:
    """What settles a condition; for one that all measures share, it is the same for all."""
    if not _is_shared(alternatives, condition):
        return _step(alternatives, place, condition, before)
    key = (condition.citation.code, frozenset(before.items()))
    if key not in alternatives.steps:
        alternatives.steps[key] = _step(alternatives, place, condition, before)
    return alternatives.steps[key]


def _step(
    alternatives: Alternatives, place: int, condition: Condition, before: Facts
) -> Facts | None:
    """One fact that settles a condition: of its answers, the one that settles most at once."""
    found = [
        {fact: value}
        for fact in CHANGEABLE
        if fact in condition.citation.facts and fact not in before
        for value in alternatives.others(fact)
        if _settled(alternatives, place, condition, {**before, fact: value})
    ]
    if not found:
        return None
    first, *others = found
    if not others:
        return first
    return max(found, key=lambda step: _worth(alternatives, {**before, **step}))


def _worth(alternatives: Alternatives, facts: Facts) -> tuple[int, int]:
    """How many shared conditions are met; of two regions, the one with more places."""
    family, rules = alternatives.family, alternatives.rules
    met = sum(condition.met is True for condition in alternatives.shared(facts).conditions)
    places = rules.quotas.get(family.track, {})
    return met, places.get(str(facts.get(REGION, family.destination)), 0)


def _settled(alternatives: Alternatives, place: int, condition: Condition, facts: Facts) -> bool:
    """Whether a condition is met with these facts; one that is no longer asked is."""
    shared = _is_shared(alternatives, condition)
    found = alternatives.shared(facts) if shared else alternatives.own(facts, place)
    return condition.citation.code not in alternatives.unsettled(found)


def _is_shared(alternatives: Alternatives, condition: Condition) -> bool:
    return id(condition) in alternatives.shared_by_all


def _without(facts: Facts, fact: str) -> Facts:
    return {name: value for name, value in facts.items() if name != fact}
