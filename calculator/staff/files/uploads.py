"""What is done to files of families: one is kept, cancelled, started again; and on record."""

import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language, gettext

from calculator.batch import BadFile
from calculator.batch.table import ENDINGS
from calculator.staff import record
from calculator.staff.errors import NotAllowed
from calculator.staff.files import arrivals, background
from calculator.staff.files.receiving import files_dir
from calculator.staff.files.turns import a_turn
from calculator.staff.models import Upload, Worker
from calculator.staff.record import Origin

State = Upload.State
LONGEST_NAME = 200
# How many files of one centre may wait or be worked out at once.
MOST_WAITING = 20
# After so long without a sign of life nobody is coming: longer than a process waits for another.
STUCK = 3 * background.STALE
# A folder without an upload is kept as long: the upload may be on its way.
ORPHANED = timedelta(hours=1)
OVER = (State.DONE, State.REFUSED, State.CANCELLED)


class Arrived(NamedTuple):
    """A file as it was sent, and what the user says of it."""

    file: UploadedFile
    on: date


def keep(arrived: Arrived, *, by: Origin) -> Upload:
    """Keep a file and have it worked out.

    Raises BadFile where it is none that can be, which stands on record too; or NotAllowed.
    """
    upload = _begun(arrived, by.worker)
    try:
        _check_queue(upload)
        upload.ending = _ending(upload.name)
        with _folder() as folder:
            upload.folder = folder.name
            path = _copied(arrived.file, folder / f"families{upload.ending}")
            with a_turn():
                upload.rows = arrivals.checked(path, upload.name)
            _keep(upload, arrived.file.size, by)
    except BadFile as error:
        record.note("upload_refused", by=by, why=error.code, bytes=arrived.file.size)
        raise
    return upload


def _begun(arrived: Arrived, worker: Worker | None) -> Upload:
    """What is known of a file before it is looked at. Raises NotAllowed."""
    if worker is None or worker.centre is None:
        raise NotAllowed("no_centre")
    if not worker.centre.is_open:
        raise NotAllowed("centre_closed")
    return Upload(
        centre=worker.centre,
        by=worker,
        on=arrived.on,
        name=short(str(arrived.file.name or "")),
        language=get_language() or "kk",
    )


def _check_queue(upload: Upload) -> None:
    """Raises BadFile where too many files of a centre wait already."""
    waiting = Upload.objects.filter(centre=upload.centre).exclude(state__in=OVER)
    if waiting.count() >= MOST_WAITING:
        raise BadFile(
            gettext("%(most)s files of your centre are still being worked out: wait for them.")
            % {"most": MOST_WAITING},
            "queue",
        )


@transaction.atomic
def _keep(upload: Upload, size: int | None, by: Origin) -> None:
    # Others may have come first while it was looked at.
    _check_queue(upload)
    upload.made_at = timezone.now()
    upload.save()
    record.note("uploaded", by=by, file=upload.pk, rows=upload.rows, bytes=size)
    transaction.on_commit(background.start)


def short(name: str) -> str:
    """The name of a file, without folders and signs that cannot be seen, short enough to keep."""
    bare = Path(name.replace("\\", "/")).name
    bare = "".join(sign for sign in bare if sign.isprintable()).strip()
    stem, dot, ending = bare.rpartition(".")
    return stem[: LONGEST_NAME - len(ending) - 1] + dot + ending[:LONGEST_NAME]


def _ending(name: str) -> str:
    ending = Path(name).suffix.lower()
    if ending == ".xls":
        raise arrivals.old_excel()
    if ending not in ENDINGS:
        raise BadFile(
            gettext("«%(file)s» cannot be read: its name must end in .csv or .xlsx.")
            % {"file": name},
            "ending",
        )
    return ending


@contextmanager
def _folder() -> Iterator[Path]:
    """A new folder with a name nobody can guess; it is removed where something goes wrong."""
    folder = files_dir() / secrets.token_hex(16)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _copied(file: UploadedFile, path: Path) -> Path:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        shutil.copyfileobj(file, target)
    return path


# --- what becomes of it --------------------------------------------------------------------------


def stuck(now: datetime) -> Q:
    """Files that are not over, and of which nothing was heard for too long."""
    silent = Q(seen_at__lt=now - STUCK) | Q(seen_at=None, made_at__lt=now - STUCK)
    return Q(state__in=(State.WAITING, State.WORKING)) & silent


def is_stuck(upload: Upload) -> bool:
    """Whether nobody works on it, so that it must be started again.

    One that waits is not stuck as long as another one is being worked out: its turn will come.
    """
    now = timezone.now()
    if not Upload.objects.filter(stuck(now), pk=upload.pk).exists():
        return False
    busy = Upload.objects.filter(state=State.WORKING, seen_at__gte=now - STUCK)
    return upload.state == State.WORKING or not busy.exists()


@transaction.atomic
def cancel(upload: Upload, *, by: Origin) -> bool:
    """Stop it: at once where nobody works on it, else within a batch. False where it is over."""
    now = timezone.now()
    mine = Upload.objects.filter(pk=upload.pk)
    idle = mine.filter(Q(state=State.WAITING) | stuck(now))
    done = idle.update(state=State.CANCELLED, worker="", cancel_wanted=True) or mine.filter(
        state=State.WORKING, cancel_wanted=False
    ).update(cancel_wanted=True)
    if done:
        record.note("upload_cancelled", by=by, file=upload.pk)
    return bool(done)


@transaction.atomic
def again(upload: Upload, *, by: Origin) -> bool:
    """Have it worked out from the beginning, unless it is worked out or somebody is at it."""
    now = timezone.now()
    found = _not_at_work(upload, now).update(
        state=State.WAITING,
        worker="",
        cancel_wanted=False,
        message="",
        totals={},
        seen_at=now,
        rows_done=0,
        rows_wrong=0,
    )
    if found:
        record.note("upload_again", by=by, file=upload.pk)
        transaction.on_commit(background.start)
    return bool(found)


def _not_at_work(upload: Upload, now: datetime) -> QuerySet[Upload]:
    ended = Q(state__in=(State.CANCELLED, State.REFUSED))
    return Upload.objects.filter(ended | stuck(now), pk=upload.pk)


def sweep() -> None:
    """Remove folders that belong to no file: whoever was to keep them was killed before."""
    kept = set(Upload.objects.values_list("folder", flat=True))
    for folder in files_dir().iterdir():
        old = folder.is_dir() and time.time() - folder.stat().st_mtime > ORPHANED.total_seconds()
        if old and folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)


__all__ = [
    "STUCK",
    "Arrived",
    "again",
    "cancel",
    "is_stuck",
    "keep",
    "short",
    "sweep",
]
