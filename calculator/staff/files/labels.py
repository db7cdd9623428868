"""What a row is called in the office's own list: the first column of a file that is no fact.

It may be a name. So it stands beside the file, in its folder, and is removed with it; neither the
database nor the record ever holds it. Each row has its place there, so that a page finds its own
without reading the others.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from calculator.batch.table import Cell, text_of
from calculator.intake import LONGEST_QUOTE, shown

# The most bytes that so many characters of UTF-8 can have.
PLACE = 4 * LONGEST_QUOTE

Put = Callable[[int, list[Cell]], None]


@contextmanager
def written(folder: Path, column: int | None) -> Iterator[Put]:
    """What keeps the label of a row, given its number and its cells; nothing where there is none.

    Two that work on the same file write the same.
    """
    if column is None:
        yield lambda *_: None
        return
    with os.fdopen(os.open(_path(folder), os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:

        def put(number: int, cells: list[Cell]) -> None:
            file.seek(number * PLACE)
            file.write(
                shown(text_of(cells[column])).encode("utf-8", "replace").ljust(PLACE, b"\0")
            )

        yield put


def read(folder: Path, numbers: Iterable[int]) -> dict[int, str]:
    """The labels of some rows; none of a file without such a column."""
    try:
        with _path(folder).open("rb") as file:
            return {number: _label(file, number) for number in numbers}
    except FileNotFoundError:
        return {}


def _label(file: BinaryIO, number: int) -> str:
    file.seek(number * PLACE)
    return file.read(PLACE).rstrip(b"\0").decode("utf-8", "replace")


def _path(folder: Path) -> Path:
    return folder / "labels"
