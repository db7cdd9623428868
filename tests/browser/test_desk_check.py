"""A case is checked at the desk: by keyboard, on a phone, without scripts, by two at once."""

# Fixtures are found by their names.
# ruff: noqa: F811

from io import BytesIO
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Dialog, Page, expect
from pypdf import PdfReader

from calculator.staff.cases import actions, snapshots
from calculator.staff.cases.checking import Found
from calculator.staff.models import Case, Worker
from tests.browser.desk import (  # noqa: F401, fixtures are found by their names
    SignedIn,
    centre,
    open_record,
    signed_in,
    specialist,
    supervisor,
)
from tests.browser.pages import WIDTHS, words
from tests.browser.test_accessibility import (
    AXE,
    NARROW,
    OPTIONS,
    THUMB,
    TOO_SMALL,
    TOO_WIDE,
    ZOOMED,
    enlarge_text,
)
from tests.browser.test_keyboard import ACTIVE, choose, tab
from tests.staff.desk import by, case_of

LANGUAGE = "kk"
MOST_STOPS = 150
SETTLED = "() => document.getElementById('compare').getAttribute('aria-busy') !== 'true'"

# What is folded away has no height, and no thumb looks for it.
TOO_SMALL_IN_SIGHT = TOO_SMALL.replace(".map(", ".filter(each => each.checkVisibility()).map(")


@pytest.fixture
def case(specialist: Worker) -> Case:
    """A case of the family of most tests, just opened."""
    return case_of(specialist, on="2026-06-15")


def address(case: Case, page: str = "") -> str:
    return f"/{LANGUAGE}/staff/cases/{case.reference}/{page}"


def pick(page: Page, name: str, value: str) -> None:
    """Choose with the mouse what stands behind a label."""
    page.locator(f"input[name='{name}'][value='{value}'] + label").click()


def save(page: Page) -> None:
    page.locator(".actions [value=save]").click()


def press_on(page: Page, value: str) -> None:
    """Go on with Tab to a button, and press it."""
    for _ in range(MOST_STOPS):
        at = tab(page)
        if at["tag"] == "button" and at["value"] == value:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{value} cannot be reached")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_a_case_is_checked_and_sent_back_by_keyboard_alone(
    signed_in: SignedIn,
    specialist: Worker,
    case: Case,
    width: int,
    javascript: bool,
) -> None:
    page = signed_in(specialist, address(case), width=width, javascript=javascript)
    wanted = {
        "outcome_job_seeker": "not_seen",
        "outcome_settlement": "different",
        "settlement": "rural",
        "outcome_rent_months": "different",
        "rent_months": "6",
        "note": "Шартын сұрау",
    }
    done: list[str] = []
    for _ in range(MOST_STOPS):
        at = tab(page)
        if at["name"] in wanted and at["name"] not in done:
            done.append(at["name"])
            answer(page, at, wanted[at["name"]])
        elif at["tag"] == "button" and at["value"] == "save":
            break
    assert sorted(done) == sorted(wanted)
    if javascript:
        page.wait_for_function(SETTLED)
        live = page.locator("#both").inner_text()
    page.keyboard.press("Enter")
    status = page.locator(".done")
    expect(status).to_have_text(words(LANGUAGE, "The check is saved."))
    expect(status).to_be_focused()
    if javascript:
        assert page.locator("#both").inner_text() == live
    press_on(page, "sent_back")
    expect(page.locator(".state")).to_have_text(words(LANGUAGE, "Sent back for papers"))
    case.refresh_from_db()
    assert (case.state, case.note) == ("sent_back", "Шартын сұрау")
    assert {each.fact: each.corrected for each in case.findings.all()} == {
        "job_seeker": "",
        "settlement": "rural",
        "rent_months": "6",
    }


def answer(page: Page, at: dict[str, str], wanted: str) -> None:
    if at["type"] == "radio":
        choose(page, at, wanted)
    else:
        page.keyboard.type(wanted)


