"""What the law says of a region: its role for a track, and its places in the quota of a year."""

from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple, TypeVar

from calculator.rules import Law
from calculator.rules.facts import Track
from calculator.rules.records import Dated, Grade, Places

RoleCode = Literal["deficit", "full", "surplus", "neither", "receives", "closed", "unknown"]
D = TypeVar("D", bound=Dated)

# Which of the law's lists makes a region what it is to resettlers.
DEFICIT, SURPLUS = "entitlement.deficit_regions", "entitlement.surplus_regions"
LISTS: dict[str, RoleCode] = {DEFICIT: "deficit", SURPLUS: "surplus"}


class Role(NamedTuple):
    """What a region is to a track, who says so, from when until when; else nobody has yet.

    `full` is a region on the list of those that need workers, in a year without a place for any.
    """

    code: RoleCode
    source: str | None = None
    grade: Grade | None = None
    start: date | None = None
    until: date | None = None


def years(law: Law, today: date) -> range:
    """The years one can ask about: from the first known quota to what may be applied for."""
    known = [quota.year for quota in law.quotas]
    return range(min(known), max(*known, today.year, law.last_day.year) + 1)


def quota_years(law: Law, today: date) -> list[int]:
    """The years whose quota is known, and this one."""
    return sorted({quota.year for quota in law.quotas} | {today.year})


def quota(law: Law, year: int, track: Track) -> Places | None:
    """The quota of a year and track; None where it is not known."""
    return next((each for each in law.quotas if (each.year, each.track) == (year, track)), None)


def places(law: Law, year: int, track: Track, slug: str) -> int | None:
    """The places of a region: none where a known quota does not name it, None where unknown."""
    found = quota(law, year, track)
    return None if found is None else found.places.get(slug, 0)


def listed(law: Law, slug: str, track: Track, on: date) -> Role:
    """What the region is to `track` on a day by the law's lists, or by the quota of kandas."""
    return _to_kandas(law, slug, on.year) if track == "kandas" else _to_resettlers(law, slug, on)


def role(law: Law, slug: str, track: Track, on: date) -> Role:
    """The same with the quota of that year: without places, being on the list helps nobody."""
    found = listed(law, slug, track, on)
    full = found.code == "deficit" and places(law, on.year, track, slug) == 0
    return found._replace(code="full") if full else found


def nearest_day(year: int, today: date) -> date:
    """The day of a year that is nearest to today."""
    return min(max(today, date(year, 1, 1)), date(year, 12, 31))


def _to_kandas(law: Law, slug: str, year: int) -> Role:
    found = quota(law, year, "kandas")
    if found is None:
        return Role("unknown")
    return _by(found, "receives" if found.places.get(slug) else "closed")


def _to_resettlers(law: Law, slug: str, on: date) -> Role:
    standing = _holding(law.region_lists, on)
    named = {each.name: each for each in standing if each.name in LISTS}
    for name, code in LISTS.items():
        if name in named and slug in named[name].regions:
            return _by(named[name], code)
    if len(named) < len(LISTS):
        return Role("unknown")
    return _by(named[DEFICIT], "neither")


def _by(of: Dated, code: RoleCode) -> Role:
    return Role(code, of.source, of.grade, of.start, of.until)


def _holding(dated: Iterable[D], on: date) -> list[D]:
    return [each for each in dated if each.holds(on)]
