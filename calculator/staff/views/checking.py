"""One case: what the family said beside what its papers show, the decision, and its history."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from calculator.questions import QUESTIONS
from calculator.rules import Family
from calculator.rules.errors import BadFacts
from calculator.staff import record
from calculator.staff.cases import actions, personal, snapshots
from calculator.staff.cases.conflicts import Late, meanwhile
from calculator.staff.cases.history import history_of
from calculator.staff.cases.kept import Kept
from calculator.staff.cases.page import as_checked, law_change, to_check, worked_out
from calculator.staff.cases.private import person_of
from calculator.staff.cases.states import State
from calculator.staff.errors import Conflict, NotAllowed
from calculator.staff.forms.checking import CheckForm, MoveForm
from calculator.staff.forms.typed import Typed
from calculator.staff.models import Case
from calculator.staff.origins import origin, worker_of
from calculator.staff.views.looks import glance, look
from calculator.staff.views.of_a_case import CHANGED, READ, by_post, of_a_case
from calculator.staff.words import PROBLEMS, STATES, state_of

NOT_SAVED = NotAllowed("not_saved")
# No version of any case: whoever sends none has seen none.
NONE_SEEN = -1


@of_a_case(*CHANGED)
def case(request: HttpRequest, case: Case) -> HttpResponse:
    """The case: each fact with its papers, and what the findings come to."""
    if request.method == "POST":
        return _check(request, Kept(case))
    look(request, case)
    return _page(request, Kept(case))


@of_a_case(*CHANGED)
@by_post
def preview(request: HttpRequest, case: Case) -> HttpResponse:
    """Both assessments side by side for what is entered now. Nothing is kept of it."""
    kept = Kept(case)
    if kept.family is None:
        return HttpResponse(status=409)
    glance(request, case)
    form = CheckForm(kept.family, Typed.sent(request.POST, kept.family), judged=True)
    shown = {
        "comparison": worked_out(kept, form),
        "form": form,
        "kept": kept,
        "live": True,
        "unlooked": form.unlooked,
    }
    return render(request, "staff/check_comparison.html", shown)


@of_a_case(*CHANGED)
@by_post
def move(request: HttpRequest, case: Case) -> HttpResponse:
    """Move the case on, or say why it may not go there."""
    kept = Kept(case)
    form = _move_form(kept, request.POST)
    unsaved = _unsaved(request, kept)
    if not form.is_valid() or unsaved:
        shown = {"form": unsaved, "problem": NOT_SAVED} if unsaved else {}
        return _page(request, kept, status=422, move_form=form, **shown)
    after, reason = request.POST.get("after", ""), form.cleaned_data["reason"]
    try:
        moved = actions.move(case, _version(request), after, reason, by=origin(request))
    except Conflict as error:
        return _conflict(request, error, "move", move_form=form)
    except NotAllowed as error:
        return _not_moved(request, case, error, form)
    except BadFacts:
        return _page(request, Kept(case), status=422, move_form=form)
    state = str(state_of(moved))
    return _done(request, moved, gettext("Done. The case is now: %(state)s.") % {"state": state})


@of_a_case(*CHANGED)
@by_post
def anew(request: HttpRequest, case: Case) -> HttpResponse:
    """Work the case out by the rules of today; the assessments before stay."""
    if unsaved := _unsaved(request, Kept(case)):
        return _page(request, Kept(case), status=422, form=unsaved, problem=NOT_SAVED)
    try:
        changed = actions.check_anew(case, _version(request), by=origin(request))
    except Conflict as error:
        return _conflict(request, error, "anew")
    except NotAllowed as error:
        return _refused(request, case, error, why="anew")
    except BadFacts:
        return _page(request, Kept(case), status=422)
    text = gettext("Worked out anew by the rules of today. What was worked out before is kept.")
    return _done(request, changed, text)


@of_a_case(*READ)
def history(request: HttpRequest, case: Case) -> HttpResponse:
    """All that was done with a case, and each assessment of it whole."""
    look(request, case)
    shown = history_of(case, worker_of(request), request.GET.get("assessment", ""))
    return render(request, "staff/history.html", shown)


# --- the check -----------------------------------------------------------------------------------


def _check(request: HttpRequest, kept: Kept) -> HttpResponse:
    """Save what was found, or only fill in and work out what the form says."""
    if kept.family is None:
        return _page(request, kept, status=422)
    action = request.POST.get("do", "save")
    typed = Typed.sent(request.POST, kept.family)
    if action == "save":
        return _save(request, kept, CheckForm(kept.family, typed, judged=True))
    if action == "recalculate":
        form = CheckForm(kept.family, typed, judged=True)
        return _page(request, kept, form=form, status=200 if form.is_valid() else 422, do=action)
    filled = CheckForm(kept.family, typed, judged=False).after(action)
    form = CheckForm(kept.family, filled, judged=False).begin_at(action)
    return _page(request, kept, form=form, do=action)


def _save(request: HttpRequest, kept: Kept, form: CheckForm) -> HttpResponse:
    if not form.is_valid() or form.family is None:
        return _page(request, kept, form=form, status=422)
    try:
        saved = personal.save(
            kept.case,
            _version(request),
            form.findings,
            checked=snapshots.made(form.family),
            note=form.note,
            person=form.person,
            by=origin(request),
        )
    except Conflict as error:
        return _conflict(request, error, "check", form=form)
    except NotAllowed as error:
        return _refused(request, kept.case, error, why="check", form=form)
    return _done(request, saved, gettext("The check is saved."))


def _version(request: HttpRequest) -> int:
    """The version of the case that whoever sends this has seen."""
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else NONE_SEEN  # noqa: PLR2004


def _done(request: HttpRequest, case: Case, text: str) -> HttpResponse:
    messages.success(request, text)
    return _to(case)


def _to(case: Case) -> HttpResponse:
    return redirect("staff:case", reference=case.reference)


# --- what went wrong -----------------------------------------------------------------------------


def _conflict(request: HttpRequest, error: Conflict, what: Late, **forms: Any) -> HttpResponse:
    """The case as it stands now, with all that was typed: to save again is one's own decision."""
    case = Case.objects.select_related("centre", "specialist").get(pk=error.case.pk)
    kept = Kept(case)
    if form := _merged(request, kept) or forms.get("form"):
        forms["form"] = form
    return _page(request, kept, status=409, conflict=meanwhile(kept, what, form), **forms)


