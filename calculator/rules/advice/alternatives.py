"""What the same family would be owed if some of its facts were others."""

from collections.abc import Mapping

from calculator.rules import entitlement
from calculator.rules.assessment import Assessed, Assessment, assess, counted, multiply
from calculator.rules.decision import decide
from calculator.rules.facts import FACTS, Family, Place, altered, listed
from calculator.rules.law import Law
from calculator.rules.payments import NOTHING, Amount
from calculator.rules.worksheet import Finding, Verdict

Facts = Mapping[str, object]
Key = frozenset[tuple[str, object]]
REGION = "destination"
ONLY_REGION = {REGION}
UNSETTLED = "unsettled"


class Alternatives:
    """One family with some of its facts changed; what is asked of it often is worked out once.

    What does not hang on the changed facts is not worked out anew.
    """

    def __init__(self, assessment: Assessment, law: Law) -> None:
        self.assessment, self.law = assessment, law
        self.family, self.rules = assessment.family, assessment.rules
        """The family as it is, and the rules of its day."""
        self._counted = counted(self.rules)
        self._families: dict[Key, Family] = {}
        self._totals: dict[tuple[Verdict, Key], Amount] = {}
        self._shared: dict[Key, Finding] = {}
        self.found = assessment.measures[0].shared
        """What the shared conditions find on the family as it is."""
        self.in_each_region = entitlement.in_each_region(self.family, law)
        """What the shared conditions find on each region."""
        self.shared_by_all = frozenset(map(id, self.found.conditions))
        """The conditions that all measures share, known by who they are: they are kept."""
        self._others: dict[str, list[object]] = {}
        self.ways: dict[int, Facts] = {}
        """What each measure needs, once it was found, by its place among the measures."""
        self.steps: dict[tuple[str, Key], Facts | None] = {}
        """What settles a condition that all measures share, after other changes."""

    def given(self, facts: Facts) -> Assessment:
        """The assessment of the family with these facts instead of its own."""
        return assess(altered(self.family, facts), self.law)

    def measure(self, facts: Facts, place: int) -> Assessed:
        """One measure of `given`, by its place; quicker to find than all of them."""
        family = self._changed(facts)
        rules = self.law.on(family.on)
        decision = decide(rules, rules.measures[place], family)
        return multiply(decision, self.shared(facts), family, self.law)

    def total(self, facts: Facts) -> Amount:
        """The total of `given`.

        Of what all measures share, it hangs on the verdict alone; so of a region, too.
        """
        if "on" in facts:
            return self.given(facts).total
        shared = self.shared(facts)
        if shared.verdict == "not_eligible":
            return NOTHING.amount
        own = {fact: value for fact, value in facts.items() if fact in self._counted.facts}
        if not own and shared.verdict == self.found.verdict:
            return self.assessment.total
        key = (shared.verdict, frozenset(own.items()))
        found = self._totals.get(key)
        if found is None:
            found = self._totals[key] = self._total(shared, own)
        return found

    def _total(self, shared: Finding, facts: Facts) -> Amount:
        as_before = shared.verdict == self.found.verdict
        least = most = 0
        for place, hanging in self._counted.each:
            if as_before and hanging.isdisjoint(facts):
                amount = self.assessment.measures[place].amount
            else:
                family = self._changed(facts)
                decision = decide(self.rules, self.rules.measures[place], family)
                amount = multiply(decision, shared, family, self.law).amount
            least += amount.min
            most += amount.max
        return Amount(least, most)

    def shared(self, facts: Facts) -> Finding:
        """What `given` finds on the conditions that all measures share."""
        changed = entitlement.HANGS_ON.intersection(facts)
        if not changed:
            return self.found
        if changed == ONLY_REGION:
            return self.in_each_region[str(facts[REGION])]
        key = frozenset([(fact, facts[fact]) for fact in changed])
        found = self._shared.get(key)
        if found is None:
            family = self._changed(facts)
            rules = self.law.on(family.on)
            found = entitlement.find(rules, entitlement.answers(family, rules))
            self._shared[key] = found
        return found

    def own(self, facts: Facts, place: int) -> Finding:
        """What `given` finds on the conditions of one measure alone."""
        family = self._changed(facts)
        rules = self.law.on(family.on)
        return decide(rules, rules.measures[place], family).finding

    def unsettled(self, found: Finding) -> frozenset[str]:
        """The codes of the conditions that are not met or not known, worked out once."""
        key = (UNSETTLED, id(found))
        kept: tuple[Finding, frozenset[str]] | None = self.rules.memory.get(key)
        if kept is None:
            codes = frozenset(each.citation.code for each in found.conditions if not each.met)
            # With the finding, so that nothing else comes to be where it is.
            kept = self.rules.memory[key] = found, codes
        return kept[1]

    def _changed(self, facts: Facts) -> Family:
        key = frozenset(facts.items())
        found = self._families.get(key)
        if found is None:
            found = self._families[key] = altered(self.family, facts)
        return found

    def others(self, fact: str) -> list[object]:
        """The answers a fact could have instead of the one it has."""
        found = self._others.get(fact)
        if found is None:
            own = getattr(self.family, fact)
            found = self._others[fact] = [each for each in self._answers(fact) if each != own]
        return found

    def _answers(self, fact: str) -> tuple[object, ...]:
        is_place = isinstance(FACTS[fact], Place)
        return tuple(self.law.regions) if is_place else listed(fact)
