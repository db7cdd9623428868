"""Without a connection the form and the last results can be read, and say they are copies."""

from collections.abc import Callable, Iterator
from time import monotonic
from typing import Any

import pytest
from django.core.signals import request_started
from django.utils.translation import gettext, override
from playwright.sync_api import BrowserContext, Page, expect

from calculator.findable import views
from calculator.findable.views import FORMS, RESULTS
from calculator.law import current
from calculator.wording.figures import day
from tests.browser.conftest import PATIENCE, TODAY, Visit
from tests.browser.pages import LANGUAGES, shown, words
from tests.browser.test_accessibility import AXE, OPTIONS, THUMB, TOO_SMALL
from tests.web.site import BRIEF, BRIEF_TOTAL, address

pytestmark = pytest.mark.django_db

in_every_language = pytest.mark.parametrize("language", LANGUAGES)
UNFILLED = (
    "Your device has not kept the form with these answers: not all of them could be filled in "
    "here. Open this address once more when there is internet."
)
KEPT = """async () => {
    const found = [];
    for (const name of await caches.keys()) {
        for (const each of await (await caches.open(name)).keys()) {
            found.push(each.url.replace(location.origin, ""));
        }
    }
    return found;
}"""


@pytest.fixture
def reader(visit: Visit) -> Callable[[str], Page]:
    """Somebody who has opened a page, and whose device is ready to keep copies."""

    def opened(where: str) -> Page:
        page = visit(where, width=375, offline=True)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        return page

    return opened


@pytest.fixture
def asked_for() -> Iterator[list[str]]:
    """The paths that the site is asked for."""
    paths: list[str] = []

    def note(environ: dict[str, Any], **_more: object) -> None:
        paths.append(environ["PATH_INFO"])

    request_started.connect(note)
    yield paths
    request_started.disconnect(note)


def kept(page: Page) -> list[str]:
    """The addresses kept on the device, those kept last at the end."""
    return list(page.evaluate(KEPT))


def eventually(page: Page, holds: Callable[[], bool]) -> None:
    """Wait for what happens behind the page, which no event tells of."""
    until = monotonic() + PATIENCE / 1000
    while not holds():
        assert monotonic() < until, kept(page)
        page.wait_for_timeout(50)


def wait_until_kept(page: Page, where: str) -> None:
    """Copies are made after the page is shown."""
    eventually(page, lambda: where in kept(page))


def disconnect(page: Page) -> BrowserContext:
    """From now on nothing answers."""
    page.context.set_offline(True)
    return page.context


def copy_note(language: str) -> str:
    """What a copy says of itself."""
    with override(language):
        text = gettext(
            "The site does not answer. This is a copy that your device kept on %(day)s; "
            "the rules may have changed since."
        )
        return text % {"day": day(TODAY)}


@in_every_language
def test_the_form_and_the_last_result_can_be_read_and_say_they_are_copies(
    reader: Callable[[str], Page], language: str
) -> None:
    form, result = f"/{language}/calculate/", address("result", language, **BRIEF)
    page = reader(form)
    expect(page.locator(".copy")).to_have_count(0)
    page.goto(result)
    wait_until_kept(page, result)
    wait_until_kept(page, form)
    disconnect(page)
    page.goto(form)
    expect(page.locator("#facts")).to_be_visible()
    expect(page.locator(".copy")).to_have_text(copy_note(language))
    page.goto(result)
    expect(page.locator(".total .sum").first).to_have_text(BRIEF_TOTAL)
    expect(page.locator(".copy")).to_have_text(copy_note(language))
    styled = page.locator(".total").evaluate("each => getComputedStyle(each).backgroundColor")
    assert styled == "rgb(11, 90, 80)"


