"""What a family is owed, as the output columns of its row: the same as `assess` says, and less.

The rules are asked what `assess` asks them. Then the outcome, what all families share of whom the
same was found, is looked up, and only what has columns of its own or counts in the total is
multiplied.
"""

from collections.abc import Callable, Sequence
from operator import attrgetter

from calculator.batch.outcomes import (
    MOST_REMEMBERED,
    PLACES,
    PROVISIONAL,
    Due,
    Outcome,
    Outcomes,
)
from calculator.batch.table import Cell
from calculator.rules import Family, Law, entitlement
from calculator.rules.decision import RULES, Decision, Rule
from calculator.rules.law import Rules
from calculator.rules.payments import Payment, PerHead, Sum
from calculator.rules.records import Measure

TOTAL, FIRST_MONTH = PLACES["total"], PLACES["rent_month"]


class Owed:
    """Works out the output columns under one law. It remembers outcomes, but no family.

    `outcome` is that of the family worked out last.
    """

    outcome: Outcome

    def __init__(self, law: Law) -> None:
        self.law = law
        decided = [(RULES[measure.code], measure) for measure in law.measures]
        self._summed = [each for each in decided if _has_sums(*each)]
        self._rest = [each for each in decided if not _has_sums(*each)]
        self._answers = _answers([rule for rule, _ in self._rest])
        self._together: dict[object, list[Decision]] = {}
        self._by_head: dict[tuple[int, int, int | None], tuple[Sum, PerHead]] = {}
        self._outcomes = Outcomes()

    def columns(self, family: Family) -> list[Cell]:
        """The output columns of a family whose facts are understood."""
        rules = self.law.on(family.on)
        shared = entitlement.find(rules, entitlement.answers(family, rules))
        summed = [rule.decide(rules, measure, family) for rule, measure in self._summed]
        outcome = self._outcomes.of(shared, summed, self._decided_together(rules, family))
        self.outcome = outcome
        columns, least, most = [*outcome.columns], 0, 0
        for due in outcome.due:
            payment = summed[due.measure].payment
            if payment is not None:
                low, high = _fill(columns, due, self._paid(payment, family))
                least, most = least + low, most + high
        columns[TOTAL], columns[TOTAL + 1] = least, most
        return columns

    def _paid(self, payment: Payment, family: Family) -> Sum:
        """What a payment comes to. By the head, it is the same for all families as large.

        The same but for the month it falls into, which is in no column.
        """
        if not isinstance(payment, PerHead):
            return payment.multiply(family, self.law)
        key = (id(payment), family.people, getattr(family, payment.of))
        found = self._by_head.get(key)
        if found is None:
            # The payment is kept too, so that nothing else takes on its identity.
            found = payment.multiply(family, self.law), payment
            if len(self._by_head) < MOST_REMEMBERED:
                self._by_head[key] = found
        return found[0]

    def _decided_together(self, rules: Rules, family: Family) -> list[Decision]:
        """The decisions on measures that only give their reasons, looked up at once.

        They ask few questions between them, so that all combinations of answers are kept.
        """
        key = (rules.start, self._answers(family))
        found = self._together.get(key)
        if found is None:
            found = [rule.decide(rules, measure, family) for rule, measure in self._rest]
            self._together[key] = found
        return found


def _has_sums(rule: Rule, measure: Measure) -> bool:
    """Whether what is paid stands in the row: in columns of its own, or in the total."""
    return rule.payment is not None and (measure.code in PLACES or measure.in_total)


def _answers(rules: Sequence[Rule]) -> Callable[[Family], object]:
    """What gets from a family the facts that these rules ask for, and one more: it needs one."""
    return attrgetter("track", *dict.fromkeys(fact for rule in rules for fact in rule.asks))


def _fill(columns: list[Cell], due: Due, paid: Sum) -> tuple[int, int]:
    """Write one measure's sums into its columns, if any. What it adds to the total comes back."""
    least, most = paid.amount.min if due.certain else 0, paid.amount.max
    if due.place is not None:
        columns[due.place], columns[due.place + 1] = least, most
    if due.monthly and paid.schedule:
        first = paid.schedule[0].amount
        columns[FIRST_MONTH], columns[FIRST_MONTH + 1] = first if due.certain else 0, first
    if paid.provisional:
        columns[PROVISIONAL] = "yes"
    return (least, most) if due.in_total else (0, 0)
