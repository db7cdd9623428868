"""The same family in every region: what it would get there, and why not where it would not."""

from typing import NamedTuple

from calculator.rules.advice.alternatives import REGION, Alternatives, Facts
from calculator.rules.payments import Amount
from calculator.rules.records import Citation, Region


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
    found = [_destination(alternatives, region) for region in alternatives.law.regions.values()]
    return tuple(sorted(found, key=lambda each: (len(each.unmet), -(each.places or 0))))


def _destination(alternatives: Alternatives, region: Region) -> Destination:
    family = alternatives.family
    there = {REGION: region.slug}
    about = [
        condition
        for condition in alternatives.shared(there).conditions
        if REGION in condition.citation.facts
    ]
    quota = alternatives.assessment.rules.quotas.get(family.track)
    return Destination(
        region,
        None if quota is None else quota.get(region.slug, 0),
        _total(alternatives, there, "urban"),
        _total(alternatives, there, "rural"),
        tuple(condition.citation for condition in about if condition.met is False),
        tuple(condition.citation for condition in about if condition.met is None),
        region.slug == family.destination,
    )


def _total(alternatives: Alternatives, there: Facts, settlement: str) -> Amount:
    own = settlement == alternatives.family.settlement
    return alternatives.total(there if own else {**there, "settlement": settlement})
