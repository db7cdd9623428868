"""Who may open what: every address of the desk, every role, one's own centre and another."""

import re
from collections.abc import Callable
from secrets import token_hex
from typing import NamedTuple

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from calculator import failures, intake
from calculator.staff import urls
from calculator.staff.models import ApiKey, Case, Centre, Entry, Report, Upload, Worker
from tests.rules.families import family
from tests.staff.desk import case_of, upload_of, worker_at

pytestmark = pytest.mark.django_db

CASES = {"specialist", "supervisor"}
PEOPLE = {"supervisor", "administrator"}
FIGURES = {"supervisor", "analyst"}
CENTRES = {"administrator"}
KEYS = {"administrator"}
REPORTS = {"analyst", "administrator"}
EVERYONE = {"specialist", "supervisor", "analyst", "administrator", "no role"}
SIGNED_OUT = "signed out"


SHOWN, ONWARD, WRONG, ELSEWHERE = 200, 302, 422, 409
"""How a page answers to whoever may open it: it is shown; a form of it was taken, and leads on, or
is shown again, because something is missing, or the case is not, or no longer, as it must be."""
LOOKED_AT = {"get": {SHOWN}}
FILLED_IN = {"get": {SHOWN}, "post": {WRONG}}
CHANGED = {"get": {SHOWN}, "post": {ELSEWHERE}}
PRESSED = {"post": {ONWARD}}


class Page(NamedTuple):
    """An address: who may open it, what of one centre it is about, and how it answers to what."""

    may: set[str]
    about: str = ""
    answers: dict[str, set[int]] = LOOKED_AT
    arguments: dict[str, str] = {}


PAGES = {
    "home": Page(EVERYONE, answers={"get": {SHOWN, ONWARD}}),
    "sign_in": Page(
        {*EVERYONE, SIGNED_OUT}, answers={"get": {SHOWN, ONWARD}, "post": {SHOWN, ONWARD}}
    ),
    "sign_out": Page(EVERYONE, answers=PRESSED),
    "second_factor": Page(EVERYONE, answers={"get": {ONWARD}, "post": {ONWARD}}),
    "account": Page(EVERYONE),
    "password": Page(EVERYONE, answers={"get": {SHOWN}, "post": {SHOWN}}),
    "set_second_factor": Page(EVERYONE, answers={"get": {SHOWN}, "post": {SHOWN}}),
    "cases": Page(CASES),
    "case_export": Page(CASES, arguments={"ending": "csv"}),
    "new_case": Page(CASES, answers=FILLED_IN),
    "case": Page(CASES, "case", CHANGED),
    "preview": Page(CASES, "case", {"post": {SHOWN}}),
    "move": Page(CASES, "case", {"post": {ELSEWHERE}}),
    "anew": Page(CASES, "case", {"post": {ELSEWHERE}}),
    "history": Page(CASES, "case"),
    "summary_pdf": Page(CASES, "case", {"get": {ELSEWHERE}}),
    "plan": Page(CASES, "case", CHANGED),
    "plan_pdf": Page(CASES, "case"),
    "seal": Page(CASES, answers=FILLED_IN),
    "files": Page(CASES, answers=FILLED_IN),
    "upload": Page(CASES, "upload"),
    "progress": Page(CASES, "upload", {"get": {ONWARD}}),
    "answer_file": Page(CASES, "upload", {"get": {ONWARD}}),
    "cancel": Page(CASES, "upload", PRESSED),
    "again": Page(CASES, "upload", PRESSED),
    "open_rows": Page(CASES, "upload", {"post": {WRONG}}),
    "record": Page({"supervisor"}),
    "record_export": Page({"supervisor"}, arguments={"ending": "csv"}),
    "figures": Page(FIGURES),
    "people": Page(PEOPLE),
    "new_person": Page(PEOPLE, answers=FILLED_IN),
    "person": Page(PEOPLE, "person", FILLED_IN),
    "centres": Page(CENTRES),
    "new_centre": Page(CENTRES, answers=FILLED_IN),
    "centre": Page(CENTRES, "centre", FILLED_IN),
    "reports": Page(REPORTS, answers=FILLED_IN),
    "report": Page(REPORTS, "report", FILLED_IN),
    "report_case": Page(REPORTS, "report"),
    "report_cases": Page(REPORTS),
    "keys": Page(KEYS),
    "new_key": Page(KEYS, answers=FILLED_IN),
    "key": Page(KEYS, "key", {"get": {SHOWN}, "post": {ONWARD}}),
}
NOWHERE = "no_page"
ASKED = [(name, method) for name, page in PAGES.items() for method in page.answers]
ONLY_SENT = [name for name, page in PAGES.items() if "get" not in page.answers]
# Whose work is not bound to a centre.
EVERYWHERE = {"administrator", "analyst"}
VISITORS = ["specialist", "supervisor", "analyst", "administrator", "no role", SIGNED_OUT]


class Desk(NamedTuple):
    """Two centres, what belongs to the first, and a browser for every visitor of either."""

    case: Case
    upload: Upload
    person: Worker
    centre: Centre
    key: ApiKey
    report: Report
    browsers: dict[tuple[str, bool], Client]


