"""What comes out of a printer."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.pages import LANGUAGES
from tests.web.site import BORROWER, BRIEF, BRIEF_TOTAL, UNANSWERED, address

# Two sheets, both sides. Who wants it on one takes the PDF.
MOST_PAGES = 3
PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
A4 = re.compile(rb"/MediaBox\s*\[\s*0 0 59[45](?:\.\d+)? 84[12](?:\.\d+)?\s*\]")


def printed(page: Page) -> bytes:
    """The page as a PDF, on the paper its own style asks for."""
    return page.pdf(prefer_css_page_size=True)


# All that can be asked of a family is open, and a loan is worked out besides.
LONGEST = BRIEF | UNANSWERED | BORROWER | {"graduate": "serpin", "loan_months": "84"}


@pytest.mark.parametrize(
    "answers", [BRIEF, BRIEF | UNANSWERED, LONGEST], ids=["known", "unknown", "longest"]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summary_of_five_people_fits_on_two_sheets(
    visit: Visit, language: str, answers: dict[str, str]
) -> None:
    paper = printed(visit(address("summary", language, **answers)))
    assert A4.search(paper)
    assert 1 <= len(PAGE.findall(paper)) <= MOST_PAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_result_can_be_printed_too(visit: Visit, language: str) -> None:
    page = visit(address("result", language, **BRIEF))
    page.emulate_media(media="print")
    expect(page.locator(".total .sum")).to_have_text(BRIEF_TOTAL)
    expect(page.locator(".total .sum")).to_be_visible()
    for hidden in (".top nav", ".actions", ".skip"):
        expect(page.locator(hidden)).to_be_hidden()
    assert len(PAGE.findall(printed(page))) >= 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_signatures_are_not_torn_apart_and_nothing_of_the_screen_is_left(
    visit: Visit, language: str
) -> None:
    page = visit(address("summary", language, **BRIEF))
    page.emulate_media(media="print")
    for hidden in (".top nav", ".bottom", ".screen-only"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator(".sign")).to_have_css("break-inside", "avoid")
    for needed in (".address", ".sign", ".total-row", ".sources"):
        expect(page.locator(needed)).to_be_visible()
