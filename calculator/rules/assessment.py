"""Multiply: a family and its day in, the whole assessment out.

The same family on the same day under the same law always gives the same assessment.
"""

from typing import NamedTuple

from calculator.rules import entitlement
from calculator.rules.decision import Decision, decide
from calculator.rules.facts import Family
from calculator.rules.law import Law, Measure, Note, Parameter, Rules
from calculator.rules.payments import NOTHING, Amount, Loan, Month, Step
from calculator.rules.worksheet import Condition, Finding, Verdict, both


class Assessed(NamedTuple):
    """One measure for one family: what is due and every reason for it."""

    measure: Measure
    verdict: Verdict
    amount: Amount
    provisional: bool
    steps: tuple[Step, ...]
    schedule: tuple[Month, ...]
    loan: Loan | None
    indices: tuple[Parameter, ...]
    shared: Finding
    decision: Decision

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Whether the measure is in force, then what all measures ask, then what this one asks."""
        in_force, *own = self.decision.finding.conditions
        return (in_force, *self.shared.conditions, *own)

    @property
    def unmet(self) -> tuple[str, ...]:
        """The codes of the conditions that are not met, in the order of `conditions`."""
        own, cut = self.decision.finding.unmet, 0
        if own[:1] == ("in_force",):
            cut = 1
        return (*own[:cut], *self.shared.unmet, *own[cut:])

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The figures the amount is made of, the indices it was worked out with included."""
        return (*self.decision.parameters, *self.indices)


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
        names = entitlement.advice(self.family)
        return tuple(self.rules.notes[name] for name in names if name in self.rules.notes)

    def notes_on(self, measure: Measure) -> tuple[Note, ...]:
        """What this family should know about one measure."""
        return tuple(
            note for note in measure.notes
            if note.holds(self.family.on) and note.track in {None, self.family.track}
        )


def assess(family: Family, law: Law) -> Assessment:
    """What `family` is owed on its day. Raises OutOfScope where that day's rules are not known."""
    rules = law.on(family.on)
    shared = entitlement.find(rules, entitlement.answers(family, rules))
    measures = tuple([
        _multiply(decision, shared, family, rules, law) for decision in decide(rules, family)
    ])
    counted = [each for each in measures if each.measure.in_total]
    return Assessment(
        family,
        rules,
        measures,
        _any_of([each.verdict for each in counted]),
        Amount(sum([each.amount.min for each in counted]), sum([each.amount.max for each in counted])),
        any([each.provisional for each in measures]),
    )


def _multiply(
    decision: Decision, shared: Finding, family: Family, rules: Rules, law: Law
) -> Assessed:
    verdict = both(shared.verdict, decision.finding.verdict)
    payment = decision.payment
    if payment is None:
        return Assessed(decision.measure, verdict, NOTHING, False, (), (), None, (), shared, decision)
    due = payment.multiply(family, rules, law)
    if verdict == "not_eligible":
        return Assessed(decision.measure, verdict, NOTHING, False, due.steps, (), None, due.indices,
                        shared, decision)
    amount = due.amount if verdict == "eligible" else Amount(0, due.amount.max)
    return Assessed(decision.measure, verdict, amount, due.provisional, due.steps, due.schedule,
                    due.loan, due.indices, shared, decision)


def _any_of(verdicts: list[Verdict]) -> Verdict:
    """The best of several verdicts."""
    if "eligible" in verdicts:
        return "eligible"
    return "open" if "open" in verdicts else "not_eligible"
