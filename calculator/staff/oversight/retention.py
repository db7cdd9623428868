"""What is removed when its time is over: cases, files of families, reports, ended sign-ins.

What is removed stands on record, by its reference or number only; the record itself is kept. Each
step can be broken off anywhere and taken again: a folder goes before the row that names it.
"""

import re
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet

from calculator.staff import record
from calculator.staff.models import Case, Report, Upload, UploadRow
from calculator.staff.record import Origin

COMMAND = Origin(None)
# Cases, and reports, removed in one go; others can write between two.
CASES_AT_ONCE = 50
ROWS_AT_ONCE = 5_000
# A file that is being worked out says so at least this often; a folder is filled sooner.
A_DAY = timedelta(days=1)
FOLDER = re.compile(r"[0-9A-Za-z_-]{1,32}")


class Removed(NamedTuple):
    """How many of each were removed, or would be."""

    cases: int
    files: int
    folders: int
    sessions: int
    attempts: int
    reports: int = 0


def due(now: datetime) -> Removed:
    """How many of each have outlived their time."""
    return Removed(
        _cases(now).count(),
        _files(now).count(),
        len([*_lost_folders(now)]),
        _sessions(now).count(),
        sum(old.count() for old in _attempts(now)),
        _reports(now).count(),
    )


def remove(now: datetime) -> Removed:
    """Remove all that has outlived its time."""
    return Removed(
        _remove_cases(now),
        _remove_files(now),
        _remove_folders(now),
        _sessions(now).delete()[0],
        sum(_count_removed(old) for old in _attempts(now)),
        _remove_reports(now),
    )


# --- cases ---------------------------------------------------------------------------------------


def _cases(now: datetime) -> QuerySet[Case]:
    return Case.objects.filter(changed_at__lt=now - settings.CASE_RETENTION).order_by("changed_at")


def _remove_cases(now: datetime) -> int:
    removed = 0
    while batch := _remove_some_cases(now):
        removed += batch
    return removed


@transaction.atomic
def _remove_some_cases(now: datetime) -> int:
    """A batch of them, whole or not at all. One that was just changed is old no longer."""
    found = list(_cases(now).select_for_update()[:CASES_AT_ONCE])
    for case in found:
        record.note("purged", by=COMMAND, case=case, what="case")
    Case.objects.filter(pk__in=[case.pk for case in found]).delete()
    return len(found)


# --- files of families ---------------------------------------------------------------------------


def _files(now: datetime) -> QuerySet[Upload]:
    """Files whose time is over, but for one that is being worked out."""
    old = Upload.objects.filter(made_at__lt=now - settings.FILE_RETENTION).order_by("pk")
    return old.exclude(state=Upload.State.WORKING, seen_at__gte=now - A_DAY)


def _remove_files(now: datetime) -> int:
    removed = 0
    for upload in _files(now):
        _remove_folder(settings.FILES_DIR / upload.folder)
        _remove_outcomes(upload)
        with transaction.atomic():
            record.note("purged", by=COMMAND, centre=upload.centre_id, what="file", file=upload.pk)
            upload.delete()
        removed += 1
    return removed


def _remove_outcomes(upload: Upload) -> None:
    """The rows of a file, in parts: there may be many."""
    rows = UploadRow.objects.filter(upload=upload)
    while some := list(rows.values_list("pk", flat=True)[:ROWS_AT_ONCE]):
        rows.filter(pk__lte=max(some), pk__gte=min(some)).delete()


def _lost_folders(now: datetime) -> Iterator[Path]:
    """Folders that no row names any more: left where an upload was broken off."""
    if not settings.FILES_DIR.is_dir():
        return
    known = set(Upload.objects.values_list("folder", flat=True))
    before = (now - A_DAY).timestamp()
    for folder in settings.FILES_DIR.iterdir():
        if folder.name not in known and _is_a_folder(folder) and folder.stat().st_mtime < before:
            yield folder


def _remove_folders(now: datetime) -> int:
    return sum(_remove_folder(folder) for folder in [*_lost_folders(now)])


def _is_a_folder(path: Path) -> bool:
    """Whether it is a folder of a file of families, and nothing else, however it is named."""
    named = path.parent == settings.FILES_DIR and FOLDER.fullmatch(path.name)
    return bool(named) and path.is_dir() and not path.is_symlink()


def _remove_folder(path: Path) -> bool:
    if not _is_a_folder(path):
        return False
    shutil.rmtree(path)
    return True


# --- reports of wrong figures --------------------------------------------------------------------


def _reports(now: datetime) -> QuerySet[Report]:
    """Reports that were settled long ago, and those that came as long ago and nobody settled."""
    before = now - settings.REPORT_RETENTION
    unsettled = Q(settled_at=None, made_at__lt=before)
    return Report.objects.filter(Q(settled_at__lt=before) | unsettled).order_by("pk")


def _remove_reports(now: datetime) -> int:
    removed = 0
    while batch := _remove_some_reports(now):
        removed += batch
    return removed


@transaction.atomic
def _remove_some_reports(now: datetime) -> int:
    found = list(_reports(now).select_for_update()[:CASES_AT_ONCE])
    for report in found:
        record.note("purged", by=COMMAND, what="report", report=report.pk)
    Report.objects.filter(pk__in=[report.pk for report in found]).delete()
    return len(found)


# --- sign-ins ------------------------------------------------------------------------------------


def _sessions(now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(expire_date__lt=now)


def _attempts(now: datetime) -> list[QuerySet[AccessAttempt | AccessFailureLog | AccessLog]]:
    """Wrong passwords that close nothing any more."""
    before = now - settings.AXES_COOLOFF_TIME
    kinds = (AccessAttempt, AccessFailureLog, AccessLog)
    return [kind.objects.filter(attempt_time__lt=before) for kind in kinds]


def _count_removed(old: QuerySet[AccessAttempt | AccessFailureLog | AccessLog]) -> int:
    """Of the attempts themselves, not of what hangs on them."""
    count = old.count()
    old.delete()
    return count
