"""What a family brings and what that proves, the way it takes, what arrives when, and what it
promises for it.

The papers and the steps are held against the law's tables, read without the calculator's loader.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calculator.rules import FACTS, Assessment, Family, Member, assess
from calculator.rules.advice.duties import milestones, obligations
from calculator.rules.advice.months import months
from calculator.rules.advice.papers import Needed, papers, proofs, provable, stages
from calculator.rules.payments import Amount
from tests.rules.families import assessment, law, law_of_2026, measure_of, whole_law
from tests.rules.strategies import any_family, examples, many_examples
from tests.rules.tables import FILES, ONE_DAY

MONEY = ("relocation", "rent", "certificate")


def found_for(**changes: object) -> Assessment:
    """What the base family but for `changes` is owed, by the law as it was known in 2026."""
    return assessment(under=law_of_2026(), **changes)


def _holding(table: dict[str, Any], day: date) -> list[dict[str, Any]]:
    """The acts on which a table of the law stands on a day."""
    return [
        basis for basis in table["basis"] if basis["from"] <= day <= basis.get("until", date.max)
    ]


def _said(of: Family, fact: str) -> object:
    value = getattr(of, fact)
    return "unknown" if value is None else value


def _meant_for(table: dict[str, Any], of: Family) -> bool:
    return all(_said(of, fact) in values for fact, values in table.get("when", {}).items())


# --- papers ----------------------------------------------------------------------------------


def _due(found: Assessment) -> list[str]:
    return [each.measure.code for each in found.measures if each.verdict != "not_eligible"]


def needed(found: Assessment) -> dict[str, Needed]:
    """The papers of a family by their codes; none of them twice."""
    by_code = {each.paper.code: each for each in papers(found)}
    assert len(by_code) == len(papers(found))
    return by_code


CARD_AGE = 16
ELDERS = {"self", "spouse", "parent"}
COUNTS: dict[str, Callable[[Member], bool]] = {
    "adult": lambda member: member.relation in ELDERS or _age(member) >= CARD_AGE,
    "child": lambda member: member.relation not in ELDERS and _age(member) < CARD_AGE,
    "spouse": lambda member: member.relation == "spouse",
    "relative": lambda member: member.relation in {"parent", "other"},
}


def _age(member: Member) -> int:
    assert member.age is not None
    return member.age


def _count(per: str, of: Family) -> int | None:
    """How many of a paper a family brings of which everything is known."""
    return None if per == "family" else sum(COUNTS[per](member) for member in of.members)


ages = st.integers(0, 120)
people = st.builds(Member, st.sampled_from(["spouse", "child", "parent", "other"]), ages)


@many_examples
@given(any_family, st.lists(people, max_size=6))
def test_a_family_brings_the_papers_the_tables_name_for_what_is_not_ruled_out(
    of: Family, others: list[Member]
) -> None:
    of = replace(of, members=(Member("self", 34), *others))
    found = assess(of, law())
    wanted = [
        (paper["code"], basis["source"], basis["grade"], measures, _count(paper["per"], of))
        for paper in FILES["papers"]["paper"]
        for basis in _holding(paper, of.on)
        if _meant_for(paper, of)
        and (measures := [code for code in _due(found) if code in paper.get("for", [code])])
        and _count(paper["per"], of) != 0
    ]
    assert [
        (
            each.paper.code,
            each.basis.source,
            each.basis.grade,
            [measure.code for measure in each.measures],
            each.number and each.number.min,
        )
        for each in papers(found)
    ] == wanted
    assert all(each.number is None or len(set(each.number)) == 1 for each in papers(found))


@many_examples
@given(any_family)
def test_who_may_get_something_brings_one_application_and_who_is_refused_brings_nothing(
    of: Family,
) -> None:
    found = assess(of, law())
    codes = [each.paper.code for each in papers(found)]
    assert sum(code.startswith("application") for code in codes) == bool(_due(found))
    assert bool(codes) == bool(_due(found))


@many_examples
@given(any_family, st.data())
def test_while_ages_and_relations_are_unknown_a_number_holds_whatever_they_turn_out_to_be(
    of: Family, data: st.DataObject
) -> None:
    of = replace(of, members=(*of.members, Member("child"), Member(None)))
    turned_out = replace(of, members=tuple(_completed(member, data) for member in of.members))
    assume([member.relation for member in turned_out.members].count("spouse") < 2)
    for each in papers(assess(of, law())):
        number = _count(each.paper.per, turned_out)
        if number is not None:
            assert each.number is not None
            assert each.number.min <= number <= each.number.max


def _completed(member: Member, data: st.DataObject) -> Member:
    """The member with all that is unknown filled in; nobody is married as a child."""
    age = data.draw(ages) if member.age is None else member.age
    relations = ["child", "parent", "other", *["spouse"] * (age >= CARD_AGE)]
    return Member(member.relation or data.draw(st.sampled_from(relations)), age)


def _numbers(found: Assessment) -> dict[str, Amount]:
    """How many of each paper that is brought for single members."""
    return {code: each.number for code, each in needed(found).items() if each.number}


@pytest.mark.parametrize(
    ("members", "numbers"),
    [
        ("self", {"identity": (1, 1)}),
        ("self;spouse", {"identity": (2, 2), "marriage": (1, 1)}),
        ("self:34;child:15;child:16", {"identity": (2, 2), "birth": (1, 1)}),
        ("self;child;child:3", {"identity": (1, 2), "birth": (1, 2)}),
        ("self;parent:70;other:8;other", {"identity": (2, 3), "birth": (1, 2), "kinship": (3, 3)}),
        ("self:15;spouse:15", {"identity": (2, 2), "marriage": (1, 1)}),
    ],
)
def test_each_paper_is_counted_for_those_it_is_about(
    members: str, numbers: dict[str, tuple[int, int]]
) -> None:
    assert _numbers(found_for(members=members)) == numbers


def test_of_those_of_whom_only_the_number_is_known_one_applies_and_one_at_most_is_the_spouse() -> (
    None
):
    assert _numbers(found_for(members="self")) == {"identity": (1, 1)}
    someone = replace(found_for().family, members=(Member("self"), *(Member(None),) * 2))
    assert _numbers(assess(someone, law_of_2026())) == {
        "identity": (1, 3),
        "birth": (0, 2),
        "marriage": (0, 1),
        "kinship": (0, 2),
    }


# --- what the papers prove ---------------------------------------------------------------------

LOOKED_UP = {"supported_before", "settlement_listed", "settlement", "destination"}
SILENT = {
    "account",
    *("application", "application_graduate", "application_before_2026"),
    *("application_kandas", "application_kandas_before_2026"),
}
PROVED_BY = {
    "track": ["kandas_status"],
    "graduate": ["diploma"],
    "graduated_on": ["diploma"],
    "origin": ["registration"],
    "job_seeker": ["job_seeker"],
    "registered_12_months": ["registration"],
    "divorced_36_months": ["divorce"],
    "members": ["identity", "passport", "birth", "marriage", "kinship"],
    "job_confirmed": ["job_letter", "employment"],
    "workers_hired": ["employment"],
    "housing_provided": ["lease"],
    "rent_months": ["lease"],
    "housing_plan": ["sale_contract", "land", "mortgage"],
    "housing_price": ["sale_contract"],
    "business": ["business_plan"],
}
"""Each fact with the papers that show it, in the order of both."""
KNOWN = SILENT.union(*PROVED_BY.values())
"""The papers of 2026; a later one changes nothing here."""


def proved(needed: Iterable[Needed]) -> dict[str, list[str]]:
    """The codes of the known papers that prove each fact."""
    found = proofs(each for each in needed if each.paper.code in KNOWN)
    return {fact: _codes(proving) for fact, proving in found.items()}


def _codes(needed: Iterable[Needed]) -> list[str]:
    return [each.paper.code for each in needed]


def test_each_fact_is_proved_by_the_papers_that_show_it_and_by_no_other() -> None:
    every = [Needed(paper, paper.bases[0], (), None) for paper in whole_law().papers]
    found = proved(every)
    assert found == PROVED_BY
    assert list(found) == [fact for fact in FACTS if fact in PROVED_BY]


def test_what_a_centre_looks_up_itself_is_proved_by_no_paper() -> None:
    assert not [paper.code for paper in whole_law().papers if LOOKED_UP & set(paper.proves)]


def test_an_application_and_a_bank_account_prove_nothing() -> None:
    found = {paper.code: paper.proves for paper in whole_law().papers if paper.code in SILENT}
    assert found == dict.fromkeys(SILENT, ())


@many_examples
@given(any_family)
def test_the_papers_that_prove_a_fact_are_those_the_tables_name_for_it(of: Family) -> None:
    shown = provable(assess(of, law()))
    said = {paper["code"]: paper["proves"] for paper in FILES["papers"]["paper"]}
    found = proofs(iter(shown))
    facts = {fact for code in _codes(shown) for fact in said[code]}
    assert list(found) == [fact for fact in FACTS if fact in facts]
    for fact, proving in found.items():
        assert proving == tuple(each for each in shown if fact in said[each.paper.code])


@many_examples
@given(any_family, st.lists(people, max_size=6))
def test_what_can_be_shown_is_all_that_applies_to_the_family_whatever_is_due(
    of: Family, others: list[Member]
) -> None:
    of = replace(of, members=(Member("self", 34), *others))
    found = assess(of, law())
    codes = [each.measure.code for each in found.measures]
    assert [
        (each.paper.code, each.basis.source, [measure.code for measure in each.measures])
        for each in provable(found)
    ] == [
        (
            paper["code"],
            basis["source"],
            [code for code in codes if code in paper.get("for", codes)],
        )
        for paper in FILES["papers"]["paper"]
        for basis in _holding(paper, of.on)
        if _meant_for(paper, of) and _count(paper["per"], of) != 0
    ]


@many_examples
@given(any_family)
def test_what_is_brought_is_among_what_can_be_shown_in_the_same_number(of: Family) -> None:
    found = assess(of, law())
    shown = {each.paper.code: each for each in provable(found)}
    for each in papers(found):
        assert each == shown[each.paper.code]._replace(measures=each.measures)
        assert set(_due(found)).issuperset(measure.code for measure in each.measures)


def test_a_family_that_is_refused_brings_nothing_and_can_still_prove_its_facts() -> None:
    due, refused = found_for(), found_for(origin="aktobe")
    assert papers(refused) == ()
    assert provable(refused) == provable(due)
    assert (
        proved(provable(refused))
        == proved(papers(due))
        == {
            "origin": ["registration"],
            "job_seeker": ["job_seeker"],
            "registered_12_months": ["registration"],
            "members": ["identity", "birth", "marriage"],
            "job_confirmed": ["job_letter", "employment"],
            "workers_hired": ["employment"],
            "housing_provided": ["lease"],
            "rent_months": ["lease"],
            "housing_plan": ["sale_contract"],
            "housing_price": ["sale_contract"],
        }
    )


def test_a_kandas_proves_the_status_and_the_family_but_not_where_it_comes_from() -> None:
    found = proved(provable(found_for(**ABROAD)))
    assert (found["track"], found["members"]) == (
        ["kandas_status"],
        ["passport", "birth", "marriage"],
    )
    assert not {"origin", "registered_12_months", "job_seeker"} & found.keys()


def test_where_no_paper_is_brought_no_fact_is_proved() -> None:
    assert proofs(()) == {}


# --- the way of an application -----------------------------------------------------------------


def way(**changes: object) -> list[str]:
    """The steps of the base family but for `changes`."""
    return [each.stage.code for each in stages(found_for(**changes))]


@many_examples
@given(any_family)
def test_the_way_is_the_one_the_tables_describe_in_their_order(of: Family) -> None:
    found = [(step.stage.code, step.basis.source) for step in stages(assess(of, law()))]
    assert found == [
        (step["code"], basis["source"])
        for step in FILES["way"]["step"]
        for basis in _holding(step, of.on)
        if _meant_for(step, of)
    ]


@many_examples
@given(any_family)
def test_everybody_is_told_exactly_once_where_to_apply_and_how_to_choose_a_place(
    of: Family,
) -> None:
    codes = [step.stage.code for step in stages(assess(of, law()))]
    for told in ("apply", "settlement", "decision", "payment"):
        assert sum(code.startswith(told) for code in codes) == 1


BEFORE_2026 = ["decision", "payment"]
SINCE_2026 = ["forward", *BEFORE_2026]
ABROAD = {"track": "kandas", "origin": "abroad"}
GRADUATE = {"graduate": "serpin", "graduated_on": "2024-05-01"}


@pytest.mark.parametrize(
    ("day", "settlement", "before_2026", "rest"),
    [
        ("2023-01-01", "settlement_before_2024", "_before_2026", BEFORE_2026),
        ("2024-05-29", "settlement_before_2024", "_before_2026", BEFORE_2026),
        ("2024-05-30", "settlement", "_before_2026", BEFORE_2026),
        ("2024-05-31", "settlement", "_before_2026", BEFORE_2026),
        ("2025-12-31", "settlement", "_before_2026", BEFORE_2026),
        ("2026-01-01", "settlement", "", SINCE_2026),
        ("2027-12-31", "settlement", "", SINCE_2026),
    ],
)
def test_the_way_is_that_of_the_day(
    day: str, settlement: str, before_2026: str, rest: list[str]
) -> None:
    middle, of_kandas = ["consult", settlement], ["status", "consult_kandas", settlement]
    checked = "forward" in rest
    apply, kandas = f"apply{before_2026}", f"apply_kandas{before_2026}"
    check, check_kandas = ["check"] * checked, ["check_kandas"] * checked
    assert way(on=day) == [*middle, apply, *check, *rest]
    assert way(on=day, **GRADUATE) == [*middle, "apply_graduate", *rest]
    of_kandas_there = [kandas, *check_kandas, *rest]
    assert way(on=day, track="kandas") == [*of_kandas, *of_kandas_there]
    abroad = ["embassy", *of_kandas, "from_abroad", *of_kandas_there]
    assert way(on=day, **ABROAD) == way(on=day, **ABROAD, **GRADUATE) == abroad


# --- month by month --------------------------------------------------------------------------


@examples
@given(any_family)
def test_months_follow_one_another_and_add_up_to_the_total(of: Family) -> None:
    found = assess(of, law())
    due = months(found)
    assert sum(each.amount.max for each in due) == found.total.max
    assert sum(each.amount.min for each in due) == found.total.min
    assert all(each.month.day == 1 for each in due)
    for one, other in pairwise(due):
        assert (one.month + timedelta(days=31)).replace(day=1) == other.month
    assert not due or due[0].month == of.on.replace(day=1)


@examples
@given(any_family)
def test_a_month_is_what_each_measure_brings_in_it(of: Family) -> None:
    found = assess(of, law())
    counted = [each for each in found.measures if each.measure.in_total]
    for due in months(found):
        brought = {
            each.measure.code: (amount, provisional)
            for each in counted
            for month, amount, provisional in each.months
            if month == due.month
        }
        assert {measure.code: part for measure, part in due.parts} == {
            code: amount for code, (amount, _) in brought.items()
        }
        assert due.amount.min == sum(amount.min for amount, _ in brought.values())
        assert due.amount.max == sum(amount.max for amount, _ in brought.values())
        assert due.provisional is any(provisional for _, provisional in brought.values())


def test_over_new_year_each_month_of_rent_has_the_index_of_its_own() -> None:
    due = months(assessment(under=law_of_2026(), on=date(2023, 6, 15)))
    sums = [each.amount.max for each in due]
    assert sums == [1_207_500 + 4_000_000 + 103_500, *[103_500] * 6, *[110_760] * 5]
    assert (due[0].month, due[-1].month) == (date(2023, 6, 1), date(2024, 5, 1))
    assert not any(each.provisional for each in due)


def test_months_after_the_last_known_index_are_marked_as_provisional() -> None:
    due = months(assessment(under=law_of_2026(), on=date(2026, 6, 15)))
    assert [each.provisional for each in due] == [False] * 7 + [True] * 5


# --- what a family promises ------------------------------------------------------------------


def _years_after(day: date, years: int) -> date:
    leap = (day.month, day.day) == (2, 29) and years % 4
    return day.replace(year=day.year + years, day=28 if leap else day.day)


@many_examples
@given(any_family)
def test_all_that_a_family_may_get_is_at_stake_until_the_end_of_the_term(of: Family) -> None:
    found = assess(of, law())
    theirs = [each for each in found.measures if each.measure.payee == "family"]
    due = any(each.verdict != "not_eligible" for each in theirs)
    promised = obligations(found)
    assert len(promised) == due
    for each in promised:
        assert each.until == _years_after(of.on, each.term.whole)
        assert each.duty.track == of.track
        assert each.term.name == each.duty.term
        assert each.amount == found.total
        assert sum(part.min for _, part in each.parts) == found.total.min
        assert sum(part.max for _, part in each.parts) == found.total.max
        assert all(part.max and measure.code in MONEY for measure, part in each.parts)


@pytest.mark.parametrize(("track", "grade"), [("kandas", "reported"), ("resettler", "assumed")])
def test_the_duty_to_stay_was_said_of_kandas_and_is_assumed_of_resettlers(
    track: str, grade: str
) -> None:
    (duty,) = obligations(found_for(track=track))
    assert (duty.duty.code, duty.duty.source, duty.duty.grade) == ("stay", "lada-147991", grade)
    assert (duty.term.value, duty.term.unit, duty.amount) == (5, "years", (10_098_875,) * 2)


@pytest.mark.parametrize(
    ("on", "until"), [("2024-02-29", "2029-02-28"), ("2023-02-28", "2028-02-28")]
)
def test_five_years_from_a_leap_day_end_on_the_last_of_february(on: str, until: str) -> None:
    (duty,) = obligations(found_for(on=on))
    assert duty.until == date.fromisoformat(until)


def test_who_gets_nothing_promises_nothing() -> None:
    found = found_for(origin="aktobe")
    assert (obligations(found), milestones(found)) == ((), ())


# --- days to remember ------------------------------------------------------------------------


def days_of(found: Assessment) -> list[tuple[str, str]]:
    """The days a family is told to remember."""
    return [(each.kind, each.day.isoformat()) for each in milestones(found)]


@many_examples
@given(any_family)
def test_the_days_to_remember_come_in_their_order_and_are_those_of_what_is_due(
    of: Family,
) -> None:
    found = assess(of, law())
    told = milestones(found)
    assert [each.day for each in told] == sorted(each.day for each in told)
    assert all(each.day >= of.on for each in told)
    rent = measure_of(found, "rent")
    assert sorted(each.kind for each in told if each.kind != "graduation") == [
        *["last_month"] * bool(rent.schedule),
        *["stay"] * len(obligations(found)),
    ]
    for each in told:
        assert (each.measure == rent.measure) is (each.kind == "last_month")
        if each.kind == "last_month":
            assert (each.day + ONE_DAY).day == 1
            assert each.day.replace(day=1) == rent.schedule[-1].month


@pytest.mark.parametrize(
    ("on", "rent_months", "last"),
    [
        ("2026-01-15", 12, "2026-12-31"),
        ("2026-06-15", 12, "2027-05-31"),
        ("2023-03-15", 12, "2024-02-29"),
        ("2024-03-31", 12, "2025-02-28"),
        ("2025-12-31", 2, "2026-01-31"),
        ("2025-12-31", 1, "2025-12-31"),
    ],
)
def test_rent_ends_on_the_last_day_of_its_last_month(on: str, rent_months: int, last: str) -> None:
    assert ("last_month", last) in days_of(found_for(on=on, rent_months=rent_months))


@pytest.mark.parametrize(
    ("graduated_on", "deadline"),
    [
        ("2025-08-31", ["2026-02-28"]),
        ("2025-06-30", []),
        ("2025-07-31", ["2026-01-31"]),
        ("2025-07-15", ["2026-01-15"]),
        ("2025-07-14", []),
        ("unknown", []),
        ("2026-02-01", ["2026-08-01"]),
    ],
)
def test_a_graduate_is_told_the_last_day_to_apply_while_it_is_to_come(
    graduated_on: str, deadline: list[str]
) -> None:
    told = days_of(found_for(graduate="serpin", graduated_on=graduated_on))
    assert [day for kind, day in told if kind == "graduation"] == deadline
    kandas = found_for(track="kandas", graduate="serpin", graduated_on=graduated_on)
    assert "graduation" not in dict(days_of(kandas))


def test_who_rents_nothing_has_no_last_month_to_remember() -> None:
    for nothing in ({"rent_months": 0}, {"housing_provided": "employer"}):
        assert days_of(found_for(**nothing)) == [("stay", "2031-01-15")]
