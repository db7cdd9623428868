"""Write the rows of an answer as a workbook of one sheet.

Texts are written as texts, so that none becomes a formula; numbers, days and yes or no stay what
they are. Rows go to disk as they come.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from math import isfinite
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext
from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxWriterException

from calculator.batch.table import BadFile, Cell, text_of

FORMATS: dict[type, str] = {
    datetime: "yyyy-mm-dd hh:mm:ss",
    date: "yyyy-mm-dd",
    time: "hh:mm:ss",
    timedelta: "[h]:mm:ss",
}


def write_sheet(rows: Iterable[list[Cell]], path: Path) -> None:
    """Write `rows` into a workbook at `path`. Raises OSError, or BadFile where they do not fit."""
    try:
        with (
            TemporaryDirectory() as folder,
            Workbook(str(path), {"constant_memory": True, "tmpdir": folder}) as book,
        ):
            _Sheet(book).write(rows)
    except XlsxWriterException as error:
        raise OSError(str(error)) from error


class _Sheet:
    """The only sheet of a workbook, and its ways of writing time."""

    def __init__(self, book: Workbook) -> None:
        self.sheet = book.add_worksheet()
        self.formats = {
            kind: book.add_format({"num_format": code}) for kind, code in FORMATS.items()
        }

    def write(self, rows: Iterable[list[Cell]]) -> None:
        """Write all rows from the first on."""
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if cell != "" and self._put(row, column, cell):
                    raise _does_not_fit(row + 1, column + 1)

    def _put(self, row: int, column: int, cell: Cell) -> int:
        """Write one cell; anything but 0 says that it does not fit."""
        if isinstance(cell, bool):
            return int(self.sheet.write_boolean(row, column, cell))
        if isinstance(cell, int | float) and isfinite(cell):
            return int(self.sheet.write_number(row, column, cell))
        if type(cell) in self.formats:
            return int(self.sheet.write_datetime(row, column, cell, self.formats[type(cell)]))
        return int(self.sheet.write_string(row, column, text_of(cell)))


def _does_not_fit(row: int, column: int) -> BadFile:
    return BadFile(
        gettext(
            "Row %(row)s, column %(column)s does not fit into XLSX, which holds 1 048 576 rows "
            "of 16 384 cells of 32 767 characters: write the output as .csv."
        )
        % {"row": row, "column": column},
        "unwritable",
    )
