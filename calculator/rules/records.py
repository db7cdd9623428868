"""What the law is made of: sources, regions, figures, conditions, measures, notes, quotas.

What changes with time is `Dated`: it says from when and until when, on whose word, and how sure
that is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from calculator.rules.facts import Track

Grade = Literal["official", "letter", "reported", "assumed"]
Language = Literal["kk", "ru", "en"]
Text = Mapping[Language, str]
LANGUAGES: tuple[Language, ...] = ("kk", "ru", "en")
Whose = Literal["family", "adult", "child", "spouse", "relative"]
When = Mapping[str, tuple[object, ...]]
"""Facts that must each have one of some values; None among them stands for unknown."""


@dataclass(frozen=True, slots=True)
class Source:
    """An act, a letter or a report that a figure comes from.

    `day` is its own date, `checked` when what is cited of it was last compared with it,
    None where that was not noted. `used` names pages outside the rule book that cite it too.
    """

    code: str
    title: Text
    number: str | None = None
    day: date | None = None
    url: str | None = None
    checked: date | None = None
    used: Literal["regions"] | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """A region or a city of republican significance, named in three languages."""

    slug: str
    iso: str
    kind: Literal["oblast", "city"]
    name: Text


@dataclass(frozen=True, slots=True)
class Dated:
    """What holds from `start` to `until`, both included; without `until` it still holds."""

    start: date
    until: date | None
    source: str
    grade: Grade

    def holds(self, day: date) -> bool:
        """Whether this is in force on `day`."""
        return self.start <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Parameter(Dated):
    """A figure of the law, such as 70 MRP; `people` is the smallest family it is meant for."""

    name: str
    title: Text = field(hash=False)
    value: int | Decimal
    unit: str
    people: int = 1
    provisional: bool = False

    @property
    def whole(self) -> int:
        """The figure as a whole number; a fraction here is an error of the data."""
        if isinstance(self.value, Decimal):
            raise TypeError(f"{self.name} is {self.value}, not a whole number")
        return self.value


@dataclass(frozen=True, slots=True)
class Basis(Dated):
    """The act on which a condition stands, for as long as it does."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A condition as the law words it: the facts it looks at, and what a family can do.

    One that goes `by_quota` stands on the quota of the year, where that is known.
    """

    name: str
    code: str
    text: Text
    facts: tuple[str, ...]
    remedy: Text | None
    bases: tuple[Basis, ...]
    by_quota: bool = False


@dataclass(frozen=True, slots=True)
class Note(Dated):
    """Something a family should know beside the sums; it changes no amount."""

    code: str
    text: Text
    track: Track | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper to bring: for which measures (none named: for all), for whom, when, and why.

    `where` says where it is got; `valid` for how long it counts, None where that was not found.
    `proves` names the facts it shows, none where it shows none.
    """

    code: str
    per: Whose
    measures: tuple[str, ...]
    when: When
    proves: tuple[str, ...]
    text: Text
    why: Text
    where: Text
    valid: Text | None
    bases: tuple[Basis, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the way of an application; `term` is None where how long it takes is unknown."""

    code: str
    when: When
    text: Text
    term: Text | None
    bases: tuple[Basis, ...]


@dataclass(frozen=True, slots=True)
class Duty(Dated):
    """What a family promises for what it receives; `term` names the figure that says how long."""

    code: str
    track: Track
    term: str
    text: Text


@dataclass(frozen=True, slots=True)
class Measure(Dated):
    """One kind of support: its name, who receives it, whether it counts in the total.

    For the rule book `who` says who gets it, `formula` how the sum is worked out, and `example`
    names the facts in which the family of its worked example differs from that of all others.
    """

    code: str
    title: Text
    summary: Text
    who: Text | None
    formula: Text | None
    order: int
    kind: Literal["cash", "loan", "in_kind"]
    payee: Literal["family", "employer"]
    in_total: bool
    example: Mapping[str, str]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Places(Dated):
    """Places in the regional quota of one year and track, by region."""

    year: int
    track: Track
    places: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class RegionList(Dated):
    """A list of regions the law names, such as the labour-surplus regions."""

    name: str
    regions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Citation:
    """A condition in force on a day: its sentence with its figures, its source and grade."""

    code: str
    text: Text = field(hash=False)
    facts: tuple[str, ...]
    remedy: Text | None = field(hash=False)
    source: str
    grade: Grade
