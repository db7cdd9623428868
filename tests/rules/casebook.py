"""Reads the cases of `tests/cases` and holds them against the calculator.

What a case may say is written in `tests/cases/base.toml`. A case is strict: what it does not
expect must not be there, and a key it may not have is an error.
"""

import tomllib
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from calculator.rules import Assessment
from calculator.rules.advice.duties import Obligation, obligations
from calculator.rules.advice.papers import Needed, papers, stages
from calculator.rules.advice.papers import Step as WayStep
from calculator.rules.payments import Amount, Loan, Month, Step
from calculator.rules.records import Note, Parameter
from calculator.rules.worksheet import Condition, Verdict
from tests import oracle
from tests.rules.families import CASES, Facts, assessment, law, law_of, measure_of

FAMILY = "family"
CASE_KEYS = {"name", "source", "known_until", "facts", "expect"}
AMOUNTS = {"amount", "min", "max"}
UNSAID: Facts = {"min": 0, "max": 0, "provisional": False, "unmet": [], "open": []}


class BadCase(Exception):
    """A case that says something no case can say."""


class Case(NamedTuple):
    """One case: the facts of a family, and what is expected under each subject."""

    file: str
    name: str
    source: str | dict[str, str]
    known_until: date
    facts: Facts
    expect: dict[str, Facts]

    def assessed(self) -> Assessment:
        """What the calculator says of the family.

        A measure made later is in it only if the case is about it: it does not change the totals
        of cases that were written before.
        """
        measures = frozenset({*oracle.MEASURES, self.file, *self.expect})
        return assessment(under=law_of(measures, self.known_until), **self.facts)

    def __str__(self) -> str:
        return f"{self.file}: {self.name}"


