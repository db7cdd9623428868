"""The family every test starts from, and how tests ask what it is owed."""

import tomllib
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from calculator.intake import understood
from calculator.law import current
from calculator.rules import Assessment, Family, Law, assess
from calculator.rules.assessment import Assessed

Facts = dict[str, Any]

CASES = Path(__file__).parent.parent / "cases"
LAW_FOLDER = Path(__file__).parent.parent.parent / "calculator" / "law"
# The day of a family that names none. Every test names one, so that no test hangs on today.
TODAY = date(2026, 1, 15)


def law() -> Law:
    """The law of the calculator, read once."""
    return current()


@cache
def law_known_until(day: date) -> Law:
    """The law as it was known before the figures and quotas that begin after `day`."""
    return replace(
        law(),
        parameters=tuple(each for each in law().parameters if each.start <= day),
        quotas=tuple(each for each in law().quotas if each.start <= day),
        memory={},
    )


def facts(**changes: object) -> Facts:
    """The facts of the base family but for `changes`, as JSON would have them."""
    changed = {**tomllib.loads((CASES / "base.toml").read_text(encoding="utf-8")), **changes}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in changed.items()
    }


def family(**changes: object) -> Family:
    """The base family but for `changes`."""
    return understood(facts(**changes), law(), TODAY)


def assessment(*, known_until: date = date.max, **changes: object) -> Assessment:
    """What the base family but for `changes` is owed."""
    known = law_known_until(known_until)
    return assess(understood(facts(**changes), known, TODAY), known)


def measure_of(found: Assessment, code: str) -> Assessed:
    """What was found on one measure."""
    return next(each for each in found.measures if each.measure.code == code)


def sources_of(found: Assessed) -> dict[str, str]:
    """On whose word each condition of a measure stands."""
    return {each.citation.code: each.citation.source for each in found.conditions}
