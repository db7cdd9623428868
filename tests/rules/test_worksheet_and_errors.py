"""The parts a decision is made of: the sheet, terms of months, what a family is, and errors."""

from dataclasses import FrozenInstanceError, fields, replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculator.rules import FACTS, Family, Member
from calculator.rules.calendar import month_starts, months_later
from calculator.rules.decision import decide
from calculator.rules.errors import BadFacts, Fault, LawError, OutOfScope, QonysError
from calculator.rules.facts import (
    AGE,
    DEFAULTS,
    RELATIONS,
    Choice,
    Day,
    People,
    Place,
    Whole,
    YesNo,
)
from calculator.rules.law import Rules
from calculator.rules.payments import worth
from calculator.rules.records import LANGUAGES
from calculator.rules.worksheet import Met, Verdict, Worksheet, both, negated, verdict_of
from tests.rules.families import assessment, family, law, measure_of

examples = settings(max_examples=200, deadline=None, derandomize=True, database=None)


def rules(day: date = date(2026, 1, 15)) -> Rules:
    """The rules of one day."""
    return law().on(day)


# --- the sheet -------------------------------------------------------------------------------


@pytest.mark.parametrize("met", [True, False, None])
def test_a_condition_is_written_down_with_its_act_and_its_sentence(met: Met) -> None:
    sheet = Worksheet(rules(), "certificate")
    sheet.require("job", met)
    (condition,) = sheet.finding().conditions
    assert condition.met is met
    assert (condition.citation.source, condition.citation.grade) == ("letter-134", "letter")
    (worded,) = (each for each in law().requirements if each.name == "certificate.job")
    assert (condition.citation.text, condition.citation.remedy) == (worded.text, worded.remedy)


def test_conditions_stand_in_the_order_in_which_they_were_asked() -> None:
    sheet = Worksheet(rules(), "certificate")
    for name, met in (("housing_plan", False), ("job", False)):
        sheet.require(name, met)
    finding = sheet.finding()
    assert [each.citation.code for each in finding.conditions] == ["housing_plan", "job"]
    assert (finding.verdict, finding.unmet) == ("not_eligible", ("housing_plan", "job"))


def test_a_condition_that_is_not_law_yet_leaves_no_trace() -> None:
    sheet = Worksheet(rules(date(2025, 12, 31)), "entitlement")
    sheet.require("registration", met=False)
    assert sheet.finding() == ((), "eligible", ())


def test_a_condition_the_law_does_not_know_is_an_error() -> None:
    with pytest.raises(KeyError):
        Worksheet(rules(), "relocation").require("job", met=True)


def test_reading_a_figure_cites_it() -> None:
    sheet = Worksheet(rules(), "rent")
    figure = sheet.parameter("urban", 4)
    assert (figure.value, figure.unit, figure.source) == (25, "MRP", "press-rent")
    assert sheet.cited == [figure]


@pytest.mark.parametrize(("people", "value"), [(1, 15), (2, 18), (4, 18), (5, 21), (30, 21)])
def test_a_figure_is_that_of_the_largest_family_it_is_meant_for(people: int, value: int) -> None:
    assert Worksheet(rules(), "rent").parameter("rural", people).value == value


def test_a_figure_is_that_of_a_single_person_where_no_family_is_named() -> None:
    assert Worksheet(rules(), "rent").parameter("rural").value == 15


def test_a_figure_the_law_does_not_know_is_an_error() -> None:
    with pytest.raises(KeyError):
        Worksheet(rules(), "rent").parameter("suburban")


def test_a_figure_that_is_not_law_yet_is_an_error() -> None:
    with pytest.raises(KeyError):
        Worksheet(rules(date(2023, 2, 28)), "certificate").parameter("cap")


def test_the_worth_of_a_figure_is_in_tenge_and_names_the_index_it_hangs_on() -> None:
    sheet = Worksheet(rules(), "certificate")
    figure, index, tenge = sheet.worth("cap")
    assert (figure.value, index, tenge) == (1625, rules().mrp, 7_028_125)
    assert sheet.cited == [figure]


def test_the_worth_of_a_figure_in_tenge_hangs_on_no_index() -> None:
    sheet = Worksheet(rules(date(2023, 6, 15)), "certificate")
    assert sheet.worth("cap")[1:] == (None, 4_000_000)


