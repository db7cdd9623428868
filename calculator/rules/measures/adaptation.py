"""Free adaptation and integration services. Law on migration, article 23."""

from calculator.rules.worksheet import Worksheet


def conditions(sheet: Worksheet) -> None:
    """Nothing beyond what every measure asks."""
