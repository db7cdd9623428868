"""Relocation subsidy: so many MRP for every member of the family. Letter No. ДС-275, point 3."""

from calculator.rules.payments import PerHead
from calculator.rules.worksheet import Met, Worksheet, negated


def conditions(sheet: Worksheet, *, employer_pays_move: Met) -> None:
    """Not where the employer pays for the move."""
    sheet.require("employer_pays_move", negated(employer_pays_move))


def payment(sheet: Worksheet) -> PerHead:
    """The same for every member, the head included."""
    return PerHead(sheet.worth("per_member"), of="people")
