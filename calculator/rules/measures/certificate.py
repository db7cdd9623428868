"""Economic mobility certificate: a share of the price of a home, up to a cap.

Letters No. ДС-275, point 3, and No. ДС-134.
"""

from calculator.rules.facts import HousingPlan
from calculator.rules.payments import Share
from calculator.rules.worksheet import Met, Worksheet


def conditions(sheet: Worksheet, *, job_confirmed: Met, housing_plan: HousingPlan | None) -> None:
    """For a family with a confirmed job that buys, builds or takes a mortgage."""
    sheet.require("job", job_confirmed)
    sheet.require("housing_plan", housing_plan and housing_plan != "none")


def payment(sheet: Worksheet) -> Share:
    """One certificate a family."""
    return Share(sheet.parameter("share"), cap=sheet.worth("cap"))
