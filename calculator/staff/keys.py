"""Keys with which programs may ask the API more often: issued, recognised, revoked.

A key is told once, when it is issued. Only its digest is stored; a quick one is enough for what no
guess can find. The record knows a key by its first signs, and not whose it is.
"""

import hashlib
import re
import secrets

from django.db import transaction
from django.utils import timezone

from calculator.staff import record
from calculator.staff.errors import NotAllowed
from calculator.staff.models import ApiKey, Worker
from calculator.staff.oversight.people import SIGNS
from calculator.staff.record import Origin

PREFIX = "qonys_"
LENGTH = 40
# As many signs of a key may be shown; those that are left are beyond guessing.
SHOWN = 8
LONGEST_NAME = 100
MOST_A_MINUTE = 1_000_000
_KEY = re.compile(f"{PREFIX}[{SIGNS}]{{{LENGTH}}}")


def recognised(key: str) -> ApiKey | None:
    """The key that a program sends along, unless nobody issued it or it is revoked."""
    if not _KEY.fullmatch(key):
        return None
    return ApiKey.objects.filter(digest=_digest(key), revoked_at=None).first()


@transaction.atomic
def issue(name: str, a_minute: int, *, by: Origin) -> tuple[ApiKey, str]:
    """A new key and its text, which is told once and kept nowhere.

    Raises NotAllowed for whoever keeps no keys, and where a key of that name is in use: so a form
    that is sent twice issues one.
    """
    worker = _keeper(by)
    if ApiKey.objects.filter(name=name, revoked_at=None).exists():
        raise NotAllowed("key_name_taken")
    signs = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    key = ApiKey.objects.create(
        name=name,
        begins=signs[:SHOWN],
        digest=_digest(PREFIX + signs),
        a_minute=a_minute,
        made_at=timezone.now(),
        made_by=worker,
    )
    record.note("key_issued", by=by, begins=key.begins, a_minute=a_minute)
    return key, PREFIX + signs


@transaction.atomic
def revoke(key: ApiKey, *, by: Origin) -> bool:
    """Let a key count no longer, from the next request on; False where it did not before.

    Raises NotAllowed for whoever keeps no keys.
    """
    worker = _keeper(by)
    found = ApiKey.objects.select_for_update().get(pk=key.pk)
    if found.revoked_at is not None:
        return False
    found.revoked_at, found.revoked_by = timezone.now(), worker
    found.save(update_fields=["revoked_at", "revoked_by"])
    record.note("key_revoked", by=by, begins=found.begins, a_minute=found.a_minute)
    return True


def _keeper(by: Origin) -> Worker:
    """Whoever keeps keys; what they do at the same time is done one after the other."""
    if by.worker is None or not by.worker.may("keys"):
        raise NotAllowed("keys_not_yours")
    return Worker.objects.select_for_update(of=("self",)).get(pk=by.worker.pk)


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
