"""The result: exactly what was worked out, with every reason and source, and no surer than it."""

import re
from collections.abc import Iterator
from datetime import date
from typing import get_args

import pytest
from django.utils.translation import gettext, override

from calculator.law import current
from calculator.rules.records import Grade
from calculator.wording.figures import day, grade, least_sure, money, money_range, outcome
from calculator.wording.figures import verdict as verdict_words
from tests.web.reading import Element
from tests.web.site import (
    BRIEF,
    BRIEF_TOTAL,
    FAMILIES,
    KANDAS,
    LANGUAGES,
    UNANSWERED,
    Result,
    Told,
    address,
    in_turn,
    result_in,
    seen,
    shown_total,
)

in_every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(
    scope="module",
    params=[*in_turn(FAMILIES), *(("provisional", language) for language in LANGUAGES)],
    ids=" ".join,
)
def result(request: pytest.FixtureRequest) -> Iterator[Result]:
    """Each family's result in each language, which stays switched on."""
    name, language = request.param
    with result_in(language, **FAMILIES[name]) as found:
        yield found


def test_it_leads_with_the_total_and_its_day(result: Result) -> None:
    root, told, _ = result
    total = root.one("div", css="total")
    assert total.one("p", css="sum").text == money_range(told["total"])
    assert money_range(told["total"]) in root.one("title").text
    for date_of in ("on", "edition"):
        assert day(date.fromisoformat(told[date_of])) in total.text


def test_every_measure_is_there_once_in_the_order_of_the_law(
    result: Result,
) -> None:
    root, told, _ = result
    shown = [article["aria-labelledby"] for article in root.all("article")]
    in_total = [each["code"] for each in told["measures"] if each["in_total"]]
    apart = [each["code"] for each in told["measures"] if not each["in_total"]]
    assert shown == in_total + apart


def test_each_measure_shows_its_verdict_and_sum(result: Result) -> None:
    for article, measure in result.measures():
        assert article.one("h3").text == measure["title"]
        assert article.one("p", css="what").text == measure["summary"]
        words = verdict_words(measure["verdict"], measure["kind"], measure["payee"])
        assert article.one("p", css="verdict").text == words
        sums = [each.text for each in article.all("p", css="sum")]
        in_kind = measure["kind"] == "in_kind"
        assert sums == ([] if in_kind else [money_range(measure["amount"])])


def test_each_sum_is_worked_out_step_by_step(result: Result) -> None:
    for article, measure in result.measures():
        rows = article.one("table").all("tr") if measure["steps"] else []
        assert [(row.one("th").text, row.one("td").text) for row in rows] == [
            (f"{step['text']}{_provisional(step)}", money(step["amount"]))
            for step in measure["steps"]
        ]


def test_each_figure_is_cited_with_its_source_and_how_sure_it_is(result: Result) -> None:
    told = result.told
    for article, measure in result.measures():
        shown = [
            item.text for item in article.all("ul", css="figures")[:1] for item in _items(item)
        ]
        figures = measure["parameters"] if measure["steps"] else []
        assert shown == [
            f"{figure['title']} {figure['text']}{_provisional(figure)}. {_cited(figure, told)}"
            for figure in figures
        ]


def test_each_condition_is_told_with_its_outcome_source_and_grade(
    result: Result,
) -> None:
    told = result.told
    for article, measure in result.measures():
        shown = [item.text for item in _items(article.one("ul", css="conditions"))]
        assert shown == [
            f"{_met(each, measure)}.{_also(each, told)} {_cited(each, told)}"
            for each in measure["conditions"]
        ]


def _met(condition: Told, measure: Told) -> str:
    """Whether a condition is met; that of all measures in the same words, with the measure."""
    of = f": {measure['title']}" if condition["code"] == "in_force" else ""
    return f"{outcome(condition['outcome'])}: {condition['text']}{of}"


def test_what_stands_against_it_comes_with_what_one_can_do(result: Result) -> None:
    for article, measure in result.measures():
        shown = [item.text for box in article.all("div", css="reasons") for item in _items(box)]
        assert shown == [
            f"{_met(each, measure)}{_remedy(each, result.told)}"
            for hindrance in ("not_met", "unknown")
            for each in measure["conditions"]
            if each["outcome"] == hindrance and not each["shared"]
        ]


def test_what_all_support_depends_on_is_said_once(result: Result) -> None:
    asked = [each for each in result.told["measures"][0]["conditions"] if each["shared"]]
    missed = [each for each in asked if each["outcome"] != "met"]
    boxes = result.root.all("section", id="shared")
    shown = [item.text for box in boxes for item in _items(box)]
    assert sorted(shown) == sorted(
        f"{outcome(each['outcome'])}: {each['text']}{_remedy(each, result.told)}"
        for each in missed
    )


