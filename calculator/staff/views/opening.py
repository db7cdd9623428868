"""Opening a case: from the address of a result, from a link to it, or from the family's form.

Nothing is stored before the specialist has seen the family's answers and its total, and says so.
"""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods
from django_htmx.http import replace_url

from calculator import intake
from calculator.forms import FactsForm
from calculator.law import current
from calculator.rules import Family, assess
from calculator.rules.advice import consequences
from calculator.staff import record
from calculator.staff.access import desk
from calculator.staff.cases import opening
from calculator.staff.cases.private import Person
from calculator.staff.errors import NotAllowed
from calculator.staff.forms.opening import (
    AddressForm,
    OpeningForm,
    facts_form,
    family_in,
    form_of,
    has_facts,
)
from calculator.staff.models import Case
from calculator.staff.origins import origin, worker_of
from calculator.staff.words import PROBLEMS, at_desk, state_of
from calculator.wording import answers, document

# What the buttons of the page are called.
CHECK, CHANGE, OPEN = "calculate", "change", "open"
# No button: the form as it stands, in the address that scripts write.
SHOW = "form"


@desk("cases")
@require_http_methods(["GET", "HEAD", "POST"])
def new_case(request: HttpRequest) -> HttpResponse:
    """What a case can be opened from, and what would be opened."""
    if request.method == "POST":
        return _opened(request) if request.POST.get("do") == OPEN else _read(request)
    action = request.GET.get("do", "")
    if action == CHECK:
        return _filled_in(request)
    if action or not has_facts(request.GET):
        return _form(request, action)
    return _from_link(request)


# --- from an address -----------------------------------------------------------------------------


def _read(request: HttpRequest) -> HttpResponse:
    """To what the address in the box describes, or the box with what is wrong with it."""
    box = AddressForm(request.POST)
    if not box.is_valid():
        record.note("denied", by=origin(request), why="address")
        return _page(request, box, facts_form(QueryDict()), status=422)
    form, family = family_in(box.query)
    if family is None:
        return _not_understood(request, form, box)
    return HttpResponseRedirect(_address(family))


def _from_link(request: HttpRequest) -> HttpResponse:
    """What the link would open, or what is wrong with it."""
    form, family = family_in(request.GET)
    if family is None:
        return _not_understood(request, form, _box_with(request.get_full_path()))
    source = "form" if request.GET.get("source") == "form" else "address"
    return _preview(request, family, OpeningForm(initial=_first(source)))


def _not_understood(request: HttpRequest, form: FactsForm, box: AddressForm) -> HttpResponse:
    """The form with each fact of an address that cannot be understood, for the record too."""
    facts = sorted({fault.fact for fault in form.misread})
    record.note("denied", by=origin(request), why="address", facts=facts)
    return _page(request, box, form, status=422, from_address=True)


def _box_with(text: str) -> AddressForm:
    return AddressForm(initial={"address": text})


# --- from the form -------------------------------------------------------------------------------


def _form(request: HttpRequest, action: str) -> HttpResponse:
    """The empty form, or one to go on with: a person added or removed, an answer to change."""
    if action == CHANGE:
        _, family = family_in(request.GET)
        form = form_of(family) if family else facts_form(request.GET)
    else:
        form = facts_form(request.GET, action=action)
    if request.htmx:  # type: ignore[attr-defined]
        shown = {"form": form, "action": action, "asked_at": _here()}
        response = render(request, "members.html", shown)
        return replace_url(response, f"{_here()}?{_typed(form)}&do={SHOW}")
    return _page(request, AddressForm(), form, action=action)


def _filled_in(request: HttpRequest) -> HttpResponse:
    """To what the form describes, or the form with what is wrong with it."""
    form, family = family_in(request.GET)
    if family is None:
        return _page(request, AddressForm(), form, status=422)
    return HttpResponseRedirect(f"{_address(family)}&source=form")


# --- opening it ----------------------------------------------------------------------------------


def _opened(request: HttpRequest) -> HttpResponse:
    """To the new case, or to the one that was opened on this page before."""
    form, family = family_in(request.POST)
    if family is None:
        return _not_understood(request, form, AddressForm())
    asked = OpeningForm(request.POST)
    if not asked.is_valid():
        return _preview(request, family, _with_token(asked), status=422)
    try:
        case, new = _open(request, family, asked)
    except NotAllowed as error:
        asked.add_error(None, str(PROBLEMS[error.problem]))
        return _preview(request, family, asked, status=422)
    except IntegrityError:  # The token is that of a case which is not for this worker.
        asked.add_error("token", "")
        return _preview(request, family, _with_token(asked), status=422)
    said = gettext("The case is open.") if new else gettext("This case was opened already.")
    messages.success(request, said)
    return redirect("staff:case", case.reference)


def _open(request: HttpRequest, family: Family, asked: OpeningForm) -> tuple[Case, bool]:
    given = asked.cleaned_data
    return opening.open_once(
        family,
        given["token"],
        by=origin(request),
        source=given["source"],
        note=given["note"],
        person=asked.person or Person(),
    )


def _with_token(asked: OpeningForm) -> OpeningForm:
    """What was typed, on a page that can be sent: one without a token of its own gets one."""
    if not {"token", "source"} & asked.errors.keys():
        return asked
    again = OpeningForm({**dict(asked.data.items()), **_first("address")})
    again.add_error(None, gettext("The page was not sent as it was. Press the button once more."))
    return again


def _first(source: str) -> dict[str, str]:
    return {"token": opening.new_token(), "source": source}


# --- pages ---------------------------------------------------------------------------------------


def _page(
    request: HttpRequest, box: AddressForm, form: FactsForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    shown = {"box": box, "form": form, "asked_at": _here(), **more}
    return render(request, "staff/new_case.html", shown, status=status)


def _preview(
    request: HttpRequest, family: Family, asked: OpeningForm, *, status: int = 200
) -> HttpResponse:
    """What would be opened: the answers, the total, and cases that began with the same."""
    law = current()
    found = assess(family, law)
    alike = opening.alike(family, worker_of(request))
    shown = {
        "form": asked,
        "told": at_desk(document(found, law, consequences(found)), checked=False),
        "answers": answers(family, law),
        "kept": intake.texts(family),
        "query": intake.query(family),
        "alike": [(case, state_of(case)) for case in alike],
    }
    return render(request, "staff/new_case_preview.html", shown, status=status)


def _here() -> str:
    return reverse("staff:new_case")


def _address(family: Family) -> str:
    return f"{_here()}?{intake.query(family)}"


def _typed(form: FactsForm) -> str:
    query = QueryDict(mutable=True)
    query.update(form.typed)
    return query.urlencode()
