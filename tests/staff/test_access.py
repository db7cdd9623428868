"""Who may open what: every address of the desk, every role, one's own centre and another."""

import re
from collections.abc import Callable
from typing import NamedTuple

import pytest
from django.test import Client
from django.urls import reverse

from calculator.staff import urls
from calculator.staff.models import Case, Centre, Entry, Upload, Worker
from tests.staff.desk import case_of, upload_of, worker_at

pytestmark = pytest.mark.django_db

CASES = {"specialist", "supervisor"}
PEOPLE = {"supervisor", "administrator"}
FIGURES = {"supervisor", "analyst"}
CENTRES = {"administrator"}
EVERYONE = {"specialist", "supervisor", "analyst", "administrator", "no role"}
SIGNED_OUT = "signed out"


class Page(NamedTuple):
    """An address: who may open it, what of one centre it is about, and how it is asked for."""

    may: set[str]
    about: str = ""
    method: str = "get"
    arguments: dict[str, str] = {}


PAGES = {
    "home": Page(EVERYONE),
    "sign_in": Page({*EVERYONE, SIGNED_OUT}),
    "sign_out": Page(EVERYONE, method="post"),
    "second_factor": Page(EVERYONE),
    "account": Page(EVERYONE),
    "password": Page(EVERYONE),
    "set_second_factor": Page(EVERYONE),
    "cases": Page(CASES),
    "case_export": Page(CASES, arguments={"ending": "csv"}),
    "new_case": Page(CASES),
    "case": Page(CASES, "case"),
    "preview": Page(CASES, "case", "post"),
    "move": Page(CASES, "case", "post"),
    "anew": Page(CASES, "case", "post"),
    "history": Page(CASES, "case"),
    "summary_pdf": Page(CASES, "case"),
    "plan": Page(CASES, "case"),
    "plan_pdf": Page(CASES, "case"),
    "seal": Page(CASES),
    "files": Page(CASES),
    "upload": Page(CASES, "upload"),
    "progress": Page(CASES, "upload"),
    "answer_file": Page(CASES, "upload"),
    "cancel": Page(CASES, "upload", "post"),
    "again": Page(CASES, "upload", "post"),
    "open_rows": Page(CASES, "upload", "post"),
    "record": Page({"supervisor"}),
    "record_export": Page({"supervisor"}, arguments={"ending": "csv"}),
    "figures": Page(FIGURES),
    "people": Page(PEOPLE),
    "new_person": Page(PEOPLE),
    "person": Page(PEOPLE, "person"),
    "centres": Page(CENTRES),
    "new_centre": Page(CENTRES),
    "centre": Page(CENTRES, "centre"),
}
# Whose work is not bound to a centre.
EVERYWHERE = {"administrator", "analyst"}
VISITORS = ["specialist", "supervisor", "analyst", "administrator", "no role", SIGNED_OUT]


class Desk(NamedTuple):
    """Two centres, what belongs to the first, and a browser for every visitor of either."""

    case: Case
    upload: Upload
    person: Worker
    centre: Centre
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
    return Desk(case_of(owner), upload_of(owner), owner, centre, browsers)


def test_the_table_names_every_address_of_the_desk() -> None:
    assert set(PAGES) == {pattern.name for pattern in urls.urlpatterns}


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_everybody_sees_what_their_role_and_their_centre_allow_and_nothing_else(
    desk: Desk, name: str, language: str
) -> None:
    page, wrong = PAGES[name], []
    for (visitor, own), browser in desk.browsers.items():
        before = Entry.objects.count()
        answer = asked(browser, page, address(desk, name, language))
        expected = should_be(page, visitor, own=own)
        if outcome(answer) != expected:
            wrong.append((visitor, own, outcome(answer), answer.status_code, expected))
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
    }[PAGES[name].about]
    found = reverse(f"staff:{name}", kwargs={**about, **PAGES[name].arguments})
    _, _, rest = found.lstrip("/").partition("/")
    return f"/{language}/{rest}"


def asked(browser: Client, page: Page, where: str) -> object:
    """The answer to a visitor who asks for a page; a form is sent empty."""
    session = browser.cookies.copy()
    answer = browser.post(where) if page.method == "post" else browser.get(where)
    browser.cookies = session
    return answer


def should_be(page: Page, visitor: str, *, own: bool) -> str:
    """What the table says must happen."""
    if visitor not in page.may:
        return "sign in" if visitor == SIGNED_OUT else "refused"
    bound = page.about and visitor not in EVERYWHERE
    return "in" if own or not bound else "not here"


def outcome(answer: object) -> str:
    """What did happen."""
    status, location = answer.status_code, answer.headers.get("Location", "")
    if "/staff/sign-in/" in location or status == 401:
        return "sign in"
    return {403: "refused", 404: "not here"}.get(status, "in")


@pytest.mark.parametrize("name", PAGES)
def test_nothing_of_the_desk_is_kept_by_a_browser_or_a_proxy(desk: Desk, name: str) -> None:
    for browser in desk.browsers.values():
        answer = asked(browser, PAGES[name], address(desk, name, "kk"))
        assert "no-store" in answer.headers["Cache-Control"], answer.status_code


@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if page.method == "post"])
def test_a_form_that_is_not_ours_changes_nothing(desk: Desk, name: str) -> None:
    worker = desk.person
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(worker, backend="django.contrib.auth.backends.ModelBackend")
    answer = browser.post(address(desk, name, "kk"))
    assert answer.status_code == 403
    assert Entry.objects.latest("number").details["why"] == "forged"


@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if page.method == "post"])
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
        Entry.objects.count(),
    )
