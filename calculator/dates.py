"""The days to remember as a calendar file (iCalendar, RFC 5545)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.translation import gettext


def calendar(told: Mapping[str, Any]) -> bytes:
    """An all-day event for each of the document's `dates`.

    The same facts give the same file: no clock stands in it. Nor do the facts: calendars are kept
    by others.
    """
    from icalendar import Calendar

    file = Calendar()
    file.add("prodid", "-//Qonys//Qonys//KK")
    file.add("version", "2.0")
    for told_day in told["dates"]:
        file.add_component(_event(told_day, told))
    return bytes(file.to_ical())


def _event(told_day: Mapping[str, Any], told: Mapping[str, Any]) -> Any:
    from icalendar import Event

    facts = told["links"]["result"].partition("?")[2]
    day, applied = date.fromisoformat(told_day["date"]), date.fromisoformat(told["on"])
    event = Event()
    event.add("uid", f"{_name(facts, told_day)}@qonys")
    event.add("dtstamp", datetime(applied.year, applied.month, applied.day, tzinfo=UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", f"Qonys: {told_day['text']}")
    event.add("description", _caution(fixed=told_day["fixed"]))
    event.add("transp", "TRANSPARENT")
    return event


def _caution(*, fixed: bool) -> str:
    later = gettext(
        "We count from the day of application. "
        "The true days may be later: they depend on the decision."
    )
    caution = gettext("This day does not move: apply earlier.") if fixed else later
    return f"{gettext('An estimate, not an official decision.')} {caution}"


def _name(facts: str, told_day: Mapping[str, Any]) -> UUID:
    """What a calendar knows the event by: the same in every language, for the same family."""
    return uuid5(NAMESPACE_URL, f"{facts} {told_day['code']} {told_day['measure']}")
