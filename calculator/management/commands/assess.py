"""`manage.py assess`: one family as JSON in, its assessment as JSON out."""

import json
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import override

from calculator.intake import understood
from calculator.intake.json import NotJSON, parsed
from calculator.intake.json import facts as json_facts
from calculator.law import current
from calculator.rules import assess
from calculator.rules.errors import BadFacts, Fault
from calculator.rules.records import LANGUAGES
from calculator.wording import document, faults_document

EXAMPLE = """\
Reads one family as a JSON object of facts on standard input and prints what it is owed, with
every condition, sum and source, as JSON on standard output.

  echo '{"on": "2023-06-15", "track": "resettler", "origin": "turkistan",
         "destination": "north-kazakhstan", "settlement": "urban",
         "members": [{"relation": "self", "age": 34}, {"relation": "child", "age": 7}]}' |
    python manage.py assess --lang en

A fact that is left out, or null, is not known: sums that hang on it become ranges. The facts and
their values are described in docs/interfaces.md.

Exit code: 0 worked out; 1 some facts cannot be understood; 2 not JSON. For 1 and 2 a problem
document (RFC 9457) that names each fact, what was given and what is allowed goes to standard
error.
"""


class Command(BaseCommand):
    """Work out one family."""

    help = EXAMPLE
    # The law is checked when it is read; what the desk is built on is not there to be checked.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The language of the texts."""
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.add_argument(
            "--lang", choices=LANGUAGES, default="kk", help="language of the texts (default: kk)"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Read, assess, print."""
        law = current()
        with override(options["lang"]):
            try:
                facts = json_facts(parsed(sys.stdin.buffer.read()))
                family = understood(facts, law, timezone.localdate())
            except NotJSON as error:
                self._refuse([Fault("json", "object", str(error))], status=400, code=2)
            except BadFacts as error:
                self._refuse(error.faults, status=422, code=1)
            else:
                self.stdout.write(_json(document(assess(family, law), law)))

    def _refuse(self, faults: Sequence[Fault], *, status: int, code: int) -> None:
        self.stderr.write(_json(faults_document(faults, status)))
        sys.exit(code)


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)
