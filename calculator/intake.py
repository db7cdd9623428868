"""From any outside form of facts to a Family, and back to an address.

The form, an address, JSON and a row of a file all speak the names of `FACTS`; each value comes
as text, or as JSON's own types. Every fault is found in one go and names the fact, what was given
and what is allowed. Unknown stays unknown: an empty value is no answer, not no.

    family = understood({"track": "resettler", "members": "self:34;child:7", …}, law, today)
    query(family)  →  "on=2026-03-01&track=resettler&…"
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast
from urllib.parse import quote, urlencode

from calculator.rules.errors import BadFacts, Fault, Problem
from calculator.rules.facts import (
    ABROAD,
    AGE,
    DEFAULTS,
    FACTS,
    RELATIONS,
    Choice,
    Day,
    Family,
    Member,
    People,
    Place,
    Relation,
    Whole,
    YesNo,
)
from calculator.rules.law import Law

YES = frozenset({"yes", "true", "1", "иә", "да"})
NO = frozenset({"no", "false", "0", "жоқ", "нет"})
UNKNOWN = frozenset({"", "unknown"})
LONGEST_QUOTE = 60
MOST_REMEMBERED = 10_000
NAMES = FACTS.keys() | {"family_size"}

_WHOLE = re.compile(r"[0-9]{1,15}")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+")
_SPACES = re.compile(r"[ \u00a0\u202f]")
_DAY = re.compile(
    r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})|"
    r"(?P<D>[0-9]{1,2})\.(?P<M>[0-9]{1,2})\.(?P<Y>[0-9]{4})"
)


class Unreadable(ValueError):
    """A value that is not one of those allowed; the reader turns it into a fault."""


def understood(given: Mapping[str, object], law: Law, today: date) -> Family:
    """The family the facts in `given` describe; `today` is the day of one that names none.

    Raises BadFacts with a fault for every fact that is missing, unknown or not allowed.
    """
    return Reader(law, today).family(given)


class Reader:
    """Reads families under one law on one day, and remembers the texts it has read before."""

    def __init__(self, law: Law, today: date) -> None:
        self.law, self.today = law, today
        self._memory: dict[str, dict[object, Any]] = {fact: {} for fact in FACTS}
        self._members: dict[str, Member] = {}

    def family(self, given: Mapping[str, object]) -> Family:
        """The family that `given` describes. Raises BadFacts."""
        faults: list[Fault] = []
        facts: dict[str, Any] = {}
        for fact, memory in self._memory.items():
            # Only texts are remembered, so that only a text is found; a list cannot be looked up.
            try:
                facts[fact] = memory[given.get(fact, "")]
            except (KeyError, TypeError):
                facts[fact] = self._learned(fact, given.get(fact, ""), faults)
        if "family_size" in given:
            facts["members"] = _sized(facts["members"], given, faults)
        if not given.keys() <= NAMES:
            faults += [
                Fault(name, "unknown_fact", shown(given[name]))
                for name in given
                if name not in NAMES
            ]
        if faults:
            raise BadFacts(faults)
        return Family(**facts)

    def _learned(self, fact: str, value: object, faults: list[Fault]) -> object:
        """The value of one fact. A text that read well is remembered, and reads the same again."""
        if fact == "members":
            return self._known_members(value) or self._learned_members(value, faults)
        before, memory = len(faults), self._memory[fact]
        found = self._read(fact, value, faults)
        if type(value) is str and len(faults) == before and len(memory) < MOST_REMEMBERED:
            memory[value] = found
        return found

    def _known_members(self, value: object) -> tuple[Member, ...] | None:
        """Who moves, where all is well. Few lists are alike, but what they are made of is."""
        if type(value) is not str:
            return None
        try:
            members = [self._members[part] for part in value.split(";")]
        except KeyError:
            return None
        heads = [member.relation for member in members].count("self")
        return tuple(members) if heads == 1 and len(members) <= _most_members() else None

    def _learned_members(self, value: object, faults: list[Fault]) -> tuple[Member, ...]:
        before, members = len(faults), _members(value, faults)
        if type(value) is str and len(faults) == before and len(self._members) < MOST_REMEMBERED:
            parts = [part for part in value.split(";") if part.strip()]
            self._members.update(zip(parts, members, strict=True))
        return members

    def _read(self, fact: str, value: object, faults: list[Fault]) -> object:
        if _is_empty(value):
            return _unanswered(fact, self.today, self.law, faults)
        try:
            return _read(fact, value, self.law)
        except Unreadable:
            faults.append(Fault(fact, _problem(fact), shown(value), allowed(fact, self.law)))
            return None


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
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    text = "".join(_printable(character) for character in text.strip())
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"


def _printable(character: str) -> str:
    if character.isprintable():
        return character
    return " " if character.isspace() else "\ufffd"


def may_be_unknown(fact: str) -> bool:
    """Whether a fact may stay open; others have a default or must be answered."""
    return fact in DEFAULTS and DEFAULTS[fact] is None


# --- one fact ------------------------------------------------------------------------------


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and value.strip().casefold() in UNKNOWN)


def _unanswered(fact: str, today: date, law: Law, faults: list[Fault]) -> object:
    if fact == "on" and law.first_day <= today <= law.last_day:
        return today
    if fact not in DEFAULTS:
        faults.append(Fault(fact, "missing", None, allowed(fact, law)))
    return DEFAULTS.get(fact)


def _problem(fact: str) -> Problem:
    kind = FACTS[fact]
    if isinstance(kind, (Choice, Place)):
        return "choice"
    if isinstance(kind, YesNo):
        return "yes_no"
    return "whole" if isinstance(kind, Whole) else "day"


def _read(fact: str, value: object, law: Law) -> object:
    kind = FACTS[fact]
    if isinstance(kind, YesNo):
        return _yes_no(value)
    if isinstance(kind, Whole):
        return _whole(value, kind)
    if isinstance(kind, Day):
        return _day(value, law if kind.in_scope else None)
    return _choice(value, allowed(fact, law))


def _yes_no(value: object) -> bool:
    if isinstance(value, bool):
        return value
    word = value.strip().casefold() if isinstance(value, str) else ""
    if word not in YES and word not in NO:
        raise Unreadable(value)
    return word in YES


def _choice(value: object, values: Sequence[str]) -> str:
    word = value.strip().casefold() if isinstance(value, str) else ""
    if word not in values:
        raise Unreadable(value)
    return word


def _whole(value: object, kind: Whole) -> int:
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
        raise Unreadable(value)
    return day


# --- the members ---------------------------------------------------------------------------


def _sized(
    members: tuple[Member, ...], given: Mapping[str, object], faults: list[Fault]
) -> tuple[Member, ...]:
    """Who moves where there is a `family_size`: it stands for members not known further."""
    size = given["family_size"]
    if _is_empty(size):
        return members
    if _is_empty(given.get("members")):
        faults[:] = [fault for fault in faults if fault.fact != "members"]
        return _of_size(size, faults)
    if members and shown(size).strip() != str(len(members)):
        faults.append(Fault("family_size", "family_size", shown(size), (str(len(members)),)))
    return members


def _of_size(size: object, faults: list[Fault]) -> tuple[Member, ...]:
    most = _most_members()
    try:
        people = _whole(size, Whole(1, most))
    except Unreadable:
        faults.append(Fault("family_size", "whole", shown(size), ("1", str(most))))
        return ()
    return (Member("self"), *(Member(None) for _ in range(people - 1)))


def _most_members() -> int:
    return cast(People, FACTS["members"]).most


def _members(listed: object, faults: list[Fault]) -> tuple[Member, ...]:
    rows = _rows(listed)
    most = (str(_most_members()),)
    if _is_empty(listed) or rows == []:
        faults.append(Fault("members", "missing", None, most))
        return ()
    if rows is None or len(rows) > _most_members():
        given = shown(listed) if rows is None else str(len(rows))
        faults.append(Fault("members", "members", given, most))
        return ()
    before = len(faults)
    members = tuple(_member(row, number, faults) for number, row in enumerate(rows, 1))
    selves = sum(member.relation == "self" for member in members)
    if selves != 1 and len(faults) == before:
        faults.append(Fault("members", "one_self", str(selves)))
    return members


def _rows(listed: object) -> list[tuple[object, object]] | None:
    """Relation and age of each member; None where it is not a list of members at all."""
    if isinstance(listed, str):
        parts = [part.partition(":") for part in listed.split(";") if part.strip()]
        return [(relation, age) for relation, _, age in parts]
    if not isinstance(listed, list):
        return None
    rows = [_row(entry) for entry in listed]
    return None if None in rows else cast(list[tuple[object, object]], rows)


def _row(entry: object) -> tuple[object, object] | None:
    if not isinstance(entry, dict) or not entry.keys() <= {"relation", "age"}:
        return None
    return entry.get("relation", ""), entry.get("age")


def _member(row: tuple[object, object], number: int, faults: list[Fault]) -> Member:
    relation, age = row
    return Member(_relation(relation, number, faults), _age(age, number, faults))


def _relation(value: object, number: int, faults: list[Fault]) -> Relation | None:
    """One of the relations; unknown only where it says so, by null or `unknown`."""
    if value is None or value == "unknown":
        return None
    try:
        return cast(Relation, _choice(value, RELATIONS.values))
    except Unreadable:
        problem, given = ("relation", shown(value)) if value != "" else ("missing", None)
        faults.append(
            Fault("members", cast(Problem, problem), given, RELATIONS.values, number, "relation")
        )
        return None


def _age(value: object, number: int, faults: list[Fault]) -> int | None:
    if _is_empty(value):
        return None
    try:
        return _whole(value, AGE)
    except Unreadable:
        limits = (str(AGE.least), str(AGE.most))
        faults.append(Fault("members", "whole", shown(value), limits, number, "age"))
        return None


# --- and back ------------------------------------------------------------------------------


def plain(family: Family) -> dict[str, Any]:
    """The facts as JSON has them, as understood: defaults filled in, unknown as null."""
    facts: dict[str, Any] = {fact: getattr(family, fact) for fact in FACTS}
    facts["on"] = family.on.isoformat()
    facts["graduated_on"] = family.graduated_on and family.graduated_on.isoformat()
    facts["members"] = [member._asdict() for member in family.members]
    facts["workers_hired"] = family.workers
    return facts


def texts(family: Family) -> dict[str, str]:
    """The facts as text under their names, without those that only say the default."""
    facts = {}
    for fact in FACTS:
        value = getattr(family, fact)
        if fact not in DEFAULTS or value != DEFAULTS[fact]:
            facts[fact] = _text(value)
    return facts


def query(family: Family) -> str:
    """The facts as the query of an address. Reading it back gives the same family."""
    return urlencode(texts(family), safe=":;", quote_via=quote)


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ";".join(_member_text(member) for member in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def _member_text(member: Member) -> str:
    relation = member.relation or "unknown"
    return relation if member.age is None else f"{relation}:{member.age}"
