"""What the page of a case shows: what is kept of it, fact by fact, and how it stands."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from calculator import questions
from calculator.law import current
from calculator.rules import Family, assess
from calculator.rules.errors import BadFacts
from calculator.staff.cases import snapshots
from calculator.staff.cases.comparing import Comparison, Difference, compare, difference
from calculator.staff.cases.kept import Kept
from calculator.staff.cases.proofs import papers_by_fact
from calculator.staff.controls import choices
from calculator.staff.forms.checking import CHOICES, CheckForm
from calculator.staff.forms.typed import outcome_name
from calculator.staff.models import Finding, Snapshot
from calculator.staff.words import OUTCOMES
from calculator.wording import measured
from calculator.wording.advice import paper_part
from calculator.wording.facts import ASKED_OF

# No paper of the family proves these: the centre looks them up itself.
LOOKED_UP = frozenset({"on", "destination", "settlement", "settlement_listed", "supported_before"})


class Shown(NamedTuple):
    """One fact on the page. `field` is where it is corrected; `asker` a fact that asks for it."""

    fact: str
    title: str
    claimed: str
    papers: Sequence[Mapping[str, Any]]
    looked_up: bool
    outcome: Any
    corrected: str
    finding: Finding | None
    field: Any = None
    choices: str = ""
    faults: Sequence[str] = ()
    asker: str = ""
    hidden: bool = False


class Group(NamedTuple):
    """Facts that stand together, as on the family's form."""

    code: str
    title: Any
    facts: list[Shown]


def to_check(kept: Kept, form: CheckForm, checked: Family | None) -> list[Group]:
    """Every fact with its papers and the fields for what was found, so far `checked`."""
    papers = _papers(kept.family, checked)
    said = {each["fact"]: each["text"] for each in snapshots.told_answers(kept.claimed)}
    return [
        Group(
            group.code,
            group.title,
            [_field_of(fact, said, papers.get(fact, []), form, kept) for fact in group.facts],
        )
        for group in questions.GROUPS
    ]


def as_checked(kept: Kept) -> list[Group]:
    """The same as it was kept, to be read alone: nothing of it is asked of the law of now."""
    said = snapshots.told_answers(kept.claimed)
    checked = snapshots.told_answers(kept.checked) if kept.checked else []
    known = {each["fact"] for each in said}
    said += [{**each, "text": ""} for each in checked if each["fact"] not in known]
    corrected = {each["fact"]: each["text"] for each in checked}
    shown = [_read_alone(each, corrected, kept) for each in said]
    return [group for group in _grouped(shown) if group.facts]


def law_change(kept: Kept) -> dict[str, Any] | None:
    """That the rules changed since the last assessment, and what it comes to by those of now."""
    last = kept.latest
    if snapshots.is_of_now(last):
        return None
    before = {"min": last.total_min, "max": last.total_max}
    now = _by_the_law_of_now(last)
    total: Difference | None = difference(before, now["total"]) if now else None
    same = total is not None and total.kind == "same" and now and now["verdict"] == last.verdict
    return {"last": last, "before": before, "now": now, "difference": total, "same": same}


def worked_out(kept: Kept, form: CheckForm) -> Comparison | None:
    """Both assessments, the checked one of what is entered now but for what is at fault."""
    sound = form if form.is_valid() else form.without_faults()
    if not sound.is_valid() or sound.family is None:
        return None
    return compare(kept.told, measured(assess(sound.family, current())))


# --- parts of them -------------------------------------------------------------------------------


def _by_the_law_of_now(last: Snapshot) -> dict[str, Any] | None:
    try:
        return measured(assess(snapshots.family_of(last.facts), current()))
    except BadFacts:
        return None


def _papers(claimed: Family | None, checked: Family | None) -> dict[str, list[dict[str, Any]]]:
    """The papers that prove each fact; of the family as corrected, where that asks for more."""
    families = dict.fromkeys([checked, claimed])
    needed = {
        fact: papers
        for family in families
        if family
        for fact, papers in papers_by_fact(family).items()
    }
    return {fact: [paper_part(each) for each in papers] for fact, papers in needed.items()}


def _field_of(
    fact: str,
    said: Mapping[str, str],
    papers: Sequence[Mapping[str, Any]],
    form: CheckForm,
    kept: Kept,
) -> Shown:
    name = outcome_name(fact)
    described = {"aria-describedby": f"wrong-{fact}"} if form.errors.get(name) else {}
    return Shown(
        fact=fact,
        title=str(questions.QUESTIONS[fact].title),
        claimed=said.get(fact, ""),
        papers=papers,
        looked_up=fact in LOOKED_UP,
        outcome=form.outcome(fact),
        corrected="",
        finding=kept.findings.get(fact),
        field=None if fact == "members" else form[fact],
        choices=choices(form[name], **described),
        faults=[str(text) for text in form.errors.get(name, [])],
        asker="" if fact in said else ASKED_OF.get(fact, ""),
        hidden=not form.asks(fact),
    )


def _read_alone(answer: Mapping[str, str], corrected: Mapping[str, str], kept: Kept) -> Shown:
    fact = answer["fact"]
    finding = kept.findings.get(fact)
    is_different = finding is not None and finding.outcome == Finding.Outcome.DIFFERENT
    return Shown(
        fact=fact,
        title=answer["title"],
        claimed=answer["text"],
        papers=[each for each in kept.told["documents"] if fact in each.get("proves", ())],
        looked_up=fact in LOOKED_UP,
        outcome=OUTCOMES[finding.outcome] if finding else CHOICES[0][1],
        corrected=corrected.get(fact, "") if is_different else "",
        finding=finding,
    )


def _grouped(shown: Sequence[Shown]) -> Iterator[Group]:
    """In the groups of the form; what none of them asks any more comes last."""
    known = {fact: group.code for group in questions.GROUPS for fact in group.facts}
    for group in questions.GROUPS:
        facts = [each for each in shown if known.get(each.fact) == group.code]
        yield Group(group.code, group.title, facts)
    yield Group("others", "", [each for each in shown if each.fact not in known])
