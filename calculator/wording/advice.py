"""What follows from an assessment, in words: what to do, bring, expect and promise."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext, ngettext

from calculator import intake
from calculator.questions import QUESTIONS
from calculator.rules.advice import (
    Advice,
    Change,
    Destination,
    Milestone,
    MonthDue,
    Needed,
    Obligation,
    Question,
    WayIn,
)
from calculator.rules.advice.alternatives import REGION
from calculator.rules.advice.destinations import There
from calculator.rules.assessment import Assessment
from calculator.rules.facts import FACTS, Day, listed
from calculator.rules.law import Law, Rules
from calculator.rules.payments import Amount
from calculator.rules.records import Basis, Citation, Measure, Paper, Stage
from calculator.wording.deeds import deed
from calculator.wording.editions import edition_part
from calculator.wording.facts import answer
from calculator.wording.figures import (
    NO_BREAK,
    amount,
    figure,
    language,
    money,
    month,
    number,
    said,
    told_once,
    year_and_month,
)

Part = dict[str, Any]
# Sentences may name these figures in braces.
SHARED = "entitlement."


class Speaker:
    """Says what follows for one family, in the active language."""

    def __init__(self, advice: Advice, assessment: Assessment, law: Law) -> None:
        self.advice, self.law = advice, law
        self.before = assessment.total
        self.query = intake.Requery(assessment.family)
        self.language = language()
        self.rules = assessment.rules

    def parts(self) -> Part:
        """The keys of the document that tell what follows."""
        advice = self.advice
        return {
            "changes": [self._change(each) for each in advice.changes],
            "next_question": advice.question and advice.question.fact,
            "question": advice.question and self._question(advice.question),
            "months": [_month(each) for each in advice.months],
            "documents": [paper_part(each) for each in advice.papers],
            "way": [_stage(each.stage, each.basis, self.rules) for each in advice.stages],
            "obligations": [self._obligation(each) for each in advice.obligations],
            "dates": [_milestone(each) for each in advice.milestones],
            "editions": [edition_part(each, self.law) for each in advice.editions],
            "destinations": self._destinations(advice.destinations),
        }

    def way_in(self, code: str) -> Part | None:
        """What would bring one measure, or None where nothing would or it is there already."""
        found: WayIn | None = self.advice.ways_in.get(code)
        if found is None:
            return None
        return {
            **self._deed(found.facts),
            "verdict": found.verdict,
            "amount": amount(found.amount),
        }

    def answers_to(self, fact: str) -> list[Part]:
        """What can be answered to a question, each with the result it leads to."""
        return [self._answer(fact, value) for value in listed(fact)]

    def _answer(self, fact: str, value: object) -> Part:
        return {
            "value": intake.plain_fact(value),
            "text": answer(fact, value, self.law),
            "link": self._link({fact: value}),
        }

    def _deed(self, facts: Mapping[str, object]) -> Part:
        """Facts that a family brings about, in words, and where that leads."""
        return {"facts": dict(facts), "text": deed(facts, self.law), "link": self._link(facts)}

    def _link(self, facts: Mapping[str, object]) -> str:
        """The result of the family with these facts."""
        return self._result(self.query(facts))

    def _result(self, query: str) -> str:
        return f"/{self.language}/result/?{query}"

    def _change(self, change: Change) -> Part:
        return {
            **self._deed(change.facts),
            "total": amount(change.total),
            "gain": change.gain,
            "gain_text": self._gain(change),
        }

    def _gain(self, change: Change) -> str:
        """What a change is good for: a sum for sure, one at most, or one that becomes certain."""
        gain = money(change.gain)
        if change.total.max == self.before.max:
            return gettext("at least %(sum)s") % {"sum": money(change.total.min)}
        if change.total.min == change.total.max:
            return f"+{NO_BREAK}{gain}"
        return gettext("up to %(sum)s more") % {"sum": gain}

    def _question(self, question: Question) -> Part:
        asked = QUESTIONS[question.fact]
        return {
            "fact": question.fact,
            "text": str(asked.label),
            "help": str(asked.help),
            "numeric": not isinstance(FACTS[question.fact], Day),
            "answers": [
                {**self._answer(question.fact, value), "total": amount(total)}
                for value, total in question.answers
            ],
        }

    def _obligation(self, each: Obligation) -> Part:
        duty = each.duty
        return {
            "code": duty.code,
            "text": said(duty.text).format_map(_shared_figures(self.rules)),
            "until": each.until.isoformat(),
            "amount": amount(each.amount),
            "parts": _by_measure(each.parts),
            "source": duty.source,
            "grade": duty.grade,
        }

    def _destinations(self, found: Sequence[Destination]) -> list[Part]:
        """Each region; what awaits the family in regions that are alike is told once."""
        alike = {id(each.there): each.there for each in found}
        told = {key: _there(there) for key, there in alike.items()}
        links = self.query.each(REGION, [each.region.slug for each in found])
        return [
            {
                "region": each.region.slug,
                "name": said(each.region.name),
                "places": each.places,
                **told[id(each.there)],
                "chosen": each.chosen,
                "link": self._result(query),
            }
            for each, query in zip(found, links, strict=True)
        ]


@told_once
def _shared_figures(rules: Rules) -> dict[str, str]:
    """The figures that sentences may name."""
    return {
        name.removeprefix(SHARED): figure(values[0])
        for name, values in rules.parameters.items()
        if name.startswith(SHARED)
    }


@told_once
def _stage(stage: Stage, basis: Basis, rules: Rules) -> Part:
    return {
        "code": stage.code,
        "text": said(stage.text).format_map(_shared_figures(rules)),
        "term": stage.term and said(stage.term),
        "source": basis.source,
        "grade": basis.grade,
    }


def _there(there: There) -> Part:
    """What awaits a family in a region, and the conditions that speak against it."""
    return {
        "urban": amount(there.urban),
        "rural": amount(there.rural),
        "unmet": [_reason(each) for each in there.unmet],
        "unknown": [_reason(each) for each in there.open],
    }


@told_once
def _reason(citation: Citation) -> Part:
    return {
        "code": citation.code,
        "text": said(citation.text),
        "source": citation.source,
        "grade": citation.grade,
    }


def _month(due: MonthDue) -> Part:
    return {
        "month": year_and_month(due.month),
        "text": month(due.month),
        **amount(due.amount),
        "provisional": due.provisional,
        "parts": _by_measure(due.parts),
    }


def _by_measure(parts: Iterable[tuple[Measure, Amount]]) -> list[Part]:
    return [
        {"code": measure.code, "title": said(measure.title), "amount": amount(part)}
        for measure, part in parts
    ]


def paper_part(needed: Needed) -> Part:
    """A paper to bring, as the document has it."""
    count = needed.number
    return {
        **_paper(needed.paper, needed.basis),
        "for": [measure.code for measure in needed.measures],
        "count": count and amount(count),
        "whose": _how_many(count) if count and count.max > 1 else None,
    }


@told_once
def _paper(paper: Paper, basis: Basis) -> Part:
    return {
        "code": paper.code,
        "text": said(paper.text),
        "why": said(paper.why),
        "where": said(paper.where),
        "valid": paper.valid and said(paper.valid),
        "proves": list(paper.proves),
        "source": basis.source,
        "grade": basis.grade,
    }


def _how_many(count: Amount) -> str:
    """For how many people: for 2 people, for 1 to 3 people."""
    if count.min == count.max:
        text = ngettext("for %(count)s person", "for %(count)s people", count.max)
        return text % {"count": number(count.max)}
    text = ngettext(
        "for %(least)s to %(most)s person", "for %(least)s to %(most)s people", count.max
    )
    return text % {"least": number(count.min), "most": number(count.max)}


def _milestone(each: Milestone) -> Part:
    texts = {
        "graduation": gettext("Last day on which a graduate can apply"),
        "last_month": gettext("Last day of monthly support"),
        "stay": gettext("Last day of the time you promise to stay"),
    }
    text = texts[each.kind]
    return {
        "code": each.kind,
        "fixed": each.kind == "graduation",
        "measure": each.measure and each.measure.code,
        "date": each.day.isoformat(),
        "text": f"{text}: {said(each.measure.title)}" if each.measure else text,
    }
