"""`manage.py verify_audit`: does every entry of the record hold, and follow the last?"""

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext, ngettext, override

from calculator.rules.records import LANGUAGES
from calculator.staff import record
from calculator.staff.models import Entry
from calculator.wording.figures import number

ABOUT = """\
Walks the record from its first entry to its last, and works out anew the digest that seals each
entry together with the one before. Says how many entries hold; or names the first link that does
not, and what is wrong with it. People may go on working meanwhile.

Whoever can write to the database and kept an old copy of it could put that in the place of the
record. So write the last number and digest down elsewhere, and give them next time as --since.

The key is SEAL_KEY (else SECRET_KEY): with another one no entry holds.

Exit code: 0 all entries hold; 1 some link is broken.
"""


class Command(BaseCommand):
    """Verify the record."""

    help = ABOUT

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The language of the answer."""
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.add_argument(
            "--lang", choices=LANGUAGES, default="kk", help="language of the answer (default: kk)"
        )
        parser.add_argument(
            "--since",
            type=_mark,
            metavar="NUMBER:DIGEST",
            help="an entry that must still be there, as this command once printed it",
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Walk, and say what was found."""
        with override(options["lang"]):
            last = Entry.objects.order_by("number").last()
            broken = record.first_break()
            since = options["since"]
            if not broken and since and not record.holds(*since):
                broken = record.Break(since[0], "another")
            if broken:
                self.stderr.write(_told(broken))
                sys.exit(1)
            self.stdout.write(_whole(last.number if last else 0))
            if last:
                self.stdout.write(f"{last.number}:{last.digest}")


def _mark(text: str) -> tuple[int, str]:
    """NUMBER:DIGEST. Raises ValueError."""
    number, _, digest = text.partition(":")
    return int(number), digest


def _whole(count: int) -> str:
    if not count:
        return gettext("The record is empty, and nothing is missing from it.")
    text = ngettext(
        "The record holds: %(count)s entry, and it is whole.",
        "The record holds: %(count)s entries, and it is whole.",
        count,
    )
    return text % {"count": number(count)}


def _told(broken: record.Break) -> str:
    wrong = {
        "missing": gettext("it is missing, or another stands in its place"),
        "unlinked": gettext("it does not follow from the entry before it"),
        "changed": gettext("it is not what was written"),
        "no_end": gettext("the mark of the record's end was taken away"),
        "another": gettext("another entry stands in its place than was once written down"),
        "end_not_sealed": gettext("the mark of the record's end is not sealed with our key"),
        "not_the_end": gettext("the mark of the record's end names another last entry"),
    }
    text = gettext("The record is broken at entry %(number)s: %(wrong)s.")
    return text % {"number": broken.number, "wrong": wrong[broken.problem]}
