"""The worked example of a measure: an example family, worked out by the engine itself.

All measures share one family of five; a measure's own file says in what its example differs.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from calculator import intake
from calculator.rules import Family, assess
from calculator.rules.assessment import Assessed
from calculator.rules.decision import RULES
from calculator.rules.facts import FACTS
from calculator.rules.law import Law
from calculator.rules.records import Measure
from calculator.wording import answers, links
from calculator.wording.figures import amount, verdict
from calculator.wording.steps import worked_out

Part = dict[str, Any]
FACTS_SHARED = {
    "track": "resettler",
    "origin": "turkistan",
    "destination": "north-kazakhstan",
    "settlement": "urban",
    "settlement_listed": "yes",
    "job_seeker": "yes",
    "registered_12_months": "yes",
    "members": "self:34;spouse:32;child:9;child:6;child:2",
    "job_confirmed": "yes",
    "employer_assists": "yes",
    "employer_pays_move": "no",
    "housing_provided": "none",
    "housing_plan": "buy",
    "housing_price": "10000000",
}
# Told with every example, whatever its measure hangs on.
ALWAYS = {"origin", "destination", "settlement", "members"}
# What a rule names otherwise than a question does, and what it multiplies.
FOLLOWS = {
    "hires": ("workers_hired",),
    "housing_plan": ("housing_price",),
    "business": ("loan_amount", "loan_months"),
}


def example(measure: Measure, law: Law, today: date) -> Part | None:
    """The example today and under each edition; None for what is given in kind."""
    if measure.kind == "in_kind":
        return None
    day = _known_day(measure, law, today)
    family = family_of(measure, law, day)
    told = [each for each in answers(family, law) if each["fact"] in _asked(measure)]
    starts = [start for start in law.editions if start <= law.last_day]
    worked = [_worked(measure, law, start) for start in starts]
    return {
        "facts": intake.plain(family),
        "answers": told,
        "now": _worked(measure, law, day),
        "quota_awaited": today.year if day != today else None,
        "editions": [*reversed([*_other(worked)])],
        "links": {name: links(family)[name] for name in ("form", "result")},
    }


def _known_day(measure: Measure, law: Law, today: date) -> date:
    """Today, or the last day before it whose quota is known: without a quota no sum is sure."""
    track = family_of(measure, law, today).track
    ends = [
        each.until or today for each in law.quotas if each.track == track and each.start <= today
    ]
    return min(today, max(ends, default=today))


def _other(worked: Sequence[Part]) -> Iterator[Part]:
    """Those that differ from the one before: many an edition is about other support."""
    said: Part = {}
    for each in worked:
        what = {key: part for key, part in each.items() if key != "on"}
        if what != said:
            yield each
        said = what


def family_of(measure: Measure, law: Law, day: date) -> Family:
    """The family of a measure's example, as it applies on `day`."""
    facts = {**FACTS_SHARED, **measure.example, "on": day.isoformat()}
    return intake.understood(facts, law, day)


def _asked(measure: Measure) -> set[str]:
    """The facts that a reader needs to follow the example."""
    own = {*RULES[measure.code].asks, *measure.example}
    more = {fact for each in own for fact in FOLLOWS.get(each, ())}
    return (ALWAYS | own | more) & FACTS.keys()


def _worked(measure: Measure, law: Law, day: date) -> Part:
    family = family_of(measure, law, day)
    found = next(each for each in assess(family, law).measures if each.measure == measure)
    unknown = family.track not in law.on(day).quotas and found.verdict == "open"
    return {
        "on": day.isoformat(),
        "in_force": law.on(day).in_force(measure),
        "verdict": found.verdict,
        "verdict_text": verdict(found.verdict, measure.kind, measure.payee),
        "amount": amount(found.amount),
        "quota_unknown": day.year if unknown else None,
        "provisional": found.provisional,
        "steps": [*_steps(found)],
    }


def _steps(found: Assessed) -> list[Part]:
    return [
        {
            "text": worked_out(line),
            "amount": line.amount,
            "provisional": line.mrp is not None and line.mrp.provisional,
        }
        for line in found.steps
    ]
