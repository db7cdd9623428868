"""The whole assessment as one document; the page, the paper and the JSON are made of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from operator import itemgetter
from typing import Any, get_args

from calculator import ENGINE, intake
from calculator.questions import QUESTIONS
from calculator.rules.advice import Advice, advise
from calculator.rules.assessment import Assessed, Assessment
from calculator.rules.decision import Decision
from calculator.rules.facts import CHANGEABLE, Family
from calculator.rules.law import Law
from calculator.rules.payments import NOTHING, Loan, Step, repayments
from calculator.rules.records import Citation, Grade, Measure, Note, Parameter, Source
from calculator.rules.worksheet import Condition, Finding, Verdict
from calculator.wording.advice import Speaker
from calculator.wording.figures import (
    amount,
    figure,
    in_one_language,
    language,
    said,
    told_once,
    year_and_month,
)
from calculator.wording.steps import step, worked_out

Part = dict[str, Any]
PAGES = {
    "form": "calculate/",
    "result": "result/",
    "summary": "summary/",
    "summary_pdf": "summary.pdf",
    "dates": "dates.ics",
}
SOURCES = "sources"
# So much of a digest tells one state of the law from another.
LAW_SIGNS = 16
ASSUMED: Grade = "assumed"
OUTCOMES = {True: "met", False: "not_met", None: "unknown"}


@in_one_language
def document(assessment: Assessment, law: Law, advice: Advice | None = None) -> dict[str, Any]:
    """The assessment and what follows from it as JSON, its texts in the active language.

    `advice` is what follows, where that is found already, or not all of it is to be told.
    """
    family = assessment.family
    speaker = Speaker(advice or advise(assessment, law), assessment, law)
    measures = [
        {**_measure(each, assessment), "way_in": speaker.way_in(each.measure.code)}
        for each in assessment.measures
    ]
    follows = speaker.parts()
    notes = [_note(note) for note in assessment.notes if _is_told(note, assessment, follows)]
    return {
        **_days(assessment),
        "lang": language(),
        "facts": intake.plain(family),
        **_standing(assessment, measures),
        "grade": _least_sure(measures),
        "measures": measures,
        "blocking": _blocking(measures[0]["conditions"]),
        "open": _open(assessment, speaker),
        **follows,
        "notes": notes,
        "sources": _sources(_cited(measures, follows, notes), law),
        "links": _links(speaker.query({})),
        "versions": versions(law),
    }


def versions(law: Law) -> dict[str, str]:
    """What made the document: the version of the program, and the digest of the law's data."""
    return {"engine": ENGINE, "law": law.digest[:LAW_SIGNS]}


@in_one_language
def so_far(assessment: Assessment) -> dict[str, Any]:
    """How a family stands that is still answering, without all that follows from it."""
    measures = [_measure(each, assessment) for each in assessment.measures]
    return {**_standing(assessment, measures), "open": _questions(assessment)}


@in_one_language
def measured(assessment: Assessment) -> dict[str, Any]:
    """How a family stands with each measure, and nothing of what follows."""
    measures = [_measure(each, assessment) for each in assessment.measures]
    return {**_days(assessment), **_standing(assessment, measures), "measures": measures}


def _days(assessment: Assessment) -> Part:
    return {
        "on": assessment.family.on.isoformat(),
        "edition": assessment.rules.edition.isoformat(),
    }


def _standing(assessment: Assessment, measures: Sequence[Part]) -> Part:
    return {
        "verdict": assessment.verdict,
        "provisional": assessment.provisional,
        "assumed": any(each["assumed"] for each in measures if _counts(each)),
        "total": amount(assessment.total),
    }


def links(family: Family) -> dict[str, str]:
    """The addresses of this family's form, result, paper and dates in the active language."""
    return _links(intake.query(family))


def _links(query: str) -> dict[str, str]:
    return {name: f"/{language()}/{page}?{query}" for name, page in PAGES.items()}


def _measure(each: Assessed, assessment: Assessment) -> dict[str, Any]:
    due = each.verdict != "not_eligible"
    notes = assessment.notes_on(each.measure) if due else ()
    if each.due is NOTHING:
        return _without_money(each.verdict, each.shared, each.decision, *notes)
    return _with_sum(each, assessment.family.on, notes)


@told_once
def _without_money(verdict: Verdict, shared: Finding, decision: Decision, *notes: Note) -> Part:
    """A measure that brings no money: it is the same for all who give the same answers."""
    return _with_sum(Assessed(verdict, NOTHING.amount, NOTHING, shared, decision), date.min, notes)


def _with_sum(each: Assessed, applied: date, found: Iterable[Note]) -> Part:
    conditions = _conditions(each.shared, each.decision)
    figures = [_parameter(parameter) for parameter in each.parameters] if each.steps else []
    notes = [_note(note) for note in found]
    return {
        **_named(each.measure),
        "verdict": each.verdict,
        "amount": amount(each.amount),
        "provisional": each.provisional,
        "assumed": ASSUMED in [part["grade"] for part in figures + notes + conditions],
        "conditions": conditions,
        "steps": [_step(line) for line in each.steps],
        "parameters": figures,
        "schedule": [
            {"month": year_and_month(first), **amount(due), "provisional": provisional}
            for first, due, provisional in each.months
        ],
        "loan": each.loan and _loan(each.loan, applied),
        "notes": notes,
    }


@told_once
def _named(measure: Measure) -> Part:
    return {
        "code": measure.code,
        "title": said(measure.title),
        "summary": said(measure.summary),
        "kind": measure.kind,
        "payee": measure.payee,
        "in_total": measure.in_total,
    }


