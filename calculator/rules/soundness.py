"""What must hold between the blocks of the law: no day twice, none left out, nothing missing.

Each problem is a line that names the file, the key and the day.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from string import Formatter
from typing import get_args

from calculator.rules.calendar import ONE_DAY
from calculator.rules.facts import FACTS, Track
from calculator.rules.law import MRP, Law
from calculator.rules.records import Dated, Duty, Parameter, Requirement

Series = Mapping[tuple[str, int], Sequence[Parameter]]


def unsound(law: Law) -> list[str]:
    """Every problem between the blocks of `law`."""
    if not law.indices:
        return [f"units.toml: {MRP}: is missing"]
    last = law.indices[-1]
    if last.until is None:
        return [
            f"units.toml: {MRP}: {last.start}: until is missing, or nothing is ever an estimate"
        ]
    return [
        *_twice(law),
        *_days(law),
        *_reach(law),
        *_duties(law),
        *_steps(law),
        *_sentences(law),
        *_examples(law),
    ]


def _where(name: str) -> str:
    """`rent.urban` as `rent.toml: urban`; the units' own figures have a bare name."""
    file, _, key = name.rpartition(".")
    return f"{file or 'units'}.toml: {key}"


def _figures(law: Law) -> Series:
    """The history of each figure, for each smallest family it is meant for."""
    series: dict[tuple[str, int], list[Parameter]] = defaultdict(list)
    for figure in law.parameters:
        series[figure.name, figure.people].append(figure)
    return series


def _lists(law: Law) -> Mapping[str, Sequence[Dated]]:
    series: dict[str, list[Dated]] = defaultdict(list)
    for region_list in law.region_lists:
        series[region_list.name].append(region_list)
    return series


def _twice(law: Law) -> Iterator[str]:
    """What there must be one of, and only one: conditions, papers, steps, quotas."""
    named = (
        *(f"{_where(each.name)}:" for each in law.requirements),
        *(f"papers.toml: {each.code}:" for each in law.papers),
        *(f"way.toml: {each.code}:" for each in law.way),
        *(f"quotas.toml: {each.year}: {each.track}" for each in law.quotas),
    )
    for name, times in Counter(named).items():
        if times > 1:
            yield f"{name} stands twice"
    for year in sorted({each.year for each in law.quotas}):
        known = {each.track for each in law.quotas if each.year == year}
        for track in sorted(set(get_args(Track)) - known):
            yield f"quotas.toml: {year}: {track} is missing"


# --- no day twice, none left out in between ----------------------------------------------------


def _days(law: Law) -> Iterator[str]:
    for (name, _), figures in _figures(law).items():
        yield from _series(name, figures)
    for requirement in law.requirements:
        yield from _series(requirement.name, requirement.bases)
    for name, entries in _lists(law).items():
        yield from _series(name, entries)


def _series(name: str, series: Sequence[Dated]) -> Iterator[str]:
    if not series:
        yield f"{_where(name)}: has no dated block"
    for earlier, later in pairwise(series):
        due = earlier.until + ONE_DAY if earlier.until else None
        if due is None or later.start < due:
            yield f"{_where(name)}: {later.start}: overlaps the days before"
        elif later.start > due:
            yield f"{_where(name)}: {due}: no value from here to {later.start}"


# --- what is needed reaches as far as what needs it --------------------------------------------


def _reach(law: Law) -> Iterator[str]:
    """Figures last as long as their measure, shared ones and lists as long as the law."""
    measures = {measure.code: measure for measure in law.measures}
    series = _figures(law)
    for name, people in sorted({(name, 1) for name, _ in series} | series.keys()):
        owner = measures.get(name.partition(".")[0])
        if not series.get((name, people)):
            yield f"{_where(name)}: has no value for a family of one"
        elif owner is not None:
            yield from _covers(name, series[name, people], owner.start, owner.until)
        elif name != MRP:
            first = series[name, people][0].start
            yield from _covers(name, series[name, people], first, None)
    for name, entries in _lists(law).items():
        yield from _covers(name, entries, law.first_day, None)


