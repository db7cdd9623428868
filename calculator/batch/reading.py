"""Open a file of families: CSV, row by row, or a workbook."""

import csv
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext

from calculator.batch.table import (
    ENDINGS,
    NO_LIMITS,
    STANDARD,
    WORKBOOK,
    BadFile,
    Cell,
    Dialect,
    Limits,
    Table,
    ending,
)

MARK = "\ufeff"
"""The byte order mark, by which spreadsheets know UTF-8."""

END = "\0"
"""Stands after the last row. A quotation mark that is never closed swallows it, and so shows."""

LONGEST_HEADER = 100
"""Lines that a heading may be broken over, inside quotation marks."""

_BREAK = re.compile(rb"\r\n|\r|\n")
_QUOTED = re.compile(r'"[^"]*"')


def check_source(source: str) -> None:
    """Raises BadFile where `source` is not called like a file of families."""
    if ending(source) not in ENDINGS:
        raise BadFile(
            gettext("«%(file)s» cannot be read: its name must end in .csv or .xlsx.")
            % {"file": source},
            "ending",
        )


@contextmanager
def opened(source: str, limits: Limits = NO_LIMITS) -> Iterator[Table]:
    """The file of families at a path, or on standard input. Raises BadFile."""
    if ending(source) == WORKBOOK:
        # Few need it, and it takes memory.
        from calculator.batch.workbook import workbook  # noqa: PLC0415

        yield workbook(source, limits)
    else:
        with _lines(source) as lines:
            pace = _Pace(source, limits)
            yield _table(source, _clean(source, pace.bounded(lines)), pace)


def unreadable(source: str, error: OSError) -> BadFile:
    """Why the system does not give a file out."""
    texts = {"file": source, "reason": error.strerror or str(error)}
    text = gettext("«%(file)s» cannot be read: %(reason)s.")
    if isinstance(error, FileNotFoundError):
        text = gettext("There is no file «%(file)s».")
    if isinstance(error, IsADirectoryError):
        text = gettext("«%(file)s» is a folder, not a file.")
    return BadFile(text % texts, "unreadable")


@contextmanager
def _lines(source: str) -> Iterator[TextIOWrapper]:
    """The file as text, its line breaks as they are."""
    with ExitStack() as closing:
        try:
            file = _binary(source)
        except OSError as error:
            raise unreadable(source, error) from error
        lines = TextIOWrapper(file, "utf-8", newline="")
        # Standard input is not ours to close.
        closing.callback(lines.detach if source == STANDARD else lines.close)
        yield lines


def _binary(source: str) -> BinaryIO:
    return sys.stdin.buffer if source == STANDARD else Path(source).open("rb")


class _Pace:
    """How much was read since the last row ended: a row without an end would fill all memory.

    And how many lines in all: millions that say nothing would take long to pass over.
    """

    def __init__(self, source: str, limits: Limits) -> None:
        self.source, self.limits = source, limits
        self.read = 0

    def bounded(self, lines: TextIOWrapper) -> Iterable[str]:
        """The lines as they are where there is no limit. Raises BadFile where one is passed."""
        row, most = self.limits.row, self.limits.lines
        return lines if row is None or most is None else self._counted(lines, row, most)

    def _counted(self, lines: TextIOWrapper, row: int, most: int) -> Iterator[str]:
        for number, line in enumerate(iter(partial(lines.readline, row + 1), ""), 1):
            self.read += len(line)
            if self.read > row:
                raise self._long_row(row)
            if number > most:
                raise self._many_lines(most)
            yield line

    def _long_row(self, most: int) -> BadFile:
        text = gettext(
            "In «%(file)s» a row has more than %(most)s characters: is it a file of families?"
        )
        return BadFile(text % {"file": self.source, "most": most}, "long_row")

    def _many_lines(self, most: int) -> BadFile:
        text = gettext(
            "«%(file)s» has more than %(most)s lines, the empty ones counted: "
            "remove empty rows, or divide it into several files."
        )
        return BadFile(text % {"file": self.source, "most": most}, "many_lines")


def _clean(source: str, lines: Iterable[str]) -> Iterator[str]:
    """The lines of a text. Raises BadFile where it turns out to be none."""
    number = 0
    try:
        for number, line in enumerate(lines, 1):
            if END in line:
                raise BadFile(
                    gettext("«%(file)s» is not a text: line %(line)s has a NUL byte.")
                    % {"file": source, "line": number},
                    "nul",
                )
            yield line
    except UnicodeDecodeError as error:
        raise BadFile(
            gettext("«%(file)s» is not UTF-8 text in line %(line)s: save it as CSV UTF-8.")
            % {"file": source, "line": number + 1 + _breaks_before(error)},
            "encoding",
        ) from error
    except OSError as error:
        raise unreadable(source, error) from error


def _breaks_before(error: UnicodeDecodeError) -> int:
    """How many line breaks stand before what is no text, in the piece that was read last."""
    return len(_BREAK.findall(error.object[: error.start]))


def _table(source: str, lines: Iterator[str], pace: _Pace) -> Table:
    head = _head(lines)
    mark = MARK if head[:1] and head[0].startswith(MARK) else ""
    head[:1] = [line.removeprefix(MARK) for line in head[:1]]
    dialect = Dialect(_delimiter("".join(head)), _newline(head), mark)
    rows = _rows(source, chain(head, lines), dialect.delimiter, pace)
    _, header = next(rows, (0, []))
    if not header:
        raise empty(source)
    return Table(header, rows, None, dialect)


def empty(source: str) -> BadFile:
    """A file in which nothing stands."""
    return BadFile(gettext("«%(file)s» is empty.") % {"file": source}, "empty")


def _head(lines: Iterator[str]) -> list[str]:
    """The lines of the heading, which is one row but may have breaks inside quotation marks."""
    head: list[str] = []
    quotes = 0
    for line in lines:
        head.append(line)
        quotes += line.count('"')
        whole = quotes % 2 == 0 and line.strip(f"{MARK} \t\r\n")
        if whole or len(head) == LONGEST_HEADER:
            break
    return head


def _delimiter(head: str) -> str:
    """Whichever of the two there is more of, outside quotation marks."""
    bare = _QUOTED.sub("", head)
    return ";" if bare.count(";") > bare.count(",") else ","


def _newline(head: list[str]) -> str:
    return "\n" if head and head[-1].endswith("\n") and not head[-1].endswith("\r\n") else "\r\n"


def _rows(
    source: str, lines: Iterable[str], delimiter: str, pace: _Pace
) -> Iterator[tuple[int, list[Cell]]]:
    """The rows in which anything stands. Raises BadFile where they cannot be told apart."""
    number = 0
    cells: list[Any] = [END]
    rows: Iterator[list[Any]] = csv.reader(chain(lines, [END]), delimiter=delimiter)
    try:
        for number, cells in enumerate(rows, 1):
            if cells and END in cells[-1]:
                break
            pace.read = 0
            if any(map(str.strip, cells)):
                yield number, cells
    except csv.Error as error:
        raise _open_quote(source, number + 1) from error
    if cells != [END]:
        raise _open_quote(source, number)


def _open_quote(source: str, row: int) -> BadFile:
    return BadFile(
        gettext(
            "In «%(file)s», row %(row)s has a quotation mark that is not closed, "
            "or a cell of more than %(most)s characters."
        )
        % {"file": source, "row": row, "most": csv.field_size_limit()},
        "open_quote",
    )
