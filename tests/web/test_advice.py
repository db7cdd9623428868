"""What a family can do, bring and expect: the page says just what was found, and its links keep
every other answer.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.urls import reverse
from django.utils.translation import gettext, override

from calculator.law import current
from calculator.rules.facts import FACTS
from calculator.wording.figures import day, grade, money, money_range, number, outcome
from tests.web.reading import Element, filled_in
from tests.web.site import (
    CLIENT,
    FAMILIES,
    LANGUAGES,
    UNANSWERED,
    Result,
    Told,
    address,
    facts_in,
    in_turn,
    result_in,
    seen,
    shown_total,
    visit,
)

in_every_language = pytest.mark.parametrize("language", LANGUAGES)
ASKED: dict[str, dict[str, str]] = {
    "yes or no": UNANSWERED,
    "choice": {"housing_provided": "unknown"},
    "price": {"housing_price": "unknown"},
    "day": FAMILIES["graduate"],
}
"""Families with a question of each kind to ask first."""
NONSENSE = "көп <b>"


@pytest.fixture(
    scope="module",
    params=[*in_turn(FAMILIES), *(("far from it", language) for language in LANGUAGES)],
    ids=" ".join,
)
def result(request: pytest.FixtureRequest) -> Iterator[Result]:
    """Each family's result in each language, which stays switched on."""
    name, language = request.param
    with result_in(language, **FAMILIES[name]) as found:
        yield found


# --- the question asked first ------------------------------------------------------------------


def _asked(result: Result) -> Element:
    return result.root.one("section", css="open")


@in_every_language
@pytest.mark.parametrize("kind", ASKED)
def test_the_question_that_tells_most_is_asked_first(language: str, kind: str) -> None:
    with result_in(language, **ASKED[kind]) as result:
        question = result.told["question"]
        assert question["fact"] == result.told["next_question"]
        assert _asked(result).one("p", css="asked").text == (
            f"{question['text']}{question['help']}"
        )
        buttons = [
            (link.text, link["href"])
            for part in _asked(result).all("ul", css="answers-to")
            for link in part.all("a")
        ]
        assert buttons == [(each["text"], each["link"]) for each in question["answers"]]
        assert bool(buttons) is (kind in {"yes or no", "choice"})
        assert len(_asked(result).all("form")) == (not buttons)


@in_every_language
@pytest.mark.parametrize("kind", ["yes or no", "choice"])
def test_a_tap_on_an_answer_changes_that_fact_and_loses_nothing(language: str, kind: str) -> None:
    with result_in(language, **ASKED[kind]) as result:
        question, before = result.told["question"], facts_in(result.told["links"]["result"])
        for answer in question["answers"]:
            there = facts_in(answer["link"])
            assert question["fact"] in there
            assert {**there, question["fact"]: ""} == {**before, question["fact"]: ""}
            assert urlsplit(answer["link"]).path == f"/{language}/result/"
            assert shown_total(seen(answer["link"])) == money_range(answer["total"])
        told = {str(each["link"]) for each in question["answers"]}
        assert len(told) == len(question["answers"]) >= 2


def _sent(result: Result, typed: str) -> str:
    """Where the form for one answer leads with something typed into it."""
    form = _asked(result).one("form")
    hidden = {each["name"]: each["value"] for each in form.all("input", type="hidden")}
    assert hidden == facts_in(result.told["links"]["result"])
    (field,) = filled_in(form)
    assert field == result.told["question"]["fact"]
    assert form["method"] == "get"
    return f"{form['action']}?{urlencode({**hidden, field: typed})}"


