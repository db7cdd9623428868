"""What is known of the regions beside the law: where they stand on the map, who came, who left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from calculator.rules.records import Grade, Text


@dataclass(frozen=True, slots=True)
class Sourced:
    """What stands on someone's word, and how sure that is."""

    source: str
    grade: Grade


@dataclass(frozen=True, slots=True)
class Tile:
    """A region's place on the map, columns from the west and rows from the north, from one."""

    column: int
    row: int
    short: Text


@dataclass(frozen=True, slots=True)
class Parted(Sourced):
    """A region that was parted from another in some year."""

    slug: str
    from_region: str
    year: int


@dataclass(frozen=True, slots=True)
class Arrivals(Sourced):
    """People who moved under the programme from 1 January to `until`.

    `kandas`, `resettler` and `regions` are None where they were not reported; nor was a region
    that `regions` does not name.
    """

    year: int
    until: date
    people: int
    kandas: int | None
    resettler: int | None
    regions: Mapping[str, int] | None

    @property
    def whole_year(self) -> bool:
        """Whether no part of the year is left out."""
        return self.until == date(self.year, 12, 31)


@dataclass(frozen=True, slots=True)
class Balance(Sourced):
    """Rural migration balance by year, people, of the country and of each region."""

    country: Mapping[int, int]
    regions: Mapping[str, Mapping[int, int]]

    @property
    def years(self) -> Sequence[int]:
        """The years the country has a figure for, oldest first."""
        return tuple(self.country)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a settlement's potential, and the most points it can bring."""

    code: str
    title: Text
    points: int


@dataclass(frozen=True, slots=True)
class Potential(Sourced):
    """How a settlement's potential is counted."""

    text: Text
    rule: Text
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Fact(Sourced):
    """A sentence, and the one figure in it, of the days from `start` to `until`."""

    code: str
    text: Text
    value: int | None
    unit: str
    start: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a note: figures, one for each of its years."""

    code: str
    title: Text
    people: Sequence[int]


@dataclass(frozen=True, slots=True)
class Note(Sourced):
    """A small table about one region; each column counts from 1 January to its day of `until`."""

    title: Text
    until: Sequence[date]
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Known:
    """All of it, as `loader.load` read and checked it."""

    tiles: Mapping[str, Tile]
    parted: Sequence[Parted]
    arrivals: Sequence[Arrivals]
    balance: Balance
    potential: Potential
    steps: Sequence[Fact]
    facts: Sequence[Fact]
    notes: Mapping[str, Note]
