"""Files of families, streamed: each row in with all its columns, and out with what it is owed.

    done = assess_file("families.csv", "families-assessed.csv", law, today)
    done.rows, done.errors

CSV is read, worked out and written row by row, so that memory does not grow with the file.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from calculator.batch.columns import OUTPUT
from calculator.batch.desk import Desk
from calculator.batch.reading import check_source, opened
from calculator.batch.table import STANDARD, BadFile, Cell, Table, default_target
from calculator.batch.writing import check_target, write
from calculator.rules import Law

__all__ = [
    "OUTPUT",
    "STANDARD",
    "BadFile",
    "Done",
    "Row",
    "Watch",
    "assess_file",
    "default_target",
    "unwatched",
]

Row = list[Cell]
Watch = Callable[[Iterable[Row], int | None], Iterable[Row]]


class Done(NamedTuple):
    """How many rows were worked out, and how many of them had errors."""

    rows: int
    errors: int


def unwatched(rows: Iterable[Row], total: int | None) -> Iterable[Row]:  # noqa: ARG001
    """The rows as they are."""
    return rows


def assess_file(source: str, target: str, law: Law, today: date, watch: Watch = unwatched) -> Done:
    """Work out every family of `source` into `target`; each is a path, or `-`.

    `today` is the day of the rows that name none. `watch` sees the rows pass, and is told how many
    there are where that is known. Errors of rows are in the active language.
    Raises BadFile, and then leaves no half of a `target`; BrokenPipeError where nobody reads it.
    """
    check_source(source)
    check_target(target, source)
    with opened(source) as table:
        desk = Desk(table, law, today)
        rows = (desk.row(number, cells) for number, cells in table.rows)
        write(_headed(table, watch(rows, table.total)), target, table)
    return Done(desk.rows, desk.errors)


def _headed(table: Table, rows: Iterable[Row]) -> Iterator[Row]:
    yield [*table.header, *OUTPUT]
    yield from rows
