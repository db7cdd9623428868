"""Short-term vocational training, where an employer needs it. Letter No. ДС-275, point 3."""

from calculator.rules.worksheet import Worksheet


def conditions(sheet: Worksheet) -> None:
    """Nothing beyond what every measure asks."""
