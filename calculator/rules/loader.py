"""Read the law's data from a folder of TOML files and check it whole.

Every problem is found in one go and named by file, key and day: an unknown source, a missing
grade, days that overlap or are missing, an unknown unit or region, a text that lacks one of the
three languages. A law that loads is a law that can be relied on.
"""

import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast, get_args

from calculator.rules.block import Block
from calculator.rules.errors import LawError
from calculator.rules.facts import FACTS, Track
from calculator.rules.law import Law
from calculator.rules.records import (
    Basis,
    Grade,
    Measure,
    Note,
    Parameter,
    Places,
    Region,
    RegionList,
    Requirement,
    Source,
    Text,
)
from calculator.rules.soundness import unsound

T = TypeVar("T")

SHARED_FILES = ("entitlement", "quotas", "regions", "sources", "units")
GRADES = get_args(Grade)
TRACKS = get_args(Track)


def load(folder: Path) -> Law:
    """The law in `folder`. Raises LawError with every problem of its files."""
    problems: list[str] = []
    paths = {path.stem: path for path in sorted(folder.glob("*.toml"))}
    problems += [f"{name}.toml: is missing" for name in SHARED_FILES if name not in paths]
    tables = {name: _parsed(path, problems) for name, path in paths.items()}
    blocks = {
        name: Block(name, table, problems) for name, table in tables.items() if table is not None
    }
    law = _Reader(blocks, problems).law()
    if problems:
        raise LawError(problems)
    return law


