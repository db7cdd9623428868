"""`manage.py rotate_personal_data`: encrypt names and numbers with the newest key."""

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterator
from typing import Any

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext, override

from calculator.rules.records import LANGUAGES
from calculator.staff import record
from calculator.staff.cases.private import renewed
from calculator.staff.models import Case, Sheet
from calculator.staff.record import Origin

ABOUT = """\
Encrypts every name and identity number that is kept with the first of PERSONAL_DATA_KEYS. After
that the other keys are needed no more. What none of the keys opens is left as it is, and counted.

Exit code: 0 all are encrypted with the newest key; 1 some could not be opened.
"""
TOGETHER = 200


class Command(BaseCommand):
    """Encrypt anew what is kept of people."""

    help = ABOUT

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The language of the answer."""
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.add_argument(
            "--lang", choices=LANGUAGES, default="kk", help="language of the answer (default: kk)"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Encrypt, and say how many there were."""
        if not settings.PERSONAL_DATA:
            raise CommandError("PERSONAL_DATA is not 1: nothing is kept of people.")
        done = [*_cases(), *_sheets()]
        unopened = done.count(False)
        record.note("rotated", by=Origin(None), count=done.count(True))
        with override(options["lang"]):
            text = gettext("Encrypted with the newest key: %(done)s. Opened by no key: %(left)s.")
            self.stdout.write(text % {"done": done.count(True), "left": unopened})
        if unopened:
            sys.exit(1)


def _cases() -> Iterator[bool]:
    """Whether each case that names somebody was encrypted anew."""
    for number in Case.objects.exclude(person=None).values_list("pk", flat=True):
        with transaction.atomic():
            case = Case.objects.select_for_update().get(pk=number)
            yield _kept(case)


def _kept(case: Case) -> bool:
    try:
        person = renewed(bytes(case.person or b""))
    except InvalidToken:
        return False
    # Nothing of the case changes, so nobody who has it open is in the way.
    Case.objects.filter(pk=case.pk).update(person=person)
    return True


def _sheets() -> Iterator[bool]:
    for sheet in Sheet.objects.exclude(content__person="").iterator(chunk_size=TOGETHER):
        try:
            sheet.content["person"] = renewed(sheet.content["person"].encode()).decode()
        except InvalidToken:
            yield False
            continue
        sheet.save(update_fields=["content"])
        yield True
