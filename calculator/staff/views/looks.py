"""Every look at a case stands on record."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

from calculator.staff import record
from calculator.staff.models import Case, Entry
from calculator.staff.origins import origin, worker_of

LATELY = timedelta(minutes=15)


def look(request: HttpRequest, case: Case, page: str = "case") -> None:
    """A case is opened to be looked at."""
    record.note("looked", by=origin(request), case=case, page=page)


def glance(request: HttpRequest, case: Case) -> None:
    """A case is shown in answer to something else; who did something to it lately is on record."""
    lately = Entry.objects.filter(
        reference=case.reference,
        username=worker_of(request).username,
        at__gte=timezone.now() - LATELY,
    )
    if not lately.exclude(action="denied").exists():
        look(request, case)
