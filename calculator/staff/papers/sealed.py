"""A seal is checked: whether it belongs to a paper of a case, and what that paper must say."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Literal, NamedTuple

from django.utils.translation import gettext

from calculator.law import current
from calculator.paper.checking import headed
from calculator.rules.errors import BadFacts
from calculator.staff import record
from calculator.staff.cases.checking import Outcome
from calculator.staff.cases.kept import Kept
from calculator.staff.cases.private import Person, person_of
from calculator.staff.cases.reference import spoken
from calculator.staff.cases.snapshots import family_of
from calculator.staff.models import Case, Sheet, Worker
from calculator.staff.papers import planning, seal, sheets
from calculator.staff.papers.planning import SECTIONS, in_words
from calculator.staff.papers.sheets import Content, person_digest, reasons_in_words, title_of
from calculator.staff.words import OUTCOMES, standing, verdict_of
from calculator.wording import answers
from calculator.wording.figures import day, language, money_range, said

Result = Literal["genuine", "outdated", "altered", "unknown"]
Line = tuple[str, str]


class Checked(NamedTuple):
    """What came of it; `sheet` is the paper, where the seal belongs to one as it was printed.

    `outdated` is a paper as it was printed, of a case or a law that has changed since; `altered`
    one that was changed where it is stored.
    """

    result: Result
    sheet: Sheet | None = None


class Part(NamedTuple):
    """What stands together on a paper: lines, the facts looked at, or a text."""

    title: str
    lines: tuple[Line, ...] = ()
    rows: tuple[dict[str, str], ...] = ()
    text: str = ""


class Printing(NamedTuple):
    """Who printed a paper, and when."""

    who: str
    at: datetime


def look_up(case: Case, typed: str, worker: Worker) -> Checked:
    """What a typed seal is among the papers of a case."""
    result: Result = "unknown"
    for sheet in case.sheets.select_related("made_by").order_by("-id"):
        content = _content(sheet)
        belongs, stands = seal.same(seal.seal_of(content), typed), seal.same(sheet.seal, typed)
        if belongs and stands and _is_whole(sheet, content):
            return Checked(_still(sheet, content, worker), sheet)
        if belongs or stands:
            result = "altered"
    return Checked(result)


def _content(sheet: Sheet) -> Content:
    """What was sealed; nothing where not even the form of it is left."""
    kept = sheet.content.get("sealed") if isinstance(sheet.content, dict) else None
    return kept if isinstance(kept, dict) else {}


def _is_whole(sheet: Sheet, content: Content) -> bool:
    """Whether what stands beside the sealed content fits it too."""
    person = _person(sheet)
    return (
        content["reference"] == sheet.case.reference
        and content["kind"] == sheet.kind
        and (not any(person) or person_digest(person) == content["person"])
    )


def _person(sheet: Sheet) -> Person:
    stored = str(sheet.content.get("person", ""))
    return person_of(stored.encode() if stored else None) or Person()


def _still(sheet: Sheet, content: Content, worker: Worker) -> Result:
    """Whether the paper would be the same if it were printed now."""
    case = sheet.case
    if sheet.kind == Sheet.Kind.PLAN:
        return "genuine" if planning.plan(case, worker).content == content else "outdated"
    kept = Kept(case)
    if kept.checked and sheets.summary(kept, kept.checked).content == content:
        return "genuine"
    return "outdated"


def printings(sheet: Sheet) -> list[Printing]:
    """Who printed it and when, the last first: as it stands on record."""
    entries = record.about(sheet.case.reference).filter(action="printed", details__seal=sheet.seal)
    found = [(each.username, each.at) for each in entries]
    names = dict(
        Worker.objects.filter(username__in={who for who, _ in found}).values_list(
            "username", "name"
        )
    )
    return [Printing(names.get(who, who), at) for who, at in found]


# --- what it must say ----------------------------------------------------------------------------


def parts(sheet: Sheet) -> list[Part]:
    """Every line that was sealed, in the active language."""
    content = _content(sheet)
    own = _plan_parts if sheet.kind == Sheet.Kind.PLAN else _summary_parts
    return [_opening(sheet, content), *own(content)]


def _opening(sheet: Sheet, content: Content) -> Part:
    is_plan = sheet.kind == Sheet.Kind.PLAN
    lines = [
        (gettext("Reference"), spoken(content["reference"])),
        (gettext("Career centre"), content["centre"][language()]),
        (gettext("Specialist"), content["specialist"]),
        (
            gettext("Day of the plan") if is_plan else gettext("Day of the check"),
            day(date.fromisoformat(content["day"])),
        ),
        *_named(sheet, content),
    ]
    if is_plan:
        return Part(gettext("Individual adaptation and integration plan"), tuple(lines))
    words = str(standing(content["state"], content["decision"]))
    title, stands = headed(bool(content["decision"]))
    lines.append((stands, words))
    lines += [(gettext("Reason"), each) for each in reasons_in_words(content)]
    return Part(title, tuple(lines))


def _named(sheet: Sheet, content: Content) -> Iterator[Line]:
    person = _person(sheet)
    if content["person"] and not any(person):
        yield gettext("Name"), gettext("There is one on the sheet; it cannot be shown here.")
    if person.name:
        yield gettext("Name"), person.name
    if person.number:
        yield gettext("IIN"), person.number


def _summary_parts(content: Content) -> Iterator[Part]:
    yield Part(gettext("Support"), tuple(_sums(content)))
    if content["findings"]:
        yield Part(gettext("What was checked"), rows=tuple(_rows(content)))
    if content["unlooked"]:
        titles = "; ".join(title_of(fact) for fact in content["unlooked"])
        yield Part(gettext("Not looked at yet"), text=titles)
    yield Part(gettext("Answers"), tuple(_answers(content["facts"]).values()))
    if content["note"]:
        yield Part(gettext("From the specialist"), text=content["note"])


def _sums(content: Content) -> Iterator[Line]:
    least, most = content["total"]
    yield gettext("Rules from"), day(date.fromisoformat(content["edition"]))
    yield gettext("Total"), money_range({"min": least, "max": most})
    measures = {each.code: each for each in current().measures}
    for code, found, low, high in content["measures"]:
        measure = measures.get(code)
        kind, payee = (measure.kind, measure.payee) if measure else ("", "family")
        words = verdict_of({"verdict": found, "kind": kind, "payee": payee})
        sum_ = f": {money_range({'min': low, 'max': high})}" if high else ""
        yield said(measure.title) if measure else code, words + sum_


def _rows(content: Content) -> Iterator[dict[str, str]]:
    before, after = _answers(content["said"]), _answers(content["facts"])
    names = {paper.code: said(paper.text) for paper in current().papers}
    for each in content["findings"]:
        different = each["outcome"] == Outcome.DIFFERENT
        right = after.get(each["fact"], ("", each["corrected"]))[1]
        yield {
            "title": title_of(each["fact"]),
            "claimed": before.get(each["fact"], ("", "–"))[1],
            "outcome": str(OUTCOMES[each["outcome"]]),
            "corrected": right if different else "",
            "papers": "; ".join(names.get(code, code) for code in each["papers"]),
        }


def _answers(facts: str) -> dict[str, Line]:
    """Titles and answers by fact; where the law of now no longer knows one, as they are kept."""
    try:
        told = answers(family_of(facts), current())
    except BadFacts:
        return {fact: (title_of(fact), text) for fact, text in sheets.texts(facts).items()}
    return {each["fact"]: (each["title"], each["text"]) for each in told}


def _plan_parts(content: Content) -> Iterator[Part]:
    told = _answers(content["facts"])
    moved = tuple(told[fact] for fact in ("origin", "destination", "settlement", "members"))
    yield Part(gettext("The family"), moved)
    for section in SECTIONS:
        lines = (
            (str(field.title), in_words(field.name, content["plan"].get(field.name, "")) or "–")
            for field in section.fields
        )
        yield Part(str(section.title), tuple(lines))
