"""Auyl Amanaty microcredit: a loan for a business in a village. Letters No. ДС-275 and ДС-134."""

from calculator.rules.facts import Business, Settlement
from calculator.rules.payments import Credit
from calculator.rules.worksheet import Worksheet


def conditions(sheet: Worksheet, *, settlement: Settlement, business: Business) -> None:
    """For a family that settles in a village and has a business plan."""
    sheet.require("rural", settlement == "rural")
    sheet.require("business", business != "none")


def payment(sheet: Worksheet, *, business: Business) -> Credit | None:
    """Limit and term hang on the kind of business; without one there is nothing to lend for."""
    if business == "none":
        return None
    return Credit(
        rate=sheet.parameter("rate"),
        limit=sheet.worth(f"{business}_limit"),
        longest=sheet.parameter(f"{business}_months"),
    )