@in_every_language
@pytest.mark.parametrize(
    ("kind", "typed", "fact"),
    [
        ("price", "5 000 000", {"housing_price": "5000000"}),
        ("price", "5000000", {"housing_price": "5000000"}),
        ("day", "01.12.2025", {"graduated_on": "2025-12-01"}),
        ("day", "2025-02-01", {"graduated_on": "2025-02-01"}),
    ],
)
def test_a_price_or_a_day_typed_there_gives_its_result(
    language: str, kind: str, typed: str, fact: dict[str, str]
) -> None:
    with result_in(language, **ASKED[kind]) as result:
        page = visit(_sent(result, typed))
    expected = seen(address("result", language, **{**ASKED[kind], **fact}))
    assert page.status == 200
    assert shown_total(page) == shown_total(expected)
    assert shown_total(page) != money_range(result.told["total"])
    back = page.root.one("p", css="actions").one("a", href=_form_of(expected.root))
    assert facts_in(back["href"]).items() >= fact.items()


def _form_of(root: Element) -> str:
    links = [each["href"] for each in root.one("p", css="actions").all("a")]
    (form,) = [each for each in links if "/calculate/" in each]
    return form


@in_every_language
@pytest.mark.parametrize(("kind", "right"), [("price", "7000000"), ("day", "2025-12-01")])
def test_nonsense_typed_there_leads_to_the_form_with_all_else_kept(
    language: str, kind: str, right: str
) -> None:
    with result_in(language, **ASKED[kind]) as result:
        page, fact = visit(_sent(result, NONSENSE)), result.told["question"]["fact"]
    assert page.status == 422
    faults = page.root.one("section", css="faults").all("a")
    assert [fault["href"] for fault in faults] == [f"#id_{fact}"]
    typed = filled_in(page.root.one("form", id="facts"))
    assert typed[fact] == NONSENSE
    mended = urlencode({"do": "calculate", **typed, fact: right})
    leads_to = CLIENT.get(f"/{language}/calculate/?{mended}")["Location"]
    assert leads_to == address("result", language, **{**ASKED[kind], fact: right})


@in_every_language
def test_nothing_typed_there_leaves_the_question_open(language: str) -> None:
    with result_in(language, **ASKED["price"]) as result:
        page = visit(_sent(result, ""))
        assert shown_total(page) == money_range(result.told["total"])
    assert page.root.one("section", css="open").one("form")


# --- what would raise the total ------------------------------------------------------------------


def test_each_change_is_told_with_its_gain_its_total_and_its_result(result: Result) -> None:
    changes = result.told["changes"]
    if not changes:
        assert not result.root.all(id="changes")
        return
    shown = []
    for group in result.section("changes").one("ul", css="changes").children:
        if isinstance(group, Element):
            gain, total = group.one("p", css="gain").text, group.one("p", css="fine").text
            assert total.startswith(gettext("The total would be:"))
            shown += [
                (link["href"], gain, total.removeprefix(gettext("The total would be:")).strip())
                for link in group.all("a")
            ]
            links = {link["href"] for link in group.all("a")}
            together = [each for each in changes if each["link"] in links]
            assert all(each["text"] in group.text for each in together)
            assert len({(*each["facts"], *each["total"].values()) for each in together}) == 1
    assert sorted(shown) == sorted(
        (each["link"], each["gain_text"], money_range(each["total"])) for each in changes
    )


def test_changes_of_the_same_fact_to_the_same_total_stand_together(result: Result) -> None:
    groups = {(*each["facts"], *each["total"].values()) for each in result.told["changes"]}
    listed = [
        item
        for part in result.root.all("ul", css="changes")
        for item in part.children
        if isinstance(item, Element)
    ]
    assert len(listed) == len(groups)
    for item in listed:
        alternatives = item.all("ul")
        assert len(alternatives) == (len(item.all("a")) > 1)
        assert (gettext("One of these:") in item.text) is bool(alternatives)


def _changes_one_thing(result: Result, offer: Told) -> None:
    """The link of an offer has its facts, and every other fact as it was."""
    before, there = facts_in(result.told["links"]["result"]), facts_in(offer["link"])
    said = {True: "yes", False: "no"}
    changed = {fact: said.get(value, value) for fact, value in offer["facts"].items()}
    assert {fact: there.get(fact, "none") for fact in changed} == changed
    assert {**before, **dict.fromkeys(changed)} == {**there, **dict.fromkeys(changed)}


