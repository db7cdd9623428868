"""Tables of figures, each with its bars. The bars are drawn by a template, which does no sums.

Widths and heights are whole units of a chart's own view box.
"""

from typing import NamedTuple

WIDTH, STEP = 320, 30
# From the top of a row: where its label stands, where its bar begins, and how high that is.
LABEL, BAR, HEIGHT = 11, 15, 9
# Signs that fit above a bar, label and number together, and those of a number among them.
FIT, LONGEST_NUMBER = 46, 16


class Row(NamedTuple):
    """One line of a table: what it is about, and its figures in words.

    Of `most`, `certain` is sure; the bar shows both.
    """

    title: str
    texts: tuple[str, ...]
    certain: int
    most: int


class Bar(NamedTuple):
    """A row as the chart draws it: what is sure from the left, the rest beside it.

    A number too long to stand above its bar, such as a range of sums, is left to the table.
    """

    label: str
    text: str
    label_y: int
    y: int
    height: int
    certain: int
    rest_x: int
    rest: int


class Chart(NamedTuple):
    """All bars of a table."""

    width: int
    height: int
    bars: list[Bar]


class Table(NamedTuple):
    """A table with its chart. `name` is its anchor; `legend` tells the two parts of a bar."""

    name: str
    title: str
    header: tuple[str, ...]
    rows: list[Row]
    notes: tuple[str, ...] = ()
    legend: tuple[str, str] | None = None

    @property
    def chart(self) -> Chart:
        """The bars of its rows, the longest as wide as the chart."""
        scale = max((row.most for row in self.rows), default=0) or 1
        bars = [_bar(row, place * STEP, scale) for place, row in enumerate(self.rows)]
        return Chart(WIDTH, len(bars) * STEP, bars)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to count."""
        return not any(row.most for row in self.rows)


def _bar(row: Row, top: int, scale: int) -> Bar:
    certain, end = _width(row.certain, scale), _width(row.most, scale)
    text = " · ".join(row.texts)
    text = text if len(text) <= LONGEST_NUMBER else ""
    return Bar(
        label=_short(row.title, FIT - len(text)),
        text=text,
        label_y=top + LABEL,
        y=top + BAR,
        height=HEIGHT,
        certain=certain,
        rest_x=certain,
        rest=end - certain,
    )


def _width(amount: int, scale: int) -> int:
    """Whatever is there at all can be seen."""
    return max(amount * WIDTH // scale, int(amount > 0))


def _short(title: str, fit: int) -> str:
    """A label that fits; the table says it whole."""
    return title if len(title) <= fit else title[: fit - 1].rstrip() + "…"
