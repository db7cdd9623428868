"""Any outside form of facts becomes the same family, or a fault that says what to do about it."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, get_args
from urllib.parse import parse_qsl, urlencode

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from calculator import intake
from calculator.intake import (
    Reader,
    Requery,
    allowed,
    may_be_unknown,
    plain,
    plain_fact,
    query,
    shown,
    texts,
    understood,
)
from calculator.rules import FACTS, Family, Member, assess
from calculator.rules.errors import BadFacts, Fault, Problem
from calculator.rules.facts import DEFAULTS, Choice, Day, Whole, YesNo
from calculator.rules.records import LANGUAGES
from calculator.wording.faults import fault_text, path
from tests.rules.families import TODAY, facts, family, law
from tests.rules.strategies import examples, many_examples, open_families

NEEDED = ["track", "origin", "destination", "settlement", "members"]


def of_kind(kind: type) -> list[str]:
    """The facts of one kind."""
    return [fact for fact in FACTS if isinstance(FACTS[fact], kind)]


def faults(**given: object) -> tuple[Fault, ...]:
    """What is wrong with the base family but for `given`."""
    return faults_of(facts(**given))


def faults_of(given: Any) -> tuple[Fault, ...]:
    """What is wrong with these facts."""
    with pytest.raises(BadFacts) as error:
        understood(given, law(), TODAY)
    return error.value.faults


def read(fact: str, value: object) -> object:
    """What one fact of the base family is read as."""
    return getattr(understood({**facts(), fact: value}, law(), TODAY), fact)


# --- yes and no ------------------------------------------------------------------------------

YES = [True, "yes", "true", "1", "иә", "да", "YES", " Да ", "ИӘ", "\u00a0yes\u00a0"]
NO = [False, "no", "false", "0", "жоқ", "нет", "No", " НЕТ ", "ЖОҚ"]


@pytest.mark.parametrize("fact", of_kind(YesNo))
def test_yes_and_no_are_understood_in_three_languages(fact: str) -> None:
    assert [read(fact, value) for value in YES] == [True] * len(YES)
    assert [read(fact, value) for value in NO] == [False] * len(NO)


@pytest.mark.parametrize("value", ["maybe", "2", "y", "yes no", "-", 1, 0, 1.0, [], {}, [True]])
def test_what_is_neither_yes_nor_no_is_a_fault(value: object) -> None:
    assert faults(job_seeker=value) == (Fault("job_seeker", "yes_no", shown(value), ()),)


# --- choices and places ----------------------------------------------------------------------


@pytest.mark.parametrize("fact", of_kind(Choice))
def test_each_choice_is_understood_however_it_is_spelt(fact: str) -> None:
    for value in allowed(fact, law()):
        assert read(fact, value) == read(fact, f"  {value.upper()} ") == value


@pytest.mark.parametrize("fact", of_kind(Choice))
@pytest.mark.parametrize("value", ["neither", "rural urban", 1, True, ["urban"], {"urban": 1}])
def test_what_is_no_choice_is_a_fault_that_lists_them(fact: str, value: object) -> None:
    (fault,) = faults_of({**facts(), fact: value})
    assert fault == Fault(fact, "choice", shown(value), allowed(fact, law()))


@pytest.mark.parametrize("fact", ["origin", "destination"])
def test_every_region_is_understood_by_its_slug(fact: str) -> None:
    for slug in law().regions:
        assert read(fact, slug) == read(fact, f" {slug.upper()}\n") == slug


def test_one_may_come_from_abroad_but_not_go_there() -> None:
    assert read("origin", "abroad") == "abroad"
    (fault,) = faults(destination="abroad")
    assert (fault.problem, fault.given) == ("choice", "abroad")
    assert fault.allowed == tuple(law().regions)
    assert allowed("origin", law()) == (*law().regions, "abroad")


@pytest.mark.parametrize("value", ["Turkistan Region", "туркестан", "turkistan;almaty", 61])
def test_a_place_nobody_knows_is_a_fault(value: object) -> None:
    (fault,) = faults(origin=value)
    assert (fault.fact, fault.problem, fault.given) == ("origin", "choice", shown(value))


# --- whole numbers ---------------------------------------------------------------------------


@pytest.mark.parametrize("fact", of_kind(Whole))
def test_a_number_may_reach_both_its_limits_and_no_further(fact: str) -> None:
    least, most = (int(limit) for limit in allowed(fact, law()))
    for number in (least, most):
        assert read(fact, number) == read(fact, str(number)) == number
    for number in (least - 1, most + 1):
        for value in (number, str(number)):
            (fault,) = faults_of({**facts(), fact: value})
            assert fault == Fault(fact, "whole", str(number), (str(least), str(most)))


@pytest.mark.parametrize(
    "value",
    ["10000000", "10 000 000", "10\u00a0000\u00a0000", "10\u202f000\u202f000", " 10000000 ",
     "010000000", 10_000_000],
)  # fmt: skip
def test_money_may_be_written_in_groups_of_three(value: object) -> None:
    assert read("housing_price", value) == 10_000_000


@pytest.mark.parametrize(
    "value",
    ["10,000,000", "10.000.000", "1e7", "10000000.0", "+5", "-5", "1 00", "1000 000", "1  000",
     "ten", "5 ₸", "٥", "５", "²", "0x10", "1_000", "9" * 16, "9" * 5000, 10.0, 10.5, True, False,
     [1], {}, float("inf"), float("nan"), 10**4000],
)  # fmt: skip
def test_what_is_no_whole_number_is_a_fault(value: object) -> None:
    (fault,) = faults(housing_price=value)
    assert fault == Fault("housing_price", "whole", shown(value), ("1", "10000000000"))


LIMITS = {fact: allowed(fact, law()) for fact in of_kind(Whole)} | {"family_size": ("1", "30")}


@pytest.mark.parametrize("fact", LIMITS)
def test_a_number_in_more_groups_than_anybody_counts_is_a_fault(fact: str) -> None:
    value = "1" + " 000" * 1500
    given = {**facts(), "members": "", fact: value}
    assert Fault(fact, "whole", shown(value), LIMITS[fact]) in faults_of(given)


# --- days ------------------------------------------------------------------------------------


@pytest.mark.parametrize("fact", of_kind(Day))
@pytest.mark.parametrize("value", ["2026-03-01", "01.03.2026", "1.3.2026", " 2026-03-01\n"])
def test_a_day_is_understood_in_both_spellings(fact: str, value: str) -> None:
    assert read(fact, value) == date(2026, 3, 1)


@pytest.mark.parametrize("fact", of_kind(Day))
@pytest.mark.parametrize(
    "value",
    ["2026-02-29", "31.04.2026", "2026-13-01", "0000-01-01", "2026-3-1", "01/03/2026", "20260301",
     "2026-03-01T00:00", "1.3.26", "01-03-2026", "today", "٢٠٢٦-٠٣-٠١", 20260301, True,
     ["2026-03-01"], date(2026, 3, 1)],
)  # fmt: skip
def test_what_is_no_day_is_a_fault(fact: str, value: object) -> None:
    (fault,) = faults_of({**facts(), fact: value})
    assert fault == Fault(fact, "day", shown(value), allowed(fact, law()))


def test_a_day_of_application_lies_within_what_is_known() -> None:
    first, last = (date.fromisoformat(day) for day in allowed("on", law()))
    assert (first, last) == (law().first_day, law().last_day)
    assert (read("on", first.isoformat()), read("on", last.isoformat())) == (first, last)
    for day in ("2022-12-31", f"{last.year + 1}-01-01", "0001-01-01", "9999-12-31"):
        (fault,) = faults(on=day)
        assert fault == Fault("on", "scope", day, (first.isoformat(), last.isoformat()))


def test_a_day_of_graduation_may_lie_anywhere() -> None:
    assert read("graduated_on", "0001-01-01") == date.min
    assert read("graduated_on", "31.12.9999") == date.max


# --- unknown, missing, left out --------------------------------------------------------------

UNKNOWN = [None, "", "   ", "unknown", " UNKNOWN "]


@pytest.mark.parametrize("fact", [fact for fact in FACTS if may_be_unknown(fact)])
def test_unknown_is_never_taken_for_no_or_nothing(fact: str) -> None:
    without = {name: value for name, value in facts().items() if name != fact}
    assert getattr(understood(without, law(), TODAY), fact) is None
    assert [read(fact, value) for value in UNKNOWN] == [None] * len(UNKNOWN)


@pytest.mark.parametrize("fact", [fact for fact in DEFAULTS if not may_be_unknown(fact)])
def test_what_has_a_default_falls_back_to_it(fact: str) -> None:
    assert [read(fact, value) for value in UNKNOWN] == [DEFAULTS[fact]] * len(UNKNOWN)


@pytest.mark.parametrize("fact", NEEDED)
def test_what_nobody_can_do_without_is_missed(fact: str) -> None:
    without = {name: value for name, value in facts().items() if name != fact}
    bounds = ("1", "30") if fact == "members" else allowed(fact, law())
    missing = Fault(fact, "missing", None, bounds)
    assert faults_of(without) == (missing,)
    for value in UNKNOWN:
        assert faults_of({**facts(), fact: value}) == (missing,)


def test_only_facts_that_may_stay_open_are_said_to() -> None:
    assert may_be_unknown("housing_price")
    assert not may_be_unknown("rent_months")
    assert not may_be_unknown("track")


@pytest.mark.parametrize("value", UNKNOWN)
def test_a_family_that_names_no_day_applies_today(value: object) -> None:
    today = date(2025, 5, 5)
    assert understood({**facts(), "on": value}, law(), today).on == today


@pytest.mark.parametrize("today", [date(2022, 12, 31), date(2100, 1, 1)])
def test_a_day_must_be_named_when_today_is_not_known_to_the_law(today: date) -> None:
    given = {**facts(), "on": ""}
    with pytest.raises(BadFacts) as error:
        understood(given, law(), today)
    assert error.value.faults == (Fault("on", "missing", None, allowed("on", law())),)


# --- members ---------------------------------------------------------------------------------


def people(given: object) -> tuple[Member, ...]:
    """Who moves, as it was understood."""
    return family(members=given).members


def test_members_are_understood_as_text_and_as_a_list() -> None:
    expected = (Member("self", 34), Member("spouse", 32), Member("child"), Member(None, 7))
    assert people("self:34;spouse:32;child;unknown:7") == expected
    assert people(" SELF:34 ; spouse:32 ;; child: ;unknown:7 ;") == expected
    listed = [
        {"relation": "self", "age": 34},
        {"relation": " Spouse", "age": "32"},
        {"relation": "child", "age": None},
        {"relation": None, "age": 7},
    ]
    assert people(listed) == expected


def test_an_unknown_relation_may_be_spelt_like_any_other() -> None:
    assert people("self:34; unknown:7 ") == (Member("self", 34), Member(None, 7))
    assert people([{"relation": "self"}, {"relation": " Unknown"}])[1] == Member(None)


def test_an_age_may_be_left_out_or_unknown() -> None:
    assert people("self:unknown") == people("self:") == people("self") == (Member("self"),)
    assert people([{"relation": "self"}]) == people([{"relation": "self", "age": ""}])


def test_an_age_may_reach_both_its_limits() -> None:
    assert people("self:0;other:120") == (Member("self", 0), Member("other", 120))


@pytest.mark.parametrize("age", ["-1", "121", "34.5", "five", "1:2"])
def test_an_age_nobody_has_is_a_fault_of_that_member(age: str) -> None:
    (fault,) = faults(members=f"self:34;child:{age}")
    assert fault == Fault("members", "whole", age, ("0", "120"), row=2, part="age")


@pytest.mark.parametrize("age", [-1, 121, 3.5, True, [], {"years": 3}])
def test_an_age_in_json_is_a_whole_number_or_a_text(age: object) -> None:
    (fault,) = faults(members=[{"relation": "self", "age": age}])
    assert fault == Fault("members", "whole", shown(age), ("0", "120"), row=1, part="age")


RELATIONS = ("self", "spouse", "child", "parent", "other")


@pytest.mark.parametrize("relation", ["aunt", "сын", "child child", "none"])
def test_a_relation_nobody_knows_is_a_fault_of_that_member(relation: str) -> None:
    (fault,) = faults(members=f"self;{relation}:5")
    assert fault == Fault("members", "relation", relation, RELATIONS, row=2, part="relation")


@pytest.mark.parametrize("relation", [5, True, ["child"], {}])
def test_a_relation_in_json_is_a_text(relation: object) -> None:
    (fault,) = faults(members=[{"relation": "self"}, {"relation": relation}])
    assert fault == Fault(
        "members", "relation", shown(relation), RELATIONS, row=2, part="relation"
    )


def test_a_member_without_a_relation_is_missed_one_of_unknown_relation_is_not() -> None:
    missing = Fault("members", "missing", None, RELATIONS, row=2, part="relation")
    assert faults(members="self;:7") == (missing,)
    assert faults(members=[{"relation": "self"}, {"age": 7}]) == (missing,)
    assert people([{"relation": "self"}, {"relation": None, "age": 7}])[1] == Member(None, 7)


@pytest.mark.parametrize(("given", "heads"), [("spouse;child", "0"), ("self;self;child", "2")])
def test_there_is_exactly_one_head_of_a_family(given: str, heads: str) -> None:
    assert faults(members=given) == (Fault("members", "one_self", heads),)


def test_a_head_is_not_missed_where_a_member_is_misspelt() -> None:
    (fault,) = faults(members="selff:34;child")
    assert (fault.problem, fault.row, fault.given) == ("relation", 1, "selff")


@pytest.mark.parametrize("given", [[], "", ";;", " ; ", None, "unknown"])
def test_somebody_must_move(given: object) -> None:
    assert faults(members=given) == (Fault("members", "missing", None, ("1", "30")),)


def test_thirty_may_move_and_no_more() -> None:
    assert len(people("self" + ";child" * 29)) == 30
    assert faults(members="self" + ";child" * 30) == (
        Fault("members", "too_many", "31", ("1", "30")),
    )
    many = [{"relation": "self"}, *[{"relation": "child"}] * 30]
    assert faults(members=many) == (Fault("members", "too_many", "31", ("1", "30")),)


@pytest.mark.parametrize("given", [5, True, {"relation": "self"}])
def test_what_is_no_list_of_members_is_a_fault(given: object) -> None:
    assert faults(members=given) == (Fault("members", "members", shown(given), ("1", "30")),)


KEYS = ("relation", "age")


@pytest.mark.parametrize("given", ["self", None, 5, ["self", 34], []])
def test_what_is_no_member_is_a_fault_that_says_where_it_stands(given: object) -> None:
    (fault,) = faults(members=[{"relation": "self"}, given])
    assert fault == Fault("members.2", "members", shown(given), KEYS)
    for language in LANGUAGES:
        with override(language):
            assert '{"relation": "child", "age": 7}' in fault_text(fault)


def test_a_misspelt_key_of_a_member_is_named_with_its_place_and_what_is_allowed() -> None:
    (fault,) = faults(members=[{"relation": "self", "years": 34}])
    assert fault == Fault("members.1.years", "unknown_fact", "34", KEYS)
    texts = set()
    for language in LANGUAGES:
        with override(language):
            texts.add(fault_text(fault))
    assert len(texts) == len(LANGUAGES)
    assert all(each.startswith("members.1.years: ") for each in texts)
    assert all(each.endswith(": relation, age") for each in texts)


def test_every_misspelt_key_of_every_member_is_named_at_once() -> None:
    found = faults(
        members=[{"relation": "self", "years": 34, "name": "A"}, 5, {"relaton": "child"}]
    )
    assert [path(fault) for fault in found] == [
        "members.1.years",
        "members.1.name",
        "members.2",
        "members.3.relaton",
        "members.3.relation",
    ]


@pytest.mark.parametrize("key", ["x" * 1000, "\ud800", ""])
def test_a_key_nobody_knows_is_quoted_like_a_value(key: str) -> None:
    (fault,) = faults(members=[{"relation": "self", key: 1}])
    assert fault.fact == f"members.1.{shown(key)}"


def test_what_is_no_list_is_shown_one_as_json_has_it() -> None:
    (fault,) = faults(members=5)
    with override("en"):
        _, _, example = fault_text(fault).partition("such as ")
    assert people(json.loads(example)) == (Member("self", 34), Member("child", 7))


def test_every_fault_of_every_member_is_named() -> None:
    found = faults(members="self:200;aunt:5;child:x;:3")
    assert [(fault.row, fault.part, fault.problem) for fault in found] == [
        (1, "age", "whole"),
        (2, "relation", "relation"),
        (3, "age", "whole"),
        (4, "relation", "missing"),
    ]


# --- a family's size -------------------------------------------------------------------------


def sized(size: object, **given: object) -> tuple[Member, ...]:
    """Who moves where a file has a column for the size of a family."""
    without = {name: value for name, value in facts().items() if name != "members"}
    return understood({**without, **given, "family_size": size}, law(), TODAY).members


@pytest.mark.parametrize("size", [3, "3", " 3 "])
def test_a_size_stands_for_members_not_known_further(size: object) -> None:
    assert sized(size) == (Member("self"), Member(None), Member(None))
    assert sized(size, members="") == sized(size)


def test_a_family_of_one_and_of_thirty_is_a_family() -> None:
    assert sized(1) == (Member("self"),)
    assert len(sized("30")) == 30


@pytest.mark.parametrize("size", ["0", "31", "three", "2.5", 0, 31, True, 2.0, []])
def test_a_size_no_family_has_is_a_fault(size: object) -> None:
    without = {**facts(), "members": "", "family_size": size}
    assert faults_of(without) == (Fault("family_size", "whole", shown(size), ("1", "30")),)


@pytest.mark.parametrize("size", UNKNOWN)
def test_an_empty_size_says_nothing(size: object) -> None:
    assert sized(size, members="self;child") == (Member("self"), Member("child"))
    assert faults(members="", family_size=size) == (
        Fault("members", "missing", None, ("1", "30")),
    )


def test_a_size_and_members_may_both_be_given_where_they_agree() -> None:
    assert sized("2", members="self;child:3") == (Member("self"), Member("child", 3))
    assert sized(2, members=[{"relation": "self"}, {"relation": "child"}])[1] == Member("child")


def test_a_size_agrees_with_the_members_however_it_is_spelt() -> None:
    assert len(sized("02", members="")) == 2
    assert len(sized("02", members="self;child:3")) == 2


@pytest.mark.parametrize("size", ["3", 1, "two", True])
def test_a_size_that_says_something_else_than_the_members_is_a_fault(size: object) -> None:
    assert faults(members="self;child:3", family_size=size) == (
        Fault("family_size", "family_size", shown(size), ("2",)),
    )


def test_members_that_cannot_be_read_are_not_replaced_by_a_size() -> None:
    found = faults(members="self;aunt", family_size="2")
    assert [fault.problem for fault in found] == ["relation"]
    assert [fault.problem for fault in faults(members="self;aunt", family_size="3")] == [
        "relation",
        "family_size",
    ]
    assert [fault.problem for fault in faults(members=5, family_size="2")] == ["members"]


# --- faults ----------------------------------------------------------------------------------


def test_every_fault_is_found_at_once_in_the_order_of_the_facts() -> None:
    found = faults_of(
        {
            "colour": "red",
            "loan_months": "85",
            "on": "1.1.1999",
            "job_seeker": "perhaps",
            "members": "self;aunt",
            "origin": "mars",
            "family_size": "9",
        }
    )
    assert [(fault.fact, fault.problem) for fault in found] == [
        ("on", "scope"),
        ("track", "missing"),
        ("origin", "choice"),
        ("destination", "missing"),
        ("settlement", "missing"),
        ("job_seeker", "yes_no"),
        ("members", "relation"),
        ("loan_months", "whole"),
        ("family_size", "family_size"),
        ("colour", "unknown_fact"),
    ]


def test_a_fact_nobody_knows_is_a_fault_with_its_value() -> None:
    assert faults(colour=["red"]) == (Fault("colour", "unknown_fact", '["red"]'),)


@pytest.mark.parametrize("name", ["x" * 1000, "\ud800", "a\x00b"])
def test_the_name_of_a_fact_nobody_knows_is_quoted_like_a_value(name: str) -> None:
    (fault,) = faults_of({**facts(), name: 1})
    assert fault.fact == shown(name)


def nested(depth: int) -> list[Any]:
    """Lists in lists, deeper than can be written out again."""
    deep: list[Any] = []
    for _ in range(depth):
        deep = [deep]
    return deep


@pytest.mark.parametrize("value", [nested(3000), 10**5000], ids=["nested", "endless"])
def test_a_value_that_cannot_be_quoted_is_a_fault_all_the_same(value: object) -> None:
    (fault,) = faults(housing_price=value)
    assert (fault.fact, fault.problem) == ("housing_price", "whole")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("red", "red"),
        (" red ", "red"),
        (5, "5"),
        (True, "true"),
        (None, "null"),
        (["қазақ"], '["қазақ"]'),
        (date(2026, 3, 1), '"2026-03-01"'),
        ("a\x00b\x1b", "a\ufffdb\ufffd"),
        ("a\tb", "a b"),
        ("\ud800", "\ufffd"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 59 + "…"),
    ],
)
def test_a_value_is_quoted_as_it_was_given_but_short_and_printable(
    value: object, text: str
) -> None:
    assert shown(value) == text


def test_what_is_allowed_is_said_for_every_fact() -> None:
    assert allowed("track", law()) == ("resettler", "kandas")
    assert allowed("rent_months", law()) == ("0", "12")
    assert allowed("members", law()) == ("30",)
    assert allowed("job_seeker", law()) == ()
    assert allowed("graduated_on", law()) == ()


# --- reading many families -------------------------------------------------------------------


def test_a_reader_reads_the_same_again() -> None:
    reader = Reader(law(), TODAY)
    given = {name: str(value) for name, value in texts(family()).items()}
    bad = {**given, "job_seeker": "perhaps", "members": "self;aunt", "on": "never"}
    for _ in range(3):
        assert reader.family(given) == family()
        with pytest.raises(BadFacts) as error:
            reader.family(bad)
        assert error.value.faults == faults_of(bad)


def test_members_put_together_from_known_ones_are_still_counted() -> None:
    reader = Reader(law(), TODAY)
    given: dict[str, object] = {**facts(), "members": "self:34;child:7"}
    assert reader.family(given).people == 2
    for members, problem in (
        ("child:7;child:7", "one_self"),
        ("self:34;self:34", "one_self"),
        ("self:34" + ";child:7" * 30, "too_many"),
    ):
        with pytest.raises(BadFacts) as error:
            reader.family({**given, "members": members})
        assert [fault.problem for fault in error.value.faults] == [problem]
    assert reader.family({**given, "members": "child:7;self:34"}).members[1] == Member("self", 34)


def test_a_reader_does_not_remember_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake.reader, "MOST_REMEMBERED", 3)
    reader = Reader(law(), TODAY)
    for number in range(1, 20):
        given = {**facts(), "housing_price": str(number), "members": f"self:{number};child"}
        understood_again = reader.family(given)
        assert understood_again.housing_price == number
        assert understood_again.members == (Member("self", number), Member("child"))
    assert max(len(memory) for memory in reader._memory.values()) <= 3
    assert len(reader._members) <= 4


cells_of_any_kind = st.sampled_from(
    ["", "unknown", "yes", "no", "none", "1", "31", "2026-03-01", "self;child:7", "self;aunt", ";"]
)


def read_by_columns(reader: Reader, row: dict[str, str]) -> Family | tuple[Fault, ...]:
    """What the cells of one row of a file are read as."""
    try:
        return reader.columns(list(row))(list(row.values()))
    except BadFacts as error:
        return error.faults


def read_by_names(row: dict[str, str]) -> Family | tuple[Fault, ...]:
    """What the same row is read as when each cell is looked up by its name."""
    try:
        return understood(row, law(), TODAY)
    except BadFacts as error:
        return error.faults


@examples
@given(
    open_families(most=len(FACTS)),
    st.permutations([*FACTS, "family_size"]),
    st.dictionaries(st.sampled_from([*FACTS, "family_size"]), cells_of_any_kind, max_size=3),
)
def test_cells_in_columns_are_read_as_the_same_facts_by_name(
    of: Family, order: list[str], instead: dict[str, str]
) -> None:
    given = {**texts(of), **instead}
    row = {name: given[name] for name in order if name in given}
    reader = Reader(law(), TODAY)
    for _ in range(2):
        assert read_by_columns(reader, row) == read_by_names(row)


@pytest.mark.parametrize("size", ["3", "30", "0", "31", "", "three"])
def test_a_column_of_sizes_stands_for_one_of_members(size: str) -> None:
    row = {name: value for name, value in texts(family()).items() if name != "members"}
    row["family_size"] = size
    assert read_by_columns(Reader(law(), TODAY), row) == read_by_names(row)


def test_a_row_with_too_few_cells_is_not_guessed_at() -> None:
    row = texts(family())
    with pytest.raises(ValueError, match="shorter"):
        Reader(law(), TODAY).columns(list(row))(list(row.values())[:-1])


def test_columns_that_name_no_day_are_read_by_a_reader_who_knows_none_too() -> None:
    row = {name: value for name, value in texts(family()).items() if name != "on"}
    with pytest.raises(BadFacts) as error:
        Reader(law(), date(2100, 1, 1)).columns(list(row))(list(row.values()))
    assert [(fault.fact, fault.problem) for fault in error.value.faults] == [("on", "missing")]


def test_a_reader_keeps_families_apart() -> None:
    reader = Reader(law(), TODAY)
    one, other = facts(), facts(members="self", housing_price="unknown", on=date(2024, 1, 1))
    assert [reader.family(given) for given in (one, other, one)] == [
        family(),
        understood(other, law(), TODAY),
        family(),
    ]


# --- and back --------------------------------------------------------------------------------


def from_query(address: str) -> dict[str, str]:
    """The facts in the query of an address."""
    return dict(parse_qsl(address, strict_parsing=True))


def through_json(given: object) -> Any:
    """Facts as they arrive over the wire."""
    return json.loads(json.dumps(given))


def test_an_address_says_no_more_than_it_must() -> None:
    assert query(family()) == (
        "on=2026-01-15&track=resettler&origin=turkistan&destination=north-kazakhstan"
        "&settlement=urban&settlement_listed=yes&job_seeker=yes&registered_12_months=yes"
        "&supported_before=no&divorced_36_months=no"
        "&members=self:34;spouse:32;child:9;child:6;child:2"
        "&job_confirmed=yes&employer_assists=yes&employer_pays_move=no&housing_provided=none"
        "&housing_plan=buy&housing_price=10000000"
    )


def test_what_stands_for_its_default_is_left_out_of_an_address() -> None:
    assert "rent_months" not in texts(family())
    assert texts(family(rent_months=0))["rent_months"] == "0"
    assert texts(family(graduated_on=date(2025, 7, 1)))["graduated_on"] == "2025-07-01"


def test_plain_facts_are_filled_in() -> None:
    found = plain(family(members="self:34;unknown", workers_hired="unknown", on=date(2026, 3, 1)))
    assert list(found) == list(FACTS)
    assert found["on"] == "2026-03-01"
    assert found["members"] == [{"relation": "self", "age": 34}, {"relation": None, "age": None}]
    assert (found["rent_months"], found["workers_hired"], found["loan_amount"]) == (12, 1, None)
    assert through_json(found) == found
    assert plain(family(graduated_on=date(2025, 7, 1)))["graduated_on"] == "2025-07-01"


@examples
@given(open_families(most=len(FACTS)))
def test_an_address_read_back_gives_the_same_family(of: Family) -> None:
    assert understood(from_query(query(of)), law(), TODAY) == of
    assert understood(texts(of), law(), TODAY) == of
    assert from_query(urlencode(texts(of))) == texts(of)


@examples
@given(open_families(most=len(FACTS)))
def test_plain_facts_read_back_give_the_same_assessment(of: Family) -> None:
    again = understood(through_json(plain(of)), law(), TODAY)
    assert again == replace(of, workers_hired=of.workers)
    assert assess(again, law()).measures == assess(of, law()).measures


@examples
@given(open_families(most=len(FACTS)))
def test_text_and_json_of_one_family_agree(of: Family) -> None:
    reader = Reader(law(), TODAY)
    in_json = {**through_json(plain(of)), "workers_hired": of.workers_hired}
    assert reader.family(texts(of)) == reader.family(in_json) == reader.family(texts(of))


def test_one_fact_in_an_address_is_changed_where_it_stands() -> None:
    changed = Requery(family())
    assert changed({}) == query(family())
    assert changed({"destination": "pavlodar"}) == query(family(destination="pavlodar"))
    assert "housing_price" not in from_query(changed({"housing_price": None}))
    assert from_query(changed({"employer_pays_move": True}))["employer_pays_move"] == "yes"


def test_a_fact_changed_to_its_default_goes_out_of_the_address_and_comes_into_it_otherwise() -> (
    None
):
    changed = Requery(family(rent_months=3))
    assert changed({"rent_months": 12}) == query(family())
    assert changed({"rent_months": 0}) == query(family(rent_months=0))
    assert changed({"business": "other"}) == query(family(rent_months=3, business="other"))


@examples
@given(
    open_families(most=len(FACTS)),
    open_families(most=len(FACTS)),
    st.sets(st.sampled_from(list(FACTS))),
)
def test_any_facts_changed_in_an_address_give_the_address_of_that_family(
    of: Family, other: Family, changed: set[str]
) -> None:
    facts_of_other = {fact: getattr(other, fact) for fact in changed}
    assert Requery(of)(facts_of_other) == query(replace(of, **facts_of_other))


@examples
@given(open_families(most=len(FACTS)), st.sampled_from(list(FACTS)), st.data())
def test_one_fact_of_an_address_is_changed_to_each_of_many_answers(
    of: Family, fact: str, data: st.DataObject
) -> None:
    others = data.draw(st.lists(open_families(most=len(FACTS)), max_size=3))
    answers = [getattr(other, fact) for other in others]
    expected = [query(replace(of, **{fact: answer})) for answer in answers]
    assert list(Requery(of).each(fact, answers)) == expected


@pytest.mark.parametrize(
    ("value", "in_json"),
    [
        (date(2026, 3, 1), "2026-03-01"),
        (True, True),
        (False, False),
        (None, None),
        (12, 12),
        ("buy", "buy"),
    ],
)
def test_one_fact_alone_is_the_same_in_json(value: object, in_json: object) -> None:
    assert plain_fact(value) == in_json
    assert through_json(plain_fact(value)) == in_json


# --- anything at all -------------------------------------------------------------------------

words = st.sampled_from(
    ["", "unknown", "yes", "no", "none", "self", "abroad", "rural", "buy", "2026-03-01",
     "31.4.2026", "0", "7", "31", "10 000", "self:34", "self;child", "self:;:", "\x00", "\ud800",
     "ſelf", "İ"]
)  # fmt: skip
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | words,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["relation", "age", "x"]) | words, inner, max_size=3)
    ),
    max_leaves=5,
)
names = st.sampled_from([*FACTS, *FACTS, "family_size", "id", ""])
Give = Callable[[dict[str, object]], dict[str, object]]


@many_examples
@given(st.dictionaries(names, anything, max_size=6), st.booleans())
def test_nothing_but_bad_facts_is_ever_raised(given: dict[str, object], whole: bool) -> None:
    try:
        found = understood({**facts(), **given} if whole else given, law(), TODAY)
    except BadFacts as error:
        _assert_good(error.faults)
        return
    assert assess(found, law()).total.min >= 0
    assert understood(texts(found), law(), TODAY) == found


def _assert_good(found: tuple[Fault, ...]) -> None:
    assert found
    for fault in found:
        assert fault.problem in get_args(Problem)
        assert fault.given is None or len(fault.given) <= intake.LONGEST_QUOTE
        assert fault.given is None or (fault.given + "x").isprintable()
        assert all(isinstance(choice, str) for choice in fault.allowed)
        assert (fault.row is None) is (fault.part is None)
