"""What the pages of the desk ask in templates."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.translation import gettext

from calculator.law import current
from calculator.staff.cases.reference import spoken
from calculator.staff.controls import control
from calculator.staff.models import Report
from calculator.staff.origins import worker_of
from calculator.staff.reports import subjects
from calculator.staff.roles import Ability
from calculator.staff.words import verdict_of

register = template.Library()

register.filter("control", control)
register.filter("spoken", spoken)
register.filter("verdict_at_desk", verdict_of)


@register.filter
def menu(request: HttpRequest) -> list[tuple[str, str]]:
    """Names and titles of the pages a worker may open, in the order of their work."""
    pages: tuple[tuple[str, Ability, str], ...] = (
        ("staff:cases", "cases", gettext("Cases")),
        ("staff:new_case", "cases", gettext("New case")),
        ("staff:files", "cases", gettext("Files of families")),
        ("staff:seal", "cases", gettext("Check a seal")),
        ("staff:figures", "figures", gettext("Figures")),
        ("staff:record", "record", gettext("Record")),
        ("staff:people", "people", gettext("People")),
        ("staff:centres", "centres", gettext("Centres")),
        ("staff:reports", "reports", gettext("Reports")),
        ("staff:keys", "keys", gettext("API keys")),
    )
    worker = worker_of(request)
    return [(name, title) for name, ability, title in pages if worker.may(ability)]


@register.filter
def expected(report: Report) -> str:
    """The figure that whoever reported another one expects; a dash where none was named."""
    if report.expected is None:
        return "–"
    return subjects.figure(report.measure, report.expected, current())


@register.filter
def may(worker: Any, ability: Ability) -> bool:
    """Whether a worker's role allows something."""
    return bool(worker.may(ability))
