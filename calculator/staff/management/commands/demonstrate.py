"""`manage.py demonstrate centre`: a made-up centre to try the desk with."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext, override

from calculator.rules.records import LANGUAGES
from calculator.staff.errors import NotAllowed
from calculator.staff.oversight.demonstration import Demonstration, set_up
from calculator.wording.figures import number

ABOUT = """\
Sets up a demonstration, only when it is asked for by name:

  python manage.py demonstrate centre

makes one centre, one account of each role, and made-up cases in every state. The passwords are
printed once and kept nowhere; each must be changed at the first sign-in. What it makes stands on
record, and it refuses to run twice. Use it where no real cases are kept.
"""


class Command(BaseCommand):
    """Set up the demonstration."""

    help = ABOUT

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to set up must be said; the language of the names."""
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.add_argument("what", choices=["centre"], help="what to set up")
        parser.add_argument(
            "--lang", choices=LANGUAGES, default="kk", help="language of the names (default: kk)"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Set up, and tell the passwords."""
        with override(options["lang"]):
            try:
                made = set_up()
            except NotAllowed as error:
                raise CommandError(
                    gettext("The demonstration is there already; nothing was changed.")
                ) from error
            self.stdout.write(_told(made))


def _told(made: Demonstration) -> str:
    head = gettext("%(centre)s: %(count)s cases. These passwords are shown only now:")
    lines = [f"  {each.username}  {each.password}  ({each.role})" for each in made.accounts]
    return "\n".join([head % {"centre": made.centre, "count": number(made.cases)}, *lines])