def _step(line: Step) -> dict[str, Any]:
    provisional = line.mrp is not None and line.mrp.provisional
    text = step(line)
    return {
        "kind": line.kind,
        "text": text,
        "line": worked_out(line, text),
        "amount": line.amount,
        "provisional": provisional,
    }


def _counts(measure: Mapping[str, Any]) -> bool:
    """Whether a measure brings something to the total."""
    return bool(measure["in_total"]) and measure["amount"]["max"] > 0


def _least_sure(measures: Sequence[Mapping[str, Any]]) -> Grade | None:
    """The grade of the least sure figure the total is made of; None where there is none."""
    grades = [
        figure["grade"]
        for measure in measures
        if _counts(measure)
        for figure in measure["parameters"]
    ]
    return max(grades, key=get_args(Grade).index, default=None)


def _blocking(conditions: Sequence[Part]) -> list[Part]:
    """What all support asks, is not met, and cannot be changed by the family."""
    return [
        each
        for each in conditions
        if each["shared"]
        and each["outcome"] == OUTCOMES[False]
        and not set(each["facts"]) & set(CHANGEABLE)
    ]


def _open(assessment: Assessment, speaker: Speaker) -> list[Part]:
    """What the total still hangs on, with the answers that can be given at once."""
    return [
        {**each, "answers": speaker.answers_to(each["facts"][0]) if each["facts"] else []}
        for each in _questions(assessment)
    ]


def _questions(assessment: Assessment) -> list[Part]:
    """What the total still hangs on, and the unanswered facts that would tell."""
    found = [
        _question(citation, assessment.family) for citation, _met in assessment.open_conditions
    ]
    if assessment.hangs_on_price:
        price = QUESTIONS["housing_price"]
        found.append({"code": "price", "text": str(price.label), "facts": ["housing_price"]})
    return found


def _question(citation: Citation, family: Family) -> dict[str, Any]:
    """The question that would settle a condition; the condition itself where none would."""
    facts = [fact for fact in citation.facts if getattr(family, fact) is None]
    text = str(QUESTIONS[facts[0]].label) if facts else said(citation.text)
    return {"code": citation.code, "text": text, "facts": facts}


def _conditions(shared: Finding, decision: Decision) -> list[Part]:
    """The conditions of a measure; `shared` are those that every measure asks."""
    in_force, own = _own(decision)
    return [*in_force, *_shared(shared), *own]


@told_once
def _shared(finding: Finding) -> list[Part]:
    return [_condition(each, shared=True) for each in finding.conditions]


@told_once
def _own(decision: Decision) -> tuple[list[Part], list[Part]]:
    """Whether the measure is in force, and what it asks beside what all ask."""
    in_force = [_condition(each, shared=False) for each in decision.in_force]
    return in_force, [_condition(each, shared=False) for each in decision.own]


def _condition(condition: Condition, *, shared: bool) -> Part:
    citation = condition.citation
    remedy = citation.remedy if condition.met is not True else None
    return {
        "code": citation.code,
        "text": said(citation.text),
        "outcome": OUTCOMES[condition.met],
        "facts": list(citation.facts),
        "source": citation.source,
        "grade": citation.grade,
        "remedy": remedy and said(remedy),
        "shared": shared,
    }


@told_once
def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "value": str(parameter.value),
        "unit": parameter.unit,
        "title": said(parameter.title),
        "text": figure(parameter),
        "from": parameter.start.isoformat(),
        "until": parameter.until and parameter.until.isoformat(),
        "provisional": parameter.provisional,
        "source": parameter.source,
        "grade": parameter.grade,
    }


def _loan(loan: Loan, applied: date) -> dict[str, Any]:
    return {
        "principal": loan.principal,
        "rate": str(loan.rate.value),
        "months": loan.months,
        "instalment": loan.instalment,
        "last_instalment": loan.last_instalment,
        "interest": loan.interest,
        "repayments": [
            {"month": year_and_month(first), "amount": amount}
            for first, amount in repayments(loan, applied)
        ],
    }


def _is_told(note: Note, assessment: Assessment, follows: Mapping[str, Any]) -> bool:
    """Whether a note has something to stand beside: papers to bring, money to receive."""
    beside = {
        "list_not_found": bool(follows["documents"]),
        "no_seizure": assessment.total.max > 0,
    }
    return beside.get(note.code, True)


@told_once
def _note(note: Note) -> dict[str, Any]:
    return {"code": note.code, "text": said(note.text), "source": note.source, "grade": note.grade}


def _sources(cited: Iterable[Part], law: Law) -> dict[str, Any]:
    """Every source that is cited, in the order of the law's own list."""
    codes = frozenset(map(itemgetter("source"), cited))
    told: dict[str, Any] | None = law.memory.get((SOURCES, language(), codes))
    if told is None:
        found = [source for code, source in law.sources.items() if code in codes]
        told = {source.code: _source(source, number) for number, source in enumerate(found, 1)}
        law.memory[SOURCES, language(), codes] = told
    return told


def _cited(
    measures: Sequence[Part], follows: Mapping[str, Any], notes: Sequence[Part]
) -> Iterable[Part]:
    """Everything in the document that names its source."""
    return chain(
        notes,
        *(measure[part] for measure in measures for part in ("conditions", "parameters", "notes")),
        *(follows[part] for part in ("documents", "way", "obligations")),
        *(edition["new"] for edition in follows["editions"]),
        *(region[part] for region in follows["destinations"] for part in ("unmet", "unknown")),
    )


def _source(source: Source, number: int) -> dict[str, Any]:
    return {
        "number": number,
        "title": said(source.title),
        "date": source.day and source.day.isoformat(),
        "url": source.url,
    }
