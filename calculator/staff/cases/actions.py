"""What is done to cases. Each happens whole or not at all, and stands on record with it.

An action takes the `version` of the case that whoever acts has seen, and raises Conflict where it
is no longer the last, so that nobody overwrites what they never saw.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from calculator import intake
from calculator.rules.facts import Family
from calculator.staff import record
from calculator.staff.cases import snapshots
from calculator.staff.cases.checking import (
    Found,
    checked_family,
    claimed_family,
    findings_of,
    in_order,
)
from calculator.staff.cases.proofs import to_look_at
from calculator.staff.cases.reference import new_reference
from calculator.staff.cases.states import AGREES, CHECKED, State, may_move
from calculator.staff.errors import Conflict, NotAllowed
from calculator.staff.models import Case, Centre, Finding, Move, Snapshot, Worker
from calculator.staff.record import Origin

OPEN_TO_CHANGE = (State.NEW, State.IN_CHECK)


def open_case(
    family: Family,
    *,
    by: Origin,
    source: str,
    note: str = "",
    claimed: snapshots.Made | None = None,
) -> Case:
    """A new case of a family at the worker's own centre, with the assessment of now.

    `source` is where the facts came from: `form`, `address` or `file`. Whoever writes more with it
    gives the assessment along as `claimed`, made before anybody has to wait.
    """
    claimed = claimed or snapshots.made(family)
    with transaction.atomic():
        return _opened(claimed, source, note, by)


def _opened(claimed: snapshots.Made, source: str, note: str, by: Origin) -> Case:
    worker, now = _worker(by), timezone.now()
    centre = Centre.objects.get(workers=worker)
    if not centre.is_open:
        raise NotAllowed("centre_closed")
    case = Case(
        reference=_unused_reference(),
        centre=centre,
        specialist=worker,
        opened_at=now,
        changed_at=now,
        note=note,
    )
    snapshots.described(case, claimed)
    case.save(force_insert=True)
    snapshots.keep(case, Snapshot.Kind.CLAIMED, claimed, worker)
    record.note("opened", by=by, case=case, source=source)
    return case


def save_check(
    case: Case,
    version: int,
    findings: Mapping[str, Found],
    note: str,
    *,
    by: Origin,
    checked: snapshots.Made | None = None,
) -> Case:
    """Keep what was found of the facts, and what that changes. The first time begins the check.

    Whoever writes more with it gives along what the findings come to, see `worked_out`. Raises
    Conflict, NotAllowed, or BadFacts where a correction is no answer to its question.
    """
    checked = checked or worked_out(case, findings)
    with transaction.atomic():
        return _found(_to_check(case, version), findings, note, checked, by)


def worked_out(case: Case, findings: Mapping[str, Found]) -> snapshots.Made:
    """What the findings come to by the law of now. Raises BadFacts.

    What the family said never changes, so this needs no lock; and others need not wait for it.
    """
    return snapshots.made(checked_family(claimed_family(case), findings))


def _found(
    case: Case, findings: Mapping[str, Found], note: str, checked: snapshots.Made, by: Origin
) -> Case:
    before = findings_of(case)
    changed = sorted(
        fact for fact in {*before, *findings} if before.get(fact) != findings.get(fact)
    )
    _keep_findings(case, findings, changed, by)
    _keep_checked(case, checked, by)
    case.note, noted = note, note != case.note
    if case.state == State.NEW:
        _moved(case, State.IN_CHECK, "", by)
    _save(case)
    outcomes = {fact: findings[fact].outcome if fact in findings else "" for fact in changed}
    record.note("checked", by=by, case=case, findings=outcomes, noted=noted)
    return case


def check_anew(case: Case, version: int, *, by: Origin) -> Case:
    """Work the case out by the law of now, as it was found; the assessments before are kept.

    Raises Conflict, NotAllowed, or BadFacts where the law of now no longer knows a fact.
    """
    # Findings that change meanwhile change the version too.
    checked = worked_out(case, findings_of(case))
    with transaction.atomic():
        case = _to_check(case, version)
        _keep_checked(case, checked, by)
        _save(case)
        record.note("checked_anew", by=by, case=case)
    return case


@transaction.atomic
def move(case: Case, version: int, after: str, reason: str, *, by: Origin) -> Case:
    """Move a case on. Raises Conflict, or NotAllowed where it may not go there, or not yet."""
    case = _locked(case, version)
    if not may_move(case.state, after):
        raise NotAllowed("no_such_move")
    if after in CHECKED:
        _may_be_decided(case, after, reason)
    _moved(case, State(after), reason, by)
    _save(case)
    return case


@transaction.atomic
def keep_plan(case: Case, version: int, plan: Mapping[str, str], *, by: Origin) -> Case:
    """Keep what the plan of adaptation and integration says. Raises Conflict or NotAllowed."""
    case = _locked(case, version)
    if case.state == State.CLOSED:
        raise NotAllowed("closed")
    changed = sorted(key for key in plan if plan[key] != case.plan.get(key, ""))
    case.plan = {key: text for key, text in plan.items() if text}
    _save(case)
    record.note("planned", by=by, case=case, fields=changed)
    return case


# --- parts of them -------------------------------------------------------------------------------


def _worker(by: Origin) -> Worker:
    if by.worker is None or by.worker.centre_id is None:
        raise NotAllowed("no_centre")
    return by.worker


def _unused_reference() -> str:
    reference = new_reference()
    while Case.objects.filter(reference=reference).exists():
        reference = new_reference()
    return reference


def _locked(case: Case, version: int) -> Case:
    """The case as it stands, held until the action is done. Raises Conflict."""
    found = Case.objects.select_for_update().get(pk=case.pk)
    if found.version != version:
        raise Conflict(found)
    return found


def _to_check(case: Case, version: int) -> Case:
    """The case, held; it must be open to change. Raises Conflict or NotAllowed."""
    case = _locked(case, version)
    if case.state not in OPEN_TO_CHANGE:
        raise NotAllowed("not_in_check")
    return case


def _save(case: Case) -> None:
    case.version += 1
    case.changed_at = timezone.now()
    case.save()


def _keep_findings(
    case: Case, findings: Mapping[str, Found], changed: list[str], by: Origin
) -> None:
    """Write the findings that changed; each says by whom and when."""
    case.findings.filter(fact__in=changed).delete()
    now, worker = timezone.now(), _worker(by)
    Finding.objects.bulk_create(
        Finding(case=case, fact=fact, by=worker, at=now, **findings[fact]._asdict())
        for fact in changed
        if fact in findings
    )


def _keep_checked(case: Case, checked: snapshots.Made, by: Origin) -> None:
    """Keep an assessment that says something new; the case is found by it from now on."""
    last = snapshots.last_checked(case)
    facts = intake.query(checked.family)
    if last is None or last.facts != facts or not snapshots.is_of_now(last):
        snapshots.keep(case, Snapshot.Kind.CHECKED, checked, _worker(by))
        snapshots.described(case, checked)


def _may_be_decided(case: Case, after: str, reason: str) -> None:
    """Raises NotAllowed where something must be done before a decision."""
    checked = snapshots.last_checked(case)
    if checked is None:
        raise NotAllowed("not_checked")
    if not snapshots.is_of_now(checked):
        raise NotAllowed("law_changed")
    missing = to_look_at(case) - findings_of(case).keys()
    if missing and after != State.SENT_BACK:
        raise NotAllowed("not_looked_at", in_order(missing))
    if AGREES[State(after)] != checked.verdict and not reason.strip():
        raise NotAllowed("reason_needed")


def _moved(case: Case, after: State, reason: str, by: Origin) -> None:
    Move.objects.create(
        case=case, before=case.state, after=after, by=_worker(by), at=timezone.now(), reason=reason
    )
    details: dict[str, Any] = {"before": str(case.state), "after": str(after)}
    record.note("moved", by=by, case=case, **details)
    case.state = after
    if after != State.CLOSED:
        case.decision = after if after in CHECKED else ""
