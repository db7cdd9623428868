"""What follows from an assessment: what a family can do, bring, expect and promise.

    advice = advise(assess(family, law), law)

    advice.changes       what would raise the total, and to how much
    advice.ways_in       what would bring each measure that is not due yet
    advice.question      the open question whose answer tells most about the total
    advice.months        what arrives when
    advice.papers        what to bring, for whom
    advice.stages        the way of the application, where there is something to apply for
    advice.obligations   what is promised, until when, and what would have to be paid back
    advice.milestones    the days to remember
    advice.editions      what the family would have got under each edition of the rules
    advice.destinations  what it would get in each region

Who checks the facts of a family asks apart:

    consequences(assessment)      the same without what would follow from other facts
    provable(assessment)          the papers that apply to the family, whatever is due
    proofs(provable(assessment))  each fact with the papers that prove it

Nothing here knows a figure of the law: all of it is asked of `assess`, with one fact or another
changed, or read from the law's data.
"""

from typing import NamedTuple

from calculator.rules.advice.alternatives import Alternatives
from calculator.rules.advice.changes import Change, WayIn, changes, ways_in
from calculator.rules.advice.destinations import Destination, destinations
from calculator.rules.advice.duties import Milestone, Obligation, milestones, obligations
from calculator.rules.advice.editions import Edition, editions
from calculator.rules.advice.months import MonthDue, months
from calculator.rules.advice.papers import Needed, Step, papers, proofs, provable, stages
from calculator.rules.advice.question import Question, next_question
from calculator.rules.assessment import Assessment
from calculator.rules.law import Law

__all__ = [
    "Advice",
    "Change",
    "Destination",
    "Edition",
    "Milestone",
    "MonthDue",
    "Needed",
    "Obligation",
    "Question",
    "Step",
    "WayIn",
    "advise",
    "consequences",
    "proofs",
    "provable",
]


class Advice(NamedTuple):
    """All that follows from one assessment."""

    changes: tuple[Change, ...]
    ways_in: dict[str, WayIn]
    question: Question | None
    months: tuple[MonthDue, ...]
    papers: tuple[Needed, ...]
    stages: tuple[Step, ...]
    obligations: tuple[Obligation, ...]
    milestones: tuple[Milestone, ...]
    editions: tuple[Edition, ...]
    destinations: tuple[Destination, ...]


def advise(assessment: Assessment, law: Law) -> Advice:
    """What follows from `assessment`, made under `law`."""
    alternatives = Alternatives(assessment, law)
    worthwhile, plain = changes(alternatives), consequences(assessment)
    return plain._replace(
        changes=worthwhile,
        ways_in=ways_in(alternatives),
        question=next_question(alternatives),
        stages=plain.stages or (stages(assessment) if worthwhile else ()),
        editions=editions(alternatives),
        destinations=destinations(alternatives),
    )


def consequences(assessment: Assessment) -> Advice:
    """What follows from the facts as they are, and nothing of what others would bring."""
    promised = obligations(assessment)
    return Advice(
        changes=(),
        ways_in={},
        question=None,
        months=months(assessment),
        papers=papers(assessment),
        stages=stages(assessment) if promised else (),
        obligations=promised,
        milestones=milestones(assessment),
        editions=(),
        destinations=(),
    )
