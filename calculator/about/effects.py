"""What each gap could change in tenge, where that can be worked out.

All is worked out with the figures of the last day whose MRP is known. A figure that the law does
not have leaves its row out: the law's data may change, and this page must go on standing.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple, cast

from django.utils.translation import gettext

from calculator.rules.facts import FACTS, Whole
from calculator.rules.law import Law
from calculator.rules.payments import PERCENT, Amount
from calculator.rules.records import Parameter
from calculator.wording.figures import counted, money, money_range, number

A_YEAR = cast(Whole, FACTS["rent_months"]).most
"""Months: the longest that rent is paid."""


class Effect(NamedTuple):
    """One example: of what, what is counted, and what it could be; the sums in words."""

    what: str
    ours: str
    could: str


class Known(NamedTuple):
    """The last known figures of a law."""

    law: Law

    def brackets(self, name: str) -> tuple[Parameter, ...]:
        """A figure for each size of family, the smallest first; none where there is none."""
        found = self.law.on(self.law.last_known_day).parameters.get(name, ())
        return tuple(sorted(found, key=lambda figure: figure.people))

    def rate(self, name: str) -> int | None:
        """A figure, for the largest family where it depends on that; None where there is none."""
        found = self.brackets(name)
        return found[-1].whole if found else None

    @property
    def mrp(self) -> int:
        """The last known MRP, in tenge."""
        return self.law.indices[-1].whole

    @property
    def mrp_before(self) -> int:
        """The MRP before the last known one; the same where there is none before."""
        return self.law.indices[-2:][0].whole

    @property
    def last_year(self) -> int:
        """The year of the last known MRP."""
        return self.law.last_known_day.year


def effects(code: str, law: Law) -> list[Effect]:
    """Examples of what a gap could change; none where that cannot be worked out."""
    work_out = EFFECTS.get(code)
    return list(work_out(Known(law))) if work_out else []


def _effect(what: str, ours: int, least: int, most: int) -> Effect:
    return Effect(what, money(ours), money_range(Amount(least, most)))


# --- the certificate -----------------------------------------------------------------------------


def _certificate(known: Known) -> Iterator[Effect]:
    """A home for the whole limit and one for half of it, at the share of before, and in full."""
    cap, share = known.brackets("certificate.cap"), known.rate("certificate.share")
    shares = [each.whole for each in known.law.parameters if each.name == "certificate.share"]
    if not cap or share is None:
        return
    limit = cap[-1].whole * (known.mrp if cap[-1].unit == "MRP" else 1)
    for price in (limit, limit // 2):
        ours = min(price * share // PERCENT, limit)
        least = min(price * min(shares) // PERCENT, limit)
        what = gettext("Certificate for a home that costs %(price)s")
        yield _effect(what % {"price": money(price)}, ours, least, limit)


# --- rent ----------------------------------------------------------------------------------------


def _people(figures: tuple[Parameter, ...]) -> Iterator[tuple[Parameter, str]]:
    """Each figure with the families it is meant for, in words."""
    for figure, later in pairwise((*figures, None)):
        if figure is None:
            continue
        if later is None:
            people = gettext("%(least)s people or more") % {"least": number(figure.people)}
        elif later.people == figure.people + 1:
            people = counted(figure.people, "people")
        else:
            limits = {"least": number(figure.people), "most": number(later.people - 1)}
            people = gettext("%(least)s to %(most)s people") % limits
        yield figure, people


def _rents(known: Known) -> Iterator[tuple[Parameter, str]]:
    """Every rate of rent, with the place and the families it is meant for."""
    places = {
        "rent.urban": gettext("Rent for a year in a town"),
        "rent.rural": gettext("Rent for a year in a village"),
    }
    for name, place in places.items():
        for figure, people in _people(known.brackets(name)):
            yield figure, f"{place}, {people}"


def _largest_rent(known: Known) -> tuple[Parameter, str] | None:
    return max(_rents(known), key=lambda each: each[0].whole, default=None)


def _rent_rates(known: Known) -> Iterator[Effect]:
    """Every rate between the least and the most, which alone the official letter names."""
    rates = [figure.whole for figure, _ in _rents(known)]
    for figure, what in _rents(known):
        if min(rates) < figure.whole < max(rates):
            year = known.mrp * A_YEAR
            yield _effect(what, figure.whole * year, min(rates) * year, max(rates) * year)


def _rent_by_cost(known: Known) -> Iterator[Effect]:
    if largest := _largest_rent(known):
        sum_ = largest[0].whole * known.mrp * A_YEAR
        yield _effect(largest[1], sum_, 0, sum_)


def _rent_with_a_home(known: Known) -> Iterator[Effect]:
    if largest := _largest_rent(known):
        yield _effect(largest[1], 0, 0, largest[0].whole * known.mrp * A_YEAR)


# --- what is counted by heads --------------------------------------------------------------------


def _employer(known: Known) -> Iterator[Effect]:
    if rate := known.rate("employer.per_worker"):
        once = rate * known.mrp
        yield _effect(gettext("An employer hires two of a family"), 2 * once, once, 2 * once)


def _who_is_family(known: Known) -> Iterator[Effect]:
    if rate := known.rate("relocation.per_member"):
        what = gettext("Relocation subsidy for each person who may not count")
        yield _effect(what, rate * known.mrp, 0, rate * known.mrp)
    for figure, later in pairwise(known.brackets("rent.urban")[-2:]):
        what = gettext("Rent for a year in a town, if person number %(number)s may not count")
        less, more = (each.whole * known.mrp * A_YEAR for each in (figure, later))
        yield _effect(what % {"number": number(later.people)}, more, less, more)


# --- the MRP -------------------------------------------------------------------------------------


def _which_mrp(known: Known) -> Iterator[Effect]:
    """Money applied for in the last December but one that is known, under both indices."""
    before, now = known.mrp_before, known.mrp
    named = {"year": str(known.last_year - 1), "next": str(known.last_year)}
    if rate := known.rate("relocation.per_member"):
        what = gettext(
            "Relocation subsidy for each person: application in %(year)s, money in %(next)s"
        )
        yield _effect(what % named, rate * before, rate * before, rate * now)
    if largest := _largest_rent(known):
        what = gettext("%(rent)s: application in December %(year)s")
        ours = largest[0].whole * (before + now * (A_YEAR - 1))
        least = largest[0].whole * before * A_YEAR
        yield _effect(what % {**named, "rent": largest[1]}, ours, least, ours)


def _next_mrp(known: Known) -> Iterator[Effect]:
    """Should the index rise once more by as much as it did last."""
    risen = known.mrp + max(known.mrp - known.mrp_before, 0)
    year = str(known.last_year + 1)
    if rate := known.rate("relocation.per_member"):
        what = gettext("Relocation subsidy for each person in %(year)s")
        yield _effect(what % {"year": year}, rate * known.mrp, rate * known.mrp, rate * risen)
    if largest := _largest_rent(known):
        what = gettext("%(rent)s, paid in %(year)s") % {"rent": largest[1], "year": year}
        each = largest[0].whole * A_YEAR
        yield _effect(what, each * known.mrp, each * known.mrp, each * risen)


EFFECTS: dict[str, Callable[[Known], Iterator[Effect]]] = {
    "certificate_since_2026": _certificate,
    "rent_rates": _rent_rates,
    "rent_by_cost": _rent_by_cost,
    "rent_with_a_home": _rent_with_a_home,
    "employer_subsidy": _employer,
    "which_mrp": _which_mrp,
    "next_mrp": _next_mrp,
    "who_is_family": _who_is_family,
}
"""The gaps whose effect can be worked out, by their codes."""

__all__ = ["EFFECTS", "Effect", "effects"]
