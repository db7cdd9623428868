"""Many families: one answer each, in order, nothing dropped."""

import json

import pytest
from django.test import override_settings

from calculator.law import current
from calculator.rules import assess as work_out
from tests.api.calling import assess, family, post, refused, wrong
from tests.rules import families

pytestmark = pytest.mark.usefixtures("nobody_waits")

MOST = {"sums": 1_000, "measures": 200, "full": 50}


@pytest.fixture
def nobody_waits() -> None:
    """As many as anybody likes."""
    with override_settings(API_A_MINUTE=1_000_000):
        yield


def test_each_family_gets_its_answer_in_its_place() -> None:
    prices = [5_000_000, 6_000_000, 7_000_000]
    body = [family(housing_price=price) for price in prices]
    found = post("assess/batch", body).json()
    assert [each["facts"]["housing_price"] for each in found["answers"]] == prices
    assert (found["worked_out"], found["refused"], found["detail"]) == (3, 0, "sums")


def test_a_mistake_stands_in_its_place_and_the_others_are_worked_out() -> None:
    twice = '{"track": "kandas", "track": "resettler"}'
    body = json.dumps([family(), {"track": "?"}, 5, None, "TWICE", family()])
    found = post("assess/batch?lang=en", body.replace('"TWICE"', twice).encode()).json()
    assert [each.get("status") for each in found["answers"]] == [None, 422, 422, 422, 422, None]
    assert (found["worked_out"], found["refused"]) == (2, 4)
    alone = refused(assess({"track": "?"}), 422)
    assert found["answers"][1] == alone
    assert found["answers"][4]["errors"][0]["fact"] == "track"


CHANGES: list[dict[str, object]] = [
    {},
    {"origin": "pavlodar"},
    {"job_confirmed": None, "housing_provided": None},
    {"track": "kandas", "origin": "abroad", "destination": "akmola"},
    {"settlement": "rural", "business": "agriculture"},
    {"on": "2024-05-01", "housing_price": None},
]


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_with_every_detail_it_is_the_answer_about_one(lang: str) -> None:
    body = [family(**changes) for changes in CHANGES]
    found = post(f"assess/batch?detail=full&lang={lang}", body).json()
    assert found["answers"] == [assess(each, lang).json() for each in body]


@pytest.mark.parametrize("detail", ["sums", "measures"])
def test_with_less_detail_it_says_the_same_of_what_it_says(detail: str) -> None:
    body = [family(**changes) for changes in CHANGES]
    found = post(f"assess/batch?detail={detail}&lang=en", body).json()["answers"]
    for answer, each in zip(found, body, strict=True):
        whole = assess(each).json()
        measures = {measure["code"]: measure for measure in whole["measures"]}
        assert all(whole[key] == answer[key] for key in answer.keys() - {"measures"})
        for measure in answer["measures"]:
            own = {**measures[measure["code"]], **_reasons(measures[measure["code"]])}
            assert measure == {key: own[key] for key in measure}


def _reasons(measure: dict[str, object]) -> dict[str, object]:
    conditions = measure["conditions"]
    assert isinstance(conditions, list)
    return {
        name: [each["code"] for each in conditions if each["outcome"] == outcome]
        for name, outcome in {"unmet": "not_met", "unknown": "unknown"}.items()
    }


def test_sums_say_nothing_in_any_language() -> None:
    told = [post(f"assess/batch?lang={lang}", [family()]).json() for lang in ("kk", "ru")]
    assert told[0]["answers"] == told[1]["answers"]


@pytest.mark.parametrize(("detail", "most"), MOST.items())
def test_so_many_are_worked_out_at_once_and_no_more(detail: str, most: int) -> None:
    path = f"assess/batch?detail={detail}"
    enough = post(path, [{}] * most)
    assert enough.json()["refused"] == most
    assert wrong(post(path, [{}] * (most + 1))).keys() == {"families"}


def test_no_family_at_all_is_a_mistake() -> None:
    assert wrong(post("assess/batch", [])).keys() == {"families"}


@pytest.mark.parametrize("body", [b"{}", b"null", b"", b"[{]", b"[" * 100_000, b"[NaN]"])
def test_what_is_no_list_is_refused(body: bytes) -> None:
    assert wrong(post("assess/batch", body), 400).keys() == {"json"}


@pytest.mark.parametrize("query", ["detail=all", "detail=", "detail=sums&detail=full", "on=2026"])
def test_its_query_is_strict_too(query: str) -> None:
    assert len(wrong(post(f"assess/batch?{query}", [family()]))) == 1


def test_the_sums_are_those_of_the_rules() -> None:
    answer = post("assess/batch", [family()]).json()["answers"][0]
    found = work_out(families.family(), current())
    assert answer["total"] == {"min": found.total.min, "max": found.total.max}
