"""What this calculator does not know, and the way to say that a figure is wrong.

The facts of a report stand in the query of its address on each of its pages, as on all others, and
are stored only if they are left in. What was typed is sent from page to page. Nothing of whoever
sends it is stored, and no cookie or session is needed for it.
"""

import math
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from calculator import intake, limits
from calculator.about.forms import ReportForm
from calculator.about.telling import told
from calculator.bodies import said_length
from calculator.forms import answered
from calculator.law import current
from calculator.rules import FACTS, Family
from calculator.rules.errors import BadFacts
from calculator.staff.entrance.throttle import neighbourhood
from calculator.staff.reports import subjects
from calculator.staff.reports.actions import Said, TooMany, receive
from calculator.wording import answers, links
from calculator.wording.document import versions

LARGEST = 256 * 1024
"""Bytes of a form: many times what it may hold, so that what is too long can still be told so."""
A_MINUTE, AT_ONCE = 2, 6
"""Reports that one client may send."""
EVERYBODY, AT_ONCE_OF_ALL = "everybody", 300
"""All clients together: so many, and one more every `MINUTES_OF_ALL`. Whoever has many addresses
fills the list of those that wait no faster than it can be read."""
MINUTES_OF_ALL = 10
SECONDS = {"often": 1, "many": 60}
"""Of what the page tells whoever must wait: of seconds, or of minutes."""


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What is not known, how sure the figures are, who made this, and what it keeps."""
    law = current()
    known = {**told(law, timezone.localdate()), "kept_days": settings.REPORT_RETENTION.days}
    return render(request, "about/index.html", known)


# Whoever sends a report is nobody known here, so nothing could be done in anybody's name that a
# token would prevent; and a token needs a cookie, while these pages promise none but that of the
# language. What other sites' pages would send from their readers' browsers is turned away by what
# the browser itself says of where a form came from.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form; then what exactly would be stored; then it is stored, and thanks are said."""
    family = _family(request.GET)
    if request.method != "POST":
        first = {"measure": request.GET.get("about", ""), "along": True}
        return _form_page(request, family, ReportForm(initial=first, has_family=bool(family)))
    if said_length(request) > LARGEST:
        raise RequestDataTooBig
    if request.POST.get("do") == "change":
        return _form_page(request, family, _as_typed(request, family))
    form = ReportForm(request.POST, has_family=bool(family))
    if not _from_here(request):
        return _form_page(request, family, form, status=403)
    if not form.is_valid():
        return _form_page(request, family, form, status=422)
    if request.POST.get("do") == "send":
        return _send(request, family, form)
    return _look_page(request, family, form)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """The report is stored; the way back to the result it was about."""
    family = _family(request.GET)
    return render(request, "about/thanks.html", {"result": family and links(family)["result"]})


# --- what was sent -------------------------------------------------------------------------------


