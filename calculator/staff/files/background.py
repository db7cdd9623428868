"""Work files of families out, in a process beside the server: no other program is needed.

The table of uploads is the queue. A process takes a file by writing its own random name into it,
and shows with every batch of rows that it is alive; one that is silent for too long has lost its
file to whoever asks next, and finds that out before it writes another row. A file is always worked
out from the beginning, its rows deleted and written anew, so that a process may be killed at any
moment: nothing is lost and nothing counted twice.
"""

import os
import secrets
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import override

from calculator.batch import OUTPUT, BadFile
from calculator.batch.collecting import few_collections
from calculator.batch.desk import Desk
from calculator.batch.reading import MARK, opened
from calculator.batch.table import Cell, FileProblem, Table
from calculator.batch.writing import write
from calculator.intake import query
from calculator.law import current
from calculator.rules.facts import Family
from calculator.staff import record
from calculator.staff.cases.snapshots import law_digest
from calculator.staff.exports import harmless
from calculator.staff.files import labels
from calculator.staff.files.arrivals import LIMITS
from calculator.staff.files.receiving import files_dir
from calculator.staff.files.tallies import Tally, stored
from calculator.staff.models import Upload, UploadRow
from calculator.staff.record import Origin

State = Upload.State
# Rows that are written in one transaction: few, so that whoever else writes hardly waits.
BATCH = 500
# Without a sign of life for so long, a process has lost its file.
STALE = timedelta(seconds=60)
# How often a file may end the process that works on it before it is refused.
MOST_TRIES = 3

Pause = Callable[[], None]


class TakenOver(Exception):
    """The file is another process's now."""


class Cancelled(Exception):
    """Whoever uploaded the file does not want it any more."""


def no_pause() -> None:
    """Go on at once."""


def work(pause: Pause = no_pause) -> int:
    """Work out all that waits, one file after the other. How many there were comes back.

    `pause` is taken after every batch, so that others come to write.
    """
    done = 0
    while upload := claim(secrets.token_hex(16)):
        work_out(upload, pause)
        done += 1
    return done


def free(now: datetime) -> Q:
    """The files that a process may take: those that wait, and those whose process is silent."""
    return Q(state=State.WAITING) | Q(state=State.WORKING, seen_at__lt=now - STALE)


def claim(worker: str) -> Upload | None:
    """Take the file that waits longest, for a process of this name; None where none waits."""
    now = timezone.now()
    while True:
        first = Upload.objects.filter(free(now)).order_by("made_at", "pk").first()
        if first is None:
            return None
        taken = Upload.objects.filter(free(now), pk=first.pk).update(
            state=State.WORKING, worker=worker, seen_at=now, rows_done=0, rows_wrong=0
        )
        if taken:
            return Upload.objects.get(pk=first.pk)


def work_out(upload: Upload, pause: Pause = no_pause) -> None:
    """Work out a file that this process has taken, or find out that it has lost it."""
    try:
        _begin(upload)
        with override(upload.language), few_collections():
            tally, desk = _answer(upload, pause)
        _finish(upload, tally, desk)
    except TakenOver:
        return
    except Cancelled:
        _held(upload).update(state=State.CANCELLED, worker="")
    except BadFile as error:
        refuse(upload, error.code)
    except MemoryError:
        refuse(upload, "unfolds")
    except Exception:
        traceback.print_exc()
        refuse(upload, "broke_off")


def _held(upload: Upload) -> QuerySet[Upload]:
    """The file, as long as it is this process's."""
    return Upload.objects.filter(pk=upload.pk, worker=upload.worker, state=State.WORKING)


@transaction.atomic
def refuse(upload: Upload, code: FileProblem) -> None:
    """Say that a file cannot be worked out, and why; the pages have words for the code."""
    if _held(upload).update(state=State.REFUSED, message=code, worker=""):
        record.note(
            "upload_refused", by=Origin(None), centre=upload.centre_id, file=upload.pk, why=code
        )


def _begin(upload: Upload) -> None:
    """Count the try, and remove what an earlier one left behind."""
    upload.totals = {"tries": upload.totals.get("tries", 0) + 1}
    if not _held(upload).update(totals=upload.totals):
        raise TakenOver
    if upload.totals["tries"] > MOST_TRIES:
        raise BadFile("", "broke_off")
    while True:
        with transaction.atomic():
            _show_life(upload)
            old = list(upload.outcomes.values_list("pk", flat=True)[: 2 * BATCH])
            UploadRow.objects.filter(pk__in=old).delete()
        if not old:
            return


