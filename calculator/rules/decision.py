"""Decide: which measures are due, at what rate, and why. Made once for each set of answers.

A measure's rule is a module of `measures` with

    conditions(sheet, *, fact, …)   requires what this measure asks beyond the shared conditions
    payment(sheet, *, fact, …)      says what is paid; a measure in kind has none

The names of their arguments are the facts they ask for. Those facts are all a rule ever sees, so
a decision can be kept and shared by every family that gives the same answers.
"""

from collections.abc import Callable
from importlib import import_module
from inspect import signature
from operator import attrgetter
from pkgutil import iter_modules
from typing import Any, NamedTuple

from calculator.rules import measures
from calculator.rules.facts import Family, facts_behind
from calculator.rules.law import Rules
from calculator.rules.payments import Payment
from calculator.rules.records import Measure, Parameter
from calculator.rules.worksheet import Condition, Finding, Worksheet

IN_KIND = "in_kind"


class Decision(NamedTuple):
    """What one measure is worth to everyone who gives the same answers."""

    measure: Measure
    finding: Finding
    payment: Payment | None
    parameters: tuple[Parameter, ...]
    in_force: tuple[Condition, ...]
    own: tuple[Condition, ...]


class Rule:
    """A measure's module, and the facts it asks for."""

    def __init__(self, code: str) -> None:
        module = import_module(f"{measures.__name__}.{code}")
        self.code = code
        self.conditions: Callable[..., None] = module.conditions
        self.payment: Callable[..., Payment | None] | None = getattr(module, "payment", None)
        self.asks_conditions = _facts(self.conditions)
        self.asks_payment = _facts(self.payment) if self.payment else ()
        self.asks = tuple(dict.fromkeys((*self.asks_conditions, *self.asks_payment)))
        self.answers = _reader(self.asks)
        self.hangs_on = facts_behind(self.asks)

    def decide(self, rules: Rules, measure: Measure, family: Family) -> Decision:
        """The decision on this family's answers, made now or taken from memory."""
        key = (self.code, self.answers(family))
        found: Decision | None = rules.memory.get(key)
        if found is None:
            found = rules.memory.setdefault(key, self._fresh(rules, measure, family))
        return found

    def _fresh(self, rules: Rules, measure: Measure, family: Family) -> Decision:
        sheet = Worksheet(rules, self.code)
        in_force = rules.in_force(measure)
        sheet.note(rules.in_force_citation(measure), met=in_force)
        self.conditions(sheet, **_pick(family, self.asks_conditions))
        payment = None
        if self.payment and in_force:
            payment = self.payment(sheet, **_pick(family, self.asks_payment))
        finding = sheet.finding()
        first, rest = finding.conditions[:1], finding.conditions[1:]
        return Decision(measure, finding, payment, tuple(sheet.cited), first, rest)


def _facts(function: Callable[..., object]) -> tuple[str, ...]:
    """The names of a rule's arguments but for the sheet."""
    return tuple(signature(function).parameters)[1:]


def _reader(names: tuple[str, ...]) -> Callable[[Family], Any]:
    return attrgetter(*names) if names else lambda _: None


def _pick(family: Family, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(family, name) for name in names}


RULES = {name: Rule(name) for _, name, _ in iter_modules(measures.__path__)}


def decide(rules: Rules, measure: Measure, family: Family) -> Decision:
    """The decision on one measure."""
    return RULES[measure.code].decide(rules, measure, family)


def in_kind_answers(rules: Rules) -> Callable[[Family], Any]:
    """What reads all that the measures in kind ask of a family."""
    reader: Callable[[Family], Any] | None = rules.memory.get(IN_KIND)
    if reader is None:
        in_kind = [measure for measure in rules.measures if measure.kind == IN_KIND]
        asks = [fact for measure in in_kind for fact in RULES[measure.code].asks]
        reader = rules.memory[IN_KIND] = _reader(tuple(dict.fromkeys(asks)))
    return reader
