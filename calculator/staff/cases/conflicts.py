"""What somebody else did to a case meanwhile, beside what one wanted to do."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, NamedTuple, TypeAlias, cast

from calculator import intake, questions
from calculator.law import current
from calculator.questions import Words
from calculator.rules import Family
from calculator.rules.errors import BadFacts
from calculator.staff.cases.checking import ASKED, Found, checked_family
from calculator.staff.cases.kept import Kept
from calculator.staff.forms.checking import NOT_YET, CheckForm
from calculator.staff.models import Case, Entry, Finding, Worker
from calculator.staff.record import Action
from calculator.staff.words import ACTIONS, OUTCOMES, state_of
from calculator.wording.facts import answer

Late: TypeAlias = Literal["check", "plan", "move", "anew"]
CHANGES: tuple[Action, ...] = ("opened", "checked", "checked_anew", "moved", "planned")


class Differing(NamedTuple):
    """One thing that stands otherwise than it was typed; `by` and `at` where it is known."""

    title: str
    typed: str
    stands: str
    by: Worker | None = None
    at: datetime | None = None


class Meanwhile(NamedTuple):
    """Who changed the case last and when, what they did, and what is different now.

    `what` was sent too late: the check, the plan, a move, or to work it out anew.
    """

    what: Late
    name: str
    at: datetime | None
    action: Words
    state: Words
    differing: list[Differing]


def meanwhile(kept: Kept, what: Late, form: CheckForm | None) -> Meanwhile:
    """What happened to a case, beside what was typed into the form of the check, if any was."""
    differing = [*_facts(kept, form), *_note(kept, form)] if form else []
    return happened(kept.case, what, differing)


def happened(case: Case, what: Late, differing: Iterable[Differing]) -> Meanwhile:
    """What happened to a case, beside what came too late."""
    changes = Entry.objects.filter(reference=case.reference, action__in=CHANGES)
    last = changes.order_by("-number").first()
    state, differs = state_of(case), list(differing)
    if last is None:
        return Meanwhile(what, "", None, "", state, differs)
    action = ACTIONS[cast(Action, last.action)]
    return Meanwhile(what, _name(last.username), last.at, action, state, differs)


def _name(username: str) -> str:
    worker = Worker.objects.filter(username=username).first()
    return worker.name if worker else username


def _facts(kept: Kept, form: CheckForm) -> list[Differing]:
    found = []
    for fact in filter(form.asks, ASKED):
        typed, finding = _typed(form, fact), kept.findings.get(fact)
        stands = Found(finding.outcome, finding.corrected) if finding else None
        if _meaning(form, fact, typed) != _meaning(form, fact, stands):
            found.append(
                Differing(
                    str(questions.QUESTIONS[fact].title),
                    _said(form, fact, typed),
                    _said(form, fact, stands),
                    finding.by if finding else None,
                    finding.at if finding else None,
                )
            )
    return found


def _note(kept: Kept, form: CheckForm) -> list[Differing]:
    typed, stands = form.texts.get("note", "").strip(), kept.case.note
    title = str(form.fields["note"].label)
    return [Differing(title, typed or "–", stands or "–")] if typed != stands else []


def _typed(form: CheckForm, fact: str) -> Found | None:
    outcome = form.outcome(fact)
    if not outcome:
        return None
    is_different = outcome == Finding.Outcome.DIFFERENT
    return Found(outcome, form.correction(fact) if is_different else "")


def _meaning(form: CheckForm, fact: str, found: Found | None) -> object:
    """A finding to be compared: two corrections that mean the same are the same."""
    family = _corrected(form, fact, found)
    return (found and found.outcome, getattr(family, fact)) if family else found


def _said(form: CheckForm, fact: str, found: Found | None) -> str:
    """A finding in words: Seen; Different: Town."""
    if found is None:
        return str(NOT_YET)
    outcome = str(OUTCOMES.get(found.outcome, intake.shown(found.outcome)))
    if not found.corrected:
        return outcome
    family = _corrected(form, fact, found)
    text = answer(fact, getattr(family, fact), current()) if family else found.corrected
    return f"{outcome}: {intake.shown(text) if family is None else text}"


def _corrected(form: CheckForm, fact: str, found: Found | None) -> Family | None:
    """The family with one correction; None where there is none, or it is no answer."""
    if found is None or not found.corrected:
        return None
    try:
        return checked_family(form.claimed, {fact: found})
    except BadFacts:
        return None
