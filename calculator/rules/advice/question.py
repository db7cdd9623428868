"""The open question to ask first: the one whose answer tells most about the total."""

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from calculator.rules.advice.alternatives import Alternatives
from calculator.rules.facts import DEFAULTS, FACTS, Day, Whole
from calculator.rules.payments import Amount

MAY_BE_OPEN = [fact for fact in FACTS if DEFAULTS.get(fact, fact) is None]
"""The facts that may be unknown, in the order in which they are asked."""


class Question(NamedTuple):
    """A fact that is not known, and what each of its answers would make of the total.

    A fact with more answers than can be listed, a price or a day, has none here.
    """

    fact: str
    answers: tuple[tuple[object, Amount], ...]


def next_question(alternatives: Alternatives) -> Question | None:
    """The open fact that leaves the narrowest range, its answers taken as equally likely.

    None where the total is certain, or where no answer would make its range narrower.
    """
    narrowest = Fraction(_width(alternatives.assessment.total))
    fact = None
    for each in _open_facts(alternatives):
        width = _left(alternatives, each)
        if width < narrowest:
            fact, narrowest = each, width
    return None if fact is None else Question(fact, _answers(alternatives, fact))


def _open_facts(alternatives: Alternatives) -> list[str]:
    """What is not known of the family."""
    return [fact for fact in MAY_BE_OPEN if getattr(alternatives.family, fact) is None]


def _left(alternatives: Alternatives, fact: str) -> Fraction:
    """How wide the range of the total is once the fact is known, on average."""
    widths = [_width(alternatives.total({fact: value})) for value in _tried(alternatives, fact)]
    return Fraction(sum(widths), len(widths))


def _tried(alternatives: Alternatives, fact: str) -> list[object]:
    """The answers to try: all of them, and of a number or a day the two ends."""
    kind = FACTS[fact]
    if isinstance(kind, Whole):
        return [kind.least, kind.most]
    if isinstance(kind, Day):
        return [alternatives.family.on, date.min]
    return alternatives.others(fact)


def _answers(alternatives: Alternatives, fact: str) -> tuple[tuple[object, Amount], ...]:
    return tuple((value, alternatives.total({fact: value})) for value in alternatives.others(fact))


def _width(amount: Amount) -> int:
    return amount.max - amount.min
