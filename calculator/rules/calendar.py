"""Terms of months, as the law counts them."""

from calendar import monthrange
from datetime import date, timedelta

MONTHS_A_YEAR = 12
ONE_DAY = timedelta(days=1)


def months_later(day: date, months: int) -> date:
    """The same day `months` later, or that month's last day where it is shorter.

    A term beyond the years a date can name ends on the last day, or the first, there is.
    """
    year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    if year > date.max.year:
        return date.max
    if year < date.min.year:
        return date.min
    if day.day == 1:  # No month is too short for it, and asking how long each is takes longer.
        return date(year, month + 1, 1)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def years_later(day: date, years: int) -> date:
    """The same day `years` later; of 29 February, the 28th where that year has no 29th."""
    return months_later(day, years * MONTHS_A_YEAR)


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def as_long_before(earlier: date, day: date, then: date) -> date:
    """The day that lies before `then` by the months and days by which `earlier` lies before `day`.

    So a term of months that was kept on `day` is kept on `then`, and one missed is missed.
    """
    if earlier > day:
        return _shifted(then, earlier - day)
    months = (day.year - earlier.year) * MONTHS_A_YEAR + day.month - earlier.month
    months -= int(months_later(earlier, months) > day)
    left = day - months_later(earlier, months)
    return max(_shifted(_reaching(then, months), -left), _reaching(then, months + 1))


def _reaching(then: date, months: int) -> date:
    """The first day from which a term of so many months lasts until `then`."""
    earlier = months_later(then, -months)
    return earlier if months_later(earlier, months) >= then else _shifted(earlier, ONE_DAY)


def _shifted(day: date, by: timedelta) -> date:
    """`day` and so many days; the last or first day a date can name where that is beyond it."""
    try:
        return day + by
    except OverflowError:
        return date.max if by > timedelta(0) else date.min


def month_starts(day: date, count: int) -> list[date]:
    """The first days of `count` months, the month of `day` being the first."""
    first = day.replace(day=1)
    return [months_later(first, months) for months in range(count)]
