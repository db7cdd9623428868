"""What CONTRIBUTING.md promises: a new year, a new rate or a new measure is new data, no new code.

All of it is made up, in a copy of the law.
"""

import csv
import re
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from shutil import copytree
from types import ModuleType
from typing import Any

import pytest

from calculator.batch import assess_file
from calculator.intake import texts
from calculator.law import current
from calculator.rules import Family, Law, assess, load, measures, rehearsal
from calculator.rules.decision import RULES, Rule
from calculator.rules.payments import PerHead
from calculator.rules.worksheet import Met, Worksheet
from calculator.wording import document
from calculator.wording.figures import money
from tests.rules.families import (
    LAW_FOLDER,
    TODAY,
    family,
    law_of_2026,
    measure_of,
    whole_law,
    working_with,
)
from tests.web.site import about, visit

NEW_YEAR = whole_law().last_known_day.year + 1
INDEX = 5_000
INDEX_OF_NEW_YEAR = f"""
[[parameter.value]]
from = {NEW_YEAR}-01-01
until = {NEW_YEAR}-12-31
value = {INDEX}
unit = "KZT"
source = "budget-{NEW_YEAR}"
grade = "reported"
"""
ACT = f"""
[[source]]
code = "budget-{NEW_YEAR}"
title = {{ kk = "Бюджет туралы заң", ru = "Закон о бюджете", en = "Law on the budget" }}
"""

CODE = "keepsake"
RATE = 11
"""MRP for each member of the family."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the law's files."""
    return copytree(LAW_FOLDER, tmp_path / "law", ignore=lambda *_: ["__pycache__"])


def append(path: Path, text: str) -> None:
    """Add to the end of a file."""
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


# --- a new year ------------------------------------------------------------------------------


@pytest.fixture
def next_year(folder: Path) -> Iterator[Law]:
    """The law with one more index, as its two blocks say; everything works with it."""
    append(folder / "units.toml", INDEX_OF_NEW_YEAR)
    append(folder / "sources.toml", ACT)
    law = load(folder)
    rehearsal.check(law)
    with working_with(law):
        yield law


def test_a_new_year_is_two_blocks_and_moves_the_last_day_on_by_a_year(next_year: Law) -> None:
    assert next_year.last_known_day == date(NEW_YEAR, 12, 31)
    assert next_year.last_day == date(NEW_YEAR + 1, 12, 31)
    assert next_year.last_day > whole_law().last_day


def test_a_new_year_is_certain_and_only_the_one_after_it_is_provisional(next_year: Law) -> None:
    for year, provisional in ((NEW_YEAR, False), (NEW_YEAR + 1, True)):
        found = assess(family(on=date(year, 1, 1)), next_year)
        due = measure_of(found, "relocation")
        assert (due.amount.max, due.provisional) == (70 * 5 * INDEX, provisional)


def test_a_new_year_leaves_the_years_before_it_alone(next_year: Law) -> None:
    before = family(on=whole_law().last_known_day, rent_months=1)
    assert assess(before, next_year).total == assess(before, whole_law()).total


# --- a new rate ------------------------------------------------------------------------------


def test_a_new_rate_is_one_block_and_holds_from_its_day(folder: Path) -> None:
    change = date(NEW_YEAR, 1, 1)
    path = folder / "relocation.toml"
    old = re.findall(r"\[\[parameter\.value\]\]\n(?:.+\n)+", path.read_text(encoding="utf-8"))[-1]
    new = re.sub(r"value = \d+", "value = 90", re.sub(r"from = .+", f"from = {change}", old))
    ended = re.sub(r"(from = .+\n)", rf"\1until = {change - timedelta(days=1)}\n", old)
    path.write_text(
        path.read_text(encoding="utf-8").replace(old, f"{ended}\n{new}"), encoding="utf-8"
    )
    law = load(folder)
    for day, rate in ((change - timedelta(days=1), 70), (change, 90)):
        due = measure_of(assess(family(on=day), law), "relocation")
        assert due.amount.max == rate * 5 * law.mrp(day).whole


# --- a new measure ---------------------------------------------------------------------------


