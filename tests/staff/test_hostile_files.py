"""Files that are none, or that are made to do harm: refused with a clear word, and on record."""

import fcntl
import io
import json
import resource
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from django.conf import LazySettings
from django.core.files import uploadedfile
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client, RequestFactory
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from calculator.batch import BadFile
from calculator.batch.table import FileProblem
from calculator.staff.files import (
    arrivals,
    background,
    confined,
    pages,
    receiving,
    turns,
    words,
)
from calculator.staff.files import uploads as files
from calculator.staff.management.commands import look_at_file
from calculator.staff.models import Entry, Upload, Worker
from calculator.staff.oversight import entry_words
from tests.staff.uploads import ADDRESS, GOOD, book, families, file, kept, repacked, sent, written
from tests.web.reading import read

pytestmark = pytest.mark.django_db
SHEET = "xl/worksheets/sheet1.xml"
FORM = "multipart/form-data; boundary=x"


@pytest.fixture(autouse=True)
def apart(
    settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Path], int]:
    """Files in a folder of the test; workbooks are looked at in this process, which is quicker."""
    settings.FILES_DIR = tmp_path / "files"
    monkeypatch.setattr(background, "start", lambda: None)
    whole = arrivals._apart
    monkeypatch.setattr(arrivals, "_apart", arrivals.look)
    return whole


@pytest.fixture
def desk(specialist: Worker, signed_in: Callable[[Worker], Client]) -> Client:
    """The desk of a specialist."""
    return signed_in(specialist)


@pytest.fixture
def workbook(tmp_path: Path) -> bytes:
    """A sound workbook of one family."""
    return book(tmp_path / "sound.xlsx", [list(GOOD), list(GOOD.values())])


def told(answer: HttpResponse, status: int = 422) -> str:
    """What a refusal says. Nothing is left of the file, and the refusal is on record."""
    assert answer.status_code == status
    assert not Upload.objects.exists()
    assert not [each for each in receiving.files_dir().iterdir() if each.is_dir()]
    assert Entry.objects.filter(action="upload_refused").count() == 1
    return str(read(answer.content.decode()).one("section", css="faults").text)


def why() -> Any:
    """The code under which a refusal is on record."""
    return Entry.objects.get(action="upload_refused").details["why"]


# --- CSV -----------------------------------------------------------------------------------------

TEXT = families(1).decode()


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (TEXT.encode("utf-16"), "encoding", "save it as CSV UTF-8"),
        (TEXT.encode("utf-16-le"), "encoding", "save it as CSV UTF-8"),
        (TEXT.encode("utf-32"), "encoding", "save it as CSV UTF-8"),
        ("track,аты\nresettler,Ж\n".encode("cp1251"), "encoding", "save it as CSV UTF-8"),
        (b"\x89PNG\r\n\x1a\n" + b"\xff" * 50, "encoding", "UTF-8"),
        (b"track,note\nresettler," + b"a" * 2_000 + b"\0\n", "nul", "NUL"),
        (b"track\n" + b"x" * 100_000 + b"\n", "long_row", "65536 characters"),
        (b"track," + b"x," * 300, "columns", "302 columns"),
        (b"," * 60_000, "empty", "empty"),
        (b"x" + b"," * 60_000, "columns", "60001 columns"),
        (b"x" * 1_000_000, "long_row", "65536 characters"),
        (b"," * 10_000_000, "long_row", "65536 characters"),
        (b'track\n"' + b'","\n' * 100_000, "long_row", "65536 characters"),
        (b'"' + b'","\n' * 100_000, "long_row", "65536 characters"),
        (b'track\n"never closed', "open_quote", "quotation mark"),
        (b"\n\n \n", "empty", "empty"),
        (b"\xef\xbb\xbf", "empty", "empty"),
        (b"name,surname\na,b\n", "header", "does not name the columns"),
        (b"track,Group\na,b\n", "header", "all mean the fact track"),
        (b"track,origin\n", "no_rows", "no families"),
        (b"\n" * 600_000, "many_lines", "500000 lines"),
        (b"track\nresettler\n" + b"\r" * 600_000, "many_lines", "500000 lines"),
        (b"track\n" + (b'"' + b"\n" * 60_000 + b'"\n') * 10, "many_lines", "remove empty rows"),
        (b"PK\x03\x04" + b"x" * 50, "content", "it is a workbook"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "encrypted", "old Excel"),
    ],
)
def test_what_is_no_csv_is_refused(content: bytes, code: str, words: str, desk: Client) -> None:
    assert words in told(sent(desk, content))
    assert why() == code


