"""And back: a family as the facts of JSON, as texts, and as the query of an address."""

from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from calculator.rules.facts import DEFAULTS, FACTS, Family, Member


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