def test_enter_in_a_line_of_text_saves(
    signed_in: SignedIn,
    specialist: Worker,
    case: Case,
) -> None:
    page = signed_in(specialist, address(case))
    pick(page, "outcome_housing_price", "different")
    page.locator("#id_housing_price").fill("9 000 000")
    page.keyboard.press("Enter")
    expect(page.locator(".done")).to_be_focused()
    assert case.findings.get().corrected == "9000000"


def test_a_correction_shows_only_where_something_is_different(
    signed_in: SignedIn,
    specialist: Worker,
    case: Case,
) -> None:
    page = signed_in(specialist, address(case))
    price, later = page.locator("#id_housing_price"), page.locator("#fact-graduated_on")
    expect(price).to_be_hidden()
    pick(page, "outcome_housing_price", "different")
    expect(price).to_be_visible()
    pick(page, "outcome_housing_price", "seen")
    expect(price).to_be_hidden()
    expect(later).to_be_hidden()
    pick(page, "outcome_graduate", "different")
    pick(page, "graduate", "serpin")
    expect(later).to_be_visible()


def test_without_scripts_every_correction_can_be_seen(
    signed_in: SignedIn,
    specialist: Worker,
    case: Case,
) -> None:
    page = signed_in(specialist, address(case), javascript=False)
    expect(page.locator("#id_housing_price")).to_be_visible()
    expect(page.locator("#id_age_5")).to_be_visible()


def test_the_sums_move_as_one_works_and_nothing_is_kept(
    signed_in: SignedIn,
    specialist: Worker,
    case: Case,
) -> None:
    page = signed_in(specialist, address(case))
    both = page.locator("#both")
    expect(both).to_contain_text("10\u00a0098\u00a0875")
    pick(page, "outcome_rent_months", "different")
    page.locator("#id_rent_months").fill("6")
    expect(both).to_have_class("both is-less")
    expect(page.locator("#said")).to_have_text(
        " ".join(both.inner_text().split(" ")), timeout=9000
    )
    page.locator("#id_rent_months").fill("many")
    expect(page.locator("#compare .flag a")).to_have_attribute("href", "#id_rent_months")
    case.refresh_from_db()
    assert (case.version, case.snapshots.count()) == (1, 1)


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_people_are_added_and_removed_and_one_goes_on_there(
    signed_in: SignedIn,
    specialist: Worker,
    case: Case,
    javascript: bool,
) -> None:
    page = signed_in(specialist, address(case), javascript=javascript)
    pick(page, "outcome_members", "different")
    page.locator("[value=add]").click()
    expect(page.locator("#id_relation_6")).to_be_focused()
    page.locator("#id_relation_6").select_option("parent")
    page.locator("[value=remove-5]").click()
    expect(page.locator("#id_relation_5")).to_be_focused()
    expect(page.locator("#id_relation_5")).to_have_value("parent")
    save(page)
    expect(page.locator(".done")).to_be_focused()
    assert case.findings.get().corrected == "self:34;spouse:32;child:9;child:6;parent"


