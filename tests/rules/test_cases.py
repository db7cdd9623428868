"""The law, case by case: what one family is owed, why, and on whose word.

The cases themselves stand in `tests/cases`; a new one needs no change here.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from calculator.rules.errors import BadFacts
from calculator.rules.records import Dated
from tests.rules.casebook import (
    BadCase,
    Case,
    all_cases,
    cited,
    expected,
    expected_sources,
    found,
    found_sources,
    read,
)
from tests.rules.families import CASES, law

ALL = all_cases()

SHARED = {"base", "brief", "entitlement", "estimates", "papers", "published", "way"}

Write = Callable[[str], Case]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a case on the relocation subsidy and read it."""

    def written(text: str) -> Case:
        path = tmp_path / "relocation.toml"
        path.write_text(text, encoding="utf-8")
        return read(path)[0]

    return written


@pytest.mark.parametrize("case", ALL, ids=str)
def test_the_law_gives_what_the_case_says_for_the_reason_it_says(case: Case) -> None:
    for subject in case.expect:
        assert (subject, found(case, subject)) == (subject, expected(case, subject))
        assert found_sources(case, subject) == expected_sources(case, subject)
    acts = cited(case)
    if isinstance(case.source, str):
        assert case.source in {act for _, act in acts}
    else:
        assert set(case.source.items()) <= acts


def test_the_first_case_is_the_one_the_calculator_was_asked_for() -> None:
    assert ALL[0].file == "brief"
    assert ALL[0].expect["family"]["amount"] == 6_485_800
    assert ALL[0].expect["employer"]["amount"] == 1_380_000


def test_every_measure_has_its_cases_and_every_file_its_place() -> None:
    files = {path.stem for path in CASES.glob("*.toml")}
    measures = {measure.code for measure in law().measures}
    assert files == measures | SHARED


def test_every_case_has_a_sentence_of_its_own() -> None:
    names = [case.name for case in ALL]
    assert len(set(names)) == len(names)
    assert all(len(name.split()) > 3 for name in names)


# --- no law without a case -------------------------------------------------------------------


def _dated_law() -> Iterator[tuple[str, Dated]]:
    """Every dated block that can be at work in a family's result, by the name it goes by."""
    for figure in law().parameters:
        # Terms and ages are no part of a sum; the conditions, duties and papers they decide are
        # looked at.
        if not figure.name.startswith(("entitlement.", "papers.")):
            yield figure.name, figure
    for requirement in law().requirements:
        for basis in requirement.bases:
            yield requirement.code, basis
    for note in law().notes:
        yield note.code, note
    for measure in law().measures:
        yield from ((note.code, note) for note in measure.notes)


def _what_follows() -> Iterator[tuple[str, Dated]]:
    """Every dated block that says what to bring, what to do and what is promised."""
    for paper in law().papers:
        yield from ((f"paper {paper.code}", basis) for basis in paper.bases)
    for stage in law().way:
        yield from ((f"step {stage.code}", basis) for basis in stage.bases)
    for duty in law().duties:
        yield f"duty {duty.track}", duty


def test_every_act_is_at_work_in_a_case_for_everything_it_sets() -> None:
    at_work = {pair for case in ALL for pair in cited(case)}
    dated = [*_dated_law(), *_what_follows()]
    assert {(name, block.source) for name, block in dated} - at_work == set()


def test_every_condition_fails_in_some_case() -> None:
    unmet = {
        code for case in ALL for wanted in case.expect.values() for code in wanted.get("unmet", [])
    }
    assert {requirement.code for requirement in law().requirements} - unmet == set()


# --- the cases themselves are read strictly --------------------------------------------------

GOOD = """
[[case]]
name = "A single person gets the subsidy too"
source = "letter-275"
[case.facts]
members = "self"
[case.expect]
verdict = "eligible"
amount = 302_750
"""


def test_a_case_needs_nothing_but_its_own_file(write: Write) -> None:
    case = write(GOOD)
    assert found(case, "relocation") == expected(case, "relocation")


def test_a_case_that_forgets_the_sum_expects_none(write: Write) -> None:
    case = write(GOOD.replace("amount = 302_750", ""))
    assert expected(case, "relocation")["max"] == 0
    assert found(case, "relocation")["max"] == 302_750


def test_a_case_that_names_the_wrong_act_does_not_pass(write: Write) -> None:
    case = write(GOOD.replace("letter-275", "letter-134") + 'met = ["employer_pays_move"]')
    assert expected_sources(case, "relocation") == {"employer_pays_move": "letter-134"}
    assert found_sources(case, "relocation") == {"employer_pays_move": "letter-275"}


def test_a_case_that_names_a_condition_nobody_asks_does_not_pass(write: Write) -> None:
    case = write(GOOD + 'met = ["first_time"]')
    assert found(case, "relocation") != expected(case, "relocation")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[[case]]", "cases = 1\n[[case]]", "unknown keys ['cases']"),
        ("[case.facts]", "page = 3\n[case.facts]", "unknown keys ['page']"),
        ("verdict =", "verdicts =", "unknown keys ['verdicts']"),
        ('verdict = "eligible"', "", "verdict is missing"),
        ('source = "letter-275"', "", "['source'] is missing"),
        ("amount = 302_750", "amount = 1\nmin = 0\nmax = 1", "one sum, or both min and max"),
        ("amount = 302_750", "max = 1", "one sum, or both min and max"),
    ],
)
def test_a_slip_in_a_case_is_an_error(write: Write, old: str, new: str, said: str) -> None:
    with pytest.raises(BadCase) as error:
        write(GOOD.replace(old, new))
    assert said in str(error.value)


def test_a_fact_that_is_spelt_wrong_is_an_error(write: Write) -> None:
    case = write(GOOD.replace("members =", "member ="))
    with pytest.raises(BadFacts, match="member: unknown_fact"):
        found(case, "relocation")
