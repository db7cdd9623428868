"""Whatever is sent comes back quoted or not at all: never as a failure, never many times over."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings

from calculator.api import families, problems
from calculator.api.bodies import MOST_BYTES
from tests.api.calling import LANGUAGES, assess, family, get, post, refused

JSON_ODD: list[bytes] = [
    b'"\\ud800"', b'"\\udfff\\ud800"', b'"\\ud83d"', b'"\\u0000"', b'"\\u202e\\ufeff"',
    b"1" * 4_000, b"-" + b"9" * 4_000, b"18446744073709551616", b"-9223372036854775809",
    b"1e400", b"-1e400", b"1e-400", b"1.7976931348623157e308", b"-0", b"-0.0", b"0.1",
    b'{"\\ud800": "\\udc00"}', b'[[["\\ud800"]]]', b'{"a": {"b": [18446744073709551616]}}',
    b"true", b"null", b"[]", b"{}", b'""', b'"\\ud83d\\ude00"', b'[{"relation": "\\ud800"}]',
    b'[{"relation": "self", "age": 18446744073709551616}]', b'[{"\\ud800": 1}]', b"[null]",
]  # fmt: skip


@pytest.fixture(autouse=True, scope="module")
def nobody_waits() -> Iterator[None]:
    """However often this is asked."""
    with override_settings(API_A_MINUTE=1_000_000):
        yield


def bodies(odd: bytes) -> Iterator[bytes]:
    """A family with that as the value of any fact, also of one nobody knows; and that alone."""
    known = json.dumps(family()).encode()
    for fact in (*family(), "family_size", "nothing", "\ud800"):
        name = json.dumps(fact).encode()
        # What is given twice is quoted too.
        yield known[:-1] + b", " + name + b": " + odd + b"}"
        yield json.dumps({k: v for k, v in family().items() if k != fact}).encode()[:-1] + (
            b", " + name + b": " + odd + b"}"
        )
    yield odd


@pytest.mark.parametrize("odd", JSON_ODD, ids=range(len(JSON_ODD)))
def test_no_value_makes_us_fail(odd: bytes) -> None:
    sent = list(bodies(odd))
    for body in sent:
        answer = assess(body)
        assert answer.status_code in {200, 400, 422}, body[:200]
        assert answer.json()
    listed = post("assess/batch?lang=ru", b"[" + b",".join(sent) + b"]")
    assert listed.status_code == 200
    assert len(listed.json()["answers"]) == len(sent)


@pytest.mark.parametrize(
    "query",
    ["lang=%ed%a0%80", "%ed%a0%80=1", "on=%00", "on=%ff", "x=" + "9" * 5_000, "a%0d%0ab=1"],
)
@pytest.mark.parametrize("call", ["assess", "assess/batch", "parameters", "regions", "editions"])
def test_nor_does_any_query(call: str, query: str) -> None:
    ask = post if call.startswith("assess") else get
    answer = ask(f"{call}?{query}", *([[]] if ask is post else []))
    refused(answer, 422)


@pytest.mark.parametrize("path", ["parameters/%ed%a0%80", "parameters/%ff", "%00", "%ed%a0%80"])
def test_nor_any_address(path: str) -> None:
    refused(get(path), 404)
    assert post(path, {}).status_code in {404, 405}


# --- no answer is much longer than what it answers -------------------------------------------


def many_names(count: int) -> dict[str, Any]:
    """An object of names that nobody knows."""
    return {f"f{number}": 1 for number in range(count)}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_only_the_first_mistakes_are_named_and_it_is_said_that_there_are_more(lang: str) -> None:
    few = refused(assess(many_names(20), lang), 422)
    assert len(few["errors"]) > 20
    assert "detail" not in few
    many = refused(assess(many_names(9_000), lang), 422)
    assert len(many["errors"]) == problems.MOST_FAULTS
    assert str(problems.MOST_FAULTS) in many["detail"]
    assert "90" in many["detail"]


def test_in_a_list_fewer_of_each_family() -> None:
    [answer] = post("assess/batch", [many_names(100)]).json()["answers"]
    assert len(answer["errors"]) == families.MOST_FAULTS
    assert str(families.MOST_FAULTS) in answer["detail"]


def test_so_no_body_has_a_huge_answer() -> None:
    one = json.dumps(many_names(70_000)).encode()
    each = json.dumps(many_names(70)).encode()
    listed = b"[" + b",".join([each] * 1_000) + b"]"
    assert max(len(one), len(listed)) < MOST_BYTES
    assert len(assess(one, "kk").content) < 50_000
    assert len(post("assess/batch?lang=kk", listed).content) < 8 * MOST_BYTES
