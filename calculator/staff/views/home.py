"""The first page of the desk: where the work of each role begins."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from calculator.staff import queries, words
from calculator.staff.access import desk
from calculator.staff.cases.states import State
from calculator.staff.models import Worker
from calculator.staff.origins import worker_of

ELSEWHERE = {"analyst": "staff:figures", "administrator": "staff:people"}
"""Roles whose work begins on a page of its own."""


@require_safe
@desk(anyone=True)
def home(request: HttpRequest) -> HttpResponse:
    """The search, and how many cases stand where: a specialist's own, a supervisor's centre's."""
    worker = worker_of(request)
    if worker.role in ELSEWHERE:
        return redirect(ELSEWHERE[worker.role])
    standing = _standing(worker) if worker.may("cases") else []
    known = {"standing": standing, "whole_centre": worker.may("record")}
    return render(request, "staff/home.html", known)


def _standing(worker: Worker) -> list[dict[str, Any]]:
    """Each state but the last, how many cases stand there, and the list of them."""
    of_whom: dict[str, Any] = {} if worker.may("record") else {"specialist": worker.pk}
    cases = queries.cases(worker).filter(**of_whom).exclude(state=State.CLOSED)
    counts = dict(cases.order_by().values_list("state").annotate(Count("pk")))
    return [
        {
            "title": title,
            "count": counts.get(state, 0),
            "address": f"{reverse('staff:cases')}?{urlencode({'state': state, **of_whom})}",
        }
        for state, title in words.STATES.items()
        if state != State.CLOSED
    ]
