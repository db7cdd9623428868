"""The record: read by supervisors, exported, closed to change, and verified link by link."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import chain as joined
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.http import Http404
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from calculator.staff import exports, record
from calculator.staff.cases import actions
from calculator.staff.cases.checking import Found
from calculator.staff.cases.reference import spoken
from calculator.staff.models import Centre, Chain, Entry, Worker
from calculator.staff.oversight import entries
from calculator.staff.record import Origin
from tests.staff.desk import by, case_of, worker_at
from tests.web.reading import read

only_sqlite = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL refuses such values by itself"
)

pytestmark = pytest.mark.django_db

SignIn = Callable[[Worker], Client]
RECORD = "/en/staff/record/"
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"]


def content(response: Any) -> bytes:
    whole = b"".join(response.streaming_content)
    if not response.closed:
        response.close()
    return whole


def csv_rows(response: Any) -> list[list[str]]:
    text = content(response).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def noted(worker: Worker, count: int, action: record.Action = "searched") -> None:
    for _ in range(count):
        record.note(action, by=by(worker))


# --- the page ----------------------------------------------------------------------------------


def test_a_supervisor_reads_what_was_done_at_the_own_centre_only(
    signed_in: SignIn, supervisor: Worker, specialist: Worker, other_centre: Centre
) -> None:
    here, there = case_of(specialist), case_of(worker_at(other_centre, "specialist"))
    html = signed_in(supervisor).get(RECORD).content.decode()
    assert spoken(here.reference) in html
    assert spoken(there.reference) not in html
    assert "Opened a case" in html
    assert "192.0.2.7" in html


def test_nobody_else_reads_it(
    signed_in: SignIn, specialist: Worker, analyst: Worker, administrator: Worker
) -> None:
    for worker in (specialist, analyst, administrator):
        for address in (RECORD, f"{RECORD}export.csv"):
            assert signed_in(worker).get(address).status_code == 403


def test_to_read_is_not_on_record_and_the_page_says_so(
    signed_in: SignIn, supervisor: Worker
) -> None:
    client = signed_in(supervisor)
    before = Entry.objects.count()
    assert "To read the record is not on record" in client.get(RECORD).content.decode()
    assert Entry.objects.count() == before


def test_each_filter_finds_its_own(
    signed_in: SignIn, supervisor: Worker, specialist: Worker
) -> None:
    case = case_of(specialist)
    record.note("printed", by=Origin(supervisor, "198.51.100.9"), case=case, kind="plan")
    noted(supervisor, 1)
    client = signed_in(supervisor)
    today = timezone.localtime().strftime("%d.%m.%Y")
    for query, count in (
        ({"who": specialist.username.upper()}, 1),
        ({"who": "nobody"}, 0),
        ({"action": "printed"}, 1),
        ({"reference": spoken(case.reference).lower()}, 2),
        ({"reference": case.reference[:3]}, 2),
        ({"address": "198.51.100"}, 1),
        ({"since": today, "until": today}, 3),
        ({"since": "01.01.2090"}, 0),
        ({"until": "2001-01-01"}, 0),
        ({"action": "printed", "who": specialist.username}, 0),
    ):
        html = client.get(RECORD, query).content.decode()
        assert html.count('id="entry-') == count, query
    assert "Nothing is found by this" in html


@pytest.mark.parametrize(
    "query",
    [
        {"action": "danced"},
        {"since": "31.02.2026"},
        {"since": "0001-01-01"},
        {"until": "9999-12-31"},
        {"since": "02.01.2026", "until": "01.01.2026"},
        {"before": "x"},
        {"after": "-1"},
        {"before": str(2**64)},
        {"who": "x" * 300},
        {"who": "a\0"},
    ],
)
def test_a_filter_that_cannot_be_understood_is_named(
    signed_in: SignIn, supervisor: Worker, query: dict[str, str]
) -> None:
    client = signed_in(supervisor)
    response = client.get(RECORD, {**query, "address": "192.0.2"})
    assert response.status_code == 422
    assert "Please correct this" in response.content.decode()
    assert 'value="192.0.2"' in response.content.decode()
    assert client.get(f"{RECORD}export.csv", query).status_code == 422
    assert not Entry.objects.filter(action="exported").exists()


def test_one_leafs_through_it_by_number_and_back(
    signed_in: SignIn, supervisor: Worker, specialist: Worker
) -> None:
    noted(specialist, 120)
    client, seen, address = signed_in(supervisor), [], RECORD
    while address:
        html = client.get(address).content.decode()
        seen.append([int(part.split('"')[0]) for part in html.split('id="entry-')[1:]])
        older = html.split('rel="next" href="')[1:]
        address = RECORD + older[0].split('"')[0].replace("&amp;", "&") if older else ""
    assert [len(page) for page in seen] == [50, 50, 20]
    assert list(joined.from_iterable(seen)) == list(range(120, 0, -1))
    back = client.get(RECORD, {"after": seen[2][0]}).content.decode()
    assert [int(part.split('"')[0]) for part in back.split('id="entry-')[1:]] == seen[1]


def test_what_is_added_meanwhile_moves_no_page(
    signed_in: SignIn, supervisor: Worker, specialist: Worker
) -> None:
    noted(specialist, 60)
    client = signed_in(supervisor)
    before = client.get(RECORD, {"before": 11}).content.decode().count('id="entry-')
    noted(specialist, 5)
    assert client.get(RECORD, {"before": 11}).content.decode().count('id="entry-') == before == 10


def test_links_keep_the_filters(signed_in: SignIn, supervisor: Worker, specialist: Worker) -> None:
    noted(specialist, 60)
    html = signed_in(supervisor).get(RECORD, {"action": "searched"}).content.decode()
    assert "?action=searched&amp;before=11" in html
    assert "export.csv?action=searched" in html


def test_an_entry_is_told_in_plain_words(specialist: Worker) -> None:
    case = case_of(specialist)
    case = actions.save_check(
        case, case.version, {"job_seeker": Found("not_seen")}, "n", by=by(specialist)
    )
    told = {entry.action: entries.details(entry) for entry in record.about(case.reference)}
    assert told["checked"] == "found: Not seen (Registered as a job seeker); note changed: Yes"
    assert told["moved"] == "before: New; now: In check"
    assert told["opened"] == "from: the form"


def test_what_has_no_words_yet_is_told_as_it_is(specialist: Worker) -> None:
    entry = record.note("searched", by=by(specialist), odd=["<b>", 1, None], why="unheard")
    assert entries.details(entry) == "why: unheard; odd: <b>, 1, "
    entry.action = "unheard"
    assert entries.action(entry) == "unheard"


def test_what_is_told_is_escaped(signed_in: SignIn, supervisor: Worker) -> None:
    record.note("searched", by=by(supervisor), odd="<script>")
    html = signed_in(supervisor).get(RECORD).content.decode()
    assert "odd: &lt;script&gt;" in html
    read(html)


def test_a_case_that_is_gone_is_named_but_not_linked(
    signed_in: SignIn, supervisor: Worker, specialist: Worker
) -> None:
    case = case_of(specialist)
    client = signed_in(supervisor)
    link = f"/en/staff/cases/{case.reference}/"
    assert link in client.get(RECORD).content.decode()
    case.delete()
    html = client.get(RECORD).content.decode()
    assert link not in html
    assert spoken(case.reference) in html


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_it_reads_well_in_every_language(
    signed_in: SignIn, supervisor: Worker, specialist: Worker, language: str
) -> None:
    case_of(specialist)
    response = signed_in(supervisor).get(f"/{language}/staff/record/")
    assert response.status_code == 200
    read(response.content.decode())


# --- export ------------------------------------------------------------------------------------


def test_what_is_found_is_exported_and_that_is_on_record(
    signed_in: SignIn, supervisor: Worker, specialist: Worker
) -> None:
    noted(specialist, 3)
    case_of(specialist)
    client = signed_in(supervisor)
    rows = csv_rows(client.get(f"{RECORD}export.csv", {"action": "searched"}))
    assert [row[0] for row in rows] == ["Number", "3", "2", "1"]
    assert rows[1][2:5] == [specialist.username, "Specialist", "Looked at the list of cases"]
    entry = Entry.objects.latest("number")
    assert (entry.action, entry.username) == ("exported", supervisor.username)
    assert entry.details == {
        "what": "record", "ending": "csv", "count": 3, "filters": ["action"]
    }  # fmt: skip
    whole = csv_rows(client.get(f"{RECORD}export.csv"))
    assert len(whole) == 1 + 5


def test_the_same_as_a_workbook(signed_in: SignIn, supervisor: Worker, specialist: Worker) -> None:
    noted(specialist, 2)
    response = signed_in(supervisor).get(f"{RECORD}export.xlsx")
    assert response["Content-Disposition"] == 'attachment; filename="record.xlsx"'
    assert "no-store" in response["Cache-Control"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(content(response)))
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == ["Number", 2, 1]


def test_another_ending_is_not_there_and_no_export(signed_in: SignIn, supervisor: Worker) -> None:
    assert signed_in(supervisor).get(f"{RECORD}export.exe").status_code == 404
    assert not Entry.objects.filter(action="exported").exists()


def test_no_cell_of_csv_is_a_formula() -> None:
    rows = [[text, 1] for text in FORMULAS] + [["a=b", -5]]
    found = csv_rows(exports.table("t", "csv", ["=h", "n"], rows))
    assert found[0] == ["'=h", "n"]
    told = ["'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\t'=1", "'\r'=1", "'\n'=1", "a=b"]
    assert [row[0] for row in found[1:]] == told
    assert found[-1][1] == "-5"


def test_no_cell_of_a_workbook_is_a_formula_or_a_link() -> None:
    texts = [*FORMULAS[:4], "http://example.org", "{=1}"]
    made = content(exports.table("t", "xlsx", ["=h"], [[text] for text in texts]))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == ["=h", *texts]
    sheet = unzipped(made, "xl/worksheets/sheet1.xml")
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def unzipped(book: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return archive.read(name).decode()


def test_csv_is_as_excel_here_opens_it() -> None:
    made = content(exports.table("t", "csv", ["а", "b"], [["x;y", None], ['"q"', 7]]))
    assert made == '\ufeffа;b\r\n"x;y";\r\n"""q""";7\r\n'.encode()


def test_days_and_moments_are_the_desks_own() -> None:
    moment = datetime(2026, 1, 31, 20, 30, tzinfo=UTC)
    rows = [[date(2026, 1, 2), moment]]
    assert csv_rows(exports.table("t", "csv", ["a", "b"], rows))[1] == [
        "2026-01-02",
        "2026-02-01 01:30:00",
    ]
    made = content(exports.table("t", "xlsx", ["a", "b"], rows))
    read_back = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()
    assert read_back[1] == [date(2026, 1, 2), datetime(2026, 2, 1, 1, 30)]


def test_rows_of_csv_are_asked_for_while_they_are_sent() -> None:
    asked = []

    def rows() -> Any:
        for number in range(5_000):
            asked.append(number)
            yield [number]

    parts = iter(exports.table("t", "csv", ["a"], rows()).streaming_content)  # type: ignore[attr-defined]
    next(parts)
    assert 0 < len(asked) < 5_000


def test_a_table_too_long_for_a_sheet_goes_on_on_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MOST_ROWS", 3)
    made = content(exports.table("t", "xlsx", ["a"], [[number] for number in range(5)]))
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    sheets = [book.get_sheet_by_index(at).to_python() for at in range(len(book.sheet_names))]
    assert sheets == [[["a"], [0], [1]], [["a"], [2], [3]], [["a"], [4]]]


def test_an_empty_table_has_its_heading() -> None:
    assert csv_rows(exports.table("t", "csv", ["a"], [])) == [["a"]]
    made = content(exports.table("t", "xlsx", ["a"], []))
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    assert book.get_sheet_by_index(0).to_python() == [["a"]]


@pytest.mark.parametrize("ending", ["", "CSV", "xls", "csv/..", "exe"])
def test_there_are_two_endings(ending: str) -> None:
    with pytest.raises(Http404):
        exports.table("t", ending, ["a"], [])


# --- the chain ---------------------------------------------------------------------------------


@pytest.fixture
def chain(specialist: Worker, open_record: None) -> None:
    """Ten entries, and a record that can be changed."""
    noted(specialist, 10)


def broken() -> tuple[int, str] | None:
    found = record.first_break()
    return found and (found.number, found.problem)


def test_a_chain_that_nobody_touched_holds(chain: None) -> None:
    assert broken() is None


def test_an_empty_record_holds(db: None) -> None:
    assert broken() is None
    assert Entry.objects.count() == 0


@pytest.mark.parametrize(
    "change",
    [
        {"username": "somebody.else"},
        {"username": ""},
        {"action": "looked"},
        {"address": "203.0.113.1"},
        {"role": "analyst"},
        {"centre_id": None},
        {"reference": "7K3M92XP"},
        {"details": {"more": 1}},
        {"at": timezone.now()},
        {"digest": "0" * 64},
        {"digest": "ұқсас"},
    ],
)
def test_a_changed_entry_shows(chain: None, change: dict[str, Any]) -> None:
    Entry.objects.filter(number=4).update(**change)
    assert broken() == (4, "changed")


@only_sqlite
@pytest.mark.parametrize("text", ["2026-99-99 00:00:00", "yesterday", "", "7"])
def test_a_moment_that_is_none_shows(chain: None, text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE staff_entry SET at = %s WHERE number = 4", [text])
    assert broken() == (4, "changed")


@only_sqlite
def test_details_that_are_no_json_show(chain: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        cursor.execute("UPDATE staff_entry SET details = '{' WHERE number = 4")
        cursor.execute("PRAGMA ignore_check_constraints = OFF")
    assert broken() == (4, "changed")
    Entry.objects.filter(number=4).delete()


def test_an_entry_taken_out_shows(chain: None) -> None:
    Entry.objects.filter(number=5).delete()
    assert broken() == (5, "missing")


def test_the_first_entry_taken_out_shows(chain: None) -> None:
    Entry.objects.filter(number=1).delete()
    assert broken() == (1, "missing")


def test_the_last_entries_taken_off_show(chain: None) -> None:
    Entry.objects.filter(number__gt=7).delete()
    assert broken() == (8, "missing")


def test_all_entries_taken_away_show(chain: None) -> None:
    Entry.objects.all().delete()
    assert broken() == (1, "missing")


@pytest.mark.parametrize("number", [0, -1])
def test_an_entry_put_in_at_the_front_shows(chain: None, number: int) -> None:
    entry = Entry.objects.get(number=1)
    entry.number = number
    entry.save(force_insert=True)
    assert broken() == (1, "missing")


def test_an_entry_put_in_at_the_end_shows(chain: None) -> None:
    last = Entry.objects.latest("number")
    last.number, last.previous = 11, last.digest
    last.save(force_insert=True)
    assert broken() == (11, "changed")


def test_an_entry_put_in_with_the_key_at_the_end_shows_too(chain: None) -> None:
    last = Entry.objects.latest("number")
    last.number, last.previous = 11, last.digest
    last.digest = record.digest(last)
    last.save(force_insert=True)
    assert broken() == (11, "not_the_end")


def test_an_entry_put_in_between_shows(chain: None) -> None:
    for entry in Entry.objects.filter(number__gte=6).order_by("-number"):
        Entry.objects.filter(number=entry.number).update(number=entry.number + 1)
    put = Entry.objects.get(number=5)
    put.number, put.previous = 6, put.digest
    put.digest = record.digest(put)
    put.save(force_insert=True)
    assert broken() == (7, "unlinked")


def test_two_entries_that_changed_places_show(chain: None) -> None:
    for before, after in ((3, 99), (4, 3), (99, 4)):
        Entry.objects.filter(number=before).update(number=after)
    assert broken() == (3, "unlinked")


def test_a_chain_made_anew_without_the_key_shows(chain: None, settings: LazySettings) -> None:
    key, settings.SEAL_KEY = settings.SEAL_KEY, "another key"
    before = record.START
    for entry in Entry.objects.order_by("number"):
        entry.username, entry.previous = "innocent", before
        before = entry.digest = record.digest(entry)
        entry.save(force_update=True)
    Chain.objects.update(digest=before, seal=record.sealed_end(10, before))
    assert broken() is None
    settings.SEAL_KEY = key
    assert broken() == (1, "changed")


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"number": 9}, (10, "not_the_end")),
        ({"number": 11}, (11, "missing")),
        ({"digest": "1" * 64}, (10, "not_the_end")),
    ],
)
def test_a_changed_end_shows(chain: None, change: dict[str, Any], found: tuple[int, str]) -> None:
    Chain.objects.update(**change)
    assert broken() == found


def test_a_record_cut_short_with_its_end_moved_back_shows(chain: None) -> None:
    Entry.objects.filter(number__gt=6).delete()
    last = Entry.objects.get(number=6)
    Chain.objects.update(number=6, digest=last.digest)
    assert broken() == (6, "end_not_sealed")


def test_a_record_taken_away_whole_shows_while_somebody_has_an_account(
    chain: None, specialist: Worker
) -> None:
    Entry.objects.all().delete()
    Chain.objects.all().delete()
    assert broken() == (1, "no_end")


def test_an_old_copy_of_the_record_shows_by_the_mark_that_was_written_down(
    chain: None, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("verify_audit", "--lang", "en")
    mark = capsys.readouterr().out.split()[-1]
    call_command("verify_audit", "--lang", "en", "--since", mark)
    assert capsys.readouterr().out.split()[-1] == mark
    number, _, _digest = mark.partition(":")
    with pytest.raises(SystemExit):
        call_command("verify_audit", "--lang", "en", "--since", f"{number}:{'0' * 64}")
    assert "was once written down" in capsys.readouterr().err


def test_an_end_taken_away_shows(chain: None) -> None:
    Chain.objects.all().delete()
    assert broken() == (1, "no_end")


def test_what_is_added_while_one_verifies_breaks_nothing(
    chain: None, specialist: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    proved, added = record._problem, []

    def problem(entry: Entry, number: int, before: str) -> str | None:
        if entry.number == 10 and not added:
            added.append(record.note("looked", by=by(specialist)))
        return proved(entry, number, before)

    monkeypatch.setattr(record, "_problem", problem)
    assert broken() is None
    assert len(added) == 1


@pytest.mark.parametrize(
    "statement", ["UPDATE staff_entry SET username = 'x'", "DELETE FROM staff_entry"]
)
def test_the_database_itself_refuses_to_change_the_record(
    specialist: Worker, statement: str
) -> None:
    noted(specialist, 1)
    with (
        pytest.raises(DatabaseError, match="only added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert broken() is None


def test_no_way_around_the_lock_is_left(specialist: Worker) -> None:
    noted(specialist, 1)
    statement = {
        "sqlite": "INSERT OR REPLACE INTO staff_entry SELECT * FROM staff_entry WHERE number = 1",
        "postgresql": "TRUNCATE staff_entry",
    }[connection.vendor]
    with (
        pytest.raises(DatabaseError, match="only added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert broken() is None


def test_what_is_undone_leaves_no_entry(specialist: Worker) -> None:
    with transaction.atomic():
        noted(specialist, 1)
        transaction.set_rollback(True)
    noted(specialist, 1)
    assert [entry.number for entry in Entry.objects.all()] == [1]
    assert broken() is None


# --- the command -------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_command_says_how_many_entries_hold(
    chain: None, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    call_command("verify_audit", lang=language)
    assert "10" in capsys.readouterr().out


def test_the_command_says_that_nothing_is_there(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("verify_audit", lang="en")
    assert "empty" in capsys.readouterr().out


@pytest.mark.parametrize("problem", ["missing", "unlinked", "changed", "no_end", "not_the_end"])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_command_names_the_first_broken_link_and_fails(
    db: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    problem: str,
    language: str,
) -> None:
    monkeypatch.setattr(record, "first_break", lambda: record.Break(1_234, problem))
    with pytest.raises(SystemExit) as error:
        call_command("verify_audit", lang=language)
    assert error.value.code == 1
    found = capsys.readouterr()
    assert "1234" in found.err
    assert found.out == ""


def test_the_command_finds_what_was_changed(
    chain: None, capsys: pytest.CaptureFixture[str]
) -> None:
    Entry.objects.filter(number=3).update(details=json.loads('{"a": 1}'))
    with pytest.raises(SystemExit):
        call_command("verify_audit", lang="en")
    told = capsys.readouterr().err
    assert told.strip() == "The record is broken at entry 3: it is not what was written."


def test_counts_on_record_are_grouped_and_numbers_of_files_are_not(specialist: Worker) -> None:
    entry = record.note("uploaded", by=by(specialist), file=12345, bytes=2352267, rows=20000)
    told = entries.details(entry).replace("\xa0", " ")
    assert told == "file number: 12345; bytes: 2 352 267; rows: 20 000"


def test_a_seal_that_is_out_of_date_is_not_told_as_printed_anew(specialist: Worker) -> None:
    entry = record.note("seal_checked", by=by(specialist), result="outdated")
    told = entries.details(entry)
    assert told == "result: genuine, but the case or the rules have changed since"
