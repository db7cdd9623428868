"""Paper and seal: the checked summary, the plan, and whether a sheet is as it was printed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from calculator import paper
from calculator.staff import record
from calculator.staff.access import desk
from calculator.staff.cases import actions, snapshots
from calculator.staff.cases.conflicts import Differing, happened
from calculator.staff.cases.kept import Kept
from calculator.staff.errors import Conflict, NotAllowed
from calculator.staff.forms.sheets import PlanForm, SealForm, typed_plan
from calculator.staff.merging import merged, remembered
from calculator.staff.models import Case
from calculator.staff.origins import origin, worker_of
from calculator.staff.papers import planning, sealed, sheets
from calculator.staff.views.looks import glance, look
from calculator.staff.views.of_a_case import CHANGED, READ, of_a_case, own_case
from calculator.staff.words import PROBLEMS


def _address(request: HttpRequest, case: Case) -> str:
    return request.build_absolute_uri(reverse("staff:case", args=[case.reference]))


# --- on paper ------------------------------------------------------------------------------------


@of_a_case(*READ)
def summary_pdf(request: HttpRequest, case: Case) -> HttpResponse:
    """The checked summary; a page that says so, where nothing was checked yet."""
    kept = Kept(case)
    checked = kept.checked
    if checked is None:
        return render(request, "staff/seal_unchecked.html", {"case": case}, status=409)
    if not _is_asked_for(request):
        return _not_printed(request)
    made = sheets.summary(kept, checked)
    check = sheets.summary_check(kept, made, _address(request, case))
    told, answers = snapshots.told(checked), snapshots.told_answers(checked)
    return _printed(
        request, case, made, paper.checked(told, answers, check), paper.checked_file_name(check)
    )


@of_a_case(*READ)
def plan_pdf(request: HttpRequest, case: Case) -> HttpResponse:
    """The plan as it was kept; what is empty is left to be written by hand."""
    if not _is_asked_for(request):
        return _not_printed(request)
    made = planning.plan(case, worker_of(request))
    told = planning.plan_told(case, made, _address(request, case))
    return _printed(request, case, made, paper.plan(told), paper.plan_file_name(told))


def _is_asked_for(request: HttpRequest) -> bool:
    """Whether somebody wants the paper now: no HEAD, and no browser that fetches it ahead."""
    ahead = request.headers.get("Sec-Purpose") or request.headers.get("Purpose") or ""
    return request.method == "GET" and "prefetch" not in ahead


def _not_printed(request: HttpRequest) -> HttpResponse:
    """No paper: for HEAD what it would be, for a browser that fetches ahead, to ask later."""
    status = 200 if request.method == "HEAD" else 503
    return HttpResponse(content_type="application/pdf", status=status)


def _printed(
    request: HttpRequest, case: Case, made: sheets.Paper, pdf: bytes, name: str
) -> HttpResponse:
    """The paper, after it stands on record."""
    sheets.keep(case, made, by=origin(request))
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


# --- the plan ------------------------------------------------------------------------------------


@of_a_case(*CHANGED)
def plan(request: HttpRequest, case: Case) -> HttpResponse:
    """The plan as it is written; each look at it stands on record, as it shows the case."""
    if request.method == "POST":
        return _kept(request, case)
    if request.method == "GET":
        look(request, case, page="plan")
    hints = planning.suggestions(planning.latest(case))
    ready = {} if case.plan else {name: hints[name] for name in planning.READY if name in hints}
    shown = typed_plan(case.plan | ready) | {"version": case.version}
    form = PlanForm(initial=shown, hints=hints)
    was = remembered(case.plan | ready)
    return _plan_page(request, case, form, suggested=bool(ready), was=was)


def _kept(request: HttpRequest, case: Case) -> HttpResponse:
    hints = planning.suggestions(planning.latest(case))
    form = PlanForm(request.POST, hints=hints)
    if not form.is_valid():
        return _plan_page(request, case, form, status=422)
    try:
        actions.keep_plan(case, form.cleaned_data["version"], form.plan, by=origin(request))
    except Conflict as conflict:
        return _conflict(request, conflict.case, form, hints)
    except NotAllowed as refusal:
        record.note("denied", by=origin(request), case=case, why=refusal.problem)
        form.add_error(None, str(PROBLEMS[refusal.problem]))
        return _plan_page(request, case, form, status=422)
    messages.success(request, gettext("The plan is saved."))
    return redirect("staff:plan", case.reference)


def _conflict(
    request: HttpRequest, case: Case, form: PlanForm, hints: dict[str, str]
) -> HttpResponse:
    """Somebody changed the case meanwhile: who and what; all that was typed stays."""
    plan = merged(form.plan, request.POST.get("was", ""), case.plan)
    again = PlanForm({**typed_plan(plan), "version": str(case.version)}, hints=hints)
    differing = [
        Differing(
            str(planning.FIELDS[name].title),
            planning.in_words(name, plan[name]) or "–",
            planning.in_words(name, case.plan.get(name, "")) or "–",
        )
        for name in planning.changed(case.plan, plan)
    ]
    conflict = happened(case, "plan", differing)
    was = remembered(case.plan)
    return _plan_page(request, case, again, status=409, conflict=conflict, was=was)


def _plan_page(
    request: HttpRequest, case: Case, form: PlanForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    groups = [
        (section.title, [form[field.name] for field in section.fields])
        for section in planning.SECTIONS
    ]
    written = [
        (
            title,
            [
                (field.label, planning.in_words(field.name, case.plan.get(field.name, "")))
                for field in fields
            ],
        )
        for title, fields in groups
    ]
    if request.method == "POST":
        glance(request, case)
    told = {
        "case": case,
        "form": form,
        "groups": groups,
        "was": request.POST.get("was", ""),
        "written": written,
        "closed": case.state == Case.State.CLOSED,
        "was_checked": snapshots.last_checked(case) is not None,
        **more,
    }
    return render(request, "staff/plan.html", told, status=status)


# --- the seal ------------------------------------------------------------------------------------


@desk("cases")
@require_http_methods([*CHANGED])
def seal(request: HttpRequest) -> HttpResponse:
    """Whether a sheet in hand is as it was printed, and what it must say."""
    if request.method != "POST":
        return render(request, "staff/seal.html", {"form": SealForm()})
    form = SealForm(request.POST)
    if not form.is_valid():
        return render(request, "staff/seal.html", {"form": form}, status=422)
    reference = form.cleaned_data["reference"]
    case = own_case(request, reference)
    found = sealed.Checked("unknown")
    if case is not None:
        found = sealed.look_up(case, form.cleaned_data["seal"], worker_of(request))
    # A reference of another centre stands only among the details: it is not said whose it is.
    typed = {} if case else {"typed": reference}
    record.note("seal_checked", by=origin(request), case=case, result=found.result, **typed)
    return render(request, "staff/seal.html", {"form": form, "case": case, **_told(found)})


def _told(found: sealed.Checked) -> dict[str, Any]:
    told: dict[str, Any] = {"result": found.result}
    if found.sheet is not None:
        told |= {
            "is_plan": found.sheet.kind == found.sheet.Kind.PLAN,
            "parts": sealed.parts(found.sheet),
            "printings": sealed.printings(found.sheet),
        }
    return told
