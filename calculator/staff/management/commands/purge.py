"""`manage.py purge`: remove what has outlived its time, and say what that was."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext, ngettext, override

from calculator.rules.records import LANGUAGES
from calculator.staff.oversight.retention import Removed, due, remove
from calculator.wording.figures import number

ABOUT = """\
Removes what has outlived its time:

  cases that nobody has changed for CASE_RETENTION_DAYS, with all that belongs to them;
  files of families uploaded more than FILE_RETENTION_DAYS ago, with their rows and answers;
  reports of wrong figures settled more than REPORT_RETENTION_DAYS ago, or not settled and sent
  in before that;
  folders that belong to no file, sign-ins that have ended, wrong passwords that no longer count.

The record of what was done is kept; each case, file and report removed stands on it. Run it every
night; if it is broken off, run it again.
"""


class Command(BaseCommand):
    """Remove what has outlived its time."""

    help = ABOUT

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to remove anything, and the language of the answer."""
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be removed, and remove nothing"
        )
        parser.add_argument(
            "--lang", choices=LANGUAGES, default="kk", help="language of the answer (default: kk)"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Remove, and say what was removed in a sentence each."""
        with override(options["lang"]):
            found = (due if options["dry_run"] else remove)(timezone.now())
            if options["dry_run"]:
                self.stdout.write(
                    gettext("Nothing is removed now; this is what would be removed.")
                )
            for sentence in _sentences(found):
                self.stdout.write(sentence)


def _sentences(found: Removed) -> list[str]:
    return [
        _counted(
            ngettext(
                "Cases not changed for %(days)s days: %(count)s case.",
                "Cases not changed for %(days)s days: %(count)s cases.",
                found.cases,
            ),
            found.cases,
            settings.CASE_RETENTION.days,
        ),
        _counted(
            ngettext(
                "Files uploaded more than %(days)s days ago: %(count)s file.",
                "Files uploaded more than %(days)s days ago: %(count)s files.",
                found.files,
            ),
            found.files,
            settings.FILE_RETENTION.days,
        ),
        _counted(
            ngettext(
                "Folders that belong to no file: %(count)s folder.",
                "Folders that belong to no file: %(count)s folders.",
                found.folders,
            ),
            found.folders,
        ),
        _counted(
            ngettext(
                "Sign-ins that have ended: %(count)s sign-in.",
                "Sign-ins that have ended: %(count)s sign-ins.",
                found.sessions,
            ),
            found.sessions,
        ),
        _counted(
            ngettext(
                "Wrong passwords that no longer count: %(count)s entry.",
                "Wrong passwords that no longer count: %(count)s entries.",
                found.attempts,
            ),
            found.attempts,
        ),
        _counted(
            ngettext(
                "Reports settled, or sent in and left, more than %(days)s days ago: %(count)s "
                "report.",
                "Reports settled, or sent in and left, more than %(days)s days ago: %(count)s "
                "reports.",
                found.reports,
            ),
            found.reports,
            settings.REPORT_RETENTION.days,
        ),
        gettext("The record of what was done is kept."),
    ]


def _counted(text: str, count: int, days: int = 0) -> str:
    return text % {"count": number(count), "days": number(days)}
