"""What the same family would be owed if some of its facts were others."""

from collections.abc import Mapping
from operator import attrgetter
from typing import Any

from calculator.rules import entitlement
from calculator.rules.assessment import Assessed, Assessment, assess, multiply, some
from calculator.rules.decision import decide
from calculator.rules.facts import FACTS, Day, Family, People, Place, Whole, altered, listed
from calculator.rules.law import Law
from calculator.rules.payments import NOTHING, Amount
from calculator.rules.worksheet import Finding, Verdict

Facts = Mapping[str, object]
Key = frozenset[tuple[str, object]]
REGION = "destination"
QUANTITIES = attrgetter(
    "workers",
    *(fact for fact, kind in FACTS.items() if isinstance(kind, Whole | Day | People)),
)
"""All of a family that a decision leaves to be multiplied; the rest is in its answers."""


class Alternatives:
    """One family with some of its facts changed; what is asked of it often is worked out once."""

    def __init__(self, assessment: Assessment, law: Law) -> None:
        self.assessment, self.law = assessment, law
        self._families: dict[Key, Family] = {}
        self._totals: dict[Key, Amount] = {}
        self._amounts: dict[tuple[int, Verdict, Any], Amount] = {}
        self._shared: dict[Key, Finding] = {}
        self.in_each_region = entitlement.in_each_region(assessment.family, law)
        """What the shared conditions find on each region."""
        shared = assessment.measures[0].shared.conditions
        self.shared_by_all = frozenset(id(condition) for condition in shared)
        """The conditions that all measures share, known by who they are: they are kept."""
        # By what is found on them; a finding is kept as long as the law is.
        self._regions: dict[int, object] = {}
        self.ways: dict[int, Facts] = {}
        """What each measure needs, once it was found, by its place among the measures."""
        self.steps: dict[tuple[str, Key], Facts | None] = {}
        """What settles a condition that all measures share, after other changes."""

    @property
    def family(self) -> Family:
        """The family as it is."""
        return self.assessment.family

    def given(self, facts: Facts) -> Assessment:
        """The assessment of the family with these facts instead of its own."""
        return assess(self._changed(facts, frozenset(facts.items())), self.law)

    def measure(self, facts: Facts, place: int) -> Assessed:
        """One measure of `given`, by its place; quicker to find than all of them."""
        (found,) = some(self._changed(facts, frozenset(facts.items())), self.law, [place])
        return found

    def total(self, facts: Facts) -> Amount:
        """The total of `given`."""
        if REGION in facts:
            like = self._like(facts[REGION])
            facts = {REGION: like} if len(facts) == 1 else {**facts, REGION: like}
        key = frozenset(facts.items())
        found = self._totals.get(key)
        if found is None:
            found = self._totals[key] = self._total(self._changed(facts, key))
        return found

    def _total(self, family: Family) -> Amount:
        """The total of `assess`, a measure multiplied once for equal answers and quantities."""
        rules = self.law.on(family.on)
        shared = entitlement.find(rules, entitlement.answers(family, rules))
        if shared.verdict == "not_eligible":
            return NOTHING.amount
        quantities, least, most = QUANTITIES(family), 0, 0
        for place in rules.counted:
            decision = decide(rules, rules.measures[place], family)
            # A decision is kept as long as the law is, so that it is known by where it stands.
            key = (id(decision), shared.verdict, quantities)
            found = self._amounts.get(key)
            if found is None:
                found = multiply(decision, shared, family, self.law).amount
                self._amounts[key] = found
            least += found.min
            most += found.max
        return Amount(least, most)

    def shared(self, facts: Facts) -> Finding:
        """What `given` finds on the conditions that all measures share."""
        key = frozenset(facts.items())
        found = self._shared.get(key)
        if found is None:
            family = self._changed(facts, key)
            rules = self.law.on(family.on)
            found = entitlement.find(rules, entitlement.answers(family, rules))
            self._shared[key] = found
        return found

    def own(self, facts: Facts, place: int) -> Finding:
        """What `given` finds on the conditions of one measure alone."""
        family = self._changed(facts, frozenset(facts.items()))
        rules = self.law.on(family.on)
        return decide(rules, rules.measures[place], family).finding

    def _like(self, region: object) -> object:
        """The first region asked about that stands like this one.

        No sum hangs on the region itself, only on what the shared conditions find on it: no
        measure may ask for it (see `rehearsal`).
        """
        return self._regions.setdefault(id(self.in_each_region[str(region)]), region)

    def _changed(self, facts: Facts, key: Key) -> Family:
        found = self._families.get(key)
        if found is None:
            found = self._families[key] = altered(self.family, facts)
        return found

    def others(self, fact: str) -> list[object]:
        """The answers a fact could have instead of the one it has."""
        return [value for value in self._answers(fact) if value != getattr(self.family, fact)]

    def _answers(self, fact: str) -> tuple[object, ...]:
        is_place = isinstance(FACTS[fact], Place)
        return tuple(self.law.regions) if is_place else listed(fact)
