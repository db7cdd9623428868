"""Who moves: a list of members, or only how many."""

from collections.abc import Mapping
from typing import cast

from calculator.intake.values import Unreadable, choice, is_empty, shown, whole, without
from calculator.rules.errors import Fault, Problem
from calculator.rules.facts import AGE, FACTS, RELATIONS, Member, People, Relation, Whole

MOST_MEMBERS = cast(People, FACTS["members"]).most
BOUNDS = ("1", str(MOST_MEMBERS))
KEYS = ("relation", "age")
FAMILY_SIZE = "family_size"
"""Stands for `members` where nothing else is known of them."""


def sized(
    listed: tuple[Member, ...], given: Mapping[str, object], faults: list[Fault]
) -> tuple[Member, ...]:
    """Who moves where there is a `family_size`: it stands for members not known further."""
    size = given[FAMILY_SIZE]
    if is_empty(size):
        return listed
    if is_empty(given.get("members")):
        faults[:] = [fault for fault in faults if fault.fact != "members"]
        return _of_size(size, faults)
    if listed and not _says(size, len(listed)):
        faults.append(Fault(FAMILY_SIZE, "family_size", shown(size), (str(len(listed)),)))
    return listed


def _says(size: object, people: int) -> bool:
    try:
        return whole(size, Whole(people, people)) == people
    except Unreadable:
        return False


def _of_size(size: object, faults: list[Fault]) -> tuple[Member, ...]:
    try:
        people = whole(size, Whole(1, MOST_MEMBERS))
    except Unreadable:
        faults.append(Fault(FAMILY_SIZE, "whole", shown(size), BOUNDS))
        return ()
    return (Member("self"), *(Member(None) for _ in range(people - 1)))


def of_size(text: str) -> tuple[Member, ...]:
    """So many members. Raises Unreadable."""
    faults: list[Fault] = []
    return without(faults, _of_size(text, faults))


def members(listed: object, faults: list[Fault]) -> tuple[Member, ...]:
    """Who moves, from a text such as `self:34;child:7` or from JSON."""
    entries = _named(listed) if isinstance(listed, str) else listed
    if is_empty(listed) or entries == []:
        faults.append(Fault("members", "missing", None, BOUNDS))
        return ()
    if not isinstance(entries, list):
        faults.append(Fault("members", "members", shown(listed), BOUNDS))
        return ()
    if len(entries) > MOST_MEMBERS:
        faults.append(Fault("members", "too_many", str(len(entries)), BOUNDS))
        return ()
    before = len(faults)
    rows = [_row(entry, number, faults) for number, entry in enumerate(entries, 1)]
    found = tuple(_member(row, number, faults) for number, row in enumerate(rows, 1) if row)
    selves = [each.relation for each in found].count("self")
    if selves != 1 and len(faults) == before:
        faults.append(Fault("members", "one_self", str(selves)))
    return found


def member(text: str) -> Member:
    """One member of a list that is a text, `child:7`. Raises Unreadable."""
    faults: list[Fault] = []
    relation, _, age = text.partition(":")
    return without(faults, _member((relation, age), 1, faults))


def pairs(text: str) -> list[tuple[str, str]]:
    """Relation and age of each member of a text, `self:34;child:7`, as they stand in it."""
    parts = [part.partition(":") for part in text.split(";") if part.strip()]
    return [(relation, age) for relation, _, age in parts]


def _named(text: str) -> list[dict[str, str]]:
    """The members of a text, as JSON has them."""
    return [dict(zip(KEYS, pair, strict=True)) for pair in pairs(text)]


def _row(entry: object, number: int, faults: list[Fault]) -> tuple[object, object] | None:
    """Relation and age of a member; None where it is no member at all."""
    if not isinstance(entry, dict):
        faults.append(Fault(f"members.{number}", "members", shown(entry), KEYS))
        return None
    faults += [
        Fault(f"members.{number}.{shown(key)}", "unknown_fact", shown(entry[key]), KEYS)
        for key in entry
        if key not in KEYS
    ]
    return entry.get("relation", ""), entry.get("age")


def _member(row: tuple[object, object], number: int, faults: list[Fault]) -> Member:
    relation, age = row
    return Member(_relation(relation, number, faults), _age(age, number, faults))


def _relation(value: object, number: int, faults: list[Fault]) -> Relation | None:
    """One of the relations; unknown only where it says so, by null or `unknown`."""
    word = value.strip().casefold() if isinstance(value, str) else value
    if word is None or word == "unknown":
        return None
    try:
        return cast(Relation, choice(value, RELATIONS.values))
    except Unreadable:
        problem, given = ("relation", shown(value)) if word != "" else ("missing", None)
        faults.append(
            Fault("members", cast(Problem, problem), given, RELATIONS.values, number, "relation")
        )
        return None


def _age(value: object, number: int, faults: list[Fault]) -> int | None:
    if is_empty(value):
        return None
    try:
        return whole(value, AGE)
    except Unreadable:
        limits = (str(AGE.least), str(AGE.most))
        faults.append(Fault("members", "whole", shown(value), limits, number, "age"))
        return None
