"""The record of a centre, for its supervisor: who did what, when and from where."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from calculator.staff import exports, queries, record
from calculator.staff.access import desk
from calculator.staff.cases.reference import spoken
from calculator.staff.forms.record import RecordForm
from calculator.staff.models import Entry, Worker
from calculator.staff.origins import origin, worker_of
from calculator.staff.oversight import entries as telling

A_PAGE = 50


class Line(NamedTuple):
    """An entry as the page shows it. `case` is empty where the case is no longer there."""

    number: int
    at: str
    who: str
    role: str
    action: str
    details: str
    reference: str
    case: str
    address: str


class Shown(NamedTuple):
    """A page of the record, newest first, and what leads on from it (empty where nothing does)."""

    lines: list[Line]
    newer: str
    older: str


@desk("record")
@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """The entries of the own centre, newest first. To read them is not on record itself."""
    worker, form = worker_of(request), RecordForm(request.GET)
    told: dict[str, Any] = {"form": form, "workers": _usernames(worker)}
    if form.is_valid():
        told["page"] = _page(worker, form)
        told["filters"] = urlencode(form.filters)
    return render(request, "staff/record.html", told, status=200 if form.is_valid() else 422)


@desk("record")
@require_safe
def entries_export(request: HttpRequest, ending: str) -> HttpResponse:
    """All entries that are found, as a file; that stands on record."""
    worker, form = worker_of(request), RecordForm(request.GET)
    if not form.is_valid():
        told = {"form": form, "workers": _usernames(worker)}
        return render(request, "staff/record.html", told, status=422)
    found = form.chosen(queries.entries(worker))
    # The export's own entry, and what comes after, are no part of it.
    last = found.aggregate(last=Max("number"))["last"] or 0
    found = found.filter(number__lte=last).order_by("-number")
    count = found.count()
    answer = exports.table("record", ending, _header(), _rows(found))
    record.note(
        "exported",
        by=origin(request),
        what="record",
        ending=ending,
        count=count,
        filters=sorted(form.filters),
    )
    return answer


def _usernames(worker: Worker) -> list[str]:
    """Who works at the centre, to choose from."""
    if worker.centre is None:
        return []
    workers = Worker.objects.filter(centre=worker.centre).order_by("username")
    return list(workers.values_list("username", flat=True))


def _page(worker: Worker, form: RecordForm) -> Shown:
    """The entries before or after a number: the list grows while one reads it."""
    found = form.chosen(queries.entries(worker))
    before, after = form.cleaned_data["before"], form.cleaned_data["after"]
    if after is not None:
        some = list(found.filter(number__gt=after).order_by("number")[: A_PAGE + 1])
        on_page = some[:A_PAGE][::-1]
        more_new, more_old = len(some) > A_PAGE, True
    else:
        older = found.filter(number__lt=before) if before is not None else found
        some = list(older.order_by("-number")[: A_PAGE + 1])
        on_page = some[:A_PAGE]
        more_new, more_old = before is not None, len(some) > A_PAGE
    return Shown(
        _lines(worker, on_page),
        _link(form, after=on_page[0].number) if more_new and on_page else "",
        _link(form, before=on_page[-1].number) if more_old and on_page else "",
    )


def _link(form: RecordForm, **place: int) -> str:
    return f"?{urlencode({**form.filters, **place})}"


def _lines(worker: Worker, on_page: list[Entry]) -> list[Line]:
    named = {entry.reference for entry in on_page if entry.reference}
    known = queries.cases(worker).filter(reference__in=named)
    there = set(known.values_list("reference", flat=True))
    return [
        Line(
            number=entry.number,
            at=localtime(entry.at).strftime("%d.%m.%Y %H:%M"),
            who=entry.username,
            role=telling.role(entry),
            action=telling.action(entry),
            details=telling.details(entry),
            reference=spoken(entry.reference) if entry.reference else "",
            case=entry.reference if entry.reference in there else "",
            address=entry.address,
        )
        for entry in on_page
    ]


def _header() -> list[str]:
    return [
        gettext("Number"),
        gettext("When"),
        gettext("Who"),
        gettext("Role"),
        gettext("What was done"),
        gettext("More about it"),
        gettext("Case"),
        gettext("Network address"),
    ]


def _rows(found: QuerySet[Entry]) -> Iterator[exports.Row]:
    for entry in found.iterator(chunk_size=2_000):
        yield (
            entry.number,
            entry.at,
            entry.username,
            telling.role(entry),
            telling.action(entry),
            telling.details(entry),
            spoken(entry.reference) if entry.reference else "",
            entry.address,
        )
