"""The record: who did what, when and from where, each entry chained to the one before.

Entries are only ever added. The digest of an entry is keyed, over all it says and the digest
before it: an entry that is changed, taken out or put in shows, and without the key nobody can mend
the chain. `Chain` holds its end, so that one cut off at the end shows too.
"""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from calculator.staff.models import Case, Chain, Entry, Worker

START = "0" * 64

Action = Literal[
    "sign_in",
    "sign_in_failed",
    "locked_out",
    "sign_out",
    "idle",
    "denied",
    "opened",
    "looked",
    "searched",
    "checked",
    "checked_anew",
    "moved",
    "planned",
    "printed",
    "seal_checked",
    "exported",
    "uploaded",
    "upload_done",
    "upload_refused",
    "upload_cancelled",
    "upload_again",
    "person_added",
    "person_changed",
    "password_set",
    "second_factor_set",
    "second_factor_removed",
    "centre_added",
    "centre_changed",
    "key_issued",
    "key_revoked",
    "report_looked",
    "report_settled",
    "purged",
    "demonstrated",
    "rotated",
]


class Origin(NamedTuple):
    """Whoever does something, and the address they do it from; None for a command."""

    worker: Worker | None
    address: str = ""


class Break(NamedTuple):
    """The first entry that does not fit: its number, and what is wrong (a code)."""

    number: int
    problem: str


def keyed(purpose: str, text: str) -> str:
    """The keyed digest of a text, in hexadecimal; each purpose has a key of its own."""
    key = hmac.digest(settings.SEAL_KEY.encode(), purpose.encode(), "sha256")
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


@transaction.atomic(savepoint=False)
def note(
    action: Action,
    *,
    by: Origin,
    case: Case | None = None,
    centre: int | None = None,
    username: str = "",
    **details: Any,
) -> Entry:
    """Add an entry, in the transaction of what it tells of: both happen or neither.

    `username` names whoever could not sign in. `centre` is that of the case, else of the worker.
    """
    end, _ = Chain.objects.select_for_update().get_or_create(
        pk=1, defaults={"number": 0, "digest": START, "seal": sealed_end(0, START)}
    )
    entry = Entry(
        number=end.number + 1,
        at=timezone.now(),
        action=action,
        username=by.worker.username if by.worker else username[:60],
        role=(by.worker and by.worker.role) or "",
        centre_id=centre or _centre(by, case),
        reference=case.reference if case else "",
        address=by.address,
        details=_storable(details),
        previous=end.digest,
    )
    entry.digest = digest(entry)
    entry.save(force_insert=True)
    seal = sealed_end(entry.number, entry.digest)
    Chain.objects.filter(pk=end.pk).update(number=entry.number, digest=entry.digest, seal=seal)
    return entry


def sealed_end(number: int, digest: str) -> str:
    """What proves that the record ends with this entry."""
    return keyed("end", f"{number}:{digest}")


def _storable(value: Any) -> Any:
    """Details without the one sign that PostgreSQL stores in no text."""
    if isinstance(value, str):
        return value.replace("\0", "\ufffd")
    if isinstance(value, dict):
        return {_storable(key): _storable(each) for key, each in value.items()}
    return [_storable(each) for each in value] if isinstance(value, list | tuple) else value


def _centre(by: Origin, case: Case | None) -> int | None:
    if case is not None:
        return case.centre_id
    return by.worker.centre_id if by.worker else None


def digest(entry: Entry) -> str:
    """What an entry's digest must be."""
    return keyed("record", _canonical(entry))


def _canonical(entry: Entry) -> str:
    """Everything an entry says, in one way only."""
    said = [
        entry.number,
        _instant(entry.at),
        entry.action,
        entry.username,
        entry.role,
        entry.centre_id,
        entry.reference,
        entry.address,
        entry.details,
        entry.previous,
    ]
    return json.dumps(said, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def holds(number: int, digest: str) -> bool:
    """Whether an entry is still the one whose digest was written down elsewhere."""
    return Entry.objects.filter(number=number, digest=digest).exists()


def first_break(together: int = 2_000) -> Break | None:
    """The first link that does not hold, or None where the whole chain does.

    Entries may be added meanwhile: those are walked too. So many are read `together`.
    """
    before, number = START, 0
    further = Entry.objects.order_by("number")
    while True:
        try:
            for entry in further.iterator(chunk_size=together):
                number += 1
                problem = _problem(entry, number, before)
                if problem:
                    return Break(number, problem)
                before = entry.digest
        except ValueError:  # One of those read together says what is not even a moment.
            return first_break(1) if together > 1 else Break(number + 1, "changed")
        end = Chain.objects.filter(pk=1).first()
        further = Entry.objects.filter(number__gt=number).order_by("number")
        if end is None or end.number <= number or not further.exists():
            return _break_at_the_end(end, number, before)


def _problem(entry: Entry, number: int, before: str) -> str | None:
    if entry.number != number:
        return "missing"
    if entry.previous != before:
        return "unlinked"
    return None if entry.digest == _digest_of_anything(entry) else "changed"


def _digest_of_anything(entry: Entry) -> str | None:
    """The digest, or None of an entry that says what none can say."""
    try:
        return digest(entry)
    except (AttributeError, TypeError, ValueError):
        return None


def _break_at_the_end(end: Chain | None, number: int, before: str) -> Break | None:
    if Chain.objects.exclude(pk=1).exists():
        return Break(number, "not_the_end")
    if end is None:
        # Whoever was given an account stands on record.
        return Break(1, "no_end") if number or Worker.objects.exists() else None
    if end.number > number:
        return Break(number + 1, "missing")
    if end.number < number or end.digest != before:
        return Break(number, "not_the_end")
    return None if end.seal == sealed_end(number, before) else Break(number, "end_not_sealed")


def about(reference: str) -> QuerySet[Entry]:
    """What was done with one case, the last first."""
    return Entry.objects.filter(reference=reference).order_by("-number")