def test_a_decision_waits_until_the_check_is_saved(
    signed_in: SignedIn,
    specialist: Worker,
    case: Case,
) -> None:
    page = signed_in(specialist, address(case))
    pick(page, "outcome_origin", "seen")
    page.locator("[name=after]").first.click()
    expect(page.locator("#decide .leave-first")).to_be_visible()
    expect(page.locator(".actions [value=save]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".done")).to_be_focused()
    page.locator("[value=sent_back]").click()
    page.locator("#id_reason").fill("Қағазы жоқ")
    page.locator("[value=sent_back]").click()
    expect(page.locator(".state")).to_have_text(words(LANGUAGE, "Sent back for papers"))


def test_without_scripts_a_decision_loses_nothing_that_is_not_saved(
    signed_in: SignedIn,
    specialist: Worker,
    case: Case,
) -> None:
    page = signed_in(specialist, address(case), javascript=False)
    pick(page, "outcome_origin", "seen")
    save(page)
    pick(page, "outcome_job_seeker", "not_seen")
    page.locator("#id_note").fill("Жоғалмасын")
    page.locator("#id_reason").fill("Қағазы жоқ")
    page.locator("[value=sent_back]").click()
    expect(page.locator(".faults")).to_be_focused()
    assert page.locator("[name=outcome_job_seeker][value=not_seen]").is_checked()
    expect(page.locator("#id_note")).to_have_value("Жоғалмасын")
    expect(page.locator("#id_reason")).to_have_value("Қағазы жоқ")
    save(page)
    page.locator("[value=sent_back]").click()
    expect(page.locator(".state")).to_have_text(words(LANGUAGE, "Sent back for papers"))


def test_nobody_leaves_a_check_that_is_not_saved_without_being_asked(
    signed_in: SignedIn,
    specialist: Worker,
    case: Case,
) -> None:
    page = signed_in(specialist, address(case))
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    history = page.locator("a[href$='history/']")
    page.locator("#id_reason").fill("Себебі")
    pick(page, "outcome_origin", "seen")
    history.click()
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert page.locator("[name=outcome_origin][value=seen]").is_checked()
    save(page)
    expect(page.locator(".done")).to_be_focused()
    history.click()
    expect(page.locator("#moves")).to_be_visible()
    assert asked == ["beforeunload"]


def test_sums_that_do_not_arrive_are_said_to_be_old(
    signed_in: SignedIn,
    specialist: Worker,
    case: Case,
) -> None:
    page = signed_in(specialist, address(case))
    lost = page.locator("#lost")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    pick(page, "outcome_job_seeker", "not_seen")
    expect(lost).to_be_visible()
    expect(page.locator("#said")).to_have_text("")


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_the_summary_of_faults_has_the_focus_and_leads_to_the_field(
    signed_in: SignedIn,
    specialist: Worker,
    case: Case,
    javascript: bool,
) -> None:
    page = signed_in(specialist, address(case), javascript=javascript)
    pick(page, "outcome_housing_price", "different")
    page.locator("#id_housing_price").fill("тоғыз")
    save(page)
    expect(page.locator(".faults")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#id_housing_price")).to_be_focused()
    expect(page.locator("#id_housing_price")).to_have_value("тоғыз")


def test_the_later_of_two_is_told_and_can_save_on_purpose(
    signed_in: SignedIn,
    specialist: Worker,
    supervisor: Worker,
    case: Case,
) -> None:
    later = conflicted(signed_in, specialist, supervisor, case)
    told = later.locator(".faults")
    expect(told).to_be_focused()
    expect(told).to_contain_text(specialist.name)
    assert later.locator("[name=outcome_origin][value=seen]").is_checked()
    save(later)
    expect(later.locator(".done")).to_be_focused()
    assert case.findings.get(fact="origin").outcome == "seen"


def conflicted(
    signed_in: SignedIn,
    one: Worker,
    other: Worker,
    case: Case,
    width: int = 1280,
) -> Page:
    """The page of who comes later."""
    later = signed_in(other, address(case), width=width)
    pick(later, "outcome_origin", "seen")
    first = signed_in(one, address(case))
    pick(first, "outcome_origin", "not_seen")
    first.locator("#id_note").fill("Бірінші жазған сөз")
    save(first)
    expect(first.locator(".done")).to_be_focused()
    save(later)
    return later


# --- nobody is kept out --------------------------------------------------------------------------


def work(page: Page) -> None:
    """Findings of every kind."""
    pick(page, "outcome_job_seeker", "not_seen")
    pick(page, "outcome_settlement", "different")
    pick(page, "settlement", "rural")
    pick(page, "outcome_members", "different")
    page.locator("#id_age_2").fill("33")
    page.wait_for_function(SETTLED)


def opened(
    name: str,
    signed_in: SignedIn,
    worker: Worker,
    case: Case,
    width: int,
) -> Page:
    """A page of the case in one of the ways it may look."""
    page: Page = signed_in(worker, address(case), width=width)
    if name == "new":
        return page
    work(page)
    if name == "being checked":
        return page
    if name == "with faults":
        page.locator("#id_age_2").fill("көп")
        save(page)
        expect(page.locator(".faults")).to_be_focused()
        return page
    save(page)
    expect(page.locator(".done")).to_be_focused()
    if name == "history":
        page.goto(address(case, "history/"))
        page.locator("[href*=assessment]").last.click()
        expect(page.locator("#opened")).to_be_visible()
    if name == "decided":
        page.locator("[value=sent_back]").click()
        expect(page.locator("#check")).to_have_count(0)
    return page


WAYS = ("new", "being checked", "with faults", "decided", "history")


@pytest.mark.parametrize("name", WAYS)
def test_axe_finds_no_fault_and_nothing_is_scrolled_sideways(
    signed_in: SignedIn,
    supervisor: Worker,
    case: Case,
    name: str,
) -> None:
    page = opened(name, signed_in, supervisor, case, WIDTHS[WAYS.index(name) % 2])
    accessible(page)


def test_axe_finds_no_fault_on_the_page_of_a_conflict(
    signed_in: SignedIn,
    specialist: Worker,
    supervisor: Worker,
    case: Case,
) -> None:
    later = conflicted(signed_in, specialist, supervisor, case, WIDTHS[0])
    expect(later.locator(".faults")).to_be_focused()
    accessible(later)


def test_axe_finds_no_fault_where_the_rules_have_changed(
    signed_in: SignedIn,
    specialist: Worker,
    case: Case,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(snapshots, "law_digest", lambda: "another")
    page = signed_in(specialist, address(case), width=WIDTHS[0])
    expect(page.locator(".case-law")).to_be_visible()
    accessible(page)
    page.locator(".case-law button").click()
    expect(page.locator(".done")).to_be_focused()
    expect(page.locator(".case-law")).to_have_count(0)


@pytest.mark.parametrize("state", ["in_check", "closed"])
def test_a_word_without_an_end_widens_no_page(
    signed_in: SignedIn,
    specialist: Worker,
    case: Case,
    state: str,
) -> None:
    endless, origin = "ұзын" * 400, by(specialist)
    case = actions.keep_plan(case, 1, {"transport": endless, "remarks": endless}, by=origin)
    seen = {"origin": Found("seen")}
    case = actions.save_check(case, case.version, seen, endless, by=origin)
    case = actions.move(case, case.version, "sent_back", endless, by=origin)
    case = actions.move(case, case.version, state, endless, by=origin)
    page = signed_in(specialist, address(case))
    for name in ("", "history/", "plan/"):
        for width in (NARROW, 640, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(address(case, name))
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert over <= 0, (name, width, over)


def test_a_case_is_printed_on_two_sheets_with_what_was_chosen(
    signed_in: SignedIn,
    specialist: Worker,
    case: Case,
) -> None:
    page = signed_in(specialist, address(case))
    pick(page, "outcome_housing_price", "different")
    page.locator("#id_housing_price").fill("9 000 000")
    page.wait_for_function(SETTLED)
    printed = PdfReader(BytesIO(page.pdf(format="A4")))
    assert len(printed.pages) == 2
    text = "".join("".join(each.extract_text() for each in printed.pages).split())
    assert "".join(words(LANGUAGE, "Not looked at yet").split()) in text
    assert text.count("".join(words(LANGUAGE, "Different").split())) == 1


def accessible(page: Page) -> None:
    """Axe finds nothing, everything fits a narrow page and large text, and a thumb hits it."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        results = AXE.run(page, options=OPTIONS)
        assert results.violations_count == 0, results.generate_report()
    for width in (NARROW, ZOOMED):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(TOO_WIDE) == [], (width, urlsplit(page.url).path)
    assert page.evaluate(TOO_SMALL_IN_SIGHT, THUMB) == []
    enlarge_text(page)
    page.set_viewport_size({"width": 375, "height": 800})
    assert page.evaluate(TOO_WIDE) == []


def test_what_has_the_focus_is_never_behind_the_sums(
    signed_in: SignedIn,
    specialist: Worker,
    case: Case,
) -> None:
    page = signed_in(specialist, address(case), width=WIDTHS[0])
    covered = """() => {
        const at = document.activeElement.getBoundingClientRect();
        const over = document.getElementById("both").getBoundingClientRect();
        return document.activeElement.closest("#check") && at.height && at.bottom <= over.bottom;
    }"""
    for key in ("Tab", "Shift+Tab"):
        for _ in range(40):
            page.keyboard.press(key)
            assert not page.evaluate(covered), page.evaluate(ACTIVE)