@in_every_language
def test_any_other_page_is_answered_by_the_page_for_no_connection(
    reader: Callable[[str], Page], language: str
) -> None:
    result = address("result", language, **BRIEF)
    page = reader(f"/{language}/calculate/")
    page.goto(result)
    wait_until_kept(page, result)
    disconnect(page)
    for other in (f"/{language}/", f"/{language}/calculate/?do=calculate&on=1", "/"):
        page.goto(other)
        expect(page.locator("h1")).to_have_text(words(language, "Without the internet"))
        expect(page.locator("#missed")).to_be_visible()
        expect(page.locator(".copy")).to_have_count(0)
    expect(page.locator("#forget")).to_be_visible()
    results = AXE.run(page, options=OPTIONS)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate(TOO_SMALL, THUMB) == []
    page.locator("#kept a").click()
    expect(page.locator(".total .sum").first).to_have_text(BRIEF_TOTAL)


@in_every_language
def test_a_form_opened_with_answers_opens_again_as_it_was(
    reader: Callable[[str], Page], language: str
) -> None:
    from_region = f"/{language}/calculate/?destination=pavlodar"
    page = reader(from_region)
    wait_until_kept(page, from_region)
    page.goto(address("calculate", language, **BRIEF))
    wait_until_kept(page, address("calculate", language, **BRIEF))
    filled_in = shown(page)
    disconnect(page)
    page.reload()
    expect(page.locator(".copy")).to_have_text(copy_note(language))
    assert shown(page) == filled_in
    page.goto(from_region)
    expect(page.locator("[name=destination]")).to_have_value("pavlodar")
    expect(page.locator(".copy")).to_have_text(copy_note(language))


@in_every_language
def test_the_empty_form_stands_in_for_one_never_seen_and_fills_itself_in(
    reader: Callable[[str], Page], language: str
) -> None:
    page = reader(f"/{language}/calculate/")
    page.goto(f"/{language}/offline/")
    wait_until_kept(page, f"/{language}/calculate/")
    wait_until_kept(page, "/static/qonys.js")
    disconnect(page)
    page.goto(f"/{language}/calculate/?destination=pavlodar&job_seeker=yes&housing_price=7500000")
    expect(page.locator("[name=destination]")).to_have_value("pavlodar")
    expect(page.locator("[name=job_seeker][value=yes]")).to_be_checked()
    expect(page.locator("[name=housing_price]")).to_have_value("7500000")
    expect(page.locator(".copy")).to_have_text(copy_note(language))
    for odd in ("destination=nowhere", "members=self:34;child:2", "job_seeker=1", "length=2"):
        page.goto(f"/{language}/calculate/?{odd}&origin=turkistan")
        expect(page.locator("[name=origin]")).to_have_value("turkistan")
        expect(page.locator(".copy")).to_contain_text(words(language, UNFILLED))
    results = AXE.run(page, options=OPTIONS)
    assert results.violations_count == 0, results.generate_report()


def test_a_first_result_is_kept_without_being_fetched_twice(
    reader: Callable[[str], Page], asked_for: list[str]
) -> None:
    result = address("result", "ru", **BRIEF)
    page = reader(result)
    wait_until_kept(page, result)
    page.wait_for_timeout(500)
    assert asked_for.count("/ru/result/") == 1
    assert "/ru/offline/" not in asked_for
    disconnect(page)
    page.reload()
    expect(page.locator(".total .sum").first).to_have_text(BRIEF_TOTAL)
    expect(page.locator(".copy")).to_have_text(copy_note("ru"))


def test_when_there_is_a_connection_again_the_page_is_fresh(
    reader: Callable[[str], Page],
) -> None:
    page = reader("/kk/calculate/")
    disconnect(page)
    page.goto("/kk/rules/")
    expect(page.locator("#missed")).to_be_visible()
    page.context.set_offline(False)
    page.locator("#missed a").click()
    expect(page.locator("#missed")).to_have_count(0)
    page.goto("/kk/calculate/")
    expect(page.locator("#facts")).to_be_visible()
    expect(page.locator(".copy")).to_have_count(0)


