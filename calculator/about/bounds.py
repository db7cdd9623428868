"""On what the least and the most of the examples rest, one remark for each gap.

Without it a sum that stands on a mere supposition would be read as a limit that somebody set.
"""

from collections.abc import Callable

from django.utils.translation import gettext

from calculator.about.effects import EFFECTS, Known
from calculator.rules.law import Law
from calculator.wording.figures import figure, money, number

Named = dict[str, str]


def bounds(code: str, law: Law) -> str:
    """The remark of a gap; empty for one whose effect cannot be worked out."""
    return REMARKS[code](_named(Known(law))) if code in EFFECTS else ""


def _named(known: Known) -> Named:
    """The figures that remarks name, as far as the law has them."""
    law, unknown = known.law, "?"
    shares = [each for each in law.parameters if each.name == "certificate.share"]
    rates = [each for name in ("rent.urban", "rent.rural") for each in known.brackets(name)]
    rates.sort(key=lambda each: each.whole)
    return {
        "share": figure(min(shares, key=lambda each: each.whole)) if shares else unknown,
        "least": number(rates[0].value) if rates else unknown,
        "most": figure(rates[-1]) if rates else unknown,
        "before": str(known.last_year - 1),
        "year": str(known.last_year),
        "next": str(known.last_year + 1),
        "rise": money(max(known.mrp - known.mrp_before, 0)),
    }


def _certificate(named: Named) -> str:
    text = gettext(
        "The smaller sum: if the share of the price were %(share)s, as it was before. The larger: "
        "if the whole limit is paid whatever the home costs."
    )
    return text % named


def _rent_rates(named: Named) -> str:
    text = gettext(
        "The official letter names only the lowest and the highest rate, %(least)s and %(most)s. "
        "Both sums are worked out with them."
    )
    return text % named


def _rent_by_cost(_: Named) -> str:
    return gettext(
        "The larger sum: if rent is paid in full. The smaller: if a family shows no costs at all."
    )


def _rent_with_a_home(_: Named) -> str:
    return gettext("The smaller sum: if no rent is paid. The larger: if it is paid in full.")


def _employer(_: Named) -> str:
    return gettext(
        "The smaller sum: if an employer is paid once. The larger: if it is paid for each worker."
    )


def _which_mrp(named: Named) -> str:
    text = gettext(
        "One sum: if the MRP of %(before)s counts, when the family applied. The other: if the MRP "
        "of %(year)s counts for all that is paid in %(year)s."
    )
    return text % named


def _next_mrp(named: Named) -> str:
    text = gettext(
        "The larger sum is no limit. It is only an example: if the MRP rises by %(rise)s in "
        "%(next)s, as it did in %(year)s. It may rise by more."
    )
    return text % named


def _who_is_family(_: Named) -> str:
    return gettext(
        "The smaller sum: if this person does not count as family. The larger: if they do."
    )


REMARKS: dict[str, Callable[[Named], str]] = {
    "certificate_since_2026": _certificate,
    "rent_rates": _rent_rates,
    "rent_by_cost": _rent_by_cost,
    "rent_with_a_home": _rent_with_a_home,
    "employer_subsidy": _employer,
    "which_mrp": _which_mrp,
    "next_mrp": _next_mrp,
    "who_is_family": _who_is_family,
}
"""A remark for each of the gaps of `EFFECTS`."""