def test_a_changes_result_is_the_one_it_promised(result: Result) -> None:
    for change in result.told["changes"]:
        _changes_one_thing(result, change)
        assert shown_total(seen(change["link"])) == money_range(change["total"])


def test_the_families_are_offered_alternatives_and_changes_of_several_facts() -> None:
    with result_in("en", **FAMILIES["in kind alone"]) as alone:
        assert [len(each.all("a")) for each in alone.root.one("ul", css="changes").all("ul")] == [
            3
        ]
    with result_in("en", **FAMILIES["far from it"]) as far:
        assert max(len(each["facts"]) for each in far.told["changes"]) == 5


# --- what would bring a measure --------------------------------------------------------------


def test_a_measure_that_is_not_owed_says_what_would_bring_it(result: Result) -> None:
    for article, measure in result.measures():
        missed = measure["verdict"] == "not_eligible" and measure["kind"] == "cash"
        way = measure["way_in"] if missed else None
        shown = article.all("p", css="way-in")
        assert len(shown) == bool(way)
        if way:
            _changes_one_thing(result, way)
            assert way["text"] in shown[0].text
            assert shown[0].one("a")["href"] == way["link"]
            sums = [each.text for each in shown[0].all("b")][1:]
            heading = (
                gettext("What would bring it:")
                if way["verdict"] == "eligible"
                else gettext("What would bring it nearer:")
            )
            assert shown[0].text.startswith(heading)
            assert sums == [money_range(way["amount"])]


@in_every_language
def test_the_way_in_leads_to_a_result_with_that_measure(language: str) -> None:
    with result_in(language, **FAMILIES["far from it"]) as result:
        ways = {each["code"]: each["way_in"] for each in result.told["measures"]}
        assert all(ways.values())
        for code, way in ways.items():
            there = seen(way["link"]).root.one("article", **{"aria-labelledby": code})
            assert way["verdict"] == "eligible"
            assert "is-eligible" in there["class"].split()
            for shown in there.all("p", css="sum"):
                assert shown.text == money_range(way["amount"])


# --- months ----------------------------------------------------------------------------------


def _drawing(result: Result) -> Element:
    return result.section("months").one("figure").one("svg")


def _bars(result: Result) -> list[Element]:
    """The certain part of each month's bar."""
    drawn = [each for each in _drawing(result).all("rect") if each.parent.tag == "svg"]  # type: ignore[union-attr]
    return [each for each in drawn if {"sure", "is-provisional"} & set(each["class"].split())]


def test_months_are_drawn_and_told_where_there_are_any(result: Result) -> None:
    there = bool(result.told["months"])
    assert bool(result.root.all("h2", id="months")) is there
    assert bool(result.root.all("a", href="#months")) is there
    assert bool(result.root.all("figure", css="chart")) is there


def test_every_month_has_a_bar_and_a_provisional_one_another_kind_of_bar(result: Result) -> None:
    if months := result.told["months"]:
        kinds = [each["class"] for each in _bars(result)]
        assert kinds == ["is-provisional" if each["provisional"] else "sure" for each in months]
        unsure = [each["class"].split() for each in _drawing(result).all("rect", css="unsure")]
        open_months = [each for each in months if each["min"] != each["max"]]
        assert len(unsure) == len(open_months)
        assert ["later" in each for each in unsure] == [
            each["provisional"] for each in open_months
        ]


