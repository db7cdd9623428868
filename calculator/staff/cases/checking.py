"""What the papers say: a finding a fact, and the family as it stands by them.

A fact that was seen stays as claimed; one that is different is corrected; one of which no paper
was seen is not known, where it may be unknown at all – never no. What nobody looked at stays as
claimed.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from calculator import intake, questions
from calculator.law import current
from calculator.rules.facts import Family
from calculator.staff.cases.snapshots import claimed, family_of
from calculator.staff.models import Case, Finding

Outcome = Finding.Outcome
ASKED = tuple(fact for group in questions.GROUPS for fact in group.facts)
_PLACES = {fact: place for place, fact in enumerate(ASKED)}


class Found(NamedTuple):
    """What was found of one fact; `corrected` is its text where it is different, else empty."""

    outcome: str
    corrected: str = ""


def in_order(facts: Iterable[str]) -> list[str]:
    """Facts in the order of the form; those that are asked no longer come last."""
    return sorted(facts, key=lambda fact: (_PLACES.get(fact, len(_PLACES)), fact))


def findings_of(case: Case) -> dict[str, Found]:
    """What was found of a case so far, by fact."""
    return {each.fact: Found(each.outcome, each.corrected) for each in case.findings.all()}


def checked_family(claimed: Family, findings: Mapping[str, Found]) -> Family:
    """The family as the papers show it. Raises BadFacts with each correction that is no answer."""
    texts: dict[str, object] = {**intake.texts(claimed)}
    for fact, found in findings.items():
        if found.outcome == Outcome.DIFFERENT:
            texts[fact] = found.corrected
        elif found.outcome == Outcome.NOT_SEEN and intake.may_be_unknown(fact):
            texts[fact] = ""
    return intake.understood(texts, current(), claimed.on)


def claimed_family(case: Case) -> Family:
    """The family as it described itself. Raises BadFacts, see `family_of`."""
    return family_of(claimed(case).facts)
