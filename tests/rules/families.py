"""The family every test starts from, and how tests ask what it is owed."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import calculator.law
from calculator.intake import understood
from calculator.law import current
from calculator.rules import Assessment, Family, Law, assess, load
from calculator.rules.assessment import Assessed
from calculator.rules.law import MRP
from calculator.rules.records import Parameter
from tests import oracle

Facts = dict[str, Any]

CASES = Path(__file__).parent.parent / "cases"
LAW_FOLDER = Path(__file__).parent.parent.parent / "calculator" / "law"
# The day of a family that names none. Every test names one, so that no test hangs on today.
TODAY = date(2026, 1, 15)


def law() -> Law:
    """The law the calculator works with, read once."""
    return current()


@cache
def whole_law() -> Law:
    """All of the law there is, whatever the calculator works with meanwhile."""
    return load(LAW_FOLDER)


@cache
def law_known_until(day: date) -> Law:
    """The law as it was known before the figures and quotas that begin after `day`."""
    whole = whole_law()
    return replace(
        whole,
        parameters=tuple(_then(each, day) for each in whole.parameters if each.start <= day),
        quotas=tuple(each for each in whole.quotas if each.start <= day),
        memory={},
    )


def _then(figure: Parameter, day: date) -> Parameter:
    """A figure as it stood on `day`: of all but the index, the end only came with the next one."""
    if figure.name == MRP or figure.until is None or figure.until < day:
        return figure
    return replace(figure, until=None)


@cache
def law_of(measures: frozenset[str], known_until: date = date.max) -> Law:
    """The law as it was known on a day, with these measures and no others."""
    known = law_known_until(known_until)
    kept = tuple(each for each in known.measures if each.code in measures)
    return replace(known, measures=kept, memory={})


def law_of_2026() -> Law:
    """The law as the oracle knows it: all there was in 2026, and nothing that came later."""
    return law_of(frozenset(oracle.MEASURES), oracle.LAST_KNOWN_DAY)


@contextmanager
def working_with(other: Law) -> Iterator[None]:
    """Pages, files and commands work with another law meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(calculator.law, "load", lambda _: other)
        patch.setattr(calculator.law, "check", lambda _: None)
        current.cache_clear()
        try:
            yield
        finally:
            current.cache_clear()


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


def assessment(*, under: Law | None = None, **changes: object) -> Assessment:
    """What the base family but for `changes` is owed, under the law there is or another."""
    known = under or law()
    return assess(understood(facts(**changes), known, TODAY), known)


def measure_of(found: Assessment, code: str) -> Assessed:
    """What was found on one measure."""
    return next(each for each in found.measures if each.measure.code == code)


def sources_of(found: Assessed) -> dict[str, str]:
    """On whose word each condition of a measure stands."""
    return {each.citation.code: each.citation.source for each in found.conditions}