def test_a_drawing_has_words_and_only_plain_whole_numbers(result: Result) -> None:
    for drawing in result.root.all("svg"):
        for each in [drawing, *drawing.everything()]:
            for name in ("x", "y", "width", "height"):
                assert re.fullmatch(r"|-?\d+", each.get(name)), each
            assert re.fullmatch(r"|[\d ]+", each.get("viewBox")), each
            assert re.fullmatch(r"|[MlLhvzZ\d -]+", each.get("d")), each
    if result.told["months"]:
        assert _drawing(result)["role"] == "img"
        assert _drawing(result)["aria-label"] == gettext(
            "The sum of each month as a bar. The table below says the same."
        )
        labels = [each.text for each in _drawing(result).all("text")]
        assert labels
        assert all(re.fullmatch(r"\d\d\.\d{4}", label) for label in labels)


def test_what_is_cut_striped_or_uncertain_is_said_in_words(result: Result) -> None:
    if months := result.told["months"]:
        words = result.section("months").one("figcaption").text
        cut = _drawing(result).all("path", css="cut")
        named = [each for each in months if each["text"] in words]
        assert len(named) == len(cut)
        assert all(money(each["max"]) in words for each in named)
        for said, true in (
            (
                "Striped: provisional, because the MRP of that month is not known yet.",
                any(each["provisional"] for each in months),
            ),
            (
                "Dotted outline: this may come, depending on what is not known yet.",
                any(each["min"] != each["max"] for each in months),
            ),
        ):
            assert (gettext(said) in words) is true


def test_the_table_says_the_same_as_the_bars(result: Result) -> None:
    if months := result.told["months"]:
        rows = result.section("months").one("details").one("tbody").all("tr")
        assert [(row.one("th").text, row.one("td").text) for row in rows] == [
            (f"{each['text']}{_provisional(each)}", money_range(each)) for each in months
        ]


def _provisional(entry: Told) -> str:
    return f" {gettext('(provisional)')}" if entry["provisional"] else ""


def test_days_to_remember_are_told_and_can_be_taken_along(result: Result) -> None:
    dates = result.told["dates"]
    sections = result.root.all("section", **{"aria-labelledby": "dates"})
    assert len(sections) == bool(dates) == len(result.root.all("a", href="#dates"))
    for section in sections:
        assert [item.text for item in section.all("li")] == [
            f"{day(date.fromisoformat(each['date']))} {each['text']}" for each in dates
        ]
        assert [link["href"] for link in section.all("a")] == [result.told["links"]["dates"]]


# --- the way, the papers, the duties -----------------------------------------------------------


def _cited(entry: Told, told: Told) -> str:
    number_of = told["sources"][entry["source"]]["number"]
    return f"[{gettext('Source')} {number_of}] {grade(entry['grade'])}"


def test_the_way_is_told_step_by_step_to_whom_it_can_lead_somewhere(result: Result) -> None:
    sections = result.root.all("section", **{"aria-labelledby": "steps"})
    leads_somewhere = bool(result.told["obligations"] or result.told["changes"])
    assert len(sections) == leads_somewhere == len(result.root.all("a", href="#steps"))
    if not sections:
        return
    items = sections[0].one("ol", css="way").all("li")
    for item, step in zip(items, result.told["way"], strict=True):
        term = f" {gettext('How long:')} {step['term']}." if step["term"] else ""
        assert item.text == f"{step['text']}{term} {_cited(step, result.told)}"


def _titles(told: Told, paper: Told) -> list[str]:
    due = [each for each in told["measures"] if each["verdict"] != "not_eligible"]
    wanted = [each["title"] for each in due if each["code"] in paper["for"]]
    return wanted if len(wanted) < len(due) else []


def test_each_paper_says_why_where_from_how_long_for_whom_and_for_what(result: Result) -> None:
    told = result.told
    lists = result.root.all("ul", css="papers")
    assert len(lists) == bool(told["documents"]) == len(result.root.all("a", href="#papers"))
    items = [item for each in lists for item in each.all("li")]
    for item, paper in zip(items, told["documents"], strict=True):
        lines = [f"{paper['text']}, {paper['whose']}" if paper["whose"] else paper["text"]]
        lines += [paper["why"], f"{gettext('Where:')} {paper['where']}."]
        lines += [f"{gettext('Valid:')} {paper['valid']}."] if paper["valid"] else []
        titles = ", ".join(_titles(told, paper))
        lines += [f"{gettext('Needed for:')} {titles}."] if titles else []
        assert item.text == f"{''.join(lines)} {_cited(paper, told)}"


