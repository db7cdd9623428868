"""When a day begins and ends where the desk stands."""

from datetime import date, datetime, time

from django.utils.timezone import make_aware

from calculator.rules.calendar import ONE_DAY


def begins(day: date) -> datetime:
    """The first moment of a day."""
    return make_aware(datetime.combine(day, time()))


def ends(day: date) -> datetime:
    """The first moment after a day."""
    return begins(day + ONE_DAY)
