"""Multiply: a family and its day in, the whole assessment out.

The same family on the same day under the same law always gives the same assessment.
"""

from datetime import date
from typing import NamedTuple

from calculator.rules import entitlement
from calculator.rules.decision import IN_KIND, RULES, Decision, decide, in_kind_answers
from calculator.rules.facts import FACTS, Day, Family, People, Whole, facts_behind
from calculator.rules.law import Law, Rules
from calculator.rules.payments import NOTHING, Amount, Loan, Month, Step, Sum
from calculator.rules.records import Measure, Note, Parameter
from calculator.rules.worksheet import Condition, Finding, Verdict, both

ASKED = "asked of the total"
COUNTED = "counted in the total"
MULTIPLIED = facts_behind(
    ("workers", *(fact for fact, kind in FACTS.items() if isinstance(kind, Whole | Day | People)))
)
"""The facts a sum may be multiplied from: at least all with too many answers to decide upon."""


class Counted(NamedTuple):
    """The measures that count in the total, by their places, each with the facts it may hang on
    beside what all measures share; `facts` are those of all of them.
    """

    each: list[tuple[int, frozenset[str]]]
    facts: frozenset[str]


class Assessed(NamedTuple):
    """One measure for one family: what is due and every reason for it."""

    verdict: Verdict
    amount: Amount
    due: Sum
    shared: Finding
    decision: Decision

    @property
    def measure(self) -> Measure:
        """The measure this is about."""
        return self.decision.measure

    @property
    def provisional(self) -> bool:
        """Whether the amount rests on a provisional value."""
        return self.due.provisional

    @property
    def steps(self) -> tuple[Step, ...]:
        """The lines of the sum."""
        return self.due.steps

    @property
    def schedule(self) -> tuple[Month, ...]:
        """The full sum of each month."""
        return self.due.schedule

    @property
    def loan(self) -> Loan | None:
        """How it is paid back, where it is a loan."""
        return self.due.loan

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Whether the measure is in force, then what all measures ask, then what this one asks."""
        decision = self.decision
        return decision.in_force + self.shared.conditions + decision.own

    @property
    def unmet(self) -> tuple[str, ...]:
        """The codes of the conditions that are not met, in the order of `conditions`."""
        own = self.decision.finding.unmet
        before = int(own[:1] == ("in_force",))
        return own[:before] + self.shared.unmet + own[before:]

    @property
    def months(self) -> tuple[tuple[date, Amount, bool], ...]:
        """Each month's first day, what it brings, and whether that is provisional."""
        certain = self.amount.min == self.amount.max
        return tuple(
            (month.month, Amount(month.amount if certain else 0, month.amount), month.provisional)
            for month in self.schedule
        )

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The figures the amount is made of, the indices it was worked out with included."""
        return self.decision.parameters + self.due.indices


class Assessment(NamedTuple):
    """Everything that follows for one family on its day."""

    family: Family
    rules: Rules
    measures: tuple[Assessed, ...]
    verdict: Verdict
    total: Amount
    provisional: bool

    @property
    def notes(self) -> tuple[Note, ...]:
        """What this family should know beside its sums."""
        return entitlement.advice(self.family, self.rules)

    @property
    def open_conditions(self) -> tuple[Condition, ...]:
        """What is still unknown about the support that counts in the total, each once."""
        return tuple(
            dict.fromkeys(
                condition
                for each in self.measures
                if each.measure.in_total and each.verdict == "open"
                for condition in each.conditions
                if condition.met is None
            )
        )

    @property
    def hangs_on_price(self) -> bool:
        """Whether the total would be narrower if the price of the home were known."""
        steps = (step for each in self.measures if each.measure.in_total for step in each.steps)
        return any(step.kind == "price_unknown" for step in steps)

    def notes_on(self, measure: Measure) -> tuple[Note, ...]:
        """What this family should know about one measure."""
        return tuple(
            note
            for note in measure.notes
            if note.holds(self.family.on) and note.track in {None, self.family.track}
        )


def assess(family: Family, law: Law) -> Assessment:
    """What `family` is owed on its day. Raises OutOfScope where that day's rules are not known."""
    rules = law.on(family.on)
    asked = entitlement.answers(family, rules)
    shared = entitlement.find(rules, asked)
    measures = tuple(
        [
            given or multiply(decide(rules, measure, family), shared, family, law)
            for given, measure in zip(
                _given_in_kind(rules, asked, shared, family), rules.measures, strict=True
            )
        ]
    )
    counting = [measures[place] for place in rules.counted]
    return Assessment(
        family,
        rules,
        measures,
        _best([each.verdict for each in counting]),
        _sum([each.amount for each in counting]),
        True in [each.due.provisional for each in measures],
    )


def asked_of_the_total(rules: Rules) -> frozenset[str]:
    """The facts that the total can hang on; to change another one changes nothing of it."""
    found: frozenset[str] | None = rules.memory.get(ASKED)
    if found is None:
        shared = [
            citation.facts
            for name, citation in rules.conditions.items()
            if citation and name.startswith(entitlement.TOPIC)
        ]
        found = rules.memory[ASKED] = counted(rules).facts.union(*shared)
    return found


def counted(rules: Rules) -> Counted:
    """The measures that count in the total, found once."""
    found: Counted | None = rules.memory.get(COUNTED)
    if found is None:
        each = [(place, hangs_on(rules.measures[place])) for place in rules.counted]
        facts = MULTIPLIED.union(*(facts for _, facts in each))
        found = rules.memory[COUNTED] = Counted(each, facts)
    return found


def hangs_on(measure: Measure) -> frozenset[str]:
    """The facts that the amount of a measure can hang on, beside what all measures share."""
    return RULES[measure.code].hangs_on | MULTIPLIED


def _sum(amounts: list[Amount]) -> Amount:
    return Amount(sum([amount.min for amount in amounts]), sum([amount.max for amount in amounts]))


def _given_in_kind(
    rules: Rules, asked: entitlement.Answers, shared: Finding, family: Family
) -> list[Assessed | None]:
    """What is given in kind, in its place among the measures; None where money is.

    It has no amount, so that it is the same for all who give the same answers.
    """
    key = (asked, in_kind_answers(rules)(family))
    found: list[Assessed | None] | None = rules.memory.get(key)
    if found is None:
        found = rules.memory[key] = [
            unpaid(shared, decide(rules, measure, family)) if measure.kind == IN_KIND else None
            for measure in rules.measures
        ]
    return found


def multiply(decision: Decision, shared: Finding, family: Family, law: Law) -> Assessed:
    """What a decision comes to for one family."""
    verdict = both(shared.verdict, decision.finding.verdict)
    payment = decision.payment
    if payment is None or verdict == "not_eligible":
        return unpaid(shared, decision)
    due = payment.multiply(family, law)
    amount = due.amount if verdict == "eligible" else Amount(0, due.amount.max)
    return Assessed(verdict, amount, due, shared, decision)


def unpaid(shared: Finding, decision: Decision) -> Assessed:
    """A measure that brings no money: the same for all who give the same answers."""
    verdict = both(shared.verdict, decision.finding.verdict)
    return Assessed(verdict, NOTHING.amount, NOTHING, shared, decision)


def _best(verdicts: list[Verdict]) -> Verdict:
    """The best of several verdicts."""
    if "eligible" in verdicts:
        return "eligible"
    return "open" if "open" in verdicts else "not_eligible"
