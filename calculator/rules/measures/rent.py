"""Subsidy for rent and utilities, by place and size of family. Letter No. ДС-275, point 3."""

from calculator.rules.facts import Housing, Settlement
from calculator.rules.payments import Monthly
from calculator.rules.worksheet import Worksheet


def conditions(sheet: Worksheet, *, housing_provided: Housing | None) -> None:
    """Not where the employer or the state provides a home."""
    sheet.require("housing_provided", housing_provided and housing_provided == "none")


def payment(sheet: Worksheet, *, settlement: Settlement, people: int) -> Monthly:
    """A rate a month, by place and by how many move."""
    return Monthly(sheet.parameter(settlement, people))
