"""The law as data: dated, sourced values, and the rules in force on one day.

`Law.on(day)` gives the `Rules` of that day. Days between two changes share one `Rules`.
A day after the last known monthly calculation index (MRP) is provisional: it is worked out
with the last known value, and that value says so.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from calculator.rules.calendar import ONE_DAY
from calculator.rules.errors import OutOfScope
from calculator.rules.facts import Track
from calculator.rules.records import (
    LANGUAGES,
    Basis,
    Citation,
    Dated,
    Duty,
    Language,
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
)

MRP = "mrp"
IN_FORCE = "entitlement.in_force"
Standing = TypeVar("Standing", Paper, Stage)


@dataclass(frozen=True)
class Rules:
    """The rules of one stretch of days, `start` being its first day."""

    start: date
    edition: date
    mrp: Parameter
    parameters: Mapping[str, tuple[Parameter, ...]]
    conditions: Mapping[str, Citation | None]
    region_lists: Mapping[str, frozenset[str]]
    quotas: Mapping[Track, Mapping[str, int]]
    measures: Sequence[Measure]
    counted: tuple[int, ...]
    """The places of the measures that count in the total."""
    notes: Mapping[str, Note | None]
    papers: Sequence[tuple[Paper, Basis]]
    way: Sequence[tuple[Stage, Basis]]
    duties: Sequence[Duty]
    memory: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    """What was decided under these rules, and what decisions are made of: conditions, citations.

    Finite, because answers are. What is known by its id stands here too, so that it stays.
    """

    def in_force(self, measure: Measure) -> bool:
        """Whether `measure` exists under these rules."""
        return measure.holds(self.start)

    def in_force_citation(self, measure: Measure) -> Citation | None:
        """The condition that `measure` exists on the day, on the measure's own authority."""
        citation = self.conditions[IN_FORCE]
        own = citation and replace(citation, source=measure.source, grade=measure.grade)
        kept: Citation | None = self.memory.setdefault(
            (IN_FORCE, measure.source, measure.grade), own
        )
        return kept

    def parameter(self, name: str, people: int = 1) -> Parameter:
        """The figure `name` for a family of `people`; KeyError where the law has none."""
        brackets = self.parameters[name]
        return next(figure for figure in reversed(brackets) if figure.people <= people)