def test_an_empty_file_is_refused(desk: Client) -> None:
    answer = sent(desk, b"")
    assert "The file is empty." in told(answer)


def test_a_family_too_many_is_refused(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrivals, "MOST_ROWS", 3)
    assert "more than 3 families" in told(sent(desk, families(4)))
    assert why() == "rows"
    assert sent(desk, families(3)).status_code == 302


def test_rows_within_the_limits_are_welcome(desk: Client) -> None:
    many = ",".join(f"column{number}" for number in range(191))
    content = f"{','.join(GOOD)},{many}\n{','.join(GOOD.values())},{'x' * 60_000}\n"
    assert sent(desk, content.encode()).status_code == 302


def test_a_refusal_quotes_the_name_the_user_knows_and_no_path_of_the_server(
    desk: Client,
) -> None:
    text = told(sent(desk, b"\xff\xfe\xff" * 20_000 + b"\xff", "menin <b>.csv"))
    assert "/" not in text
    text = sent(desk, b"track\nx\n\xff\n", "menin <b>.csv").content.decode()
    assert "«menin &lt;b&gt;.csv»" in text
    assert str(receiving.files_dir()) not in text


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("families.xls", "encrypted"),
        ("families.xlsm", "ending"),
        ("families.xlsb", "ending"),
        ("families.ods", "ending"),
        ("families.csv.exe", "ending"),
        ("families", "ending"),
        (".csv", "ending"),
        ("csv", "ending"),
    ],
)
def test_only_csv_and_xlsx_are_read(name: str, code: str, desk: Client) -> None:
    assert told(sent(desk, families(1), name))
    assert why() == code


# --- workbooks -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (families(1), "content"),
        (b"PK\x03\x04" + b"\0" * 100, "damaged"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "encrypted"),
    ],
)
def test_what_is_no_workbook_is_refused(content: bytes, code: str, desk: Client) -> None:
    assert told(sent(desk, content, "in.xlsx"))
    assert why() == code


@pytest.mark.parametrize("kept_bytes", [10, 100, 1_000, -30])
def test_half_a_workbook_is_refused(kept_bytes: int, desk: Client, workbook: bytes) -> None:
    assert told(sent(desk, workbook[:kept_bytes], "in.xlsx"))
    assert why() == "damaged"


def test_a_workbook_with_macros_is_refused_under_any_name(desk: Client, workbook: bytes) -> None:
    content = repacked(workbook, {"xl/vbaProject.bin": b"x"})
    assert "macros" in told(sent(desk, content, "in.xlsx"))
    assert why() == "macro"


def test_a_workbook_under_a_password_is_refused(desk: Client, workbook: bytes) -> None:
    locked = bytearray(workbook)
    for at in range(len(locked) - 4):
        if locked[at : at + 4] == b"PK\x01\x02":
            locked[at + 8] |= 1
    assert "password" in told(sent(desk, bytes(locked), "in.xlsx"))
    assert why() == "encrypted"


def test_a_workbook_that_unfolds_into_more_than_is_allowed_is_refused(
    desk: Client, workbook: bytes
) -> None:
    content = repacked(workbook, {"xl/bomb.xml": bytes(200 * 1024 * 1024)})
    assert len(content) < 1_000_000
    assert "too large" in told(sent(desk, content, "in.xlsx"))
    assert why() == "unfolds"


def test_a_workbook_of_a_thousand_parts_is_refused(desk: Client, workbook: bytes) -> None:
    content = repacked(workbook, {f"xl/{number}.xml": b"" for number in range(1_001)})
    assert told(sent(desk, content, "in.xlsx"))
    assert why() == "unfolds"


