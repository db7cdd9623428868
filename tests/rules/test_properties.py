"""What must hold for every family, not only for those somebody thought of."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from math import isclose
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calculator.rules import Assessment, Family, Member, assess, load
from calculator.rules.assessment import Assessed
from calculator.rules.facts import FACTS, RELATIONS, Choice, YesNo
from calculator.rules.payments import Amount, Loan, repaid, repayments
from calculator.rules.records import Parameter
from tests import oracle
from tests.rules.families import LAW_FOLDER, family, law, law_known_until, law_of, measure_of
from tests.rules.strategies import (
    OPEN_FACTS,
    examples,
    few_examples,
    known_families,
    many_examples,
    open_families,
)

CASH = ("relocation", "rent", "certificate")
FIRST_MEASURES = law_of(frozenset(oracle.MEASURES))
"""The law with all its figures, but without measures that would change what is summed up here."""


# --- what unknown facts can turn out to be ---------------------------------------------------


def _answers(fact: str, of: Family) -> Sequence[Any]:
    """What an unknown fact can turn out to be: every choice, and the ends of every number."""
    kind = FACTS[fact]
    if isinstance(kind, YesNo):
        return (True, False)
    if isinstance(kind, Choice):
        return kind.values
    return NUMBERS[fact](of)


NUMBERS: dict[str, Callable[[Family], Sequence[Any]]] = {
    "graduated_on": lambda of: (of.on, of.on - timedelta(400), of.on + timedelta(1)),
    # A confirmed job says how many are hired, where nothing else does.
    "workers_hired": lambda of: range(of.people + 1) if of.job_confirmed is None else (None,),
    "housing_price": lambda _: (1, 7_000_001, 10_000_000_000),
    "loan_amount": lambda _: (0, 1, 10_000_000_000),
}


def completions(of: Family) -> Iterator[Family]:
    """Every family that this one can turn out to be."""
    forgotten = [fact for fact in OPEN_FACTS if getattr(of, fact) is None]
    for answers in product(*(_answers(fact, of) for fact in forgotten)):
        yield replace(of, **dict(zip(forgotten, answers, strict=True)))


def _verdicts(measures: Sequence[Assessed]) -> set[str]:
    return {each.verdict for each in measures}


@many_examples
@given(open_families())
def test_the_range_holds_every_outcome_the_unknown_facts_allow(of: Family) -> None:
    found = assess(of, law())
    for turned_out in completions(of):
        outcome = assess(turned_out, law())
        assert found.total.min <= outcome.total.min <= outcome.total.max <= found.total.max
        assert found.provisional or not outcome.provisional
        for each, then in zip(found.measures, outcome.measures, strict=True):
            assert each.amount.min <= then.amount.min <= then.amount.max <= each.amount.max
            assert each.verdict in {"open", then.verdict}


@many_examples
@given(open_families())
def test_the_range_is_no_wider_than_it_must_be(of: Family) -> None:
    assume(law().on(of.on).quotas)  # A quota nobody knows keeps everything open.
    found = assess(of, law())
    outcomes = [assess(turned_out, law()) for turned_out in completions(of)]
    assert found.total.max == max(outcome.total.max for outcome in outcomes)
    for number, each in enumerate(found.measures):
        then = [outcome.measures[number] for outcome in outcomes]
        assert each.amount.max == max(outcome.amount.max for outcome in then)
        # The cheapest home costs one tenge; the range says nothing.
        assert min(outcome.amount.min for outcome in then) - each.amount.min in {0, 1}
        assert each.verdict != "open" or {"eligible", "not_eligible"} == _verdicts(then)


# --- verdicts and reasons --------------------------------------------------------------------


@examples
@given(open_families())
def test_a_verdict_is_what_its_conditions_make_it(of: Family) -> None:
    for each in assess(of, law()).measures:
        outcomes = {condition.met for condition in each.conditions}
        assert (each.verdict == "eligible") is (outcomes == {True})
        assert (each.verdict == "not_eligible") is (False in outcomes)
        unmet = tuple(c.citation.code for c in each.conditions if c.met is False)
        assert each.unmet == unmet


@examples
@given(open_families())
def test_every_condition_is_asked_once_with_a_source_and_a_sentence_in_three_languages(
    of: Family,
) -> None:
    for each in assess(of, law()).measures:
        codes = [condition.citation.code for condition in each.conditions]
        assert len(set(codes)) == len(codes)
        assert codes[0] == "in_force"
        for condition in each.conditions:
            assert condition.citation.source in law().sources
            assert set(condition.citation.text) == {"kk", "ru", "en"}
            assert "{" not in "".join(condition.citation.text.values())


@examples
@given(open_families())
def test_the_family_is_due_what_the_best_of_its_cash_measures_is(of: Family) -> None:
    found = assess(of, FIRST_MEASURES)
    verdicts = _verdicts([measure_of(found, code) for code in CASH])
    best = next(each for each in ("eligible", "open", "not_eligible") if each in verdicts)
    assert found.verdict == best


@examples
@given(open_families())
def test_what_is_still_open_about_the_total_is_named_once(of: Family) -> None:
    found = assess(of, FIRST_MEASURES)
    counted = [measure_of(found, code) for code in CASH]
    missing = [
        condition
        for each in counted
        for condition in each.conditions
        if each.verdict == "open" and condition.met is None
    ]
    assert len(set(found.open_conditions)) == len(found.open_conditions)
    assert set(found.open_conditions) == set(missing)


# --- sums ------------------------------------------------------------------------------------


@examples
@given(open_families())
def test_sums_are_whole_tenge_and_never_below_nothing(of: Family) -> None:
    found = assess(of, law())
    for amount in (found.total, *(each.amount for each in found.measures)):
        assert (type(amount.min), type(amount.max)) == (int, int)
        assert 0 <= amount.min <= amount.max


@examples
@given(open_families())
def test_the_total_is_the_three_cash_measures_and_nothing_else(of: Family) -> None:
    found = assess(of, FIRST_MEASURES)
    counted = [measure_of(found, code) for code in CASH]
    assert {each.measure.code for each in found.measures if each.measure.in_total} == set(CASH)
    assert found.total.min == sum(each.amount.min for each in counted)
    assert found.total.max == sum(each.amount.max for each in counted)


@examples
@given(open_families())
def test_months_and_lines_of_a_sum_add_up_to_it(of: Family) -> None:
    found = assess(of, law())
    for each in found.measures:
        assert sum(month.amount for month in each.schedule) == each.amount.max
        assert all(month.month.day == 1 for month in each.schedule)
        assert [month for month, _, _ in each.months] == [m.month for m in each.schedule]
        assert sum(amount.max for _, amount, _ in each.months) == each.amount.max
    rent = measure_of(found, "rent")
    assert sum(step.amount for step in rent.steps) == rent.amount.max


@examples
@given(open_families())
def test_a_month_of_an_uncertain_sum_may_bring_nothing(of: Family) -> None:
    for each in assess(of, law()).measures:
        certain = each.amount.min == each.amount.max
        assert all((amount.min == amount.max) is certain for _, amount, _ in each.months)
        assert all(amount.min in {0, amount.max} for _, amount, _ in each.months)


@examples
@given(open_families())
def test_what_is_given_in_kind_or_refused_has_no_amount(of: Family) -> None:
    for each in assess(of, law()).measures:
        if each.measure.kind == "in_kind" or each.verdict == "not_eligible":
            assert (each.amount, each.schedule, each.loan) == ((0, 0), (), None)


@examples
@given(open_families())
def test_a_sum_is_an_estimate_where_it_is_above_nothing_and_hangs_on_an_estimated_index(
    of: Family,
) -> None:
    found = assess(of, law())
    for each in found.measures:
        estimated = any(figure.provisional for figure in each.parameters)
        assert each.provisional is (estimated and each.amount.max > 0)
        assert each.provisional is any(month.provisional for month in each.schedule)
    assert found.provisional is any(each.provisional for each in found.measures)
    assert not found.provisional or of.on.year + 1 > law().last_known_day.year


# --- what more of something does -------------------------------------------------------------


def _ranges(found: Assessment) -> dict[str, Amount]:
    return {each.measure.code: each.amount for each in found.measures} | {"total": found.total}


def _assert_no_less(more: Family, than: Family) -> None:
    higher, lower = _ranges(assess(more, law())), _ranges(assess(than, law()))
    for name, (least, most) in lower.items():
        assert higher[name][0] >= least, name
        assert higher[name][1] >= most, name


@examples
@given(open_families(), st.sampled_from(RELATIONS.values[1:]))
def test_one_more_member_never_means_less(of: Family, relation: Any) -> None:
    _assert_no_less(replace(of, members=(*of.members, Member(relation))), of)


@examples
@given(known_families)
def test_one_more_month_of_rent_never_means_less(of: Family) -> None:
    _assert_no_less(replace(of, rent_months=of.rent_months + 1), of)


@examples
@given(known_families, st.integers(0, 10_000_000))
def test_a_dearer_home_never_means_less(of: Family, dearer: int) -> None:
    price = 1 if of.housing_price is None else of.housing_price
    _assert_no_less(replace(of, housing_price=price + dearer), of)


@examples
@given(known_families)
def test_no_more_is_promised_for_a_home_than_it_costs(of: Family) -> None:
    found = measure_of(assess(of, law()), "certificate")
    assert found.amount.max <= (of.housing_price or 0)


@examples
@given(open_families(), st.randoms(use_true_random=False))
def test_who_the_members_are_and_a_divorce_change_no_amount(of: Family, order: Any) -> None:
    people = [Member(None), *(Member("other", 7) for _ in of.members[1:])]
    order.shuffle(people)
    other = replace(of, members=tuple(people), divorced_36_months=not of.divorced_36_months)
    assert assess(other, law()).measures == assess(of, law()).measures


@examples
@given(open_families())
def test_each_track_is_asked_its_own_questions_only(of: Family) -> None:
    if of.track == "kandas":
        other = replace(of, graduate="serpin", graduated_on=None, job_seeker=None, origin="abai",
                        registered_12_months=None)  # fmt: skip
    else:
        other = replace(of, supported_before=not of.supported_before)
    assert assess(other, law()).measures == assess(of, law()).measures


# --- nothing is remembered that matters ------------------------------------------------------


@few_examples
@given(st.lists(open_families(), min_size=1, max_size=6))
def test_what_was_assessed_before_changes_nothing(several: list[Family]) -> None:
    one, other = load(LAW_FOLDER), load(LAW_FOLDER)
    forwards = [assess(each, one) for each in several]
    backwards = [assess(each, other) for each in reversed(several)]
    assert forwards == backwards[::-1]
    assert forwards == [assess(each, one) for each in several]
    assert forwards == [assess(each, law()) for each in several]


def test_a_law_that_knows_less_keeps_its_own_memory() -> None:
    of = family(on=date(2025, 12, 31))
    earlier = law_known_until(date(2025, 12, 31))
    assert not assess(of, law()).provisional
    assert assess(of, earlier).provisional
    assert not assess(of, law()).provisional


# --- loans -----------------------------------------------------------------------------------


def rate_of(percent: str) -> Parameter:
    """A yearly rate, as the law would state it."""
    stated = next(each for each in law().parameters if each.name == "microcredit.rate")
    return replace(stated, value=Decimal(percent))


rates = st.decimals(0, 6, places=2).map(str)
terms = st.integers(1, 84)


def _paid_back(loan: Loan) -> list[int]:
    return [amount for _, amount in repayments(loan, date(2026, 1, 31))]


@examples
@given(st.integers(100_000, 100_000_000), rates, terms)
def test_a_loan_is_paid_back_whole_in_equal_instalments_but_for_the_last(
    principal: int, percent: str, months: int
) -> None:
    loan = repaid(principal, rate_of(percent), months)
    paid = _paid_back(loan)
    assert len(paid) == months
    assert sum(paid) == principal + loan.interest
    assert set(paid[:-1]) <= {loan.instalment}
    assert abs(paid[-1] - loan.instalment) <= 2 * months
    assert paid[-1] > 0


@examples
@given(st.integers(100_000, 100_000_000), rates, terms)
def test_an_instalment_is_that_of_the_textbook(principal: int, percent: str, months: int) -> None:
    loan = repaid(principal, rate_of(percent), months)
    monthly = float(percent) / 1200
    exact = principal * monthly / (1 - (1 + monthly) ** -months) if monthly else principal / months
    # A single instalment carries the month's interest in whole tenge.
    assert isclose(loan.instalment, exact, abs_tol=1)
    assert (loan.interest == 0) is (monthly == 0)


@examples
@given(st.integers(0, 100_000), rates, terms)
def test_a_loan_without_interest_costs_nothing(principal: int, percent: str, months: int) -> None:
    assert repaid(principal, rate_of("0"), months).interest == 0
    assert repaid(0, rate_of(percent), months).interest == 0


@pytest.mark.parametrize("applied", [date(2026, 1, 31), date(2026, 1, 1)])
def test_repayments_begin_in_the_month_after_application(applied: date) -> None:
    loan = repaid(1_200_000, rate_of("2.5"), 12)
    months = [month for month, _ in repayments(loan, applied)]
    assert months[0] == date(2026, 2, 1)
    assert months[-1] == date(2027, 1, 1)
    assert len(set(months)) == loan.months


@examples
@given(st.integers(1, 5_000), terms)
def test_not_even_a_tiny_loan_is_paid_back_with_less_than_nothing(
    principal: int, months: int
) -> None:
    assert min(_paid_back(repaid(principal, rate_of("2.5"), months))) >= 0


@pytest.mark.parametrize(
    ("principal", "instalment", "last"), [(50, 0, 50), (300, 3, 51), (1, 0, 1), (0, 0, 0)]
)
def test_a_tiny_loan_is_paid_back_in_the_largest_instalments_that_leave_something_for_the_last(
    principal: int, instalment: int, last: int
) -> None:
    loan = repaid(principal, rate_of("2.5"), 84)
    assert (loan.instalment, loan.last_instalment - loan.interest) == (instalment, last)
