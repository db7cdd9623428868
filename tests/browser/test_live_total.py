"""The total on the form moves as one answers, and never says more than it knows.

Time stands still in these tests until they let it go on: a pause in answering is as long as they
make it, however slow the machine.
"""

from collections.abc import Iterator
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils.translation import override
from playwright.sync_api import Browser, Locator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from calculator.wording.figures import money, money_range
from tests.browser.conftest import PATIENCE, Visit
from tests.browser.pages import LANGUAGES, WIDTHS, answer, shown, words
from tests.web.site import BRIEF_TOTAL, TYPED, form_address

AXE = Axe()
PAUSE = 500
"""Milliseconds without an answer after which the total is asked for."""
TOTAL, HTMX = "**/total/?*", "**/htmx-2*.js"
WITH_SIX = 10_401_625
"""The brief's family with one more child: 70 MRP of 4 325 tenge more."""
CHEAPER = 3_070_750 + 5_000_000
EVERYWHERE = list(product(WIDTHS, LANGUAGES))

COVERED = """() => {
    const field = document.activeElement.getBoundingClientRect();
    const bar = document.querySelector(".so-far").getBoundingClientRect();
    const focus = document.activeElement;
    return document.querySelector("form").contains(focus) && field.bottom > bar.top
        ? [focus.id || focus.value, field.bottom, bar.top] : [];
}"""


def opened(visit: Visit, language: str = "en", *, width: int = 1280, **changes: str) -> Page:
    """The form filled in, htmx there, and time standing still."""
    page = visit(form_address(language, action="", **changes), width=width)
    with page.expect_response(HTMX):
        page.locator("#id_on").focus()
    page.wait_for_function("() => Boolean(window.htmx)")
    stop_the_clock(page)
    return page


def stop_the_clock(page: Page) -> None:
    """From now on time passes only when `pause` says so."""
    page.clock.install(time=0)
    page.clock.pause_at(1000)


def pause(page: Page) -> None:
    """Stop answering for long enough."""
    page.clock.run_for(PAUSE)


def questions(page: Page) -> list[str]:
    """The requests for a total from now on."""
    asked: list[str] = []
    page.on("request", lambda each: asked.append(each.url) if "/total/" in each.url else None)
    return asked


