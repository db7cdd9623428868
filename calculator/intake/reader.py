"""From any outside form of facts to a Family, every fault found in one go."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from calculator.intake.members import FAMILY_SIZE, MOST_MEMBERS, member, members, of_size, sized
from calculator.intake.values import (
    OutOfReach,
    Unreadable,
    allowed,
    is_empty,
    problem_of,
    read,
    shown,
    without,
)
from calculator.rules.errors import BadFacts, Fault
from calculator.rules.facts import DEFAULTS, FACTS, Family, Member
from calculator.rules.law import Law

MOST_REMEMBERED = 2_000


def understood(given: Mapping[str, object], law: Law, today: date) -> Family:
    """The family the facts in `given` describe; `today` is the day of one that names none.

    Raises BadFacts with a fault for every fact that is missing, unknown or not allowed.
    """
    return Reader(law, today, remembering=False).family(given)


class _Memory(dict[str, Any]):
    """What texts mean. One that was not met before is read, and kept while there is room."""

    def __init__(self, read: Callable[[str], object]) -> None:
        self.read = read

    def __missing__(self, text: str) -> object:
        found = self.read(text)
        if len(self) < MOST_REMEMBERED:
            self[text] = found
        return found


class Reader:
    """Reads families under one law on one day, and remembers the texts it has read before.

    For a single family that is not worth its while.
    """

    def __init__(self, law: Law, today: date, *, remembering: bool = True) -> None:
        self.law, self.today, self.remembering = law, today, remembering
        if remembering:
            self._remember()

    def _remember(self) -> None:
        self._memory = {
            fact: _Memory(partial(self._text, fact)) for fact in FACTS if fact != "members"
        }
        self._members, self._sizes = _Memory(member), _Memory(of_size)
        self._readers: dict[str, Callable[[str], Any]] = {
            **{fact: memory.__getitem__ for fact, memory in self._memory.items()},
            "members": self._listed,
            FAMILY_SIZE: self._sizes.__getitem__,
        }

    def family(self, given: Mapping[str, object]) -> Family:
        """The family that `given` describes. Raises BadFacts."""
        faults: list[Fault] = []
        facts: dict[str, Any] = {
            fact: self._remembered(fact, given.get(fact), faults) for fact in FACTS
        }
        if FAMILY_SIZE in given:
            facts["members"] = sized(facts["members"], given, faults)
        faults += [
            Fault(shown(name), "unknown_fact", shown(given[name]))
            for name in given
            if name not in FACTS and name != FAMILY_SIZE
        ]
        if faults:
            raise BadFacts(faults)
        return Family(**facts)

    def columns(self, names: Sequence[str]) -> Callable[[Sequence[str]], Family]:
        """What reads families whose facts always come in this order, as the cells of a file do.

        It reads as `family(dict(zip(names, cells)))` does, and is several times as fast.
        """
        facts = ["members" if name == FAMILY_SIZE else name for name in names]

        def slow(cells: Sequence[str]) -> Family:
            return self.family(dict(zip(names, cells, strict=True)))

        def fast(cells: Sequence[str]) -> Family:
            family = Family.__new__(Family)
            known = family.__dict__
            known.update(others)
            try:
                for fact, read, cell in zip(facts, readers, cells, strict=True):
                    known[fact] = read(cell)
            except Unreadable:
                return slow(cells)
            return family

        try:
            readers = [self._readers[name] for name in names]
            absent = [fact for fact in FACTS if fact not in facts]
            others = {fact: self._readers[fact]("") for fact in absent}
        except Unreadable:
            return slow
        return fast if len(set(facts)) == len(facts) else slow

    def _remembered(self, fact: str, value: object, faults: list[Fault]) -> object:
        """The value of one fact. A text that read well once reads the same again."""
        try:
            if self.remembering and type(value) is str:
                return self._readers[fact](value)
        except Unreadable:
            pass
        return self._read(fact, value, faults)

    def _text(self, fact: str, text: str) -> object:
        """What a text means. Raises Unreadable."""
        faults: list[Fault] = []
        found = self._read(fact, text, faults)
        return without(faults, found)

    def _listed(self, text: str) -> tuple[Member, ...]:
        """Who moves. Hardly two lists are alike, but the members they are made of are."""
        found = tuple([self._members[part] for part in text.split(";")])
        selves = [each.relation for each in found].count("self")
        if selves != 1 or len(found) > MOST_MEMBERS:
            raise Unreadable(text)
        return found

    def _read(self, fact: str, value: object, faults: list[Fault]) -> object:
        if fact == "members":
            return members(value, faults)
        if is_empty(value):
            return _unanswered(fact, self.today, self.law, faults)
        try:
            return read(fact, value, self.law)
        except Unreadable as error:
            problem = "scope" if isinstance(error, OutOfReach) else problem_of(fact)
            faults.append(Fault(fact, problem, shown(value), allowed(fact, self.law)))
            return None


def _unanswered(fact: str, today: date, law: Law, faults: list[Fault]) -> object:
    if fact == "on" and law.first_day <= today <= law.last_day:
        return today
    if fact not in DEFAULTS:
        faults.append(Fault(fact, "missing", None, allowed(fact, law)))
    return DEFAULTS.get(fact)
