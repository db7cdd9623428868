"""Reports of figures that somebody found wrong: the list, one of them, cases to test with."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from calculator.law import current
from calculator.staff import queries, record
from calculator.staff.access import desk
from calculator.staff.errors import NotAllowed
from calculator.staff.forms.reports import SettleForm, SettleManyForm
from calculator.staff.models import Report
from calculator.staff.origins import origin, worker_of
from calculator.staff.reports import actions, cases, reading
from calculator.staff.views import refused
from calculator.staff.words import PROBLEMS
from calculator.wording.figures import number

A_PAGE = 50
SETTLED = "settled"


@desk("reports")
@require_http_methods(["GET", "HEAD", "POST"])
def reports(request: HttpRequest) -> HttpResponse:
    """The reports that wait, of which many can be settled at once; or those that are settled."""
    if request.method == "POST":
        return _settle_many(request)
    return _list(request, SettleManyForm(), settled=request.GET.get("state") == SETTLED)


def _list(
    request: HttpRequest, form: SettleManyForm, *, settled: bool = False, status: int = 200
) -> HttpResponse:
    """The newest first."""
    found = queries.reports(worker_of(request))
    waiting = found.filter(settled_at=None)
    shown = found.exclude(settled_at=None) if settled else waiting
    page = Paginator(shown.order_by("-pk"), A_PAGE).get_page(request.GET.get("page"))
    record.note("report_looked", by=origin(request), what="reports", count=len(page.object_list))
    told = {
        "page": page,
        "lines": [{"report": each, "about": reading.title(each.measure)} for each in page],
        "form": form,
        "chosen": form.chosen,
        "settled": settled,
        "waiting": waiting.count(),
    }
    return render(request, "staff/reports.html", told, status=status)


def _settle_many(request: HttpRequest) -> HttpResponse:
    """Settle those that were chosen, or all that the page showed."""
    data = request.POST.copy()
    if data.get("do") == "all":
        data.setlist("report", data.getlist("listed"))
    form = SettleManyForm(data)
    if not form.is_valid():
        return _list(request, form, status=422)
    asked, answer = form.cleaned_data["report"], form.cleaned_data["answer"]
    settled = len(actions.settle_many(asked, answer, by=origin(request)))
    if not settled:
        form.add_error(None, gettext("All of these reports were settled already."))
        return _list(request, form, status=409)
    messages.success(request, _told(settled, len(asked)))
    return redirect(
        f"{reverse('staff:reports')}?{urlencode({'page': request.GET.get('page', 1)})}"
    )


def _told(settled: int, asked: int) -> str:
    """How many were settled; of the others, that somebody was faster."""
    text = ngettext("%(count)s report is settled.", "%(count)s reports are settled.", settled)
    told = text % {"count": number(settled)}
    if settled < asked:
        told += " " + gettext("The others were settled already.")
    return told


@desk("reports")
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, number: int) -> HttpResponse:
    """One report beside what is worked out now; and what came of it."""
    found = _found(request).filter(pk=number).first()
    if found is None:
        return refused.missing(request, "no_such_report")
    if request.method == "POST":
        return _settle(request, found)
    record.note("report_looked", by=origin(request), what="report", report=found.pk)
    return _page(request, found, SettleForm())


@desk("reports")
@require_safe
def report_case(request: HttpRequest, number: int) -> HttpResponse:
    """One report as a case to test with; a page that says so where it makes none."""
    found = _found(request).filter(pk=number).first()
    if found is None:
        return refused.missing(request, "no_such_report")
    made = cases.case_of(found)
    if made is None:
        record.note("report_looked", by=origin(request), what="report", report=found.pk)
        return _page(request, found, SettleForm(), status=409)
    record.note("exported", by=origin(request), what="report", ending="toml", report=found.pk)
    return _file(f"{cases.HEAD}\n{made}", f"qonys-report-{found.pk}.toml")


@desk("reports")
@require_safe
def report_cases(request: HttpRequest) -> HttpResponse:
    """Every report that waits as a case, in one file."""
    found = list(queries.reports(worker_of(request)).filter(settled_at=None).order_by("pk"))
    made = cases.cases_of(found)
    record.note("exported", by=origin(request), what="reports", ending="toml", count=len(found))
    return _file(made, "qonys-reports.toml")


def _found(request: HttpRequest) -> QuerySet[Report]:
    return queries.reports(worker_of(request)).select_related("settled_by")


def _settle(request: HttpRequest, found: Report) -> HttpResponse:
    form = SettleForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        actions.settle(found, form.cleaned_data["answer"], by=origin(request))
    except NotAllowed as error:
        form.add_error(None, str(PROBLEMS[error.problem]))
        found.refresh_from_db()
        return _page(request, found, form, status=409)
    messages.success(request, gettext("The report is settled."))
    return redirect("staff:reports")


def _page(
    request: HttpRequest, found: Report, form: SettleForm, *, status: int = 200
) -> HttpResponse:
    told: dict[str, Any] = {
        "report": found,
        "form": form,
        "law_changed": found.law != current().digest,
        "makes_a_case": cases.case_of(found) is not None,
        **reading.told(reading.read(found)),
    }
    return render(request, "staff/report.html", told, status=status)


def _file(text: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type=cases.TYPE)
    answer["Content-Disposition"] = str(content_disposition_header(True, name))
    return answer
