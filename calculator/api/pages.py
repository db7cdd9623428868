"""The description of the API: as JSON, as a page to read, and the page for developers."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from calculator.api import openapi as description
from calculator.api import problems, queries, reading, samples
from calculator.api.bodies import MOST_BYTES
from calculator.api.families import DETAILS
from calculator.api.keeping import AN_HOUR, answer, kept, seconds_left_today, sign_of
from calculator.law import current
from calculator.wording.figures import language

MEBIBYTE = 1 << 20


def openapi(request: HttpRequest) -> HttpResponse:
    """The description as OpenAPI 3.1."""
    queries.asked(request)
    return answer(kept("openapi", lambda: description.described(current())))


def docs(request: HttpRequest) -> HttpResponse:
    """The same to read, made of nothing else."""
    queries.asked(request)
    here = reverse("api:docs")
    response = render(request, "api/docs.html", {**_read(), "translations": _translations(here)})
    patch_cache_control(response, public=True, max_age=min(AN_HOUR, seconds_left_today()))
    response["ETag"] = sign_of(response.content)
    return response


@require_safe
def developers(request: HttpRequest) -> HttpResponse:
    """What the API gives and how to begin, with examples that can be run as they stand."""
    told = {
        "samples": samples.all_of(request.build_absolute_uri("/").rstrip("/")),
        "a_minute": settings.API_A_MINUTE,
        "mebibytes": MOST_BYTES // MEBIBYTE,
        "details": DETAILS,
        "faults": problems.MOST_FAULTS,
        "statuses": {code: gettext(it) for code, it in description.STATUSES.items()},
        "calls": _read()["calls"],
    }
    return render(request, "api/developers.html", told)


def _read() -> dict[str, Any]:
    """The description, laid out for a page; made once for each language."""
    memory = current().memory.setdefault("api pages", {})
    tongue = language()
    if tongue not in memory:
        memory[tongue] = reading.laid_out(description.described(current()))
    found: dict[str, Any] = memory[tongue]
    return found


def _translations(here: str) -> list[tuple[str, str, str]]:
    return [(code, name, f"{here}?lang={code}") for code, name in settings.LANGUAGES]
