"""The first page of the desk: where the work of each role begins."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import is_valid_path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from calculator.staff import queries, words
from calculator.staff.access import desk
from calculator.staff.cases.states import State
from calculator.staff.models import Worker
from calculator.staff.origins import worker_of
from calculator.staff.views import refused

ELSEWHERE = {"analyst": "staff:figures", "administrator": "staff:people"}
"""Roles whose work begins on a page of its own."""


@desk(anyone=True)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The search, and how many cases stand where: a specialist's own, a supervisor's centre's."""
    worker = worker_of(request)
    if worker.role in ELSEWHERE:
        return redirect(ELSEWHERE[worker.role])
    standing = _standing(worker) if worker.may("cases") else []
    known = {"standing": standing, "whole_centre": worker.may("record")}
    return render(request, "staff/home.html", known)


@desk(anyone=True)
def no_page(request: HttpRequest, address: str) -> HttpResponse:
    """An address that leads nowhere, as far as one that only lacks its last stroke does not."""
    known = is_valid_path(f"{request.path_info}/")
    last = address.rpartition("/")[2]
    if request.method == "GET" and last and "." not in last and known and known.func != no_page:
        return redirect(request.get_full_path(force_append_slash=True))
    return refused.denied(request, "no_page", status=404)


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