def _show_life(upload: Upload, **figures: Any) -> None:
    """Raises TakenOver where the file is not this process's any more, or Cancelled."""
    if not _held(upload).update(seen_at=timezone.now(), **figures):
        raise TakenOver
    if Upload.objects.filter(pk=upload.pk, cancel_wanted=True).exists():
        raise Cancelled


def _answer(upload: Upload, pause: Pause) -> tuple[Tally, Desk]:
    """Write the answer to a file, and what became of its rows."""
    with opened(str(_source(upload)), LIMITS) as found:
        # By the mark a spreadsheet knows UTF-8; else the answer is written as the file was.
        table = found._replace(dialect=found.dialect._replace(mark=MARK))
        desk = Desk(table, current(), upload.on, worded=True)
        own = desk.columns.own
        tally = Tally(desk.columns.headings, own.heading if own else "")
        rows = _rows(upload, table, desk, tally, pause)
        write(_safe(rows, table), str(answer_path(upload)), table)
        answer_path(upload).chmod(0o600)
    return tally, desk


def folder_of(upload: Upload) -> Path:
    """Where a file is, and all that is made of it."""
    return files_dir() / upload.folder


def _source(upload: Upload) -> Path:
    return folder_of(upload) / f"families{upload.ending}"


def answer_path(upload: Upload) -> Path:
    """Where the answer to a file is, once it is worked out."""
    return folder_of(upload) / f"answer{upload.ending}"


def _rows(
    upload: Upload, table: Table, desk: Desk, tally: Tally, pause: Pause
) -> Iterator[list[Cell]]:
    """The answer row by row; what became of each is kept, a batch at a time."""
    _held(upload).update(totals={**upload.totals, **tally.columns()})
    waiting: list[UploadRow] = []
    own = desk.columns.own
    yield [*table.header, *OUTPUT]
    with labels.written(folder_of(upload), own.place if own else None) as label:
        for number, cells in table.rows:
            answered = desk.row(number, cells)
            label(number, answered)
            waiting.append(_outcome(upload, number, answered[desk.width :], desk, tally))
            yield answered
            if len(waiting) == BATCH:
                _keep(upload, waiting, desk)
                waiting = []
                pause()
    _keep(upload, waiting, desk)


def _outcome(
    upload: Upload, number: int, columns: list[Cell], desk: Desk, tally: Tally
) -> UploadRow:
    """What became of one row, counted and ready to be stored."""
    last = desk.last
    if not isinstance(last, Family):
        tally.add_faults(last)
        faults = [stored(fault) for fault in last]
        return UploadRow(upload=upload, number=number, verdict="error", faults=faults)
    tally.add(columns, desk.outcome)
    least, most = tally.total(columns)
    return UploadRow(
        upload=upload,
        number=number,
        facts=query(last),
        verdict=str(columns[0]),
        least=least,
        most=most,
    )


def _keep(upload: Upload, rows: list[UploadRow], desk: Desk) -> None:
    with transaction.atomic():
        _show_life(upload, rows_done=desk.rows, rows_wrong=desk.errors)
        UploadRow.objects.bulk_create(rows)


def _safe(rows: Iterator[list[Cell]], table: Table) -> Iterator[list[Cell]]:
    """The rows, of which no cell becomes a formula; in a workbook texts stay texts anyway."""
    if table.typed:
        return rows
    return ([harmless(c) if isinstance(c, str) else c for c in cells] for cells in rows)


@transaction.atomic
def _finish(upload: Upload, tally: Tally, desk: Desk) -> None:
    """Say that a file is worked out. Its answer is there already."""
    _show_life(
        upload,
        state=State.DONE,
        rows=desk.rows,
        rows_done=desk.rows,
        rows_wrong=desk.errors,
        totals=tally.told(),
        law=law_digest(),
    )
    record.note(
        "upload_done",
        by=Origin(None),
        centre=upload.centre_id,
        file=upload.pk,
        rows=desk.rows,
        wrong=desk.errors,
    )


# --- the process ---------------------------------------------------------------------------------

_started: list[subprocess.Popen[bytes]] = []


def start() -> None:
    """Start a process that works out what waits. It goes on when whoever started it ends."""
    # Those that have ended are asked, else they would stay in the table of processes.
    _started[:] = [each for each in _started if each.poll() is None]
    log = os.open(files_dir() / "work_files.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        _started.append(
            subprocess.Popen(  # noqa: S603
                [sys.executable, str(settings.BASE_DIR / "manage.py"), "work_files"],
                cwd=settings.BASE_DIR,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )
        )
    finally:
        os.close(log)


def others_at_work() -> bool:
    """Whether a file is another process's, who may yet fall silent."""
    return Upload.objects.filter(state=State.WORKING).exists()
