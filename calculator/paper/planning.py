"""What stands on the individual adaptation and integration plan."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext

from calculator.paper.checking import address_of_case, lost_signs, opening
from calculator.paper.content import foot
from calculator.paper.signs import legible
from calculator.wording.figures import day

Plan = Mapping[str, Any]
Part = dict[str, Any]


def content_of_plan(plan: Plan) -> Part:
    """The whole paper. What is empty in `plan` is left to be written by hand."""
    printed = legible(plan)
    on = day(date.fromisoformat(plan["on"]))
    return {
        "lang": plan["lang"],
        "title": gettext("Individual adaptation and integration plan"),
        "opening": opening(printed, (gettext("Day of the plan"), on)),
        "members": _members(printed["members"]),
        "sections": printed["sections"],
        "address": address_of_case(plan["address"]),
        "sign": printed["sign"],
        "lost": lost_signs(printed),
        "foot": foot(printed["reference"], gettext("A plan, not a decision on support.")),
    }


def _members(members: list[Plan]) -> Part:
    return {
        "title": gettext("Who is moving"),
        "columns": [gettext("Family member"), gettext("Age")],
        "widths": [2, 1],
        "rows": [[each["who"], each["age"]] for each in members],
    }