def test_a_duty_says_until_when_what_and_how_much(result: Result) -> None:
    told = result.told
    there = result.root.all("section", **{"aria-labelledby": "duties"})
    assert len(there) == bool(told["obligations"]) == len(result.root.all("a", href="#duties"))
    for section in there:
        texts = [each.text for each in section.all("p")]
        rows = [(row.one("th").text, row.one("td").text) for row in section.all("tr")]
        for duty in told["obligations"]:
            assert f"{duty['text']} {_cited(duty, told)}" in texts
            if not duty["amount"]["max"]:
                (stay,) = [each for each in texts if each.startswith(gettext("You stay until"))]
                assert day(date.fromisoformat(duty["until"])) in stay
        assert rows == [row for duty in told["obligations"] for row in _rows(duty)]


def _rows(duty: Told) -> Iterator[tuple[str, str]]:
    if not duty["amount"]["max"]:
        return
    yield gettext("You stay until"), day(date.fromisoformat(duty["until"]))
    for part in duty["parts"]:
        yield part["title"], money_range(part["amount"])
    yield gettext("To be paid back if you leave earlier"), money_range(duty["amount"])


# --- other regions -----------------------------------------------------------------------------


def _possible(told: Told) -> list[Any]:
    """The regions that fit, where there is money in any."""
    regions = told["destinations"]
    pays = any(each[place]["max"] for each in regions for place in ("urban", "rural"))
    return [each for each in regions if pays and not each["unmet"]]


def test_every_region_is_named_once_with_its_sums_or_its_reasons(result: Result) -> None:
    section = result.section("regions")
    rows = [row for body in section.all("tbody") for row in body.all("tr")]
    ruled_out = [name for each in section.all("b") for name in each.text.split(", ")]
    named = [row.one("th").all("a")[0].text for row in rows] + ruled_out
    assert len(current().regions) == len(result.told["destinations"]) == 20
    expected = {each["name"] for each in result.told["destinations"]}
    if not _possible(result.told):
        expected = {each["name"] for each in result.told["destinations"] if each["unmet"]}
    assert len(named) == len(set(named))
    assert set(named) == expected


def test_what_is_not_known_of_the_regions_is_said_above_them(result: Result) -> None:
    told = result.told
    unknown = {
        f"{outcome('unknown')}: {reason['text']}. {_cited(reason, told)}"
        for each in told["destinations"]
        for reason in each["unknown"]
    }
    shown = [each.text for each in result.section("regions").all("p")]
    assert unknown <= set(shown)
    assert len([each for each in shown if outcome("unknown") in each]) == len(unknown)


def test_a_region_that_fits_says_its_places_and_what_is_owed_in_town_and_village(
    result: Result,
) -> None:
    bodies = result.section("regions").all("tbody")
    rows = [row for body in bodies for row in body.all("tr")]
    for row, region in zip(rows, _possible(result.told), strict=True):
        places = region["places"]
        assert [cell.text for cell in row.all("td")] == [
            gettext("not known yet") if places is None else number(places),
            money_range(region["urban"]),
            money_range(region["rural"]),
        ]
        there = reverse("regions:region", args=[region["region"]])
        links = [link["href"] for link in row.all("a")]
        assert links == ([there] if region["chosen"] else [region["link"], there])
        assert ("chosen" in row.get("class").split()) is region["chosen"]


def test_a_region_that_does_not_fit_says_why(result: Result) -> None:
    told = {each["name"]: each["unmet"] for each in result.told["destinations"] if each["unmet"]}
    groups = [
        each.text for part in result.section("regions").all("details") for each in part.all("p")
    ]
    reasons = {}
    for group in groups:
        names, _, why = group.partition(". ")
        reasons |= dict.fromkeys(names.split(", "), why)
    assert reasons == {
        name: " ".join(f"{outcome('not_met')}: {reason['text']}." for reason in unmet)
        for name, unmet in told.items()
    }


