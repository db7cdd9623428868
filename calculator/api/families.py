"""Families worked out: one with all there is to say, or many, with as much as is asked for."""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from calculator import intake
from calculator.api import problems
from calculator.intake.json import NotJSON, facts
from calculator.rules import Assessment, Family, Law, assess
from calculator.rules.assessment import Assessed
from calculator.rules.errors import BadFacts, Fault
from calculator.rules.records import Citation, Note, Parameter
from calculator.wording import document, faults_document, measured
from calculator.wording.document import versions
from calculator.wording.figures import amount, in_one_language, language

# So often a long list makes way for others.
TURNS = 20
# So many faults are named of each family of a list.
MOST_FAULTS = 10

Part = dict[str, Any]
Told = Callable[[Assessment, Law], Part]


class Detail(NamedTuple):
    """How much is said of each family, and of how many at once."""

    tell: Told
    most: int


def one(body: object, law: Law, today: date) -> Part:
    """All there is to say about one family. Raises Refused."""
    try:
        family = intake.understood(facts(body), law, today)
    except NotJSON as error:
        raise problems.no_json(str(error)) from error
    except BadFacts as error:
        raise problems.bad_facts(error.faults) from error
    return document(assess(family, law), law)


def listed(body: object, detail: str) -> Sequence[object]:
    """The families of a body. Raises Refused where it holds no list, none, or too many."""
    if not isinstance(body, list):
        raise problems.no_list(intake.shown(body))
    most = DETAILS[detail].most
    if not 1 <= len(body) <= most:
        raise problems.too_many_families(len(body), most)
    return body


@in_one_language
def many(families: Sequence[object], detail: str, law: Law, today: date) -> Part:
    """One answer for each family, in order; a problem document stands for one that is wrong."""
    reader, tell = intake.Reader(law, today), DETAILS[detail].tell
    answers = []
    for number, each in enumerate(families):
        if number % (DETAILS[detail].most // TURNS) == 0:
            # Whoever waits in the same process has a turn, now and then.
            time.sleep(0)
        answers.append(_answer(each, reader, tell))
    refused = sum("errors" in answer for answer in answers)
    return {
        "lang": language(),
        "detail": detail,
        "worked_out": len(answers) - refused,
        "refused": refused,
        "answers": answers,
        "versions": versions(law),
    }


def _answer(each: object, reader: intake.Reader, tell: Told) -> Part:
    try:
        return tell(assess(reader.family(facts(each)), reader.law), reader.law)
    except NotJSON as error:
        return faults_document([Fault("json", "object", str(error))])
    except BadFacts as error:
        return problems.first_of(error.faults, MOST_FAULTS)


# --- how much is said ----------------------------------------------------------------------------


def _sums(assessment: Assessment, law: Law) -> Part:  # noqa: ARG001 - told like the others
    """The sums, and the codes of what keeps them away: nothing that is in a language."""
    measures = [_sum(each, assessment) for each in assessment.measures]
    return {
        **_head(assessment),
        "verdict": assessment.verdict,
        "provisional": assessment.provisional,
        "assumed": any(_rests_on_assumption(each) for each in measures),
        "total": amount(assessment.total),
        "measures": measures,
    }


def _measures(assessment: Assessment, law: Law) -> Part:  # noqa: ARG001 - told like the others
    """How the family stands with each measure, in words and with its sources."""
    return {**_head(assessment), **measured(assessment)}


def _head(assessment: Assessment) -> Part:
    return {
        "on": assessment.family.on.isoformat(),
        "edition": assessment.rules.edition.isoformat(),
        "facts": _facts(assessment.family),
    }


def _facts(family: Family) -> Part:
    return intake.plain(family)


def _sum(each: Assessed, assessment: Assessment) -> Part:
    return {
        "code": each.measure.code,
        "verdict": each.verdict,
        "in_total": each.measure.in_total,
        "amount": amount(each.amount),
        "provisional": each.provisional,
        "assumed": _is_assumed(each, assessment),
        "unmet": _codes(each, met=False),
        "unknown": _codes(each, met=None),
    }


def _codes(each: Assessed, *, met: bool | None) -> list[str]:
    """The conditions with that outcome."""
    return [condition.citation.code for condition in each.conditions if condition.met is met]


def _is_assumed(each: Assessed, assessment: Assessment) -> bool:
    """Whether anything said of a measure is our own reading."""
    figures = each.parameters if each.steps else ()
    notes = assessment.notes_on(each.measure) if each.verdict != "not_eligible" else ()
    cited: tuple[Parameter | Note | Citation, ...] = (
        *figures,
        *notes,
        *(condition.citation for condition in each.conditions),
    )
    return any(entry.grade == "assumed" for entry in cited)


def _rests_on_assumption(measure: Mapping[str, Any]) -> bool:
    return bool(measure["assumed"] and measure["in_total"] and measure["amount"]["max"])


DETAILS = {
    "sums": Detail(_sums, 1_000),
    "measures": Detail(_measures, 200),
    "full": Detail(document, 50),
}
"""As many families as are answered well within a second."""
