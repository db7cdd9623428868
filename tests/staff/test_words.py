"""Every word of the desk is the law's, a person's, or comes from a catalogue."""

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from calculator import staff
from calculator.staff.cases import actions
from calculator.staff.cases.checking import Found
from calculator.staff.models import Case, Centre, Worker
from calculator.staff.oversight.entry_words import VALUES
from tests.staff.desk import by, case_of, upload_of
from tests.staff.test_access import a_report, key_of
from tests.test_catalogues import LETTERS, known, marked, said, unbracketed  # noqa: F401
from tests.web.reading import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked")]

LANGUAGES = ("kk", "ru", "en")
# What no catalogue has: names of files, and signs of references and keys.
NAMES = re.compile(
    r"\b(?:Qonys|families\.csv|qonys_[0-9a-z]*|CSV|XLSX|csv|xlsx|[0-9A-Z]{4}(?:-[0-9A-Z]{4})?)\b"
)

PAGES: dict[str, dict[str, str]] = {
    "specialist": {
        "home": "",
        "account": "",
        "password": "",
        "set_second_factor": "",
        "cases": "",
        "new_case": "",
        "case": "case",
        "history": "case",
        "plan": "case",
        "seal": "",
        "files": "",
        "upload": "upload",
    },
    "supervisor": {
        "record": "",
        "figures": "",
        "people": "",
        "person": "person",
        "new_person": "",
        "centres": "",
    },
    "administrator": {
        "centres": "",
        "centre": "centre",
        "new_centre": "",
        "people": "",
        "keys": "",
        "new_key": "",
        "key": "key",
    },
    "analyst": {"figures": "", "reports": "", "report": "report"},
}


VISITS = [(role, name) for role, pages in PAGES.items() for name in pages]


@pytest.fixture
def case(specialist: Worker) -> Case:
    """A case in check with a finding of each kind."""
    opened = case_of(specialist)
    found = {
        "job_confirmed": Found("not_seen"),
        "job_seeker": Found("seen"),
        "rent_months": Found("different", "6"),
    }
    return actions.save_check(opened, opened.version, found, "1", by=by(specialist))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("role", "name"), VISITS)
def test_every_word_of_a_page_has_its_place(
    request: pytest.FixtureRequest,
    signed_in: Callable[[Worker], Client],
    case: Case,
    role: str,
    name: str,
    language: str,
) -> None:
    worker: Worker = request.getfixturevalue(role)
    about = concerned(case)[PAGES[role][name]]
    with translation.override(language):
        address = reverse(f"staff:{name}", kwargs=about)
        html = signed_in(worker).get(address).content.decode()
    assert "⟦" in html
    assert strange(html, language, [worker, case.specialist, case.centre]) == set()


def concerned(case: Case) -> dict[str, dict[str, object]]:
    """What a page can be about, as its address has it."""
    return {
        "": {},
        "case": {"reference": case.reference},
        "upload": {"number": upload_of(case.specialist).pk},
        "person": {"number": case.specialist.pk},
        "centre": {"number": case.centre.pk},
        "key": {"number": key_of(case.specialist).pk},
        "report": {"number": a_report().pk},
    }


def strange(html: str, language: str, named: list[Worker | Centre]) -> set[str]:
    """The words of a page that are neither the law's nor a person's nor from a catalogue."""
    names = [text for each in named for text in names_of(each)]
    found = set()
    for text in said(read(html).one("html")):
        left = NAMES.sub(" ", unbracketed(text))
        for each in [*sorted(names, key=len, reverse=True), *known(language)]:
            left = left.replace(each, " ")
        found |= set(LETTERS.findall(left))
    return found


def names_of(each: Worker | Centre) -> list[str]:
    """What somebody typed, in whatever language."""
    if isinstance(each, Worker):
        return [each.username, each.name]
    return [each.name_kk, each.name_ru, each.name_en]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_entrance_has_its_place(language: str) -> None:
    address = f"/{language}/staff/sign-in/"
    for sent in (None, {}, {"username": "", "password": ""}, {"username": "a\0", "password": "x"}):
        client = Client()
        answer = client.get(address) if sent is None else client.post(address, sent)
        assert strange(answer.content.decode(), language, []) == set()


# --- what is on record ---------------------------------------------------------------------------


CODES = {"why", "step", "result", "source", "what", "page", "kind"}
SOURCES = Path(staff.__file__).parent


def codes() -> set[tuple[str, str]]:
    """Every code that is put on record as it stands in a source, with the name it goes by."""
    found = set()
    for path in SOURCES.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            if not isinstance(call, ast.Call):
                continue
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            if name in {"denied", "missing", "_refused"}:
                found |= {("why", each) for each in constants(call.args[1:])}
            if name in {"note", "_note", "look", "denied", "_refused"}:
                named = [each for each in call.keywords if each.arg in CODES]
                found |= {(each.arg, text) for each in named for text in constants([each.value])}
    return found


def constants(values: list[ast.expr]) -> set[str]:
    """The texts that an expression can be, as far as it says."""
    both = [
        part for each in values if isinstance(each, ast.IfExp) for part in (each.body, each.orelse)
    ]
    return {
        each.value
        for each in [*values, *both]
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    }


def test_every_code_that_is_put_on_record_has_its_words() -> None:
    found = codes()
    assert {("why", "no_page"), ("why", "role"), ("page", "plan"), ("step", "code")} <= found
    lacking = {(name, code) for name, code in found if code not in VALUES.get(name, {})}
    assert lacking == set()


def test_no_form_of_the_desk_lets_the_browser_speak_in_between() -> None:
    folder = Path(settings.BASE_DIR) / "templates" / "staff"
    forms = [
        (path.name, line)
        for path in folder.glob("*.html")
        for line in path.read_text().splitlines()
        if "<form " in line
    ]
    assert len(forms) > 20
    assert [each for each in forms if "novalidate" not in each[1]] == []
