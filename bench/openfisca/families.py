"""Families of whom everything is known, as both sides of the comparison take them.

OpenFisca knows no unknown answer, so none is left open; and it reckons in months, so none applies
in a month in the middle of which the rules change.
"""

import random
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from bench.openfisca.parameters import slug
from calculator.rules import FACTS, Law
from calculator.rules.facts import listed

SEED = 2026
ONCE = "ETERNITY"
SUMS = ("relocation", "rent", "certificate", "total", "employer", "microcredit")
IN_KIND = ("housing", "training", "placement", "adaptation")
INSTALMENT = "microcredit_instalment"
ASKED = (*SUMS, INSTALMENT, *IN_KIND)
"""What OpenFisca is asked for, by the names of its variables: every measure, and the total."""
ROLES = {"self": "applicants", "spouse": "spouses", "child": "children", "parent": "parents"}
# No sum hangs on them, so OpenFisca need not be told.
UNASKED = frozenset({"on", "members", "divorced_36_months"})

Facts = dict[str, Any]


def drawn(law: Law) -> Iterator[Facts]:
    """Families without end, the same each time; most qualify, hardly two are alike."""
    rng = random.Random(SEED)
    days = _days(law)
    while True:
        on = rng.choice(days)
        yield {**_who(rng, on, law), **_answers(rng), **_plans(rng), "on": str(on)}


def situation(facts: Mapping[str, Any], editions: Iterable[date] = ()) -> dict[str, Any]:
    """The same family as OpenFisca takes it, every measure asked for.

    The sums are asked for under each of `editions` too.
    """
    people = [f"person {number}" for number, _ in enumerate(facts["members"], 1)]
    family: dict[str, Any] = {}
    for name, member in zip(people, facts["members"], strict=True):
        family.setdefault(ROLES.get(member["relation"], "others"), []).append(name)
    told = {name: {ONCE: _code(facts[name])} for name in FACTS if name in facts.keys() - UNASKED}
    asked: dict[str, Facts] = {name: {month(facts): None} for name in ASKED}
    for name in SUMS:
        asked[name] |= {str(day)[:7]: None for day in editions}
    family |= {"applied_on": {ONCE: facts["on"]}, **told, **asked}
    return {"persons": {name: {} for name in people}, "families": {"family": family}}


def month(facts: Mapping[str, Any]) -> str:
    """The month of application, which is OpenFisca's period."""
    return str(facts["on"])[:7]


def _code(value: Any) -> Any:
    return slug(value) if isinstance(value, str) and not value[:1].isdigit() else value


def _days(law: Law) -> list[date]:
    """The known days, but for the months in which a new edition begins later than on the 1st."""
    split = {(day.year, day.month) for day in law.editions if day.day > 1}
    count = (law.last_known_day - law.first_day).days + 1
    days = (law.first_day + timedelta(days=number) for number in range(count))
    return [day for day in days if (day.year, day.month) not in split]


def _who(rng: random.Random, on: date, law: Law) -> Facts:
    lists = law.on(on).region_lists
    kandas = rng.random() < 1 / 3
    graduate = "none" if kandas else rng.choices(listed("graduate"), (6, 1, 1))[0]
    origin = "abroad" if kandas else rng.choice(sorted(lists["entitlement.surplus_regions"]))
    anywhere = rng.random() < 1 / 10
    places = sorted(law.regions if anywhere else lists["entitlement.deficit_regions"])
    return {
        "track": "kandas" if kandas else "resettler",
        "graduate": graduate,
        "graduated_on": str(on - timedelta(days=rng.randrange(250))),
        "origin": origin,
        "destination": rng.choice(places),
        "settlement": rng.choice(("urban", "rural")),
        "members": _members(rng),
    }


def _members(rng: random.Random) -> list[Facts]:
    people = [{"relation": "self", "age": rng.randint(20, 58)}]
    if rng.random() < 3 / 4:
        people.append({"relation": "spouse", "age": rng.randint(20, 58)})
    children = rng.choice((0, 1, 2, 2, 3, 3, 4, 5))
    return people + [{"relation": "child", "age": rng.randint(0, 17)} for _ in range(children)]


def _answers(rng: random.Random) -> Facts:
    likely = ("settlement_listed", "job_seeker", "registered_12_months", "job_confirmed")
    unlikely = ("supported_before", "divorced_36_months", "employer_pays_move")
    return {
        **{fact: rng.random() < 19 / 20 for fact in likely},
        **{fact: rng.random() < 1 / 20 for fact in unlikely},
        "employer_assists": rng.random() < 1 / 2,
        "housing_provided": rng.choices(listed("housing_provided"), (90, 5, 5))[0],
        "workers_hired": rng.choice((0, 1, 1, 2)),
    }


def _plans(rng: random.Random) -> Facts:
    return {
        "rent_months": rng.choice((12, 12, 6, 0)),
        "housing_plan": rng.choices(listed("housing_plan"), (1, 5, 2, 2))[0],
        "housing_price": rng.randrange(3_000_000, 20_000_000),
        "business": rng.choices(listed("business"), (6, 2, 1, 1))[0],
        "loan_amount": rng.randrange(1_000_000, 40_000_000),
        "loan_months": rng.randint(6, 84),
    }
