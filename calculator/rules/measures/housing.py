"""A home, a service home or a dormitory room, where available. Letter No. ДС-275, point 3."""

from calculator.rules.facts import Housing
from calculator.rules.worksheet import Worksheet


def conditions(sheet: Worksheet, *, housing_provided: Housing | None) -> None:
    """Not where the employer provides a home."""
    sheet.require("housing_provided", housing_provided and housing_provided != "employer")
