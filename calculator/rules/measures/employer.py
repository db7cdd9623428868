"""Subsidy to an employer who assists the move and hires for good. Letter No. ДС-275, point 3."""

from calculator.rules.payments import PerHead
from calculator.rules.worksheet import Met, Worksheet


def conditions(sheet: Worksheet, *, employer_assists: Met, hires: Met) -> None:
    """For an employer who takes part in the move and hires a member permanently."""
    sheet.require("employer_assists", employer_assists)
    sheet.require("hires", hires)


def payment(sheet: Worksheet) -> PerHead:
    """The same for every member hired permanently."""
    return PerHead(sheet.worth("per_worker"), of="workers")
