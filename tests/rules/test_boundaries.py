"""The days around every change of the law, taken from the law's own tables.

The tables are read by `tables`, so that a block whose days the loader bends is noticed.
"""

from datetime import date, timedelta
from typing import Any

import pytest

from calculator.rules.errors import OutOfScope
from calculator.rules.law import MRP
from tests.rules.families import assessment, law, measure_of, sources_of
from tests.rules.tables import (
    BASES,
    ENTRIES,
    EVERY_DAY,
    FIRST_DAY,
    INDICES,
    LAST_DAY,
    LAST_KNOWN_DAY,
    MEASURES,
    NOTES,
    ONE_DAY,
    QUOTAS,
    VALUES,
    Block,
    days_around,
)


def _edges(blocks: list[Block]) -> list[tuple[str, date]]:
    """Each name with the days around its own edges."""
    names = sorted({block.name for block in blocks})
    return [
        (name, day)
        for name in names
        for day in days_around([block for block in blocks if block.name == name])
    ]


def _holding(blocks: list[Block], name: str, day: date) -> list[dict[str, Any]]:
    return [block.table for block in blocks if block.name == name and block.holds(day)]


def _index(day: date) -> Block:
    """The index of a day by the table; the last known one stands in for later days."""
    return next(block for block in INDICES if block.holds(min(day, LAST_KNOWN_DAY)))


def _in_tenge(name: str, day: date, month: date, people: int = 1) -> int:
    """The worth of a figure of one day at the index of a month, both by the tables."""
    figures = [v for v in _holding(VALUES, name, day) if _people(v) <= people]
    return int(max(figures, key=_people)["value"] * _index(month).table["value"])


def _people(value: dict[str, Any]) -> int:
    return int(value.get("people", 1))


# --- which block holds -----------------------------------------------------------------------


@pytest.mark.parametrize(("name", "day"), _edges([v for v in VALUES if v.name != MRP]))
def test_a_figure_is_the_one_whose_block_holds_that_day(name: str, day: date) -> None:
    held = {
        table.get("people", 1): (table["value"], table["unit"], table["source"], table["grade"])
        for table in _holding(VALUES, name, day)
    }
    figures = {
        figure.people: (figure.value, figure.unit, figure.source, figure.grade)
        for figure in law().on(day).parameters.get(name, ())
    }
    assert figures == held


@pytest.mark.parametrize("day", days_around(INDICES))
def test_the_index_is_that_of_its_year_and_later_the_last_one_as_an_estimate(day: date) -> None:
    index = law().on(day).mrp
    table = _index(day).table
    assert (index.value, index.source) == (table["value"], table["source"])
    assert index.provisional is (day > LAST_KNOWN_DAY)


BY_QUOTA = {"entitlement.quota", "entitlement.destination_kandas"}


@pytest.mark.parametrize(("name", "day"), _edges(BASES))
def test_a_condition_stands_on_the_act_that_holds_that_day_or_is_not_asked(
    name: str, day: date
) -> None:
    bases = _holding(BASES, name, day)
    if name in BY_QUOTA:
        bases = [quota for quota in QUOTAS if quota["year"] == day.year][:1] or bases
    held = [(table["source"], table["grade"]) for table in bases]
    citation = law().on(day).conditions[name]
    assert ([(citation.source, citation.grade)] if citation else []) == held


@pytest.mark.parametrize(("name", "day"), _edges(ENTRIES))
def test_a_list_of_regions_is_the_one_that_holds_that_day(name: str, day: date) -> None:
    (held,) = _holding(ENTRIES, name, day)
    assert law().on(day).region_lists[name] == set(held["regions"])


@pytest.mark.parametrize(("name", "day"), _edges(MEASURES))
def test_a_measure_is_refused_before_its_first_day_on_its_own_authority(
    name: str, day: date
) -> None:
    (measure,) = (block for block in MEASURES if block.name == name)
    found = measure_of(assessment(on=day, settlement="rural", business="other"), name)
    assert ("in_force" not in found.unmet) is measure.holds(day)
    assert sources_of(found)["in_force"] == measure.table["source"]
    assert measure.holds(day) or (found.verdict, found.amount.max) == ("not_eligible", 0)


