"""The way of a family through the site: from the first page to its sum, its paper and back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.pages import (
    ANSWERS,
    LANGUAGES,
    MEMBERS,
    WIDTHS,
    answer,
    introduce,
    person,
    shown,
    words,
)
from tests.web.site import BRIEF_TOTAL, TYPED


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_family_of_five_finds_its_sum_prints_it_and_comes_back(
    visit: Visit, language: str, width: int, javascript: bool
) -> None:
    page = visit(f"/{language}/", width=width, javascript=javascript)
    page.locator("main").get_by_role("link", name=words(language, "Work out my support")).click()
    _fill_in(page, language)
    # The first of the two is for Enter alone: nobody sees it.
    page.get_by_role("button", name=words(language, "Show the result")).click()
    _expect_total(page, language)
    result = page.url
    _read_in_other_languages(page, language)
    _look_at_paper(page, language)
    expect(page).to_have_url(result)
    page.get_by_role("link", name=words(language, "Change the answers")).click()
    assert shown(page) == TYPED


def _fill_in(page: Page, language: str) -> None:
    """Answer everything; members are added with the button, and nothing typed gets lost."""
    for fact, value in ANSWERS.items():
        answer(page, language, fact, value)
    for number, (relation, age) in enumerate(MEMBERS, 1):
        if number > 1:
            page.get_by_role("button", name=words(language, "Add a person")).click()
            expect(person(page, language, number)).to_be_visible()
        introduce(page, language, number, relation, age)
    assert shown(page) == TYPED


def _expect_total(page: Page, language: str) -> None:
    expect(page).to_have_url(re.compile(rf"/{language}/result/\?on=2026-06-15&track=resettler&"))
    expect(page.locator(".total .sum")).to_have_text(BRIEF_TOTAL)


def _read_in_other_languages(page: Page, language: str) -> None:
    names = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
    for other in [*(each for each in LANGUAGES if each != language), language]:
        page.get_by_role("link", name=names[other], exact=True).click()
        expect(page.locator("html")).to_have_attribute("lang", other)
        _expect_total(page, other)


def _look_at_paper(page: Page, language: str) -> None:
    page.get_by_role("link", name=words(language, "Print version")).click()
    expect(page.locator(".total-row td")).to_have_text(BRIEF_TOTAL)
    expect(page.get_by_text(words(language, "Stamp"), exact=True)).to_be_visible()
    page.get_by_role("link", name=words(language, "Back to the result")).click()
    _expect_total(page, language)


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_mistakes_are_shown_first_and_lead_to_their_fields(
    visit: Visit, language: str, javascript: bool
) -> None:
    page = visit(f"/{language}/calculate/", width=375, javascript=javascript)
    answer(page, language, "housing_price", "он миллион")
    page.get_by_role("button", name=words(language, "Show the result")).click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_be_in_viewport()
    for field in ("id_track_0", "id_origin", "id_housing_price"):
        summary.locator(f"a[href='#{field}']").click()
        expect(page.locator(f"#{field}")).to_be_focused()
        expect(page.locator(f"#{field}")).to_be_in_viewport()
    expect(page.locator("#id_housing_price")).to_have_value("он миллион")
