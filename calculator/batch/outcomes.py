"""Which measures are due to a family, and why the others are not: all of its row but the sums.

Few outcomes occur, though hardly two families are alike: an outcome hangs on which conditions are
met, missed and open, not on what made them so. Each is worked out once and remembered.
"""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from calculator.batch.columns import AMOUNTS, OUTPUT
from calculator.batch.table import Cell
from calculator.rules.assessment import Assessed
from calculator.rules.decision import Decision
from calculator.rules.payments import NOTHING
from calculator.rules.worksheet import Finding, Verdict, both

MOST_REMEMBERED = 3_000

PLACES = {amount: OUTPUT.index(f"{amount}_min") for amount in AMOUNTS}
PROVISIONAL = OUTPUT.index("provisional")
BEST_FIRST: tuple[Verdict, ...] = ("eligible", "open", "not_eligible")

Kind = tuple[tuple[Verdict, tuple[str, ...]], ...]


class Due(NamedTuple):
    """A measure whose sum is in the row: which it is, its own columns if any, how it counts."""

    measure: int
    place: int | None
    monthly: bool
    in_total: bool
    certain: bool


class Outcome(NamedTuple):
    """The output columns with all sums at 0, the measures that bring sums, and every verdict."""

    columns: tuple[Cell, ...]
    due: tuple[Due, ...]
    verdicts: tuple[tuple[str, Verdict], ...]


class Outcomes:
    """Tells the outcome of what the rules found."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, ...], Outcome] = {}
        self._numbers: dict[int, int] = {}
        self._kinds: dict[Kind, int] = {}
        self._numbered: list[object] = []

    def of(self, shared: Finding, summed: Sequence[Decision], rest: Sequence[Decision]) -> Outcome:
        """The outcome of the shared finding and the decisions: on what has sums here, on the rest.

        It takes the same objects for the same findings, as the memory of the rules gives them.
        """
        try:
            key = tuple([self._numbers[id(found)] for found in (shared, *summed, rest)])
        except KeyError:
            key = self._key(shared, summed, rest)
        found = self._known.get(key)
        if found is None:
            found = _outcome(shared, summed, rest)
            if len(self._known) < MOST_REMEMBERED:
                self._known[key] = found
        return found

    def _key(
        self, shared: Finding, summed: Sequence[Decision], rest: Sequence[Decision]
    ) -> tuple[int, ...]:
        """Numbers for what was found, the same for all that comes to the same."""
        return (
            self._number(shared, [shared]),
            *[self._number(decision, [decision.finding]) for decision in summed],
            self._number(rest, [decision.finding for decision in rest]),
        )

    def _number(self, found: object, findings: Sequence[Finding]) -> int:
        if id(found) not in self._numbers:
            kind = tuple([(finding.verdict, finding.unmet) for finding in findings])
            self._numbers[id(found)] = self._kinds.setdefault(kind, len(self._kinds))
            # What is numbered by its identity must live as long as the number.
            self._numbered.append(found)
        return self._numbers[id(found)]


def _outcome(shared: Finding, summed: Sequence[Decision], rest: Sequence[Decision]) -> Outcome:
    """The assessment of all families of whom this was found, but for its sums."""
    measures = [
        Assessed(both(shared.verdict, each.finding.verdict), NOTHING.amount, NOTHING, shared, each)
        for each in (*summed, *rest)
    ]
    in_total = {each.verdict for each in measures if each.measure.in_total}
    refused = [each for each in measures if each.verdict == "not_eligible"]
    refused.sort(key=lambda each: each.measure.order)
    reasons = [f"{each.measure.code}:{code}" for each in refused for code in each.unmet]
    columns: list[Cell] = [0] * len(OUTPUT)
    columns[0] = next(verdict for verdict in BEST_FIRST if verdict in in_total)
    columns[PROVISIONAL:] = ["no", ";".join(reasons), ""]
    due = [
        _due(number, each.measure.code, each.measure.in_total, each.verdict)
        for number, each in enumerate(measures[: len(summed)])
        if each.verdict != "not_eligible"
    ]
    verdicts = tuple([_verdict(each.measure.code, each.verdict) for each in measures])
    return Outcome(tuple(columns), tuple(due), verdicts)


@cache
def _verdict(code: str, verdict: Verdict) -> tuple[str, Verdict]:
    """One pair for all outcomes that hold it."""
    return code, verdict


@cache
def _due(number: int, code: str, in_total: bool, verdict: Verdict) -> Due:
    """One object for all outcomes that hold it: there are thousands of them."""
    return Due(
        number, PLACES.get(code), f"{code}_month" in PLACES, in_total, verdict == "eligible"
    )
