"""What a report says, read by the law of now: the family it is about, and what that is owed."""

from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from django.utils import timezone

from calculator import intake
from calculator.law import current
from calculator.rules import Assessment, assess
from calculator.rules.errors import BadFacts
from calculator.rules.records import Measure
from calculator.staff.models import Report
from calculator.staff.reports import subjects
from calculator.wording import answers, links, measured


class Read(NamedTuple):
    """A report by the law of now.

    `assessment` is None where no facts were sent along, or today's law cannot read them;
    `measure` where it is about none, or about one that is no more.
    """

    report: Report
    assessment: Assessment | None
    measure: Measure | None

    @property
    def unreadable(self) -> bool:
        """Whether facts were sent along that cannot be read any more."""
        return bool(self.report.facts) and self.assessment is None


def read(report: Report) -> Read:
    """A report by the law of now; nothing that is stored in it can break this."""
    law = current()
    measure = next((each for each in law.measures if each.code == report.measure), None)
    try:
        family = intake.understood(
            dict(parse_qsl(report.facts, keep_blank_values=True)), law, timezone.localdate()
        )
    except (BadFacts, ValueError):
        return Read(report, None, measure)
    return Read(report, assess(family, law), measure)


def told(read_: Read) -> dict[str, Any]:
    """A report as its page tells it, in the active language."""
    found = read_.assessment
    known: dict[str, Any] = {"about": about(read_), "unreadable": read_.unreadable}
    if found is None:
        return known
    whole = measured(found)
    return known | {
        "answers": answers(found.family, current()),
        "result": links(found.family)["result"],
        "told": whole,
        "found": _looked_at(whole, read_),
    }


def about(read_: Read) -> str:
    """What it is about in words; empty for the whole."""
    return title(read_.report.measure)


def title(code: str) -> str:
    """What a code stands for; the code itself where it is no more; empty for the whole."""
    return subjects.titles(current()).get(code, code) if code else ""


def _looked_at(whole: dict[str, Any], read_: Read) -> dict[str, int] | None:
    """The sum that the report is about as it is worked out now: a measure's, or the total.

    None where it is about a figure that is no sum of this family.
    """
    if read_.report.measure in subjects.WHOLE:
        return dict(whole["total"])
    own = (each for each in whole["measures"] if each["code"] == read_.report.measure)
    return next((dict(each["amount"]) for each in own), None)