def _merged(request: HttpRequest, kept: Kept) -> CheckForm | None:
    """What was typed, over what somebody else saved meanwhile of all that was left as it was."""
    if kept.family is None or "was" not in request.POST:
        return None
    typed = Typed.sent(request.POST, kept.family)
    together = typed.merged(request.POST.get("was", ""), _typed_of(kept, kept.family))
    return CheckForm(kept.family, together, judged=True)


def _unsaved(request: HttpRequest, kept: Kept) -> CheckForm | None:
    """The check that was sent along with a move, where something in it is not saved."""
    if "was" not in request.POST or not kept.editable or kept.family is None:
        return None
    typed = Typed.sent(request.POST, kept.family)
    if _version(request) != kept.case.version or typed.same_as(_typed_of(kept, kept.family)):
        return None
    return CheckForm(kept.family, typed, judged=False)


def _move_form(kept: Kept, typed: Any = None) -> MoveForm:
    """The reason for a move; while a case is checked, the check is sent along with it."""
    decides = kept.case.state == State.IN_CHECK
    return MoveForm(typed, decides=decides, within="check" if kept.editable else "")


def _refused(
    request: HttpRequest, case: Case, error: NotAllowed, *, why: str, **forms: Any
) -> HttpResponse:
    """What this state does not allow; it stands on record."""
    record.note("denied", by=origin(request), case=case, why=why, problem=error.problem)
    return _page(request, Kept(case), status=409, problem=error, **forms)


