"""`manage.py look_at_file`: looks at an uploaded file, so that the server need not."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import override

from calculator.batch import BadFile
from calculator.rules.records import LANGUAGES
from calculator.staff.files.arrivals import LONGEST_LOOK, look
from calculator.staff.files.confined import MEMORY, confine


class Command(BaseCommand):
    """Says as JSON how many families are in a file, or why it cannot be read."""

    help = "Say how many families are in an uploaded file. The desk runs it by itself."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and the language of what is wrong with it."""
        parser.add_argument("path", type=Path)
        parser.add_argument("--lang", choices=LANGUAGES, default=settings.LANGUAGE_CODE)

    def handle(self, **options: Any) -> None:
        """Look at it within bounds; a file that breaks them ends the process."""
        # Less than it may take later, so that what opens here opens there.
        confine(memory=MEMORY * 3 // 4, seconds=LONGEST_LOOK)
        with override(options["lang"]):
            try:
                found: dict[str, Any] = {"rows": look(options["path"])}
            except BadFile as error:
                found = {"code": error.code, "text": str(error)}
        self.stdout.write(json.dumps(found))
