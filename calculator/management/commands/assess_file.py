"""`manage.py assess_file`: a file of families in, the same file with what each is owed out."""

import os
import sys
from argparse import RawDescriptionHelpFormatter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser, DjangoHelpFormatter
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext, ngettext, override

from calculator.batch import (
    STANDARD,
    Done,
    Row,
    Watch,
    assess_file,
    default_target,
    unwatched,
)
from calculator.batch.collecting import few_collections
from calculator.batch.manual import manual
from calculator.intake import allowed
from calculator.law import current
from calculator.rules import Law
from calculator.rules.errors import BadFacts, Fault, QonysError
from calculator.rules.records import LANGUAGES

SOME_ERRORS, CANNOT_BE_READ, INTERRUPTED, BROKEN_PIPE = 1, 2, 130, 141
DAY_FORMS = ("%Y-%m-%d", "%d.%m.%Y")


class _Formatter(DjangoHelpFormatter, RawDescriptionHelpFormatter):
    """Django's own order of options, and a manual that keeps its lines."""


class Command(BaseCommand):
    """Works out every family of a file."""

    # Neither addresses nor templates are needed, and checking them takes longer than a small file.
    requires_system_checks = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """The parser, with the manual below its options."""
        self.help = gettext("Work out every family of a file.")
        texts = {"epilog": lazy(manual, str)(), "formatter_class": _Formatter}
        return super().create_parser(prog_name, subcommand, **texts, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and where, for which day and in which language to answer."""
        parser.add_argument(
            "source", metavar="IN", help=gettext("a .csv or .xlsx file, or - for standard input")
        )
        parser.add_argument(
            "--output",
            metavar="OUT",
            help=gettext(
                "a .csv or .xlsx file, or - for standard output; "
                "if not given, IN with -assessed before its ending"
            ),
        )
        parser.add_argument(
            "--on",
            metavar="DATE",
            help=gettext("day of application of the rows that name none; if not given, today"),
        )
        parser.add_argument(
            "--lang",
            choices=LANGUAGES,
            default=settings.LANGUAGE_CODE,
            help=gettext("language of the errors"),
        )

    def handle(self, **options: Any) -> None:
        """Work the file out. Ends with the exit code that the manual tells."""
        with override(options["lang"]), self._told():
            law, source = current(), options["source"]
            today = _day(options["on"], law) if options["on"] else timezone.localdate()
            target = options["output"] or default_target(source)
            with few_collections():
                done = assess_file(source, target, law, today, _watch(target))
            self._report(done, options["verbosity"])
        if done.errors:
            sys.exit(SOME_ERRORS)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What goes wrong is told in a sentence and an exit code, never by a traceback."""
        try:
            yield
        except BadFacts as error:
            from calculator.wording import fault_text  # noqa: PLC0415

            self._leave("; ".join(fault_text(fault) for fault in error.faults))
        except QonysError as error:
            self._leave(str(error))
        except BrokenPipeError:
            # Whoever read has stopped, as `head` does. What is still to be written goes nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(BROKEN_PIPE)
        except KeyboardInterrupt:
            sys.exit(INTERRUPTED)

    def _leave(self, text: str) -> None:
        self.stderr.write(text)
        sys.exit(CANNOT_BE_READ)

    def _report(self, done: Done, verbosity: int) -> None:
        good = done.rows - done.errors
        if verbosity > 0:
            text = ngettext("%(rows)s row was worked out.", "%(rows)s rows were worked out.", good)
            self.stderr.write(text % {"rows": good}, lambda line: line)
        if done.errors:
            text = ngettext(
                "%(errors)s row has an error: see its column error.",
                "%(errors)s rows have errors: see their column error.",
                done.errors,
            )
            self.stderr.write(text % {"errors": done.errors})


def _day(text: str, law: Law) -> date:
    """The day of `--on`. Raises BadFacts."""
    for form in DAY_FORMS:
        with suppress(ValueError):
            day = datetime.strptime(text, form).date()
            if law.first_day <= day <= law.last_day:
                return day
    raise BadFacts([Fault("on", "day", text, allowed("on", law))])


def _watch(target: str) -> Watch:
    """A bar, for whoever sits at a terminal that is not busy with the answer itself."""
    busy = target == STANDARD and sys.stdout.isatty()
    return _bar if sys.stderr.isatty() and not busy else unwatched


def _bar(rows: Iterable[Row], total: int | None) -> Iterator[Row]:
    from tqdm import tqdm  # noqa: PLC0415

    with tqdm(rows, total=total, unit="", leave=False) as bar:
        yield from bar