def _not_moved(
    request: HttpRequest, case: Case, error: NotAllowed, form: MoveForm
) -> HttpResponse:
    """What is still missing before a decision; a way that is none at all is refused."""
    if error.problem == "no_such_move":
        return _refused(request, case, error, why="move", move_form=form)
    if error.problem == "reason_needed":
        form.add_error("reason", str(PROBLEMS[error.problem]))
        return _page(request, Kept(case), status=422, move_form=form)
    return _page(request, Kept(case), status=422, problem=error, move_form=form)


# --- the page ------------------------------------------------------------------------------------


def _page(request: HttpRequest, kept: Kept, *, status: int = 200, **parts: Any) -> HttpResponse:
    """The page of a case; what was typed into a form stands in it, whatever the state."""
    case, problem = kept.case, parts.pop("problem", None)
    if request.method == "POST":
        glance(request, case)
    stands = _typed_of(kept, kept.family) if kept.family else None
    form = parts.get("form") or _form_of(kept, stands)
    shown: dict[str, Any] = {
        "case": case,
        "state": state_of(case),
        "decided": case.state not in actions.OPEN_TO_CHANGE,
        "closed": case.state == State.CLOSED,
        "moves": kept.moves,
        "move_form": _move_form(kept),
        "reason_of": kept.last_reason and STATES[kept.last_reason.after],
        "together": kept.editable,
        "person": person_of(case.person),
        "keeps_people": settings.PERSONAL_DATA,
        **_seen(request, kept, stands, conflict="conflict" in parts),
        "unreadable": kept.family is None,
        "law_change": law_change(kept),
        "comparison": kept.comparison,
        **parts,
        "problem": problem and _told(problem),
        "form": form,
        "kept": kept,
    }
    shown |= _facts(kept, form, live="form" in parts)
    return render(request, "staff/case.html", shown, status=status)


def _form_of(kept: Kept, stands: Typed | None) -> CheckForm | None:
    """The form as it was saved; None where the case can only be read."""
    if not kept.editable or kept.family is None or stands is None:
        return None
    return CheckForm(kept.family, stands, judged=False)


def _typed_of(kept: Kept, family: Family) -> Typed:
    """What would stand in the form of what is saved."""
    person = person_of(kept.case.person) or ("", "")
    texts = dict(zip(("person_name", "person_number"), person, strict=True))
    return Typed.kept(family, kept.found, note=kept.case.note, **texts)


def _seen(
    request: HttpRequest, kept: Kept, stands: Typed | None, *, conflict: bool
) -> dict[str, Any]:
    """Which version of the case stands on the page, and what stood in the form at first.

    A page that is shown again after it was sent is still the one of that version: else a mistake
    in it would hide what somebody else saved meanwhile.
    """
    if request.method == "POST" and not conflict and "version" in request.POST:
        return {"version": _version(request), "was": request.POST.get("was", "")}
    return {"version": kept.case.version, "was": stands.remembered if stands else ""}


def _facts(kept: Kept, form: CheckForm | None, *, live: bool) -> dict[str, Any]:
    """The facts to be checked, or to be read; while they are typed, with what they come to."""
    if form is None or kept.family is None:
        groups = as_checked(kept)
        unlooked = any(each.finding is None for group in groups for each in group.facts)
        return {"groups": groups, "unlooked": unlooked}
    if not live:
        groups = to_check(kept, form, kept.checked_family)
        comparison = kept.comparison
        return {"groups": groups, "comparison": comparison, "unlooked": form.unlooked}
    judged = form
    if not form.is_bound:
        judged = CheckForm(kept.family, Typed(form.texts, form.rows), judged=True)
    comparison = worked_out(kept, judged)
    groups = to_check(kept, form, judged.family if judged.is_valid() else None)
    return {"groups": groups, "comparison": comparison, "live": live, "unlooked": form.unlooked}


def _told(problem: NotAllowed) -> dict[str, Any]:
    """Why something was not done, and the facts that are missing for it."""
    missing = [(fact, QUESTIONS[fact].title) for fact in problem.facts]
    return {"text": PROBLEMS[problem.problem], "facts": missing}
