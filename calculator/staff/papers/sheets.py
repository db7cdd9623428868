"""Papers of the desk: what is kept of each so that its seal can be checked; the checked summary.

What is sealed are codes and what people typed, never our words: one decision has one seal, in
whatever language it is printed. Names and identity numbers are sealed by a keyed digest, and kept
beside it encrypted, as in the case.
"""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from calculator.questions import QUESTIONS
from calculator.rules.errors import BadFacts
from calculator.rules.facts import FACTS
from calculator.staff import record
from calculator.staff.cases import private, snapshots
from calculator.staff.cases.checking import Outcome, claimed_family
from calculator.staff.cases.private import Person
from calculator.staff.cases.proofs import papers_by_fact
from calculator.staff.cases.reference import spoken
from calculator.staff.cases.states import CHECKED
from calculator.staff.models import Case, Finding, Sheet, Snapshot, Worker
from calculator.staff.papers import seal
from calculator.staff.record import Origin
from calculator.staff.words import OUTCOMES, STATES
from calculator.wording.figures import language, said

Content = dict[str, Any]


class Paper(NamedTuple):
    """What is sealed of a paper, and the seal."""

    content: Content
    seal: str


# --- the checked summary -------------------------------------------------------------------------


def summary(case: Case, checked: Snapshot) -> Paper:
    """What the checked summary of a case says, in codes."""
    told = snapshots.told(checked)
    done_at, done_by = _last_done(case, checked)
    return sealed(
        about(case, Sheet.Kind.SUMMARY)
        | {
            "specialist": done_by.name,
            "day": local_day(done_at).isoformat(),
            "state": str(case.state),
            "said": snapshots.claimed(case).facts,
            "facts": checked.facts,
            "edition": str(told["edition"]),
            "law": checked.law,
            "verdict": checked.verdict,
            "total": [checked.total_min, checked.total_max],
            "measures": [
                [each["code"], each["verdict"], each["amount"]["min"], each["amount"]["max"]]
                for each in told["measures"]
            ],
            "findings": _findings(case),
            "note": case.note,
        }
    )


def summary_check(case: Case, checked: Snapshot, paper: Paper, address: str) -> dict[str, Any]:
    """What `paper.checked` is told of the check, in the active language."""
    content = paper.content
    return opening(case, content, address) | {
        "decision": str(STATES[case.state]),
        "checked_on": content["day"],
        "note": content["note"],
        "findings": [_finding_in_words(*each) for each in _looked_at(case, checked, content)],
        "seal": seal.shown(paper.seal),
    }


def _last_done(case: Case, checked: Snapshot) -> tuple[datetime, Worker]:
    """When the case was last checked or decided, and by whom."""
    done = [(checked.made_at, checked.made_by)]
    done += [(each.at, each.by) for each in case.findings.select_related("by")]
    moves = case.moves.filter(after__in=CHECKED).select_related("by")
    done += [(each.at, each.by) for each in moves]
    return max(done, key=lambda each: each[0])


def _findings(case: Case) -> list[Content]:
    claimed = texts(snapshots.claimed(case).facts)
    papers = _papers_seen(case)
    return [
        {
            "fact": each.fact,
            "claimed": claimed.get(each.fact, ""),
            "outcome": each.outcome,
            "corrected": each.corrected,
            "papers": [] if each.outcome == Outcome.NOT_SEEN else [*papers.get(each.fact, {})],
        }
        for each in _in_order(case.findings.all())
    ]


def _in_order(findings: Iterable[Finding]) -> list[Finding]:
    places = {fact: place for place, fact in enumerate(FACTS)}
    return sorted(findings, key=lambda each: (places.get(each.fact, len(places)), each.fact))


def _papers_seen(case: Case) -> dict[str, dict[str, str]]:
    """The papers that prove each fact by code, with their names; none where the law of now no
    longer knows a fact."""
    try:
        found = papers_by_fact(claimed_family(case))
    except BadFacts:
        return {}
    return {
        fact: {each.paper.code: said(each.paper.text) for each in needed}
        for fact, needed in found.items()
    }


