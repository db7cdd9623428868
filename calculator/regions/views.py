"""The pages of the regions, and the same figures for machines."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from calculator.forms import answered
from calculator.law import current
from calculator.regions import roles, words
from calculator.regions.loader import known
from calculator.regions.overview import Chosen, overview
from calculator.regions.published import as_csv, as_json
from calculator.regions.region import region
from calculator.wording.facts import place

UNPROCESSABLE = 422
LONGEST_QUOTE = 40


@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    """All regions, for a track and a year; those of today where none are named."""
    law, today = current(), timezone.localdate()
    years = [str(year) for year in roles.years(law, today)]
    track = answered(request.GET, "track") or words.TRACKS[0]
    year = answered(request.GET, "year") or str(today.year)
    faults = _faults({"track": track, "year": year}, {"track": words.TRACKS, "year": years})
    if faults:
        choices = {"tracks": words.TRACKS, "years": years}
        told = {"faults": faults, "choices": _choices(choices)}
        return render(request, "regions/faults.html", told, status=UNPROCESSABLE)
    chosen = Chosen(next(each for each in words.TRACKS if each == track), int(year), today)
    return render(request, "regions/overview.html", {"told": overview(law, known(), chosen)})


@require_safe
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """One region; 404 where the law knows none of that name."""
    law = current()
    if slug not in law.regions:
        raise Http404(slug)
    told = region(law, known(), slug, timezone.localdate())
    return render(request, "regions/region.html", {"told": told, "name": place(slug, law)})


@require_safe
def figures_json(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Every figure of these pages, with its source, as JSON."""
    found = as_json(current(), known(), timezone.localdate())
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False})


@require_safe
def figures_csv(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The same as CSV; the mark at the beginning tells spreadsheets that it is UTF-8."""
    found = as_csv(current(), known(), timezone.localdate())
    return HttpResponse(f"\ufeff{found}", content_type="text/csv; charset=utf-8")


def _faults(given: Mapping[str, str], allowed: Mapping[str, Any]) -> list[str]:
    """What is wrong with the address, in words; what was given is quoted, not guessed at."""
    said = {
        "track": gettext("There is no group “%(given)s”. Choose one of those below."),
        "year": gettext("We know no year “%(given)s”. Choose one of those below."),
    }
    return [
        said[name] % {"given": given[name][:LONGEST_QUOTE]}
        for name in given
        if given[name] not in allowed[name]
    ]


def _choices(allowed: Mapping[str, Any]) -> dict[str, list[tuple[str, str]]]:
    here = reverse("regions:index")
    return {
        "tracks": [(f"{here}?track={code}", words.track(code)) for code in allowed["tracks"]],
        "years": [(f"{here}?year={year}", year) for year in allowed["years"]],
    }