def conditions(sheet: Worksheet, *, employer_pays_move: Met) -> None:
    """The other way round than the relocation subsidy: one of the two is due."""
    sheet.require("employer_pays_move", employer_pays_move)


def payment(sheet: Worksheet) -> PerHead:
    """The same for every member."""
    return PerHead(sheet.worth("per_member"), of="people")


@pytest.fixture(params=[True, False], ids=["in the total", "apart"])
def in_total(request: pytest.FixtureRequest) -> bool:
    """Whether the new measure counts in the total."""
    return bool(request.param)


@pytest.fixture
def enlarged(folder: Path, in_total: bool, monkeypatch: pytest.MonkeyPatch) -> Iterator[Law]:
    """The law with one more measure in cash: a file of the law, and a module of the rules."""
    text = (folder / "relocation.toml").read_text(encoding="utf-8")
    for old, new in (
        (r"order = \d+", "order = 999"),
        (r"in_total = \w+", f"in_total = {str(in_total).lower()}"),
        (r"value = \d+", f"value = {RATE}"),
    ):
        text = re.sub(old, new, text)
    (folder / f"{CODE}.toml").write_text(text, encoding="utf-8")
    module: Any = ModuleType(CODE)
    module.conditions, module.payment = conditions, payment
    monkeypatch.setitem(sys.modules, f"{measures.__name__}.{CODE}", module)
    monkeypatch.setitem(RULES, CODE, Rule(CODE))
    law = load(folder)
    rehearsal.check(law)
    with working_with(law):
        yield law


def row_of(someone: Family, law: Law, folder: Path) -> dict[str, str]:
    """The row of a family in a file of one."""
    source, target = folder / "families.csv", folder / "answer.csv"
    given = texts(someone)
    with source.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([given.keys(), given.values()])
    assert assess_file(str(source), str(target), law, TODAY) == (1, 0)
    (row,) = csv.DictReader(target.read_text(encoding="utf-8").splitlines())
    return row


def test_a_new_measure_is_worked_out_and_counts_where_it_says_so(
    enlarged: Law, in_total: bool
) -> None:
    someone = family(employer_pays_move=True)
    before, found = assess(someone, whole_law()), assess(someone, enlarged)
    due = measure_of(found, CODE)
    assert due.verdict == "eligible"
    assert due.amount == (RATE * 5 * 4325,) * 2
    assert found.total.max == before.total.max + in_total * due.amount.max


def test_a_new_measure_is_told_and_shown_like_any_other(enlarged: Law, in_total: bool) -> None:
    someone = family(employer_pays_move=True)
    told = document(assess(someone, enlarged), enlarged)
    (measure,) = [each for each in told["measures"] if each["code"] == CODE]
    assert (measure["amount"]["max"], measure["in_total"]) == (RATE * 5 * 4325, in_total)
    for page in ("result", "summary"):
        shown = visit(about(page, "en", someone))
        assert shown.status == 200
        assert money(RATE * 5 * 4325) in shown.root.text


def test_a_new_measure_stands_in_months_and_editions_like_any_other(
    enlarged: Law, in_total: bool
) -> None:
    told = document(assess(family(employer_pays_move=True), enlarged), enlarged)
    in_months = {part["code"] for month in told["months"] for part in month["parts"]}
    assert (CODE in in_months) is in_total
    assert all(CODE in edition["measures"] for edition in told["editions"])
    page = visit(about("result", "en", family(employer_pays_move=True)))
    (title,) = [each["title"] for each in told["measures"] if each["code"] == CODE]
    heads = page.root.one("section", **{"aria-labelledby": "editions"}).one("thead").all("th")
    # It has the title of the measure that it was copied from.
    assert [head.text for head in heads].count(title) == 1 + in_total


def test_a_new_measure_has_a_way_in_without_a_word_of_code(enlarged: Law) -> None:
    told = document(assess(family(), enlarged), enlarged)
    (measure,) = [each for each in told["measures"] if each["code"] == CODE]
    assert measure["way_in"]["facts"] == {"employer_pays_move": True}
    assert measure["way_in"]["amount"] == {"min": RATE * 5 * 4325, "max": RATE * 5 * 4325}
    assert visit(measure["way_in"]["link"]).status == 200


