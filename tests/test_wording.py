"""An assessment in words: the same figures in three languages, each written as its readers do."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest
from django.utils.translation import override
from hypothesis import given

from calculator.questions import CHOICES, QUESTIONS, UNKNOWN
from calculator.rules import FACTS, Family, Member, assess
from calculator.rules.errors import Fault, Problem
from calculator.rules.payments import Amount, Step, StepKind
from calculator.rules.records import Grade, Parameter
from calculator.wording import answers, document, fault_text, faults_document, links, regions
from calculator.wording.facts import KAZAKH_ALPHABET, alphabetical, answer, members, place
from calculator.wording.faults import field_text
from calculator.wording.figures import (
    counted,
    day,
    figure,
    grade,
    language,
    money,
    money_range,
    month,
    number,
    outcome,
    said,
    verdict,
)
from calculator.wording.steps import step
from tests.rules.families import Facts, assessment, family, law
from tests.rules.strategies import few_examples, open_families

pytestmark = pytest.mark.usefixtures("law_of_2026")

LANGUAGES = ("kk", "ru", "en")
BRIEF = {"on": "2026-06-15"}

in_every_language = pytest.mark.parametrize("tongue", LANGUAGES)


def plainly(text: str) -> str:
    """A text with ordinary spaces, easier to write down."""
    return text.replace("\u00a0", " ")


# --- numbers and money ---------------------------------------------------------------------------


@in_every_language
@pytest.mark.parametrize(
    ("tenge", "written"),
    [
        (0, "0\u00a0₸"),
        (999, "999\u00a0₸"),
        (1_000, "1\u00a0000\u00a0₸"),
        (1_513_750, "1\u00a0513\u00a0750\u00a0₸"),
        (10_000_000_000, "10\u00a0000\u00a0000\u00a0000\u00a0₸"),
    ],
)
def test_money_is_whole_tenge_that_no_line_break_can_tear(
    tongue: str, tenge: int, written: str
) -> None:
    with override(tongue):
        assert money(tenge) == written


@pytest.mark.parametrize(("tongue", "written"), [("kk", "2,5"), ("ru", "2,5"), ("en", "2.5")])
def test_a_fraction_has_a_comma_but_in_english_a_point(tongue: str, written: str) -> None:
    with override(tongue):
        assert number(Decimal("2.5")) == written


@pytest.mark.parametrize(
    ("tongue", "written"),
    [
        ("kk", "0 ₸-ден 1 513 750 ₸-ге дейін"),
        ("ru", "от 0 ₸ до 1 513 750 ₸"),
        ("en", "0 ₸ to 1 513 750 ₸"),
    ],
)
def test_a_range_runs_from_the_least_to_the_most(tongue: str, written: str) -> None:
    with override(tongue):
        assert plainly(money_range(Amount(0, 1_513_750))) == written
        assert money_range({"min": 0, "max": 1_513_750}) == money_range(Amount(0, 1_513_750))
        assert money_range(Amount(7, 7)) == money(7)


# --- days and counts ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tongue", "on", "in_month"),
    [
        ("kk", "2026 жылғы 15 маусым", "2026 жылғы маусым"),
        ("ru", "15 июня 2026 года", "июнь 2026"),
        ("en", "15 June 2026", "June 2026"),
    ],
)
def test_days_and_months_are_written_out(tongue: str, on: str, in_month: str) -> None:
    with override(tongue):
        assert day(date(2026, 6, 15)) == on
        assert month(date(2026, 6, 1)) == in_month


@in_every_language
def test_every_month_has_a_name_of_its_own(tongue: str) -> None:
    with override(tongue):
        names = {month(date(2026, number, 1)) for number in range(1, 13)}
    assert len(names) == 12
    assert not any(name.endswith(".") for name in names)


@pytest.mark.parametrize(
    ("of", "written"),
    [
        ("people", ["1 человек", "2 человека", "5 человек", "11 человек", "21 человек"]),
        ("workers", ["1 работник", "2 работника", "5 работников", "11 работников", "21 работник"]),
        ("months", ["1 месяц", "2 месяца", "5 месяцев", "11 месяцев", "21 месяц"]),
        ("years", ["1 год", "2 года", "5 лет", "11 лет", "21 год"]),
    ],
)
def test_russian_counts_by_the_last_figure(of: str, written: list[str]) -> None:
    with override("ru"):
        assert [counted(count, of) for count in (1, 2, 5, 11, 21)] == written


def test_kazakh_counts_with_one_word_and_english_with_two() -> None:
    with override("kk"):
        assert [counted(count, "people") for count in (1, 2, 21)] == [
            "1 адам",
            "2 адам",
            "21 адам",
        ]
    with override("en"):
        assert [counted(count, "months") for count in (0, 1, 2, 21)] == [
            *("0 months", "1 month", "2 months", "21 months")
        ]


def units() -> dict[str, Parameter]:
    """One figure of each unit."""
    return {each.unit: each for each in law().parameters}


FIGURES = {
    "kk": {"MRP": "АЕК", "months": "60 ай", "years": "5 жыл", "percent-a-year": "2,5 %"},
    "ru": {"MRP": "МРП", "months": "60 месяцев", "years": "5 лет", "percent-a-year": "2,5 %"},
    "en": {"MRP": "MRP", "months": "60 months", "years": "5 years", "percent-a-year": "2.5 %"},
}


@in_every_language
def test_a_figure_carries_its_unit(tongue: str) -> None:
    expected, found = FIGURES[tongue], units()
    assert found.keys() == {"KZT", "MRP", "percent", "percent-a-year", "months", "years"}
    with override(tongue):
        index = replace(found["MRP"], value=70)
        assert figure(index) == f"70\u00a0{expected['MRP']}"
        assert figure(replace(found["KZT"], value=4325)) == "4\u00a0325\u00a0₸"
        assert figure(replace(found["percent"], value=50)) == "50\u00a0%"
        assert plainly(figure(replace(found["months"], value=60))) == expected["months"]
        assert plainly(figure(replace(found["years"], value=5))) == expected["years"]
        rate = replace(found["percent-a-year"], value=Decimal("2.5"))
        assert plainly(figure(rate)) == expected["percent-a-year"]


# --- the fixed words -----------------------------------------------------------------------------


@in_every_language
def test_verdicts_outcomes_and_grades_each_have_words_of_their_own(tongue: str) -> None:
    with override(tongue):
        verdicts = [
            verdict("eligible"),
            verdict("eligible", "cash", "employer"),
            verdict("eligible", "loan"),
            verdict("open", "loan", "employer"),
            verdict("not_eligible", "in_kind"),
        ]
        outcomes = [outcome(code) for code in ("met", "not_met", "unknown")]
        grades = [grade(code) for code in get_args(Grade)]
    for words in (verdicts, outcomes, grades):
        assert all(words)
        assert len(set(words)) == len(words)


def test_a_language_that_is_none_of_the_three_reads_kazakh() -> None:
    text = {"kk": "иә", "ru": "да", "en": "yes"}
    with override("de"):
        assert language() == "kk"
        assert said(text) == "иә"
    with override("ru-kz"):
        assert said(text) == "да"
    with override(None):
        assert said(text) == "иә"


# --- steps ---------------------------------------------------------------------------------------

BORROWER: Facts = {"settlement": "rural", "loan_months": 84}
STEPPED: list[Facts] = [
    BRIEF,
    {"housing_price": "unknown", "rent_months": 1},
    {"job_confirmed": "unknown"},
    {**BORROWER, "on": "2024-01-05", "business": "agriculture", "loan_amount": 30_000_000},
    {**BORROWER, "business": "other"},
]
IN_ENGLISH = {
    "rate": "70 MRP × 5 people × 4 325 ₸",
    "months": "30 MRP × 7 months × 4 325 ₸ (June 2026 – December 2026)",
    "share": "100 % × 10 000 000 ₸",
    "cap": "At most: 1 625 MRP × 4 325 ₸",
    "lower": "The smaller of the two is used",
    "price_unknown": "The price is not known yet, so this can be any sum up to this one",
    "rate_at_most": "400 MRP × up to 5 workers × 4 325 ₸",
    "limit": "At most: 2 500 MRP × 3 692 ₸",
    "wanted": "You want 30 000 000 ₸; you can borrow",
    "wanted_unknown": "You have not said how much you want, so this is the largest loan",
    "term": "You want 84 months; for this business the longest term is 60 months",
    "instalment": "Monthly payment for 84 months at 2.5 % a year",
    "last_instalment": "Last payment",
    "interest": "Total interest",
}


def every_step() -> dict[str, Step]:
    """A step of every kind, as families come by it."""
    found: dict[str, Step] = {}
    for changes in STEPPED:
        for measure in assessment(**changes).measures:
            for line in measure.steps:
                found.setdefault(line.kind, line)
    return found


def test_every_kind_of_step_occurs() -> None:
    assert every_step().keys() == set(get_args(StepKind)) == IN_ENGLISH.keys()


@pytest.mark.parametrize("kind", IN_ENGLISH)
def test_each_step_is_one_line_a_person_can_follow(kind: str) -> None:
    with override("en"):
        assert plainly(step(every_step()[kind])) == IN_ENGLISH[kind]


@pytest.mark.parametrize("kind", IN_ENGLISH)
def test_a_step_says_the_same_figures_in_every_language(kind: str) -> None:
    texts = list(in_all_languages(lambda: step(every_step()[kind])))
    assert len({tuple(sorted(figures_in(text))) for text in texts}) == 1
    # A share is all figures and signs; anything else has words.
    assert len(set(texts)) == (1 if kind == "share" else 3)


def test_the_brief_reads_alike_in_kazakh_and_russian() -> None:
    lines = every_step()
    with override("kk"):
        assert plainly(step(lines["rate"])) == "70 АЕК × 5 адам × 4 325 ₸"
    with override("ru"):
        assert plainly(step(lines["rate"])) == "70 МРП × 5 человек × 4 325 ₸"


def test_a_single_month_is_named_once() -> None:
    (line,) = next(
        each.steps for each in assessment(rent_months=1).measures if each.measure.code == "rent"
    )
    with override("en"):
        assert plainly(step(line)).endswith("× 1 month × 4 325 ₸ (January 2026)")


def figures_in(text: str) -> list[str]:
    """The figures of a text, a comma and a point taken for the same."""
    return [each.replace(",", ".") for each in re.findall(r"\d+(?:[.,]\d+)?", plainly(text))]


def in_all_languages(say: Any) -> Iterator[str]:
    """What is said in each language."""
    for tongue in LANGUAGES:
        with override(tongue):
            yield say()


# --- faults --------------------------------------------------------------------------------------

DAYS = ("2023-01-01", "2027-12-31")
FAULTS = {
    "missing": Fault("track", "missing", None, ("resettler", "kandas")),
    "unknown_fact": Fault("housing_prise", "unknown_fact", "10000000"),
    "repeated": Fault("on", "repeated", "2026-01-01, 2026-01-02"),
    "choice": Fault("settlement", "choice", "aul", ("urban", "rural")),
    "yes_no": Fault("job_seeker", "yes_no", "maybe"),
    "whole": Fault("housing_price", "whole", "ten", ("1", "10000000000")),
    "day": Fault("on", "day", "31.02.2026", DAYS),
    "scope": Fault("on", "scope", "2022-12-31", DAYS),
    "members": Fault("members", "members", "5", ("30",)),
    "too_many": Fault("members", "too_many", "31", ("30",)),
    "relation": Fault("members", "relation", "cousin", ("self", "spouse"), 3, "relation"),
    "one_self": Fault("members", "one_self", "2"),
    "family_size": Fault("family_size", "family_size", "4", ("5",)),
    "extra_cells": Fault("row", "extra_cells", "7;8", ("24",)),
    "object": Fault("2", "object", "[1, 2]"),
}
MORE_FAULTS = {
    "nobody": Fault("members", "missing", None, ("30",)),
    "no relation": Fault("members", "missing", None, ("self", "child"), 2, "relation"),
    "no region": Fault("origin", "missing", None, ("akmola", "abai")),
    "no such region": Fault("origin", "choice", "narnia", ("akmola", "abai")),
    "no such day": Fault("graduated_on", "day", "31.02.2026"),
    "age": Fault("members", "whole", "121", ("0", "120"), 5, "age"),
}
ALL_FAULTS = FAULTS | MORE_FAULTS


def test_every_problem_has_a_sentence() -> None:
    assert FAULTS.keys() == set(get_args(Problem))
    assert all(fault.problem == problem for problem, fault in FAULTS.items())


@pytest.mark.parametrize("fault", ALL_FAULTS.values(), ids=ALL_FAULTS)
def test_a_fault_quotes_what_was_given_and_says_what_is_allowed(fault: Fault) -> None:
    texts = list(in_all_languages(lambda: fault_text(fault)))
    assert len(set(texts)) == len(LANGUAGES)
    for text in texts:
        assert "%" not in text
        assert "None" not in text
        if fault.problem != "unknown_fact":
            assert fault.given is None or fault.given in text
        allowed = [] if fault.problem in {"day", "scope"} else fault.allowed
        assert all(limit in text.replace("\u00a0", "") for limit in allowed)


@in_every_language
def test_a_fault_names_its_place_by_codes(tongue: str) -> None:
    with override(tongue):
        assert fault_text(FAULTS["relation"]).startswith("members.3.relation: ")
        assert fault_text(FAULTS["whole"]).startswith("housing_price: ")
        assert "housing_price" in fault_text(FAULTS["unknown_fact"])


@in_every_language
def test_the_form_says_answers_by_their_titles_and_days_in_words(tongue: str) -> None:
    with override(tongue):
        for problem in ("missing", "choice", "relation"):
            fault = FAULTS[problem]
            titles = CHOICES[fault.part or fault.fact]
            text = field_text(fault)
            assert all(str(titles[code]) in text for code in fault.allowed)
            assert not any(code in text for code in fault.allowed)
        for limit in DAYS:
            assert day(date.fromisoformat(limit)) in field_text(FAULTS["day"])
        assert "akmola" not in field_text(MORE_FAULTS["no such region"])


@in_every_language
def test_faults_are_a_problem_document(tongue: str) -> None:
    found = [FAULTS["whole"], FAULTS["relation"]]
    with override(tongue):
        problem = faults_document(found)
        assert [error["detail"] for error in problem["errors"]] == [*map(fault_text, found)]
    assert (problem["type"], problem["status"]) == ("about:blank", 422)
    assert problem["title"]
    assert problem["errors"][1] == problem["errors"][1] | {
        "fact": "members.3.relation",
        "given": "cousin",
        "allowed": ["self", "spouse"],
    }
    assert json.loads(json.dumps(problem)) == problem


# --- what was answered, and places ---------------------------------------------------------------


@in_every_language
def test_every_answer_is_read_back_under_its_title(tongue: str) -> None:
    with override(tongue):
        said_back = answers(family(**BRIEF, job_seeker="unknown"), law())
        texts = {each["fact"]: each["text"] for each in said_back}
        assert texts["origin"] == said(law().regions["turkistan"].name)
        assert texts["housing_price"] == money(10_000_000)
        assert texts["rent_months"] == counted(12, "months")
        assert texts["job_seeker"] == str(UNKNOWN)
        assert texts["on"] == day(date(2026, 6, 15))
        for each in said_back:
            assert each["title"] == str(QUESTIONS[each["fact"]].title)
    assert all(texts.values())


def test_what_was_not_asked_of_a_family_is_not_read_back() -> None:
    plain = {each["fact"] for each in answers(family(**BRIEF), law())}
    assert FACTS.keys() - plain == {"graduated_on", "loan_amount", "loan_months"}
    asked = {"graduate": "serpin", "business": "other"}
    assert {each["fact"] for each in answers(family(**BRIEF, **asked), law())} == FACTS.keys()


@in_every_language
def test_a_member_is_named_by_kin_and_age_as_far_as_they_are_known(tongue: str) -> None:
    people = (Member("self", 34), Member("child"), Member(None, 7), Member(None))
    with override(tongue):
        parts = members(people).split(", ")
        titles = CHOICES["relation"]
        assert parts[:2] == [f"{titles['self']} (34)", str(titles["child"])]
    assert parts[2] == f"{parts[3]} (7)"


@in_every_language
def test_abroad_is_a_place_too(tongue: str) -> None:
    with override(tongue):
        assert place("abroad", law())
        assert place("abroad", law()) != place("akmola", law())
        assert answer("origin", "abroad", law()) == place("abroad", law())


def test_the_kazakh_alphabet_has_its_42_letters_and_a_name_sorts_by_them() -> None:
    assert len(KAZAKH_ALPHABET) == len(set(KAZAKH_ALPHABET)) == 42
    shuffled = sorted(KAZAKH_ALPHABET.upper())
    assert shuffled != list(KAZAKH_ALPHABET.upper())
    assert sorted(shuffled, key=alphabetical) == list(KAZAKH_ALPHABET.upper())


IN_ORDER = {
    "kk": [
        "Абай",
        "Ақмола",
        "Ақтөбе",
        "Алматы",
        "Атырау",
        "Батыс",
        "Жетісу",
        "Қарағанды",
        "Қостанай",
        "Қызылорда",
        "Маңғыстау",
        "Түркістан",
        "Ұлытау",
        "Шығыс",
        "Шымкент",
    ],
    "ru": [
        "область Абай",
        "Акмолинская",
        "город Алматы",
        "город Астана",
        "Жамбылская",
        "область Жетісу",
        "Западно",
        "Туркестанская",
        "область Ұлытау",
        "город Шымкент",
    ],
    "en": ["Abai", "Akmola", "Almaty", "Astana", "East", "Ulytau", "Zhambyl", "Zhetisu"],
}


@in_every_language
def test_regions_stand_in_the_order_of_their_own_alphabet(tongue: str) -> None:
    with override(tongue):
        listed = regions(law())
    assert len(listed) == 20
    assert {slug for slug, _ in listed} == law().regions.keys()
    names = [name for _, name in listed]
    places = [
        next(i for i, name in enumerate(names) if name.startswith(start))
        for start in IN_ORDER[tongue]
    ]
    assert places == sorted(places)


# --- the document --------------------------------------------------------------------------------

RANGE = "min max"
KEYS = {
    "": "on edition lang facts verdict provisional assumed grade total measures blocking open "
    "changes next_question question months documents way obligations dates editions "
    "destinations notes sources links versions",
    "measures": "code title summary kind verdict payee in_total amount provisional assumed "
    "conditions steps parameters schedule loan notes way_in",
    "measures.conditions": "code text outcome facts source grade remedy shared",
    "measures.steps": "kind text line amount provisional",
    "measures.parameters": "name title value unit text from until provisional source grade",
    "measures.schedule": "month min max provisional",
    "measures.loan": "principal rate months instalment last_instalment interest repayments",
    "measures.loan.repayments": "month amount",
    "measures.notes": "code text source grade",
    "measures.amount": RANGE,
    "measures.way_in": "facts verdict amount text link",
    "measures.way_in.amount": RANGE,
    "total": RANGE,
    "blocking": "code text outcome facts source grade remedy shared",
    "open": "code text facts answers",
    "open.answers": "value text link",
    "changes": "facts total gain gain_text text link",
    "changes.total": RANGE,
    "question": "fact text help numeric answers",
    "question.answers": "value text total link",
    "question.answers.total": RANGE,
    "months": "month text min max provisional parts",
    "months.parts": "code title amount",
    "months.parts.amount": RANGE,
    "documents": "code text why where valid for proves count whose source grade",
    "documents.count": RANGE,
    "way": "code text term source grade",
    "obligations": "code text until amount parts source grade",
    "obligations.amount": RANGE,
    "obligations.parts": "code title amount",
    "obligations.parts.amount": RANGE,
    "dates": "code fixed measure date text",
    "editions": "from verdict provisional total measures new",
    "editions.total": RANGE,
    "editions.measures": RANGE,
    "editions.new": "text source grade",
    "destinations": "region name places urban rural chosen unmet unknown link",
    "destinations.urban": RANGE,
    "destinations.rural": RANGE,
    "destinations.unmet": "code text source grade",
    "destinations.unknown": "code text source grade",
    "notes": "code text source grade",
    "sources": "number title date url",
    "links": "form result summary summary_pdf dates",
    "versions": "engine law",
}
"""What `docs/interfaces.md` promises at each place of the document."""
NAMED = {"sources", "editions.measures"}
"""Objects whose keys are codes, not names that are promised."""
ADDRESSES = {"links", "link"}
WORDS = {
    "line",
    *("lang", "title", "summary", "text", "remedy", "help", "why", "where", "valid", "whose"),
    *("term", "name", "gain_text"),
    *ADDRESSES,
}
OFTEN_EMPTY = {"help"}


def told(someone: Family, tongue: str) -> dict[str, Any]:
    """The document about a family."""
    with override(tongue):
        return document(assess(someone, law()), law())


def keys_at(value: Any, where: str = "") -> Iterator[tuple[str, set[str]]]:
    """The keys of every object in a document, by the path that leads to it."""
    if isinstance(value, list):
        for entry in value:
            yield from keys_at(entry, where)
    elif isinstance(value, dict) and not where.endswith("facts"):
        if where not in NAMED:
            yield where, set(value)
        for key, entry in value.items():
            path = where if where in NAMED else f"{where}.{key}".removeprefix(".")
            yield from ([(where, set(entry))] if where in NAMED else keys_at(entry, path))


FAMILIES: list[Facts] = [
    *STEPPED,
    {"origin": "akmola"},
    {"track": "kandas", "job_seeker": "unknown"},
    {"housing_provided": "unknown"},
    {"job_confirmed": False},
    {"track": "kandas", "on": date(2027, 2, 1)},
]


def test_the_document_has_the_keys_it_promises_and_no_others() -> None:
    found = [pair for changes in FAMILIES for pair in keys_at(told(family(**changes), "kk"))]
    assert {where for where, _ in found} == KEYS.keys()
    for where, keys in found:
        assert keys == set(KEYS[where].split()), where


@in_every_language
def test_the_document_says_on_which_day_by_which_rules_and_in_which_language(tongue: str) -> None:
    found = told(family(**BRIEF), tongue)
    assert (found["on"], found["edition"], found["lang"]) == ("2026-06-15", "2026-01-01", tongue)
    assert found["total"] == {"min": 10_098_875, "max": 10_098_875}
    assert (found["verdict"], found["provisional"]) == ("eligible", True)
    assert found["facts"].keys() == FACTS.keys()
    assert found["facts"]["workers_hired"] == 1


@in_every_language
@pytest.mark.parametrize("changes", FAMILIES)
def test_everything_cited_is_among_the_sources_numbered_from_one(
    tongue: str, changes: Facts
) -> None:
    found = told(family(**changes), tongue)
    assert found["sources"].keys() == set(cited_in(found))
    numbers = [source["number"] for source in found["sources"].values()]
    assert numbers == list(range(1, len(found["sources"]) + 1))


def cited_in(value: Any) -> Iterator[str]:
    """Every source that anything in a document names."""
    if isinstance(value, dict):
        if "source" in value:
            assert value["grade"] in get_args(Grade)
            yield value["source"]
        for entry in value.values():
            yield from cited_in(entry)
    if isinstance(value, list):
        for entry in value:
            yield from cited_in(entry)


@in_every_language
def test_links_lead_to_the_familys_pages_in_its_language(tongue: str) -> None:
    with override(tongue):
        found = links(family(**BRIEF))
    pages = {
        "form": "calculate/",
        "result": "result/",
        "summary": "summary/",
        "summary_pdf": "summary.pdf",
        "dates": "dates.ics",
    }
    assert found.keys() == pages.keys()
    for name, address in found.items():
        assert address.startswith(f"/{tongue}/{pages[name]}?on=2026-06-15&track=resettler&")


@in_every_language
def test_a_remedy_is_offered_only_for_what_is_not_met(tongue: str) -> None:
    conditions = [
        condition
        for changes in FAMILIES
        for measure in told(family(**changes), tongue)["measures"]
        for condition in measure["conditions"]
    ]
    assert {each["outcome"] for each in conditions} == {"met", "not_met", "unknown"}
    assert any(each["remedy"] for each in conditions)
    assert not any(each["remedy"] for each in conditions if each["outcome"] == "met")


@few_examples
@given(someone=open_families())
def test_no_language_changes_a_number_and_every_document_is_json(someone: Family) -> None:
    documents = [told(someone, tongue) for tongue in LANGUAGES]
    for found in documents:
        assert json.loads(json.dumps(found, ensure_ascii=False, allow_nan=False)) == found
        assert all(isinstance(text, str) and text for text in words_of(found))
        assert found["sources"].keys() == set(cited_in(found))
    assert without_words(documents[0]) == without_words(documents[1])
    assert without_words(documents[1]) == without_words(documents[2])


def without_words(value: Any) -> Any:
    """A document without anything that is meant to be read."""
    if isinstance(value, dict):
        return {key: without_words(each) for key, each in value.items() if key not in WORDS}
    return [without_words(each) for each in value] if isinstance(value, list) else value


def words_of(value: Any) -> Iterator[Any]:
    """All that is meant to be read in a document."""
    if isinstance(value, list):
        for each in value:
            yield from words_of(each)
    if isinstance(value, dict):
        for key, each in value.items():
            if key in WORDS - ADDRESSES - OFTEN_EMPTY and each is not None:
                yield each
            else:
                yield from words_of(each)


@in_every_language
def test_a_product_equals_its_sum_and_a_sentence_leads_to_it(tongue: str) -> None:
    with override(tongue):
        found = told(family(**BRIEF, housing_price="unknown"), tongue)
        certificate = next(each for each in found["measures"] if each["code"] == "certificate")
        limit, unknown = certificate["steps"]
        assert limit["line"] == f"{limit['text']} = {money(limit['amount'])}"
        assert unknown["line"] == f"{unknown['text']}: {money(unknown['amount'])}"
