"""For whom something is: of shared conditions the engine itself is asked, and what is then said.

Nowhere is it written down for whom a shared condition is: the rule that asks it decides.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import get_args

from django.utils.translation import gettext, pgettext

from calculator.rules import entitlement
from calculator.rules.facts import Graduate, Track
from calculator.rules.law import Law, Rules
from calculator.rules.records import When
from calculator.rules.rehearsal import applicants

KEPT = "for whom each shared condition is"
GROUPS = frozenset(product(get_args(Track), get_args(Graduate)))
NO_GRADUATE = "none"


def asked_of(law: Law) -> Mapping[str, When]:
    """Each shared condition that is not asked of all: for which answers it is. Kept for a law."""
    found: dict[str, When] | None = law.memory.get(KEPT)
    if found is None:
        asked: dict[str, set[tuple[str, str]]] = {}
        for rules in law.stretches():
            for name, group in _asked(rules):
                asked.setdefault(name, set()).add(group)
        found = law.memory[KEPT] = {
            name: _when(groups) for name, groups in asked.items() if groups != GROUPS
        }
    return found


def _asked(rules: Rules) -> Iterator[tuple[str, tuple[str, str]]]:
    """Every shared condition with each group that the rules of some days ask it of."""
    names = {id(citation): name for name, citation in rules.conditions.items()}
    for family in applicants(rules.start):
        for each in entitlement.find(rules, entitlement.answers(family, rules)).conditions:
            yield names[id(each.citation)], (family.track, family.graduate)


def _when(groups: set[tuple[str, str]]) -> When:
    """The answers that make it theirs, as papers and steps have them; none that all give."""
    tracks, graduates = (
        tuple(value for value in get_args(fact) if any(value in group for group in groups))
        for fact in (Track, Graduate)
    )
    more = {} if graduates == get_args(Graduate) else {"graduate": graduates}
    return {"track": tracks, **more} if tracks != get_args(Track) or not more else more


def several(track: str) -> str:
    """Those of a group, as they stand in the middle of a sentence."""
    return {
        "resettler": gettext("resettlers"),
        "kandas": pgettext("several people", "kandas"),
    }[track]


def group(asked: Mapping[str, Iterable[object]]) -> list[str]:
    """The groups that have something of their own."""
    tracks, graduates = ({*asked.get(fact, ())} for fact in ("track", "graduate"))
    if graduates == {NO_GRADUATE} and "kandas" not in tracks:
        return [gettext("resettlers who are no graduates")]
    if graduates and NO_GRADUATE not in graduates and "kandas" not in tracks:
        return [gettext("graduates")]
    return [several(track) for track in get_args(Track) if track in tracks]


def with_group(text: str, asked: When) -> str:
    """A condition, a paper or a step, and for whom it is where others have their own."""
    who = group(asked)
    return f"{text.rstrip('.')} ({', '.join(who)})" if who else text
