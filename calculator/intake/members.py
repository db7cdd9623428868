"""Who moves: a list of members, or only how many."""

from collections.abc import Mapping
from typing import cast

from calculator.intake.values import Unreadable, choice, is_empty, shown, whole, without
from calculator.rules.errors import Fault, Problem
from calculator.rules.facts import AGE, FACTS, RELATIONS, Member, People, Relation, Whole

MOST_MEMBERS = cast(People, FACTS["members"]).most
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
        faults.append(Fault(FAMILY_SIZE, "whole", shown(size), ("1", str(MOST_MEMBERS))))
        return ()
    return (Member("self"), *(Member(None) for _ in range(people - 1)))


def of_size(text: str) -> tuple[Member, ...]:
    """So many members. Raises Unreadable."""
    faults: list[Fault] = []
    return without(faults, _of_size(text, faults))


def members(listed: object, faults: list[Fault]) -> tuple[Member, ...]:
    """Who moves, from a text such as `self:34;child:7` or from JSON."""
    rows = _rows(listed)
    most = (str(MOST_MEMBERS),)
    if is_empty(listed) or rows == []:
        faults.append(Fault("members", "missing", None, most))
        return ()
    if rows is None:
        faults.append(Fault("members", "members", shown(listed), most))
        return ()
    if len(rows) > MOST_MEMBERS:
        faults.append(Fault("members", "too_many", str(len(rows)), most))
        return ()
    before = len(faults)
    found = tuple(_member(row, number, faults) for number, row in enumerate(rows, 1))
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


def _rows(listed: object) -> list[tuple[object, object]] | None:
    """Relation and age of each member; None where it is not a list of members at all."""
    if isinstance(listed, str):
        return [*pairs(listed)]
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
