"""What follows from an assessment, in words: true to what was found, alike in three languages."""

import io
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.core.management import call_command
from django.utils.translation import override
from hypothesis import assume, example, given
from hypothesis import strategies as st

from calculator.intake import understood
from calculator.questions import CHOICES, QUESTIONS, YES_NO
from calculator.rules import Family, assess
from calculator.rules.advice import advise
from calculator.rules.facts import CHANGEABLE, FACTS, Choice, YesNo
from calculator.templatetags.words import alike
from calculator.wording import document
from calculator.wording.charts import FOOT, TOP, WIDTH, editions_chart, months_chart
from calculator.wording.deeds import DEEDS, deed
from calculator.wording.figures import counted, money
from tests.rules.families import TODAY, Facts, facts, family, law
from tests.rules.strategies import any_family, examples, few_examples, known_families

pytestmark = pytest.mark.usefixtures("law_of_2026")

LANGUAGES = ("kk", "ru", "en")
in_every_language = pytest.mark.parametrize("tongue", LANGUAGES)

CROWD = "self:34;spouse;child;child:17;unknown;other"
FAMILIES: dict[str, Facts] = {
    "brief": {"on": "2026-06-15"},
    "crowd": {"members": CROWD, "housing_price": "unknown", "settlement_listed": "unknown"},
    "job and home wanted": {"job_confirmed": "no", "housing_plan": "none"},
    "home wanted": {"housing_plan": "none", "employer_pays_move": "yes"},
    "elsewhere": {"destination": "akmola", "settlement_listed": "no", "job_seeker": "no"},
    "graduate": {"graduate": "serpin", "graduated_on": "2025-12-01"},
    "graduate of some day": {"graduate": "serpin"},
    "kandas": {"track": "kandas", "origin": "abroad", "divorced_36_months": "yes"},
    "kandas next year": {"track": "kandas", "on": "2027-02-01", "supported_before": "unknown"},
    "first year": {"on": "2023-02-01", "business": "agriculture", "settlement": "rural"},
}
"""Families that between them have all the advice there is."""
in_every_family = pytest.mark.parametrize("changes", FAMILIES.values(), ids=FAMILIES)
FOLLOWS = (
    *("changes", "question", "months", "documents", "way", "obligations", "dates"),
    *("editions", "destinations"),
)


def told(someone: Family, tongue: str = "en") -> dict[str, Any]:
    """The document about a family."""
    with override(tongue):
        return document(assess(someone, law()), law())


# --- languages -----------------------------------------------------------------------------------

CYRILLIC = re.compile(r"[а-яәғқңөұүһі]", re.IGNORECASE)
NOT_WORDS = {
    *("fact", "facts", "code", "link", "value", "region", "date", "from", "until", "month"),
    *("source", "grade", "verdict", "for", "measure", "proves"),
}