def _from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a form was sent from a page of this site."""
    if site := request.headers.get("Sec-Fetch-Site"):
        # None: by the person, such as who loads the page once more.
        return site in {"same-origin", "none"}
    here = f"{request.scheme}://{request.get_host()}"
    if origin := request.headers.get("Origin"):
        return origin == here
    return request.headers.get("Referer", "").startswith(f"{here}/")


def _names_facts(query: QueryDict) -> bool:
    return any(name in FACTS or name == intake.FAMILY_SIZE for name in query)


def _family(query: QueryDict) -> Family | None:
    """The family in the address; None where it describes none."""
    names = (name for name in query if name in FACTS or name == intake.FAMILY_SIZE)
    texts = {name: answered(query, name) for name in names}
    try:
        return intake.understood(texts, current(), timezone.localdate())
    except BadFacts:
        return None


def _as_typed(request: HttpRequest, family: Family | None) -> ReportForm:
    """The form as it was filled in, not judged once more."""
    sent: dict[str, Any] = {name: request.POST.get(name, "") for name in ReportForm.base_fields}
    return ReportForm(initial={**sent, "along": bool(sent["along"])}, has_family=bool(family))


def _send(request: HttpRequest, family: Family | None, form: ReportForm) -> HttpResponse:
    trouble, seconds = _must_wait(request)
    if trouble:
        wait = math.ceil(seconds / SECONDS[trouble])
        response = _look_page(request, family, form, trouble=trouble, wait=wait, status=429)
        response["Retry-After"] = str(math.ceil(seconds))
        return response
    try:
        receive(_said(family, form))
    except TooMany:
        return _look_page(request, family, form, trouble="full", status=503)
    return HttpResponseRedirect(f"{reverse('about:thanks')}?{_query(family)}".rstrip("?"))


def _must_wait(request: HttpRequest) -> tuple[str, float]:
    """Why a report must wait, and for how many seconds; "" where it may go on, and is counted."""
    client = neighbourhood(request)
    if seconds := limits.wait("report", client, cost=1, a_minute=A_MINUTE, burst=AT_ONCE):
        return "often", seconds
    of_all = {"cost": MINUTES_OF_ALL, "a_minute": 1, "burst": MINUTES_OF_ALL * AT_ONCE_OF_ALL}
    seconds = limits.wait("reports", EVERYBODY, **of_all)
    return ("many" if seconds else ""), seconds


def _said(family: Family | None, form: ReportForm) -> Said:
    found = form.cleaned_data
    return Said(
        language=get_language() or settings.LANGUAGE_CODE,
        measure=found["measure"],
        said=found["said"],
        expected=found["expected"],
        facts=_query(family) if found.get("along") else "",
    )


def _query(family: Family | None) -> str:
    return intake.query(family) if family else ""


# --- pages ---------------------------------------------------------------------------------------


def _form_page(
    request: HttpRequest, family: Family | None, form: ReportForm, *, status: int = 200
) -> HttpResponse:
    known = {
        "form": form,
        "elsewhere": status == 403,  # noqa: PLR2004
        "unreadable": family is None and _names_facts(request.GET),
    }
    return _page(request, "about/report.html", family, known, status=status)


def _look_page(
    request: HttpRequest,
    family: Family | None,
    form: ReportForm,
    *,
    status: int = 200,
    **trouble: Any,
) -> HttpResponse:
    """What would be stored, to the letter; nothing is stored yet."""
    known = {"form": form, "stored": _stored(_said(family, form), form), **trouble}
    return _page(request, "about/report_look.html", family, known, status=status)


def _stored(said: Said, form: ReportForm) -> list[tuple[str, str]]:
    """Each thing that is stored, by what it is called; the answers stand apart."""
    return [
        (gettext("What is it about?"), form.about),
        (gettext("What is wrong?"), said.said),
        (gettext("What should the figure be?"), _expected(said)),
        (gettext("Language of the page"), dict(settings.LANGUAGES)[said.language]),
        (gettext("When"), gettext("the day and time at which you send it")),
        (gettext("Version of the law's data"), versions(current())["law"]),
    ]


def _expected(said: Said) -> str:
    if said.expected is None:
        return gettext("nothing")
    return subjects.figure(said.measure, said.expected, current())


def _page(
    request: HttpRequest,
    template: str,
    family: Family | None,
    known: Mapping[str, Any],
    *,
    status: int,
) -> HttpResponse:
    """A page of the report. What was typed is no part of its address, so no browser keeps it."""
    told_of = {
        "answers": answers(family, current()) if family else [],
        "action": f"{reverse('about:report')}?{_query(family)}".rstrip("?"),
        "result": links(family)["result"] if family else "",
        **known,
    }
    if request.method == "POST":
        # The same page in another language would be an empty one.
        told_of["translations"] = []
    response = render(request, template, told_of, status=status)
    if request.method == "POST":
        patch_cache_control(response, no_store=True, private=True)
    return response
