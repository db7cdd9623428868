"""What is removed when its time is over, what stays, and what stands on record of it."""

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from axes.models import AccessAttempt
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from calculator.staff import record
from calculator.staff.cases.states import State
from calculator.staff.models import (
    Case,
    Due,
    Entry,
    Finding,
    Move,
    Snapshot,
    Upload,
    UploadRow,
    Worker,
)
from calculator.staff.oversight import retention
from tests.staff.desk import case_of
from tests.staff.test_figures import checked

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
NOTHING = retention.Removed(0, 0, 0, 0, 0)


@pytest.fixture(autouse=True)
def kept(settings: LazySettings, tmp_path: Path) -> None:
    """Cases are kept for 100 days, files for 10."""
    settings.CASE_RETENTION, settings.FILE_RETENTION = 100 * DAY, 10 * DAY
    settings.FILES_DIR = tmp_path / "files"
    settings.FILES_DIR.mkdir()


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def aged(case: Case, age: timedelta) -> Case:
    Case.objects.filter(pk=case.pk).update(changed_at=timezone.now() - age)
    return case


def uploaded(worker: Worker, age: timedelta, folder: str = "a" * 32, **fields: object) -> Upload:
    assert worker.centre is not None
    upload = Upload.objects.create(
        centre=worker.centre,
        by=worker,
        made_at=timezone.now() - age,
        name="families.csv",
        ending="csv",
        folder=folder,
        **fields,
    )
    UploadRow.objects.bulk_create(
        UploadRow(upload=upload, number=number, verdict="error") for number in range(20)
    )
    return upload


def folder_of(settings: LazySettings, name: str, age: timedelta = timedelta()) -> Path:
    folder = Path(settings.FILES_DIR) / name
    folder.mkdir()
    (folder / "families.csv").write_text("id\n1\n")
    then = (timezone.now() - age).timestamp()
    os.utime(folder, (then, then))
    return folder


# --- cases -------------------------------------------------------------------------------------


def test_a_case_goes_with_all_that_belongs_to_it_and_its_record_stays(
    specialist: Worker, now: datetime
) -> None:
    old = aged(checked(specialist, State.CLOSED), 101 * DAY)
    young = aged(case_of(specialist), 99 * DAY)
    assert retention.remove(now) == NOTHING._replace(cases=1)
    assert [case.pk for case in Case.objects.all()] == [young.pk]
    for kind in (Snapshot, Move, Finding, Due):
        assert not kind.objects.filter(case_id=old.pk).exists()
    assert Entry.objects.filter(reference=old.reference, action="opened").exists()
    entry = Entry.objects.latest("number")
    assert (entry.action, entry.reference, entry.centre_id) == (
        "purged",
        old.reference,
        specialist.centre_id,
    )
    assert (entry.username, entry.details) == ("", {"what": "case"})
    assert record.first_break() is None


def test_many_cases_go_in_batches(
    specialist: Worker, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "CASES_AT_ONCE", 2)
    for _ in range(5):
        aged(case_of(specialist), 200 * DAY)
    assert retention.remove(now).cases == 5
    assert Entry.objects.filter(action="purged").count() == 5


def test_a_crash_among_cases_loses_no_batch_and_doubles_none(
    specialist: Worker, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "CASES_AT_ONCE", 2)
    for _ in range(5):
        aged(case_of(specialist), 200 * DAY)
    note, calls = record.note, []

    def crashes(*args: object, **details: object) -> Entry:
        calls.append(args)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return note(*args, **details)  # type: ignore[arg-type]

    monkeypatch.setattr(record, "note", crashes)
    with pytest.raises(KeyboardInterrupt):
        retention.remove(now)
    assert Case.objects.count() == 3
    assert Entry.objects.filter(action="purged").count() == 2
    assert retention.remove(now).cases == 3
    assert Entry.objects.filter(action="purged").count() == 5


def test_a_row_of_a_file_outlives_the_case_opened_from_it(
    specialist: Worker, now: datetime
) -> None:
    upload = uploaded(specialist, 1 * DAY)
    UploadRow.objects.filter(number=3).update(case=aged(case_of(specialist), 101 * DAY))
    retention.remove(now)
    assert UploadRow.objects.get(upload=upload, number=3).case is None


# --- files -------------------------------------------------------------------------------------


def test_a_file_goes_with_its_folder_and_rows(
    specialist: Worker, now: datetime, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "ROWS_AT_ONCE", 7)
    old = uploaded(specialist, 11 * DAY)
    number = old.pk
    young = uploaded(specialist, 9 * DAY, "b" * 32)
    gone, stays = folder_of(settings, "a" * 32), folder_of(settings, "b" * 32)
    assert retention.remove(now) == NOTHING._replace(files=1)
    assert not gone.exists()
    assert (stays / "families.csv").exists()
    assert [upload.pk for upload in Upload.objects.all()] == [young.pk]
    assert UploadRow.objects.count() == 20
    entry = Entry.objects.latest("number")
    assert (entry.action, entry.centre_id) == ("purged", specialist.centre_id)
    assert entry.details == {"what": "file", "file": number}


