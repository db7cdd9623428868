"""The cases of a centre: found, sorted, leafed through, and taken along as a table."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from calculator import questions
from calculator.law import current
from calculator.staff import exports, queries, record
from calculator.staff.access import desk
from calculator.staff.cases import search
from calculator.staff.cases.reference import LENGTH, spoken
from calculator.staff.forms.search import SORT_TITLES, USUAL, VERDICTS, SearchForm
from calculator.staff.models import Case
from calculator.staff.origins import origin, worker_of
from calculator.staff.words import state_of
from calculator.wording import regions

# The columns of the list; one that can be sorted by is named like its order, see `search.SORTS`.
SORTED_COLUMNS = ("reference", "state", "opened", "changed", "region", "specialist", "total")
FALLING_FIRST = {"opened", "changed", "total"}
# Pages that are named around the one that is shown.
NEARBY = 2


@desk("cases")
@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """The cases that match the filters in the address, fifty a page."""
    form = _form(request)
    if not form.is_valid():
        return render(request, "staff/cases.html", {"form": form}, status=422)
    if reference := _there(request, form.cleaned_data["reference"]):
        return redirect("staff:case", reference)
    listing = _listing(request, form)
    number = min(form.cleaned_data["page"], listing.pages)
    record.note("searched", by=origin(request), filters=form.used, found=listing.count)
    shown = {
        "form": form,
        "lines": _lines(listing.page(number)),
        "count": listing.count,
        "columns": _columns(form, request.GET),
        "pages": _pages(number, listing.pages, request.GET),
        "here": _query(request.GET, page=None),
    }
    return render(request, "staff/cases.html", shown)


@desk("cases")
@require_safe
def case_export(request: HttpRequest, ending: str) -> HttpResponse:
    """All that the list shows under the same filters, in the same order, as CSV or a workbook."""
    form = _form(request)
    if not form.is_valid():
        return render(request, "staff/cases.html", {"form": form}, status=422)
    listing = _listing(request, form)
    answer = exports.table("qonys-cases", ending, _header(), _rows(listing))
    told: dict[str, Any] = {"filters": form.used, "count": listing.count, "ending": ending}
    record.note("exported", by=origin(request), what="cases", **told)
    return answer


def _form(request: HttpRequest) -> SearchForm:
    worker = worker_of(request)
    people = search.specialists(queries.cases(worker), worker.centre_id)
    return SearchForm({name: _said(request.GET, name) for name in SearchForm.base_fields}, people)


def _said(query: QueryDict, name: str) -> str:
    """What an address says under a name; two different things are put together, and so neither."""
    return ", ".join(dict.fromkeys(query.getlist(name)))


def _there(request: HttpRequest, signs: str) -> str:
    """A whole reference of a case of this worker's, or nothing."""
    if len(signs) < LENGTH:
        return ""
    found = queries.cases(worker_of(request)).filter(reference=signs)
    return signs if found.exists() else ""


def _listing(request: HttpRequest, form: SearchForm) -> search.Listing:
    cases = search.matching(queries.cases(worker_of(request)), form.cleaned_data)
    return search.Listing(cases, form.cleaned_data["sort"])


# --- the page ------------------------------------------------------------------------------------


def _lines(cases: Iterable[Case]) -> list[dict[str, Any]]:
    """Cases as the list tells them."""
    names = _region_names()
    return [
        {
            "case": case,
            "state": state_of(case),
            "verdict": VERDICTS[case.verdict],
            "total": {"min": case.total_min, "max": case.total_max},
            "region": names.get(case.destination, case.destination),
        }
        for case in cases
    ]


def _region_names() -> dict[str, str]:
    return dict(regions(current()))


def _columns(form: SearchForm, query: QueryDict) -> list[dict[str, str]]:
    """The headings: what each is called, where it leads, and how it is sorted now."""
    titles = {
        **{name: str(SORT_TITLES[name]) for name in ("reference", "state", "region")},
        "specialist": str(SORT_TITLES["specialist"]),
        "opened": gettext("Opened"),
        "changed": gettext("Changed"),
        "total": gettext("Total"),
    }
    return [
        {
            "title": titles[name],
            "query": _query(query, sort=_turned(name, form.sort_now), page=None),
            "sorted": _sorted(name, form.sort_now),
        }
        for name in SORTED_COLUMNS
    ]


def _turned(name: str, now: str) -> str:
    """The order that a heading leads to: the natural one, or the other where that is there."""
    first = f"-{name}" if name in FALLING_FIRST else name
    other = name if name in FALLING_FIRST else f"-{name}"
    return other if now == first else first


def _sorted(name: str, now: str) -> str:
    """As `aria-sort` says it."""
    return {name: "ascending", f"-{name}": "descending"}.get(now, "")


def _query(query: QueryDict, **changes: str | None) -> str:
    """What stands in the address, with changes, and without what is empty or usual."""
    told = {name: _said(query, name) for name in SearchForm.base_fields}
    told |= {name: text or "" for name, text in changes.items()}
    kept = QueryDict(mutable=True)
    kept.update({name: text for name, text in told.items() if text and text != USUAL})
    return kept.urlencode()


def _pages(number: int, last: int, query: QueryDict) -> list[dict[str, Any]]:
    """The pages one can go to from here: those nearby, the first and the last."""
    near = range(max(1, number - NEARBY), min(last, number + NEARBY) + 1)
    named = sorted({1, *near, last})
    return [
        {
            "number": each,
            "here": each == number,
            "query": _query(query, page=str(each)),
            "gap": each > 1 and each - 1 not in named,
        }
        for each in named
    ]


# --- the table -----------------------------------------------------------------------------------


def _header() -> list[str]:
    return [
        gettext("Reference"),
        gettext("State"),
        gettext("Opened"),
        gettext("Changed"),
        gettext("Region of arrival"),
        gettext("Specialist"),
        gettext("Group"),
        gettext("What the calculator finds"),
        gettext("Total, least, tenge"),
        gettext("Total, most, tenge"),
    ]


def _rows(listing: search.Listing) -> Iterator[exports.Row]:
    """A row a case, as it is asked for."""
    words = _words()
    for case in listing.every():
        yield (
            spoken(case.reference),
            str(state_of(case)),
            case.opened_at,
            case.changed_at,
            words["region"].get(case.destination, case.destination),
            case.specialist.name if case.specialist else None,
            words["track"][case.track],
            words["verdict"][case.verdict],
            case.total_min,
            case.total_max,
        )


def _words() -> Mapping[str, Mapping[str, str]]:
    """The words for the codes, looked up once and not for every row."""
    titles: dict[str, Mapping[str, Any]] = {
        "region": _region_names(),
        "track": questions.CHOICES["track"],
        "verdict": VERDICTS,
    }
    return {
        name: {code: str(text) for code, text in words.items()} for name, words in titles.items()
    }
