"""Terms of months and years, as the law counts them, up to the last day a date can name."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.rules.calendar import (
    as_long_before,
    month_end,
    month_starts,
    months_later,
    years_later,
)
from tests.rules.strategies import dates, examples, many_examples, most_examples

ONE_DAY = timedelta(days=1)
every_date = st.one_of(
    st.dates(), st.sampled_from([date.min, date.max, date(1, 1, 31), date(9999, 12, 1)])
)
terms = st.integers(-30, 30)


def _number(day: date) -> int:
    """Months since the beginning of the calendar."""
    return day.year * 12 + day.month


# --- so many months later --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2025-08-31", 6, "2026-02-28"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2025-12-31", 1, "2026-01-31"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-06-15", 0, "2026-06-15"),
        ("2026-12-01", 12, "2027-12-01"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2026-05-31", -6, "2025-11-30"),
        ("9999-11-30", 1, "9999-12-30"),
        ("9999-12-01", 1, "9999-12-31"),
        ("0001-02-28", -1, "0001-01-28"),
        ("0001-01-31", -1, "0001-01-01"),
    ],
)
def test_a_term_ends_on_the_same_day_of_the_month_or_on_its_last(
    day: str, months: int, then: str
) -> None:
    assert months_later(date.fromisoformat(day), months) == date.fromisoformat(then)


@many_examples
@given(dates, terms)
def test_a_term_ends_in_the_month_it_should_as_near_to_its_day_as_that_month_allows(
    day: date, months: int
) -> None:
    then = months_later(day, months)
    assert _number(then) - _number(day) == months
    assert then.day == day.day or (then.day < day.day and (then + ONE_DAY).day == 1)


@many_examples
@given(dates, dates, st.integers(0, 60))
def test_a_term_that_begins_later_never_ends_earlier(one: date, other: date, months: int) -> None:
    earlier, later = sorted((one, other))
    assert months_later(earlier, months) <= months_later(later, months)


@examples
@given(every_date, st.integers(-200_000, 200_000))
def test_a_term_beyond_all_dates_ends_on_the_last_or_the_first_of_them(
    day: date, months: int
) -> None:
    then, number = months_later(day, months), _number(day) + months
    if number > _number(date.max):
        assert then == date.max
    elif number < _number(date.min):
        assert then == date.min
    else:
        assert _number(then) == number


@pytest.mark.parametrize(
    ("day", "years", "then"),
    [
        ("2026-06-15", 5, "2031-06-15"),
        ("2024-02-29", 5, "2029-02-28"),
        ("2024-02-29", 4, "2028-02-29"),
        ("2023-02-28", 5, "2028-02-28"),
        ("2026-12-31", 5, "2031-12-31"),
        ("9996-01-01", 5, "9999-12-31"),
    ],
)
def test_years_end_on_the_same_day_and_leap_days_on_the_28th_of_a_common_year(
    day: str, years: int, then: str
) -> None:
    assert years_later(date.fromisoformat(day), years) == date.fromisoformat(then)


# --- months ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "last"),
    [
        ("2024-02-01", "2024-02-29"),
        ("2023-02-28", "2023-02-28"),
        ("2100-02-05", "2100-02-28"),
        ("2026-04-30", "2026-04-30"),
        ("2026-12-01", "2026-12-31"),
    ],
)
def test_a_month_ends_on_its_last_day(day: str, last: str) -> None:
    assert month_end(date.fromisoformat(day)) == date.fromisoformat(last)


@examples
@given(every_date)
def test_the_day_after_the_end_of_a_month_is_the_first_of_the_next(day: date) -> None:
    last = month_end(day)
    assert day <= last
    assert _number(last) == _number(day)
    assert last == date.max or (last + ONE_DAY).day == 1


@examples
@given(dates, st.integers(0, 40))
def test_months_follow_one_another_from_that_of_the_day(day: date, count: int) -> None:
    starts = month_starts(day, count)
    assert len(starts) == count
    assert starts[:1] == [day.replace(day=1)][:count]
    assert all(start.day == 1 for start in starts)
    assert all(_number(later) - _number(earlier) == 1 for earlier, later in pairwise(starts))


# --- as long before --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("earlier", "day", "then", "as_long"),
    [
        ("2026-01-15", "2026-01-15", "2023-03-01", "2023-03-01"),
        ("2025-07-15", "2026-01-15", "2024-01-01", "2023-07-01"),
        ("2025-07-14", "2026-01-15", "2024-01-01", "2023-06-30"),
        ("2025-12-15", "2026-01-15", "2023-03-01", "2023-02-01"),
        ("2025-12-25", "2026-01-15", "2023-03-01", "2023-02-08"),
        ("2026-01-20", "2026-01-15", "2025-01-01", "2025-01-06"),
        ("2025-08-31", "2026-02-28", "2025-01-01", "2024-07-01"),
    ],
)
def test_what_was_so_many_months_and_days_ago_is_as_long_before_another_day(
    earlier: str, day: str, then: str, as_long: str
) -> None:
    found = as_long_before(*map(date.fromisoformat, (earlier, day, then)))
    assert found == date.fromisoformat(as_long)


def _kept(earlier: date, day: date, months: int) -> bool:
    """Whether a term that begins on one day is not over on the other, nor still to come."""
    return earlier <= day <= months_later(earlier, months)


@most_examples
@given(dates, st.integers(-20, 400), dates, st.sampled_from([1, 3, 6, 12]))
def test_a_term_kept_on_one_day_is_kept_on_the_other_and_one_missed_is_missed(
    day: date, ago: int, then: date, months: int
) -> None:
    earlier = day - timedelta(days=ago)
    as_long = as_long_before(earlier, day, then)
    assert _kept(as_long, then, months) is _kept(earlier, day, months)


@pytest.mark.parametrize(
    ("earlier", "day", "then"),
    [
        ("2024-05-07", "2024-11-06", "2024-08-16"),
        ("2025-08-31", "2026-02-28", "2024-05-31"),
        ("2025-08-30", "2026-02-28", "2024-08-31"),
        ("2023-08-31", "2024-02-29", "2026-10-31"),
    ],
)
def test_six_months_kept_to_the_day_are_kept_at_the_end_of_any_month(
    earlier: str, day: str, then: str
) -> None:
    began, ended, again = map(date.fromisoformat, (earlier, day, then))
    assert _kept(began, ended, 6)
    assert _kept(as_long_before(began, ended, again), again, 6)


@examples
@given(every_date, every_date, every_date)
def test_as_long_before_any_day_there_is_always_a_day(
    earlier: date, day: date, then: date
) -> None:
    found = as_long_before(earlier, day, then)
    assert (found <= then) or earlier > day
    assert (found >= then) or earlier < day