@pytest.mark.parametrize(("name", "language"), [*in_turn(["eligible", "open", "next year"])])
def test_a_regions_link_leads_to_the_same_family_there(name: str, language: str) -> None:
    with result_in(language, **FAMILIES[name]) as result:
        here, before = result.told["facts"], facts_in(result.told["links"]["result"])
        assert len(_possible(result.told)) > 1
        for region in _possible(result.told):
            assert facts_in(region["link"]) == {**before, "destination": region["region"]}
            assert shown_total(seen(region["link"])) == money_range(region[here["settlement"]])


# --- editions ----------------------------------------------------------------------------------


def test_every_edition_says_its_total_and_each_sum_it_is_made_of(result: Result) -> None:
    told = result.told
    table = result.section("editions").one("table")
    counted = [each for each in told["measures"] if each["in_total"]]
    heads = [each.text for each in table.one("thead").all("th")]
    assert heads[2:] == [each["title"] for each in counted]
    rows = table.one("tbody").all("tr")
    for row, edition in zip(rows, told["editions"], strict=True):
        assert row.one("th").text == day(date.fromisoformat(edition["from"]))
        sums = [edition["measures"][each["code"]] for each in counted]
        assert [cell.text for cell in row.all("td")] == [
            f"{money_range(edition['total'])}{_provisional(edition)}",
            *map(money_range, sums),
        ]
        assert ("chosen" in row.get("class").split()) is (edition["from"] == told["edition"])
    assert [edition["from"] for edition in told["editions"]].count(told["edition"]) == 1


def test_an_editions_bar_stays_within_its_hundred(result: Result) -> None:
    rows = result.section("editions").one("tbody").all("tr")
    totals = [each["total"]["max"] for each in result.told["editions"]]
    lengths = []
    for row in rows:
        end = 0
        for stripe in row.one("svg", css="bar").all("rect"):
            assert int(stripe["x"]) == end
            end += int(stripe["width"])
            assert int(stripe["width"]) >= 0
        lengths.append(end)
    assert max(lengths) == (100 if any(totals) else 0)
    for length, total in zip(lengths, totals, strict=True):
        assert length == total * 100 // (max(totals) or 1)


def test_what_each_edition_changed_is_told_with_its_act(result: Result) -> None:
    told = result.told
    part = result.section("editions").one("details")
    news = [each for each in told["editions"] if each["new"]]
    assert [each.text for each in part.all("h3")] == [
        day(date.fromisoformat(each["from"])) for each in news
    ]
    assert [item.text for item in part.all("li")] == [
        f"{new['text']}. {_cited(new, told)}" for each in news for new in each["new"]
    ]


# --- finding one's way -------------------------------------------------------------------------


def test_the_contents_lead_to_every_part_and_leave_none_out(result: Result) -> None:
    contents = result.root.one("nav", css="contents")
    links = [link["href"].removeprefix("#") for link in contents.all("a")]
    places = {each["id"]: each for each in result.root.all("h2") if each.get("id")}
    assert list(dict.fromkeys(links)) == links
    assert all(places[link].text for link in links)
    assert [id_ for id_ in places if id_ in links] == links
    assert (
        not set(places)
        - set(links)
        - {
            *("contents-title", "open-title", "shared-title", "answers-title"),
        }
    )


@in_every_language
def test_what_an_answer_sends_can_be_read_by_the_form(language: str) -> None:
    """Each name in the little form's address is a fact."""
    with result_in(language, **ASKED["price"]) as result:
        assert facts_in(_sent(result, "1")).keys() <= FACTS.keys()
        page = CLIENT.get(_sent(result, "1"))
    assert page.status_code == 200
    with override(language):
        assert gettext("Support for your family") in page.content.decode()
