"""What is done to accounts and centres. Each happens whole or not at all, and stands on record.

An administrator looks after all accounts, a supervisor after the specialists of the own centre; a
command (an origin without a worker) may do what an administrator may. Nobody is ever deleted.
"""

import secrets
from typing import Any, NamedTuple

from axes.utils import reset
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_otp import devices_for_user

from calculator.staff import record
from calculator.staff.cases.reference import ALPHABET
from calculator.staff.entrance.throttle import counted_as
from calculator.staff.errors import NotAllowed
from calculator.staff.models import Centre, Worker
from calculator.staff.record import Origin
from calculator.staff.roles import OF_A_CENTRE, Role

# Signs of a password that is read from a screen once; a small L is too much like a one.
SIGNS = ALPHABET.lower().replace("l", "")
GROUPS, GROUP = 3, 5


class Details(NamedTuple):
    """Who an account is: a specialist and a supervisor work at a centre, others at none."""

    name: str
    role: Role
    centre: Centre | None
    is_open: bool = True


class CentreDetails(NamedTuple):
    """A centre: its name in three languages, the slug of its region, whether it is open."""

    name_kk: str
    name_ru: str
    name_en: str
    region: str
    is_open: bool = True


def generated_password() -> str:
    """A password nobody can guess: 15 signs of 31, in groups that are easy to copy."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(GROUP)) for _ in range(GROUPS))


@transaction.atomic
def add_person(username: str, details: Details, *, by: Origin) -> tuple[Worker, str]:
    """A new account and its password, which is told once and kept nowhere.

    Raises NotAllowed where the name is taken, or the account is not theirs to add.
    """
    _looked_after(details.role, details.centre, by)
    _fits(details)
    password = generated_password()
    worker = Worker(username=username.lower(), name=details.name, centre=details.centre)
    worker.set_password(password)
    try:
        with transaction.atomic():
            worker.save(force_insert=True)
    except IntegrityError as error:
        raise NotAllowed("username_taken") from error
    worker.groups.set([Group.objects.get(name=details.role)])
    _note("person_added", worker, by, role=details.role)
    return worker, password


@transaction.atomic
def change_person(worker: Worker, details: Details, *, by: Origin) -> list[str]:
    """Change an account; tells what changed. A change of what one may ends all sign-ins at once.

    Raises NotAllowed where it is not theirs to change, or nobody would be left to do so.
    """
    worker, before = _locked(worker, by)
    _looked_after(details.role, details.centre, by)
    _fits(details)
    changed = [key for key in Details._fields if getattr(before, key) != getattr(details, key)]
    if before.role == "administrator" and {"role", "is_open"} & {*changed}:
        _may_stop_administrating(worker, by)
    if not changed:
        return []
    worker.name, worker.centre, worker.is_active = details.name, details.centre, details.is_open
    worker.save(update_fields=["name", "centre", "is_active"])
    worker.groups.set([Group.objects.get(name=details.role)])
    if changed != ["name"]:
        _end_sessions(worker)
    told: dict[str, Any] = {"role": details.role} if "role" in changed else {}
    told |= {"open": details.is_open} if "is_open" in changed else {}
    at = before.centre or details.centre
    _note("person_changed", worker, by, at=at, fields=changed, **told)
    return changed


@transaction.atomic
def new_password(worker: Worker, *, by: Origin) -> str:
    """A new password, told once, to be changed at the first sign-in; all sign-ins end."""
    worker, _details = _locked(worker, by)
    _is_not_their_own(worker, by)
    password = generated_password()
    worker.set_password(password)
    worker.must_change_password = True
    worker.save(update_fields=["password", "must_change_password"])
    _end_sessions(worker)
    reset(username=counted_as(worker.username))
    _note("password_set", worker, by)
    return password


@transaction.atomic
def remove_second_factor(worker: Worker, *, by: Origin) -> None:
    """Take the second factor away from one who has lost it; all sign-ins end."""
    worker, _details = _locked(worker, by)
    _is_not_their_own(worker, by)
    for device in devices_for_user(worker, confirmed=None):
        device.delete()
    _end_sessions(worker)
    _note("second_factor_removed", worker, by)


@transaction.atomic
def add_centre(details: CentreDetails, *, by: Origin) -> Centre:
    """A new centre. Raises NotAllowed for whoever keeps none."""
    _keeps_centres(by)
    centre = Centre.objects.create(**details._asdict())
    record.note("centre_added", by=by, centre=centre.pk, region=centre.region)
    return centre


@transaction.atomic
def change_centre(centre: Centre, details: CentreDetails, *, by: Origin) -> list[str]:
    """Change a centre; tells what changed. Raises NotAllowed for whoever keeps none."""
    _keeps_centres(by)
    centre = Centre.objects.select_for_update().get(pk=centre.pk)
    changed = [key for key, value in details._asdict().items() if getattr(centre, key) != value]
    if changed:
        for key in changed:
            setattr(centre, key, getattr(details, key))
        centre.save(update_fields=changed)
        told: dict[str, Any] = {"open": details.is_open} if "is_open" in changed else {}
        record.note("centre_changed", by=by, centre=centre.pk, fields=changed, **told)
    return changed


# --- who may, and what must stay so --------------------------------------------------------------


def keeps_everyone(by: Origin) -> bool:
    """Whether all accounts are theirs to look after, whatever the role."""
    return by.worker is None or by.worker.may("centres")


def _keeps_centres(by: Origin) -> None:
    if not keeps_everyone(by):
        raise NotAllowed("not_yours")


def _looked_after(role: Role | None, centre: Centre | None, by: Origin) -> None:
    """Raises NotAllowed where an account of this role and centre is not theirs."""
    if keeps_everyone(by):
        return
    own = by.worker is not None and by.worker.may("people") and by.worker.centre_id
    if not own or role != "specialist" or centre is None or centre.pk != own:
        raise NotAllowed("not_yours")


def _fits(details: Details) -> None:
    if (details.role in OF_A_CENTRE) != (details.centre is not None):
        raise NotAllowed("centre_and_role")


def _locked(worker: Worker, by: Origin) -> tuple[Worker, Details]:
    """An account as it stands, held until the action is done. Raises NotAllowed."""
    found = Worker.objects.select_for_update(of=("self",)).get(pk=worker.pk)
    _looked_after(found.role, found.centre, by)
    before = Details(found.name, found.role, found.centre, found.is_active)  # type: ignore[arg-type]
    return found, before


def _is_not_their_own(worker: Worker, by: Origin) -> None:
    """One's own password and second factor are changed on one's own page, by proving the old."""
    if by.worker is not None and by.worker.pk == worker.pk:
        raise NotAllowed("own_account")


def _may_stop_administrating(worker: Worker, by: Origin) -> None:
    """Raises NotAllowed for oneself, and for the last open account that can let others in."""
    _is_not_their_own(worker, by)
    administrators = Worker.objects.filter(groups__name="administrator", is_active=True)
    others = administrators.select_for_update(of=("self",)).order_by("pk")
    if not [each for each in others if each.pk != worker.pk]:
        raise NotAllowed("last_administrator")


def _end_sessions(worker: Worker) -> None:
    """Sign a worker out everywhere. A session does not say whose it is before it is read."""
    going_on = Session.objects.filter(expire_date__gt=timezone.now())
    keys = [
        session.pk
        for session in going_on.iterator()
        if session.get_decoded().get(SESSION_KEY) == str(worker.pk)
    ]
    Session.objects.filter(pk__in=keys).delete()


def _note(
    action: record.Action,
    worker: Worker,
    by: Origin,
    at: Centre | None = None,
    **details: Any,
) -> None:
    """It stands on record at the centre of the account, so that its supervisor reads it."""
    centre = at or worker.centre
    record.note(
        action, by=by, centre=centre.pk if centre else None, person=worker.username, **details
    )