def hold(page: Page, pattern: str) -> list[Route]:
    """Keep the next request back; it is in the list once it was made."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    page.route(pattern, keep, times=1)
    return held


def sum_in(page: Page) -> Locator:
    """The sum on the bar."""
    return page.locator("#total .sum")


def expect_sum(page: Page, text: str) -> None:
    """A sum is shown, and it is the sum of what stands in the form."""
    expect(sum_in(page)).to_have_text(text)
    expect(page.locator(".so-far")).to_have_class("so-far shown")
    expect(page.locator("#total")).to_have_attribute("aria-busy", "false")


def begun(visit: Visit, language: str = "en", width: int = 1280) -> Page:
    """The form with a first total on the bar."""
    page = opened(visit, language, width=width)
    answer(page, language, "divorced_36_months", "yes")
    pause(page)
    expect_sum(page, BRIEF_TOTAL)
    return page


# --- while answering ---------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "language"), EVERYWHERE)
def test_several_quick_answers_ask_once_and_move_the_total(
    visit: Visit, width: int, language: str
) -> None:
    page = opened(visit, language, width=width)
    asked = questions(page)
    expect(page.locator(".so-far")).to_have_class("so-far")
    answer(page, language, "housing_price", "5 000 000")
    answer(page, language, "divorced_36_months", "yes")
    page.clock.run_for(PAUSE - 1)
    answer(page, language, "employer_assists", "no")
    page.clock.run_for(PAUSE - 1)
    assert asked == []
    page.clock.run_for(1)
    expect_sum(page, money(CHEAPER))
    answer(page, language, "housing_price", "")
    pause(page)
    with override(language):
        expect_sum(page, money_range({"min": 3_070_750, "max": 10_098_875}))
    left = words(language, "Unanswered questions: %(number)s.") % {"number": 1}
    expect(page.locator("#total")).to_contain_text(left)
    assert len(asked) == 2


def test_it_is_told_politely_and_leaves_the_hand_where_it_is(visit: Visit) -> None:
    page = opened(visit)
    answer(page, "en", "housing_price", "5 000 000")
    pause(page)
    expect(page.get_by_role("status").filter(has_text=money(CHEAPER))).to_be_visible()
    expect(page.locator("#id_housing_price")).to_be_focused()
    assert "/calculate/?track=resettler&" in page.url, "the address stays"


def test_what_is_said_already_is_not_said_again(visit: Visit) -> None:
    page = begun(visit)
    asked = questions(page)
    page.evaluate("document.querySelector('#total p').said = true")
    answer(page, "en", "divorced_36_months", "no")
    pause(page)
    expect_sum(page, BRIEF_TOTAL)
    assert len(asked) == 1
    assert page.evaluate("document.querySelector('#total p').said")


def test_nothing_is_asked_when_an_answer_is_taken_back(visit: Visit) -> None:
    page = begun(visit)
    asked = questions(page)
    answer(page, "en", "housing_price", "5")
    expect(page.locator(".so-far")).to_have_class("so-far shown late")
    answer(page, "en", "housing_price", TYPED["housing_price"])
    expect_sum(page, BRIEF_TOTAL)
    pause(page)
    page.locator("#id_age_1").focus()
    pause(page)
    answer(page, "en", "housing_price", "")
    pause(page)
    expect(sum_in(page)).not_to_have_text(BRIEF_TOTAL)
    assert len(asked) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_still_needed_is_said_from_the_first_answer_on(
    visit: Visit, language: str
) -> None:
    page = visit(f"/{language}/calculate/", width=375)
    total = page.locator("#total")
    for fact, still in (
        ("track", ["Region of departure", "Region of arrival", "Town or village"]),
        ("origin", ["Region of arrival", "Town or village"]),
        ("destination", ["Town or village"]),
    ):
        answer(page, language, fact, TYPED[fact])
        named = ", ".join(words(language, title) for title in still)
        expect(total).to_contain_text(f" {named}.")
    answer(page, language, "settlement", TYPED["settlement"])
    expect(sum_in(page)).to_be_visible()
    with override(language):
        assert sum_in(page).inner_text().startswith(money_range({"min": 0, "max": 1})[:4])


def test_an_answer_that_is_none_takes_the_sum_away_and_is_named(visit: Visit) -> None:
    page = begun(visit)
    answer(page, "en", "housing_price", "он милл")
    pause(page)
    expect(page.locator("#total")).to_contain_text("Price of the home")
    expect(sum_in(page)).to_have_count(0)
    expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_moves_moves_the_total(visit: Visit, language: str) -> None:
    page = begun(visit, language, width=375)
    _press(page, words(language, "Add a person"), 6)
    expect(page.locator("#id_relation_6")).to_be_focused()
    pause(page)
    person = words(language, "Person %(number)s") % {"number": 6}
    expect(page.locator("#total")).to_contain_text(person)
    page.locator("#id_relation_6").select_option("child")
    pause(page)
    expect_sum(page, money(WITH_SIX))
    label = words(language, "Remove person %(number)s") % {"number": 6}
    _press(page, label, 5)
    expect(page.locator("#id_relation_5")).to_be_focused()
    pause(page)
    expect_sum(page, BRIEF_TOTAL)


def _press(page: Page, label: str, people: int) -> None:
    """Press a button of the list; what htmx puts in place it settles a moment later."""
    page.get_by_role("button", name=label, exact=True).click()
    expect(page.locator("#members .member")).to_have_count(people)
    page.clock.run_for(100)


# --- meanwhile, and when it fails ----------------------------------------------------------------


def test_the_old_total_does_not_pass_for_the_new_one(visit: Visit) -> None:
    page = begun(visit)
    held = hold(page, TOTAL)
    answer(page, "en", "housing_price", "5 000 000")
    _expect_in_work(page)
    with page.expect_request(TOTAL):
        pause(page)
    _expect_in_work(page)
    held[0].continue_()
    expect_sum(page, money(CHEAPER))
    expect(page.locator(".meanwhile")).to_be_hidden()


def _expect_in_work(page: Page) -> None:
    expect(page.locator("#total")).to_have_css("opacity", "0")
    expect(page.locator("#total")).to_have_attribute("aria-busy", "true")
    expect(page.locator(".meanwhile")).to_be_visible()


def test_a_later_answer_takes_the_place_of_an_earlier_one_that_is_under_way(visit: Visit) -> None:
    page = begun(visit)
    hold(page, TOTAL)
    answer(page, "en", "housing_price", "1")
    with page.expect_request(TOTAL) as first:
        pause(page)
    answer(page, "en", "housing_price", "5 000 000")
    with page.expect_event("requestfailed", lambda request: request == first.value):
        pause(page)
    expect_sum(page, money(CHEAPER))


def test_a_total_of_answers_that_have_changed_since_is_not_shown(visit: Visit) -> None:
    page = begun(visit)
    held = hold(page, TOTAL)
    answer(page, "en", "housing_price", "5 000 000")
    with page.expect_request(TOTAL):
        pause(page)
    answer(page, "en", "housing_price", TYPED["housing_price"])
    expect_sum(page, BRIEF_TOTAL)
    with page.expect_response(TOTAL):
        held[0].continue_()
    pause(page)
    expect_sum(page, BRIEF_TOTAL)


def test_what_was_answered_before_htmx_came_counts_when_it_is_there(visit: Visit) -> None:
    page = visit(form_address("kk", action=""))
    held = hold(page, HTMX)
    with page.expect_request(HTMX):
        answer(page, "kk", "housing_price", "5 000 000")
    expect(page.locator("#total")).to_be_empty()
    held[0].continue_()
    expect_sum(page, money(CHEAPER))


@pytest.fixture
def unwatched(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page of which it is no fault that something fails."""
    context = browser.new_context(base_url=live_server.url)
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("status", [None, 400, 500], ids=["no network", "refused", "broken"])
def test_a_failure_takes_the_total_away_in_silence_until_it_works_again(
    unwatched: Page, status: int | None
) -> None:
    def visit(address: str, **_size: int) -> Page:
        unwatched.goto(address)
        return unwatched

    page = begun(visit)

    def fail(route: Route) -> None:
        route.fulfill(status=status, body="<h1>No</h1>") if status else route.abort()

    page.route(TOTAL, fail)
    answer(page, "en", "housing_price", "5 000 000")
    pause(page)
    expect(page.locator(".so-far")).to_have_class("so-far")
    expect(page.locator("#total")).to_be_empty()
    expect(page.locator(".meanwhile")).to_be_hidden()
    page.unroute(TOTAL)
    answer(page, "en", "divorced_36_months", "no")
    pause(page)
    expect_sum(page, money(CHEAPER))


