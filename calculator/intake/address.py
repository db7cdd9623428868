"""And back: a family as the facts of JSON, as texts, and as the query of an address."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

from calculator.rules.facts import DEFAULTS, FACTS, Family, Member, listed

# What stands in an address as it is, which is nearly all that is ever said.
SAFE = re.compile(r"[\w.~:;-]*", re.ASCII)


def plain(family: Family) -> dict[str, Any]:
    """The facts as JSON has them, as understood: defaults filled in, unknown as null."""
    facts: dict[str, Any] = {fact: plain_fact(getattr(family, fact)) for fact in FACTS}
    facts["members"] = [member._asdict() for member in family.members]
    facts["workers_hired"] = family.workers
    return facts


def plain_fact(value: object) -> object:
    """One fact as JSON has it."""
    return value.isoformat() if isinstance(value, date) else value


def texts(family: Family) -> dict[str, str]:
    """The facts as text under their names, without those that only say the default."""
    return _said((fact, getattr(family, fact)) for fact in FACTS)


def query(family: Family) -> str:
    """The facts as the query of an address. Reading it back gives the same family."""
    return Requery(family)({})


class Requery:
    """Writes the query of a family with some facts changed."""

    def __init__(self, family: Family) -> None:
        self._pairs = {fact: _pair(fact, getattr(family, fact)) for fact in FACTS}

    def __call__(self, facts: Mapping[str, object]) -> str:
        """The query with these facts instead of the family's own."""
        pairs = self._pairs.copy()
        for fact, value in facts.items():
            pairs[fact] = _pair(fact, value)
        return _joined(pairs.values())

    def each(self, fact: str, values: Iterable[object]) -> Iterator[str]:
        """The query with one fact changed, for each of many answers to it."""
        place = list(FACTS).index(fact)
        pairs = list(self._pairs.values())
        before, after = _joined(pairs[:place]), _joined(pairs[place + 1 :])
        around = f"{before}&" if before else "", f"&{after}" if after else ""
        for value in values:
            pair = _pair(fact, value)
            yield pair.join(around) if pair else _joined((before, after))


def _joined(pairs: Iterable[str]) -> str:
    return "&".join(filter(None, pairs))


def _said(facts: Iterable[tuple[str, object]]) -> dict[str, str]:
    """Facts as text, but for those that only say the default."""
    return {fact: _text(value) for fact, value in facts if not _is_default(fact, value)}


def _is_default(fact: str, value: object) -> bool:
    return fact in DEFAULTS and value == DEFAULTS[fact]


def _pair(fact: str, value: object) -> str:
    """A fact as part of an address; nothing where it only says the default."""
    known = _KNOWN.get(fact)
    return _written(fact, value) if known is None or value not in known else known[value]


def _written(fact: str, value: object) -> str:
    if _is_default(fact, value):
        return ""
    text = _text(value)
    return f"{fact}={text if SAFE.fullmatch(text) else quote(text, safe=':;')}"


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return ";".join(_member_text(member) for member in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def _member_text(member: Member) -> str:
    relation = member.relation or "unknown"
    return relation if member.age is None else f"{relation}:{member.age}"


_KNOWN = {
    fact: {value: _written(fact, value) for value in (*answers, DEFAULTS.get(fact, answers[0]))}
    for fact in FACTS
    if (answers := listed(fact))
}
"""How each answer is written that can be listed."""
