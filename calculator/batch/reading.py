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
            pace = _Pace(source, limits.row)
            yield _table(source, _clean(source, pace.bounded(lines)), pace)


def unreadable(source: str, error: OSError) -> BadFile:
    """Why the system does not give a file out."""
    texts = {"file": source, "reason": error.strerror or str(error)}
    if isinstance(error, FileNotFoundError):
        return BadFile(gettext("There is no file «%(file)s».") % texts)
    if isinstance(error, IsADirectoryError):
        return BadFile(gettext("«%(file)s» is a folder, not a file.") % texts)
    return BadFile(gettext("«%(file)s» cannot be read: %(reason)s.") % texts)


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
    """How much was read since the last row ended: a row without an end would fill all memory."""

    def __init__(self, source: str, most: int | None) -> None:
        self.source, self.most = source, most
        self.read = 0

    def bounded(self, lines: TextIOWrapper) -> Iterable[str]:
        """The lines as they are where there is no limit. Raises BadFile where a row goes over."""
        return lines if self.most is None else self._counted(lines, self.most)

    def _counted(self, lines: TextIOWrapper, most: int) -> Iterator[str]:
        for line in iter(partial(lines.readline, most + 1), ""):
            self.read += len(line)
            if self.read > most:
                raise BadFile(
                    gettext(
                        "In «%(file)s» a row has more than %(most)s characters: "
                        "is it a file of families?"
                    )
                    % {"file": self.source, "most": most},
                    "long_row",
                )
            yield line


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
            gettext("«%(file)s» is not UTF-8 text after line %(line)s: save it as CSV UTF-8.")
            % {"file": source, "line": number},
            "encoding",
        ) from error
    except OSError as error:
        raise unreadable(source, error) from error


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
