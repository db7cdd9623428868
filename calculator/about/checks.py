"""`manage.py check` reads what is not known of the law."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from calculator.rules.errors import LawError


@register("law")
def gaps_are_sound(**_: Any) -> list[CheckMessage]:
    """Every problem of `gaps.toml`, by gap and key. An unsound law is told elsewhere."""
    from calculator.about.gaps import unsound  # noqa: PLC0415
    from calculator.law import current  # noqa: PLC0415

    try:
        law = current()
    except LawError:
        return []
    try:
        problems = unsound(law)
    except LawError as error:
        problems = list(error.problems)
    return [Error(problem, id="about.E001") for problem in problems]
