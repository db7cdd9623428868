"""Every rule is decided once at the start; what is missing is found before a family comes."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from calculator.rules import rehearsal
from calculator.rules.decision import RULES, Rule
from calculator.rules.law import Law
from calculator.rules.worksheet import Worksheet
from tests.rules.families import law


def _with_changed_cap(day: date) -> Law:
    """The law with a cap of the certificate that changes on `day`."""
    *others, last = [each for each in law().parameters if each.name == "certificate.cap"]
    rest = [each for each in law().parameters if each.name != "certificate.cap"]
    return replace(law(), parameters=(*rest, *others, last, replace(last, start=day)))


def test_a_law_that_misses_nothing_passes_its_rehearsal() -> None:
    rehearsal.check(law())


def test_rules_that_begin_after_the_last_day_are_not_rehearsed() -> None:
    far = _with_changed_cap(date(law().last_day.year + 3, 1, 1))
    assert [rules.start for rules in far.stretches()] == [
        rules.start for rules in law().stretches()
    ]


def test_a_rule_may_not_hang_on_a_fact_with_too_many_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def conditions(sheet: Worksheet, *, housing_price: Any) -> None:
        sheet.require("job", housing_price is not None)

    rule = Rule("certificate")
    monkeypatch.setattr(rule, "asks", ("housing_price",))
    monkeypatch.setattr(rule, "conditions", conditions)
    monkeypatch.setitem(RULES, "certificate", rule)
    with pytest.raises(LookupError, match="no rule may hang on housing_price"):
        rehearsal.check(law())
