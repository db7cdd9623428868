"""The paper for the career centre: all that is needed, on as little of it as will do."""

import re

import pytest
from django.utils.translation import gettext, override

from calculator.law import current
from calculator.paper.content import content_of
from calculator.paper.sections import sections
from calculator.rules import assess
from calculator.wording import document
from calculator.wording.figures import day, money_range
from tests.rules.families import family
from tests.web.site import BRIEF, BRIEF_TOTAL, FAMILIES, LANGUAGES, address, in_turn, seen

in_every_language = pytest.mark.parametrize("language", LANGUAGES)


@in_every_language
def test_it_holds_the_total_the_edition_and_the_address(language: str) -> None:
    page = seen(address("summary", language, **BRIEF))
    total = page.root.one("tr", css="total-row")
    assert total.one("td").text == BRIEF_TOTAL
    shown_at = page.root.one("p", css="address").text
    assert shown_at.endswith(f"http://testserver{address('result', language, **BRIEF)}")
    family_of_five = family(**BRIEF)
    rules = current().on(family_of_five.on)
    with override(language):
        assert gettext("(provisional)") in total.one("th").text
        assert day(family_of_five.on) in page.root.text
        assert day(rules.edition) in page.root.text


@pytest.mark.parametrize(("name", "language"), in_turn(FAMILIES))
def test_it_holds_every_measure_step_and_source(name: str, language: str) -> None:
    root = seen(address("summary", language, **FAMILIES[name])).root
    with override(language):
        told = document(assess(family(**FAMILIES[name]), current()), current())
        rows = {
            row.all("th", "td")[0].text: row.text
            for row in root.all("table", css="paper-table")[0].all("tr")
        }
        for measure in told["measures"]:
            row = rows[measure["title"]]
            for step in measure["steps"]:
                assert step["line"] in row
            if measure["kind"] != "in_kind":
                assert row.endswith(money_range(measure["amount"]))
    listed = [item.text for item in root.one("section", css="sources").all("li")]
    assert listed == [source["title"] for source in told["sources"].values()]


@pytest.mark.parametrize(("name", "language"), in_turn(FAMILIES))
def test_every_source_it_points_at_is_numbered(name: str, language: str) -> None:
    root = seen(address("summary", language, **FAMILIES[name])).root
    listed = root.one("section", css="sources").all("li")
    pointed_at = re.findall(r"\[(\d+)\]", root.text)
    assert all(1 <= int(number) <= len(listed) for number in pointed_at)


@in_every_language
def test_it_has_room_for_two_signatures_and_a_stamp(language: str) -> None:
    cells = seen(address("summary", language)).root.one("table", css="sign").all("td")
    with override(language):
        assert [cell.text for cell in cells] == [
            gettext("Applicant: signature, date"),
            gettext("Specialist: signature, date"),
            gettext("Stamp"),
        ]


@in_every_language
def test_who_can_apply_for_nothing_has_nothing_to_sign(language: str) -> None:
    root = seen(address("summary", language, **FAMILIES["not eligible"])).root
    assert not root.all("table", css="sign")


@in_every_language
def test_it_says_that_it_is_no_decision_and_what_is_not_certain(language: str) -> None:
    main = seen(address("summary", language, **BRIEF)).root.one("main")
    remarks = [each.text for each in main.all("p", css="fine")]
    with override(language):
        assert gettext("An estimate, not an official decision.") in remarks[0]
        assert gettext("Partly our assumption.") in main.all("table", css="paper-table")[0].text
        assert gettext("(provisional)") in main.all("table", css="paper-table")[0].text
        provisional = gettext(
            "Provisional: the MRP for some months is not known yet, so the last known one is used."
        )
    certain = seen(address("summary", language)).root.one("main")
    assert provisional in remarks[-1]
    assert provisional not in certain.text


@in_every_language
def test_one_can_go_back_from_it_to_the_result_and_from_the_result_to_it(language: str) -> None:
    result, paper = (address(page, language, **BRIEF) for page in ("result", "summary"))
    pdf = paper.replace("summary/", "summary.pdf")
    back = [link["href"] for link in seen(paper).root.one("p", css="screen-only").all("a")]
    assert back == [result, pdf]
    there = [link["href"] for link in seen(result).root.one("p", css="actions").all("a")]
    assert there[:2] == [pdf, paper]


@pytest.mark.parametrize(("name", "language"), in_turn(FAMILIES))
def test_what_follows_stands_on_it_as_it_does_in_the_pdf(name: str, language: str) -> None:
    root = seen(address("summary", language, **FAMILIES[name])).root
    with override(language):
        told = document(assess(family(**FAMILIES[name]), current()), current())
        expected = sections(told)
    shown = [part.one("h2").text for part in root.all("section", css="follows")]
    assert shown == [part["title"] for part in expected]
    for element, part in zip(root.all("section", css="follows"), expected, strict=True):
        if part["kind"] == "table":
            rows = [[cell.text for cell in row.all("th", "td")] for row in element.all("tr")]
            assert rows == [part["columns"], *part["rows"]]
        else:
            items = [item for half in part["halves"] for item in half]
            for line, item in zip(element.all("li"), items, strict=True):
                assert all(text in line.text for text in item.values() if text)


@pytest.mark.parametrize(("name", "language"), in_turn(FAMILIES))
def test_its_notes_and_what_its_total_means_are_those_of_the_pdf(name: str, language: str) -> None:
    changes = FAMILIES[name]
    root = seen(address("summary", language, **changes)).root
    with override(language):
        told = document(assess(family(**changes), current()), current())
        content = content_of(told, [], "")
    shown = [each.text for each in root.all("p", css="fine")]
    assert " ".join(content["notes"]["items"]) in shown
    total = seen(address("result", language, **changes)).root.one("div", css="total")
    assert content["total"]["text"] in [each.text for each in total.all("p")]
