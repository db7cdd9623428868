"""What stands on the paper, as plain data: texts, in their order, nothing worked out.

Where the print page says the same, it is the same message of the catalogues.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext

from calculator.paper.address import drawn
from calculator.paper.columns import in_halves
from calculator.paper.sections import sections
from calculator.templatetags import words
from calculator.wording.figures import day, grade, least_sure, money_range, outcome

Told = Mapping[str, Any]
Part = dict[str, Any]


def content_of(told: Told, answers: Sequence[Told], address: str) -> Part:
    """The whole paper. `told` is the document of `calculator.wording`."""
    return {
        "lang": told["lang"],
        "title": gettext("Summary of support for a family moving home"),
        "lead": _lead(told),
        "total": _total(told),
        "answers": _answers(answers),
        "support": _support(told),
        "sections": sections(told),
        "notes": {"title": gettext("Good to know"), "items": notes(told)},
        "sources": _sources(told),
        "address": address_of(
            address,
            title=gettext("Address of this result"),
            alt=gettext("QR code with the address of this result"),
        ),
        "sign": signatures() if told["way"] else [],
        "foot": foot(
            day(date.fromisoformat(told["on"])), gettext("An estimate, not an official decision.")
        ),
    }


def _lead(told: Told) -> Part:
    days = {key: day(date.fromisoformat(told[key])) for key in ("on", "edition")}
    return {
        "estimate": gettext("An estimate, not an official decision."),
        "days": gettext("Day of application: %(on)s. Rules in force from %(edition)s.") % days,
    }


def _answers(answers: Sequence[Told]) -> Part:
    texts = [f"{each['title']} {each['text']}" for each in answers]
    return {"title": gettext("Answers"), "halves": in_halves(answers, texts)}


def _total(told: Told) -> Part:
    return {
        "label": _total_label(told),
        "sum": money_range(told["total"]),
        "text": words.meaning(told),
    }


def _total_label(told: Told) -> str:
    marks = [gettext("Total for the family")]
    if told["provisional"]:
        marks.append(gettext("(provisional)"))
    if told["assumed"]:
        marks.append(gettext("(partly assumed)"))
    return " ".join(marks)


# --- the table of support ------------------------------------------------------------------------


def _support(told: Told) -> Part:
    rows = [(measure["in_total"], _row(measure, told)) for measure in told["measures"]]
    return {
        "title": gettext("Support"),
        "shared": _shared(told),
        "columns": [gettext("Measure"), gettext("How it is worked out"), gettext("Sum")],
        "rows": [row for counts, row in rows if counts],
        "total": {"label": _total_label(told), "sum": money_range(told["total"])},
        "apart": gettext("Apart from the total"),
        "others": [row for counts, row in rows if not counts],
    }


def _shared(told: Told) -> Part | None:
    """What every measure hangs on, said once."""
    found = words.shared_reasons(told)
    if not found:
        return None
    text = " ".join(f"{_condition(condition)}." for condition in found)
    return {"title": gettext("What all support depends on"), "text": text}


def _condition(condition: Told) -> str:
    return f"{outcome(condition['outcome'])}: {condition['text']}"


def _row(measure: Told, told: Told) -> Part:
    in_kind = measure["kind"] == "in_kind"
    return {
        "title": measure["title"],
        "reasons": [f"{_condition(each)}." for each in words.reasons(measure)],
        "steps": [_step(step) for step in measure["steps"]],
        "cited": _cited(measure, told),
        "assumed": _assumed(measure),
        "sum": words.verdict(measure) if in_kind else money_range(measure["amount"]),
        "in_words": in_kind,
    }


def _step(step: Told) -> Part:
    mark = gettext("(provisional)") if step["provisional"] else None
    return {"line": step["line"], "mark": mark}


def _cited(measure: Told, told: Told) -> str | None:
    """Where the figures of a measure stand, by the numbers of the list, and how sure they are."""
    numbers: dict[Any, list[str]] = {}
    for source, sure in _pointed(measure):
        numbers.setdefault(sure, []).append(f"[{told['sources'][source]['number']}]")
    if not numbers:
        return None
    cited = "; ".join(f"{', '.join(listed)} {grade(sure)}" for sure, listed in numbers.items())
    return f"{gettext('Sources')}: {cited}."


def _assumed(measure: Told) -> str | None:
    if not measure["assumed"] or measure["verdict"] == "not_eligible":
        return None
    return gettext("Partly our assumption.")


# --- the end -------------------------------------------------------------------------------------


def notes(told: Told) -> list[str]:
    """How sure the total is, how soon it comes, and what the document notes beside its sums."""
    return [*_how_sure(told), *_how_soon(told), *(note["text"] for note in told["notes"])]


def _how_soon(told: Told) -> Iterator[str]:
    """That money comes later than it is counted, and places may be gone."""
    if told["months"]:
        yield gettext(
            "We count from the month in which you apply. "
            "The money really comes after you are included in the quota and have arrived."
        )
    if told["way"]:
        yield gettext("Ask the career centre whether places are left for %(year)s.") % {
            "year": told["on"][:4]
        }


def _how_sure(told: Told) -> Iterator[str]:
    if told["grade"]:
        yield least_sure(told["grade"])
    if told["provisional"]:
        yield gettext(
            "Provisional: the MRP for some months is not known yet, so the last known one is used."
        )


def _sources(told: Told) -> Part:
    """The sources of what stands here, each under its number in the whole list."""
    cited = {entry["source"] for entry in _citing(told)}
    pointed = {source for each in told["measures"] for source, _sure in _pointed(each)}
    items = [
        {
            "number": source["number"],
            "title": source["title"],
            "pointed_at": code in pointed,
        }
        for code, source in told["sources"].items()
        if code in cited
    ]
    halves = in_halves(items, [source["title"] for source in items])
    return {"title": gettext("Sources"), "halves": halves}


def _pointed(measure: Told) -> list[tuple[str, Any]]:
    """The sources a measure's row points at by number, and how sure its figures are."""
    return words.citations(measure) if measure["steps"] else []


def _citing(told: Told) -> Iterator[Told]:
    """Everything on the paper that has a source."""
    for measure in told["measures"]:
        for part in ("conditions", "parameters", "notes"):
            yield from measure[part]
    for part in ("notes", "documents", "way", "obligations"):
        yield from told.get(part, ())


def signatures() -> list[str]:
    """Who signs."""
    return [
        gettext("Applicant: signature, date"),
        gettext("Specialist: signature, date"),
        gettext("Stamp"),
    ]


def address_of(address: str, *, title: str, alt: str) -> Part:
    """An address as text under its title, and as a code that is told as `alt`."""
    return {"title": title, "text": address, "code": drawn(address), "alt": alt}


def foot(on: str, text: str) -> Part:
    """The foot of each page; {page} and {pages} are filled in where they are known."""
    pages = {"page": "{page}", "pages": "{pages}"}
    return {"text": text, "on": on, "page": gettext("Page %(page)s of %(pages)s") % pages}