def texts_in(value: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """The texts of a part of a document, by the path that leads to each."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, list):
        for number, entry in enumerate(value):
            yield from texts_in(entry, f"{where}[{number}]")
    elif isinstance(value, dict):
        for key, entry in value.items():
            if key not in NOT_WORDS:
                yield from texts_in(entry, f"{where}.{key}")


@in_every_family
def test_all_advice_is_in_the_language_asked_for(changes: Facts) -> None:
    found = {tongue: told(family(**changes), tongue) for tongue in LANGUAGES}
    texts = {
        tongue: dict(texts_in([each[part] for part in FOLLOWS])) for tongue, each in found.items()
    }
    assert texts["kk"].keys() == texts["ru"].keys() == texts["en"].keys()
    for where, english in texts["en"].items():
        # Links and the names of sites and projects are the same in every language.
        if re.search(r"[a-z]{3}", english):
            assert not CYRILLIC.search(re.sub("«.*?»", "", english)), where
            assert CYRILLIC.search(texts["kk"][where]), where
            assert CYRILLIC.search(texts["ru"][where]), where


@in_every_family
def test_no_text_lacks_its_words_or_keeps_a_gap_to_be_filled_in(changes: Facts) -> None:
    for tongue in LANGUAGES:
        for where, text in texts_in([told(family(**changes), tongue)[part] for part in FOLLOWS]):
            assert text.strip() == text, where
            assert text or where.endswith(".help"), where
            assert not re.search(r"%\(|[{}]|\bNone\b|\bTrue\b", text), text
            assert not re.search(r"\.\.|\. \.| {2}|\d [₸%]", text), text


# --- links ---------------------------------------------------------------------------------------


def family_at(link: str) -> Family:
    """The family an address describes."""
    return understood(dict(parse_qsl(urlsplit(link).query, strict_parsing=True)), law(), TODAY)


@few_examples
@given(of=any_family, tongue=st.sampled_from(LANGUAGES))
def test_every_link_leads_to_the_family_with_those_facts_and_no_others(
    of: Family, tongue: str
) -> None:
    found = told(of, tongue)
    ways = [each["way_in"] for each in found["measures"] if each["way_in"]]
    offers = [(each["link"], each["facts"]) for each in (*found["changes"], *ways)]
    offers += [(each["link"], {"destination": each["region"]}) for each in found["destinations"]]
    if question := found["question"]:
        offers += [
            (each["link"], {question["fact"]: each["value"]}) for each in question["answers"]
        ]
    for link, changed in offers:
        assert urlsplit(link).path == f"/{tongue}/result/"
        assert family_at(link) == replace(of, **changed)


@few_examples
@given(of=any_family)
def test_what_a_link_promises_is_what_is_worked_out_there(of: Family) -> None:
    found = told(of)
    promised = [(each["link"], each["total"]) for each in found["changes"]]
    promised += [(each["link"], each["total"]) for each in (found["question"] or NONE)["answers"]]
    promised += [(each["link"], each[of.settlement]) for each in found["destinations"]]
    for link, total in promised:
        assert assess(family_at(link), law()).total == (total["min"], total["max"])


NONE: dict[str, list[Any]] = {"answers": []}


# --- the question --------------------------------------------------------------------------------

ASKED: dict[str, tuple[Facts, list[object]]] = {
    "settlement_listed": ({"settlement_listed": "unknown"}, [True, False]),
    "housing_provided": ({"housing_provided": "unknown"}, ["none", "employer", "state"]),
    "housing_price": ({"housing_price": "unknown"}, []),
    "graduated_on": ({"graduate": "serpin"}, []),
}


@in_every_language
@pytest.mark.parametrize("fact", ASKED)
def test_a_question_is_asked_like_in_the_form_with_the_answers_it_can_have(
    tongue: str, fact: str
) -> None:
    changes, values = ASKED[fact]
    found = told(family(**changes), tongue)
    question = found["question"]
    assert found["next_question"] == question["fact"] == fact
    assert [each["value"] for each in question["answers"]] == values
    with override(tongue):
        assert question["text"] == str(QUESTIONS[fact].label)
        assert question["help"] == str(QUESTIONS[fact].help)
        titles = CHOICES.get(fact, {True: YES_NO["yes"], False: YES_NO["no"]})
        assert [each["text"] for each in question["answers"]] == [str(titles[v]) for v in values]


def test_where_all_is_known_nothing_is_asked() -> None:
    found = told(family())
    assert (found["next_question"], found["question"]) == (None, None)


# --- what to do ----------------------------------------------------------------------------------

IN_ENGLISH = {
    "Find an employer in the new place who confirms a permanent job. Buy a home.": {
        "job_confirmed": True,
        "housing_plan": "buy",
    },
    "Choose this region: Pavlodar Region. Your other answers must hold there too. "
    "Move to a village. Your other answers must hold there too.": {
        "destination": "pavlodar",
        "settlement": "rural",
    },
    "Employer pays for the move: Yes.": {"employer_pays_move": True},
}


@pytest.mark.parametrize("said", IN_ENGLISH)
def test_what_to_do_is_a_sentence_for_each_fact(said: str) -> None:
    with override("en"):
        assert deed(IN_ENGLISH[said], law()) == said


def possible_deeds() -> Iterator[tuple[str, object]]:
    """Every answer to a fact that a family can change."""
    for fact in CHANGEABLE:
        kind = FACTS[fact]
        if isinstance(kind, YesNo | Choice):
            answers = (True, False) if isinstance(kind, YesNo) else kind.values
            yield from ((fact, value) for value in answers)


@pytest.mark.parametrize(("fact", "value"), [*possible_deeds()])
def test_whatever_can_be_changed_is_a_whole_sentence_of_its_own_in_each_language(
    fact: str, value: object
) -> None:
    said = []
    for tongue in LANGUAGES:
        with override(tongue):
            said.append(deed({fact: value}, law()))
            others = [deed({name: other}, law()) for name, other in DEEDS]
            assert others.count(said[-1]) == ((fact, value) in DEEDS)
    assert all(re.fullmatch(r"\S.*[^.]\.", each) for each in said)
    assert len(set(said)) == len(LANGUAGES)


@examples
@given(of=any_family)
def test_what_is_advised_has_words_of_its_own_and_is_no_mere_answer(of: Family) -> None:
    advice = advise(assess(of, law()), law())
    for offer in (*advice.changes, *advice.ways_in.values()):
        named = {pair for pair in offer.facts.items() if pair[0] != "destination"}
        assert named <= DEEDS.keys()


GAINS = {
    "sure": ({"housing_plan": "none"}, "+ 7 028 125 ₸"),
    "at most": (
        {"housing_plan": "none", "housing_price": "unknown"},
        "up to 7 028 125 ₸ more",
    ),
}


@pytest.mark.parametrize("kind", GAINS)
def test_a_gain_is_only_promised_where_it_is_certain(kind: str) -> None:
    changes, said = GAINS[kind]
    gains = {
        each["gain_text"].replace("\u00a0", " ") for each in told(family(**changes))["changes"]
    }
    assert gains == {said}


@few_examples
@given(of=any_family, tongue=st.sampled_from(LANGUAGES))
def test_a_gain_names_its_sum(of: Family, tongue: str) -> None:
    found = told(of, tongue)
    for change in found["changes"]:
        assert money(change["gain"]) in change["gain_text"]
        certain = change["total"]["min"] == change["total"]["max"]
        if change["gain_text"].startswith("+"):
            assert certain


def test_only_changes_of_the_same_facts_to_the_same_total_are_alike() -> None:
    most, less = {"min": 9, "max": 9}, {"min": 5, "max": 5}
    changes = [
        {"facts": {"housing_plan": "buy"}, "total": most},
        {"facts": {"housing_plan": "build"}, "total": most},
        {"facts": {"housing_plan": "mortgage"}, "total": less},
        {"facts": {"settlement": "urban"}, "total": most},
    ]
    assert [group["options"] for group in alike(changes)] == [
        changes[:2],
        changes[2:3],
        changes[3:],
    ]


# --- papers, duties, days ------------------------------------------------------------------------

WHOSE = {
    "kk": ("2 адамға", "3–6 адамға"),
    "ru": ("на 2 человек", "на 3–6 человек"),
    "en": ("for 2 people", "for 3 to 6 people"),
}


@in_every_language
def test_a_paper_says_for_how_many_people_it_is_brought(tongue: str) -> None:
    for members, said in zip(("self:34;spouse;child:15", CROWD), WHOSE[tongue], strict=True):
        found = told(family(members=members), tongue)["documents"]
        (card,) = [each for each in found if each["code"] == "identity"]
        assert card["whose"] == said
        least, most = card["count"].values()
        assert {str(least), str(most)} == set(re.findall(r"\d+", said))


@in_every_family
def test_a_paper_of_one_or_of_the_whole_family_is_not_counted_in_words(changes: Facts) -> None:
    for paper in told(family(**changes))["documents"]:
        several = paper["count"] is not None and paper["count"]["max"] > 1
        assert (paper["whose"] is not None) is several


@in_every_language
@pytest.mark.parametrize("track", ["resettler", "kandas"])
def test_a_duty_names_its_term_in_words(tongue: str, track: str) -> None:
    someone = family(track=track, origin="turkistan" if track == "resettler" else "abroad")
    found = told(someone, tongue)
    with override(tongue):
        assert counted(5, "years") in found["obligations"][0]["text"]
    assert found["obligations"][0]["until"] == "2031-01-15"


def test_a_duty_says_what_is_at_stake_measure_by_measure() -> None:
    (duty,) = told(family(rent_months=0))["obligations"]
    assert [(part["code"], part["amount"]["max"]) for part in duty["parts"]] == [
        ("relocation", 1_513_750),
        ("certificate", 7_028_125),
    ]
    assert duty["amount"] == {"min": 8_541_875, "max": 8_541_875}


def test_the_end_of_monthly_support_is_named_with_its_measure() -> None:
    dates = {each["code"]: each["text"] for each in told(family())["dates"]}
    assert dates["last_month"].endswith(": Subsidy to cover rent and utility costs")
    assert dates["stay"] == "Last day of the time you promise to stay"


# --- editions ------------------------------------------------------------------------------------


def _new(someone: Family, on: str) -> list[str]:
    (edition,) = [each for each in told(someone)["editions"] if each["from"] == on]
    return [each["text"].replace("\u00a0", " ") for each in edition["new"]]


def test_a_figure_that_changed_stands_beside_the_one_before_it() -> None:
    assert "Certificate limit: 4 000 000 ₸ → 1 160 MRP" in _new(family(), "2024-01-01")
    assert "New support: Economic mobility certificate" in _new(family(), "2023-03-01")
    assert _new(family(), "2023-01-01") == []


def test_a_new_condition_is_only_told_to_those_it_is_asked_of() -> None:
    of_kandas = "New condition: Your family has not been included in a regional quota before"
    assert of_kandas in _new(family(track="kandas", origin="abroad"), "2025-01-01")
    assert of_kandas not in _new(family(), "2025-01-01")


@in_every_family
def test_the_editions_name_every_sum_of_a_measure_and_end_with_the_newest(changes: Facts) -> None:
    found = told(family(**changes))
    editions = found["editions"]
    assert [each["from"] for each in editions] == sorted({each["from"] for each in editions})
    assert found["edition"] in {each["from"] for each in editions}
    with_sums = [each["code"] for each in found["measures"] if each["kind"] != "in_kind"]
    counted_in = [each["code"] for each in found["measures"] if each["in_total"]]
    for edition in editions:
        assert list(edition["measures"]) == with_sums
        for end in ("min", "max"):
            parts = [edition["measures"][code][end] for code in counted_in]
            assert edition["total"][end] == sum(parts)


# --- charts --------------------------------------------------------------------------------------

sums = st.one_of(st.just(0), st.integers(1, 200_000), st.integers(1, 10_000_000_000))
month_ends = st.tuples(sums, sums).map(sorted)
month_lists = st.lists(st.tuples(month_ends, st.booleans()), min_size=1, max_size=12)


def _months(drawn: list[tuple[list[int], bool]]) -> list[dict[str, Any]]:
    return [
        {
            "month": f"2026-{number:02}",
            "text": f"month {number}",
            "min": ends[0],
            "max": ends[1],
            "provisional": provisional,
        }
        for number, (ends, provisional) in enumerate(drawn, 1)
    ]


@examples
@given(drawn=month_lists)
def test_bars_stand_side_by_side_on_the_line_within_the_drawing(drawn: Any) -> None:
    bars = months_chart(_months(drawn))["bars"]
    assert len(bars) == len(drawn)
    end = 0
    for bar, ((least, most), provisional) in zip(bars, drawn, strict=True):
        assert end <= bar.x < bar.x + bar.width <= WIDTH
        end = bar.x + bar.width
        assert TOP <= bar.y <= bar.certain_y <= FOOT
        assert bar.y + bar.height == bar.certain_y + bar.certain_height == FOOT
        assert (bar.height > 0) is (most > 0)
        assert (bar.certain_height > 0) is (least > 0) or bar.height == 1
        assert (bar.certain_height < bar.height) is (least < most)
        assert bar.provisional is provisional
    assert all(isinstance(each, int) for bar in bars for each in bar[:6])


@examples
@given(drawn=month_lists)
@example(drawn=[([9_990_000, 10_000_000], False)])
def test_bars_are_as_high_as_their_sums_but_for_those_that_are_cut(drawn: Any) -> None:
    chart = months_chart(_months(drawn))
    whole = [
        (height, sum_)
        for bar, (ends, _) in zip(chart["bars"], drawn, strict=True)
        for height, sum_ in zip((bar.certain_height, bar.height), ends, strict=True)
        if not bar.cut
    ]
    assume(whole)
    height, most = max(whole)
    for other, its_sum in whole:
        assert abs(other * most - height * its_sum) <= 2 * most
    assert {bar.sums["max"] for bar in chart["cut"]} <= {max(most for (_, most), _ in drawn)}
    assert all(bar.height >= height for bar in chart["cut"])


def test_only_a_sum_that_dwarfs_all_others_is_cut_and_said_to_be() -> None:
    drawn = [((9_000_000, 9_000_000), False)] + [((130_000, 130_000), True)] * 11
    chart = months_chart(_months(drawn))  # type: ignore[arg-type]
    assert [bar.text for bar in chart["cut"]] == ["month 1"]
    assert (chart["provisional"], chart["ranges"]) == (True, False)
    assert [bar.label for bar in chart["bars"] if bar.label] == ["01.2026", "12.2026"]
    chart = months_chart(_months([((300, 300), False), ((100, 200), False)]))  # type: ignore[list-item]
    assert not chart["cut"]
    assert (chart["provisional"], chart["ranges"]) == (False, True)


def test_a_part_of_a_cut_bar_that_is_not_certain_can_be_seen() -> None:
    found = told(family(housing_price="unknown"))["months"]
    first = months_chart(found)["bars"][0]
    assert first.cut
    assert 0 < first.certain_height < first.height


@examples
@given(of=known_families)
def test_the_bars_of_editions_end_where_their_totals_do(of: Family) -> None:
    found = told(of)
    drawn = editions_chart(found["editions"], found["measures"])
    largest = max(each["total"]["max"] for each in drawn) or 1
    for edition in drawn:
        ends = [stripe.x + stripe.width for stripe in edition["bar"]]
        assert [stripe.x for stripe in edition["bar"]] == [0, *ends[:-1]]
        assert ends[-1] == edition["total"]["max"] * 100 // largest <= 100
        assert all(stripe.width >= 0 for stripe in edition["bar"])


# --- the command ---------------------------------------------------------------------------------


@in_every_language
@pytest.mark.parametrize("name", ["crowd", "kandas next year"])
def test_the_command_prints_the_same_document(
    tongue: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_facts = json.dumps(facts(**FAMILIES[name])).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given_facts)))
    printed = io.StringIO()
    call_command("assess", lang=tongue, stdout=printed)
    assert json.loads(printed.getvalue()) == told(family(**FAMILIES[name]), tongue)


def test_a_month_in_the_document_is_the_first_of_its_kind() -> None:
    months = told(family(on=date(2026, 6, 15)))["months"]
    assert [each["month"] for each in months[:2]] == ["2026-06", "2026-07"]
    assert months[0]["text"] == "June 2026"
    assert [part["code"] for part in months[0]["parts"]] == ["relocation", "rent", "certificate"]
    assert sum(each["max"] for each in months) == 10_098_875