def test_a_crash_between_folder_and_row_is_made_good_by_the_next_run(
    specialist: Worker, now: datetime, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploaded(specialist, 11 * DAY)
    folder_of(settings, "a" * 32)
    with monkeypatch.context() as patch:
        patch.setattr(retention, "_remove_outcomes", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            retention.remove(now)
    assert Upload.objects.exists()
    assert not Entry.objects.filter(action="purged").exists()
    assert retention.remove(now).files == 1
    assert not Upload.objects.exists()
    assert Entry.objects.filter(action="purged").count() == 1


def test_a_file_that_is_being_worked_out_stays(specialist: Worker, now: datetime) -> None:
    uploaded(specialist, 11 * DAY, state=Upload.State.WORKING, seen_at=now)
    assert retention.remove(now).files == 0
    Upload.objects.update(seen_at=now - 2 * DAY)
    assert retention.remove(now).files == 1


def test_a_folder_that_belongs_to_no_file_goes_after_a_day(
    specialist: Worker, now: datetime, settings: LazySettings
) -> None:
    uploaded(specialist, 1 * DAY)
    ours = folder_of(settings, "a" * 32, 5 * DAY)
    lost, fresh = folder_of(settings, "c" * 32, 2 * DAY), folder_of(settings, "d" * 32)
    loose = Path(settings.FILES_DIR) / "notes.txt"
    loose.write_text("not ours")
    assert retention.remove(now) == NOTHING._replace(folders=1)
    assert [path.exists() for path in (ours, lost, fresh, loose)] == [True, False, True, True]


@pytest.mark.parametrize("folder", ["", ".", "..", "../x", "/tmp/elsewhere", "a/b"])
def test_no_name_of_a_folder_leads_out_of_the_files(
    specialist: Worker, now: datetime, settings: LazySettings, folder: str
) -> None:
    outside = Path(settings.FILES_DIR).parent / "x"
    outside.mkdir()
    inside = folder_of(settings, "e" * 32)
    uploaded(specialist, 11 * DAY, folder)
    assert retention.remove(now).files == 1
    assert outside.exists()
    assert inside.exists()


def test_a_link_is_not_followed(
    specialist: Worker, now: datetime, settings: LazySettings, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (Path(settings.FILES_DIR) / ("a" * 32)).symlink_to(elsewhere)
    uploaded(specialist, 11 * DAY)
    retention.remove(now)
    assert elsewhere.exists()


def test_without_any_files_nothing_is_wrong(now: datetime, settings: LazySettings) -> None:
    Path(settings.FILES_DIR).rmdir()
    assert retention.remove(now) == NOTHING


# --- sign-ins ----------------------------------------------------------------------------------


def test_ended_sign_ins_and_old_wrong_passwords_go(now: datetime) -> None:
    for key, end in (("old", now - DAY), ("new", now + DAY)):
        Session.objects.create(session_key=key, session_data="", expire_date=end)
    for name, age in (("old", 16), ("new", 14)):
        attempt = AccessAttempt.objects.create(username=name, failures_since_start=1)
        then = now - timedelta(minutes=age)
        AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=then)
    assert retention.remove(now) == NOTHING._replace(sessions=1, attempts=1)
    assert Session.objects.get().session_key == "new"
    assert AccessAttempt.objects.get().username == "new"


# --- the command -------------------------------------------------------------------------------


def test_a_dry_run_says_what_would_go_and_leaves_it(
    specialist: Worker, settings: LazySettings, capsys: pytest.CaptureFixture[str]
) -> None:
    aged(case_of(specialist), 101 * DAY)
    uploaded(specialist, 11 * DAY)
    lost = folder_of(settings, "c" * 32, 2 * DAY)
    call_command("purge", dry_run=True, lang="en")
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "Nothing is removed now; this is what would be removed."
    assert told[1:4] == [
        "Cases not changed for 100 days: 1 case.",
        "Files uploaded more than 10 days ago: 1 file.",
        "Folders that belong to no file: 1 folder.",
    ]
    assert Case.objects.exists()
    assert Upload.objects.exists()
    assert lost.exists()
    assert not Entry.objects.filter(action="purged").exists()


def test_the_command_says_what_it_did(
    specialist: Worker, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        aged(case_of(specialist), 101 * DAY)
    call_command("purge", lang="en")
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "Cases not changed for 100 days: 2 cases."
    assert told[-1] == "The record of what was done is kept."
    call_command("purge", lang="en")
    assert capsys.readouterr().out.splitlines()[0].endswith("0 cases.")
