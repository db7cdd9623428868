"""The sheet a rule writes on: deciding writes the explanation.

    sheet.require("job", job_confirmed)     records a condition: met, not met or unknown
    sheet.parameter("share")                hands out a figure of the law and cites it

So an explanation cannot drift from its amount, and no figure comes from nowhere.
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from calculator.rules.law import Rules
from calculator.rules.payments import Worth, worth
from calculator.rules.records import Citation, Parameter

NOTED = "noted"
Verdict = Literal["eligible", "open", "not_eligible"]
Met = bool | None


class Condition(NamedTuple):
    """One condition as it stands for a family: `met` is None while a fact is unknown."""

    citation: Citation
    met: Met


class Finding(NamedTuple):
    """Conditions that were looked at together, and what follows from them."""

    conditions: tuple[Condition, ...]
    verdict: Verdict
    unmet: tuple[str, ...]


class Worksheet:
    """What is written down while one topic, a measure or the entitlement, is decided."""

    def __init__(self, rules: Rules, topic: str) -> None:
        self.rules, self.topic = rules, topic
        self.conditions: list[Condition] = []
        self.cited: list[Parameter] = []

    def require(self, name: str, met: Met) -> None:
        """Record a condition of this topic. One that is not law on the day leaves no trace.

        Raises KeyError for a condition the law's data does not know.
        """
        self.note(self.rules.conditions[f"{self.topic}.{name}"], met)

    def note(self, citation: Citation | None, met: Met) -> None:
        """Record a condition already looked up."""
        if citation is not None:
            # One for all sheets: many rules come to the same, and each stays in memory.
            key = (NOTED, id(citation), met)
            self.conditions.append(self.rules.memory.setdefault(key, Condition(citation, met)))

    def parameter(self, name: str, people: int = 1) -> Parameter:
        """A figure of this topic, for a family of `people`. Citing it is part of reading it."""
        figure = self.rules.parameter(f"{self.topic}.{name}", people)
        self.cited.append(figure)
        return figure

    def worth(self, name: str) -> Worth:
        """A figure of this topic in tenge, at the MRP of the day. Cites it, like `parameter`."""
        return worth(self.parameter(name), self.rules.mrp)

    def finding(self) -> Finding:
        """The conditions written so far and their verdict."""
        return Finding(
            tuple(self.conditions),
            verdict_of(condition.met for condition in self.conditions),
            tuple(each.citation.code for each in self.conditions if each.met is False),
        )


def verdict_of(outcomes: Iterable[Met]) -> Verdict:
    """Not eligible where one fails, open where one is unknown, else eligible."""
    outcomes = set(outcomes)
    if False in outcomes:
        return "not_eligible"
    return "open" if None in outcomes else "eligible"


def both(one: Verdict, other: Verdict) -> Verdict:
    """The verdict on two findings together: the worse of them."""
    if one == other or other == "eligible":  # noqa: PLR1714, it is asked nine times a family
        return one
    return other if one == "eligible" else "not_eligible"


def negated(fact: Met) -> Met:
    """Not so; unknown stays unknown."""
    return None if fact is None else not fact
