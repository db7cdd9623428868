"""What a report may be about: the total, a measure, or another part of what the pages tell.

Codes are the names of the rule book's pages, and `region.` with a region's name; each fits into
`Report.measure`. A code that is no more stays readable as it is.
"""

from collections.abc import Sequence

from django.utils.translation import gettext, pgettext

from calculator.rules.law import MRP, Law
from calculator.wording import regions
from calculator.wording.figures import money, number, said

TOTAL, SHARED = "", "entitlement"
REGION = "region."
WHOLE = frozenset({TOTAL, SHARED})
"""What a sum is expected of the family as a whole for."""

Choices = list[tuple[str, str]]


def groups(law: Law) -> Sequence[tuple[str, Choices]]:
    """All that can be chosen, by group. The first has no title, and begins with the total."""
    measures = [(measure.code, said(measure.title)) for measure in law.measures]
    named = [(f"{REGION}{slug}", name) for slug, name in regions(law)]
    return [
        ("", [(TOTAL, pgettext("report", "The total, or something else")), *measures, *_other()]),
        (gettext("Figures of one region"), named),
    ]


def titles(law: Law) -> dict[str, str]:
    """Every code with its title."""
    return dict(choice for _, choices in groups(law) for choice in choices)


def figure(code: str, value: int, law: Law) -> str:
    """What somebody expects there: tenge where it is a sum, else a bare number, as of places."""
    sums = {*WHOLE, MRP, *(measure.code for measure in law.measures)}
    return money(value) if code in sums else number(value)


def _other() -> Choices:
    return [
        (SHARED, gettext("Conditions of all support")),
        (MRP, gettext("The unit: monthly calculation index (MRP)")),
        ("quotas", gettext("Places in the regional quota")),
        ("regions", gettext("Figures of all regions")),
        ("papers", gettext("Papers to bring")),
        ("way", gettext("The way of an application")),
        ("changes", gettext("What changed, day by day")),
        ("sources", gettext("Sources, and what each of them proves")),
    ]
