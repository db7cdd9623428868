"""What a file of families comes to: families by verdict and by measure, sums, faulty columns."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from calculator.batch import OUTPUT
from calculator.batch.columns import AMOUNTS
from calculator.batch.outcomes import PLACES, Outcome
from calculator.batch.table import Cell
from calculator.intake import shown
from calculator.rules.errors import Fault

# `rent_month` is part of `rent`, which has the sum.
SUMMED = tuple(amount for amount in AMOUNTS if not amount.endswith("_month"))
VERDICTS = ("eligible", "open", "not_eligible", "error")


class Tally:
    """Adds up the rows of one file, as they are worked out."""

    def __init__(self, headings: Mapping[str, str], own: str = "") -> None:
        self.headings, self.own = dict(headings), own
        self._verdicts: Counter[str] = Counter()
        self._columns: Counter[str] = Counter()
        self._outcomes: dict[int, Outcome] = {}
        self._met: Counter[int] = Counter()
        self._sums = [0] * len(OUTPUT)

    def add(self, columns: Sequence[Cell], outcome: Outcome) -> None:
        """A family, by its output columns and what was found of it."""
        self._verdicts[str(columns[0])] += 1
        # Most families share their outcome with thousands, so that it is counted by identity.
        self._outcomes.setdefault(id(outcome), outcome)
        self._met[id(outcome)] += 1
        for amount in SUMMED:
            place = PLACES[amount]
            self._sums[place] += int(str(columns[place]))
            self._sums[place + 1] += int(str(columns[place + 1]))

    @staticmethod
    def total(columns: Sequence[Cell]) -> tuple[int, int]:
        """The total of a family, the least and the most, by its output columns."""
        place = PLACES["total"]
        return int(str(columns[place])), int(str(columns[place + 1]))

    def add_faults(self, faults: Sequence[Fault]) -> None:
        """A row that cannot be understood; each of its columns counts once."""
        self._verdicts["error"] += 1
        self._columns.update({fault.fact for fault in faults})

    def told(self) -> dict[str, Any]:
        """All of it, as it is stored with the file."""
        return {
            **self.columns(),
            "verdicts": {verdict: self._verdicts[verdict] for verdict in VERDICTS},
            "columns": dict(self._columns.most_common()),
            "sums": {amount: self._sum(amount) for amount in SUMMED},
            "measures": self._measures(),
        }

    def columns(self) -> dict[str, Any]:
        """What the file calls its facts, and the column of its own by which its rows are known."""
        return {"headings": self.headings, "own": shown(self.own)}

    def _sum(self, amount: str) -> list[int]:
        place = PLACES[amount]
        return self._sums[place : place + 2]

    def _measures(self) -> dict[str, dict[str, int]]:
        """How many families each measure is due to, and to how many it may be."""
        found: dict[str, Counter[str]] = {}
        for number, outcome in self._outcomes.items():
            for code, verdict in outcome.verdicts:
                found.setdefault(code, Counter())[verdict] += self._met[number]
        return {code: dict(verdicts) for code, verdicts in found.items()}


def stored(fault: Fault) -> dict[str, Any]:
    """A fault as JSON has it."""
    return {
        "fact": fault.fact,
        "problem": fault.problem,
        "given": fault.given,
        "allowed": list(fault.allowed),
        "row": fault.row,
        "part": fault.part,
    }


def restored(fault: Mapping[str, Any]) -> Fault:
    """A fault as it was before it was stored."""
    return Fault(**{**fault, "allowed": tuple(fault["allowed"])})
