"""Decide everything once before the first family comes: what is missing is found at the start.

Rules ask for figures, conditions and lists by name. Every rule is decided here for every answer
it can be given, under the rules of every stretch of days, so that a name the law's data lacks is
a problem of the data and never of a family.
"""

from collections.abc import Iterator
from datetime import date
from itertools import product
from types import SimpleNamespace
from typing import cast, get_args

from calculator.rules import entitlement
from calculator.rules.advice.papers import CARD_AGE
from calculator.rules.decision import RULES, Rule
from calculator.rules.errors import LawError
from calculator.rules.facts import (
    DEFAULTS,
    FACTS,
    Choice,
    Family,
    Graduate,
    Member,
    People,
    Track,
    YesNo,
)
from calculator.rules.law import Law, Rules
from calculator.rules.records import Measure

YES_NO = (True, False, None)
ASKED_OF_ALL = (CARD_AGE,)
"""Figures that no single rule asks for."""


def check(law: Law) -> None:
    """Each measure has its rule, each rule its law, and nothing is missing. Raises LawError."""
    problems = sorted(_unmatched(law)) or [
        f"{name.replace('.', '.toml: ', 1)}: {day}: is missing, and a rule asks for it"
        for name, day in _missing(law).items()
    ]
    if problems:
        raise LawError(problems)


def _unmatched(law: Law) -> Iterator[str]:
    """Measures and rules that do not fit together."""
    measures = {measure.code: measure for measure in law.measures}
    for code in RULES.keys() - measures.keys():
        yield f"{code}.toml: is missing for measures/{code}.py"
    for code, measure in measures.items():
        if code not in RULES:
            yield f"{code}.toml: measure: has no rule measures/{code}.py"
        elif (measure.kind == "in_kind") != (RULES[code].payment is None):
            yield f"{code}.toml: measure: kind is {measure.kind!r}, but what its rule pays is not"


def _missing(law: Law) -> dict[str, date]:
    """The name of all that is asked for in vain, with the first day on which it is."""
    missing: dict[str, date] = {}
    for rules in law.stretches():
        for name in _asked_in_vain(rules):
            missing.setdefault(name, rules.start)
    return missing


def _asked_in_vain(rules: Rules) -> Iterator[str]:
    for family in applicants(rules.start):
        try:
            entitlement.find(rules, entitlement.answers(family, rules))
            entitlement.advice(family, rules)
        except KeyError as error:
            yield str(error.args[0])
    for name in ASKED_OF_ALL:
        if name not in rules.parameters:
            yield name
    for measure in rules.measures:
        yield from _rehearsed(RULES[measure.code], measure, rules)


def _rehearsed(rule: Rule, measure: Measure, rules: Rules) -> Iterator[str]:
    for values in product(*(_answers(fact) for fact in rule.asks)):
        family = SimpleNamespace(**dict(zip(rule.asks, values, strict=True)))
        try:
            rule.decide(rules, measure, cast(Family, family))
        except KeyError as error:
            yield str(error.args[0])


def _answers(fact: str) -> tuple[object, ...]:
    """Every answer a fact can have. LookupError for one that has too many to decide upon."""
    if fact == "people":
        return tuple(range(1, cast(People, FACTS["members"]).most + 1))
    kind = FACTS.get(fact, YesNo())
    if isinstance(kind, YesNo):
        return YES_NO
    if not isinstance(kind, Choice):
        raise LookupError(f"no rule may hang on {fact}: it has too many answers")
    return (*kind.values, None) if DEFAULTS.get(fact, fact) is None else kind.values


def applicants(day: date) -> Iterator[Family]:
    """A family of each track and kind of graduate: between them they are asked every shared
    question. What they answer beside decides on none of what they are asked.
    """
    for track, graduate in product(get_args(Track), get_args(Graduate)):
        yield Family(
            on=day,
            track=track,
            graduate=graduate,
            graduated_on=day,
            origin="abroad",
            destination="abroad",
            settlement="urban",
            members=(Member("self"),),
        )