def test_a_new_measure_counts_in_the_total_of_a_file_where_it_says_so(
    enlarged: Law, tmp_path: Path
) -> None:
    for someone in (family(employer_pays_move=True), family(employer_pays_move=None), family()):
        row, found = row_of(someone, enlarged, tmp_path), assess(someone, enlarged)
        assert (int(row["total_min"]), int(row["total_max"])) == found.total
        assert int(row["relocation_max"]) == measure_of(found, "relocation").amount.max
        assert row["verdict"] == found.verdict


def test_a_new_measure_gives_its_reasons_in_a_file(enlarged: Law, tmp_path: Path) -> None:
    reasons = row_of(family(), enlarged, tmp_path)["reasons"].split(";")
    assert f"{CODE}:employer_pays_move" in reasons
    reasons = row_of(family(employer_pays_move=True), enlarged, tmp_path)["reasons"].split(";")
    assert f"{CODE}:employer_pays_move" not in reasons


def test_a_file_is_provisional_for_a_new_measure_only_where_its_sum_is_in_the_row(
    enlarged: Law, in_total: bool, tmp_path: Path
) -> None:
    only_that = family(
        on=enlarged.last_day,
        employer_pays_move=True,
        employer_assists=False,
        rent_months=0,
        housing_plan="none",
    )
    due = measure_of(assess(only_that, enlarged), CODE)
    assert due.provisional
    row = row_of(only_that, enlarged, tmp_path)
    assert row["provisional"] == ("yes" if in_total else "no")
    assert int(row["total_max"]) == in_total * due.amount.max


# --- a new paper, a new step -----------------------------------------------------------------

PAPER = """
[[paper]]
code = "keepsake"
per = "child"
proves = []
for = ["rent"]
text = { kk = "Естелік", ru = "Памятная запись", en = "Keepsake of the move" }
why = { kk = "Керек.", ru = "Нужно.", en = "It is kept." }
where = { kk = "Мұражай", ru = "Музей", en = "The museum" }
valid = { kk = "Бір күн", ru = "Один день", en = "one day" }

[[paper.basis]]
from = 2023-01-01
source = "letter-275"
grade = "assumed"
"""
STEP = """
[[step]]
code = "keepsake"
text = { kk = "Қоштасыңыз.", ru = "Попрощайтесь.", en = "Say goodbye." }
term = { kk = "бір күн", ru = "один день", en = "one day" }

[[step.basis]]
from = 2023-01-01
source = "letter-275"
grade = "assumed"
"""


def test_a_new_paper_or_step_is_one_block_and_is_told_and_shown(folder: Path) -> None:
    append(folder / "papers.toml", PAPER)
    append(folder / "way.toml", STEP)
    law = load(folder)
    rehearsal.check(law)
    with working_with(law):
        told = document(assess(family(), law), law)
        page = visit(about("result", "en", family()))
    paper, step = told["documents"][-1], told["way"][-1]
    assert (paper["code"], paper["for"], paper["count"]["max"]) == ("keepsake", ["rent"], 3)
    assert step["code"] == "keepsake"
    (shown,) = [item for item in page.root.all("li") if "Keepsake of the move" in item.text]
    assert "3 people" in shown.text
    assert "The museum" in shown.text
    assert any("Say goodbye." in item.text for item in page.root.one("ol", css="way").all("li"))


# --- what was written down stays right -------------------------------------------------------


def test_what_is_added_later_does_not_change_the_law_that_figures_are_held_against() -> None:
    known = law_of_2026()
    assert known.last_known_day == date(2026, 12, 31)
    assert len(known.measures) == 9
    assert assess(family(on=date(2026, 6, 15)), known).total == (10_098_875,) * 2


def test_another_law_is_worked_with_only_meanwhile() -> None:
    with working_with(law_of_2026()):
        assert current() is law_of_2026()
        with working_with(whole_law()):
            assert current() is whole_law()
        assert current() is law_of_2026()
    assert current() == whole_law()
    assert current() is not whole_law()
