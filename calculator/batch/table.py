"""What every file comes down to: a heading, and numbered rows of cells under it."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Literal, NamedTuple

from calculator.rules.errors import QonysError

STANDARD = "-"
"""Standard input or output, in the place of a path."""

WORKBOOK = ".xlsx"
ENDINGS = (".csv", WORKBOOK)

Cell = str | int | float | date | datetime | time | timedelta
"""CSV has texts only; a workbook has numbers, days and yes or no as well."""


FileProblem = Literal[
    "ending",
    "content",
    "unreadable",
    "unwritable",
    "empty",
    "encoding",
    "nul",
    "open_quote",
    "long_row",
    "many_lines",
    "encrypted",
    "macro",
    "damaged",
    "unfolds",
    "header",
    "columns",
    "no_rows",
    "rows",
    "queue",
    "busy",
    "broke_off",
]
"""What can be wrong with a file, whoever looks at it."""


class BadFile(QonysError):
    """A file cannot be read or written. Its text is one sentence in the active language.

    `code` is the same for whoever keeps a record of it.
    """

    def __init__(self, text: str, code: FileProblem) -> None:
        super().__init__(text)
        self.code = code


class Limits(NamedTuple):
    """What a file may take at most, where it comes from strangers; None is what memory allows.

    `row` is how many characters a row of CSV may have, with all its lines; `lines` how many lines
    all rows together, the empty ones among them; `unpacked` how many bytes a workbook may unfold
    into, `cells` how many cells the rectangle of its sheet may hold.
    """

    row: int | None = None
    lines: int | None = None
    unpacked: int | None = None
    cells: int | None = None


NO_LIMITS = Limits()


class Dialect(NamedTuple):
    """How a CSV file is written, so that its answer can be written alike."""

    delimiter: str = ","
    newline: str = "\r\n"
    mark: str = ""


class Table(NamedTuple):
    """A file while it is read. Rows are counted as a spreadsheet counts them, from 1.

    `typed` where cells are not all texts; `total` is how many rows there are, where that is known.
    """

    header: list[Cell]
    rows: Iterator[tuple[int, list[Cell]]]
    total: int | None
    dialect: Dialect
    typed: bool = False


def text_of(cell: Cell) -> str:
    """A cell as a CSV file would have it: 7.0 is 7, a date cell 2026-03-01, true is yes."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return str(cell)


def fact_of(cell: Cell) -> str:
    """A cell as the value of a fact: of a day and an hour only the day counts."""
    return text_of(cell.date() if isinstance(cell, datetime) else cell)


def ending(path: str) -> str:
    """What a path ends in: `.csv`, `.xlsx`; standard input and output are CSV."""
    return ".csv" if path == STANDARD else Path(path).suffix.lower()


def default_target(source: str) -> str:
    """Where the answer goes where nothing is said: `families-assessed.csv`."""
    if source == STANDARD:
        return STANDARD
    path = Path(source)
    return str(path.parent / f"{path.stem}-assessed{path.suffix}")