@pytest.mark.parametrize(("name", "day"), _edges(NOTES))
def test_a_note_is_shown_while_it_holds(name: str, day: date) -> None:
    shown = law().on(day).notes[f"entitlement.{name}"]
    assert (shown is not None) is bool(_holding(NOTES, name, day))


# --- quota years -----------------------------------------------------------------------------

QUOTA_YEARS = {quota["year"] for quota in QUOTAS}
QUOTA_DAYS = sorted(
    day
    for year in QUOTA_YEARS
    for day in (date(year, 1, 1), date(year, 6, 30), date(year, 12, 31), date(year + 1, 1, 1))
)


def _outcome(day: date, track: str, region: str) -> bool | None:
    """Whether a region has places by the table; None for a year the table does not have."""
    for quota in QUOTAS:
        if (quota["year"], quota["track"]) == (day.year, track):
            return region in quota["places"]
    return None


@pytest.mark.parametrize("track", ["resettler", "kandas"])
@pytest.mark.parametrize("day", sorted(set(QUOTA_DAYS)))
def test_places_are_those_of_the_year_of_application(day: date, track: str) -> None:
    for region in law().regions:
        found = assessment(on=day, track=track, destination=region).measures[0]
        (quota,) = (each for each in found.conditions if each.citation.code == "quota")
        source = f"quota-{day.year}" if day.year in QUOTA_YEARS else "order-20"
        assert (quota.met, quota.citation.source) == (_outcome(day, track, region), source)


# --- what is used in a sum -------------------------------------------------------------------


@pytest.mark.parametrize("day", EVERY_DAY)
@pytest.mark.parametrize("business", ["agriculture", "processing", "other"])
def test_every_figure_in_a_sum_holds_on_its_day(day: date, business: str) -> None:
    found = assessment(on=day, settlement="rural", business=business)
    for each in found.measures:
        for figure in each.parameters:
            of_a_later_month = each.measure.code == "rent" and figure.name == MRP
            assert figure.holds(day) or figure.provisional or of_a_later_month, figure


@pytest.mark.parametrize("day", EVERY_DAY)
def test_a_family_is_paid_by_the_index_of_its_day(day: date) -> None:
    found = measure_of(assessment(on=day), "relocation")
    assert found.amount.max == 5 * _in_tenge("relocation.per_member", day, day)
    assert found.provisional is (day > LAST_KNOWN_DAY)
    assert {each.source for each in found.parameters if each.name == MRP} == {
        _index(day).table["source"]
    }


def test_an_edition_begins_with_each_figure_list_and_measure_and_with_each_new_condition() -> None:
    begun = {block.table["from"] for block in [*VALUES, *ENTRIES, *MEASURES]}
    begun |= {min(b.table["from"] for b in BASES if b.name == block.name) for block in BASES}
    assert law().editions == tuple(sorted(begun))


@pytest.mark.parametrize("day", EVERY_DAY)
def test_a_day_belongs_to_the_last_edition_that_has_begun(day: date) -> None:
    rules = law().on(day)
    assert rules.edition == max(begun for begun in law().editions if begun <= day)
    assert rules.start <= day


# --- the ends of what is known ---------------------------------------------------------------


def test_the_rules_are_known_from_the_first_index_to_the_end_of_the_year_after_the_last() -> None:
    assert (law().first_day, law().last_known_day) == (date(2023, 1, 1), LAST_KNOWN_DAY)
    assert law().last_day == LAST_DAY


@pytest.mark.parametrize("day", [date.min, FIRST_DAY - ONE_DAY, LAST_DAY + ONE_DAY, date.max])
def test_a_day_outside_is_refused_by_name_and_never_worked_out_with_other_rules(
    day: date,
) -> None:
    with pytest.raises(OutOfScope) as error:
        law().on(day)
    assert (error.value.day, error.value.first, error.value.last) == (day, FIRST_DAY, LAST_DAY)
    assert str(error.value) == f"{day}: rules are known from {FIRST_DAY} to {LAST_DAY}"


def test_the_last_known_day_is_no_estimate_and_the_next_one_is() -> None:
    known, estimated = law().mrp(LAST_KNOWN_DAY), law().mrp(LAST_KNOWN_DAY + ONE_DAY)
    assert (known.provisional, estimated.provisional) == (False, True)
    assert (known.value, known.source) == (estimated.value, estimated.source)


