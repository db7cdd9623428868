"""Everything that can go wrong in the calculator, as one tree.

QonysError
├── LawError      the law's data is wrong; carries every problem found
├── OutOfScope    the day lies outside the years whose rules are known
└── BadFacts      what was said of a family cannot be understood; carries every fault
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Problem = Literal[
    "missing",
    "unknown_fact",
    "repeated",
    "choice",
    "yes_no",
    "whole",
    "day",
    "scope",
    "members",
    "too_many",
    "relation",
    "one_self",
    "family_size",
    "extra_cells",
    "object",
]


class QonysError(Exception):
    """Any error the calculator raises on purpose."""


class LawError(QonysError):
    """The law's data is wrong. `problems` names the file, the key and the day of each."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class OutOfScope(QonysError):
    """No rules are known for `day`; they are known from `first` to `last`."""

    def __init__(self, day: date, first: date, last: date) -> None:
        super().__init__(f"{day}: rules are known from {first} to {last}")
        self.day, self.first, self.last = day, first, last


@dataclass(frozen=True, slots=True)
class Fault:
    """One fact that cannot be understood: what was given and what is allowed.

    `allowed` holds the choices of a choice, or the least and the most of a number or a date.
    `row` and `part` point into the list of members, counted from 1.
    """

    fact: str
    problem: Problem
    given: str | None = None
    allowed: tuple[str, ...] = ()
    row: int | None = None
    part: Literal["relation", "age"] | None = None


class BadFacts(QonysError):
    """What was said of a family cannot be understood. `faults` holds every fault, in order."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{fault.fact}: {fault.problem}" for fault in faults))
        self.faults = tuple(faults)
