"""Work in the background: whatever is killed when, nothing is lost and nothing counted twice."""

import fcntl
import os
import runpy
import subprocess
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calculator.batch import Done, assess_file
from calculator.rules.errors import Fault
from calculator.staff import record
from calculator.staff.files import background
from calculator.staff.files import uploads as files
from calculator.staff.files.receiving import files_dir
from calculator.staff.files.tallies import restored, stored
from calculator.staff.management.commands import work_files
from calculator.staff.models import Entry, Upload, UploadRow, Worker
from tests.rules.families import law
from tests.staff.desk import by
from tests.staff.uploads import GOOD, families, kept, worked_out, written
from tests.web.conftest import TODAY

pytestmark = pytest.mark.django_db
BATCH = 10
REALLY_START = background.start


class Killed(BaseException):
    """The process was killed here."""


@pytest.fixture(autouse=True)
def small_batches(settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files in a folder of the test, many batches of a few rows, and no process of its own."""
    settings.FILES_DIR = tmp_path / "files"
    monkeypatch.setattr(background, "BATCH", BATCH)
    monkeypatch.setattr(background, "start", lambda: None)


def outcomes(upload: Upload) -> list[tuple[Any, ...]]:
    """What became of the rows, without the numbers the database gives them."""
    rows = upload.outcomes.order_by("number")
    return list(rows.values_list("number", "facts", "verdict", "least", "most", "faults"))


def killed_after(batches: int) -> Callable[[], None]:
    """A pause in which the process is killed."""
    left = [batches]

    def pause() -> None:
        left[0] -= 1
        if left[0] == 0:
            raise Killed

    return pause


def fall_silent(upload: Upload, by_seconds: float = 1) -> None:
    """Let a file look as if nobody had been heard of for too long."""
    silence = background.STALE + timedelta(seconds=by_seconds)
    Upload.objects.filter(pk=upload.pk).update(seen_at=timezone.now() - silence)


def of_many(count: int) -> bytes:
    """So many families, every seventh with an error."""
    wrong = {**GOOD, "track": "settler"}
    return written([wrong if number % 7 == 0 else GOOD for number in range(count)])


# --- taking a file -------------------------------------------------------------------------------


def test_the_file_that_waits_longest_is_taken_first(specialist: Worker) -> None:
    first, second = kept(specialist, families(1)), kept(specialist, families(1))
    taken = [background.claim("a"), background.claim("b"), background.claim("c")]
    assert [each and each.pk for each in taken] == [first.pk, second.pk, None]


def test_a_file_somebody_works_on_is_nobody_elses(specialist: Worker) -> None:
    upload = kept(specialist, families(1))
    assert background.claim("a") is not None
    assert background.claim("b") is None
    fall_silent(upload, -5)
    assert background.claim("b") is None
    fall_silent(upload, 1)
    taken = background.claim("b")
    assert taken is not None
    assert taken.worker == "b"


def test_two_that_see_the_same_file_do_not_both_get_it(
    specialist: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(specialist, families(1))
    free, seen = background.free, []

    def meanwhile(now: Any) -> Any:
        # Between the look at the queue and the claim another process is quicker.
        seen.append(now)
        if len(seen) == 2:
            Upload.objects.update(state="working", worker="quicker", seen_at=now)
        return free(now)

    monkeypatch.setattr(background, "free", meanwhile)
    assert background.claim("slower") is None
    assert Upload.objects.get().worker == "quicker"


def test_whoever_lost_a_file_writes_nothing_more(specialist: Worker) -> None:
    upload = kept(specialist, of_many(60))
    taken = background.claim("slow")
    assert taken is not None

    def another_takes_over() -> None:
        fall_silent(upload)
        other = background.claim("fresh")
        assert other is not None
        background.work_out(other)

    background.work_out(taken, pause=another_takes_over)
    upload.refresh_from_db()
    assert (upload.state, upload.rows_done, upload.worker) == ("done", 60, "fresh")
    assert upload.outcomes.count() == 60
    assert Entry.objects.filter(action="upload_done").count() == 1
    assert sorted(each.name for each in background.answer_path(upload).parent.iterdir()) == [
        "answer.csv",
        "families.csv",
    ]


def test_a_file_that_was_taken_over_before_it_was_begun_is_left_alone(
    specialist: Worker,
) -> None:
    upload = kept(specialist, families(3))
    slow = background.claim("slow")
    fall_silent(upload)
    background.claim("fresh")
    assert slow is not None
    background.work_out(slow)
    upload.refresh_from_db()
    assert (upload.state, upload.worker) == ("working", "fresh")
    assert not upload.outcomes.exists()


# --- killed --------------------------------------------------------------------------------------


@pytest.mark.parametrize("batches", [1, 2, 5, 6])
def test_a_file_whose_process_was_killed_is_worked_out_as_if_it_had_not_been(
    batches: int, specialist: Worker
) -> None:
    whole = worked_out(specialist, of_many(65))
    upload = kept(specialist, of_many(65))
    with pytest.raises(Killed):
        background.work(killed_after(batches))
    upload.refresh_from_db()
    assert (upload.state, upload.rows_done) == ("working", batches * BATCH)
    assert background.work() == 0
    fall_silent(upload)
    assert background.work() == 1
    upload.refresh_from_db()
    assert outcomes(upload) == outcomes(whole)
    assert (upload.state, upload.totals) == ("done", whole.totals)
    assert (
        background.answer_path(upload).read_bytes() == background.answer_path(whole).read_bytes()
    )


def test_a_process_that_is_killed_while_it_removes_old_rows_loses_nothing(
    specialist: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = kept(specialist, of_many(65))
    with pytest.raises(Killed):
        background.work(killed_after(6))
    fall_silent(upload)
    show_life, calls = background._show_life, []

    def killed(*args: Any, **figures: Any) -> None:
        calls.append(args)
        if len(calls) == 2:
            raise Killed
        show_life(*args, **figures)

    with monkeypatch.context() as patch:
        patch.setattr(background, "_show_life", killed)
        with pytest.raises(Killed):
            background.work()
    fall_silent(upload)
    background.work()
    upload.refresh_from_db()
    assert (upload.state, upload.outcomes.count()) == ("done", 65)


def test_a_file_that_is_worked_out_but_was_not_said_to_be_is_worked_out_again(
    specialist: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = kept(specialist, of_many(25))

    def killed(*args: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(background, "_finish", killed)
        with pytest.raises(Killed):
            background.work()
    assert background.answer_path(upload).exists()
    fall_silent(upload)
    background.work()
    upload.refresh_from_db()
    assert (upload.state, upload.outcomes.count()) == ("done", 25)
    assert Entry.objects.filter(action="upload_done").count() == 1


def test_a_file_that_kills_every_process_is_refused_in_the_end(specialist: Worker) -> None:
    upload = kept(specialist, of_many(25))
    for _ in range(background.MOST_TRIES):
        with pytest.raises(Killed):
            background.work(killed_after(1))
        fall_silent(upload)
    background.work(killed_after(1))
    upload.refresh_from_db()
    assert (upload.state, upload.message) == ("refused", "broke_off")
    assert Entry.objects.get(action="upload_refused").details["why"] == "broke_off"
    files.again(upload, by=by(specialist))
    background.work()
    upload.refresh_from_db()
    assert (upload.state, upload.message) == ("done", "")


@pytest.mark.parametrize(
    ("error", "code"), [(MemoryError(), "unfolds"), (RuntimeError("a fault of ours"), "broke_off")]
)
def test_a_file_that_cannot_be_worked_out_does_not_hold_up_the_next(
    error: Exception,
    code: str,
    specialist: Worker,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    bad, good = kept(specialist, families(3)), kept(specialist, families(3))
    whole = background._answer

    def fails(upload: Upload, pause: Any) -> Any:
        if upload.pk == bad.pk:
            raise error
        return whole(upload, pause)

    monkeypatch.setattr(background, "_answer", fails)
    assert background.work() == 2
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, bad.message, good.state) == ("refused", code, "done")
    assert ("a fault of ours" in capsys.readouterr().err) is (code == "broke_off")


def test_a_file_that_is_gone_is_refused(specialist: Worker) -> None:
    upload = kept(specialist, families(1))
    (background.answer_path(upload).parent / "families.csv").unlink()
    background.work()
    upload.refresh_from_db()
    assert (upload.state, upload.message) == ("refused", "unreadable")


@settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(kills=st.lists(st.integers(min_value=1, max_value=4), max_size=3))
def test_however_often_and_whenever_it_is_killed(kills: list[int], specialist: Worker) -> None:
    Upload.objects.all().delete()
    upload = kept(specialist, of_many(45))
    for batches in kills:
        with pytest.raises(Killed):
            background.work(killed_after(batches))
        fall_silent(upload)
    Upload.objects.update(totals={})
    background.work()
    upload.refresh_from_db()
    assert (upload.state, upload.rows_done, upload.rows_wrong) == ("done", 45, 7)
    numbers = list(upload.outcomes.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(2, 47))


# --- cancelled -----------------------------------------------------------------------------------


def test_a_file_that_is_worked_on_is_stopped_within_a_batch(specialist: Worker) -> None:
    upload = kept(specialist, of_many(95))

    def unwanted() -> None:
        files.cancel(upload, by=by(specialist))

    background.work(pause=unwanted)
    upload.refresh_from_db()
    assert (upload.state, upload.rows_done) == ("cancelled", BATCH)
    assert upload.outcomes.count() == BATCH
    assert not background.answer_path(upload).exists()
    assert Entry.objects.filter(action="upload_cancelled").count() == 1
    assert not Entry.objects.filter(action="upload_done").exists()


def test_one_cancelled_in_the_last_moment_is_not_done(
    specialist: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = kept(specialist, families(3))
    whole = background._answer

    def cancelled_then(*args: Any) -> Any:
        found = whole(*args)
        files.cancel(upload, by=by(specialist))
        return found

    monkeypatch.setattr(background, "_answer", cancelled_then)
    background.work()
    upload.refresh_from_db()
    assert upload.state == "cancelled"


def test_a_cancelled_file_can_be_worked_out_after_all(specialist: Worker) -> None:
    upload = kept(specialist, of_many(35))
    background.work(pause=lambda: files.cancel(upload, by=by(specialist)) and None)
    files.again(upload, by=by(specialist))
    background.work()
    upload.refresh_from_db()
    assert (upload.state, upload.outcomes.count()) == ("done", 35)


def test_a_file_nobody_works_on_any_more_is_cancelled_at_once(specialist: Worker) -> None:
    upload = kept(specialist, families(1))
    background.claim("killed")
    Upload.objects.update(seen_at=timezone.now() - 2 * files.STUCK)
    assert files.cancel(upload, by=by(specialist))
    upload.refresh_from_db()
    assert upload.state == "cancelled"


# --- what is written -----------------------------------------------------------------------------


def test_rows_are_what_the_command_says_of_them(specialist: Worker, tmp_path: Path) -> None:
    content = of_many(20)
    upload = worked_out(specialist, content)
    (tmp_path / "in.csv").write_bytes(content)
    done = assess_file(str(tmp_path / "in.csv"), str(tmp_path / "out.csv"), law(), TODAY)
    assert done == Done(upload.rows, upload.rows_wrong)
    told = background.answer_path(upload).read_text("utf-8-sig")
    assert told == (tmp_path / "out.csv").read_text()


def test_a_transaction_writes_no_more_than_a_batch(
    specialist: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    together: list[int] = []
    create = UploadRow.objects.bulk_create

    def counted(rows: list[UploadRow]) -> list[UploadRow]:
        together.append(len(rows))
        return create(rows)

    monkeypatch.setattr(UploadRow.objects, "bulk_create", counted)
    worked_out(specialist, of_many(35))
    assert together == [10, 10, 10, 5]


def test_a_fault_survives_being_stored() -> None:
    fault = Fault("members", "whole", "x", ("0", "120"), 2, "age")
    assert restored(stored(fault)) == fault


def test_the_record_says_what_was_done_without_a_name_or_a_fact(specialist: Worker) -> None:
    upload = worked_out(specialist, of_many(8), "Серикова.csv")
    entry = Entry.objects.get(action="upload_done")
    assert entry.details == {"file": upload.pk, "rows": 8, "wrong": 2}
    assert entry.centre_id == upload.centre_id
    assert "Серикова" not in str(list(Entry.objects.values()))
    assert record.first_break() is None


# --- the process ---------------------------------------------------------------------------------


@pytest.fixture
def unbound(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command without its bounds, which would hold for the tests too, and without waiting."""
    monkeypatch.setattr(work_files, "confine", lambda **_: None)
    monkeypatch.setattr(work_files.time, "sleep", lambda _: None)


def test_the_command_works_all_out_and_ends(specialist: Worker, unbound: None) -> None:
    for _ in range(3):
        kept(specialist, families(2))
    call_command("work_files")
    assert set(Upload.objects.values_list("state", flat=True)) == {"done"}


def test_a_second_process_leaves_the_work_to_the_first(specialist: Worker, unbound: None) -> None:
    kept(specialist, families(2))
    with (files_dir() / "work_files.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        call_command("work_files")
        assert Upload.objects.get().state == "waiting"
    call_command("work_files")
    assert Upload.objects.get().state == "done"


def test_what_a_killed_process_left_is_waited_for_and_taken_up(
    specialist: Worker, unbound: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = kept(specialist, families(2))
    background.claim("killed")
    slept: list[float] = []

    def passes(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            fall_silent(upload)

    monkeypatch.setattr(work_files.time, "sleep", passes)
    call_command("work_files")
    upload.refresh_from_db()
    assert upload.state == "done"
    assert slept == [work_files.LOOK_AGAIN] * 3


def test_folders_nobody_knows_of_are_removed_after_an_hour(specialist: Worker) -> None:
    upload = kept(specialist, families(1))
    old, new = files_dir() / ("0" * 32), files_dir() / ("1" * 32)
    for folder in (old, new):
        folder.mkdir()
        (folder / "families.csv").write_text("x")
    long_ago = time.time() - 2 * files.ORPHANED.total_seconds()
    os.utime(old, (long_ago, long_ago))
    os.utime(files_dir() / upload.folder, (long_ago, long_ago))
    files.sweep()
    left = {each.name for each in files_dir().iterdir() if each.is_dir()}
    assert left == {new.name, upload.folder}


def test_a_process_is_started_that_outlives_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[tuple[list[str], dict[str, Any]]] = []

    class Process:
        def __init__(self, command: list[str], **options: Any) -> None:
            begun.append((command, options))

        def poll(self) -> int:
            return 0

    monkeypatch.setattr(subprocess, "Popen", Process)
    REALLY_START()
    REALLY_START()
    (command, options), _ = begun
    assert command[-1] == "work_files"
    assert options["start_new_session"] is True
    assert options["stdin"] == options["stdout"] == subprocess.DEVNULL
    assert len(background._started) == 1
    background._started.clear()


def test_a_server_that_starts_takes_up_what_another_left(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[str] = []
    monkeypatch.setattr(background, "start", lambda: called.append("start"))
    runpy.run_path("gunicorn.conf.py")["when_ready"](None)
    assert called == ["start"]
