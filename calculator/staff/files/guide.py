"""What a file of families must look like: its columns, their answers, and an example."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from calculator import questions
from calculator.intake import FAMILY_SIZE, MOST_MEMBERS, allowed, understood
from calculator.law import current
from calculator.rules.facts import (
    DEFAULTS,
    FACTS,
    Choice,
    Day,
    Family,
    Member,
    People,
    Place,
    Whole,
)
from calculator.rules.law import Law
from calculator.staff.exports import Row
from calculator.wording.facts import answer, regions
from calculator.wording.figures import number

DAY = "%d.%m.%Y"
MEMBERS = (Member("self", 34), Member("spouse", 32), Member("child", 7))
FAMILIES: tuple[dict[str, str], ...] = (
    {
        "track": "resettler",
        "origin": "turkistan",
        "destination": "north-kazakhstan",
        "settlement": "rural",
        "settlement_listed": "yes",
        "job_seeker": "yes",
        "registered_12_months": "yes",
        "members": "self:34;spouse:32;child:7",
        "housing_plan": "buy",
        "housing_price": "10000000",
    },
    {
        "track": "kandas",
        "origin": "abroad",
        "destination": "pavlodar",
        "settlement": "urban",
        "members": "self:28;spouse",
    },
)
"""Made up, one with much that is known and one with little."""


def guide() -> dict[str, Any]:
    """Every column by its title and name, with what it may hold, and the regions by name."""
    law = current()
    return {
        "columns": [_column(fact, law) for fact in _facts()],
        "regions": [name for _, name in regions(law)],
    }


def _facts() -> list[str]:
    """The facts, and what may stand for the members."""
    facts = list(FACTS)
    facts.insert(facts.index("members") + 1, FAMILY_SIZE)
    return facts


def _column(fact: str, law: Law) -> dict[str, str]:
    if fact == FAMILY_SIZE:
        return {
            "title": str(questions.FAMILY_SIZE),
            "holds": gettext("If only the number of members is known, in their place: %(range)s")
            % {"range": _range("1", str(MOST_MEMBERS))},
            "empty": "",
        }
    title = str(questions.QUESTIONS[fact].title)
    return {"title": title, "holds": _holds(fact, law), "empty": _empty(fact, law)}


def _holds(fact: str, law: Law) -> str:
    kind, values = FACTS[fact], allowed(fact, law)
    if isinstance(kind, Place):
        abroad = [questions.ABROAD] if kind.abroad else []
        return _listed([gettext("A region from the list below"), *abroad])
    if isinstance(kind, Choice):
        return _listed(questions.CHOICES[fact].values())
    if isinstance(kind, Whole):
        return _range(*values)
    if isinstance(kind, Day):
        return gettext("A date, such as 15.06.2026")
    if isinstance(kind, People):
        relations = _listed(questions.CHOICES["relation"].values())
        return gettext(
            "Who moves, with their ages if known, such as «%(example)s». They may be: %(words)s"
        ) % {"example": _members(MEMBERS), "words": relations}
    return _listed(questions.YES_NO.values())


def _listed(words: Iterable[questions.Words]) -> str:
    # Some have commas and quotation marks of their own.
    return " / ".join(map(str, words))


def _range(least: str, most: str) -> str:
    return gettext("a whole number from %(least)s to %(most)s") % {
        "least": number(int(least)),
        "most": number(int(most)),
    }


def _empty(fact: str, law: Law) -> str:
    """What an empty cell means."""
    if fact == "on":
        return gettext("the day you type above")
    if fact == "members":
        return gettext("not allowed, but for files with the size of the family")
    if fact not in DEFAULTS:
        return gettext("not allowed")
    return answer(fact, DEFAULTS[fact], law)


# --- the example ---------------------------------------------------------------------------------


def example() -> tuple[list[str], list[Row]]:
    """A file to fill in, in the active language: its heading, and two families."""
    law, today = current(), timezone.localdate()
    heading = [gettext("Number in your list")]
    heading += [str(questions.QUESTIONS[fact].title) for fact in FACTS]
    found = [understood(facts, law, today) for facts in FAMILIES]
    return heading, [[place, *_cells(family, law)] for place, family in enumerate(found, 1)]


def _cells(family: Family, law: Law) -> list[str]:
    return [_cell(fact, getattr(family, fact), law) for fact in FACTS]


def _cell(fact: str, value: Any, law: Law) -> str:
    """One answer as a file has it: in words, and without signs of money."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.strftime(DAY)
    if isinstance(value, tuple):
        return _members(value)
    whole = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if whole else answer(fact, value, law)


def _members(people: tuple[Member, ...]) -> str:
    titles = questions.CHOICES["relation"]
    return ";".join(
        f"{titles[each.relation or 'other']}{'' if each.age is None else f':{each.age}'}"
        for each in people
    )