@pytest.mark.parametrize("cell", ["XFD1048576", "A4000000", "ZZZ9"])
def test_a_cell_far_out_does_not_make_a_sheet_of_all_between(
    cell: str, desk: Client, workbook: bytes
) -> None:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row r="1"><c r="A1" t="inlineStr"><is><t>track</t></is></c></row>'
        f'<row r="9"><c r="{cell}"><v>1</v></c></row></sheetData></worksheet>'
    )
    assert told(sent(desk, repacked(workbook, {SHEET: sheet.encode()}), "in.xlsx"))
    assert why() in {"unfolds", "columns"}


def test_a_sheet_of_too_many_columns_is_refused(desk: Client, tmp_path: Path) -> None:
    wide = [*GOOD, *(f"column{number}" for number in range(200))]
    content = book(tmp_path / "in.xlsx", [wide, [*GOOD.values()]])
    assert "209 columns" in told(sent(desk, content, "in.xlsx"))
    assert why() == "columns"


def test_a_path_inside_a_workbook_leads_nowhere(
    desk: Client, workbook: bytes, tmp_path: Path
) -> None:
    content = repacked(workbook, {"../../../escaped.txt": b"x", "/tmp/escaped.txt": b"x"})
    sent(desk, content, "in.xlsx")
    assert not list(tmp_path.rglob("escaped.txt"))


# --- looked at by a process of its own -----------------------------------------------------------


def test_a_workbook_is_looked_at_by_a_process_of_its_own(
    apart: Callable[[Path], int], tmp_path: Path
) -> None:
    path = tmp_path / "in.xlsx"
    book(path, [list(GOOD), *[list(GOOD.values())] * 3])
    assert apart(path) == 3
    path.write_bytes(b"PK\x03\x04" + bytes(100))
    with pytest.raises(BadFile) as raised:
        apart(path)
    assert raised.value.code == "damaged"


def test_one_text_in_a_million_cells_ends_that_process_and_not_the_server(
    apart: Callable[[Path], int], workbook: bytes, tmp_path: Path
) -> None:
    shared = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="1">'
        f"<si><t>{'x' * 32_000}</t></si></sst>"
    )
    cells = "".join(
        f'<row r="{row}">'
        + "".join(f'<c r="{letter}{row}" t="s"><v>0</v></c>' for letter in "ABCDEFGHIJ")
        + "</row>"
        for row in range(1, 40_001)
    )
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{cells}</sheetData></worksheet>"
    )
    path = tmp_path / "in.xlsx"
    path.write_bytes(
        repacked(workbook, {SHEET: sheet.encode(), "xl/sharedStrings.xml": shared.encode()})
    )
    assert path.stat().st_size < arrivals.MOST_BYTES
    with pytest.raises(BadFile) as raised:
        apart(path)
    assert raised.value.code == "unfolds"


