"""Files of families to measure with: as a career centre has them, and as no two are alike."""

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from calculator.rules import FACTS
from tests import oracle

SEED = 2026
SOUTH = ("turkistan", "zhambyl", "kyzylorda", "mangystau", "almaty-region", "zhetisu", "shymkent")
NORTH = ("pavlodar", "pavlodar", "north-kazakhstan", "kostanay", "east-kazakhstan", "abai")

Row = dict[str, str]


def write(path: Path, rows: Iterator[Row], count: int) -> None:
    """The first `count` of `rows` as a CSV file with a column for every fact."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["id", *FACTS])
        writer.writeheader()
        for number in range(count):
            writer.writerow({"id": str(number), **next(rows)})


def realistic() -> Iterator[Row]:
    """Families of one year who mostly qualify: few answers, many ages, days and prices."""
    rng = random.Random(SEED)
    while True:
        yield {**_place(rng), **_answers(rng), **_plans(rng), "members": _members(rng)}


def all_different() -> Iterator[Row]:
    """The oracle's families: any day of five years, any answers, any figures, hardly two alike."""
    rng = random.Random(SEED)
    while True:
        facts = oracle.random_facts(rng)
        yield {fact: _text(facts.get(fact)) for fact in FACTS}


def _place(rng: random.Random) -> Row:
    kandas = rng.random() < 1 / 3
    return {
        "on": str(date(2026, 1, 1) + timedelta(days=rng.randrange(365))),
        "track": "kandas" if kandas else "resettler",
        "origin": "abroad" if kandas else rng.choice(SOUTH),
        "destination": rng.choice(NORTH),
        "settlement": rng.choice(("urban", "rural")),
    }


def _answers(rng: random.Random) -> Row:
    likely = ("settlement_listed", "job_seeker", "registered_12_months", "job_confirmed")
    unlikely = ("supported_before", "divorced_36_months", "employer_pays_move")
    return {
        **{fact: rng.choices(("yes", "no", ""), (90, 5, 5))[0] for fact in likely},
        **{fact: rng.choices(("no", "yes", ""), (90, 5, 5))[0] for fact in unlikely},
        "employer_assists": rng.choice(("yes", "no")),
        "housing_provided": rng.choices(("none", "employer", "state"), (90, 5, 5))[0],
    }


def _plans(rng: random.Random) -> Row:
    return {
        "rent_months": rng.choice(("12", "12", "6")),
        "housing_plan": rng.choice(("buy", "buy", "build", "mortgage", "none")),
        "housing_price": str(rng.randrange(30, 200) * 100_000),
        "business": rng.choices(("none", "agriculture"), (90, 10))[0],
    }


def _members(rng: random.Random) -> str:
    people = [f"self:{rng.randint(20, 58)}"]
    if rng.random() < 3 / 4:
        people.append(f"spouse:{rng.randint(20, 58)}")
    people += [f"child:{rng.randint(0, 17)}" for _ in range(rng.choice((0, 1, 2, 2, 3, 3, 4, 5)))]
    return ";".join(people)


def _text(value: Any) -> str:
    """A fact as a file has it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ";".join(_member(**member) for member in value)
    return "" if value is None else str(value)


def _member(relation: str, age: int | None) -> str:
    return relation if age is None else f"{relation}:{age}"
