"""The geometry of the charts. They are drawn by templates, which hold no arithmetic.

Widths and heights are whole units of an SVG's own view box.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

Part = Mapping[str, Any]

WIDTH = 320
# Of the months: from the top of the tallest bar to the line on which all stand.
TOP, FOOT = 16, 96
GAP = 4
# A sum this many times as large as the next one would press all others flat: its bar is cut.
MUCH_MORE = 3
CUT_SHARE = 2


class Bar(NamedTuple):
    """A month: the part that is certain stands under the part that is not."""

    x: int
    y: int
    width: int
    height: int
    certain_y: int
    certain_height: int
    cut: bool
    provisional: bool
    middle: int
    anchor: str
    label: str
    text: str
    sums: Mapping[str, int]


class Stripe(NamedTuple):
    """One measure's part of an edition's bar, in hundredths of the largest total.

    `place` is the measure's place among all, counted from one: its colour hangs on it.
    """

    x: int
    width: int
    place: int


def months_chart(months: Sequence[Part]) -> dict[str, Any]:
    """Bars for the document's `months`, and those among them that are cut short."""
    scale = _scale([month["max"] for month in months])
    step = WIDTH // max(len(months), 1)
    bars = [
        _bar(month, place * step, step, scale, last=place == len(months) - 1)
        for place, month in enumerate(months)
    ]
    return {
        "width": WIDTH,
        "foot": FOOT,
        "bars": bars,
        "cut": [bar for bar in bars if bar.cut],
        "provisional": any(bar.provisional for bar in bars),
        "ranges": any(month["min"] != month["max"] for month in months),
    }


def _scale(sums: Sequence[int]) -> int:
    """The sum that fills the height. One that dwarfs all others does not set it."""
    distinct = sorted({each for each in sums if each}, reverse=True)
    if len(distinct) > 1 and distinct[0] > distinct[1] * MUCH_MORE:
        return distinct[1] * CUT_SHARE
    return distinct[0] if distinct else 1


def _bar(month: Part, x: int, step: int, scale: int, *, last: bool) -> Bar:
    height, certain = (_height(month[end], scale) for end in ("max", "min"))
    first, range_ = x == 0, month["min"] < month["max"]
    if certain == height and range_:  # What is not certain must be seen all the same.
        certain = height // 2 if month["max"] > scale else height - 1
    return Bar(
        x=x + GAP // 2,
        y=FOOT - height,
        width=step - GAP,
        height=height,
        certain_y=FOOT - certain,
        certain_height=certain,
        cut=month["max"] > scale,
        provisional=month["provisional"],
        middle=x if first else x + step if last else x + step // 2,
        anchor="start" if first else "end" if last else "middle",
        label=_label(month["month"]) if first or last or _begins_a_year(month) else "",
        text=month["text"],
        sums={"min": month["min"], "max": month["max"]},
    )


def _begins_a_year(month: Part) -> bool:
    return str(month["month"]).endswith("-01")


def _label(month: str) -> str:
    """2026-06 as 06.2026, the same in all languages; only some months have room for it."""
    year, number = month.split("-")
    return f"{number}.{year}"


def _height(tenge: int, scale: int) -> int:
    """The height of a sum; whatever is there at all can be seen."""
    height = min(tenge, scale) * (FOOT - TOP) // scale
    return max(height, int(tenge > 0))


def editions_chart(editions: Sequence[Part], measures: Sequence[Part]) -> list[dict[str, Any]]:
    """Each of the document's `editions` with its bar: what counts in the total, end to end."""
    counted = [
        (place, measure["code"])
        for place, measure in enumerate(measures, 1)
        if measure["in_total"]
    ]
    largest = max((edition["total"]["max"] for edition in editions), default=0) or 1
    return [{**edition, "bar": _stripes(edition, counted, largest)} for edition in editions]


def _stripes(edition: Part, counted: Sequence[tuple[int, str]], largest: int) -> list[Stripe]:
    stripes, before = [], 0
    for place, code in counted:
        after = before + edition["measures"][code]["max"]
        x, end = before * 100 // largest, after * 100 // largest
        stripes.append(Stripe(x, end - x, place))
        before = after
    return stripes
