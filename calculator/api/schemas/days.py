"""A day as a pattern: months as long as they are, and the 29th of February in leap years only.

JSON Schema knows no other way to say which of several ways of writing a day is meant.
"""

from calendar import isleap
from collections.abc import Iterable

from calculator.rules.law import Law

# 2026-03-01: month and day, but for the 29th of February.
MONTH_DAY = "(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31"
# 01.03.2026: the same with dots, a nought in front or not.
DAY_MONTH = (
    r"(0?[1-9]|1[0-9]|2[0-8])\.(0?[1-9]|1[0-2])|(29|30)\.(0?[13-9]|1[0-2])|31\.(0?[13578]|1[02])"
)
ANY_YEAR = "(19|20)[0-9]{2}"
ANY_LEAP_YEAR = "(19|20)(0[48]|[2468][048]|[13579][26])|2000"


def any_day() -> str:
    """Any day of the years that people graduate in."""
    return _pattern(ANY_YEAR, ANY_LEAP_YEAR)


def known_day(law: Law) -> str:
    """A day whose rules are known: these are whole years."""
    years = range(law.first_day.year, law.last_day.year + 1)
    return _pattern(_either(years), _either([year for year in years if isleap(year)]))


def _pattern(years: str, leap: str) -> str:
    return rf"({years})-({MONTH_DAY})|({leap})-02-29|({DAY_MONTH})\.({years})|29\.0?2\.({leap})"


def _either(years: Iterable[int]) -> str:
    return "|".join(str(year) for year in years)
