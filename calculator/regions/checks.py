"""`manage.py check` reads what is known of the regions."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from calculator.rules.errors import LawError


@register("law")
def regions_are_sound(**_: Any) -> list[CheckMessage]:
    """Every problem of the regions' data, by file and key. An unsound law is told elsewhere."""
    from calculator.law import current  # noqa: PLC0415
    from calculator.regions.loader import known  # noqa: PLC0415

    try:
        current()
    except LawError:
        return []
    try:
        known()
    except LawError as error:
        return [Error(problem, id="regions.E001") for problem in error.problems]
    return []
