"""What one does to one's own account: the password, and the codes of a second factor.

Each happens whole or not at all, and stands on record; so does every wrong code.
"""

import time
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from calculator.staff import record
from calculator.staff.models import Worker
from calculator.staff.record import Origin


class Tried(NamedTuple):
    """What became of a code: `wrong` names the field; `until` is when the next may be tried."""

    device: TOTPDevice | None = None
    wrong: str = ""
    until: datetime | None = None


def has_second_factor(worker: Worker) -> bool:
    """Whether a worker is asked for a code after the password."""
    return worker.pk in with_second_factor([worker.pk])


def with_second_factor(workers: Iterable[int]) -> set[int]:
    """Those of some workers who are asked for a code after the password, by their numbers."""
    devices = TOTPDevice.objects.filter(confirmed=True, user__in=list(workers))
    return set(devices.values_list("user_id", flat=True))


@transaction.atomic
def set_password(worker: Worker, password: str, *, by: Origin) -> None:
    """Set one's own password: every other sign-in of this worker ends."""
    worker.set_password(password)
    worker.must_change_password = False
    worker.save(update_fields=["password", "must_change_password"])
    record.note("password_set", by=by)


@transaction.atomic
def enter_code(worker: Worker, code: str, *, by: Origin) -> Tried:
    """The code asked for after the password. None counts twice; after a wrong one, one waits."""
    tried = _tried(worker, code, by, field="code")
    if tried.device:
        record.note("sign_in", by=by, step="code")
    return tried


@transaction.atomic
def set_second_factor(worker: Worker, key: str, code: str, present: str, *, by: Origin) -> Tried:
    """Begin to ask for codes of a new key, once one is given; and one of the present, if any.

    The new code is looked at first, so that a mistake in it does not use up the present one.
    """
    device = _proved(worker, key, code)
    if device is None:
        return Tried(wrong="code")
    replaced = has_second_factor(worker)
    if replaced:
        tried = _tried(worker, present, by, field="present")
        if not tried.device:
            return tried
    TOTPDevice.objects.filter(user=worker).delete()
    device.save()
    record.note("second_factor_set", by=by, replaced=replaced)
    return Tried(device)


def _tried(worker: Worker, code: str, by: Origin, *, field: str) -> Tried:
    devices = TOTPDevice.objects.select_for_update().filter(user=worker, confirmed=True)
    device = devices.order_by("pk").first()
    if device is None:
        return Tried(wrong=field)
    in_time, _ = device.verify_is_allowed()
    if device.verify_token(code):
        return Tried(device)
    record.note("sign_in_failed", by=by, why="code" if in_time else "too_soon")
    _, wait = device.verify_is_allowed()
    return Tried(wrong="" if not in_time else field, until=(wait or {}).get("locked_until"))


def _proved(worker: Worker, key: str, code: str) -> TOTPDevice | None:
    """A device of a key, if this code is one of its codes of now; that code is used up."""
    device = TOTPDevice(user=worker, name="", key=key, confirmed=True)
    codes = TOTP(device.bin_key, device.step, device.t0, device.digits)
    codes.time = time.time()
    if not code.isdigit() or not codes.verify(int(code), device.tolerance):
        return None
    device.last_t, device.drift = codes.t(), codes.drift
    return device
