"""Saving a check together with who applies, where an installation keeps that."""

from collections.abc import Mapping

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import transaction

from calculator.staff import record
from calculator.staff.cases import actions
from calculator.staff.cases.checking import Found
from calculator.staff.cases.private import Person, opened, sealed
from calculator.staff.models import Case
from calculator.staff.record import Origin


def person_of(case: Case) -> Person | None:
    """Who applies; None where no key of this installation opens what is kept."""
    try:
        return opened(None if case.person is None else bytes(case.person))
    except InvalidToken:
        return None


def save(
    case: Case,
    version: int,
    findings: Mapping[str, Found],
    *,
    note: str,
    person: Person,
    by: Origin,
) -> Case:
    """Keep a check and who applies, both or neither. Raises as `actions.save_check` does."""
    kept = person_of(case)
    checked = actions.worked_out(case, findings)
    with transaction.atomic():
        saved = actions.save_check(case, version, findings, note, by=by, checked=checked)
        # What cannot be opened is not overwritten with nothing.
        if settings.PERSONAL_DATA and person != kept and (kept is not None or any(person)):
            Case.objects.filter(pk=saved.pk).update(person=sealed(person))
            record.note("checked", by=by, case=saved, fields=["person"])
    return saved
