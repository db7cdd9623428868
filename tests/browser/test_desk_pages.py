"""Every page of the desk: axe finds no fault, all fits, all can be hit with a thumb."""

# Fixtures are found by their names.
# ruff: noqa: F811

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import Page

from calculator.staff.cases import actions
from calculator.staff.cases.checking import Found
from calculator.staff.models import Case, Centre, Move, Worker
from calculator.staff.oversight import demonstration
from tests.browser.desk import (  # noqa: F401, fixtures are found by their names
    SignedIn,
    centre,
    open_record,
    signed_in,
    specialist,
    supervisor,
)
from tests.browser.pages import LANGUAGES
from tests.browser.test_accessibility import (
    AXE,
    NARROW,
    OPEN_EVERYTHING,
    OPTIONS,
    THUMB,
    TOO_WIDE,
    UNSEEN,
    ZOOMED,
    enlarge_text,
)
from tests.browser.test_desk_check import TOO_SMALL_IN_SIGHT
from tests.rules.families import family
from tests.staff.desk import by, case_of, upload_of, worker_at
from tests.staff.test_access import a_report, key_of

Address = Callable[[Case], str]
# From a phone, by the turning points of the style sheet and a tablet, to a screen.
WIDTHS = (ZOOMED, NARROW, 480, 577, 640, 768, 769, 900, 1051, 1121, 1280)


def at(name: str, query: str = "", **about: Any) -> Address:
    """The address of a page; one about the case at hand says `reference=True`."""

    def address(case: Case) -> str:
        found = {
            key: case.reference if key == "reference" else value(case)
            for key, value in about.items()
        }
        with override("kk"):
            return reverse(f"staff:{name}", kwargs=found) + query

    return address


def query_of(_: Case) -> str:
    """A link to open a case of a family."""
    from calculator import intake  # noqa: PLC0415

    with override("kk"):
        return f"{reverse('staff:new_case')}?{intake.query(family())}"


PAGES: dict[str, tuple[str, Address]] = {
    "home": ("specialist", at("home")),
    "account": ("specialist", at("account")),
    "password": ("specialist", at("password")),
    "second factor": ("specialist", at("set_second_factor")),
    "cases": ("specialist", at("cases")),
    "cases, none found": ("specialist", at("cases", "?state=closed")),
    "cases, wrong filter": ("specialist", at("cases", "?opened_from=32.13.2026&state=lost")),
    "new case": ("specialist", at("new_case")),
    "case before it is opened": ("specialist", query_of),
    "case": ("specialist", at("case", reference=True)),
    "history": ("specialist", at("history", reference=True)),
    "plan": ("specialist", at("plan", reference=True)),
    "seal": ("specialist", at("seal")),
    "files": ("specialist", at("files")),
    "file": ("specialist", at("upload", number=lambda case: upload_of(case.specialist).pk)),
    "not for this role": ("specialist", at("record")),
    "record": ("supervisor", at("record")),
    "figures": ("supervisor", at("figures", "?period=month")),
    "reports": ("analyst", lambda case: a_report() and at("reports")(case)),
    "report": ("analyst", at("report", number=lambda _: a_report().pk)),
    "report, wrong way": ("analyst", at("reports", "?state=lost&page=x")),
    "people": ("supervisor", at("people")),
    "person": ("supervisor", at("person", number=lambda case: case.specialist.pk)),
    "new person": ("administrator", at("new_person")),
    "centres": ("administrator", at("centres")),
    "centre": ("administrator", at("centre", number=lambda case: case.centre_id)),
    "new centre": ("administrator", at("new_centre")),
    "keys": ("administrator", at("keys")),
    "key": ("administrator", at("key", number=lambda case: key_of(case.specialist).pk)),
    "new key": ("administrator", at("new_key")),
}


@pytest.fixture
def case(specialist: Worker) -> Case:
    """A case that was checked and sent back, one finding of each kind in it."""
    opened = case_of(specialist)
    found = {
        "job_confirmed": Found("not_seen"),
        "job_seeker": Found("seen"),
        "rent_months": Found("different", "6"),
    }
    checked = actions.save_check(opened, 1, found, "Анықтама жоқ.", by=by(specialist))
    case_of(specialist, job_confirmed=None)
    return actions.move(checked, 2, "sent_back", "Анықтама жоқ.", by=by(specialist))


@pytest.mark.parametrize("name", PAGES)
def test_nobody_is_kept_out(
    request: pytest.FixtureRequest, signed_in: SignedIn, case: Case, name: str
) -> None:
    role, address = PAGES[name]
    worker = case.specialist if role == "specialist" else who(request, role)
    page = signed_in(worker, address(case))
    page.evaluate(OPEN_EVERYTHING)
    assert page.evaluate(UNSEEN) == []
    report(page)
    page.set_viewport_size({"width": 375, "height": 800})
    report(page)
    assert page.evaluate(TOO_SMALL_IN_SIGHT, THUMB) == []
    for language in LANGUAGES:
        page.goto(address(case).replace("/kk/", f"/{language}/", 1))
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(TOO_WIDE) == [], (language, width)
    enlarge_text(page)
    assert page.evaluate(TOO_WIDE) == []


def who(request: pytest.FixtureRequest, role: str) -> Worker:
    """Somebody of a role; the supervisor is that of the centre."""
    if role == "supervisor":
        return request.getfixturevalue("supervisor")  # type: ignore[no-any-return]
    return worker_at(None, "analyst" if role == "analyst" else "administrator")


def report(page: Page) -> None:
    """Fail with what axe found."""
    results = AXE.run(page, options=OPTIONS)
    assert results.violations_count == 0, results.generate_report()


FULL = {
    "specialist": [
        *("cases", "cases?sort=-total", "cases/{reference}", "cases/{reference}/history")
    ],
    "supervisor": ["record", "figures", "figures?period=month", "people"],
}


@pytest.mark.parametrize("role", FULL)
def test_nothing_has_to_be_scrolled_sideways_where_there_is_much(
    signed_in: SignedIn, centre: Centre, role: str
) -> None:
    with override("kk"):
        demonstration.set_up()
    Worker.objects.update(must_change_password=False)
    move = Move.objects.filter(after="closed").latest("pk")
    Move.objects.filter(pk=move.pk).update(reason="ұ" * 500)
    page = signed_in(Worker.objects.get(username=f"demo-{role}"), "/kk/staff/account/")
    for name in FULL[role]:
        path, mark, query = name.format(reference=move.case.reference).partition("?")
        for language in ("kk", "ru"):
            page.goto(f"/{language}/staff/{path}/{mark}{query}")
            page.evaluate(OPEN_EVERYTHING)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate(TOO_WIDE) == [], (name, language, width)
