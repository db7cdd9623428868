"""A report as a case to test the law with: one `[[case]]` as `tests/cases/base.toml` describes.

It names every fact, so that it hangs on no other family, and expects what the calculator says
now in all but the sum, which is what the report expects. So it passes where both agree, and else
fails for the sum alone: whoever mends the law says the rest.
"""

import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from calculator import intake
from calculator.law import current
from calculator.rules import Assessment
from calculator.rules.facts import FACTS, Family
from calculator.rules.payments import Amount
from calculator.rules.worksheet import Condition
from calculator.staff.models import Report
from calculator.staff.reports import subjects
from calculator.staff.reports.reading import Read, read

FAMILY = "family"
TYPE = "application/toml; charset=utf-8"
HEAD = """\
# Cases made of reports. Each goes into the file of tests/cases that is named after what its
# [case.expect.…] is about; one about a family into entitlement.toml. What a case may say is
# written in tests/cases/base.toml.
"""
# What a comment of TOML may not hold, and what some editors take for the end of a line.
_NO_COMMENT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class _Subject(NamedTuple):
    """What a case is about: what the calculator says of it now, and an act it stands on."""

    name: str
    verdict: str
    amount: Amount
    provisional: bool
    conditions: tuple[Condition, ...]
    source: str


def case_of(report: Report) -> str | None:
    """The case; None where the report has no family that today's law can read."""
    found = read(report)
    subject = _subject(found)
    if found.assessment is None or subject is None:
        return None
    wanted = _wanted(subject, report.expected if _of_a_sum(report, subject) else None)
    lines = [
        *_remarks(report),
        *_beside(report, subject),
        "[[case]]",
        f"name = {_text(_name(report, subject))}",
        *_sources(subject, wanted),
        *_known_until(subject, found.assessment),
        "[case.facts]",
        *(f"{fact} = {value}" for fact, value in _facts(found.assessment.family).items()),
        f"[case.expect.{subject.name}]",
        *(f"{key} = {_value(value)}" for key, value in wanted.items()),
    ]
    return "\n".join(lines) + "\n"


def cases_of(reports: Iterable[Report]) -> str:
    """Every report as a case; one that makes none only as a remark."""
    return "\n".join([HEAD, *(case_of(each) or _no_case(each) for each in reports)])


# --- what the case is about ----------------------------------------------------------------------


def _subject(found: Read) -> _Subject | None:
    whole = found.assessment
    if whole is None:
        return None
    if found.report.measure in subjects.titles(current()) and found.measure is None:
        shared = whole.measures[0].shared.conditions
        source = shared[0].citation.source
        return _Subject(FAMILY, whole.verdict, whole.total, whole.provisional, shared, source)
    for each in whole.measures:
        if each.measure.code == found.report.measure:
            return _Subject(
                each.measure.code,
                each.verdict,
                each.amount,
                each.provisional,
                each.conditions,
                each.measure.source,
            )
    return None


def _wanted(subject: _Subject, expected: int | None) -> dict[str, Any]:
    """What the calculator says now, with the sum that is expected in the place of its own."""
    least, most = subject.amount
    wanted: dict[str, Any] = {"verdict": subject.verdict}
    if expected is not None and expected > 0 and subject.verdict == "not_eligible":
        # Whoever expects a sum holds that every condition is met.
        wanted["verdict"], least, most = "eligible", expected, expected
    elif expected is not None:
        least, most = (0 if subject.verdict == "open" else expected), expected
    wanted |= {"amount": most} if least == most else {"min": least, "max": most}
    if subject.provisional:
        wanted["provisional"] = True
    if wanted["verdict"] == subject.verdict:
        wanted |= {key: codes for key, codes in _unsettled(subject).items() if codes}
    return wanted


def _unsettled(subject: _Subject) -> dict[str, list[str]]:
    """The codes of the conditions not met, and of those that hang on something unknown."""
    return {
        key: [each.citation.code for each in subject.conditions if each.met is met]
        for key, met in (("unmet", False), ("open", None))
    }


# --- how it is written ---------------------------------------------------------------------------


def _name(report: Report, subject: _Subject) -> str:
    about = report.measure or "the whole family"
    said = f"Report {report.pk} of {report.made_at:%Y-%m-%d} on {about}"
    if report.expected is None or not _of_a_sum(report, subject):
        return f"{said} says that something is wrong"
    return f"{said} expects {report.expected} tenge"


def _sources(subject: _Subject, wanted: dict[str, Any]) -> list[str]:
    """The act; where conditions are named, the act of each."""
    named = [*wanted.get("unmet", []), *wanted.get("open", [])]
    if not named:
        return [f"source = {_text(subject.source)}"]
    acts = {each.citation.code: each.citation.source for each in subject.conditions}
    pairs = ", ".join(f"{code} = {_text(acts[code])}" for code in dict.fromkeys(named))
    return [f"source = {{ {pairs} }}"]


def _known_until(subject: _Subject, whole: Assessment) -> list[str]:
    """Of an estimate, up to when figures were known: later ones would make the case wrong."""
    last = current().last_known_day
    later = subject.provisional or whole.family.on > last
    return [f"known_until = {last.isoformat()}"] if later else []


def _facts(family: Family) -> dict[str, str]:
    texts = intake.texts(family)
    return {fact: _fact(fact, getattr(family, fact), texts) for fact in FACTS}


def _fact(fact: str, value: object, texts: dict[str, str]) -> str:
    if fact == "members":
        return _text(texts[fact])
    return _value("unknown" if value is None else value)


def _value(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return f"{value:_}"
    return value.isoformat() if isinstance(value, date) else _text(str(value))


def _text(text: str) -> str:
    """A string of TOML; JSON writes it in a way that both read alike."""
    return json.dumps(text)


def _remarks(report: Report) -> list[str]:
    """What was said, as remarks: TOML must not take any of it for its own."""
    said = report.said.replace("\r\n", "\n").replace("\r", "\n")
    return [f"# {_NO_COMMENT.sub(' ', line)}".rstrip() for line in said.split("\n")]


def _of_a_sum(report: Report, subject: _Subject) -> bool:
    """Whether what is expected is a sum that the case tells of, and no figure such as the MRP."""
    return subject.name != FAMILY or report.measure in subjects.WHOLE


def _beside(report: Report, subject: _Subject) -> list[str]:
    """A figure that is expected of something else than the family, as a remark."""
    if report.expected is None or _of_a_sum(report, subject):
        return []
    about = f"{report.expected} of {report.measure}"
    return [f"# It expects {about}, which is no sum of this family: all stands here as it is."]


def _no_case(report: Report) -> str:
    why = "No family was sent along, or the law of now cannot read it."
    return "\n".join([f"# Report {report.pk} makes no case. {why}", *_remarks(report)]) + "\n"
