"""What is done with reports. They come from anybody, and are settled at the desk."""

from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from calculator.law import current
from calculator.staff import record
from calculator.staff.errors import NotAllowed
from calculator.staff.models import Report
from calculator.staff.record import Origin

MOST_OPEN = 5_000
"""Unsettled reports that are kept; no more are taken until some are settled."""
SENT_TWICE = timedelta(hours=1)
"""Within this time a report that says the same, to the letter, is the same one sent again.

So nothing has to be stored to tell who sent it: a second press of the button, or a page sent again
by the browser, adds nothing.
"""


class Said(NamedTuple):
    """A report as it was sent: see `Report`."""

    language: str
    measure: str
    said: str
    expected: int | None
    facts: str


class TooMany(Exception):
    """So many reports wait to be settled that no more are taken."""


@transaction.atomic
def receive(said: Said) -> Report:
    """Store a report, or find it where it was sent before. Raises TooMany.

    It is not on record: nobody did it who is known at the desk.
    """
    now, unsettled = timezone.now(), Report.objects.filter(settled_at=None)
    before = unsettled.filter(made_at__gte=now - SENT_TWICE, **said._asdict()).first()
    if before is not None:
        return before
    if unsettled.count() >= MOST_OPEN:
        raise TooMany
    return Report.objects.create(made_at=now, law=current().digest, **said._asdict())


@transaction.atomic
def settle(report: Report, answer: str, *, by: Origin) -> Report:
    """Say what came of a report.

    Raises NotAllowed for whoever settles none, and where somebody was faster.
    """
    settled = settle_many([report.pk], answer, by=by)
    if not settled:
        raise NotAllowed("settled")
    return settled[0]


@transaction.atomic
def settle_many(numbers: Iterable[int], answer: str, *, by: Origin) -> list[Report]:
    """Say of several reports what came of them, but for those that were settled before.

    The reports that are settled by it. Raises NotAllowed for whoever settles none.
    """
    if by.worker is None or not by.worker.may("reports"):
        raise NotAllowed("reports_not_yours")
    waiting = Report.objects.filter(pk__in=[*numbers], settled_at=None)
    found = list(waiting.select_for_update().order_by("pk"))
    for report in found:
        report.settled_at, report.settled_by, report.answer = timezone.now(), by.worker, answer
        report.save(update_fields=["settled_at", "settled_by", "answer"])
        record.note("report_settled", by=by, report=report.pk)
    return found
