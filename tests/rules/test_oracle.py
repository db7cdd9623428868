"""The calculator against an independent reading of the same pages.

Where the two differ, one of them has misread the law: `tests/oracle.py` names the section each
of its functions reads.
"""

import random
from datetime import date
from typing import Any

import pytest

from calculator.intake import Reader
from calculator.rules import Assessment, assess
from calculator.rules.payments import Amount
from tests import oracle
from tests.rules.families import TODAY, law_of_2026, measure_of

FAMILIES = 4_000
SEEDS = range(4)
SUMS = ("relocation", "rent_month", "rent", "certificate", "total", "employer")
IN_A_ROW = ("relocation", "rent", "certificate", "employer")

Row = dict[str, object]


def _in_json(facts: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in facts.items()
    }


def _sums(found: Assessment) -> dict[str, Amount]:
    amounts = {each.measure.code: each.amount for each in found.measures}
    months = measure_of(found, "rent").months
    return {
        **amounts,
        "rent_month": months[0][1] if months else Amount(0, 0),
        "total": found.total,
    }


def _reasons(found: Assessment) -> str:
    return ";".join(
        f"{each.measure.code}:{code}" for each in found.measures for code in each.unmet
    )


def row(found: Assessment) -> Row:
    """An assessment under the names of a batch file's columns."""
    sums = _sums(found)
    columns: Row = {"verdict": found.verdict}
    for name in SUMS:
        columns[f"{name}_min"], columns[f"{name}_max"] = sums[name]
    provisional = any(measure_of(found, code).provisional for code in IN_A_ROW)
    return columns | {"provisional": "yes" if provisional else "no", "reasons": _reasons(found)}


@pytest.mark.parametrize("seed", SEEDS)
def test_two_readings_of_the_law_agree_on_every_column(seed: int) -> None:
    rng = random.Random(seed)
    # What became known after the oracle was written is not held against it.
    law = law_of_2026()
    reader = Reader(law, TODAY)
    for _ in range(FAMILIES // len(SEEDS)):
        facts = oracle.random_facts(rng)
        found = row(assess(reader.family(_in_json(facts)), law))
        assert (facts, found) == (facts, oracle.columns(facts))


def test_random_families_meet_every_verdict_and_every_reason() -> None:
    rng = random.Random(0)
    rows = [oracle.columns(oracle.random_facts(rng)) for _ in range(FAMILIES)]
    assert {each["verdict"] for each in rows} == {"eligible", "open", "not_eligible"}
    assert {each["provisional"] for each in rows} == {"yes", "no"}
    reasons = {reason for each in rows for reason in str(each["reasons"]).split(";")} - {""}
    common = {f"{code}:{name}" for code in oracle.MEASURES for name in oracle.COMMON}
    own = {f"{code}:{name}" for code, asked in oracle.EXTRA.items() for name in asked}
    assert reasons == common | own | {"certificate:in_force"}
