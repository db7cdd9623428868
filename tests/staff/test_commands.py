"""The command that makes the first account."""

import io
import sys
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from calculator.staff.models import Entry, Worker
from calculator.staff.record import first_break

pytestmark = pytest.mark.django_db

GIVEN = "река-и-мост-через-9"


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Types lines on standard input."""

    def typed(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))

    typed("")
    return typed


def create(*arguments: str, lang: str = "en") -> str:
    """Run the command; what it printed."""
    out = io.StringIO()
    call_command("create_administrator", *arguments, "--lang", lang, stdout=out)
    return out.getvalue()


def password_in(printed: str) -> str:
    """The password among what was printed."""
    [line] = [line for line in printed.splitlines() if line.startswith("Password")]
    return line.rpartition(" ")[2]


def test_it_makes_an_administrator_whose_password_is_printed_once(
    typing: Any, client: Client
) -> None:
    printed = create("--username", "Chief", "--name", "Main administrator")
    worker = Worker.objects.get()
    assert (worker.username, worker.name, worker.role) == (
        "chief",
        "Main administrator",
        "administrator",
    )
    assert worker.must_change_password
    password = password_in(printed)
    assert printed.count(password) == 1
    assert worker.check_password(password)
    fields = {"username": "chief", "password": password}
    response = client.post("/en/staff/sign-in/", fields)
    assert response["Location"].startswith("/en/staff/account/password/")


def test_it_stands_on_record_without_the_password(typing: Any) -> None:
    password = password_in(create("--username", "chief", "--name", "A"))
    [entry] = Entry.objects.all()
    assert (entry.action, entry.username) == ("person_added", "")
    assert entry.details["person"] == "chief"
    assert password not in repr(entry.details)
    assert first_break() is None


def test_two_passwords_are_never_the_same(typing: Any) -> None:
    made = {
        password_in(create("--username", f"chief{number}", "--name", "A")) for number in range(5)
    }
    assert len(made) == 5


def test_it_asks_for_what_is_not_given(typing: Any) -> None:
    typing("chief\nMain administrator\n")
    printed = create()
    assert printed.startswith("Name to sign in with: Full name: ")
    assert Worker.objects.get().name == "Main administrator"


@pytest.mark.parametrize("typed", ["", "\n", "chief\n", "chief\n \n"])
def test_without_an_answer_it_makes_nothing(typing: Any, typed: str) -> None:
    typing(typed)
    with pytest.raises(CommandError, match="Missing: "):
        create()
    assert not Worker.objects.exists()


def test_a_password_may_be_given_and_is_then_not_printed(typing: Any) -> None:
    typing(f"{GIVEN}\r\nanother line\n")
    printed = create("--username", "chief", "--name", "A", "--password-stdin")
    assert GIVEN not in printed
    assert "Password" not in printed
    worker = Worker.objects.get()
    assert worker.check_password(GIVEN)
    assert worker.must_change_password


@pytest.mark.parametrize("typed", ["", "\n", "short-7\n", "739182640517\n", "administrator\n"])
def test_a_given_password_keeps_the_rules_or_nothing_is_made(typing: Any, typed: str) -> None:
    typing(typed)
    with pytest.raises(CommandError):
        create("--username", "administrator", "--name", "A", "--password-stdin")
    assert not Worker.objects.exists()
    assert not Entry.objects.exists()


def test_with_a_given_password_nothing_else_is_read_from_standard_input(typing: Any) -> None:
    typing(f"chief\n{GIVEN}\n")
    with pytest.raises(CommandError, match="Missing: Name to sign in with"):
        create("--password-stdin")


@pytest.mark.parametrize("again", ["chief", "CHIEF"])
def test_a_second_run_with_the_same_name_changes_nothing(typing: Any, again: str) -> None:
    password = password_in(create("--username", "chief", "--name", "A"))
    with pytest.raises(CommandError, match=f"with the name {again} already; nothing was changed"):
        create("--username", again, "--name", "B")
    worker = Worker.objects.get()
    assert (worker.name, worker.check_password(password)) == ("A", True)
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("username", ["a", "two words", "имя", "a" * 61, "a/b"])
def test_a_name_that_cannot_be_one_is_refused(typing: Any, username: str) -> None:
    with pytest.raises(CommandError, match="2 to 60 Latin letters"):
        create("--username", username, "--name", "A")
    assert not Worker.objects.exists()


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_it_speaks_the_other_languages(typing: Any, lang: str) -> None:
    create("--username", f"chief-{lang}", "--name", "A", lang=lang)
    assert Worker.objects.get().username == f"chief-{lang}"
