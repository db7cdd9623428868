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

from django.db import transaction
from django.utils import timezone

from calculator.questions import QUESTIONS
from calculator.staff import record
from calculator.staff.cases import snapshots
from calculator.staff.cases.checking import Outcome, in_order
from calculator.staff.cases.kept import Kept
from calculator.staff.cases.private import Person, person_of
from calculator.staff.cases.reference import spoken
from calculator.staff.cases.states import CHECKED
from calculator.staff.models import Case, Sheet, Snapshot, Worker
from calculator.staff.papers import seal
from calculator.staff.record import Origin
from calculator.staff.words import OUTCOMES, STATES, meaning_of, standing
from calculator.wording.figures import language, said

Content = dict[str, Any]


class Paper(NamedTuple):
    """What is sealed of a paper, and the seal."""

    content: Content
    seal: str


# --- the checked summary -------------------------------------------------------------------------


def summary(kept: Kept, checked: Snapshot) -> Paper:
    """What the checked summary of a case says, in codes."""
    case, told = kept.case, snapshots.told(checked)
    done_at, done_by = _last_done(kept, checked)
    return sealed(
        about(case, Sheet.Kind.SUMMARY)
        | {
            "specialist": done_by.name,
            "day": local_day(done_at).isoformat(),
            "state": str(case.state),
            "decision": str(case.decision),
            "reasons": [[each.after, each.reason] for each in kept.reasons],
            "said": kept.claimed.facts,
            "facts": checked.facts,
            "edition": str(told["edition"]),
            "law": checked.law,
            "verdict": checked.verdict,
            "total": [checked.total_min, checked.total_max],
            "measures": [
                [each["code"], each["verdict"], each["amount"]["min"], each["amount"]["max"]]
                for each in told["measures"]
            ],
            "findings": _findings(kept),
            "unlooked": kept.unlooked,
            "note": case.note,
        }
    )


def summary_check(kept: Kept, paper: Paper, address: str) -> dict[str, Any]:
    """What `paper.checked` is told of the check, in the active language."""
    content = paper.content
    return opening(kept.case, content, address) | {
        "decision": str(standing(content["state"], content["decision"])),
        "decided": bool(content["decision"]),
        "meaning": meaning_of(kept.told_checked or kept.told, checked=True),
        "reasons": reasons_in_words(content),
        "checked_on": content["day"],
        "note": content["note"],
        "findings": [_finding_in_words(*each) for each in _looked_at(kept, content)],
        "unlooked": [title_of(fact) for fact in content["unlooked"]],
        "seal": seal.shown(paper.seal),
    }


def reasons_in_words(content: Content) -> list[str]:
    """The reasons that were given, each with the move it was given for."""
    return [f"{STATES[after]}: {reason}" for after, reason in content["reasons"]]


def _last_done(kept: Kept, checked: Snapshot) -> tuple[datetime, Worker]:
    """When the case was last checked or decided, and by whom."""
    done = [(checked.made_at, checked.made_by)]
    done += [(each.at, each.by) for each in kept.findings.values()]
    done += [(each.at, each.by) for each in kept.moved if each.after in CHECKED]
    return max(done, key=lambda each: each[0])


def _findings(kept: Kept) -> list[Content]:
    claimed, papers = texts(kept.claimed.facts), _papers(kept)
    found = [kept.findings[fact] for fact in in_order(kept.findings)]
    return [
        {
            "fact": each.fact,
            "claimed": claimed.get(each.fact, ""),
            "outcome": each.outcome,
            "corrected": each.corrected,
            "papers": [] if each.outcome == Outcome.NOT_SEEN else [*papers.get(each.fact, {})],
        }
        for each in found
    ]


def _papers(kept: Kept) -> dict[str, dict[str, str]]:
    """The papers that prove each fact by code, with their names."""
    return {
        fact: {each.paper.code: said(each.paper.text) for each in needed}
        for fact, needed in kept.papers.items()
    }


def _looked_at(kept: Kept, content: Content) -> Iterable[tuple[Content, str, str, list[str]]]:
    """Each finding with what was said, what is right, and the papers, in the active language."""
    before, after = (_words_of(each) for each in (kept.claimed, kept.latest))
    papers = _papers(kept)
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
        "person": person_digest(person_of(case.person) or Person()),
    }


def person_digest(person: Person) -> str:
    """What is sealed of a person; empty where nobody is named."""
    return record.keyed("person", json.dumps(person)) if any(person) else ""


def _encrypted(case: Case, content: Content) -> str:
    """The person as the case has them, for those who will check the seal."""
    return bytes(case.person or b"").decode() if content["person"] else ""


def opening(case: Case, content: Content, address: str) -> dict[str, Any]:
    """What `paper` is told at the top of either paper."""
    person = person_of(case.person) or Person()
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