@dataclass(frozen=True)
class Law:
    """Every dated value, whole history included, as `loader.load` read and checked it."""

    sources: Mapping[str, Source]
    units: Mapping[str, Text]
    regions: Mapping[str, Region]
    parameters: Sequence[Parameter]
    requirements: Sequence[Requirement]
    region_lists: Sequence[RegionList]
    quotas: Sequence[Places]
    measures: Sequence[Measure]
    notes: Sequence[Note]
    papers: Sequence[Paper]
    way: Sequence[Stage]
    duties: Sequence[Duty]
    digest: str = ""
    """SHA-256 of the files it was read from, in hexadecimal."""
    memory: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    """Sums of months already made, finite because months, rates and terms are; and what others
    keep of this law, which is gone with it."""

    @cached_property
    def indices(self) -> tuple[Parameter, ...]:
        """The monthly calculation index (MRP), oldest first, tenge."""
        return tuple(figure for figure in self.parameters if figure.name == MRP)

    @cached_property
    def first_day(self) -> date:
        """The first day whose rules are known."""
        return self.indices[0].start

    @cached_property
    def last_known_day(self) -> date:
        """The last day whose MRP is known; what comes after is provisional."""
        return self.indices[-1].until or date.max

    @cached_property
    def last_day(self) -> date:
        """The last day of application that is worked out: the end of the provisional year."""
        return date(min(self.last_known_day.year + 1, date.max.year), 12, 31)

    def mrp(self, day: date) -> Parameter:
        """The MRP of `day`, marked provisional after the last known one.

        Raises OutOfScope before `first_day`.
        """
        if day > self.last_known_day:
            return self._provisional_index
        if day < self.first_day:
            raise OutOfScope(day, self.first_day, self.last_day)
        return next(figure for figure in self.indices if figure.holds(day))

    def on(self, day: date) -> Rules:
        """The rules in force on `day`. Raises OutOfScope outside `first_day` to `last_day`."""
        found = self._by_day.get(day)
        if found is None:
            if not self.first_day <= day <= self.last_day:
                raise OutOfScope(day, self.first_day, self.last_day)
            start = self._boundaries[bisect_right(self._boundaries, day) - 1]
            found = self._by_day[day] = self._by_day.get(start) or self._rules_from(start)
            self._by_day[start] = found
        return found

    def stretches(self) -> Iterator[Rules]:
        """The rules of every stretch of days there is, oldest first."""
        for start in self._boundaries:
            if start <= self.last_day:
                yield self.on(start)

    @cached_property
    def editions(self) -> tuple[date, ...]:
        """The days on which the rules change, oldest first: a figure, a condition, a measure.

        A condition that only stands on another act from some day on is the same rule as before.
        """
        begun = (requirement.bases[0] for requirement in self.requirements)
        ended = (requirement.bases[-1] for requirement in self.requirements)
        dated: tuple[Dated, ...] = (*self.parameters, *self.region_lists, *self.measures, *begun)
        starts = {each.start for each in dated if each.start >= self.first_day}
        ends = {each.until + ONE_DAY for each in (*self.measures, *ended) if each.until}
        return tuple(sorted(starts | ends))

    @cached_property
    def _by_day(self) -> dict[date, Rules]:
        """The rules of the days asked for so far; those of one stretch are one object."""
        return {}

    @cached_property
    def _provisional_index(self) -> Parameter:
        return replace(self.indices[-1], provisional=True)

    @cached_property
    def _boundaries(self) -> tuple[date, ...]:
        """The days on which anything begins or has just ended."""
        dated = self._everything_dated()
        starts = {each.start for each in dated if each.start >= self.first_day}
        ends = {each.until + ONE_DAY for each in dated if each.until}
        return tuple(sorted(starts | ends))

    def _everything_dated(self) -> tuple[Dated, ...]:
        standing: tuple[Requirement | Paper | Stage, ...] = (
            *self.requirements,
            *self.papers,
            *self.way,
        )
        bases = (basis for each in standing for basis in each.bases)
        notes = (note for measure in self.measures for note in measure.notes)
        return (
            *self.parameters,
            *bases,
            *self.region_lists,
            *self.quotas,
            *self.measures,
            *self.notes,
            *notes,
            *self.duties,
        )

    def _rules_from(self, start: date) -> Rules:
        parameters: dict[str, tuple[Parameter, ...]] = {}
        for figure in self.parameters:
            if figure.holds(start):
                parameters[figure.name] = (*parameters.get(figure.name, ()), figure)
        return Rules(
            start=start,
            edition=max(day for day in self.editions if day <= start),
            mrp=self.mrp(start),
            parameters=parameters,
            conditions=self._citations(start, parameters),
            region_lists={lst.name: lst.regions for lst in self.region_lists if lst.holds(start)},
            quotas={quota.track: quota.places for quota in self.quotas if quota.holds(start)},
            measures=self.measures,
            counted=tuple(
                place for place, measure in enumerate(self.measures) if measure.in_total
            ),
            notes=self._notes(start),
            papers=_standing(self.papers, start),
            way=_standing(self.way, start),
            duties=tuple(duty for duty in self.duties if duty.holds(start)),
        )

    def _notes(self, day: date) -> dict[str, Note | None]:
        """Every note to a family by name; None where it is not to be told on `day`."""
        found: dict[str, Note | None] = {}
        for note in self.notes:
            name = f"entitlement.{note.code}"
            found[name] = note if note.holds(day) else found.get(name)
        return found

    def _citations(
        self, day: date, parameters: Mapping[str, tuple[Parameter, ...]]
    ) -> dict[str, Citation | None]:
        """Every condition by name; None where it is not law on `day`."""
        figures = {name: found[0].value for name, found in parameters.items()}
        words = {language: {**figures, **self._named(day, language)} for language in LANGUAGES}
        found: dict[str, Citation | None] = {}
        for each in self.requirements:
            quotas: Sequence[Dated] = self.quotas if each.by_quota else ()
            basis = next((basis for basis in (*quotas, *each.bases) if basis.holds(day)), None)
            found[each.name] = _citation(each, basis, words) if basis else None
        return found

    def _named(self, day: date, language: Language) -> dict[str, str]:
        """The regions of each list in words."""
        return {
            each.name: ", ".join(
                region.name[language]
                for region in self.regions.values()
                if region.slug in each.regions
            )
            for each in self.region_lists
            if each.holds(day)
        }


def _standing(entries: Sequence[Standing], day: date) -> tuple[tuple[Standing, Basis], ...]:
    """The papers or steps in use on `day`, each with the act it then stands on."""
    return tuple((entry, basis) for entry in entries for basis in entry.bases if basis.holds(day))


def _citation(
    requirement: Requirement, basis: Dated, words: Mapping[Language, Mapping[str, object]]
) -> Citation:
    """The condition with `{figures}` and lists of its own file filled into its sentences."""
    file = requirement.name.rpartition(".")[0]

    def filled(text: Text) -> Text:
        return {
            language: sentence.format_map(
                {name.removeprefix(f"{file}."): word for name, word in words[language].items()}
            )
            for language, sentence in text.items()
        }

    return Citation(
        requirement.code,
        filled(requirement.text),
        requirement.facts,
        requirement.remedy and filled(requirement.remedy),
        basis.source,
        basis.grade,
    )