def test_only_the_last_results_are_kept_and_they_can_be_removed(
    reader: Callable[[str], Page],
) -> None:
    page = reader("/kk/calculate/")
    results = [address("result", "kk", rent_months=months) for months in range(RESULTS + 2)]
    for result in results:
        page.goto(result)
        wait_until_kept(page, result)
    found = [each for each in kept(page) if "?" in each]
    assert found == results[-RESULTS:]
    page.goto("/kk/offline/")
    expect(page.locator("#missed")).to_be_hidden()
    expect(page.locator("#kept a")).to_have_count(RESULTS)
    page.locator("#forget").click()
    expect(page.locator("#forgotten")).to_have_text(
        words("kk", "The results and answers that were kept are removed.")
    )
    expect(page.locator("#kept a")).to_have_count(0)
    expect(page.locator("#forget")).to_be_hidden()
    assert not [each for each in kept(page) if "?" in each]


def test_only_the_last_forms_with_answers_are_kept_and_they_can_be_removed(
    reader: Callable[[str], Page],
) -> None:
    page = reader("/kk/calculate/")
    result = address("result", "kk", **BRIEF)
    forms = [f"/kk/calculate/?housing_price={price}" for price in range(1, FORMS + 3)]
    for each in (result, *forms):
        page.goto(each)
        wait_until_kept(page, each)
    assert [each for each in kept(page) if "?" in each] == [result, *forms[-FORMS:]]
    page.goto("/kk/offline/")
    expect(page.locator("#kept a")).to_have_count(1)
    page.locator("#forget").click()
    expect(page.locator("#forgotten")).to_be_focused()
    assert not [each for each in kept(page) if "?" in each]
    assert "/kk/calculate/" in kept(page)


def test_nothing_of_the_desk_the_api_a_report_or_a_papers_file_is_ever_kept(
    reader: Callable[[str], Page],
) -> None:
    page = reader("/kk/calculate/")
    for where in ("/kk/staff/", "/kk/staff/sign-in/", "/api/v1/openapi.json", "/readyz"):
        answer = page.goto(where)
        assert answer
        assert not answer.from_service_worker, where
    for report in ("/kk/about/report/", address("about/report", "kk", **BRIEF)):
        page.goto(report)
    page.locator("main textarea").first.fill("7")
    page.locator("main form button").first.click()
    expect(page.locator("main [name=do][value=send]")).to_be_visible()
    page.goto("/kk/offline/")
    wait_until_kept(page, "/kk/calculate/")
    wait_until_kept(page, "/kk/offline/")
    pages = {each for each in kept(page) if not each.startswith("/static/")}
    assert pages == {"/kk/offline/", "/kk/calculate/"}


def test_what_another_engine_or_law_has_made_is_removed(
    reader: Callable[[str], Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    result = address("result", "kk", **BRIEF)
    page = reader("/kk/calculate/")
    page.goto(result)
    wait_until_kept(page, result)
    page.goto("/kk/calculate/")
    digest = current().digest[:12]
    monkeypatch.setattr(views, "ENGINE", "9.9.9")
    page.evaluate("navigator.serviceWorker.ready.then((each) => each.update())")
    eventually(page, lambda: page.evaluate("caches.keys()") == [f"qonys-9.9.9-{digest}"])
    wait_until_kept(page, "/kk/calculate/")
    assert result not in kept(page)


def test_a_copy_will_do_when_the_answer_takes_too_long(
    reader: Callable[[str], Page],
) -> None:
    result = address("result", "ru", **BRIEF)
    page = reader("/ru/calculate/")
    page.goto(result)
    wait_until_kept(page, result)
    page.context.route("**/ru/result/*", lambda _route: None)
    asked = monotonic()
    page.goto(result)
    expect(page.locator(".copy")).to_have_text(copy_note("ru"))
    assert monotonic() - asked > views.PATIENCE / 1000
