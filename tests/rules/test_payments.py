"""The lines a sum is made of: what each says, and what it is made of."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from calculator.rules.assessment import Assessed
from calculator.rules.payments import NOTHING, Amount, PerHead, Step
from calculator.rules.worksheet import Worksheet
from tests.rules.families import assessment, family, law, measure_of


def found(code: str, **changes: Any) -> Assessed:
    """What was found on one measure for the base family but for `changes`."""
    return measure_of(assessment(**changes), code)


def lines(of: Assessed) -> list[tuple[str, int, int | None]]:
    """Each line's kind, what it comes to, and how many of what it counts."""
    return [(step.kind, step.amount, step.quantity) for step in of.steps]


def test_a_rate_a_head_says_how_many_of_whom_at_which_index() -> None:
    (step,) = found("relocation").steps
    assert step[:2] == ("rate", 1_513_750)
    assert step.rate is not None
    assert (step.rate.value, step.rate.source) == (70, "letter-275")
    assert step.mrp is not None
    assert (step.mrp.value, step.mrp.source) == (4325, "budget-2026")
    assert (step.quantity, step.of) == (5, "people")


def test_an_unknown_number_of_workers_is_at_most_the_whole_family() -> None:
    (step,) = found("employer", job_confirmed="unknown").steps
    assert (step.kind, step.amount) == ("rate_at_most", 5 * 1_730_000)
    assert (step.quantity, step.of) == (5, "workers")


def test_an_unknown_number_of_workers_may_be_none_even_before_anything_else_is_asked() -> None:
    rate = Worksheet(law().on(date(2026, 1, 15)), "employer").worth("per_worker")
    due = PerHead(rate, of="workers").multiply(
        replace(family(), job_confirmed=None, workers_hired=None), law()
    )
    assert due.amount == Amount(0, 5 * 1_730_000)


def test_months_of_rent_are_told_in_runs_of_one_index() -> None:
    old, new = found("rent", on=date(2025, 11, 30)).steps
    assert (old.kind, old.amount, old.quantity, old.of) == ("months", 235_920, 2, "months")
    assert (old.first, old.last) == (date(2025, 11, 1), date(2025, 12, 1))
    assert (new.amount, new.quantity) == (1_297_500, 10)
    assert (new.first, new.last) == (date(2026, 1, 1), date(2026, 10, 1))
    assert old.mrp is not None
    assert new.mrp is not None
    assert (old.mrp.source, new.mrp.source) == ("budget-2025", "budget-2026")
    assert old.rate == new.rate == law().on(date(2025, 11, 30)).parameter("rent.urban", 5)


def test_no_months_of_rent_have_no_lines() -> None:
    none = found("rent", rent_months=0)
    assert (none.steps, none.schedule, none.amount) == ((), (), Amount(0, 0))


def test_a_share_says_the_price_the_cap_and_the_lower_of_them() -> None:
    certificate = found("certificate", housing_price=5_000_001, on=date(2025, 6, 1))
    assert lines(certificate) == [
        ("share", 2_500_000, 5_000_001),
        ("cap", 4_561_120, None),
        ("lower", 2_500_000, None),
    ]
    share, cap, _ = certificate.steps
    assert share.rate is not None
    assert (share.rate.value, share.mrp) == (50, None)
    assert cap.rate is not None
    assert (cap.rate.value, cap.rate.source) == (1160, "press-2025")


def test_while_the_price_is_unknown_only_the_cap_is_told() -> None:
    assert lines(found("certificate", housing_price="unknown")) == [
        ("cap", 7_028_125, None),
        ("price_unknown", 7_028_125, None),
    ]


LOAN = {"settlement": "rural", "business": "other"}


def test_a_loan_says_its_limit_what_is_wanted_and_how_it_is_paid_back() -> None:
    credit = found("microcredit", **LOAN, loan_amount=1_200_000, loan_months=12)
    assert lines(credit) == [
        ("limit", 10_812_500, None),
        ("wanted", 1_200_000, 1_200_000),
        ("instalment", 101_359, 12),
        ("last_instalment", 101_364, None),
        ("interest", 16_313, None),
    ]
    (rate,) = (step.rate for step in credit.steps if step.kind == "instalment")
    assert rate is not None
    assert (str(rate.value), rate.source) == ("2.5", "letter-275")


def test_a_loan_of_more_than_the_limit_says_what_was_wanted_and_what_is_had() -> None:
    credit = found("microcredit", **LOAN, loan_amount=50_000_000)
    assert ("wanted", 10_812_500, 50_000_000) in lines(credit)


@pytest.mark.parametrize(("months", "told"), [(59, False), (60, False), (61, True), (84, True)])
def test_only_a_term_beyond_the_longest_is_told_to_be_cut(months: int, told: bool) -> None:
    credit = found("microcredit", **LOAN, loan_amount=1_000_000, loan_months=months)
    cut = [step for step in credit.steps if step.kind == "term"]
    assert bool(cut) is told
    assert credit.loan is not None
    assert credit.loan.months == min(months, 60)
    for step in cut:
        assert step.rate is not None
        assert (step.quantity, step.rate.value, step.rate.source) == (months, 60, "spk-tobol")


def test_what_is_refused_or_given_in_kind_has_no_lines() -> None:
    assert found("relocation", employer_pays_move=True).due == NOTHING
    assert found("training").due == NOTHING


def test_a_line_needs_no_more_than_its_kind_and_its_sum() -> None:
    assert Step("lower", 5)[2:] == (None,) * (len(Step._fields) - 2)
