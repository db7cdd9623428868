"""The geometry of map and charts. Templates draw them, and hold no arithmetic.

All is in whole units of an SVG's own view box.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from calculator.regions.records import Tile

WIDTH = 320
HEIGHT = 140
TOP, BOTTOM = 16, 112
LABELS = 134
# Between a bar and the number on it.
ABOVE, BELOW = 3, 9
# So many groups of columns have room for their numbers; the table has them all.
MOST_GROUPS = {1: 12, 2: 6}

# Of the map; the template draws tiles of 52 by 62 with a badge as wide as high.
TILE_WIDTH, BADGE = 52, 16
STEP_ACROSS, STEP_DOWN = 54, 66


class Box(NamedTuple):
    """A tile: its corner, the middle of its texts, and the line each of them stands on."""

    x: int
    y: int
    middle: int
    badge: int
    letter: int
    name: int
    places: int
    came: int


class Bar(NamedTuple):
    """A bar and the number at its end; without a height only what stands in its place."""

    x: int
    y: int
    width: int
    height: int
    middle: int
    text_y: int
    text: str
    kind: str


class Label(NamedTuple):
    """A year under its bars."""

    middle: int
    text: str


class Chart(NamedTuple):
    """Bars on a line, with years under them."""

    bars: Sequence[Bar]
    labels: Sequence[Label]
    foot: int
    width: int = WIDTH
    height: int = HEIGHT
    label_y: int = LABELS


class Column(NamedTuple):
    """One figure to draw: how much, what is written at it, and how it is filled."""

    value: int | None
    text: str
    kind: str = ""


def box(tile: Tile) -> Box:
    """Where a tile and its texts stand."""
    x, y = (tile.column - 1) * STEP_ACROSS + 1, (tile.row - 1) * STEP_DOWN + 2
    middle = x + TILE_WIDTH // 2
    return Box(x, y, middle, middle - BADGE // 2, y + 12, y + 28, y + 43, y + 56)


def map_size(tiles: Mapping[str, Tile]) -> tuple[int, int]:
    """Width and height of the whole map."""
    columns = max(tile.column for tile in tiles.values())
    rows = max(tile.row for tile in tiles.values())
    return columns * STEP_ACROSS, rows * STEP_DOWN


def columns_chart(groups: Mapping[int, Sequence[Column]]) -> Chart:
    """Groups of columns by year, above and below one line; the last years where there are many."""
    across = max((len(group) for group in groups.values()), default=1)
    shown = dict(list(groups.items())[-MOST_GROUPS[across] :])
    values = [each.value for group in shown.values() for each in group if each.value is not None]
    most, least = max(0, *values), min(0, *values)
    span = most - least or 1
    foot = TOP + most * (BOTTOM - TOP) // span
    step = WIDTH // max(len(shown), 1)
    bars = [
        bar
        for place, group in enumerate(shown.values())
        for bar in _group(group, place * step, step, foot, span)
    ]
    labels = [Label(place * step + step // 2, str(year)) for place, year in enumerate(shown)]
    return Chart(bars, labels, foot)


def _group(group: Sequence[Column], x: int, step: int, foot: int, span: int) -> list[Bar]:
    width = (step * 4 // 5) // max(len(group), 1)
    margin = (step - width * len(group)) // 2
    return [
        _bar(each, x + margin + place * width, width, foot, span)
        for place, each in enumerate(group)
    ]


def _bar(column: Column, x: int, width: int, foot: int, span: int) -> Bar:
    value = column.value or 0
    height = abs(value) * (BOTTOM - TOP) // span
    height = max(height, int(value != 0))
    y = foot if value < 0 else foot - height
    text_y = y + height + BELOW if value < 0 else y - ABOVE
    kind = "none" if column.value is None else column.kind
    return Bar(x + 1, y, width - 2, height, x + width // 2, text_y, column.text, kind)
