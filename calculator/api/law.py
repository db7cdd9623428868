"""The law as other programs read it: figures with their history, regions, editions, sources."""

from collections.abc import Iterable
from datetime import date
from typing import Any, get_args

from calculator.regions import roles
from calculator.rules.advice.editions import begun
from calculator.rules.calendar import ONE_DAY
from calculator.rules.facts import Track
from calculator.rules.law import MRP, Law
from calculator.rules.records import Parameter, Source
from calculator.wording.document import versions
from calculator.wording.editions import novelty
from calculator.wording.figures import dated, language, said
from calculator.wording.measures import parameter_part

Part = dict[str, Any]
TRACKS: tuple[Track, ...] = get_args(Track)
# What a region must be to a track so that families of it can move there.
SERVES = ("deficit", "receives")


def parameters(law: Law, on: date) -> Part:
    """Every figure in force on a day; of one that hangs on the size of a family, each of them."""
    rules = law.on(on)
    figures = {**rules.parameters, MRP: (rules.mrp,)}
    names = dict.fromkeys(each.name for each in law.parameters if each.name in figures)
    found = [_parameter(each) for name in names for each in figures[name]]
    return {
        "on": on.isoformat(),
        "edition": rules.edition.isoformat(),
        "lang": language(),
        "parameters": found,
        "sources": _sources(found, law),
        "versions": versions(law),
    }


def parameter(law: Law, name: str) -> Part:
    """One figure of the law with its whole history, oldest first.

    The history ends with what is known: no source speaks of the days that an index is still
    counted with. Whoever asks for such a day is told so by `provisional`.
    """
    values = [each for each in law.parameters if each.name == name]
    history = [_parameter(each) for each in values]
    return {
        "name": name,
        "title": said(values[0].title),
        "lang": language(),
        "values": history,
        "sources": _sources(history, law),
        "versions": versions(law),
    }


def regions(law: Law, on: date) -> Part:
    """Every region: what it is to each track, and its places in that year's quota."""
    found = [_region(law, slug, on) for slug in law.regions]
    cited = [role for region in found for role in region["roles"].values() if role["source"]]
    quotas = [dated(each) for each in law.quotas if each.year == on.year]
    return {
        "on": on.isoformat(),
        "edition": law.on(on).edition.isoformat(),
        "lang": language(),
        "regions": found,
        "sources": _sources([*cited, *quotas], law),
        "versions": versions(law),
    }


def editions(law: Law) -> Part:
    """The days on which the rules change, and what changes; of the first, before is unknown."""
    starts = [start for start in law.editions if start <= law.last_day]
    ends = [start - ONE_DAY for start in starts[1:]] + [law.last_day]
    found = [_edition(law, *days) for days in zip(starts, ends, strict=True)]
    return {
        "lang": language(),
        "first_day": law.first_day.isoformat(),
        "last_known_day": law.last_known_day.isoformat(),
        "last_day": law.last_day.isoformat(),
        "editions": found,
        "sources": _sources([change for each in found for change in each["changes"]], law),
        "versions": versions(law),
    }


def _edition(law: Law, start: date, end: date) -> Part:
    return {
        "from": start.isoformat(),
        "until": end.isoformat(),
        "provisional": law.on(start).mrp.provisional,
        "changes": [novelty(each, law) for each in begun(law, start)],
    }


def _parameter(each: Parameter) -> Part:
    return {**parameter_part(each), "people": each.people}


def _region(law: Law, slug: str, on: date) -> Part:
    region = law.regions[slug]
    found = {track: roles.role(law, slug, track, on) for track in TRACKS}
    return {
        "slug": slug,
        "iso": region.iso,
        "kind": region.kind,
        "name": said(region.name),
        "tracks": [track for track, role in found.items() if role.code in SERVES],
        "roles": {
            track: {"role": role.code, "source": role.source, "grade": role.grade}
            for track, role in found.items()
        },
        "places": {track: roles.places(law, on.year, track, slug) for track in found},
    }


def _sources(cited: Iterable[Part], law: Law) -> Part:
    """Every source that is cited, in the order of the law's own list."""
    codes = {each["source"] for each in cited}
    return {code: _source(each) for code, each in law.sources.items() if code in codes}


def _source(source: Source) -> Part:
    return {
        "title": said(source.title),
        "number": source.number,
        "date": source.day and source.day.isoformat(),
        "url": source.url,
        "checked": source.checked and source.checked.isoformat(),
    }
