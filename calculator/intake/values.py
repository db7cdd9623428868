"""What one value means: a yes, a choice, a whole number, a day. Unknown stays unknown."""

import json
import re
from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from calculator.rules.errors import Fault, Problem
from calculator.rules.facts import (
    ABROAD,
    DEFAULTS,
    FACTS,
    Choice,
    Day,
    People,
    Place,
    Whole,
    YesNo,
)
from calculator.rules.law import Law

T = TypeVar("T")

YES = frozenset({"yes", "true", "1", "иә", "да"})
NO = frozenset({"no", "false", "0", "жоқ", "нет"})
UNKNOWN = frozenset({"", "unknown"})
LONGEST_QUOTE = 60

_WHOLE = re.compile(r"[0-9]{1,15}")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3}){1,4}")
_SPACES = re.compile(r"[ \u00a0\u202f]")
_DAY = re.compile(
    r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})|"
    r"(?P<D>[0-9]{1,2})\.(?P<M>[0-9]{1,2})\.(?P<Y>[0-9]{4})"
)


class Unreadable(ValueError):
    """A value that is not one of those allowed; the reader turns it into a fault."""


class OutOfReach(Unreadable):
    """A day like any other, but one whose rules are not known."""


def allowed(fact: str, law: Law) -> tuple[str, ...]:
    """What a fact may be: the choices of a choice, the least and the most of a number or day."""
    kind = FACTS[fact]
    if isinstance(kind, Choice):
        return kind.values
    if isinstance(kind, Place):
        return (*law.regions, *((ABROAD,) if kind.abroad else ()))
    if isinstance(kind, Whole):
        return (str(kind.least), str(kind.most))
    if isinstance(kind, Day) and kind.in_scope:
        return (law.first_day.isoformat(), law.last_day.isoformat())
    return (str(kind.most),) if isinstance(kind, People) else ()


def shown(value: object) -> str:
    """A value as it was given, short enough to be quoted."""
    text = value if isinstance(value, str) else _as_json(value)
    text = "".join(_printable(character) for character in text.strip())
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"


def _as_json(value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, default=str)
    except (ValueError, RecursionError):  # too many digits, or nested too deep
        return "…"


def _printable(character: str) -> str:
    if character.isprintable():
        return character
    return " " if character.isspace() else "\ufffd"


def may_be_unknown(fact: str) -> bool:
    """Whether a fact may stay open; others have a default or must be answered."""
    return fact in DEFAULTS and DEFAULTS[fact] is None


def without(faults: Sequence[Fault], found: T) -> T:
    """What was found, where there is nothing wrong with it. Raises Unreadable."""
    if faults:
        raise Unreadable(faults[0].given)
    return found


def is_empty(value: object) -> bool:
    """Whether nothing is said: no answer, or that there is none."""
    return value is None or (isinstance(value, str) and value.strip().casefold() in UNKNOWN)


def problem_of(fact: str) -> Problem:
    """What is wrong with a value that cannot be read as that fact."""
    kind = FACTS[fact]
    if isinstance(kind, (Choice, Place)):
        return "choice"
    if isinstance(kind, YesNo):
        return "yes_no"
    return "whole" if isinstance(kind, Whole) else "day"


def read(fact: str, value: object, law: Law) -> object:
    """What a value means as that fact. Raises Unreadable."""
    kind = FACTS[fact]
    if isinstance(kind, YesNo):
        return _yes_no(value)
    if isinstance(kind, Whole):
        return whole(value, kind)
    if isinstance(kind, Day):
        return _day(value, law if kind.in_scope else None)
    return choice(value, allowed(fact, law))


def _yes_no(value: object) -> bool:
    if isinstance(value, bool):
        return value
    word = value.strip().casefold() if isinstance(value, str) else ""
    if word not in YES and word not in NO:
        raise Unreadable(value)
    return word in YES


def choice(value: object, values: Sequence[str]) -> str:
    """One of the values named, in any case. Raises Unreadable."""
    word = value.strip().casefold() if isinstance(value, str) else ""
    if word not in values:
        raise Unreadable(value)
    return word


def whole(value: object, kind: Whole) -> int:
    """A whole number; digits may stand in groups of three, as in 10 000 000."""
    if isinstance(value, bool):
        raise Unreadable(value)
    number = value if isinstance(value, int) else _digits(value)
    if not kind.least <= number <= kind.most:
        raise Unreadable(value)
    return number


def _digits(value: object) -> int:
    text = value.strip() if isinstance(value, str) else ""
    if _WHOLE.fullmatch(text):
        return int(text)
    if _GROUPED.fullmatch(text):
        return int(_SPACES.sub("", text))
    raise Unreadable(value)


def _day(value: object, law: Law | None) -> date:
    """A date written 2026-03-01 or 01.03.2026; within the law's scope where `law` is given."""
    match = _DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise Unreadable(value)
    try:
        day = date(
            int(match["y"] or match["Y"]),
            int(match["m"] or match["M"]),
            int(match["d"] or match["D"]),
        )
    except ValueError as error:
        raise Unreadable(value) from error
    if law is not None and not law.first_day <= day <= law.last_day:
        raise OutOfReach(value)
    return day
