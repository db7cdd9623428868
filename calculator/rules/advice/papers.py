"""What a family brings, what that proves, and the way its application takes."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

from calculator.rules.assessment import Assessment
from calculator.rules.facts import FACTS, Family, Member
from calculator.rules.payments import Amount
from calculator.rules.records import Basis, Measure, Paper, Stage, When, Whose

CARD_AGE = "papers.identity_card_age"
WHEN = "when"
Applying = TypeVar("Applying", Paper, Stage)


class Needed(NamedTuple):
    """A paper this family brings: for which measures and how many of them.

    `number` is None for a paper that stands for the whole family; it is a range while somebody's
    age is not known.
    """

    paper: Paper
    basis: Basis
    measures: tuple[Measure, ...]
    number: Amount | None


class Step(NamedTuple):
    """One step of the way, and the act or report it is known from."""

    stage: Stage
    basis: Basis


def papers(assessment: Assessment) -> tuple[Needed, ...]:
    """The papers for every measure that is due or may be; none where nothing is."""
    due = [each.measure for each in assessment.measures if each.verdict != "not_eligible"]
    return _needed(due, assessment)


def provable(assessment: Assessment) -> tuple[Needed, ...]:
    """The papers for every measure, due or not: who checks the facts may change the verdicts."""
    return _needed([each.measure for each in assessment.measures], assessment)


def proofs(needed: Iterable[Needed]) -> dict[str, tuple[Needed, ...]]:
    """The papers that prove each fact, in the order of FACTS and of the papers.

    A fact that no paper proves is absent.
    """
    every = tuple(needed)
    found = {fact: tuple(each for each in every if fact in each.paper.proves) for fact in FACTS}
    return {fact: proving for fact, proving in found.items() if proving}


def stages(assessment: Assessment) -> tuple[Step, ...]:
    """The steps of the way for this family, in their order."""
    return tuple(
        Step(stage, basis) for stage, basis in _applicable(assessment.rules.way, assessment)
    )


def _needed(measures: list[Measure], assessment: Assessment) -> tuple[Needed, ...]:
    """The papers for some measures that are meant for this family and for somebody in it."""
    found = [
        Needed(paper, basis, _asked_for(paper, measures), _number(paper.per, assessment))
        for paper, basis in _applicable(assessment.rules.papers, assessment)
    ]
    return tuple(
        each for each in found if each.measures and (each.number is None or each.number.max)
    )


def _applicable(
    standing: Sequence[tuple[Applying, Basis]], assessment: Assessment
) -> Sequence[tuple[Applying, Basis]]:
    """Those that are meant for this family, once for each combination of the facts they name."""
    memory: dict[Any, Any] = assessment.rules.memory
    if (WHEN, id(standing)) not in memory:
        named = [fact for each, _ in standing for fact in each.when]
        memory[WHEN, id(standing)] = tuple(dict.fromkeys(named))
    family: Family = assessment.family
    asked: tuple[str, ...] = memory[WHEN, id(standing)]
    key = (WHEN, id(standing), *(getattr(family, fact) for fact in asked))
    found: Sequence[tuple[Applying, Basis]] | None = memory.get(key)
    if found is None:
        found = [each for each in standing if _applies(each[0].when, family)]
        memory[key] = found
    return found


def _applies(when: When, family: Family) -> bool:
    return all(getattr(family, fact) in values for fact, values in when.items())


def _asked_for(paper: Paper, measures: list[Measure]) -> tuple[Measure, ...]:
    return tuple(each for each in measures if not paper.measures or each.code in paper.measures)


def _number(per: Whose, assessment: Assessment) -> Amount | None:
    """For how many members a paper is brought, at least and at most."""
    if per == "family":
        return None
    card_age = assessment.rules.parameter(CARD_AGE).whole
    answers = [BELONGS[per](member, card_age) for member in assessment.family.members]
    least, most = answers.count(True), len(answers) - answers.count(False)
    # Of those whose kinship is not known, one at most is the husband or wife.
    return Amount(least, max(least, min(most, 1)) if per == "spouse" else most)


def _grown(member: Member, card_age: int) -> bool | None:
    """Whether a member has a card of identity; the one who applies and his elders always do."""
    if member.relation in {"self", "spouse", "parent"}:
        return True
    return None if member.age is None else member.age >= card_age


def _young(member: Member, card_age: int) -> bool | None:
    grown = _grown(member, card_age)
    return None if grown is None else not grown


def _is(member: Member, relations: set[str]) -> bool | None:
    return None if member.relation is None else member.relation in relations


BELONGS: dict[Whose, Callable[[Member, int], bool | None]] = {
    "adult": _grown,
    "child": _young,
    "spouse": lambda member, _: _is(member, {"spouse"}),
    "relative": lambda member, _: _is(member, {"parent", "other"}),
}
"""Whether a paper is brought for a member: yes, no, or not known."""
