"""An entry of the record in plain words."""

from collections.abc import Iterator, Mapping
from typing import Any

from calculator import questions
from calculator.law import current
from calculator.questions import Words
from calculator.staff import words
from calculator.staff.models import Entry
from calculator.staff.oversight.entry_words import LABELS, ORDER, TAKEN_BACK, VALUES
from calculator.wording.facts import alphabetical, place
from calculator.wording.figures import number

NAMES = {"file"}
"""Details whose numbers count nothing."""


def action(entry: Entry) -> str:
    """What was done."""
    known: dict[Any, Words] = {**words.ACTIONS}
    return str(known.get(entry.action, entry.action))


def role(entry: Entry) -> str:
    """The role of whoever did it, as it was then."""
    known: dict[Any, Words] = {**words.ROLES}
    return str(known.get(entry.role, entry.role))


def details(entry: Entry) -> str:
    """What more the entry says, in one line; empty where it says no more."""
    told = entry.details if isinstance(entry.details, dict) else {"": entry.details}
    order = sorted(told, key=lambda key: (ORDER.get(key, len(ORDER)), key))
    said = ((key, _value(key, told[key])) for key in order)
    return "; ".join(f"{LABELS.get(key, key)}: {text}" for key, text in said if text)


def _value(key: str, value: Any) -> str:
    if isinstance(value, int | None):
        return _count(key, value)
    if isinstance(value, dict):
        return ", ".join(_found(value))
    if isinstance(value, list):
        return ", ".join(_value(key, each) for each in value)
    if key == "region" and value in current().regions:
        return place(value, current())
    return str(VALUES.get(key, {}).get(value, value))


def _count(key: str, value: int | None) -> str:
    """A number that counts something, or only names it; yes or no; nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(questions.YES_NO["yes" if value else "no"])
    return str(value) if key in NAMES else number(value)


def _found(findings: Mapping[str, Any]) -> Iterator[str]:
    """Outcomes, each with the facts of which it was found."""
    outcomes: dict[str, Words] = {**words.OUTCOMES, "": TAKEN_BACK}
    facts: dict[str, list[str]] = {}
    for fact, outcome in findings.items():
        question = questions.QUESTIONS.get(fact)
        facts.setdefault(str(outcome), []).append(str(question.title) if question else fact)
    for outcome in sorted(facts):
        named = ", ".join(sorted(facts[outcome], key=alphabetical))
        yield f"{outcomes.get(outcome, outcome)} ({named})"
