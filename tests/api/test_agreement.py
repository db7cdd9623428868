"""The API, the page, files and the command line say the same of the same thousand families.

All thousand go alone and in lists through the API, through the command line and through a file.
Every tenth also has its page read as a visitor sees it; `make bench-api` reads all thousand.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench import agreement
from bench.agreement import families, nobody_waits

TENTH = 10


@pytest.fixture(scope="module", autouse=True)
def no_limit() -> Iterator[None]:
    """As many families as there are."""
    with nobody_waits:
        yield


@pytest.fixture(scope="module")
def whole(no_limit: None, law_of_that_day: None) -> list[Any]:
    """What the API says of each of them, asked one at a time."""
    found = agreement.alone(families())
    assert len(found) == 1_000
    return found


def test_the_command_line_prints_the_same(whole: list[Any]) -> None:
    assert agreement.by_command(families()) == whole


@pytest.mark.parametrize("detail", ["sums", "measures", "full"])
def test_a_list_says_the_same_of_what_it_says(detail: str, whole: list[Any]) -> None:
    found = agreement.in_lists(families(), detail)
    assert found == list(map(agreement.shorter, whole, found))
    told = {"code", "verdict", "amount", "provisional", "assumed"}
    assert all(told <= measure.keys() for answer in found for measure in answer["measures"])
    if detail == "full":
        assert found == whole


def test_a_file_comes_out_with_the_same_sums(whole: list[Any], tmp_path: Path) -> None:
    found = agreement.by_file(families(), tmp_path)
    assert found == [agreement.for_a_file(each) for each in whole]


def test_the_page_shows_the_same_total_verdicts_and_sums(whole: list[Any]) -> None:
    for each in whole[::TENTH]:
        assert agreement.by_page(each) == agreement.for_a_page(each)


def test_what_differs_is_found(whole: list[Any]) -> None:
    """Else all of the above could agree on nothing."""
    for said in (agreement.for_a_file(whole[0]), agreement.for_a_page(whole[0])):
        assert said["total"]
    other = {**whole[0], "total": {"min": 1, "max": 2}}
    assert agreement.for_a_page(other) != agreement.by_page(whole[0])
    assert agreement.for_a_file(other) != agreement.for_a_file(whole[0])
    assert agreement.shorter(other, other) != whole[0]
