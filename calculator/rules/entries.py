"""One block of the law's files at a time: a source, a figure, a condition, a paper, a duty.

What a block refers to, sources and units and regions, must have been read before it.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, Literal, NamedTuple, cast, get_args

from calculator.rules.block import Block
from calculator.rules.calendar import ONE_DAY
from calculator.rules.facts import ABROAD, DEFAULTS, FACTS, Choice, Place, Track, YesNo
from calculator.rules.records import (
    Basis,
    Duty,
    Grade,
    Measure,
    Note,
    Paper,
    Parameter,
    Places,
    Region,
    RegionList,
    Requirement,
    Source,
    Stage,
    Text,
    When,
    Whose,
)

GRADES = get_args(Grade)
TRACKS = get_args(Track)
WHOSE = get_args(Whose)
UNKNOWN = "unknown"


class _Validity(NamedTuple):
    start: date
    until: date | None
    source: str
    grade: Grade


class Entries:
    """Turns one block into what it says."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        self.fractional: set[str] = set()
        self.sources: Mapping[str, Source] = {}
        self.units: Mapping[str, Text] = {}
        self.regions: Mapping[str, Region] = {}
        self.codes: frozenset[str] = frozenset()

    def source(self, block: Block) -> tuple[str, Source]:
        """A source by its code."""
        code = block.need("code", str, "")
        return code, Source(
            code=code,
            title=block.text("title"),
            number=block.maybe("number", str),
            day=block.maybe("date", date),
            url=self._url(block),
            checked=block.maybe("checked", date),
            used=self._used(block),
        )

    def _used(self, block: Block) -> Literal["regions"] | None:
        if "used" in block.table:
            block.known("used", ("regions",), "")
        return "regions" if block.table.get("used") == "regions" else None

    def _url(self, block: Block) -> str | None:
        url = block.maybe("url", str)
        if url is not None and not url.startswith("https://"):
            block.problem(f"url must begin with https://, not {url!r}")
        return url

    def unit(self, block: Block) -> tuple[str, Text]:
        """A unit by its code."""
        code = block.need("code", str, "")
        if block.maybe("fractions", bool):
            self.fractional.add(code)
        return code, block.text("title")

    def region(self, block: Block) -> tuple[str, Region]:
        """A region by its slug."""
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
        grade = cast(Grade, block.known("grade", GRADES, "assumed"))
        return _Validity(start, until, source, grade)

    def figures(self, block: Block) -> Iterator[Parameter]:
        """The values of one figure, oldest first."""
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

    def requirement(self, block: Block) -> Requirement:
        """A condition with the acts it stands on."""
        name = self._name(block)
        return Requirement(
            name=name,
            code=block.maybe("code", str) or name.rpartition(".")[2],
            text=block.text("text"),
            facts=block.all_known("facts", FACTS),
            remedy=block.maybe_text("remedy"),
            bases=self._bases(block),
            by_quota=block.maybe("by_quota", bool) or False,
        )

    def _basis(self, block: Block) -> Basis:
        basis = Basis(*self._validity(block))
        block.close()
        return basis

    def region_lists(self, block: Block) -> Iterator[RegionList]:
        """The entries of one list of regions."""
        name = self._name(block)
        for entry in block.children("entry"):
            validity = self._validity(entry)
            yield RegionList(*validity, name, frozenset(entry.all_known("regions", self.regions)))
            entry.close()

    def quota(self, block: Block) -> Places:
        """The places of one year and track."""
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

    def measure(self, code: str, file: Block) -> Measure:
        """The head of a measure's file."""
        file.seen.add("measure")
        block = Block(code, file.table.get("measure"), self.problems, "measure")
        measure = Measure(
            *self._validity(block),
            code=code,
            title=block.text("title"),
            summary=block.text("summary"),
            who=block.maybe_text("who"),
            formula=block.maybe_text("formula"),
            order=block.need("order", int, 0),
            kind=cast(Any, block.known("kind", ("cash", "loan", "in_kind"), "cash")),
            payee=cast(Any, block.known("payee", ("family", "employer"), "family")),
            in_total=block.need("in_total", bool, False),
            example=block.maybe("example", dict) or {},
            notes=tuple(self.note(note) for note in file.children("note")),
        )
        block.close()
        return measure

    def note(self, block: Block) -> Note:
        """Something a family should know."""
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

    # --- what follows: papers, stages, duties ----------------------------------------------------

    def paper(self, block: Block) -> Paper:
        """A paper to bring. In a measure's own file it is for that measure."""
        return Paper(
            code=block.need("code", str, ""),
            per=cast(Whose, block.known("per", WHOSE, "family")),
            measures=self._for(block),
            when=self._when(block),
            proves=block.all_known("proves", FACTS, "fact"),
            text=block.text("text"),
            why=block.text("why"),
            where=block.text("where"),
            valid=block.maybe_text("valid"),
            bases=self._apart(block),
        )

    def stage(self, block: Block) -> Stage:
        """A step of the way of an application."""
        return Stage(
            code=block.need("code", str, ""),
            when=self._when(block),
            text=block.text("text"),
            term=block.maybe_text("term"),
            bases=self._apart(block),
        )

    def duty(self, block: Block) -> Duty:
        """What a family promises."""
        return Duty(
            *self._validity(block),
            code=block.need("code", str, ""),
            track=cast(Track, block.known("track", TRACKS, "resettler")),
            term=f"{block.file}.{block.need('term', str, '')}",
            text=block.text("text"),
        )

    def _bases(self, block: Block) -> tuple[Basis, ...]:
        return tuple(self._basis(basis) for basis in block.children("basis"))

    def _apart(self, block: Block) -> tuple[Basis, ...]:
        """The acts a paper or a step stands on: at least one, one after the other."""
        bases = self._bases(block)
        if not bases:
            block.problem("has no dated block")
        for earlier, later in pairwise(bases):
            if earlier.until is None or later.start <= earlier.until:
                block.problem(f"{later.start}: overlaps the days before")
            elif later.start > earlier.until + ONE_DAY:
                block.problem(f"no act from {earlier.until + ONE_DAY} to {later.start}")
        return bases

    def _for(self, block: Block) -> tuple[str, ...]:
        named = block.all_known("for", self.codes) if "for" in block.table else ()
        if "for" in block.table and not named:
            block.problem("for must name a measure, or be left out")
        return named or ((block.file,) if block.file in self.codes else ())

    def _when(self, block: Block) -> When:
        """Facts and the values they must have; each must be one that the fact can take."""
        asked = block.maybe("when", dict) or {}
        return {fact: self._values(block, fact, values) for fact, values in asked.items()}

    def _values(self, block: Block, fact: str, values: object) -> tuple[object, ...]:
        allowed = [(type(answer), answer) for answer in self._answers(fact)]
        given = values if isinstance(values, list) else []
        if not given or any((type(value), value) not in allowed for value in given):
            block.problem(f"when: {fact} cannot be {values!r}")
            return ()
        return tuple(None if value == UNKNOWN else value for value in given)

    def _answers(self, fact: str) -> tuple[object, ...]:
        """What a fact may be said to be; only facts with few answers decide on papers."""
        kind = FACTS.get(fact)
        unknown = (UNKNOWN,) if DEFAULTS.get(fact, fact) is None else ()
        if isinstance(kind, YesNo):
            return (True, False, *unknown)
        if isinstance(kind, Choice):
            return (*kind.values, *unknown)
        return (*self.regions, ABROAD) if isinstance(kind, Place) else ()
