"""The whole assessment as one document; the page, the paper and the JSON are made of it."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any, get_args

from calculator import ENGINE, intake
from calculator.questions import QUESTIONS
from calculator.rules.advice import Advice, advise
from calculator.rules.assessment import Assessment
from calculator.rules.facts import CHANGEABLE, Family
from calculator.rules.law import Law
from calculator.rules.records import Citation, Grade, Note, Source
from calculator.wording.advice import Speaker
from calculator.wording.figures import (
    amount,
    in_one_language,
    language,
    said,
    told_once,
)
from calculator.wording.measures import OUTCOMES, measure_part, note_part

Part = dict[str, Any]
PAGES = {
    "form": "calculate/",
    "result": "result/",
    "summary": "summary/",
    "summary_pdf": "summary.pdf",
    "dates": "dates.ics",
}
# So much of a digest tells one state of the law from another.
LAW_SIGNS = 16


@in_one_language
def document(assessment: Assessment, law: Law, advice: Advice | None = None) -> dict[str, Any]:
    """The assessment and what follows from it as JSON, its texts in the active language.

    Much of it is shared with other documents: whoever adds to a part makes it anew.
    `advice` is what follows, where that is found already, or not all of it is to be told.
    """
    family = assessment.family
    speaker = Speaker(advice or advise(assessment, law), assessment, law)
    measures = [
        {**measure_part(each, assessment), "way_in": speaker.way_in(each.measure.code)}
        for each in assessment.measures
    ]
    follows = speaker.parts()
    notes = [note_part(note) for note in assessment.notes if _is_told(note, assessment, follows)]
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
    measures = [measure_part(each, assessment) for each in assessment.measures]
    return {**_standing(assessment, measures), "open": _questions(assessment)}


@in_one_language
def measured(assessment: Assessment) -> dict[str, Any]:
    """How a family stands with each measure, and nothing of what follows."""
    measures = [measure_part(each, assessment) for each in assessment.measures]
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


def _is_told(note: Note, assessment: Assessment, follows: Mapping[str, Any]) -> bool:
    """Whether a note has something to stand beside: papers to bring, money to receive."""
    beside = {
        "list_not_found": bool(follows["documents"]),
        "no_seizure": assessment.total.max > 0,
    }
    return beside.get(note.code, True)


def _sources(cited: Iterable[Part], law: Law) -> dict[str, Any]:
    """Every source that is cited, in the order of the law's own list."""
    codes = frozenset(map(itemgetter("source"), cited))
    return _numbered(*[source for code, source in law.sources.items() if code in codes])


@told_once
def _numbered(*sources: Source) -> dict[str, Any]:
    return {source.code: _source(source, number) for number, source in enumerate(sources, 1)}


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