@pytest.mark.parametrize(
    "ends",
    [
        subprocess.TimeoutExpired("look_at_file", 30),
        subprocess.CalledProcessError(-6, "look_at_file"),
    ],
)
def test_a_process_that_does_not_answer_is_answer_enough(
    ends: Exception, apart: Callable[[Path], int], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise ends

    monkeypatch.setattr(subprocess, "run", fails)
    with pytest.raises(BadFile, match="memory or time") as raised:
        apart(tmp_path / "in.xlsx")
    assert raised.value.code == "unfolds"


def test_that_process_answers_in_the_language_of_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bounds: list[dict[str, int]] = []
    monkeypatch.setattr(look_at_file, "confine", lambda **given: bounds.append(given))
    path = tmp_path / "in.csv"
    path.write_bytes(b"track\n")
    call_command("look_at_file", str(path), lang="en")
    assert json.loads(capsys.readouterr().out)["code"] == "no_rows"
    path.write_bytes(families(2))
    call_command("look_at_file", str(path))
    assert json.loads(capsys.readouterr().out) == {"rows": 2}
    assert bounds[0]["memory"] < confined.MEMORY


def test_a_process_that_is_confined_cannot_take_more() -> None:
    code = (
        "from calculator.staff.files.confined import confine\n"
        f"confine(memory={300 * 1024 * 1024}, seconds=5)\n"
        "import resource\n"
        "assert resource.getrlimit(resource.RLIMIT_CPU)[0] == 5\n"
        "bytearray(400 * 1024 * 1024)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert b"MemoryError" in ended.stderr


class Bounds:
    """What the system would hold a process to."""

    def __init__(self, hard: int, *, deaf: bool = False) -> None:
        self.held, self.hard, self.deaf = {}, hard, deaf

    def getrlimit(self, kind: int) -> tuple[int, int]:
        return self.held.get(kind, (resource.RLIM_INFINITY, self.hard))

    def setrlimit(self, kind: int, bounds: tuple[int, int]) -> None:
        if not self.deaf:
            self.held[kind] = bounds


@pytest.fixture
def bounds(monkeypatch: pytest.MonkeyPatch) -> Callable[[Bounds], Bounds]:
    """A system of its own, so that the tests are not held to what they try."""

    def put(given: Bounds) -> Bounds:
        monkeypatch.setattr(resource, "setrlimit", given.setrlimit)
        monkeypatch.setattr(resource, "getrlimit", given.getrlimit)
        monkeypatch.setattr(confined.os, "nice", lambda _: 0)
        return given

    return put


@pytest.mark.parametrize(
    ("hard", "memory"), [(resource.RLIM_INFINITY, 1_000), (5_000, 1_000), (200, 200)]
)
def test_a_stricter_bound_of_the_system_stays(
    hard: int, memory: int, bounds: Callable[[Bounds], Bounds]
) -> None:
    system = bounds(Bounds(hard))
    confined.confine(memory=1_000, seconds=100)
    assert system.held == {
        resource.RLIMIT_AS: (memory, memory),
        resource.RLIMIT_CPU: (100, 100),
        resource.RLIMIT_CORE: (0, 0),
    }


def test_a_process_that_cannot_be_bound_opens_nothing(
    bounds: Callable[[Bounds], Bounds], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bounds(Bounds(resource.RLIM_INFINITY, deaf=True))
    monkeypatch.setattr(look_at_file, "look", pytest.fail)
    with pytest.raises(OSError, match="does not hold"):
        call_command("look_at_file", str(tmp_path / "in.xlsx"))


def test_what_the_system_does_not_allow_is_not_passed_over(
    bounds: Callable[[Bounds], Bounds], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object) -> None:
        raise PermissionError

    bounds(Bounds(resource.RLIM_INFINITY))
    monkeypatch.setattr(resource, "setrlimit", refuses)
    with pytest.raises(PermissionError):
        confined.confine(memory=1, seconds=1)


# --- bodies --------------------------------------------------------------------------------------


class Endless(io.RawIOBase):
    """A body that counts how much of it was read; only so much of it exists."""

    def __init__(self, head: bytes, size: int) -> None:
        self.head, self.size, self.taken, self.largest = head, size, 0, 0

    def read(self, size: int = -1) -> bytes:
        size = self.size - self.taken if size < 0 else min(size, self.size - self.taken)
        self.largest = max(self.largest, size)
        start, self.taken = self.taken, self.taken + size
        return (self.head[start : start + size] + b"x" * size)[:size]


def body(desk: Client, size: int, announced: int | None = None) -> tuple[HttpResponse, Endless]:
    """What the desk answers to a body of so many bytes, and how much of it was read."""
    token = "t" * 32
    head = (
        f'--x\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
        '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    )
    stream = Endless(head.encode(), size)
    answer = desk.post(
        ADDRESS,
        data=b"",
        content_type=FORM,
        CONTENT_TYPE=FORM,
        CONTENT_LENGTH=str(size if announced is None else announced),
        **{"wsgi.input": stream},
    )
    return answer, stream


def test_a_body_that_is_too_large_is_thrown_away_as_it_comes(desk: Client) -> None:
    answer, stream = body(desk, 30 * 1024 * 1024)
    assert "too large: at most 20 MB" in told(answer, 413)
    assert why() == "too_large"
    assert stream.taken == stream.size
    assert stream.largest <= 1024 * 1024


def test_a_body_that_is_far_too_large_is_not_read_at_all(desk: Client) -> None:
    answer, stream = body(desk, 40, announced=10**12)
    assert "too large" in told(answer, 413)
    assert stream.taken == 0


def test_a_body_that_lies_about_its_length_is_stopped_at_the_limit(specialist: Worker) -> None:
    handler = receiving.Arriving(RequestFactory().post("/", CONTENT_LENGTH="10"))
    handler.new_file("file", "a.csv", "text/csv", None)
    for start in range(0, arrivals.MOST_BYTES, 1024 * 1024):
        handler.receive_data_chunk(bytes(1024 * 1024), start)
    assert not handler.too_large
    handler.receive_data_chunk(b"x", arrivals.MOST_BYTES)
    assert handler.too_large
    assert handler.file.tell() == arrivals.MOST_BYTES
    assert handler.file_complete(arrivals.MOST_BYTES + 1) is None


def test_files_of_one_form_count_together(specialist: Worker) -> None:
    handler = receiving.Arriving(RequestFactory().post("/"))
    opened = []
    for _ in range(2):
        handler.new_file("file", "a.csv", "text/csv", None)
        handler.receive_data_chunk(bytes(8 * 1024 * 1024), 0)
        opened.append(handler.file_complete(8 * 1024 * 1024))
    handler.new_file("file", "a.csv", "text/csv", None)
    handler.receive_data_chunk(bytes(5 * 1024 * 1024), 0)
    assert handler.file_complete(5 * 1024 * 1024) is None
    for each in opened:
        each.close()


def test_what_no_page_asked_for_is_not_written_anywhere(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(uploadedfile, "TemporaryUploadedFile", pytest.fail)
    big = file(bytes(2_000_000), "a.csv")
    answer = client.post("/en/staff/sign-in/", {"username": "a", "password": "b", "file": big})
    assert answer.status_code == 422
    assert not [each for each in tmp_path.rglob("*") if each.is_file()]


@pytest.mark.parametrize("where", ["/en/staff/sign-in/", "/en/staff/cases/", "/en/calculate/"])
def test_a_body_larger_than_any_form_is_not_read(where: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "t" * 32
    stream = Endless(b"", 300 * 1024 * 1024)
    answer = client.post(
        where,
        data=b"",
        content_type=FORM,
        CONTENT_TYPE=FORM,
        CONTENT_LENGTH=str(stream.size),
        **{"wsgi.input": stream},
    )
    assert answer.status_code >= 400
    assert stream.taken == 0


def test_of_whoever_is_signed_out_only_the_name_of_a_file_is_kept(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "Arriving", pytest.fail)
    answer = sent(client, families(1))
    assert answer.status_code == 401
    assert not receiving.files_dir().exists() or not list(receiving.files_dir().iterdir())


def test_a_file_thrown_away_has_its_name_and_nothing_else() -> None:
    handler = receiving.ThrownAway(RequestFactory().post("/"))
    handler.new_file("file", "a.csv", "text/csv", None)
    assert handler.receive_data_chunk(b"x" * 100, 0) is None
    left = handler.file_complete(100)
    assert (left.name, left.size, left.read()) == ("a.csv", 0, b"")


@pytest.mark.parametrize("length", ["", "x", "-5", "١٢"])
def test_a_length_that_is_none_is_no_length(length: str) -> None:
    request = RequestFactory().post("/")
    request.META["CONTENT_LENGTH"] = length
    assert not receiving.is_hopeless(request)


@pytest.mark.parametrize(
    "content",
    [
        b'--x\r\nContent-Disposition: form-data; name="on"\r\n\r\n' + b"1" * 3_000_000,
        b"no parts at all",
        b'--x\r\nContent-Disposition: form-data; name="on"; filename="a.csv"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n!\r\n--x--\r\n",
    ],
)
def test_a_form_that_cannot_be_read_is_told(content: bytes, desk: Client) -> None:
    answer = desk.post(ADDRESS, data=content, content_type=FORM)
    assert answer.status_code == 422
    assert not Upload.objects.exists()


def test_a_hundred_files_at_once_are_refused(desk: Client) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\ntrack\r\n'
    answer = desk.post(ADDRESS, data=part * 101 + b"--x--\r\n", content_type=FORM)
    assert "send it again" in told(answer)


def test_a_centre_cannot_fill_the_queue(
    desk: Client, specialist: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_WAITING", 2)
    for _ in range(2):
        kept(specialist, families(1))
    answer = sent(desk, families(1))
    assert answer.status_code == 422
    assert "wait for them" in answer.content.decode()
    assert why() == "queue"
    background.work()
    assert sent(desk, families(1)).status_code == 302


def test_a_file_there_is_no_room_for_is_not_even_looked_at(
    desk: Client, specialist: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_WAITING", 0)
    monkeypatch.setattr(arrivals, "checked", pytest.fail)
    assert "wait for them" in told(sent(desk, families(1)))


def test_one_file_is_looked_at_at_a_time(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(turns.time, "monotonic", lambda: sum(waited))
    monkeypatch.setattr(turns.time, "sleep", waited.append)
    with (receiving.files_dir() / "look.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "Another file is being looked at" in told(sent(desk, families(1)))
    assert why() == "busy"
    assert turns.LONGEST_WAIT <= sum(waited) < 2 * turns.LONGEST_WAIT
    assert sent(desk, families(1)).status_code == 302


def test_every_problem_of_a_file_has_words_on_its_page_and_on_record(specialist: Worker) -> None:
    problems = set(get_args(FileProblem))
    assert set(words.REFUSALS) == set(words.ON_RECORD) == problems
    upload = kept(specialist, families(1))
    for problem in problems:
        upload.state, upload.message = Upload.State.REFUSED, problem
        assert pages.progress(upload)["why"] == words.REFUSALS[problem]
        assert entry_words.VALUES["why"][problem] == words.ON_RECORD[problem]


@pytest.mark.parametrize(
    ("content", "on", "code"), [(b"", "", "empty"), (b"track\n", "x", "wrong_day")]
)
def test_a_form_that_is_refused_stands_on_record_with_its_reason(
    content: bytes, on: str, code: str, desk: Client
) -> None:
    sent(desk, content, on=on)
    assert why() == code
    assert code in entry_words.VALUES["why"]


def test_a_closed_centre_uploads_nothing(desk: Client, specialist: Worker) -> None:
    specialist.centre.is_open = False
    specialist.centre.save()
    answer = sent(desk, families(1))
    assert answer.status_code != 302
    assert not Upload.objects.exists()


def test_whoever_is_signed_out_leaves_no_file_behind(client: Client) -> None:
    sent(client, families(1))
    assert not Upload.objects.exists()
    assert not list(receiving.files_dir().iterdir())


# --- anything ------------------------------------------------------------------------------------


def _hostile_texts() -> Iterator[bytes]:
    yield b'"'
    yield b"track\r" * 10
    yield b"track;origin\n\xc3\n"
    yield b"track\n\x00"


@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(content=st.binary(min_size=1, max_size=300), name=st.sampled_from(["a.csv", "a.xlsx"]))
@example(content=b'"', name="a.csv")
@example(content=b"PK\x03\x04", name="a.xlsx")
def test_any_bytes_are_taken_or_refused_with_a_word(
    content: bytes, name: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    for each in (content, b"track,origin\n" + content, *_hostile_texts()):
        path.write_bytes(each)
        try:
            found: int | BadFile = arrivals.checked(path, name)
        except BadFile as error:
            found = error
        if isinstance(found, BadFile):
            assert str(found)
            assert str(path) not in str(found)
        else:
            assert found > 0


def test_what_was_accepted_is_worked_out(desk: Client, specialist: Worker) -> None:
    hostile = {**GOOD, "track": "=cmd|' /C calc'!A1", "note": "\x1b[2J\u202e\U0001f4a3"}
    upload = kept(specialist, written([hostile, GOOD]))
    background.work()
    upload.refresh_from_db()
    assert (upload.state, upload.rows_wrong) == ("done", 1)
    assert desk.get(f"{ADDRESS}{upload.pk}/?verdict=error").status_code == 200


def test_a_workbook_that_claims_less_than_it_holds_is_refused(
    desk: Client, workbook: bytes
) -> None:
    lying = bytearray(repacked(workbook, {"xl/worksheets/sheet2.xml": b"<x>" * 10_000}))
    with zipfile.ZipFile(io.BytesIO(bytes(lying))) as parts:
        assert parts.getinfo("xl/worksheets/sheet2.xml").file_size == 30_000
    lying[:] = bytes(lying).replace((30_000).to_bytes(4, "little"), (3).to_bytes(4, "little"))
    assert told(sent(desk, bytes(lying), "in.xlsx"))
    assert why() == "damaged"
