"""A file's columns: which fact each column of the input is, and what is added to them."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from django.utils.translation import gettext

from calculator.batch.table import BadFile, Cell, fact_of, text_of
from calculator.intake import FAMILY_SIZE
from calculator.questions import titles
from calculator.rules.facts import FACTS

AMOUNTS = ("relocation", "rent_month", "rent", "certificate", "total", "employer")
OUTPUT = (
    "verdict",
    *(f"{amount}_{end}" for amount in AMOUNTS for end in ("min", "max")),
    "provisional",
    "reasons",
    "error",
)
"""The columns that come after those of the input."""


class Own(NamedTuple):
    """A column that is no fact: its place, and what the file calls it."""

    place: int
    heading: str


class Columns:
    """Which columns of a file are facts. Raises BadFile where that cannot be told.

    `own` is the first that is none, such as the number or name of a family in somebody's own list.
    """

    def __init__(self, header: Sequence[Cell], *, typed: bool) -> None:
        places = _places(header)
        self.facts, self.typed = tuple(places), typed
        self.headings = {fact: text_of(header[place]).strip() for fact, place in places.items()}
        self.own = _own(header, set(places.values()))
        self._pick = _picker(tuple(places.values()))

    def texts(self, cells: Sequence[Cell]) -> Sequence[str]:
        """What a row has in the columns of `facts`, as text."""
        picked = self._pick(cells)
        return [fact_of(cell) for cell in picked] if self.typed else picked


def _own(header: Sequence[Cell], facts: set[int]) -> Own | None:
    """The first column that has a name, is no fact, and was not added by us."""
    named = ((place, text_of(cell).strip()) for place, cell in enumerate(header))
    return next(
        (Own(*each) for each in named if each[0] not in facts and each[1] not in {"", *OUTPUT}),
        None,
    )


def _places(header: Sequence[Cell]) -> dict[str, int]:
    """Each fact with the place of its column. Raises BadFile where two columns are one fact."""
    names = _names()
    found: dict[str, list[int]] = defaultdict(list)
    for place, cell in enumerate(header):
        if fact := names.get(bare(text_of(cell))):
            found[fact].append(place)
    if not found:
        raise BadFile(
            gettext(
                "The first row does not name the columns: none of its cells is the name "
                "of a fact, such as track, or its title."
            ),
            "header",
        )
    for fact, places in found.items():
        if len(places) > 1:
            raise BadFile(_repeated(fact, [text_of(header[place]) for place in places]), "header")
    return {fact: places[0] for fact, places in found.items()}


def _repeated(fact: str, cells: Sequence[str]) -> str:
    columns = ", ".join(f"«{cell.strip()}»" for cell in cells)
    return gettext("These columns all mean the fact %(fact)s, keep one of them: %(columns)s.") % {
        "fact": fact,
        "columns": columns,
    }


def _names() -> dict[str, str]:
    """What a column may be called: a fact's name, or its title in any of the languages."""
    facts = (*FACTS, FAMILY_SIZE)
    named = {bare(title): fact for fact in facts for title in titles(fact)}
    return {**named, **{fact: fact for fact in facts}}


def bare(text: str) -> str:
    """A word as it is compared: capitals and blanks do not count."""
    return " ".join(text.split()).casefold()


def _picker(places: tuple[int, ...]) -> Callable[[Sequence[Cell]], tuple[Any, ...]]:
    """Picks the cells at `places`; itemgetter does it fastest, but for one cell gives no tuple."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda cells: (cells[places[0]],)
