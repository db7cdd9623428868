"""The pages of the rule book, the files beside them, and the feed of changes."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from calculator.law import current
from calculator.rulebook import files
from calculator.rulebook.pages import PAGES, page, plain, whole
from calculator.rulebook.rows import rows

WHOLE = "law"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All there is in the rule book."""
    return render(request, "rules/index.html", _told(""))


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """One page: a measure's, or one that measures share."""
    template = slug if slug in PAGES else "measure"
    return render(request, f"rules/{template}.html", _told(slug))


@require_safe
def as_json(request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG001
    """A page, or the whole law, as JSON."""
    content = whole(current(), _today()) if slug == WHOLE else plain(_content(slug))
    text = files.as_json(content)
    return HttpResponse(text, content_type="application/json; charset=utf-8")


@require_safe
def as_csv(request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG001
    """A page, or the whole law, as a table."""
    response = HttpResponse(_table(slug), content_type="text/csv; charset=utf-8; header=present")
    response["Content-Disposition"] = f'attachment; filename="qonys-{slug}.csv"'
    return response


def _table(slug: str) -> str:
    law = current()
    if slug == WHOLE:
        return files.as_csv(rows(law), law)
    content = _content(slug)
    if slug == "changes":
        return files.changes_as_csv(content["days"])
    if slug == "sources":
        return files.sources_as_csv(content["sources"])
    return files.as_csv(rows(law, slug), law)


def _told(slug: str) -> dict[str, Any]:
    return {"told": _content(slug), "file": slug or WHOLE}


def _content(slug: str) -> dict[str, Any]:
    """What a page holds today. Raises Http404 where there is none."""
    found = page(slug, current(), _today())
    if found is None:
        raise Http404
    return found


def _today() -> date:
    return timezone.localdate()
