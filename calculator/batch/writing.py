"""Write the rows of an answer: CSV, row by row, or a workbook.

A file is written under another name beside its own and takes its own name once it is whole, so
that a good answer is never replaced by half of one.
"""

import csv
import errno
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from shutil import copymode
from typing import TextIO
from uuid import uuid4

from django.utils.translation import gettext

from calculator.batch.table import (
    ENDINGS,
    STANDARD,
    WORKBOOK,
    BadFile,
    Cell,
    Table,
    ending,
    text_of,
)

RFC_4180 = "\r\n"


def check_target(target: str, source: str) -> None:
    """Raises BadFile where `target` cannot be an answer to `source`."""
    if ending(target) not in ENDINGS:
        raise BadFile(
            gettext("«%(file)s» cannot be written: its name must end in .csv or .xlsx.")
            % {"file": target},
            "ending",
        )
    if _same(target, source):
        raise BadFile(
            gettext("«%(file)s» cannot be both read and written: name another output.")
            % {"file": target},
            "unwritable",
        )


def _same(target: str, source: str) -> bool:
    if STANDARD in {target, source}:
        return False
    one, other = Path(target), Path(source)
    return one.exists() and other.exists() and one.samefile(other)


def write(rows: Iterable[list[Cell]], target: str, table: Table) -> None:
    """Write `rows`, the answer to `table`, to `target`, a path or `-`.

    Raises BadFile, and then leaves what was there before; BrokenPipeError where nobody reads on.
    """
    if target == STANDARD:
        _write_standard(rows, table)
        return
    try:
        with _once_whole(Path(target)) as path:
            _write_file(rows, path, ending(target), table)
    except OSError as error:
        raise _unwritable(target, error) from error


def _write_file(rows: Iterable[list[Cell]], path: Path, kind: str, table: Table) -> None:
    if kind == WORKBOOK:
        # Few need it, and it takes memory.
        from calculator.batch.sheet import write_sheet  # noqa: PLC0415

        write_sheet(rows, path)
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            _write_csv(rows, file, table)


def _write_standard(rows: Iterable[list[Cell]], table: Table) -> None:
    file = TextIOWrapper(sys.stdout.buffer, "utf-8", newline="")
    try:
        _write_csv(rows, file, table)
        file.detach().flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _unwritable(STANDARD, error) from error


def _write_csv(rows: Iterable[list[Cell]], file: TextIO, table: Table) -> None:
    """As the input was written, where that was CSV."""
    dialect = table.dialect
    file.write(dialect.mark)
    lines = file if dialect.newline == RFC_4180 else _Lines(file, dialect.newline)
    writer = csv.writer(lines, delimiter=dialect.delimiter, lineterminator=RFC_4180)
    if table.typed:
        rows = ([text_of(cell) for cell in row] for row in rows)
    writer.writerows(rows)


class _Lines:
    """Ends lines in another way. The writer itself quotes line breaks in cells only in its own."""

    def __init__(self, file: TextIO, newline: str) -> None:
        self.file, self.newline = file, newline

    def write(self, line: str) -> int:
        return self.file.write(line.removesuffix(RFC_4180) + self.newline)


@contextmanager
def _once_whole(target: Path) -> Iterator[Path]:
    """A path to write to that becomes `target` when all has gone well, and else is removed."""
    target = target.resolve()
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    if target.exists() and not target.is_file():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    part = target.with_name(f".{uuid4().hex}.part")
    part.touch(exist_ok=False)
    try:
        yield part
        if target.exists():
            copymode(target, part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _unwritable(target: str, error: OSError) -> BadFile:
    return BadFile(
        gettext("«%(file)s» cannot be written: %(reason)s.")
        % {"file": target, "reason": error.strerror or str(error)},
        "unwritable",
    )
