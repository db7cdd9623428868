"""The individual plan of adaptation and integration: what it asks, and what the case suggests.

What a plan says is kept as texts under the names of FIELDS. Only who writes it puts them there.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calculator import questions
from calculator.questions import Words
from calculator.staff import record
from calculator.staff.cases import snapshots
from calculator.staff.models import Case, Sheet, Snapshot, Worker
from calculator.staff.papers import seal, sheets
from calculator.staff.words import verdict_of
from calculator.wording.figures import day, language

Told = Mapping[str, Any]

HELP: dict[str, Words] = {
    "information": _("Information about life in the new place"),
    "legal": _("Advice on papers and rights (legal services)"),
    "social": _("Benefits and other social services"),
    "medical": _("Doctor and clinic (medical services)"),
    "education": _("Study and training (educational services)"),
    "language": _("Learning Kazakh, and Russian if wished"),
}
"""What a family can ask for. The official form of the plan was not seen; see docs/law.md."""


class Field(NamedTuple):
    """One thing a plan tells; `lines` where it takes more than one line to say."""

    name: str
    title: Words
    help: Words = ""
    lines: bool = False


class Section(NamedTuple):
    """Fields that stand together."""

    title: Words
    fields: tuple[Field, ...]


SECTIONS = (
    Section(
        _("Arrival"),
        (
            Field("arrival_day", _("Day of arrival"), _("For example, 15.06.2026.")),
            Field("transport", _("Transport"), _("How the family and its belongings get there.")),
            Field("place", _("Place of arrival"), _("Region, district, settlement.")),
        ),
    ),
    Section(
        _("Help the family asks for"),
        (
            Field("help", _("Adaptation and integration services")),
            Field("help_more", _("What else the family asks for"), lines=True),
        ),
    ),
    Section(
        _("Work and training"),
        (
            Field("employer", _("Employer")),
            Field("position", _("Position")),
            Field("training", _("Vocational training"), _("What, where and from when."), True),
        ),
    ),
    Section(
        _("Home, school and kindergarten"),
        (
            Field("housing", _("Home"), _("Where the family will live, and from when."), True),
            Field("schools", _("School and kindergarten"), _("For which child, and where."), True),
        ),
    ),
    Section(
        _("Remarks"),
        (Field("remarks", _("Remarks of the specialist responsible"), lines=True),),
    ),
)
FIELDS: dict[str, Field] = {each.name: each for part in SECTIONS for each in part.fields}


def latest(case: Case) -> Snapshot:
    """The assessment that a plan goes by: of what was checked, else of what the family said."""
    return snapshots.last_checked(case) or snapshots.claimed(case)


def in_words(name: str, text: str) -> str:
    """A field of a plan in the active language; what was typed stays as it was typed."""
    if name == "arrival_day" and text:
        return day(date.fromisoformat(text))
    if name == "help":
        return "; ".join(str(HELP[code]) for code in text.split(",") if code in HELP)
    return text


def written_on(case: Case) -> date | None:
    """The day the plan was last written; None where it never was."""
    last = record.about(case.reference).filter(action="planned").first()
    return None if last is None else sheets.local_day(last.at)


def suggestions(snapshot: Snapshot) -> dict[str, str]:
    """What a case has to say on some fields, in the active language; nothing of it is stored."""
    told = snapshots.told(snapshot)
    said = {each["fact"]: each for each in snapshots.told_answers(snapshot)}
    known = {fact: each for fact, each in said.items() if told["facts"][fact] is not None}
    found = {
        "place": ", ".join(known[fact]["text"] for fact in ("settlement", "destination")),
        "employer": _listed(known, "job_confirmed", "workers_hired", "employer_assists"),
        "training": _training(told),
        "housing": _listed(
            known, "housing_provided", "rent_months", "housing_plan", "housing_price"
        ),
        "schools": _children(told),
    }
    return {name: text for name, text in found.items() if text}


# Only these say what the plan itself would say; the others are hints to whoever writes it.
READY = ("place", "housing", "schools")


def _listed(known: Told, *facts: str) -> str:
    """Titles and answers of the facts that are known."""
    return "; ".join(
        f"{known[fact]['title']}: {known[fact]['text']}" for fact in facts if fact in known
    )


def _training(told: Told) -> str:
    """What the calculator says of the support of that name."""
    found = [each for each in told["measures"] if each["code"] == "training"]
    return "; ".join(f"{each['title']}: {verdict_of(each)}" for each in found)


def _children(told: Told) -> str:
    children = [each for each in told["facts"]["members"] if each["relation"] == "child"]
    return ", ".join(
        relation(each) if each["age"] is None else f"{relation(each)} ({each['age']})"
        for each in children
    )


def relation(member: Told) -> str:
    """Who a member is to the applicant."""
    if member["relation"] is None:
        return gettext("member of the family")
    return str(questions.CHOICES["relation"][member["relation"]])


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """The names of the fields in which two plans differ, in their order."""
    return [name for name in FIELDS if before.get(name, "") != after.get(name, "")]


# --- on paper ------------------------------------------------------------------------------------


def plan(case: Case, printed_by: Worker) -> sheets.Paper:
    """What the plan of a case says, in codes and as it was typed."""
    written = written_on(case) or sheets.local_day(timezone.now())
    return sheets.sealed(
        sheets.about(case, Sheet.Kind.PLAN)
        | {
            "specialist": (case.specialist or printed_by).name,
            "day": written.isoformat(),
            "facts": latest(case).facts,
            "plan": case.plan,
        }
    )


def plan_told(case: Case, paper: sheets.Paper, address: str) -> dict[str, Any]:
    """What `paper.plan` is told, in the active language."""
    snapshot = latest(case)
    members = snapshots.told(snapshot)["facts"]["members"]
    return sheets.opening(case, paper.content, address) | {
        "lang": language(),
        "on": paper.content["day"],
        "members": [
            {"who": relation(each), "age": "" if each["age"] is None else f"{each['age']}"}
            for each in members
        ],
        "sections": [*_plan_sections(case, snapshot), _seal_section(paper)],
        "sign": [
            gettext("Applicant: signature, date"),
            gettext("Specialist: signature, date"),
        ],
    }


def _plan_sections(case: Case, snapshot: Snapshot) -> list[dict[str, Any]]:
    """What was written, and above it from where to where the family moves."""
    answers = {each["fact"]: each for each in snapshots.told_answers(snapshot)}
    move = [
        {"title": answers[fact]["title"], "text": answers[fact]["text"]}
        for fact in ("origin", "destination", "settlement")
    ]
    sections = [
        {
            "title": str(section.title),
            "rows": [
                {
                    "title": str(field.title),
                    "text": in_words(field.name, case.plan.get(field.name, "")),
                }
                for field in section.fields
            ],
        }
        for section in SECTIONS
    ]
    sections[0]["rows"] = move + list(sections[0]["rows"])
    return sections


def _seal_section(paper: sheets.Paper) -> dict[str, Any]:
    text = gettext(
        "With the reference, it shows at the desk what was printed here. "
        "It does not prove what is written by hand."
    )
    rows = [{"title": gettext("Seal"), "text": f"{seal.shown(paper.seal)}\n{text}"}]
    return {"title": gettext("Checking this sheet"), "rows": rows}
