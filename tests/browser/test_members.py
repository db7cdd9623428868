"""Adding and removing who moves, in place where scripts run."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.pages import LANGUAGES, person, shown, words
from tests.web.site import TYPED, form_address

TYPING = {"housing_price": "он милл", "on": "15.", "age_2": "3"}


def opened(visit: Visit, language: str) -> Page:
    """The form in the middle of being filled in, its scripts there."""
    page = visit(form_address(language, action="", **TYPING))
    with page.expect_response(lambda response: "htmx" in response.url):
        page.locator("#members").hover()
    page.wait_for_function("() => Boolean(window.htmx)")
    page.evaluate("window.stayed = true")
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_person_is_added_in_place_with_the_hand_on_the_new_row(
    visit: Visit, language: str
) -> None:
    page = opened(visit, language)
    before = shown(page)
    page.locator("#id_housing_price").fill("он миллион")
    page.get_by_role("button", name=words(language, "Add a person")).click()
    expect(person(page, language, 6)).to_be_visible()
    expect(page.locator("#id_relation_6")).to_be_focused()
    after = {"housing_price": "он миллион", "relation_6": "", "age_6": ""}
    assert shown(page) == before | after
    assert page.evaluate("window.stayed")
    page.reload()
    assert shown(page) == before | after


@pytest.mark.parametrize("language", LANGUAGES)
def test_going_back_from_the_result_finds_everyone_still_there(
    visit: Visit, language: str
) -> None:
    page = visit(form_address(language, action=""))
    with page.expect_response(lambda response: "htmx" in response.url):
        page.locator("#members").hover()
    page.get_by_role("button", name=words(language, "Add a person")).click()
    page.locator("#id_relation_6").select_option("parent")
    before = shown(page)
    page.locator("#id_age_6").press("Enter")
    page.wait_for_url("**/result/**")
    page.go_back()
    page.wait_for_url("**/calculate/**")
    left = shown(page)
    assert {name: left[name] for name in before if name != "relation_6"} == {
        name: text for name, text in before.items() if name != "relation_6"
    }
    assert "relation_6" in left


@pytest.mark.parametrize(("gone", "next_row"), [(2, 2), (5, 4)])
def test_a_person_is_removed_in_place_and_the_hand_stays_near(
    visit: Visit, gone: int, next_row: int
) -> None:
    page = opened(visit, "kk")
    label = words("kk", "Remove person %(number)s") % {"number": gone}
    page.get_by_role("button", name=label, exact=True).click()
    expect(person(page, "kk", 5)).to_have_count(0)
    expect(page.locator(f"#id_relation_{next_row}")).to_be_focused()
    assert page.evaluate("window.stayed")
    left = shown(page)
    assert left["housing_price"] == TYPING["housing_price"]
    rows = [number for number in range(1, 6) if number != gone]
    typed = TYPED | TYPING
    assert [left[f"age_{number}"] for number in range(1, 5)] == [
        typed[f"age_{number}"] for number in rows
    ]


def test_the_new_number_of_people_is_announced(visit: Visit) -> None:
    page = opened(visit, "en")
    status = page.locator("#members").get_by_role("status")
    expect(status).to_have_text("")
    page.get_by_role("button", name="Add a person").click()
    expect(status).to_have_text("6 people in the list")


def test_thirty_people_can_be_added_one_after_another(visit: Visit) -> None:
    page = opened(visit, "en")
    button = page.get_by_role("button", name="Add a person")
    for number in range(6, 31):
        button.click()
        expect(page.locator(f"#id_relation_{number}")).to_be_focused()
    expect(button).to_have_count(0)
    assert page.evaluate("window.stayed")