class Subject(NamedTuple):
    """What a case looks at: a measure, or the family's total with the conditions all share."""

    verdict: Verdict
    amount: Amount
    provisional: bool
    conditions: tuple[Condition, ...]
    notes: tuple[Note, ...]
    papers: tuple[Needed, ...]
    way: tuple[WayStep, ...] = ()
    duties: tuple[Obligation, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    steps: tuple[Step, ...] = ()
    schedule: tuple[Month, ...] = ()
    loan: Loan | None = None
    own_source: str = ""


# --- reading ---------------------------------------------------------------------------------


def subjects() -> list[str]:
    """What a case can be about: the measures in the law's order, then the family."""
    return [*(measure.code for measure in law().measures), FAMILY]


def all_cases() -> list[Case]:
    """Every case: the brief's example first, then the measures', then what all share."""
    first = ["brief", *subjects()]
    files = sorted(
        (path for path in CASES.glob("*.toml") if path.stem != "base"),
        key=lambda path: (first.index(path.stem) if path.stem in first else len(first), path.stem),
    )
    return [case for path in files for case in read(path)]


def read(path: Path) -> list[Case]:
    """The cases of one file. Raises BadCase."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    _only(table, {"case"}, path.name)
    return [_case(path.stem, entry) for entry in table["case"]]


def _case(file: str, entry: Facts) -> Case:
    where = f"{file}.toml: {entry.get('name', '?')}"
    _only(entry, CASE_KEYS, where)
    if missing := {"name", "source", "expect"} - entry.keys():
        raise BadCase(f"{where}: {sorted(missing)} is missing")
    expect = _by_subject(file, entry["expect"])
    for subject, wanted in expect.items():
        _check(wanted, f"{where}: {subject}")
    return Case(
        file,
        entry["name"],
        entry["source"],
        entry.get("known_until", date.max),
        entry.get("facts", {}),
        expect,
    )


def _by_subject(file: str, expect: Facts) -> dict[str, Facts]:
    """What is expected, each subject's apart: the file's own measure or the family goes bare."""
    others = {key: expect[key] for key in subjects() if key in expect}
    own = {key: value for key, value in expect.items() if key not in others}
    return ({file if file in subjects() else FAMILY: own} if own else {}) | others


def _check(wanted: Facts, where: str) -> None:
    _only(wanted, AMOUNTS | FOUND.keys(), where)
    if "verdict" not in wanted:
        raise BadCase(f"{where}: verdict is missing")
    if wanted.keys() & AMOUNTS not in ({"amount"}, {"min", "max"}, set()):
        raise BadCase(f"{where}: an amount is one sum, or both min and max")


def _only(table: Facts, keys: Iterable[str], where: str) -> None:
    if unknown := sorted(table.keys() - set(keys)):
        raise BadCase(f"{where}: unknown keys {unknown}")


# --- judging ---------------------------------------------------------------------------------


def expected(case: Case, subject: str) -> Facts:
    """What a case expects of a subject, with what goes without saying."""
    wanted = {**UNSAID, **case.expect[subject]}
    if "amount" in wanted:
        wanted["min"] = wanted["max"] = wanted.pop("amount")
    return wanted


def found(case: Case, subject: str) -> Facts:
    """What the calculator says of a subject, under the keys the case expects."""
    looked_at = look_at(case.assessed(), subject)
    return {key: FOUND[key](looked_at, value) for key, value in expected(case, subject).items()}


def look_at(whole: Assessment, subject: str) -> Subject:
    """One subject of an assessment."""
    needed = papers(whole)
    if subject == FAMILY:
        return Subject(
            verdict=whole.verdict,
            amount=whole.total,
            provisional=whole.provisional,
            conditions=whole.measures[0].shared.conditions,
            notes=whole.notes,
            papers=needed,
            way=stages(whole),
            duties=obligations(whole),
        )
    each = measure_of(whole, subject)
    return Subject(
        papers=tuple(paper for paper in needed if each.measure in paper.measures),
        verdict=each.verdict,
        amount=each.amount,
        provisional=each.provisional,
        conditions=each.conditions,
        notes=whole.notes_on(each.measure),
        parameters=each.parameters,
        steps=each.steps,
        schedule=each.schedule,
        loan=each.loan,
        own_source=each.measure.source,
    )


def _codes(subject: Subject, *, met: bool | None) -> list[str]:
    return [each.citation.code for each in subject.conditions if each.met is met]


def _of_those(codes: list[str], wanted: list[str]) -> list[str]:
    """Only what the case names: conditions that are met are too many to list."""
    return [code for code in wanted if code in codes]


def _values(named: Iterable[tuple[str, Any]]) -> Facts:
    """Values by name; several of one name make a list."""
    lists: dict[str, list[Any]] = {}
    for name, value in named:
        lists.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in lists.items()}


def _figures(subject: Subject) -> Facts:
    return _values((each.name, each.value) for each in subject.parameters)


def _grades(subject: Subject) -> Facts:
    conditions = ((each.citation.code, each.citation.grade) for each in subject.conditions)
    return _values([*conditions, *((each.name, each.grade) for each in subject.parameters)])


def _some(values: Facts, wanted: Facts) -> Facts:
    return {name: values[name] for name in wanted if name in values}


def _months(subject: Subject) -> Facts:
    return {f"{each.month:%Y-%m}": each.amount for each in subject.schedule}


FOUND: dict[str, Callable[[Subject, Any], object]] = {
    "verdict": lambda subject, _: subject.verdict,
    "min": lambda subject, _: subject.amount.min,
    "max": lambda subject, _: subject.amount.max,
    "provisional": lambda subject, _: subject.provisional,
    "unmet": lambda subject, _: _codes(subject, met=False),
    "open": lambda subject, _: _codes(subject, met=None),
    "met": lambda subject, wanted: _of_those(_codes(subject, met=True), wanted),
    "parameters": lambda subject, _: _figures(subject),
    "grades": lambda subject, wanted: _some(_grades(subject), wanted),
    "steps": lambda subject, wanted: _some(
        _values((each.kind, each.amount) for each in subject.steps), wanted
    ),
    "months": lambda subject, _: len(subject.schedule),
    "provisional_months": lambda subject, _: sum(each.provisional for each in subject.schedule),
    "schedule": lambda subject, wanted: _some(_months(subject), wanted),
    "loan": lambda subject, wanted: _some(subject.loan._asdict() if subject.loan else {}, wanted),
    "notes": lambda subject, _: [note.code for note in subject.notes],
    "papers": lambda subject, _: [needed.paper.code for needed in subject.papers],
    "way": lambda subject, _: [step.stage.code for step in subject.way],
    "duties": lambda subject, _: [promised.duty.code for promised in subject.duties],
}


# --- on whose word ---------------------------------------------------------------------------


def expected_sources(case: Case, subject: str) -> dict[str, str]:
    """The act each condition stands on that the case names."""
    wanted = case.expect[subject]
    named = [code for key in ("unmet", "open", "met") for code in wanted.get(key, [])]
    if isinstance(case.source, str):
        return dict.fromkeys(named, case.source)
    return {code: case.source.get(code, "not named by the case") for code in named}


def found_sources(case: Case, subject: str) -> dict[str, str]:
    """The act each condition stands on that the case names, as the calculator has it."""
    stands_on = {
        each.citation.code: each.citation.source
        for each in look_at(case.assessed(), subject).conditions
    }
    named = expected_sources(case, subject)
    return {code: stands_on[code] for code in named if code in stands_on}


def cited(case: Case) -> set[tuple[str, str]]:
    """Every figure and condition at work in what a case is about, with the act it stands on."""
    seen = set()
    whole = case.assessed()
    for subject in case.expect:
        looked_at = look_at(whole, subject)
        seen |= {(each.citation.code, each.citation.source) for each in looked_at.conditions}
        seen |= {(each.name, each.source) for each in looked_at.parameters}
        seen |= {(note.code, note.source) for note in looked_at.notes}
        seen.add((subject, looked_at.own_source))
        seen |= _named(looked_at, case.expect[subject])
    return seen


def _named(looked_at: Subject, wanted: Facts) -> set[tuple[str, str]]:
    """Papers, steps and duties with their acts, where the case says what they are."""
    stand_on = {
        "papers": [(f"paper {one.paper.code}", one.basis.source) for one in looked_at.papers],
        "way": [(f"step {one.stage.code}", one.basis.source) for one in looked_at.way],
        "duties": [(f"duty {one.duty.track}", one.duty.source) for one in looked_at.duties],
    }
    return {pair for key, pairs in stand_on.items() if key in wanted for pair in pairs}
