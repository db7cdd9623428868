"""Open a workbook: the first sheet of an .xlsx that is not hidden.

A workbook is a zip, and a small one can unfold into more than any memory holds: by what is packed
into it, or by one cell far out, since a sheet is read as the whole rectangle around its cells.
Both are looked at before it is read.
"""

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext
from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from calculator.batch.reading import empty, unreadable
from calculator.batch.table import NO_LIMITS, BadFile, Cell, Dialect, Limits, Table

MOST_BYTES = 512 * 1024 * 1024
"""What all parts of a workbook may take unpacked: about 500 000 families."""

MOST_CELLS = 20_000_000
"""What the rectangle around a sheet's cells may hold; it takes some 35 bytes a cell."""

CHUNK = 1024 * 1024
LONGEST_TAG = 64 * 1024
ENCRYPTED = 1
"""The bit of a zip's entry that says so."""

OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
"""How the files of old Office begin, and those under a password."""

# A cell with something in it, and where it stands: <c r="AB12" …> but not <c r="AB12" …/>.
_CELL = re.compile(rb"""<(?:\w+:)?c\s[^<>]*?\br=["']([A-Z]{1,3})([0-9]{1,7})["'][^<>]*(?<!/)>""")


def workbook(source: str, limits: Limits = NO_LIMITS) -> Table:
    """The first visible sheet of a workbook. Raises BadFile."""
    limits = Limits(unpacked=limits.unpacked or MOST_BYTES, cells=limits.cells or MOST_CELLS)
    try:
        with Path(source).open("rb") as file:
            _check(source, file, limits)
    except OSError as error:
        raise unreadable(source, error) from error
    sheet = _sheet(source)
    rows = _rows(source, sheet)
    first, header = next(rows, (0, []))
    if not header:
        raise empty(source)
    return Table(header, rows, _below(sheet, first), Dialect(), typed=True)


# --- before it is read -----------------------------------------------------------------------


def _check(source: str, file: BinaryIO, limits: Limits) -> None:
    """Raises BadFile where the file is none that could be read, or would take too much memory."""
    try:
        with ZipFile(file) as parts:
            entries = parts.infolist()
            if any(entry.flag_bits & ENCRYPTED for entry in entries):
                raise _locked(source)
            if sum(entry.file_size for entry in entries) > (limits.unpacked or 0):
                raise _too_large(source, limits)
            for entry in entries:
                if entry.filename.startswith("xl/worksheets/") and not entry.is_dir():
                    with parts.open(entry) as sheet:
                        _check_sheet(source, sheet, limits)
    except (BadZipFile, NotImplementedError, ValueError, EOFError, zlib.error) as error:
        file.seek(0)
        raise _locked(source) if file.read(8) == OLD_OFFICE else _damaged(source) from error


def _check_sheet(source: str, sheet: IO[bytes], limits: Limits) -> None:
    width = height = 1
    rest = b""
    while chunk := sheet.read(CHUNK):
        text = rest + chunk
        found = _CELL.findall(text)
        width = max([width, *(_column(letters) for letters in {cell[0] for cell in found})])
        height = max([height, *(int(row) for row in {cell[1] for cell in found})])
        if width * height > (limits.cells or 0):
            raise _too_large(source, limits)
        rest = text[text.rfind(b"<") :][-LONGEST_TAG:]


def _column(letters: bytes) -> int:
    """The number of a column: A is 1, Z 26, AA 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _too_large(source: str, limits: Limits) -> BadFile:
    return BadFile(
        gettext(
            "«%(file)s» is too large to be read: unpacked, a workbook may have %(bytes)s MiB "
            "and %(cells)s cells. Save it as CSV UTF-8."
        )
        % {
            "file": source,
            "bytes": (limits.unpacked or 0) // 1024 // 1024,
            "cells": limits.cells,
        },
        "unfolds",
    )


def _locked(source: str) -> BadFile:
    return BadFile(
        gettext(
            "«%(file)s» has a password or is in the format of old Excel: "
            "save it as .xlsx without a password."
        )
        % {"file": source},
        "encrypted",
    )


def _damaged(source: str) -> BadFile:
    return BadFile(
        gettext("«%(file)s» is damaged, or is not an XLSX file.") % {"file": source}, "damaged"
    )


# --- its rows --------------------------------------------------------------------------------


def _sheet(source: str) -> CalamineSheet:
    with _understood(source):
        book = CalamineWorkbook.from_path(source)
        for place, sheet in enumerate(book.sheets_metadata):
            visible = sheet.visible == SheetVisibleEnum.Visible
            if visible and sheet.typ == SheetTypeEnum.WorkSheet:
                return book.get_sheet_by_index(place)
    raise empty(source)


def _rows(source: str, sheet: CalamineSheet) -> Iterator[tuple[int, list[Cell]]]:
    """The rows in which anything stands, from column A on."""
    before: list[Cell] = [""] * (sheet.start[1] if sheet.start else 0)
    with _understood(source):
        for number, cells in enumerate(sheet.iter_rows(), 1):
            if any(not isinstance(cell, str) or cell.strip() for cell in cells):
                yield number, [*before, *cells]


def _below(sheet: CalamineSheet, row: int) -> int:
    """How many rows stand below one."""
    return sheet.end[0] + 1 - row if sheet.end else 0


@contextmanager
def _understood(source: str) -> Iterator[None]:
    """Whatever the reader of workbooks stumbles over, the file is at fault."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # a panic of Rust is no Exception
        raise _damaged(source) from error