def test_htmx_that_did_not_come_is_fetched_again_at_the_next_touch(unwatched: Page) -> None:
    unwatched.goto(form_address("en", action=""))
    unwatched.route(HTMX, lambda route: route.abort(), times=1)
    with unwatched.expect_event("requestfailed"):
        answer(unwatched, "en", "housing_price", "1")
    answer(unwatched, "en", "housing_price", "5 000 000")
    expect_sum(unwatched, money(CHEAPER))


# --- the bar -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "language"), EVERYWHERE)
def test_axe_finds_no_fault_with_the_total_shown(visit: Visit, width: int, language: str) -> None:
    page = begun(visit, language, width)
    _expect_faultless(page)
    answer(page, language, "housing_price", "он милл")
    _expect_faultless(page)
    pause(page)
    expect(sum_in(page)).to_have_count(0)
    _expect_faultless(page)


def _expect_faultless(page: Page) -> None:
    page.clock.resume()
    results = AXE.run(page, options={"resultTypes": ["violations"]})
    page.clock.pause_at(page.evaluate("Date.now()") + 10_000)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("width", [360, *WIDTHS])
def test_it_stays_in_sight_and_covers_no_field_that_has_the_focus(
    visit: Visit, width: int
) -> None:
    page = begun(visit, "kk", width)
    bar = page.locator(".so-far")
    page.evaluate("window.scrollTo(0, 0)")
    box = bar.bounding_box()
    assert box is not None
    assert round(box["y"] + box["height"]) == 800
    assert box["height"] <= 120
    page.locator("#id_track_0").focus()
    for key in [*["Tab"] * 60, *["Shift+Tab"] * 50]:
        page.keyboard.press(key)
        assert page.evaluate(COVERED) == []


