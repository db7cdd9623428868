"""What is known of the regions adds up, and a slip in it is told by file and key."""

import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest
from django.core.checks.registry import registry

from calculator.law import current
from calculator.regions import loader
from calculator.rules.errors import LawError
from tests.regions import kept

BALANCE = kept.balance()


@pytest.mark.parametrize("year", BALANCE[""])
def test_the_rural_balances_of_a_year_add_up_to_that_of_the_country(year: int) -> None:
    regions = [by_year[year] for slug, by_year in BALANCE.items() if slug and year in by_year]
    assert sum(regions) == BALANCE[""][year]


def test_the_balances_are_those_of_ten_years() -> None:
    assert list(BALANCE[""]) == list(range(2013, 2023))
    new = {slug for slug, by_year in BALANCE.items() if list(by_year) == [2022]}
    assert new == {"abai", "zhetisu", "ulytau"}


def test_those_who_came_add_up_by_group_and_by_region() -> None:
    for each in kept.arrivals():
        if "kandas" in each:
            assert each["kandas"] + each["resettler"] == each["people"]
        if "regions" in each:
            assert sum(each["regions"].values()) == each["people"]


def test_who_came_is_what_was_published() -> None:
    assert {each["year"]: each["people"] for each in kept.arrivals()} == {
        2022: 7923,
        2024: 8950,
        2025: 5213,
    }


SLIPS = [
    ("map.toml", 'slug = "abai"', 'slug = "abay"', "map.toml: abay: unknown slug 'abay'"),
    ("map.toml", "column = 5\nrow = 2", "column = 6\nrow = 2", "map.toml: tile: 2 stand in"),
    ("map.toml", 'kk = "Абай", ', "", "map.toml: abai: short has no text in kk"),
    ("arrivals.toml", "people = 8950", "people = 8951", "arrivals.toml: 2024: kandas and"),
    ("arrivals.toml", "people = 8950", "people = 8950.0", "2024: people must be of type int"),
    ("arrivals.toml", "pavlodar = 3422", "pavlodar = true", "2024: pavlodar must have a whole"),
    ("arrivals.toml", "pavlodar = 3422", "pavlodar = 9999", "2024: the regions are more than"),
    ("arrivals.toml", "pavlodar = 3422", "pavlograd = 3422", "2024: unknown region 'pavlograd'"),
    ("arrivals.toml", 'grade = "reported"', "", "arrivals.toml: 2022: grade is missing"),
    ("arrivals.toml", "until = 2024-12-31", "until = 2025-12-31", "2024: until is 2025-12-31"),
    ("arrivals.toml", "year = 2024", "year = 2022", "arrivals.toml: 2022: stands twice"),
    ("arrivals.toml", "kandas = 3000", "kandas = -3000", "kandas must not be negative"),
    ("arrivals.toml", "kandas = 3000\n", "", "kandas and resettler belong together"),
    ("balance.toml", 'source = "article-2024"', 'source = "article"', "unknown source 'article'"),
    ("balance.toml", "[-5566]", '["-5566"]', "abai: people must be whole numbers"),
    ("balance.toml", "first = 2022\npeople = [-722]", "first = 2023\npeople = [-722]", "ulytau"),
    ("balance.toml", "[balance.country]", "[balance.land]", "balance.toml: country: must be a"),
    ("settlements.toml", "points = 50", "points = 51", "potential: the points are 101, not 100"),
    ("settlements.toml", 'code = "drawn_from"', 'code = "drawn_from"\nday_ = 1', "key 'day_'"),
    ("figures.toml", "{value} were set", "10.1 billion were set", "certificates: the text in en"),
    ("figures.toml", 'unit = "KZT"', 'unit = "USD"', "unknown unit 'USD'"),
    ("figures.toml", "[-4813, -4697]", "[-4813]", "north-kazakhstan balance: needs a figure"),
    ("figures.toml", "2024-08-31", '"August"', "until must be days"),
    ("figures.toml", "[[fact]]", "[[fact", "figures.toml: "),
]


@pytest.mark.parametrize(("file", "old", "new", "told"), SLIPS)
def test_a_slip_is_told_by_file_and_key(
    tmp_path: Path, file: str, old: str, new: str, told: str
) -> None:
    folder = copytree(kept.DATA, tmp_path / "data")
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LawError) as found:
        loader.load(folder, current())
    assert any(told in problem and file in problem for problem in found.value.problems), found


def test_a_missing_file_and_one_too_many_are_told(tmp_path: Path) -> None:
    folder = copytree(kept.DATA, tmp_path / "data")
    (folder / "map.toml").rename(folder / "maps.toml")
    with pytest.raises(LawError, match=r"map\.toml: .*(?s:.)*maps\.toml: no such file is read"):
        loader.load(folder, current())


def test_the_checks_of_this_site_read_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    named = {check.__name__: check for check in registry.registered_checks}
    assert named["regions_are_sound"](app_configs=None) == []
    monkeypatch.setattr(loader, "FOLDER", tmp_path)
    loader.known.cache_clear()
    try:
        found = named["regions_are_sound"](app_configs=None)
    finally:
        loader.known.cache_clear()
    assert {each.id for each in found} == {"regions.E001"}


def test_working_out_support_loads_none_of_it() -> None:
    code = (
        "import django, sys; django.setup();"
        "import calculator.management.commands.assess, calculator.management.commands.assess_file;"
        "from calculator.law import current; current();"
        "sys.exit('calculator.regions.loader' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