def test_half_an_index_is_worth_nothing_until_the_law_says_what_it_is() -> None:
    half = replace(rules().parameter("relocation.per_member"), value=Decimal("0.5"))
    with pytest.raises(TypeError, match=r"relocation\.per_member is 0\.5, not a whole number"):
        worth(half, rules().mrp)


@pytest.mark.parametrize(
    ("outcomes", "verdict"),
    [
        ([], "eligible"),
        ([True, True], "eligible"),
        ([True, None], "open"),
        ([None, False], "not_eligible"),
        ([True, False, True], "not_eligible"),
    ],
)
def test_one_failure_refuses_and_one_unknown_leaves_open(
    outcomes: list[Met], verdict: Verdict
) -> None:
    assert verdict_of(outcomes) == verdict


VERDICTS: list[Verdict] = ["eligible", "open", "not_eligible"]


@pytest.mark.parametrize("one", VERDICTS)
@pytest.mark.parametrize("other", VERDICTS)
def test_two_findings_together_are_as_bad_as_the_worse(one: Verdict, other: Verdict) -> None:
    worse = VERDICTS[max(VERDICTS.index(one), VERDICTS.index(other))]
    assert both(one, other) == both(other, one) == worse


def test_the_opposite_of_unknown_is_unknown() -> None:
    assert [negated(True), negated(False), negated(None)] == [False, True, None]


# --- decisions are shared --------------------------------------------------------------------


def test_families_that_give_the_same_answers_share_one_decision() -> None:
    one_family, another = family(), family(housing_price=1, members="self;other;other;other;other")
    for measure in rules().measures:
        assert decide(rules(), measure, one_family) is decide(rules(), measure, another)


def test_families_that_give_other_answers_have_decisions_of_their_own() -> None:
    relocation = rules().measures[0]
    paid = decide(rules(), relocation, family(employer_pays_move=True)).finding
    unknown = decide(rules(), relocation, family(employer_pays_move="unknown")).finding
    assert (paid.verdict, unknown.verdict) == ("not_eligible", "open")


def test_a_day_between_two_changes_has_the_same_rules_as_its_neighbours() -> None:
    assert rules(date(2026, 1, 1)) is rules(date(2026, 6, 15)) is rules(date(2026, 12, 31))
    assert rules(date(2025, 12, 31)) is not rules(date(2026, 1, 1))


def test_whether_a_measure_is_in_force_stands_on_its_own_act() -> None:
    for measure in law().measures:
        citation = rules().in_force_citation(measure)
        assert citation is not None
        assert (citation.source, citation.grade) == (measure.source, measure.grade)


def test_figures_are_filled_into_the_sentence_of_a_condition() -> None:
    for name, figure in (("registration", "12"), ("graduation", "6")):
        citation = rules().conditions[f"entitlement.{name}"]
        assert citation is not None
        assert all(figure in citation.text[language] for language in LANGUAGES)


# --- what is said beside the sums ------------------------------------------------------------


def test_the_total_hangs_on_the_price_where_only_the_price_is_unknown() -> None:
    assert assessment(housing_price="unknown").hangs_on_price
    assert not assessment().hangs_on_price
    assert not assessment(housing_price="unknown", job_confirmed=False).hangs_on_price


def test_a_note_for_one_track_is_not_shown_to_the_other() -> None:
    for track, codes in (("kandas", ["kandas_relief"]), ("resettler", [])):
        found = assessment(track=track)
        adaptation = measure_of(found, "adaptation").measure
        assert [note.code for note in found.notes_on(adaptation)] == codes


def test_a_note_is_not_shown_before_its_day() -> None:
    certificate = measure_of(assessment(), "certificate").measure
    for day, told in ((date(2025, 12, 31), False), (date(2026, 1, 1), True)):
        codes = [note.code for note in assessment(on=day).notes_on(certificate)]
        assert ("cheaper_home" in codes) is told


def test_a_note_on_a_family_is_left_out_where_it_is_not_to_be_told_on_the_day() -> None:
    found = assessment()
    silent = found._replace(rules=replace(found.rules, notes=dict.fromkeys(found.rules.notes)))
    assert silent.notes == ()


# --- terms of months -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2026, 3, 31), 6, date(2026, 9, 30)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 15), 0, date(2026, 1, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 60, date(2029, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(9999, 6, 30), 6, date(9999, 12, 30)),
        (date(9999, 7, 1), 6, date.max),
        (date.max, 6, date.max),
        (date.min, 6, date(1, 7, 1)),
    ],
)
def test_a_term_ends_on_the_same_day_or_the_last_of_a_shorter_month(
    day: date, months: int, later: date
) -> None:
    assert months_later(day, months) == later