@pytest.mark.parametrize(("width", "height"), [(320, 200), (300, 800), (640, 360)])
def test_where_little_is_seen_at_once_it_waits_at_the_end(
    visit: Visit, width: int, height: int
) -> None:
    page = begun(visit, "kk", 375)
    page.set_viewport_size({"width": width, "height": height})
    expect(page.locator(".so-far")).to_have_css("position", "static")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_is_not_printed(visit: Visit) -> None:
    page = begun(visit)
    page.emulate_media(media="print")
    expect(page.locator(".so-far")).to_be_hidden()


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_scripts_nothing_of_it_is_seen(visit: Visit, language: str) -> None:
    plain = visit(form_address(language, action=""), javascript=False)
    assert plain.locator(".so-far").evaluate("each => each.getBoundingClientRect().height") == 0
    expect(plain.locator(".meanwhile")).to_be_hidden()
    assert shown(plain) == TYPED


# --- what it leaves alone ------------------------------------------------------------------------


def test_whoever_only_looks_fetches_nothing_and_whoever_touches_fetches_once(visit: Visit) -> None:
    asked: list[str] = []
    page = visit("/en/")
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto("/en/calculate/")
    page.mouse.wheel(0, 2000)
    page.wait_for_load_state("networkidle")
    assert set(asked) == {"", "qonys.css", "qonys.js", "mark.svg", "offline.js"}
    asked.clear()
    with page.expect_response(HTMX):
        page.locator("#id_on").focus()
    page.locator("#members").hover()
    page.locator("#id_age_1").focus()
    page.wait_for_load_state("networkidle")
    assert asked == ["htmx-2.min.js"], "no total, for nothing was answered"


def test_another_language_keeps_what_was_typed(visit: Visit) -> None:
    page = begun(visit, "en")
    answer(page, "en", "housing_price", "5 00")
    before = shown(page)
    page.get_by_role("button", name="Қазақша", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "kk")
    assert shown(page) == before


def test_going_back_from_the_result_finds_no_total_of_other_answers(visit: Visit) -> None:
    page = begun(visit)
    answer(page, "en", "housing_price", "5 000 000")
    page.locator("#id_housing_price").press("Enter")
    page.wait_for_url("**/result/**")
    page.go_back()
    page.wait_for_url("**/calculate/**")
    assert shown(page)["housing_price"] == "5 000 000"
    expect(page.locator(".so-far:not(.late) .sum", has_text=BRIEF_TOTAL)).to_have_count(0)


def test_going_back_within_the_page_loses_nothing_that_was_typed(visit: Visit) -> None:
    page = begun(visit)
    _press(page, words("en", "Add a person"), 6)
    expect(page.locator("#id_relation_6")).to_be_focused()
    answer(page, "en", "housing_price", "5 000 000")
    page.evaluate("location.hash = 'id_on'")
    page.locator("#id_relation_6").select_option("child")
    page.go_back()
    page.wait_for_function("() => location.hash === ''")
    pause(page)
    expect_sum(page, money(WITH_SIX + CHEAPER - 10_098_875))
    assert page.evaluate("sessionStorage.getItem('htmx-history-cache')") is None
