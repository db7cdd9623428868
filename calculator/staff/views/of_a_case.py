"""Pages of one case: only for those of its centre."""

from collections.abc import Callable
from functools import wraps
from typing import TypeAlias

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from calculator.staff import queries
from calculator.staff.access import desk
from calculator.staff.cases.reference import read
from calculator.staff.models import Case
from calculator.staff.origins import worker_of
from calculator.staff.views import refused

OfCase: TypeAlias = Callable[[HttpRequest, Case], HttpResponse]
READ = ("GET", "HEAD")
CHANGED = (*READ, "POST")


def of_a_case(*methods: str) -> Callable[[OfCase], Callable[..., HttpResponse]]:
    """A view of a case of the worker's own centre; of any other it says that it is not there."""

    def behind(view: OfCase) -> Callable[..., HttpResponse]:
        @desk("cases")
        @require_http_methods(list(methods))
        @wraps(view)
        def seen(request: HttpRequest, reference: str) -> HttpResponse:
            found = own_case(request, reference)
            return view(request, found) if found else refused.missing(request)

        return seen

    return behind


def own_case(request: HttpRequest, reference: str) -> Case | None:
    """The case of this reference, if it is one that this worker may see."""
    mine = queries.cases(worker_of(request)).select_related("centre", "specialist")
    return mine.filter(reference=read(reference)).first()


def by_post(view: OfCase) -> OfCase:
    """What changes something; who only follows its address is led to the case."""

    @wraps(view)
    def sent(request: HttpRequest, case: Case) -> HttpResponse:
        if request.method == "POST":
            return view(request, case)
        return redirect("staff:case", reference=case.reference)

    return sent
