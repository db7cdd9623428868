"""Opening a case once, however often the page is sent; and cases of the same facts."""

import secrets

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from calculator import intake
from calculator.rules import Family
from calculator.staff import queries
from calculator.staff.cases import actions, private, snapshots
from calculator.staff.models import Case, Worker
from calculator.staff.record import Origin

MOST_ALIKE = 5


def new_token() -> str:
    """What a page that opens a case is known by; no other page has the same."""
    return secrets.token_urlsafe(16)


def opened_on(token: str, worker: Worker) -> Case | None:
    """The case that was opened on a page, if one was."""
    return queries.cases(worker).filter(token=token).first()


def open_once(
    family: Family, token: str, *, by: Origin, source: str, note: str, person: private.Person
) -> tuple[Case, bool]:
    """The case of a page, and whether it was opened just now and not before.

    The database lets no two cases have one token: of two requests at once, one opens the case and
    the other finds it. Raises NotAllowed.
    """
    claimed = snapshots.made(family)
    try:
        with transaction.atomic():
            case = actions.open_case(family, by=by, source=source, note=note, claimed=claimed)
            case.token, case.person = token, private.sealed(person)
            case.save(update_fields=["token", "person"])
            return case, True
    except IntegrityError:
        found = by.worker and opened_on(token, by.worker)
        if not found:
            raise
        return found, False


def alike(family: Family, worker: Worker) -> QuerySet[Case]:
    """Cases of the worker's centre that are not closed and began with the same facts."""
    began = queries.cases(worker).filter(
        snapshots__kind="claimed", snapshots__facts=intake.query(family)
    )
    return began.exclude(state=Case.State.CLOSED).order_by("-opened_at").distinct()[:MOST_ALIKE]