def test_every_note_is_told_where_it_has_something_to_say(result: Result) -> None:
    root, told, _ = result
    owed = [each for each in told["measures"] if each["verdict"] != "not_eligible"]
    unsaid = {code for code, there in _beside(told).items() if not there}
    notes = [each for each in told["notes"] if each["code"] not in unsaid]
    notes += [note for each in owed for note in each["notes"]]
    shown = [item.text for each in root.all("ul", css="notes") for item in _items(each)]
    assert sorted(shown) == sorted(f"{note['text']} {_cited(note, told)}" for note in notes)


def test_a_note_stands_beside_what_it_is_about(result: Result) -> None:
    told = result.told
    for (code, there), heading in zip(_beside(told).items(), ("steps", "duties"), strict=True):
        notes = [each for each in told["notes"] if each["code"] == code] if there else []
        beside = result.section(heading).all("ul", css="notes") if there else []
        assert [item.text for each in beside for item in _items(each)] == [
            f"{note['text']} {_cited(note, told)}" for note in notes
        ]


def test_what_is_provisional_or_assumed_says_so_in_words(result: Result) -> None:
    root, told, _ = result
    total = root.one("div", css="total")
    assert len(total.all("p", css="provisional")) == told["provisional"]
    assert len(total.all("p", css="assumed")) == told["assumed"]
    assert (least_sure(told["grade"]) in total.text) if told["grade"] else not told["total"]["max"]
    for article, measure in result.measures():
        assumed = measure["assumed"] and measure["verdict"] != "not_eligible"
        assert len(article.all("p", css="provisional")) == measure["provisional"]
        assert len(article.all("p", css="assumed")) == assumed
        assert all(flag.text for flag in article.all("p", css="flag"))


# --- what it stands on -----------------------------------------------------------------------


def test_every_source_is_listed_with_its_number_and_can_be_opened_where_it_has_an_address(
    result: Result,
) -> None:
    sources = list(result.told["sources"].values())
    listed = _items(result.section("sources").one("ol"))
    assert [(item["id"], item.text) for item in listed] == [
        (f"source-{number}", source["title"]) for number, source in enumerate(sources, 1)
    ]
    for item, source in zip(listed, sources, strict=True):
        links = [(link["href"], link.text) for link in item.all("a")]
        assert links == ([(source["url"], source["title"])] if source["url"] else [])


def test_nothing_but_a_source_leads_elsewhere(result: Result) -> None:
    away = [link for link in result.root.all("a") if not link["href"].startswith(("/", "#"))]
    assert away == result.section("sources").all("a")


def test_every_number_points_at_its_entry_and_every_entry_is_pointed_at(result: Result) -> None:
    pointed_at = set()
    for citation in result.root.all("span", css="citation"):
        link, number = citation.one("a"), re.sub(r"\D", "", citation.one("a").text)
        assert link["href"] == f"#source-{number}"
        pointed_at.add(int(number))
        assert citation.one("i").text in {grade(code) for code in get_args(Grade)}
    assert pointed_at == {source["number"] for source in result.told["sources"].values()}


@in_every_language
@pytest.mark.parametrize("changes", [KANDAS, {}], ids=["kandas", "resettler"])
def test_no_source_is_listed_in_vain_for_what_is_not_owed(
    language: str, changes: dict[str, str]
) -> None:
    refused = changes | {"settlement_listed": "no", "job_confirmed": "no", "members": "self:34"}
    root = seen(address("result", language, **refused)).root
    pointed_at = {
        link["href"] for each in root.all("span", css="citation") for link in each.all("a")
    }
    assert pointed_at == {f"#{item['id']}" for item in root.one("ol", css="sources").all("li")}


@in_every_language
def test_a_number_is_read_aloud_as_that_of_a_source(language: str) -> None:
    citation = seen(address("result", language)).root.all("span", css="citation")[0]
    with override(language):
        assert citation.one("span", css="visually-hidden").text == gettext("Source").strip()


def test_what_was_answered_is_read_back(result: Result) -> None:
    rows = result.root.one("dl", css="answers").all("div")
    assert [(row.one("dt").text, row.one("dd").text) for row in rows] == [
        (each["title"], each["text"]) for each in result.answers
    ]


def test_what_is_not_known_is_listed_with_a_link_to_its_question(
    result: Result,
) -> None:
    root, told, _ = result
    listed = [
        item
        for box in root.all("section", css="open")
        for part in box.all("ul")
        if "answers-to" not in part.get("class")
        for item in _items(part)
    ]
    others = [each for each in told["open"] if told["next_question"] not in each["facts"]]
    for item, question in zip(listed, others, strict=True):
        assert item.text.startswith(question["text"])
        links = [(link["href"], link.text) for link in item.all("a")]
        if question["answers"]:
            asked = question["text"]
            assert links == [
                (each["link"], f"{asked} {each['text']}") for each in question["answers"]
            ]
        elif question["facts"]:
            ((href, _),) = links
            page, _, anchor = href.partition("#")
            assert page == told["links"]["form"]
            assert anchor == f"div_id_{question['facts'][0]}"
            assert seen(page).root.one("div", id=anchor).all("input", "select")
        else:
            assert not links