def _covers(name: str, series: Sequence[Dated], start: date, until: date | None) -> Iterator[str]:
    last = series[-1].until
    if series[0].start > start:
        yield f"{_where(name)}: {start}: no value from here"
    if last is not None and last != until:
        yield f"{_where(name)}: {last + ONE_DAY}: no value from here"


def _duties(law: Law) -> Iterator[str]:
    """Every track has its duty on every day, and its term is a figure of the law."""
    series = _figures(law)
    for track in get_args(Track):
        duties = [duty for duty in law.duties if duty.track == track]
        yield from _series(f"entitlement.duty of a {track}", duties)
        if duties:
            yield from _covers(f"entitlement.duty of a {track}", duties, law.first_day, None)
    for duty in law.duties:
        if (duty.term, 1) not in series:
            yield f"{_where(duty.term)}: is missing, and a duty names it"
        else:
            yield from _covers(duty.term, series[duty.term, 1], law.first_day, None)
            yield from _filled(duty)


def _steps(law: Law) -> Iterator[str]:
    """Every `{figure}` in a step is a shared one, there when the step is."""
    starts = {name: figures[0].start for (name, _), figures in _figures(law).items()}
    for stage in law.way:
        for language, sentence in stage.text.items():
            named = _placeholders(sentence)
            known = named is not None and all(
                starts.get(f"entitlement.{name}", date.max) <= stage.bases[0].start
                for name in named
            )
            if not known:
                yield f"way.toml: {stage.code}: the text in {language} names an unknown figure"


def _filled(duty: Duty) -> Iterator[str]:
    """A duty's sentences name its term, and no other figure."""
    term = duty.term.rpartition(".")[2]
    for language, sentence in duty.text.items():
        if _placeholders(sentence) != [term]:
            yield f"{_where(duty.term)}: the duty's text in {language} must name {{{term}}} alone"


# --- sentences -----------------------------------------------------------------------------------


def _sentences(law: Law) -> Iterator[str]:
    """Every `{figure}` in a sentence is a figure or a list of its file, there from day one."""
    starts = {name: figures[0].start for (name, _), figures in _figures(law).items()}
    starts |= {name: entries[0].start for name, entries in _lists(law).items()}
    for requirement in law.requirements:
        for text in (requirement.text, requirement.remedy or {}):
            for language, sentence in text.items():
                yield from _sentence(requirement, language, sentence, starts)


def _sentence(
    requirement: Requirement, language: str, sentence: str, starts: Mapping[str, date]
) -> Iterator[str]:
    named = _placeholders(sentence)
    if named is None:
        yield (
            f"{_where(requirement.name)}: the text in {language} has a bracket that does not close"
        )
        return
    for figure in named:
        yield from _named(requirement, language, figure, starts)


def _placeholders(sentence: str) -> list[str] | None:
    """The names in braces; None where a brace does not close."""
    try:
        return [name for _, name, _, _ in Formatter().parse(sentence) if name is not None]
    except ValueError:
        return None


def _named(
    requirement: Requirement, language: str, figure: str, starts: Mapping[str, date]
) -> Iterator[str]:
    where, file = _where(requirement.name), requirement.name.rpartition(".")[0]
    begins = starts.get(f"{file}.{figure}")
    needed = requirement.bases[0].start if requirement.bases else date.max
    if begins is None:
        yield f"{where}: the text in {language} names an unknown figure {figure!r}"
    elif begins > needed:
        yield f"{where}: {needed}: {figure} has no value from here"


# --- examples ------------------------------------------------------------------------------------


def _examples(law: Law) -> Iterator[str]:
    """An example's family differs in facts that there are, said as in an address."""
    for measure in law.measures:
        for fact, said in measure.example.items():
            if fact not in FACTS or not isinstance(said, str):
                yield f"{measure.code}.toml: measure: example: {fact} cannot be {said!r}"
