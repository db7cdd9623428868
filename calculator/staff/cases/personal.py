"""Saving a check together with who applies, where an installation keeps that."""

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction

from calculator.staff import record
from calculator.staff.cases import actions, snapshots
from calculator.staff.cases.checking import Found
from calculator.staff.cases.private import Person, person_of, sealed
from calculator.staff.models import Case
from calculator.staff.record import Origin


def save(  # noqa: PLR0913
    case: Case,
    version: int,
    findings: Mapping[str, Found],
    *,
    checked: snapshots.Made,
    note: str,
    person: Person | None,
    by: Origin,
) -> Case:
    """Keep a check and who applies, both or neither. Raises Conflict or NotAllowed.

    `checked` is what the findings come to. Whoever sent nothing of a person, None, leaves them as
    they are.
    """
    kept = person_of(case.person)
    with transaction.atomic():
        saved = actions.save_check(case, version, findings, note, by=by, checked=checked)
        # What cannot be opened is not overwritten.
        if settings.PERSONAL_DATA and person is not None and kept not in (None, person):
            Case.objects.filter(pk=saved.pk).update(person=sealed(person))
            record.note("checked", by=by, case=saved, fields=["person"])
    return saved