@examples
@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(0, 120))
def test_a_term_ends_in_its_last_month_and_no_later_in_it(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day
    # Shortened only where the month has no such day.
    assert later.day == day.day or months_later(later.replace(day=1), 1).toordinal() == (
        later.toordinal() + 1
    )


def test_months_begin_with_the_month_of_the_day() -> None:
    assert month_starts(date(2026, 11, 30), 3) == [
        date(2026, 11, 1),
        date(2026, 12, 1),
        date(2027, 1, 1),
    ]
    assert month_starts(date(2026, 11, 30), 0) == []


# --- a family --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("job", "hired", "workers", "hires"),
    [
        (None, None, None, None),
        (True, None, 1, True),
        (False, None, 0, False),
        (None, 0, 0, False),
        (True, 0, 0, False),
        (False, 3, 3, True),
        (True, 3, 3, True),
    ],
)
def test_a_confirmed_job_counts_as_one_hired_where_nothing_else_is_said(
    job: Met, hired: int | None, workers: int | None, hires: Met
) -> None:
    of = replace(family(), job_confirmed=job, workers_hired=hired)
    assert (of.workers, of.hires) == (workers, hires)


def test_everybody_who_moves_counts() -> None:
    assert replace(family(), members=(Member("self"),)).people == 1
    assert (
        replace(family(), members=(Member("self"), Member(None), Member("child", 0))).people == 3
    )


def test_every_fact_of_a_family_is_described_under_its_name_and_in_its_order() -> None:
    assert [field.name for field in fields(Family)] == list(FACTS)


def test_a_family_does_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        family().rent_months = 0  # type: ignore[misc]


def test_the_interface_lets_in_what_its_page_says_and_no_more() -> None:
    yes_no = YesNo()
    assert {
        "on": Day(in_scope=True),
        "track": Choice(("resettler", "kandas")),
        "graduate": Choice(("none", "serpin", "zharqyn-bolashaq")),
        "graduated_on": Day(in_scope=False),
        "origin": Place(abroad=True),
        "destination": Place(abroad=False),
        "settlement": Choice(("urban", "rural")),
        "settlement_listed": yes_no,
        "job_seeker": yes_no,
        "registered_12_months": yes_no,
        "supported_before": yes_no,
        "divorced_36_months": yes_no,
        "members": People(30),
        "job_confirmed": yes_no,
        "workers_hired": Whole(0, 30),
        "employer_assists": yes_no,
        "employer_pays_move": yes_no,
        "housing_provided": Choice(("none", "employer", "state")),
        "rent_months": Whole(0, 12),
        "housing_plan": Choice(("none", "buy", "build", "mortgage")),
        "housing_price": Whole(1, 10_000_000_000),
        "business": Choice(("none", "agriculture", "processing", "other")),
        "loan_amount": Whole(0, 10_000_000_000),
        "loan_months": Whole(1, 84),
    } == FACTS
    assert Choice(("self", "spouse", "child", "parent", "other")) == RELATIONS
    assert Whole(0, 120) == AGE


def test_what_is_not_said_stands_for_what_the_page_says() -> None:
    said = {fact: default for fact, default in DEFAULTS.items() if default is not None}
    assert said == {"graduate": "none", "rent_months": 12, "business": "none", "loan_months": 60}


def test_only_what_nobody_can_do_without_has_no_default() -> None:
    needed = {"on", "track", "origin", "destination", "settlement", "members"}
    assert FACTS.keys() - DEFAULTS.keys() == needed


# --- errors ----------------------------------------------------------------------------------


def test_all_errors_are_of_one_family() -> None:
    errors: list[QonysError] = [
        LawError(["units.toml: mrp: is missing", "rent.toml: is missing"]),
        OutOfScope(date(2022, 12, 31), date(2023, 1, 1), date(2027, 12, 31)),
        BadFacts([Fault("track", "missing"), Fault("members", "one_self", "0")]),
    ]
    assert [str(error) for error in errors] == [
        "units.toml: mrp: is missing\nrent.toml: is missing",
        "2022-12-31: rules are known from 2023-01-01 to 2027-12-31",
        "track: missing; members: one_self",
    ]


def test_an_error_keeps_everything_it_found() -> None:
    assert LawError(["one", "two"]).problems == ("one", "two")
    fault = Fault("track", "missing", allowed=("resettler", "kandas"))
    assert BadFacts([fault]).faults == (fault,)
