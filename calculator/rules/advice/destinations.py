"""The same family in every region: what it would get there, and why not where it would not."""

from typing import NamedTuple

from calculator.rules.advice.alternatives import REGION, Alternatives, Facts
from calculator.rules.payments import Amount
from calculator.rules.records import Citation, Region
from calculator.rules.worksheet import Finding


class There(NamedTuple):
    """What awaits a family in a region: the total in a town and in a village, and why none.

    `unmet` are the conditions that the region itself does not meet, `open` those not known of it.
    """

    urban: Amount
    rural: Amount
    unmet: tuple[Citation, ...]
    open: tuple[Citation, ...]


class Destination(NamedTuple):
    """A region and what awaits the family there, the same in all regions that are alike.

    `places` is what the year's quota has for the family's track; None where it is not known.
    """

    region: Region
    places: int | None
    there: There
    chosen: bool


def destinations(alternatives: Alternatives) -> tuple[Destination, ...]:
    """Every region: first those the family can choose, the most places first, then the others."""
    quota = alternatives.rules.quotas.get(alternatives.family.track)
    own = alternatives.family.destination
    alike: dict[int, There] = {}
    found = []
    for slug, region in alternatives.law.regions.items():
        finding = alternatives.in_each_region[slug]
        there = alike.get(id(finding))
        if there is None:
            there = alike[id(finding)] = _there(alternatives, slug, finding)
        places = None if quota is None else quota.get(slug, 0)
        found.append(Destination(region, places, there, slug == own))
    return tuple(sorted(found, key=lambda each: (len(each.there.unmet), -(each.places or 0))))


def _there(alternatives: Alternatives, slug: str, finding: Finding) -> There:
    about = [each for each in finding.conditions if REGION in each.citation.facts]
    region = {REGION: slug}
    return There(
        _total(alternatives, region, "urban"),
        _total(alternatives, region, "rural"),
        tuple(condition.citation for condition in about if condition.met is False),
        tuple(condition.citation for condition in about if condition.met is None),
    )


def _total(alternatives: Alternatives, region: Facts, settlement: str) -> Amount:
    own = settlement == alternatives.family.settlement
    return alternatives.total(region if own else {**region, "settlement": settlement})
