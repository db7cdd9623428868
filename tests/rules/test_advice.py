"""Whatever a family is told it could do, ask or expect is true, and nothing better is kept back.

Each answer is held against trying everything out: `assess` for every family this one could become.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from calculator.rules import Assessment, Family, assess, entitlement
from calculator.rules.advice import Change, advise, consequences
from calculator.rules.advice.alternatives import Alternatives
from calculator.rules.advice.changes import changes, ways_in
from calculator.rules.advice.destinations import destinations
from calculator.rules.advice.editions import Edition, editions
from calculator.rules.advice.question import next_question
from calculator.rules.assessment import asked_of_the_total, hangs_on
from calculator.rules.facts import FACTS, Choice, Day, Whole, YesNo
from calculator.rules.payments import Amount
from calculator.rules.records import Parameter
from calculator.rules.worksheet import Met
from tests.rules.families import assessment, family, law, law_of_2026, measure_of
from tests.rules.strategies import (
    MAY_CHANGE,
    OPEN_FACTS,
    any_family,
    dates,
    examples,
    few_examples,
    given_facts,
    known_families,
    many_examples,
    most_examples,
    nearly_entitled,
    places,
    rises,
    single_changes,
    smallest,
)
from tests.rules.tables import VALUES

Facts = dict[str, Any]

RANK = ["not_eligible", "open", "eligible"]


def others(of: Family) -> Alternatives:
    """The families this one could be instead."""
    return Alternatives(assess(of, law()), law())


@examples
@given(any_family)
def test_a_total_alone_is_the_total_of_the_whole_assessment(of: Family) -> None:
    assert others(of).total({}) == assess(of, law()).total


@few_examples
@given(any_family)
def test_a_total_of_changed_facts_is_that_of_the_changed_family(of: Family) -> None:
    alternatives = others(of)
    for facts in single_changes(of):
        assert alternatives.total(facts) == given_facts(of, facts).total


@many_examples
@given(any_family, any_family, st.sets(st.sampled_from(sorted(MAY_CHANGE)), min_size=2))
def test_a_total_of_many_facts_changed_together_is_that_of_the_changed_family(
    of: Family, other: Family, changed: set[str]
) -> None:
    facts = {fact: getattr(other, fact) for fact in FACTS if fact in changed}
    assert others(of).total(facts) == given_facts(of, facts).total


@many_examples
@given(any_family, any_family)
def test_what_all_support_asks_hangs_on_no_other_fact_than_it_says(
    of: Family, other: Family
) -> None:
    unasked = {fact: getattr(other, fact) for fact in FACTS if fact not in entitlement.HANGS_ON}
    asked = given_facts(of, unasked).measures[0].shared
    assert asked is assess(of, law()).measures[0].shared


@many_examples
@given(any_family, any_family)
def test_a_measure_hangs_on_no_other_fact_than_it_says_or_all_support_asks(
    of: Family, other: Family
) -> None:
    before = assess(of, law())
    for place, each in enumerate(before.measures):
        asked = entitlement.HANGS_ON | hangs_on(each.measure)
        unasked = {fact: getattr(other, fact) for fact in FACTS if fact not in asked}
        assert given_facts(of, unasked).measures[place] == each


def test_on_another_day_the_total_is_that_of_its_rules() -> None:
    of = family(on=date(2026, 6, 15))
    for day in law().editions:
        assert others(of).total({"on": day}) == given_facts(of, {"on": day}).total


def test_whoever_is_paid_for_workers_is_asked_whether_there_are_any() -> None:
    rules = replace(law().on(date(2026, 6, 15)), counted=(), memory={})
    assert {"job_confirmed", "workers_hired"} <= asked_of_the_total(rules)
    assert "business" not in asked_of_the_total(rules)


def _parts(facts: Any) -> Iterator[Facts]:
    for size in range(1, len(facts)):
        for chosen in combinations(facts, size):
            yield {fact: facts[fact] for fact in chosen}


# --- what would raise the total --------------------------------------------------------------


def offered(of: Family) -> tuple[Change, ...]:
    """The changes a family is offered."""
    return changes(others(of))


@many_examples
@given(any_family)
def test_a_change_brings_what_it_says_and_that_is_more(of: Family) -> None:
    before = assess(of, law()).total
    for change in offered(of):
        assert change.facts
        assert change.facts.keys() <= MAY_CHANGE
        assert given_facts(of, change.facts).total == change.total
        assert rises(before, change.total)
        assert change.gain == (change.total.max - before.max or change.total.min - before.min)


@many_examples
@given(any_family)
def test_every_fact_of_a_change_is_needed_for_it(of: Family) -> None:
    before = assess(of, law()).total
    for change in offered(of):
        assert all(getattr(of, fact) != answer for fact, answer in change.facts.items())
        for part in _parts(change.facts):
            assert not rises(before, given_facts(of, part).total)


@many_examples
@given(any_family)
def test_the_largest_gain_comes_first_and_nothing_is_offered_twice(of: Family) -> None:
    found = offered(of)
    gains = [change.gain for change in found]
    assert gains == sorted(gains, reverse=True)
    assert all(one.facts != other.facts for one, other in combinations(found, 2))


@most_examples
@given(any_family)
def test_every_single_change_that_raises_the_total_is_offered(of: Family) -> None:
    before = assess(of, law()).total
    single = [change.facts for change in offered(of) if len(change.facts) == 1]
    for facts in single_changes(of):
        assert (facts in single) is rises(before, given_facts(of, facts).total)


@most_examples
@given(any_family)
def test_where_one_change_is_not_enough_the_fewest_that_are_are_offered(of: Family) -> None:
    before = assess(of, law()).total
    fewest = smallest(of, lambda found: rises(before, found.total))
    assert min((len(change.facts) for change in offered(of)), default=None) == fewest


def test_a_family_that_gets_everything_is_told_of_no_change() -> None:
    assert offered(family()) == ()


def test_a_family_no_change_can_help_is_told_of_none() -> None:
    assert offered(family(origin="aktobe", settlement_listed=False)) == ()


def test_a_home_and_a_job_are_offered_together_and_before_what_brings_less() -> None:
    of = replace(family(), job_confirmed=False, housing_plan="none", settlement="rural")
    together, town = offered(of)
    assert together.facts == {"job_confirmed": True, "housing_plan": "buy"}
    assert together.gain == measure_of(assess(family(), law()), "certificate").amount.max
    assert town.facts == {"settlement": "urban"}
    assert 0 < town.gain < together.gain


# --- the way to each measure -----------------------------------------------------------------


@many_examples
@given(any_family)
def test_the_way_to_a_measure_is_true_and_every_fact_of_it_is_needed(of: Family) -> None:
    before = assess(of, law())
    codes = [each.measure.code for each in before.measures]
    for code, way in ways_in(others(of)).items():
        place = codes.index(code)
        found = given_facts(of, way.facts).measures[place]
        verdicts = [given_facts(of, part).measures[place].verdict for part in _parts(way.facts)]
        assert way.facts.keys() <= MAY_CHANGE
        assert found.amount == way.amount
        assert RANK.index(found.verdict) > RANK.index(before.measures[place].verdict)
        assert all(
            RANK.index(verdict) <= RANK.index(before.measures[place].verdict)
            for verdict in verdicts
        )


@most_examples
@given(any_family)
def test_the_way_to_a_measure_is_the_shortest_there_is(of: Family) -> None:
    ways = ways_in(others(of))
    for place, each in enumerate(assess(of, law()).measures):
        rank = RANK.index(each.verdict)
        fewest = smallest(
            of,
            lambda found: RANK.index(found.measures[place].verdict) > rank,  # noqa: B023
        )
        way = ways.get(each.measure.code)
        assert (None if way is None else len(way.facts)) == fewest


# --- the question to ask next ----------------------------------------------------------------


def _width(amount: Amount) -> int:
    return amount.max - amount.min


def _left(of: Family, fact: str) -> Fraction:
    """How wide the total stays on average once a fact is known."""
    kind = FACTS[fact]
    answers: tuple[Any, ...] = (True, False)
    if isinstance(kind, Choice):
        answers = kind.values
    elif isinstance(kind, Whole):
        answers = (kind.least, kind.most)
    elif isinstance(kind, Day):
        answers = (of.on, of.on - timedelta(10_000))
    widths = [_width(given_facts(of, {fact: answer}).total) for answer in answers]
    return Fraction(sum(widths), len(widths))


@most_examples
@given(any_family)
def test_the_question_asked_next_is_the_one_that_leaves_the_narrowest_total(of: Family) -> None:
    left = {fact: _left(of, fact) for fact in OPEN_FACTS if getattr(of, fact) is None}
    best = min(left, key=lambda fact: left[fact], default=None)
    narrows = best is not None and left[best] < _width(assess(of, law()).total)
    question = next_question(others(of))
    assert (question.fact if question else None) == (best if narrows else None)


@many_examples
@given(any_family)
def test_each_answer_to_the_question_says_what_it_would_make_of_the_total(of: Family) -> None:
    question = next_question(others(of))
    if question is not None:
        kind = FACTS[question.fact]
        answers: tuple[Any, ...] = (True, False) if isinstance(kind, YesNo) else ()
        answers = kind.values if isinstance(kind, Choice) else answers
        assert [answer for answer, _ in question.answers] == list(answers)
        for answer, promised in question.answers:
            assert given_facts(of, {question.fact: answer}).total == promised


@examples
@given(known_families)
def test_a_family_that_said_everything_is_asked_nothing(of: Family) -> None:
    assert next_question(others(of)) is None


def test_of_questions_that_tell_as_much_the_one_that_comes_first_is_asked() -> None:
    unknown: Facts = {"settlement_listed": None, "job_seeker": None}
    graduate: Facts = {"graduate": "serpin", "graduated_on": None}
    for facts, first in ((unknown, "settlement_listed"), (unknown | graduate, "graduated_on")):
        question = next_question(others(replace(family(), **facts)))
        assert question
        assert question.fact == first


# --- under every edition of the rules --------------------------------------------------------


@examples
@given(any_family)
def test_every_edition_says_what_the_same_family_would_have_got(of: Family) -> None:
    found = editions(others(of))
    assert [each.start for each in found] == [d for d in law().editions if d <= law().last_day]
    for each in found:
        graduated_on = each.assessment.family.graduated_on
        then = replace(of, on=each.start, graduated_on=graduated_on)
        assert each.assessment == assess(then, law())
        assert (graduated_on is None) is (of.graduated_on is None)


graduates = st.builds(
    lambda of, graduated: replace(of, graduate="serpin", graduated_on=graduated),
    nearly_entitled(least=0, most=1).filter(lambda of: of.track == "resettler"),
    dates.filter(lambda day: day.year > 2021),
)


def _in_time(found: Assessment) -> Met:
    (graduation,) = (
        each for each in found.measures[0].conditions if each.citation.code == "graduation"
    )
    return graduation.met


@many_examples
@given(graduates, st.integers(-3, 250) | st.sampled_from([180, 181, 182, 183, 184, 185]))
def test_a_graduate_in_time_is_in_time_under_every_edition_and_one_too_late_too_late(
    of: Family, days_since: int
) -> None:
    graduated = of.on - timedelta(days=days_since)
    for late in (of, replace(of, graduated_on=graduated)):
        kept = _in_time(assess(late, law()))
        assert {_in_time(each.assessment) for each in editions(others(late))} == {kept}


def test_the_two_caps_of_a_certificate_stand_side_by_side() -> None:
    found = advise(assessment(under=law_of_2026()), law_of_2026()).editions
    sums = {each.start: measure_of(each.assessment, "certificate").amount.max for each in found}
    assert sums == {
        date(2023, 1, 1): 0,
        date(2023, 3, 1): 4_000_000,
        date(2024, 1, 1): 4_282_720,
        date(2025, 1, 1): 4_561_120,
        date(2025, 6, 16): 4_561_120,
        date(2026, 1, 1): 7_028_125,
    }


def _changed(day: date) -> set[str]:
    """The figures of the tables whose value is another from `day` on."""
    changed = set()
    for block in VALUES:
        people = block.table.get("people", 1)
        series = [
            each.table
            for each in VALUES
            if each.name == block.name and each.table.get("people", 1) == people
        ]
        before = [each for each in series if each["from"] < block.table["from"]]
        same = ("value", "unit")
        if block.table["from"] == day and not (
            before and [before[-1][key] for key in same] == [block.table[key] for key in same]
        ):
            changed.add(block.name)
    return changed


def _new_figures(each: Edition) -> list[tuple[Parameter, Parameter | None]]:
    return [(new.what, new.before) for new in each.begun if isinstance(new.what, Parameter)]


def test_an_edition_names_the_figures_that_changed_with_it_and_no_others() -> None:
    first, *later = editions(others(family()))
    assert first.begun == ()
    for each in later:
        assert {figure.name for figure, _ in _new_figures(each)} == _changed(each.start)
        for figure, before in _new_figures(each):
            assert figure.start == each.start
            assert before is None or before.until == each.start - timedelta(days=1)


def test_what_an_edition_changed_stands_on_the_act_that_changed_it() -> None:
    latest = advise(assessment(under=law_of_2026()), law_of_2026()).editions[-1]
    assert {
        (figure.name, before and before.value, figure.value, figure.source)
        for figure, before in _new_figures(latest)
    } == {
        ("mrp", 3932, 4325, "budget-2026"),
        ("certificate.share", 50, 100, "press-2026"),
        ("certificate.cap", 1160, 1625, "press-2026"),
        ("entitlement.registration_months", None, 12, "order-2025-11"),
    }


def test_an_edition_names_the_measures_and_conditions_that_begin_with_it() -> None:
    found = advise(assessment(under=law_of_2026()), law_of_2026()).editions
    begun = {each.start: [getattr(new.what, "code", "") for new in each.begun] for each in found}
    assert {day: [code for code in codes if code] for day, codes in begun.items()} == {
        date(2023, 1, 1): [],
        date(2023, 3, 1): ["certificate"],
        date(2024, 1, 1): [],
        date(2025, 1, 1): ["first_time"],
        date(2025, 6, 16): [],
        date(2026, 1, 1): ["registration"],
    }


# --- every region ----------------------------------------------------------------------------

ABOUT_THE_REGION = {"destination", "quota"}


@examples
@given(any_family)
def test_every_region_says_what_the_family_would_get_in_town_and_village(of: Family) -> None:
    found = destinations(others(of))
    assert sorted(each.region.slug for each in found) == sorted(law().regions)
    assert [each.region.slug for each in found if each.chosen] == [of.destination]
    for each in found:
        there = {"destination": each.region.slug}
        assert given_facts(of, {**there, "settlement": "urban"}).total == each.there.urban
        assert given_facts(of, {**there, "settlement": "rural"}).total == each.there.rural


@examples
@given(any_family)
def test_every_region_says_what_keeps_it_away_and_how_many_places_it_has(of: Family) -> None:
    quota = places(of)
    for each in destinations(others(of)):
        asked = given_facts(of, {"destination": each.region.slug}).measures[0].shared.conditions
        about = [one for one in asked if one.citation.code in ABOUT_THE_REGION]
        assert [one.citation for one in about if one.met is False] == list(each.there.unmet)
        assert [one.citation for one in about if one.met is None] == list(each.there.open)
        assert each.places == (None if quota is None else quota.get(each.region.slug, 0))


@examples
@given(any_family)
def test_regions_that_can_be_chosen_come_first_the_most_places_before_the_fewest(
    of: Family,
) -> None:
    found = destinations(others(of))
    order = [(len(each.there.unmet), -(each.places or 0)) for each in found]
    assert order == sorted(order)
    assert not found[0].there.unmet


def test_no_region_has_a_number_of_places_in_a_year_whose_quota_is_not_known() -> None:
    found = assessment(under=law_of_2026(), on=date(2027, 6, 1))
    regions = advise(found, law_of_2026()).destinations
    assert {each.places for each in regions} == {None}
    assert all("quota" in [one.code for one in each.there.open] for each in regions)


def test_what_follows_from_the_facts_as_they_are_is_the_advice_but_for_what_others_bring() -> None:
    for facts in ({}, {"job_confirmed": None}, {"origin": "kostanay"}):
        found = assess(family(**facts), law())
        whole, plain = advise(found, law()), consequences(found)
        for part in ("months", "papers", "obligations", "milestones"):
            assert getattr(plain, part) == getattr(whole, part), part
        assert plain.stages == (whole.stages if whole.obligations else ())
        for part in ("changes", "ways_in", "question", "editions", "destinations"):
            assert not getattr(plain, part), part
