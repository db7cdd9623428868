"""The demonstration: only when asked for by name, made up, and only once."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from calculator.staff import record
from calculator.staff.cases.states import AGREES, CHECKED
from calculator.staff.models import Case, Centre, Entry, Finding, Worker
from calculator.staff.oversight import demonstration
from calculator.staff.roles import ROLES

pytestmark = pytest.mark.django_db

LINE = re.compile(r"^  (demo-[a-z]+)  ([a-z0-9-]{17})  \((.+)\)$", re.MULTILINE)


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> str:
    call_command("demonstrate", "centre", lang="en")
    return capsys.readouterr().out


def test_it_must_be_asked_for_by_name(db: None) -> None:
    for arguments in ([], ["everything"]):
        with pytest.raises(CommandError):
            call_command("demonstrate", *arguments)
    assert not Centre.objects.exists()


def test_there_is_an_account_of_each_role_whose_password_was_printed(told: str) -> None:
    printed = LINE.findall(told)
    assert len(printed) == len(ROLES)
    for username, password, _role in printed:
        worker = Worker.objects.get(username=username)
        assert f"demo-{worker.role}" == username
        assert worker.check_password(password)
        assert worker.must_change_password
    assert {worker.name for worker in Worker.objects.all()} == {
        "Demonstration: Specialist",
        "Demonstration: Supervisor",
        "Demonstration: Analyst",
        "Demonstration: Administrator",
    }


def test_there_are_cases_in_all_states_and_each_move_is_an_allowed_one(told: str) -> None:
    assert {case.state for case in Case.objects.all()} == set(Case.State.values)
    assert 25 <= Case.objects.count() <= 40
    assert {case.verdict for case in Case.objects.all()} == set(AGREES.values())
    assert set(Finding.objects.values_list("outcome", flat=True)) == set(Finding.Outcome.values)
    for case in Case.objects.filter(state__in=CHECKED):
        last = case.moves.latest("id")
        assert case.verdict == AGREES[Case.State(case.state)] or last.reason


def test_it_stands_on_record_as_whatever_else_is_done(told: str) -> None:
    assert record.first_break() is None
    assert Entry.objects.latest("number").action == "demonstrated"
    assert Entry.objects.filter(action="opened").count() == Case.objects.count()
    passwords = [password for _, password, _ in LINE.findall(told)]
    assert not [p for p in passwords for entry in Entry.objects.all() if p in str(entry.details)]


def test_it_refuses_to_run_twice_and_changes_nothing(told: str) -> None:
    before = (Case.objects.count(), Centre.objects.count(), Entry.objects.count())
    with pytest.raises(CommandError, match="there already"):
        call_command("demonstrate", "centre", lang="en")
    assert before == (Case.objects.count(), Centre.objects.count(), Entry.objects.count())


def test_when_something_goes_wrong_nothing_is_left_behind(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demonstration, "_make_cases", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        demonstration.set_up()
    assert not Worker.objects.exists()
    assert not Centre.objects.exists()


def test_its_families_are_the_same_each_time(db: None) -> None:
    demonstration.set_up()
    first = sorted(Case.objects.values_list("state", "destination", "total_max"))
    Case.objects.all().delete()
    Worker.objects.all().delete()
    Centre.objects.all().delete()
    demonstration.set_up()
    assert sorted(Case.objects.values_list("state", "destination", "total_max")) == first


def test_its_centre_has_a_name_in_each_language(told: str) -> None:
    centre = Centre.objects.get()
    for language in ("kk", "ru", "en"):
        with override(language):
            assert str(centre)
