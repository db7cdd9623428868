"""The day's figures."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from calculator.staff import queries
from calculator.staff.access import desk
from calculator.staff.forms.figures import FiguresForm
from calculator.staff.origins import worker_of
from calculator.staff.oversight.figures import tables
from calculator.wording.figures import day, number


@desk("figures")
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Figures of the cases opened in a period: the own centre's, or for an analyst all."""
    worker = worker_of(request)
    form = FiguresForm(request.GET, worker=worker)
    told: dict[str, Any] = {"form": form}
    if form.is_valid():
        cases = form.chosen(queries.counted(worker))
        first, last = form.days
        told |= {"first": day(first), "last": day(last), "count": cases.count()}
        told |= {
            "counted": number(told["count"]),
            "tables": tables(cases) if told["count"] else [],
        }
    return render(request, "staff/figures.html", told, status=200 if form.is_valid() else 422)