def _looked_at(
    case: Case, checked: Snapshot, content: Content
) -> Iterable[tuple[Content, str, str, list[str]]]:
    """Each finding with what was said, what is right, and the papers, in the active language."""
    before, after = (_words_of(each) for each in (snapshots.claimed(case), checked))
    papers = _papers_seen(case)
    for each in content["findings"]:
        fact = each["fact"]
        names = [papers[fact][code] for code in each["papers"]]
        yield each, before.get(fact, "–"), after.get(fact, each["corrected"]), names


def _words_of(snapshot: Snapshot) -> dict[str, str]:
    return {each["fact"]: each["text"] for each in snapshots.told_answers(snapshot)}


def _finding_in_words(
    finding: Content, claimed: str, right: str, papers: list[str]
) -> dict[str, Any]:
    different = finding["outcome"] == Outcome.DIFFERENT
    return {
        "title": title_of(finding["fact"]),
        "claimed": claimed,
        "outcome": str(OUTCOMES[finding["outcome"]]),
        "corrected": right if different else None,
        "papers": papers,
        "different": different,
    }


def texts(facts: str) -> dict[str, str]:
    """Facts as they are kept, by name."""
    return dict(parse_qsl(facts))


def title_of(fact: str) -> str:
    """The title of a fact; its code, where it is asked no longer."""
    return str(QUESTIONS[fact].title) if fact in QUESTIONS else fact


# --- both ----------------------------------------------------------------------------------------


@transaction.atomic
def keep(case: Case, paper: Paper, *, by: Origin) -> Sheet:
    """Keep what is being printed, once for the same content; each printing stands on record."""
    if by.worker is None:
        raise ValueError("Only somebody who is signed in prints")
    case = Case.objects.select_for_update().get(pk=case.pk)
    kept = case.sheets.filter(seal=paper.seal).order_by("id")
    sheet = next((each for each in kept if is_kept(each, paper)), None)
    if sheet is None:
        sheet = Sheet.objects.create(
            case=case,
            kind=paper.content["kind"],
            seal=paper.seal,
            content={"sealed": paper.content, "person": _encrypted(case, paper.content)},
            made_at=timezone.now(),
            made_by=by.worker,
        )
    record.note("printed", by=by, case=case, kind=paper.content["kind"], seal=paper.seal)
    return sheet


def is_kept(sheet: Sheet, paper: Paper) -> bool:
    """Whether this is what was kept of a paper, and nobody has altered it since."""
    return bool(
        sheet.kind == paper.content["kind"] and sheet.content.get("sealed") == paper.content
    )


def sealed(content: Content) -> Paper:
    """The content of a paper with its seal."""
    return Paper(content, seal.seal_of(content))


def about(case: Case, kind: str) -> Content:
    """Which case it is, at which centre, and whose."""
    centre = case.centre
    return {
        "kind": str(kind),
        "reference": case.reference,
        "centre": {"kk": centre.name_kk, "ru": centre.name_ru, "en": centre.name_en},
        "person": person_digest(person_of(case.person)),
    }


def person_of(stored: bytes | memoryview | None) -> Person:
    """Who it is; nobody where names are not shown here, or no key fits."""
    if stored is None or not settings.PERSONAL_DATA:
        return Person()
    from cryptography.fernet import InvalidToken  # noqa: PLC0415

    try:
        return private.opened(bytes(stored))
    except InvalidToken:
        return Person()


def person_digest(person: Person) -> str:
    """What is sealed of a person; empty where nobody is named."""
    return record.keyed("person", json.dumps(person)) if any(person) else ""


def _encrypted(case: Case, content: Content) -> str:
    """The person as the case has them, for those who will check the seal."""
    return bytes(case.person or b"").decode() if content["person"] else ""


def opening(case: Case, content: Content, address: str) -> dict[str, Any]:
    """What `paper` is told at the top of either paper."""
    person = person_of(case.person)
    return {
        "reference": spoken(content["reference"]),
        "centre": content["centre"][language()],
        "specialist": content["specialist"],
        "person": {"name": person.name, "iin": person.number} if any(person) else None,
        "address": address,
    }


def local_day(moment: datetime) -> date:
    """The day on which something happened here."""
    return timezone.localtime(moment).date()