def test_there_is_no_index_before_the_first_one() -> None:
    with pytest.raises(OutOfScope):
        law().mrp(FIRST_DAY - ONE_DAY)


def test_there_is_an_index_for_every_month_of_rent_that_can_be_asked_for() -> None:
    assert law().mrp(LAST_DAY + timedelta(days=366)).provisional


# --- New Year inside the months of rent ------------------------------------------------------


def _month(start: date, passed: int) -> date:
    return date(
        start.year + (start.month + passed - 1) // 12, (start.month + passed - 1) % 12 + 1, 1
    )


@pytest.mark.parametrize("months", [0, 1, 2, 11, 12])
@pytest.mark.parametrize(
    "day",
    [
        date(2023, 1, 31),
        date(2023, 12, 1),
        date(2023, 12, 31),
        date(2024, 1, 1),
        date(2024, 2, 29),
        date(2025, 2, 28),
        date(2025, 11, 30),
        date(2026, 1, 31),
        date(2026, 2, 1),
        LAST_KNOWN_DAY,
        LAST_DAY,
    ],
)
def test_each_month_of_rent_is_paid_at_the_index_of_its_own_year(day: date, months: int) -> None:
    found = measure_of(assessment(on=day, rent_months=months), "rent")
    due = [_month(day, passed) for passed in range(months)]
    assert [(each.month, each.amount) for each in found.schedule] == [
        (month, _in_tenge("rent.urban", day, month, people=5)) for month in due
    ]
    assert found.amount.max == sum(amount for _, amount, _ in found.schedule)
    assert found.provisional is any(month > LAST_KNOWN_DAY for month in due)
    assert {each.source for each in found.parameters if each.name == MRP} == {
        _index(month).table["source"] for month in due
    }


@pytest.mark.parametrize("year", range(FIRST_DAY.year, LAST_DAY.year + 1))
def test_a_year_of_rent_is_the_same_on_whatever_day_of_a_month_one_applies(year: int) -> None:
    for month in range(1, 13):
        last = _month(date(year, month, 1), 1) - ONE_DAY
        on_first, on_last = (
            measure_of(assessment(on=day), "rent") for day in (date(year, month, 1), last)
        )
        assert on_first.schedule == on_last.schedule


# --- terms of months -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("graduated", "last_day"),
    [
        (date(2023, 8, 31), date(2024, 2, 29)),
        (date(2023, 8, 30), date(2024, 2, 29)),
        (date(2023, 8, 29), date(2024, 2, 29)),
        (date(2023, 8, 28), date(2024, 2, 28)),
        (date(2024, 8, 31), date(2025, 2, 28)),
        (date(2024, 8, 29), date(2025, 2, 28)),
        (date(2024, 8, 28), date(2025, 2, 28)),
        (date(2024, 8, 27), date(2025, 2, 27)),
        (date(2024, 2, 29), date(2024, 8, 29)),
        (date(2025, 2, 28), date(2025, 8, 28)),
        (date(2025, 3, 31), date(2025, 9, 30)),
        (date(2025, 12, 31), date(2026, 6, 30)),
        (date(2025, 6, 30), date(2025, 12, 30)),
        (date(2025, 7, 1), date(2026, 1, 1)),
    ],
)
def test_a_graduate_is_in_time_on_the_last_day_of_the_term_and_late_on_the_next(
    graduated: date, last_day: date
) -> None:
    days = {
        graduated - ONE_DAY: False,
        graduated: True,
        last_day: True,
        last_day + ONE_DAY: False,
    }
    for day, in_time in days.items():
        found = assessment(on=day, graduate="serpin", graduated_on=graduated).measures[0]
        assert (found.verdict == "eligible") is in_time, day
        assert found.unmet == (() if in_time else ("graduation",))
        assert (found.amount.max > 0) is in_time
        assert sources_of(found)["graduation"] == "zakon-6420092"


def test_a_term_that_ends_after_the_last_day_there_is_never_ends() -> None:
    found = assessment(graduate="serpin", graduated_on=date(9999, 12, 31)).measures[0]
    assert found.unmet == ("graduation",)
