"""What the rule book says of a measure is law's data too."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from calculator.rules import load
from calculator.rules.errors import LawError
from tests.rules.families import LAW_FOLDER, law

Damaged = Callable[[str, str], tuple[str, ...]]


@pytest.fixture
def damaged(tmp_path: Path) -> Damaged:
    """What is said of the law when a text of the microcredit's file reads otherwise."""
    for path in LAW_FOLDER.glob("*.toml"):
        shutil.copy(path, tmp_path)

    def problems(old: str, new: str) -> tuple[str, ...]:
        path = tmp_path / "microcredit.toml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(LawError) as error:
            load(tmp_path)
        return error.value.problems

    return problems


@pytest.mark.parametrize("key", ["who", "formula"])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_measure_says_in_each_language_who_gets_it_and_how_it_is_worked_out(
    damaged: Damaged, key: str, language: str
) -> None:
    problems = damaged(f"{key}.{language} = ", f"{key}.tr = ")
    assert f"microcredit.toml: measure: 2023-01-01: {key} has no text in {language}" in problems


@pytest.mark.parametrize(
    ("new", "said"),
    [('colour = "blue"', "colour cannot be 'blue'"), ("settlement = 1", "settlement cannot be 1")],
)
def test_an_example_differs_in_facts_that_there_are(damaged: Damaged, new: str, said: str) -> None:
    assert damaged('settlement = "rural"', new) == (f"microcredit.toml: measure: example: {said}",)


def test_an_example_is_told_as_in_an_address() -> None:
    (loan,) = [each for each in law().measures if each.code == "microcredit"]
    assert loan.example["settlement"] == "rural"
    assert all(not each.example for each in law().measures if each.code == "relocation")


def test_every_measure_says_who_gets_it_and_how_it_is_worked_out() -> None:
    assert all(each.who and each.formula for each in law().measures)


def test_a_measure_that_says_neither_is_law_all_the_same(tmp_path: Path) -> None:
    for path in LAW_FOLDER.glob("*.toml"):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(("who.", "formula."))]
        (tmp_path / path.name).write_text("".join(kept), encoding="utf-8")
    assert [(each.who, each.formula) for each in load(tmp_path).measures] == [(None, None)] * 9
