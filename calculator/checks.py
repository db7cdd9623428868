"""`manage.py check` reads the law; with `--deploy` it warns when the last MRP runs out."""

from datetime import date, timedelta
from typing import Any

from django.core.checks import CheckMessage, Error, Warning, register
from django.utils import timezone

from calculator.law import current
from calculator.rules.errors import LawError

NOTICE = timedelta(days=60)


@register("law")
def law_is_sound(**_: Any) -> list[CheckMessage]:
    """Every problem of the law's data, by file, key and day."""
    try:
        current()
    except LawError as error:
        return [Error(problem, id="calculator.E001") for problem in error.problems]
    return []


@register("law", deploy=True)
def index_is_known(**_: Any) -> list[CheckMessage]:
    """A warning from 60 days before the last known MRP ends."""
    try:
        return index_warning(current().last_known_day, timezone.localdate())
    except LawError:
        return []


def index_warning(last_known: date, today: date) -> list[CheckMessage]:
    """What to say on `today` of an MRP that is known up to `last_known`."""
    if today < last_known - NOTICE:
        return []
    text = f"The MRP is known only until {last_known}; after that all sums are provisional."
    hint = "Add next year's value to calculator/law/units.toml and its act to sources.toml."
    return [Warning(text, hint=hint, id="calculator.W001")]
