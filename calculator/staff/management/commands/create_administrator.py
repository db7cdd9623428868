"""`manage.py create_administrator`: the account that lets all others in."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext, override

from calculator.rules.records import LANGUAGES
from calculator.staff.errors import NotAllowed
from calculator.staff.forms.people import USERNAME
from calculator.staff.models import Worker
from calculator.staff.oversight.people import Details, add_person
from calculator.staff.record import Origin


class Command(BaseCommand):
    """Makes an administrator."""

    help = (
        "Makes an account that may add centres and people, and prints its password once. "
        "The password must be changed at the first sign-in. What is not given is asked for. "
        "Exit code: 0 made; 1 refused, the reason on standard error."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The account, and where its password comes from."""
        parser.add_argument("--username", help="name to sign in with")
        parser.add_argument("--name", help="full name")
        parser.add_argument(
            "--password-stdin",
            action="store_true",
            help="read the password from the first line of standard input; print none",
        )
        parser.add_argument(
            "--lang", choices=LANGUAGES, default="kk", help="language of the texts (default: kk)"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Ask for what is missing, make the account, tell its password."""
        with override(options["lang"]):
            given = options["password_stdin"]
            username = self._asked(options["username"], gettext("Name to sign in with"), given)
            name = self._asked(options["name"], gettext("Full name"), given)
            made = _made(_checked(username), name, sys.stdin.readline() if given else None)
            self.stdout.write(gettext("Made: the administrator %(name)s.") % {"name": username})
            if made:
                text = gettext("Password, shown only now: %(password)s")
                self.stdout.write(text % {"password": made})
            self.stdout.write(gettext("It must be changed at the first sign-in."))

    def _asked(self, given: str | None, question: str, silent: bool) -> str:
        """What was given, else what is typed now. Raises CommandError where there is nothing."""
        answer = given
        if answer is None and not silent:
            self.stdout.write(f"{question}: ", ending="")
            self.stdout.flush()
            answer = sys.stdin.readline()
        if not (answer or "").strip():
            raise CommandError(gettext("Missing: %(what)s") % {"what": question})
        return str(answer).strip()


def _checked(username: str) -> str:
    """The name as it is kept. Raises CommandError where it is none, or somebody has it."""
    if not USERNAME.fullmatch(username.lower()):
        rule = gettext("2 to 60 Latin letters, digits, full stops, hyphens or underscores.")
        raise CommandError(f"{username}: {rule}")
    if Worker.objects.filter(username__iexact=username).exists():
        raise _taken(username)
    return username.lower()


def _taken(username: str) -> CommandError:
    text = gettext("There is an account with the name %(name)s already; nothing was changed.")
    return CommandError(text % {"name": username})


@transaction.atomic
def _made(username: str, name: str, typed: str | None) -> str:
    """Make the account. The password that was made for it; empty where one was given."""
    try:
        worker, password = add_person(
            username, Details(name, "administrator", None), by=Origin(None)
        )
    except NotAllowed as error:
        raise _taken(username) from error
    if typed is None:
        return password
    _set(worker, typed.rstrip("\r\n"))
    return ""


def _set(worker: Worker, password: str) -> None:
    try:
        password_validation.validate_password(password, worker)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    worker.set_password(password)
    worker.save(update_fields=["password"])
