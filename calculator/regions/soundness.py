"""What must hold between figures: sums that add up, years that fit, places that differ."""

from collections import Counter
from collections.abc import Iterator

from calculator.regions.records import Arrivals, Fact, Known
from calculator.rules import Law

ALL_POINTS = 100


def unsound(known: Known, law: Law) -> list[str]:
    """Every contradiction there is, by file and key."""
    return [
        *_map(known, law),
        *_arrivals(known),
        *_balance(known),
        *_potential(known),
        *_sentences(known),
        *_notes(known),
    ]


def _map(known: Known, law: Law) -> Iterator[str]:
    for slug in law.regions:
        if slug not in known.tiles:
            yield f"map.toml: tile {slug}: is missing"
    places = Counter((tile.column, tile.row) for tile in known.tiles.values())
    for (column, row), times in places.items():
        if times > 1:
            yield f"map.toml: tile: {times} stand in column {column}, row {row}"


def _arrivals(known: Known) -> Iterator[str]:
    for year, times in Counter(each.year for each in known.arrivals).items():
        if times > 1:
            yield f"arrivals.toml: {year}: stands twice"
    for each in known.arrivals:
        if each.until.year != each.year:
            yield f"arrivals.toml: {each.year}: until is {each.until}, in another year"
        yield from _sums(each)


def _sums(each: Arrivals) -> Iterator[str]:
    """What was reported in parts is as much as the whole."""
    if (each.kandas is None) != (each.resettler is None):
        yield f"arrivals.toml: {each.year}: kandas and resettler belong together"
    elif each.kandas is not None and each.people != each.kandas + (each.resettler or 0):
        yield f"arrivals.toml: {each.year}: kandas and resettler are not {each.people}"
    if each.regions is not None and sum(each.regions.values()) > each.people:
        yield f"arrivals.toml: {each.year}: the regions are more than {each.people}"


def _balance(known: Known) -> Iterator[str]:
    years = set(known.balance.years)
    for slug, by_year in known.balance.regions.items():
        if not by_year or not set(by_year) <= years:
            yield f"balance.toml: {slug}: its years are not among those of the country"


def _potential(known: Known) -> Iterator[str]:
    points = sum(part.points for part in known.potential.parts)
    if points != ALL_POINTS:
        yield f"settlements.toml: potential: the points are {points}, not {ALL_POINTS}"


def _sentences(known: Known) -> Iterator[str]:
    """A sentence names its figure where it has one, and nowhere else."""
    for file, facts in (("figures", known.facts), ("settlements", known.steps)):
        for fact in facts:
            yield from (
                f"{file}.toml: {fact.code}: the text in {language} {problem}"
                for language, problem in _misnamed(fact)
            )


def _misnamed(fact: Fact) -> Iterator[tuple[str, str]]:
    wanted = int(fact.value is not None)
    for language, text in fact.text.items():
        if text.count("{value}") != wanted or text.count("{") != wanted:
            yield language, "must name {value} once" if wanted else "must name no figure"


def _notes(known: Known) -> Iterator[str]:
    for slug, note in known.notes.items():
        for line in note.lines:
            if len(line.people) != len(note.until):
                yield f"figures.toml: note {slug} {line.code}: needs a figure a day of until"