def _parsed(path: Path, problems: list[str]) -> dict[str, Any] | None:
    """The tables of a file; None for one that is no TOML, of which no more need be said."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.append(f"{path.name}: {error}")
        return None


class _Validity(NamedTuple):
    start: date
    until: date | None
    source: str
    grade: Grade


class _Reader:
    """Turns blocks into law. What others refer to, sources and units and regions, comes first."""

    def __init__(self, files: dict[str, Block], problems: list[str]) -> None:
        self.files, self.problems = files, problems
        self.fractional: set[str] = set()
        self.sources = self._named("source", self._source)
        self.units = self._named("unit", self._unit)
        self.regions = self._named("region", self._region)

    def law(self) -> Law:
        """The whole law, its days checked."""
        law = Law(
            sources=self.sources,
            units=self.units,
            regions=self.regions,
            parameters=tuple(self._each("parameter", self._figures, flat=True)),
            requirements=tuple(self._each("condition", self._requirement)),
            region_lists=tuple(self._each("list", self._region_lists, flat=True)),
            quotas=tuple(self._each("quota", self._quota)),
            measures=self._measures(),
            notes=tuple(self._note(block) for block in self.files["entitlement"].children("note"))
            if "entitlement" in self.files
            else (),
        )
        self._close()
        if not self.problems:
            self.problems += unsound(law)
        return law

    def _each(
        self, key: str, read: Callable[[Block], Any], *, flat: bool = False
    ) -> Iterator[Any]:
        for file in self.files.values():
            for block in file.children(key):
                if flat:
                    yield from read(block)
                else:
                    yield read(block)
                block.close()

    def _named(self, key: str, read: Callable[[Block], tuple[str, T]]) -> dict[str, T]:
        """What others refer to, by its name; no name may stand twice."""
        found: dict[str, T] = {}
        for file in self.files.values():
            for block in file.children(key):
                name, value = read(block)
                if name in found:
                    block.problem("stands twice")
                found[name] = value
                block.close()
        return found

    def _close(self) -> None:
        for name, file in self.files.items():
            file.close()
            if name in SHARED_FILES and "measure" in file.table:
                file.problem("a measure needs a file of its own")

    # --- one block of each kind ------------------------------------------------------------

    def _source(self, block: Block) -> tuple[str, Source]:
        code = block.need("code", str, "")
        return code, Source(
            code=code,
            title=block.text("title"),
            number=block.maybe("number", str),
            day=block.maybe("date", date),
            url=self._url(block),
        )

    def _url(self, block: Block) -> str | None:
        url = block.maybe("url", str)
        if url is not None and not url.startswith("https://"):
            block.problem(f"url must begin with https://, not {url!r}")
        return url

    def _unit(self, block: Block) -> tuple[str, Text]:
        code = block.need("code", str, "")
        if block.maybe("fractions", bool):
            self.fractional.add(code)
        return code, block.text("title")

    def _region(self, block: Block) -> tuple[str, Region]:
        slug = block.need("slug", str, "")
        return slug, Region(
            slug=slug,
            iso=block.need("iso", str, ""),
            kind=cast(Any, block.known("kind", ("oblast", "city"), "oblast")),
            name=block.text("name"),
        )

    def _validity(self, block: Block) -> _Validity:
        start, until = block.days()
        source = block.known("source", self.sources, "")
        return _Validity(
            start, until, source, cast(Grade, block.known("grade", GRADES, "assumed"))
        )

    def _figures(self, block: Block) -> Iterator[Parameter]:
        name, title = self._name(block), block.text("title")
        for value in block.children("value"):
            yield Parameter(
                *self._validity(value),
                name=name,
                title=title,
                value=self._number(value),
                unit=value.known("unit", self.units, ""),
                people=self._people(value),
            )
            value.close()

    def _number(self, block: Block) -> int | Decimal:
        """A figure; it may have a fraction only where its unit does."""
        value = block.table.get("value")
        if isinstance(value, Decimal):
            number = block.need("value", Decimal, Decimal(0))
            if not number.is_finite() or block.table.get("unit") not in self.fractional:
                block.problem(f"value must be whole, not {number}")
                return 0
            return number
        whole = block.need("value", int, 0)
        if whole < 0:
            block.problem(f"value must not be negative: {whole}")
        return whole

    def _people(self, block: Block) -> int:
        people = block.maybe("people", int)
        if people is not None and people < 1:
            block.problem("people must be 1 or more")
        return people or 1

    def _requirement(self, block: Block) -> Requirement:
        name = self._name(block)
        return Requirement(
            name=name,
            code=block.maybe("code", str) or name.rpartition(".")[2],
            text=block.text("text"),
            facts=block.all_known("facts", FACTS),
            remedy=block.maybe_text("remedy"),
            bases=tuple(self._basis(basis) for basis in block.children("basis")),
            by_quota=block.maybe("by_quota", bool) or False,
        )

    def _basis(self, block: Block) -> Basis:
        basis = Basis(*self._validity(block))
        block.close()
        return basis

    def _region_lists(self, block: Block) -> Iterator[RegionList]:
        name = self._name(block)
        for entry in block.children("entry"):
            validity = self._validity(entry)
            yield RegionList(*validity, name, frozenset(entry.all_known("regions", self.regions)))
            entry.close()

    def _quota(self, block: Block) -> Places:
        year = self._year(block)
        places = block.need("places", dict, {})
        for region, number in places.items():
            if region not in self.regions:
                block.problem(f"unknown region {region!r}")
            if type(number) is not int or number < 0:
                block.problem(f"{region} must have a whole number of places, not {number!r}")
        return Places(
            start=date(year, 1, 1),
            until=date(year, 12, 31),
            source=block.known("source", self.sources, ""),
            grade=cast(Grade, block.known("grade", GRADES, "assumed")),
            year=year,
            track=cast(Track, block.known("track", TRACKS, "")),
            places=places,
        )

    def _year(self, block: Block) -> int:
        year = block.need("year", int, 1)
        if not date.min.year <= year < date.max.year:
            block.problem("year is out of range")
            return 1
        return year

    def _measures(self) -> tuple[Measure, ...]:
        found = [
            self._measure(name, file)
            for name, file in self.files.items()
            if name not in SHARED_FILES
        ]
        return tuple(sorted(found, key=lambda measure: measure.order))

    def _measure(self, code: str, file: Block) -> Measure:
        file.seen.add("measure")
        block = Block(code, file.table.get("measure"), self.problems, "measure")
        measure = Measure(
            *self._validity(block),
            code=code,
            title=block.text("title"),
            summary=block.text("summary"),
            order=block.need("order", int, 0),
            kind=cast(Any, block.known("kind", ("cash", "loan", "in_kind"), "cash")),
            payee=cast(Any, block.known("payee", ("family", "employer"), "family")),
            in_total=block.need("in_total", bool, False),
            notes=tuple(self._note(note) for note in file.children("note")),
        )
        block.close()
        return measure

    def _note(self, block: Block) -> Note:
        note = Note(
            *self._validity(block),
            code=block.need("code", str, ""),
            text=block.text("text"),
            track=cast(Track | None, block.maybe("track", str)),
        )
        if note.track is not None and note.track not in TRACKS:
            block.problem(f"unknown track {note.track!r}")
        block.close()
        return note

    def _name(self, block: Block) -> str:
        """`relocation.per_member`; the units' own figures go by their bare name."""
        name = block.need("name", str, "")
        return name if block.file == "units" else f"{block.file}.{name}"
