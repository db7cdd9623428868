"""The regions in words: roles, counts of people, years and sources, in the active language."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from babel.dates import format_date
from django.utils.translation import gettext, pgettext

from calculator.regions.records import Arrivals, Fact, Sourced
from calculator.regions.roles import Role, RoleCode
from calculator.rules import Law
from calculator.rules.facts import Track
from calculator.rules.records import Citation, Dated
from calculator.wording.figures import LOCALES, NO_BREAK, counted, day, language, number, said

MINUS = "−"
BILLION = 1_000_000_000
TRACKS: tuple[Track, ...] = ("resettler", "kandas")


def signed(value: int) -> str:
    """A number that may be negative, with a true minus: −4 813."""
    return f"{MINUS}{number(-value)}" if value < 0 else number(value)


def places(value: int | None) -> str:
    """Places in a quota; none is not the same as not known."""
    if value is None:
        return gettext("not known yet")
    return number(value) if value else gettext("no places")


def reported(value: int | None) -> str:
    """How many people; where nobody said, that is no 0."""
    return gettext("not reported") if value is None else signed(value)


def period(each: Arrivals) -> str:
    """The year people came in, and until which day of it they are counted."""
    if each.whole_year:
        return gettext("%(year)s (the whole year)") % {"year": each.year}
    return gettext("%(year)s (until %(day)s inclusive)") % {
        "year": each.year,
        "day": day(each.until),
    }


def counted_until(days: Sequence[date]) -> str:
    """Until when each year is counted: said once where it is the same day of each."""
    if len({(each.month, each.day) for each in days}) > 1:
        texts = (gettext("Counted until %(day)s.") % {"day": day(each)} for each in days)
        return " ".join(texts)
    text = gettext("Each year is counted until %(day)s, that day included.")
    return text % {"day": day_of_year(days[0])}


def day_of_year(value: date) -> str:
    """A day without its year: 31 August."""
    return format_date(value, "d MMMM", LOCALES[language()]).replace(" ", NO_BREAK)


def track(code: Track) -> str:
    """A track as a heading: who moves."""
    return {"resettler": gettext("Resettlers"), "kandas": pgettext("several people", "Kandas")}[
        code
    ]


def role(code: RoleCode) -> str:
    """What a region is, in a few words."""
    return {
        "deficit": gettext("labour-deficit region"),
        "full": gettext("labour-deficit region without places for resettlers"),
        "surplus": gettext("labour-surplus region"),
        "neither": gettext("neither surplus nor deficit"),
        "receives": gettext("receives kandas"),
        "closed": gettext("does not receive kandas by the quota"),
        "unknown": gettext("not known yet"),
    }[code]


def meaning(code: RoleCode) -> str:
    """What that means for a family."""
    return {
        "deficit": gettext("Workers are needed here: families who move here may get support."),
        "full": gettext("Workers are needed here."),
        "surplus": gettext("Families who move away from here may get support."),
        "neither": gettext("The programme neither brings resettlers here nor moves them away."),
        "receives": gettext("The quota of this year has places for kandas here."),
        "closed": gettext("The quota of this year has no places for kandas here."),
        "unknown": gettext("We do not know yet what this region is this year."),
    }[code]


def no_places(year: int) -> str:
    """Of a region that needs workers, in a year in which its quota has no place for them."""
    text = gettext(
        "The quota of %(year)s has no places for resettlers here: whoever moves here as a "
        "resettler gets no support in that year."
    )
    return text % {"year": year}


def no_quota(year: int) -> str:
    """Of a region that needs workers, in a year of which nobody knows the places yet."""
    return gettext("The quota of %(year)s is not known yet.") % {"year": year}


def perhaps_kandas(year: int) -> str:
    """Of any region, in a year of which nobody knows yet where the places for kandas are."""
    text = gettext("The quota of %(year)s is not known yet: there may be places for kandas here.")
    return text % {"year": year}


def letter(code: RoleCode) -> str:
    """The sign of a role on the map."""
    return {
        "deficit": pgettext("role on the map", "D"),
        "full": "0",
        "surplus": pgettext("role on the map", "S"),
        "neither": "–",
        "receives": pgettext("role on the map", "R"),
        "closed": "–",
        "unknown": "?",
    }[code]


def fact(found: Fact) -> str:
    """A fact with its figure filled in."""
    return said(found.text).replace("{value}", _figure(found))


def _figure(found: Fact) -> str:
    if found.value is None:
        return ""
    if found.unit == "KZT":
        billions = number((Decimal(found.value) / BILLION).normalize())
        text = gettext("%(number)s billion ₸") % {"number": billions}
        return text.replace(" ", NO_BREAK)
    return counted(found.value, "years") if found.unit == "years" else number(found.value)


class Citations:
    """The sources of a page, numbered in the order in which they are first cited."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.sources: dict[str, dict[str, object]] = {}

    def cite(self, of: Sourced | Dated | Citation | Role) -> dict[str, object] | None:
        """Source and grade of what has both; None where nobody has said anything yet."""
        if of.source is None:
            return None
        return {**self._source(of.source), "source": of.source, "grade": of.grade}

    def _source(self, code: str) -> dict[str, object]:
        """A source, with all a reader needs to look it up."""
        if code not in self.sources:
            source = self.law.sources[code]
            self.sources[code] = {
                "number": len(self.sources) + 1,
                "title": said(source.title),
                "url": source.url,
                "checked": source.checked and day(source.checked),
            }
        return self.sources[code]
