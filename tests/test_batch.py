"""Files of families: what comes out of them, and what is said where nothing can."""

import csv
import io
import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import xlsxwriter
from django.core.management import call_command
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from calculator import batch
from calculator.batch import OUTPUT, BadFile, assess_file, reading, workbook
from calculator.law import current
from calculator.management.commands import assess_file as command
from calculator.questions import titles
from calculator.rules import FACTS, assess
from tests import oracle
from tests.rules.families import TODAY, family

MANAGE = Path(__file__).parent.parent / "manage.py"
FAMILIES = 3_000

GOOD = {
    "on": "2026-03-01",
    "track": "resettler",
    "origin": "turkistan",
    "destination": "pavlodar",
    "settlement": "urban",
    "members": "self:34;spouse:32;child:7",
}
AMOUNTS = [name for name in OUTPUT if name.endswith(("_min", "_max"))]

Facts = dict[str, Any]
Row = dict[str, str]


class Answer(NamedTuple):
    """What a run of the command gave."""

    code: int
    rows: list[Row]
    text: str
    told: str


def written(rows: Sequence[Row], delimiter: str = ",", newline: str = "\r\n") -> str:
    """Rows as the text of a CSV file."""
    file = io.StringIO()
    writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter, lineterminator=newline)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def cell(value: object) -> str:
    """A fact as a CSV file has it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ";".join(_member(**member) for member in value)
    return "" if value is None else str(value)


def _member(relation: str, age: int | None) -> str:
    return relation if age is None else f"{relation}:{age}"


def row_of(facts: Facts) -> Row:
    """A family of the oracle as a row with a column for every fact."""
    return {fact: cell(facts.get(fact)) for fact in FACTS}


def expected(facts: Facts) -> Row:
    """What the oracle says stands in the output columns."""
    return {name: str(value) for name, value in oracle.columns(facts).items()} | {"error": ""}


def added(row: Row) -> Row:
    """The output columns of a row."""
    return {name: row[name] for name in OUTPUT}


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Runs the command on a CSV file with this text, or these rows."""

    def go(content: str | bytes | Sequence[Row], *options: str) -> Answer:
        source, target = tmp_path / "families.csv", tmp_path / "families-assessed.csv"
        if not isinstance(content, str | bytes):
            content = written(content)
        source.write_bytes(content.encode() if isinstance(content, str) else content)
        code = ended(source, "--lang", "en", *options)
        text = target.read_bytes().decode() if target.exists() else ""
        rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
        return Answer(code, rows, text, capsys.readouterr().err)

    return go


def ended(*arguments: object) -> int:
    """The exit code of the command."""
    try:
        call_command("assess_file", *map(str, arguments))
    except SystemExit as end:
        return int(str(end.code))
    return 0


# --- every column is right -------------------------------------------------------------------


def test_a_file_of_families_says_what_an_independent_reading_of_the_law_says(
    run: Callable[..., Answer],
) -> None:
    rng = random.Random(2026)
    families = [oracle.random_facts(rng) for _ in range(FAMILIES)]
    answer = run([row_of(facts) for facts in families])
    assert answer.code == 0
    for facts, row in zip(families, answer.rows, strict=True):
        assert added(row) == expected(facts), facts


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    columns=st.permutations([*FACTS, "id"]),
    delimiter=st.sampled_from(",;"),
    mark=st.sampled_from(["", "\ufeff"]),
    newline=st.sampled_from(["\n", "\r\n"]),
)
def test_neither_order_nor_dialect_of_a_file_changes_a_sum(
    tmp_path_factory: pytest.TempPathFactory,
    seed: int,
    columns: list[str],
    delimiter: str,
    mark: str,
    newline: str,
) -> None:
    rng = random.Random(seed)
    families = [oracle.random_facts(rng) for _ in range(20)]
    rows = [{**row_of(facts), "id": f"№ {number}"} for number, facts in enumerate(families)]
    source = tmp_path_factory.mktemp("batch") / "in.csv"
    text = written([{name: row[name] for name in columns} for row in rows], delimiter, newline)
    source.write_bytes((mark + text).encode())
    done = assess_file(str(source), str(source.with_name("out.csv")), current(), TODAY)
    answer = source.with_name("out.csv").read_bytes().decode()
    assert done == (20, 0)
    assert answer.startswith(mark) and answer.count(newline) == 21
    read = csv.DictReader(io.StringIO(answer.removeprefix(mark)), delimiter=delimiter)
    assert read.fieldnames == [*columns, *OUTPUT]
    for facts, given_row, row in zip(families, rows, read, strict=True):
        assert {name: row[name] for name in columns} == given_row
        assert added(row) == expected(facts)


def test_a_row_says_what_the_page_says(run: Callable[..., Answer]) -> None:
    found = assess(family(), current())
    (row,) = run([{**GOOD, **{"on": "2026-01-15"}}]).rows
    (whole,) = run([_texts()]).rows
    assert (whole["verdict"], whole["total_max"]) == (found.verdict, str(found.total.max))
    assert (row["verdict"], row["total_min"]) == ("open", "0")


def _texts() -> Row:
    from calculator.intake import texts

    return texts(family())


def test_rent_of_no_months_has_no_first_month(run: Callable[..., Answer]) -> None:
    none, some = run([{**GOOD, "rent_months": "0"}, {**GOOD, "rent_months": "1"}]).rows
    assert [none["rent_month_max"], none["rent_max"]] == ["0", "0"]
    assert some["rent_month_max"] == some["rent_max"] == str(25 * 4325)


def test_outcomes_beyond_what_is_remembered_are_worked_out_all_the_same(
    run: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("calculator.batch.outcomes.MOST_REMEMBERED", 2)
    monkeypatch.setattr("calculator.intake.MOST_REMEMBERED", 2)
    rng = random.Random(7)
    families = [oracle.random_facts(rng) for _ in range(100)]
    answer = run([row_of(facts) for facts in families])
    assert [added(row) for row in answer.rows] == [expected(facts) for facts in families]
