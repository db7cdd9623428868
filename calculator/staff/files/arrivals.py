"""Look at a file that was uploaded, before anything is kept of it.

A workbook is looked at by a process of its own, which may take only so much memory and time: what
a small one unfolds into, nobody knows before. CSV is read row by row; no row may be long, nor may
there be lines without number.
"""

import json
import subprocess
import sys
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.utils.translation import get_language, gettext

from calculator.batch import BadFile
from calculator.batch.columns import Columns
from calculator.batch.reading import opened
from calculator.batch.table import WORKBOOK, Limits, Table
from calculator.wording.figures import number

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 200
LIMITS = Limits(row=64 * 1024, lines=10 * MOST_ROWS, unpacked=160 * 1024 * 1024, cells=3_000_000)
# Parts of a workbook, and seconds that one may take to be looked at.
MOST_PARTS = 1_000
LONGEST_LOOK = 30

ZIP, OLD_OFFICE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
# UTF-16 and UTF-32 begin so; without a mark, every other byte of a text is 0.
WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
HEAD = 1_024


def checked(path: Path, name: str) -> int:
    """How many families are in the file at `path`, which the user calls `name`.

    Raises BadFile, in the active language and under that name, where it is not a file of families.
    """
    try:
        return _apart(path) if path.suffix == WORKBOOK else look(path)
    except BadFile as error:
        raise BadFile(str(error).replace(str(path), name), error.code) from error


def look(path: Path) -> int:
    """How many families are in the file. Raises BadFile."""
    _check_beginning(path)
    if path.suffix == WORKBOOK:
        _check_parts(path)
    with opened(str(path), LIMITS) as table:
        if len(table.header) > MOST_COLUMNS:
            raise _too_wide(len(table.header))
        Columns(table.header, typed=table.typed)
        return _counted(table)


def _counted(table: Table) -> int:
    rows = 0
    for rows, _ in enumerate(table.rows, 1):
        if rows > MOST_ROWS:
            raise BadFile(
                gettext("The file has more than %(most)s families: divide it into several files.")
                % {"most": number(MOST_ROWS)},
                "rows",
            )
    if not rows:
        raise BadFile(gettext("The file has a heading, but no families under it."), "no_rows")
    return rows


def _too_wide(columns: int) -> BadFile:
    return BadFile(
        gettext("The file has %(columns)s columns, and at most %(most)s are read.")
        % {"columns": columns, "most": MOST_COLUMNS},
        "columns",
    )


def _check_beginning(path: Path) -> None:
    """Raises BadFile where the file is not what its name says, as its first bytes show."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    zipped, is_book = head.startswith(ZIP), path.suffix == WORKBOOK
    if head.startswith(OLD_OFFICE):
        raise old_excel()
    if not head:
        raise BadFile(gettext("The file is empty."), "empty")
    if zipped and not is_book:
        raise BadFile(
            gettext("The file is called .csv, but it is a workbook: call it .xlsx."), "content"
        )
    if is_book and not zipped:
        raise BadFile(
            gettext(
                "The file is called .xlsx, but it is not a workbook: "
                "open it in a spreadsheet and save it as .xlsx or as CSV UTF-8."
            ),
            "content",
        )
    if not is_book and (head.startswith(WIDE) or b"\0" in head):
        raise BadFile(
            gettext("The file is not UTF-8 text (it may be UTF-16): save it as CSV UTF-8."),
            "encoding",
        )


def old_excel() -> BadFile:
    """A workbook of old Excel, or one under a password: they begin alike."""
    return BadFile(
        gettext(
            "The file has a password or is in the format of old Excel (.xls): "
            "save it as .xlsx without a password."
        ),
        "encrypted",
    )


def _check_parts(path: Path) -> None:
    """Raises BadFile where a workbook brings a program along, or far too many parts."""
    try:
        with ZipFile(path) as book:
            names = book.namelist()
    except (BadZipFile, NotImplementedError, ValueError, EOFError):
        return  # Whoever reads it says what is wrong.
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise BadFile(
            gettext("The workbook contains macros: save it as .xlsx, which has none."), "macro"
        )
    if len(names) > MOST_PARTS:
        raise _heavy()


def _heavy() -> BadFile:
    return BadFile(
        gettext("The workbook takes too much memory or time to open: save it as CSV UTF-8."),
        "unfolds",
    )


def _apart(path: Path) -> int:
    """`look`, in a process that can only hurt itself."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "look_at_file", str(path)]
    try:
        run = subprocess.run(  # noqa: S603
            [*command, "--lang", get_language() or settings.LANGUAGE_CODE],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=LONGEST_LOOK,
            check=True,
        )
        found = json.loads(run.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise _heavy() from error
    if "rows" in found:
        return int(found["rows"])
    raise BadFile(found["text"], found["code"])
