"""Terms of months, as the law counts them."""

from calendar import monthrange
from datetime import date

MONTHS_A_YEAR = 12


def months_later(day: date, months: int) -> date:
    """The same day `months` later, or that month's last day where it is shorter.

    A term beyond the last year a date can name ends on the last day there is.
    """
    year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_starts(day: date, count: int) -> list[date]:
    """The first days of `count` months, the month of `day` being the first."""
    return [months_later(day.replace(day=1), months) for months in range(count)]