# --- what a family reads ---------------------------------------------------------------------


@in_every_language
def test_the_familys_total_is_the_one_it_was_promised(language: str) -> None:
    assert shown_total(seen(address("result", language, **BRIEF))) == BRIEF_TOTAL


@in_every_language
def test_money_is_written_alike_in_all_three_languages(language: str) -> None:
    text = seen(address("result", language, **BRIEF)).root.text
    assert "1\u00a0513\u00a0750\u00a0₸" in text
    assert not re.search(r"[^\u00a0]₸", text)
    assert not re.search(r"\d[ ,.]\d{3}\b", text)


@in_every_language
def test_unknown_answers_give_a_range_from_nothing_to_the_whole_sum(language: str) -> None:
    page = seen(address("result", language, **BRIEF, **UNANSWERED))
    with override(language):
        assert shown_total(page) == money_range({"min": 0, "max": 10_098_875})
        unknown = gettext("Don't know")
    open_questions = page.root.one("section", css="open")
    assert len(open_questions.all("a")) >= 7
    said = [each.text for each in page.root.one("dl", css="answers").all("dd")]
    assert said.count(unknown) >= len(UNANSWERED)


@in_every_language
def test_where_all_is_known_nothing_is_said_to_be_unknown(language: str) -> None:
    page = seen(address("result", language))
    assert not page.root.all("section", css="open")
    with override(language):
        certain = gettext("Going by your answers, this is what your family is owed.")
    assert certain in page.root.one("div", css="total").text


@in_every_language
def test_a_family_that_is_owed_nothing_reads_so_and_why(language: str) -> None:
    page = seen(address("result", language, **FAMILIES["not eligible"]))
    assert shown_total(page) == "0\u00a0₸"
    for code in ("relocation", "rent", "certificate"):
        article = page.root.one("article", **{"aria-labelledby": code})
        assert article.all("a", href="#shared")
        assert not article.all("table")
    assert _items(page.root.one("section", id="shared"))


@in_every_language
def test_kandas_are_told_what_concerns_them_alone(language: str) -> None:
    resettler = seen(address("result", language)).root.text
    kandas = seen(address("result", language, **KANDAS)).root.text
    remarks = {
        note.text[language]
        for measure in current().measures
        for note in measure.notes
        if note.track == "kandas" and note.until is None
    }
    assert remarks
    assert all(remark in kandas and remark not in resettler for remark in remarks)


@in_every_language
def test_a_family_without_ages_and_kin_still_has_a_result(language: str) -> None:
    page = seen(
        f"/{language}/result/?on=2026-06-15&track=resettler&origin=turkistan&family_size=4"
        "&destination=akmola&settlement=rural"
    )
    assert page.status == 200
    with override(language):
        assert gettext("member of the family") in page.root.one("dl", css="answers").text


# --- reading -----------------------------------------------------------------------------------


def _items(listed: Element) -> list[Element]:
    return listed.all("li")


def _cited(entry: Told, told: Told) -> str:
    number = told["sources"][entry["source"]]["number"]
    return f"[{gettext('Source')} {number}] {grade(entry['grade'])}"


def _provisional(entry: Told) -> str:
    return f" {gettext('(provisional)')}" if entry["provisional"] else ""


def _also(condition: Told, told: Told) -> str:
    """What one can do, for those who want to know although it would not help."""
    return f" {condition['remedy']}." if told["blocking"] and condition["remedy"] else ""


def _remedy(condition: Told, told: Told) -> str:
    """What one can do about it; nothing where something else cannot be helped anyway."""
    in_vain = told["blocking"] and condition not in told["blocking"]
    return f"{condition['remedy']}." if condition["remedy"] and not in_vain else ""


def _beside(told: Told) -> dict[str, bool]:
    """Notes that stand beside the papers and the duties, and whether those are there."""
    money = any(each["amount"]["max"] for each in told["obligations"])
    return {"list_not_found": bool(told["documents"]), "no_seizure": money}


def test_every_amount_leads_to_its_place_in_the_rules_or_stands_beside_the_result_it_is_of(
    result: Result,
) -> None:
    """Or beside the region that was chosen, whose sums are those here. Nothing has no place."""
    answers = result.root.one("dl", css="answers").everything()
    for each in result.root.one("main").everything():
        words = [child for child in each.children if isinstance(child, str)]
        if each in answers or not any("₸" in word for word in words) or each.text == money(0):
            continue
        around = [each, *each.above()]
        near = next(one for one in around if one.tag in {"tr", "li", "article", "section", "div"})
        links = [one["href"] for one in (*near.all("a"), *around) if one.tag == "a"]
        places = {"rules", "result", *(["regions"] if "chosen" in near.get("class") else [])}
        assert places & {link.partition("?")[0].split("/")[2] for link in links if link[0] == "/"}
