"""Files of families to test with, and a way to upload them."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import HttpResponse
from django.test import Client

from calculator.staff.files import background
from calculator.staff.files import uploads as files
from calculator.staff.models import Upload, Worker
from tests.staff.desk import by
from tests.web.conftest import TODAY

GOOD = {
    "on": "2026-06-15",
    "track": "resettler",
    "origin": "turkistan",
    "destination": "north-kazakhstan",
    "settlement": "rural",
    "settlement_listed": "yes",
    "job_seeker": "yes",
    "registered_12_months": "yes",
    "members": "self:34;spouse:32;child:7",
}
NAME = "отбасылар.csv"
ADDRESS = "/en/staff/files/"

Row = Mapping[str, str]


def written(rows: Iterable[Row], delimiter: str = ",") -> bytes:
    """Rows as a CSV file."""
    listed = [*rows]
    text = io.StringIO()
    names = dict.fromkeys(name for row in listed for name in row)
    writer = csv.DictWriter(text, list(names), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(listed)
    return text.getvalue().encode()


def families(count: int, **facts: str) -> bytes:
    """A file of so many families, all alike."""
    return written([{**GOOD, **facts}] * count)


def book(path: Path, rows: Iterable[Iterable[str]]) -> bytes:
    """Rows of texts as a workbook."""
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet()
        for number, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                sheet.write_string(number, column, cell)
    return path.read_bytes()


def repacked(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """A workbook with some of its parts changed, and others added."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return target.getvalue()


def file(content: bytes, name: str = NAME) -> UploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content)


def kept(worker: Worker, content: bytes, name: str = NAME, on: date = TODAY) -> Upload:
    """A file that waits to be worked out."""
    return files.keep(files.Arrived(file(content, name), on), by=by(worker))


def worked_out(worker: Worker, content: bytes, name: str = NAME) -> Upload:
    """A file that was worked out."""
    upload = kept(worker, content, name)
    background.work()
    upload.refresh_from_db()
    return upload


def sent(client: Client, content: bytes, name: str = NAME, **fields: str) -> HttpResponse:
    """What the desk answers to a file."""
    return client.post(ADDRESS, {"file": file(content, name), **fields})
