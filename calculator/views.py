"""The pages. Each reads the facts from the address, and keeps none of them."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias
from urllib.parse import urlencode

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language_from_request, gettext, override
from django.views.decorators.http import require_safe
from django_htmx.http import replace_url

from calculator import intake, paper
from calculator.dates import calendar
from calculator.forms import (
    EMPTY_ROW,
    FIRST_ROW,
    FactsForm,
    answered,
    changed_rows,
    member_rows,
    typed,
)
from calculator.law import current
from calculator.paper.content import notes
from calculator.paper.sections import sections
from calculator.rules import FACTS, Family, assess
from calculator.rules.errors import BadFacts, LawError
from calculator.wording import answers, document, so_far

View: TypeAlias = Callable[[HttpRequest], HttpResponse]


def page(request: HttpRequest) -> dict[str, Any]:
    """What every template knows: the same address in each language."""
    here = request.get_full_path()
    return {
        "translations": [
            (code, name, _in_language(here, code)) for code, name in settings.LANGUAGES
        ]
    }


def _in_language(address: str, code: str) -> str:
    """The same address in another language, even one that leads nowhere."""
    _root, language, rest = f"{address}/".split("/", 2)
    return f"/{code}/{rest[:-1]}" if language in dict(settings.LANGUAGES) else f"/{code}/"


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """To the language chosen before, else the browser's, else Kazakh."""
    response = HttpResponseRedirect(f"/{get_language_from_request(request)}/")
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the calculator is for, and the way in."""
    return render(request, "home.html")


@require_safe
def calculate(request: HttpRequest) -> HttpResponse:
    """The form; a complete one leads on to its result."""
    if request.GET.get("do") == "calculate":
        return _checked(request)
    return asked(request)


def asked(request: HttpRequest, **known: Any) -> HttpResponse:
    """The form on its page; only its members where a script adds or removes one."""
    action = request.GET.get("do", "")
    form = form_of(request.GET, action=action)
    known |= {"form": form, "action": action}
    if request.htmx:  # type: ignore[attr-defined]
        response = render(request, "members.html", known)
        replace_url(response, f"{request.path}?{urlencode(form.typed)}")
    else:
        response = render(request, "calculate.html", known)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def total(request: HttpRequest) -> HttpResponse:
    """The total so far, a piece of the form's page; by itself it leads to the form."""
    if request.htmx:  # type: ignore[attr-defined]
        response = render(request, "live_total.html", _so_far(request.GET))
    else:
        response = HttpResponseRedirect(_form_address(request.GET))
    patch_vary_headers(response, ["HX-Request"])
    patch_cache_control(response, no_store=True)
    return response


def about_a_family(view: Callable[[HttpRequest, dict[str, Any]], HttpResponse]) -> View:
    """A view of the family in the address, given all there is to say about it.

    Where the address describes none, the form says what is wrong with it.
    """

    @require_safe
    @wraps(view)
    def seen(request: HttpRequest) -> HttpResponse:
        found = _found(request)
        return view(request, found) if found else _checked(request)

    return seen


@about_a_family
def result(request: HttpRequest, found: dict[str, Any]) -> HttpResponse:
    """What the family in the address is owed, and why."""
    return render(request, "result.html", found)


@about_a_family
def summary(request: HttpRequest, found: dict[str, Any]) -> HttpResponse:
    """The same on paper."""
    told = found["told"]
    follows = {"sections": sections(told), "notes": notes(told)}
    return render(request, "summary.html", {**found, **follows})


@about_a_family
def summary_pdf(request: HttpRequest, found: dict[str, Any]) -> HttpResponse:  # noqa: ARG001
    """The same as a PDF, to print, keep and send."""
    told = found["told"]
    made = paper.summary(told, found["answers"], found["address"])
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{paper.file_name(told)}"'
    return response


@about_a_family
def dates(request: HttpRequest, found: dict[str, Any]) -> HttpResponse:  # noqa: ARG001
    """The days to remember, for the calendar of a phone."""
    told = found["told"]
    if not told["dates"]:  # A calendar without a day is none.
        return HttpResponseRedirect(told["links"]["result"])
    response = HttpResponse(calendar(told), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="qonys-{told["on"]}.ics"'
    return response


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Alive."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Ready to serve: database, law and catalogues are there; 503 where one is not."""
    found = {
        "database": _database_answers(),
        "law": _law_is_sound(),
        "catalogues": _catalogues_speak(),
    }
    return JsonResponse(found, status=200 if all(found.values()) else 503)


# --- facts in an address ------------------------------------------------------------------------


def _texts(query: QueryDict) -> dict[str, str]:
    """The facts of an address. One given twice with different answers reads as neither."""
    return {
        fact: answered(query, fact)
        for fact in query
        if fact in FACTS or fact == intake.FAMILY_SIZE
    }


def _family(query: QueryDict) -> Family:
    """The family an address describes. Raises BadFacts."""
    return intake.understood(_texts(query), current(), timezone.localdate())


def form_of(query: QueryDict, *, action: str = "", checked: bool = False) -> FactsForm:
    """The form filled in as an address says, once the button `action` has done what it does."""
    rows = member_rows(query) or [EMPTY_ROW if checked else FIRST_ROW]
    rows = changed_rows(rows, action)
    answers = _texts(query)
    if not action:
        answers = _as_typed(query) or answers
    return FactsForm(current(), timezone.localdate(), rows, answers=answers, checked=checked)


def _as_typed(query: QueryDict) -> dict[str, str] | None:
    """A complete address's facts the way a person types them."""
    try:
        return typed(_family(query))
    except BadFacts:
        return None


def _checked(request: HttpRequest) -> HttpResponse:
    """On to the result of a complete form, or the form with what is wrong with it."""
    form = form_of(request.GET, action="calculate", checked=True)
    if form.is_valid() and form.family:
        return HttpResponseRedirect(f"{reverse('result')}?{intake.query(form.family)}")
    return render(request, "calculate.html", {"form": form}, status=422)


def _form_address(query: QueryDict) -> str:
    """Where the form stands filled in as an address says, no button pressed."""
    facts = query.copy()
    facts.pop("do", None)
    return f"{reverse('calculate')}?{facts.urlencode()}".rstrip("?")


def _so_far(query: QueryDict) -> dict[str, Any]:
    """What a form that is still being filled in comes to, or what it lacks."""
    form = form_of(query, action="total", checked=True)
    if not (form.is_valid() and form.family):
        return {"form": form}
    return standing(form.family)


def standing(family: Family) -> dict[str, Any]:
    """What a family's answers come to, and the questions that are still open."""
    told = so_far(assess(family, current()))
    return {"told": told, "questions": {each["text"] for each in told["open"] if each["facts"]}}


def _found(request: HttpRequest) -> dict[str, Any] | None:
    """All there is to say about the family in the address; None where it describes none."""
    law = current()
    try:
        family = _family(request.GET)
    except BadFacts:
        return None
    told = document(assess(family, law), law)
    return {
        "told": told,
        "answers": answers(family, law),
        "kept": intake.texts(family),
        "address": request.build_absolute_uri(told["links"]["result"]),
    }


# --- readiness ---------------------------------------------------------------------------------


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _law_is_sound() -> bool:
    try:
        current()
    except LawError:
        return False
    return True


def _catalogues_speak() -> bool:
    """Whether the catalogues are compiled: Kazakh and Russian do not answer in English."""
    words = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            words.add(gettext("Who is moving"))
    return len(words) == len(settings.LANGUAGES)