@pytest.fixture
def desk(centre: Centre, other_centre: Centre, signed_in: Callable[[Worker], Client]) -> Desk:
    """A case, a file and a specialist of the first centre; visitors of both."""
    owner = worker_at(centre, "specialist", "owner")
    browsers = {(SIGNED_OUT, own): Client() for own in (True, False)}
    for own, place in ((True, centre), (False, other_centre)):
        for role in ("specialist", "supervisor", "analyst", "administrator", "no role"):
            worker = worker_at(
                None if role in EVERYWHERE else place,
                None if role == "no role" else role,
                f"{role}-{own}".replace(" ", "-"),
            )
            browsers[role, own] = signed_in(worker)
    return Desk(
        case_of(owner), upload_of(owner), owner, centre, key_of(owner), a_report(), browsers
    )


def key_of(worker: Worker) -> ApiKey:
    """A key of some program, issued by a worker when that was still theirs to do."""
    return ApiKey.objects.create(
        name="Qonys",
        begins="23456789",
        digest=token_hex(32),
        a_minute=100,
        made_at=timezone.now(),
        made_by=worker,
    )


def a_report(**fields: object) -> Report:
    """What nobody known at the desk said of the rent of the base family."""
    told: dict[str, object] = {
        "made_at": timezone.now(),
        "language": "kk",
        "facts": intake.query(family()),
        "measure": "rent",
        "said": "2026: 28!",
        "expected": 1_453_200,
        "law": "0" * 64,
    }
    return Report.objects.create(**{**told, **fields})


def test_the_table_names_every_address_of_the_desk() -> None:
    assert {*PAGES, NOWHERE} == {pattern.name for pattern in urls.urlpatterns}


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize(("name", "method"), ASKED)
def test_everybody_sees_what_their_role_and_their_centre_allow_and_nothing_else(
    desk: Desk, name: str, method: str, language: str
) -> None:
    page, wrong = PAGES[name], []
    for (visitor, own), browser in desk.browsers.items():
        before = Entry.objects.count()
        answer = asked(browser, method, address(desk, name, language))
        expected = should_be(page, visitor, own=own)
        if outcome(answer, page.answers[method]) != expected:
            wrong.append((visitor, own, answer.status_code, expected))
        if expected in {"refused", "not here"}:
            assert Entry.objects.count() == before + 1
            assert Entry.objects.latest("number").action == "denied"
            # But for links to the same address in other languages.
            told = re.sub('href="[^"]*"', "", answer.content.decode())
            assert desk.case.reference not in told
            assert desk.person.name not in told
    assert wrong == []


def address(desk: Desk, name: str, language: str) -> str:
    """Where a page stands, about what belongs to the first centre."""
    about = {
        "": {},
        "case": {"reference": desk.case.reference},
        "upload": {"number": desk.upload.pk},
        "person": {"number": desk.person.pk},
        "centre": {"number": desk.centre.pk},
        "key": {"number": desk.key.pk},
        "report": {"number": desk.report.pk},
    }[PAGES[name].about]
    found = reverse(f"staff:{name}", kwargs={**about, **PAGES[name].arguments})
    _, _, rest = found.lstrip("/").partition("/")
    return f"/{language}/{rest}"


def asked(browser: Client, method: str, where: str) -> object:
    """The answer to a visitor who asks for a page; a form is sent empty."""
    session = browser.cookies.copy()
    answer = getattr(browser, method)(where)
    browser.cookies = session
    return answer


def should_be(page: Page, visitor: str, *, own: bool) -> str:
    """What the table says must happen."""
    if visitor not in page.may:
        return "sign in" if visitor == SIGNED_OUT else "refused"
    bound = page.about and visitor not in EVERYWHERE
    return "in" if own or not bound else "not here"


def outcome(answer: object, answers: set[int]) -> str:
    """What did happen; "in" only with one of the answers that the page gives."""
    status, location = answer.status_code, answer.headers.get("Location", "")
    if "/staff/sign-in/" in location or status == 401:
        return "sign in"
    told = {403: "refused", 404: "not here", **dict.fromkeys(answers, "in")}
    return told.get(status, f"{status} {location}")


@pytest.mark.parametrize(("name", "method"), ASKED)
def test_nothing_of_the_desk_is_kept_by_a_browser_or_a_proxy(
    desk: Desk, name: str, method: str
) -> None:
    for browser in desk.browsers.values():
        answer = asked(browser, method, address(desk, name, "kk"))
        assert "no-store" in answer.headers["Cache-Control"], answer.status_code


# --- asked for in other ways ---------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_a_page_answers_to_no_other_method_and_first_to_nobody_who_may_not_see_it(
    desk: Desk, name: str, method: str
) -> None:
    page, where = PAGES[name], address(desk, name, "kk")
    for (visitor, own), browser in desk.browsers.items():
        before = Entry.objects.count()
        answer = asked(browser, method, where)
        expected = should_be(page, visitor, own=own)
        if expected != "not here":
            found = outcome(answer, {405})
            assert found == expected, (visitor, own, answer.status_code)
        assert answer.status_code != 200
        assert "no-store" in answer.headers["Cache-Control"]
        if answer.status_code == 405 and name != "sign_in":
            assert Entry.objects.count() == before + 1
            assert Entry.objects.latest("number").details["why"] == "method"
            assert "GET" in answer.headers["Allow"] or "POST" in answer.headers["Allow"]


