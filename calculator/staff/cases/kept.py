"""A case with all that is kept of it, as pages and papers ask for it."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from calculator.rules import Family
from calculator.rules.advice import Needed
from calculator.rules.errors import BadFacts
from calculator.staff.cases import snapshots
from calculator.staff.cases.actions import OPEN_TO_CHANGE
from calculator.staff.cases.checking import Found, checked_family, in_order
from calculator.staff.cases.comparing import Comparison, compare
from calculator.staff.cases.proofs import papers_by_fact
from calculator.staff.cases.states import AGREES, MOVES, State
from calculator.staff.models import Case, Finding, Move, Snapshot
from calculator.staff.words import MOVES as MOVE_WORDS


class Kept:
    """A case with all that is kept of it; each part is read once, and only if it is asked for."""

    def __init__(self, case: Case) -> None:
        self.case = case

    @cached_property
    def claimed(self) -> Snapshot:
        """The assessment of what the family said, as it was made."""
        return snapshots.claimed(self.case)

    @cached_property
    def checked(self) -> Snapshot | None:
        """The last assessment of what was found."""
        return snapshots.last_checked(self.case)

    @property
    def latest(self) -> Snapshot:
        """The last assessment there is."""
        return self.checked or self.claimed

    @cached_property
    def findings(self) -> dict[str, Finding]:
        """What was found, by fact, with who found it."""
        return {each.fact: each for each in self.case.findings.select_related("by")}

    @property
    def found(self) -> dict[str, Found]:
        """What was found, without who found it."""
        return {fact: Found(each.outcome, each.corrected) for fact, each in self.findings.items()}

    @cached_property
    def told(self) -> dict[str, Any]:
        """The claimed assessment in the active language."""
        return snapshots.told(self.claimed)

    @cached_property
    def told_checked(self) -> dict[str, Any] | None:
        """The checked assessment as it was, in the active language."""
        return snapshots.told(self.checked) if self.checked else None

    @cached_property
    def family(self) -> Family | None:
        """The family as it spoke; None where the law of now no longer understands it."""
        try:
            return snapshots.family_of(self.claimed.facts)
        except BadFacts:
            return None

    @property
    def checked_family(self) -> Family | None:
        """The family as it was found; None where a correction is understood no more."""
        try:
            return checked_family(self.family, self.found) if self.family else None
        except BadFacts:
            return None

    @cached_property
    def papers(self) -> Mapping[str, tuple[Needed, ...]]:
        """The papers that prove each fact; none where the law of now no longer knows a fact."""
        return papers_by_fact(self.family) if self.family else {}

    @property
    def unlooked(self) -> list[str]:
        """The facts that papers prove and nobody has looked at, in the order of the form."""
        provable = {*self.papers}
        if self.family is None:
            provable = {fact for each in self.told["documents"] for fact in each.get("proves", ())}
        return in_order(provable - self.findings.keys())

    @cached_property
    def moved(self) -> list[Move]:
        """All moves with who made them, the first first."""
        return list(self.case.moves.select_related("by"))

    @property
    def reasons(self) -> list[Move]:
        """The moves that gave a reason and still stand: those since the check began last."""
        checks = [place for place, each in enumerate(self.moved) if each.after == State.IN_CHECK]
        return [each for each in self.moved[max(checks, default=0) :] if each.reason.strip()]

    @property
    def last_reason(self) -> Move | None:
        """The last move that gave a reason, whatever came after it."""
        return next((each for each in reversed(self.moved) if each.reason.strip()), None)

    @property
    def editable(self) -> bool:
        """Whether the case may be checked now."""
        return self.case.state in OPEN_TO_CHANGE and self.family is not None

    @property
    def comparison(self) -> Comparison | None:
        """Both assessments as they were made; None where nothing was checked yet."""
        return compare(self.told, self.told_checked) if self.told_checked else None

    @property
    def moves(self) -> list[tuple[str, Any, bool]]:
        """Where the case may go, in words, and whether the calculator comes to the same."""
        verdict = self.checked.verdict if self.checked else ""
        state = self.case.state
        return [
            (after, MOVE_WORDS[state, after], AGREES.get(after) == verdict)
            for after in MOVES[state]
        ]
