"""One family: the answer is the command's, and what cannot be understood is explained."""

import io
import json
import sys
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command

from tests.api.calling import LANGUAGES, assess, family, get, post, refused, wrong

in_every_language = pytest.mark.parametrize("lang", LANGUAGES)


def printed(body: object, lang: str, patch: pytest.MonkeyPatch) -> Any:
    """What the command prints about a family."""
    written = io.BytesIO(json.dumps(body).encode())
    patch.setattr(sys, "stdin", SimpleNamespace(buffer=written))
    out = io.StringIO()
    call_command("assess", lang=lang, stdout=out)
    return json.loads(out.getvalue())


FAMILIES: list[dict[str, object]] = [
    {},
    {"on": "2026-06-15"},
    {"job_confirmed": None, "housing_price": None, "origin": "pavlodar"},
    {"track": "kandas", "origin": "abroad", "destination": "akmola"},
    {"settlement": "rural", "business": "agriculture", "loan_amount": 3_000_000},
]


@in_every_language
@pytest.mark.parametrize("changes", FAMILIES)
def test_the_answer_is_what_the_command_prints(
    lang: str, changes: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    body = family(**changes)
    response = assess(body, lang)
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    assert response.json() == printed(body, lang, monkeypatch)


def test_who_names_no_day_applies_today() -> None:
    body = family()
    del body["on"]
    assert assess(body).json()["on"] == "2026-06-15"


def test_the_size_of_a_family_stands_for_its_members() -> None:
    body = family(family_size=4, members=None)
    assert len(assess(body).json()["facts"]["members"]) == 4
    assert wrong(assess(family(family_size=3))).keys() == {"family_size"}


def test_a_byte_order_mark_is_no_mistake() -> None:
    assert assess(b"\xef\xbb\xbf" + json.dumps(family()).encode()).status_code == 200


# --- what cannot be understood ---------------------------------------------------------------


@in_every_language
def test_every_mistake_is_named_with_what_was_given_and_what_is_allowed(lang: str) -> None:
    body = family(settlement="city", rent_months=13, destination="narnia", price=1)
    del body["track"]
    problem = refused(assess(body, lang), 422)
    found = {error["fact"]: error for error in problem["errors"]}
    assert found.keys() == {"settlement", "rent_months", "destination", "price", "track"}
    assert found["settlement"]["given"] == "city"
    assert found["settlement"]["allowed"] == ["urban", "rural"]
    assert found["rent_months"]["allowed"] == ["0", "12"]
    assert found["track"]["given"] is None
    assert all(error["detail"].startswith(f"{fact}: ") for fact, error in found.items())


def test_titles_and_sentences_are_in_the_language_asked_for() -> None:
    told = [refused(assess(family(settlement="city"), lang), 422) for lang in LANGUAGES]
    assert len({problem["title"] for problem in told}) == 3
    assert len({problem["errors"][0]["detail"] for problem in told}) == 3


WRONG_KINDS: list[tuple[str, object]] = [
    ("job_seeker", 1),
    ("job_seeker", "perhaps"),
    ("job_seeker", []),
    ("rent_months", True),
    ("rent_months", 6.0),
    ("rent_months", {"months": 6}),
    ("housing_price", "1e6"),
    ("housing_price", 10**30),
    ("track", 5),
    ("track", {"a": {"a": [None]}}),
    ("on", 20260301),
    ("on", "2026-02-30"),
    ("on", "2022-12-31"),
    ("members", "two"),
    ("members", {}),
    ("members", [{"relation": "self"}] * 31),
    ("members", [{"relation": "self"}, {"relation": "self"}]),
    ("members", [{"relation": "self", "name": "A"}]),
    ("origin", "\ud800"),
]


@pytest.mark.parametrize(("fact", "value"), WRONG_KINDS)
def test_a_value_of_another_kind_is_refused_and_named(fact: str, value: object) -> None:
    body = json.dumps(family(**{fact: value})).encode()
    assert all(name.split(".")[0] == fact for name in wrong(assess(body)))


@pytest.mark.parametrize("name", ["\ud800", "a" * 5_000, "\x00", "<b>", ""])
def test_a_fact_nobody_knows_is_refused_whatever_its_name(name: str) -> None:
    body = json.dumps({**family(), name: 1}).encode()
    assert len(wrong(assess(body))) == 1


def test_a_fact_that_is_given_twice_is_refused() -> None:
    body = json.dumps(family())[:-1].encode() + b', "settlement": "rural"}'
    assert wrong(assess(body)).keys() == {"settlement"}
    members = b'[{"relation": "self", "age": 1, "age": 2}]'
    body = json.dumps({**family(), "members": "?"}).encode().replace(b'"?"', members)
    assert wrong(assess(body)).keys() == {"age"}


BROKEN = [
    b"",
    b"{",
    b"{'track': 1}",
    b'{"rent_months": NaN}',
    b'{"rent_months": Infinity}',
    b"\xff\xfe{\x00}\x00",
    b'{"track": "\xff"}',
    '{"track": "resettler"}'.encode("utf-16"),
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b"9" * 10_000,
    b"[]",
    b"null",
    b'"resettler"',
    b"5",
]


@pytest.mark.parametrize("body", BROKEN, ids=range(len(BROKEN)))
def test_what_is_no_json_object_is_refused(body: bytes) -> None:
    assert wrong(assess(body), 400).keys() == {"json"}


# --- how it is sent --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind",
    ["application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8", ""],
)
def test_json_may_say_that_it_is_json_or_nothing(kind: str) -> None:
    assert post("assess", family(), kind).status_code == 200


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=utf-16",
        "application/xml",
        ";;",
    ],
)
def test_anything_else_is_refused(kind: str) -> None:
    refused(post("assess", family(), kind), 415)


def test_a_packed_body_is_refused() -> None:
    refused(assess(family(), **{"content-encoding": "gzip"}), 415)


def test_a_mebibyte_is_taken_and_one_byte_more_is_not() -> None:
    whole = json.dumps(family()).encode()
    assert assess(whole.ljust(1 << 20)).status_code == 200
    refused(assess(whole.ljust((1 << 20) + 1)), 413)


@pytest.mark.parametrize(
    "query", ["lang=fr", "lang=", "lang=kk&lang=ru", "langs=kk", "x", "%ff=1"]
)
def test_a_query_is_as_strict_as_the_facts(query: str) -> None:
    assert len(wrong(post(f"assess?{query}", family()))) == 1


def test_a_query_of_a_thousand_parts_is_damaged() -> None:
    refused(get("editions?" + "&".join(f"a{number}=1" for number in range(1_001))), 400)