@pytest.mark.parametrize("name", ONLY_SENT)
def test_a_form_that_is_not_ours_changes_nothing(desk: Desk, name: str) -> None:
    worker = desk.person
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(worker, backend="django.contrib.auth.backends.ModelBackend")
    answer = browser.post(address(desk, name, "kk"))
    assert answer.status_code == 403
    assert Entry.objects.latest("number").details["why"] == "forged"


@pytest.mark.parametrize("name", ONLY_SENT)
def test_what_changes_something_changes_nothing_when_it_is_only_looked_at(
    desk: Desk, name: str
) -> None:
    before = stored(desk)
    answer = desk.browsers["specialist", True].get(address(desk, name, "kk"))
    assert answer.status_code in {302, 405}
    assert stored(desk) == before


def stored(desk: Desk) -> tuple[object, ...]:
    """What a form of the desk could change."""
    return (
        Case.objects.values_list("reference", "version", "state").get(),
        Upload.objects.values_list("state", "cancel_wanted").get(),
        Entry.objects.exclude(action="denied").count(),
    )


# --- addresses that lead nowhere -----------------------------------------------------------------


NONSENSE = [
    "nonsense/",
    "cases/export.pdf",
    "record/export.CSV",
    "files/x/answer/",
    "cases/7K3M92XP/nonsense/",
    "a%00b/",
    "%0A",
    "people/-1/",
]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("rest", NONSENSE)
def test_an_unknown_address_of_the_desk_is_a_page_of_the_desk_and_on_record(
    desk: Desk, rest: str, language: str
) -> None:
    for (visitor, _own), browser in desk.browsers.items():
        before = Entry.objects.count()
        answer = asked(browser, "get", f"/{language}/staff/{rest}")
        if visitor == SIGNED_OUT:
            assert "/staff/sign-in/" in answer.headers["Location"]
            continue
        assert answer.status_code == 404
        assert "no-store" in answer.headers["Cache-Control"]
        assert f"/{language}/staff/sign-out/" in answer.content.decode()
        entry = Entry.objects.latest("number")
        assert Entry.objects.count() == before + 1
        assert (entry.action, entry.details["why"]) == ("denied", "no_page")
        assert entry.username.startswith(visitor.replace(" ", "-"))


@pytest.mark.parametrize("rest", ["cases", "people/new", "cases?state=new"])
def test_an_address_that_lacks_its_last_stroke_leads_to_its_page(desk: Desk, rest: str) -> None:
    before = Entry.objects.count()
    answer = desk.browsers["supervisor", True].get(f"/kk/staff/{rest}")
    path, mark, query = rest.partition("?")
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        f"/kk/staff/{path}/{mark}{query}",
    )
    assert Entry.objects.count() == before


def test_what_is_sent_to_nowhere_is_refused(desk: Desk) -> None:
    answer = desk.browsers["specialist", True].post("/kk/staff/nonsense", {"a": "b"})
    assert answer.status_code == 404
    assert Client().post("/kk/staff/nonsense/", {"a": "b"}).status_code == 401


# --- what cannot be answered ---------------------------------------------------------------------


def test_a_damaged_request_to_the_desk_is_told_what_is_true_there(desk: Desk) -> None:
    browser = desk.browsers["specialist", True]
    browser.raise_request_exception = False
    damaged = "application/x-www-form-urlencoded; charset=utf-16"
    answer = browser.post("/en/staff/seal/", b"a=1", content_type=damaged)
    assert answer.status_code == 400
    assert "no-store" in answer.headers["Cache-Control"]
    told = failures.bad_request(RequestFactory().post("/en/staff/seal/"), Exception())
    html = told.content.decode()
    assert told.status_code == 400
    assert "Nothing was changed" in html
    assert "fill in the form again" not in html
    assert "no-store" in told.headers["Cache-Control"]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_mistake_of_ours_at_the_desk_says_nothing_of_answers_in_the_address(
    language: str,
) -> None:
    with override(language):
        desk_s = failures.server_error(RequestFactory().get(f"/{language}/staff/cases/"))
        family_s = failures.server_error(RequestFactory().get(f"/{language}/result/"))
        lost = failures.not_found(RequestFactory().get(f"/{language}/staff/cases/"), Exception())
        saved = gettext(
            "This is our mistake. Your answers are still in the address: reload the "
            "page in a minute."
        )
    assert (desk_s.status_code, family_s.status_code, lost.status_code) == (500, 500, 404)
    assert saved in family_s.content.decode()
    assert saved not in desk_s.content.decode()
    for told in (desk_s, lost):
        assert "no-store" in told.headers["Cache-Control"]
        assert f'href="/{language}/staff/"' in told.content.decode()
