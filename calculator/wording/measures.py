"""Each measure in words: what is due, worked out step by step, on which conditions and figures."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from calculator.rules.assessment import Assessed, Assessment, unpaid
from calculator.rules.decision import Decision
from calculator.rules.payments import NOTHING, Loan, Step, repayments
from calculator.rules.records import Grade, Measure, Note, Parameter
from calculator.rules.worksheet import Condition, Finding
from calculator.wording.figures import amount, figure, said, told_once, year_and_month
from calculator.wording.steps import step, worked_out

Part = dict[str, Any]
ASSUMED: Grade = "assumed"
OUTCOMES = {True: "met", False: "not_met", None: "unknown"}


def measure_part(each: Assessed, assessment: Assessment) -> Part:
    """A measure as the document has it; most of it is shared with other documents."""
    due = each.verdict != "not_eligible"
    notes = assessment.notes_on(each.measure) if due else ()
    if each.due is NOTHING:
        return _without_money(each.shared, each.decision, *notes)
    return _told(each, notes, each.loan and _loan(each.loan, assessment.family.on))


@told_once
def _without_money(shared: Finding, decision: Decision, *notes: Note) -> Part:
    """A measure that brings no money: it is the same for all who give the same answers."""
    return _told(unpaid(shared, decision), notes, None)


def _told(each: Assessed, found: Iterable[Note], loan: Part | None) -> Part:
    conditions = _conditions(each.shared, each.decision)
    figures = [parameter_part(parameter) for parameter in each.parameters] if each.steps else []
    notes = [note_part(note) for note in found]
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
        "loan": loan,
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
def parameter_part(parameter: Parameter) -> Part:
    """A figure of the law as the document has it."""
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


@told_once
def note_part(note: Note) -> Part:
    """A note as the document has it."""
    return {"code": note.code, "text": said(note.text), "source": note.source, "grade": note.grade}
