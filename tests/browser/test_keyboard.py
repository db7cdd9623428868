"""The form without a mouse."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.pages import ANSWERS
from tests.web.site import TYPED

ACTIVE = """() => {
    const at = document.activeElement, style = getComputedStyle(at);
    return {
        tag: at.localName, type: at.type || "", name: at.name || "", value: at.value || "",
        id: at.id, checked: Boolean(at.checked), outline: style.outlineStyle,
    };
}"""
FIRST, SECOND = {"relation_1": "self", "age_1": "34"}, {"relation_2": "spouse", "age_2": "32"}
MOST_STOPS = 80


def tab(page: Page) -> dict[str, str]:
    """The next stop of the Tab key; one can always see where one is."""
    page.keyboard.press("Tab")
    at: dict[str, str] = page.evaluate(ACTIVE)
    assert at["outline"] != "none", at
    return at


def choose(page: Page, at: dict[str, str], wanted: str) -> None:
    """Choose among radio buttons, or in a list, with the arrows."""
    for _ in range(30):
        if at["value"] == wanted:
            break
        page.keyboard.press("ArrowDown")
        at = page.evaluate(ACTIVE)
    if at["type"] == "radio" and not at["checked"]:
        page.keyboard.press("Space")
    assert page.evaluate(ACTIVE)["value"] == wanted


def test_the_skip_link_comes_first_and_leads_past_the_languages(visit: Visit) -> None:
    page = visit("/en/calculate/")
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Skip to the content")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('form').contains(document.activeElement)")


def test_the_form_is_filled_in_with_the_keyboard_alone(visit: Visit) -> None:
    page = visit("/en/calculate/")
    wanted = ANSWERS | FIRST | SECOND
    visited: list[str] = []
    for _ in range(MOST_STOPS):
        at = tab(page)
        if at["tag"] == "button" and at["value"] == "add" and "relation_2" not in visited:
            page.keyboard.press("Enter")
            expect(page.locator("#id_relation_2")).to_be_visible()
            _back_to(page, "id_age_1")
        elif at["name"] in wanted:
            visited.append(at["name"])
            _answer(page, at, wanted[at["name"]])
        elif at["tag"] == "button" and at["value"] == "calculate":
            break
    assert set(visited) == set(wanted)
    assert len(visited) == len(wanted), "each question is one stop"
    _back_to(page, "id_housing_price")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/result/?**")
    assert "members=self:34;spouse:32&" in page.url
    assert "housing_price=10000000" in page.url


def _answer(page: Page, at: dict[str, str], wanted: str) -> None:
    if at["type"] == "text":
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type(wanted)
    else:
        choose(page, at, wanted)


def _back_to(page: Page, field: str) -> None:
    """Go back with Shift+Tab, or to the first row after the page was loaded anew."""
    for _ in range(MOST_STOPS):
        if page.evaluate(ACTIVE)["id"] == field:
            return
        page.keyboard.press("Shift+Tab")
    raise AssertionError(f"{field} cannot be reached")


def test_enter_in_any_line_of_text_calculates(visit: Visit) -> None:
    for name in ("age_1", "on", "housing_price"):
        page = visit("/en/calculate/")
        page.locator(f"[name={name}]").press("Enter")
        expect(page.get_by_role("alert")).to_be_visible()
        assert "do=calculate" in page.url
        assert TYPED["on"] == page.locator("[name=on]").input_value()
