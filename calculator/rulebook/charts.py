"""The geometry of a figure's history: a line with one step for each dated value.

All is in whole units of the drawing's own view box; templates hold no arithmetic.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from calculator.rules.calendar import ONE_DAY
from calculator.rules.law import Law
from calculator.wording.figures import number

Part = Mapping[str, Any]

WIDTH = 320
# From the highest value down to the line that stands for nothing. Several lines need more room
# between them: the values of each stand above it.
TOP, FOOT, FOOT_OF_SEVERAL = 18, 84, 150
UNDER_FOOT = 16
# A label is written this far above its line, and needs about this much room to the right.
ABOVE, ROOM = 4, 52
# Where several lines are told apart, each has its label behind its end, in the middle of it.
MARGIN, GAP, MIDDLE = 22, 3, 3


class Point(NamedTuple):
    """A value and the days it stands for."""

    start: date
    until: date
    value: int | Decimal


class Label(NamedTuple):
    """Words in the drawing, and where they stand."""

    x: int
    y: int
    anchor: str
    text: str


class Line(NamedTuple):
    """One history: what to draw, and its place among the lines, which decides on its dashes."""

    place: int
    path: str
    who: str


def step_chart(brackets: Sequence[Part], law: Law, *, money: bool) -> dict[str, Any] | None:
    """The histories of a figure, one line for each size of family; money is drawn in tenge.

    None where nothing ever changed: a flat line tells nobody anything.
    """
    lines = [_points(bracket, law, money=money) for bracket in brackets]
    if all(len({point.value for point in line}) < 2 for line in lines):  # noqa: PLR2004
        return None
    scale = _Scale(law.first_day, law.last_day, lines)
    return {
        "width": WIDTH,
        "height": scale.foot + UNDER_FOOT,
        "foot": scale.foot,
        "money": money,
        "lines": [
            Line(place, scale.path(line), bracket["who"])
            for place, (line, bracket) in enumerate(zip(lines, brackets, strict=True), 1)
        ],
        "labels": _labels(lines, brackets, scale),
        "years": [
            Label(x, scale.foot + UNDER_FOOT - 3, "start", year) for year, x in scale.years()
        ],
        "later": scale.after(law.last_known_day) if money else None,
    }


class _Scale:
    """Days from left to right, values from the foot up."""

    def __init__(self, first: date, last: date, lines: Sequence[Sequence[Point]]) -> None:
        self.first, self.last = first, last
        self.days = (last - first).days + 1
        self.most = max(point.value for line in lines for point in line)
        several = len(lines) > 1
        self.width = WIDTH - MARGIN if several else WIDTH
        self.foot = FOOT_OF_SEVERAL if several else FOOT

    def x(self, day: date) -> int:
        return (day - self.first).days * self.width // self.days

    def y(self, value: int | Decimal) -> int:
        return self.foot - int(value * (self.foot - TOP) / self.most)

    def path(self, points: Sequence[Point]) -> str:
        """Along each value, then up or down to the next one."""
        drawn, reached = [], None
        for point in points:
            start, end = self.x(point.start), self.x(point.until + ONE_DAY)
            step = "V" if reached == start else f"M{start} "
            drawn.append(f"{step}{self.y(point.value)}H{end}")
            reached = end
        return "".join(drawn)

    def after(self, day: date) -> dict[str, int]:
        """The box of the days after one."""
        x = self.x(day + ONE_DAY)
        return {"x": x, "y": 1, "width": self.width - x - 1, "height": self.foot - 1}

    def years(self) -> Iterator[tuple[str, int]]:
        for year in range(self.first.year, self.last.year + 1):
            yield str(year), self.x(max(date(year, 1, 1), self.first))


def _points(bracket: Part, law: Law, *, money: bool) -> list[Point]:
    """The values of one line as far as the drawing goes."""
    found = []
    for value in bracket["values"]:
        if money:
            pieces = [(each["from"], each["until"], each["sum"]) for each in value["tenge"]]
        else:
            pieces = [(value["from"], value["until"], Decimal(value["value"]))]
        for start, until, number_ in pieces:
            end = date.fromisoformat(until) if until else law.last_day
            found.append(Point(date.fromisoformat(start), min(end, law.last_day), number_))
    return [point for point in found if point.start <= point.until]


def _labels(
    lines: Sequence[Sequence[Point]], brackets: Sequence[Part], scale: _Scale
) -> list[Label]:
    """Of one line each new value; of several the first and the last, and the family at its end."""
    if len(lines) > 1:
        return [
            label
            for line, bracket in zip(lines, brackets, strict=True)
            if line
            for label in _ends(line, bracket["short"], scale)
        ]
    labels, before = [], None
    for point in lines[0]:
        if point.value != before:
            x, y = scale.x(point.start), scale.y(point.value) - ABOVE
            near_the_end = x > WIDTH - ROOM
            anchor, at = ("end", WIDTH) if near_the_end else ("start", x)
            labels.append(Label(at, y, anchor, number(point.value)))
        before = point.value
    return labels


def _ends(line: Sequence[Point], who: str, scale: _Scale) -> Iterator[Label]:
    """What a line begins and ends with, and for whom it is."""
    first, last = line[0], line[-1]
    if first.value != last.value:
        yield Label(
            scale.x(first.start), scale.y(first.value) - ABOVE, "start", number(first.value)
        )
    yield Label(scale.width, scale.y(last.value) - ABOVE, "end", number(last.value))
    yield Label(scale.width + GAP, scale.y(last.value) + MIDDLE, "start", who)
