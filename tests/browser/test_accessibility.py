"""Nobody is kept out: axe finds nothing, everything fits, everything can be hit with a thumb."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.browser.pages import LANGUAGES, PAGES, STEPS, WIDTHS

AXE = Axe()
# The rules that run by themselves, best practices among them, and targets of WCAG 2.2.
OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
NARROW = 360
ZOOMED = 320  # 1280 px at 400 %
THUMB = 44
LARGE_TEXT = 32

OPEN_EVERYTHING = "document.querySelectorAll('details').forEach(each => { each.open = true })"
TOO_WIDE = """() => {
    const wide = document.documentElement.clientWidth;
    return document.documentElement.scrollWidth <= wide ? [] : [...document.querySelectorAll("*")]
        .filter(each => each.getBoundingClientRect().right > wide + 1)
        .map(each => each.outerHTML.slice(0, 120));
}"""
TOO_SMALL = """least => [...document.querySelectorAll(
    "button, .button, .form-check-label, nav a, .brand, summary, select, input[type=text]"
)].filter(each => !each.matches(".first-submit") && !each.closest("[hidden]"))
    .filter(each => each.getBoundingClientRect().height < least)
    .map(each => each.outerHTML.slice(0, 120))"""
# Words as dark as what is under them. axe calls that uncertain, since it may be meant.
UNSEEN = """() => {
    const clear = color => color === "transparent" || color.endsWith(", 0)");
    const ground = each => {
        while (each && clear(getComputedStyle(each).backgroundColor)) each = each.parentElement;
        return each ? getComputedStyle(each).backgroundColor : "rgb(255, 255, 255)";
    };
    return [...document.body.querySelectorAll("*")]
        .filter(each => each.checkVisibility() && !each.closest("svg")
            && [...each.childNodes].some(child => child.nodeType === 3 && child.data.trim())
            && getComputedStyle(each).color === ground(each))
        .map(each => each.outerHTML.slice(0, 120));
}"""

every_page = pytest.mark.parametrize("name", PAGES)
in_every_language = pytest.mark.parametrize("language", LANGUAGES)


def opened(visit: Visit, name: str, language: str, width: int) -> Page:
    """A page with everything on it unfolded."""
    page = visit(PAGES[name](language), width=width)
    if name in STEPS:
        STEPS[name](page)
    page.evaluate(OPEN_EVERYTHING)
    return page


@every_page
@in_every_language
def test_axe_finds_no_fault_and_all_words_can_be_seen(
    visit: Visit, name: str, language: str
) -> None:
    width = WIDTHS[(list(PAGES).index(name) + LANGUAGES.index(language)) % 2]
    page = opened(visit, name, language, width)
    assert page.evaluate(UNSEEN) == []
    results = AXE.run(page, options=OPTIONS)
    assert results.violations_count == 0, results.generate_report()


@every_page
@in_every_language
def test_a_thumb_hits_every_target_and_nothing_has_to_be_scrolled_sideways(
    visit: Visit, name: str, language: str
) -> None:
    page = opened(visit, name, language, 375)
    assert page.evaluate(TOO_SMALL, THUMB) == []
    for width in (NARROW, ZOOMED, 375):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(TOO_WIDE) == []
    enlarge_text(page)
    assert page.evaluate(TOO_WIDE) == []


def enlarge_text(page: Page) -> None:
    """Set the browser's own text size to 200 %, as a reader does in its settings."""
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": LARGE_TEXT}})
    size = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    assert size == LARGE_TEXT
