"""The same family in every region: what it would get there, and why not where it would not."""

from typing import NamedTuple

from calculator.rules.advice.alternatives import REGION, Alternatives, Facts
from calculator.rules.payments import Amount
from calculator.rules.records import Citation, Region
from calculator.rules.worksheet import Finding


class Destination(NamedTuple):
    """A region with the total in a town and in a village there.

    `places` is what the year's quota has for the family's track; None where it is not known.
    `unmet` are the conditions that the region itself does not meet, `open` those not known of it.
    """

    region: Region
    places: int | None
    urban: Amount
    rural: Amount
    unmet: tuple[Citation, ...]
    open: tuple[Citation, ...]
    chosen: bool


def destinations(alternatives: Alternatives) -> tuple[Destination, ...]:
    """Every region: first those the family can choose, the most places first, then the others."""
    quota = alternatives.assessment.rules.quotas.get(alternatives.family.track)
    alike: dict[int, _Alike] = {}
    found = []
    for slug, region in alternatives.law.regions.items():
        finding = alternatives.in_each_region[slug]
        there = alike.get(id(finding)) or _alike(alternatives, slug, finding)
        alike[id(finding)] = there
        places = None if quota is None else quota.get(slug, 0)
        chosen = slug == alternatives.family.destination
        found.append(Destination(region, places, *there, chosen))
    return tuple(sorted(found, key=lambda each: (len(each.unmet), -(each.places or 0))))


class _Alike(NamedTuple):
    """What is the same in all regions on which the same is found."""

    urban: Amount
    rural: Amount
    unmet: tuple[Citation, ...]
    open: tuple[Citation, ...]


def _alike(alternatives: Alternatives, slug: str, finding: Finding) -> _Alike:
    about = [each for each in finding.conditions if REGION in each.citation.facts]
    there = {REGION: slug}
    return _Alike(
        _total(alternatives, there, "urban"),
        _total(alternatives, there, "rural"),
        tuple(condition.citation for condition in about if condition.met is False),
        tuple(condition.citation for condition in about if condition.met is None),
    )


def _total(alternatives: Alternatives, there: Facts, settlement: str) -> Amount:
    own = settlement == alternatives.family.settlement
    return alternatives.total(there if own else {**there, "settlement": settlement})
