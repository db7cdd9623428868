"""The description of the API: true of every answer, in three languages, and light."""

import gzip
import json
import re
from datetime import date, timedelta
from typing import Any

import jsonschema_rs
import pytest
from django.http import HttpResponse
from django.test import override_settings

from calculator.api.families import DETAILS
from calculator.api.schemas.days import any_day, known_day
from calculator.law import current
from tests.api.calling import CLIENT, JSON, LANGUAGES, assess, closed, family, get, post
from tests.web.reading import Element, read
from tests.web.site import FAMILIES

in_every_language = pytest.mark.parametrize("lang", LANGUAGES)
FIRST_VISIT = 25_000


def described(lang: str = "en") -> Any:
    """The description."""
    return get(f"openapi.json?lang={lang}").json()


def schema_of(path: str, method: str, status: int) -> Any:
    """What an answer must be."""
    document = described()
    content = document["paths"][path][method]["responses"][str(status)]["content"]
    [schema] = [each["schema"] for each in content.values()]
    return {**schema, "components": document["components"]}


def conforms(response: HttpResponse, path: str, method: str = "post") -> None:
    """Every answer is what the description says of it, and nothing more.

    Raises jsonschema_rs.ValidationError.
    """
    schema = closed(schema_of(path, method, response.status_code))
    jsonschema_rs.Draft202012Validator(schema).validate(response.json())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FAMILIES)
def test_every_kind_of_family_is_answered_as_described(name: str, lang: str) -> None:
    body = family()
    changes = {fact: value for fact, value in FAMILIES[name].items() if fact != "members"}
    body |= changes | (
        {"members": FAMILIES[name]["members"]} if "members" in FAMILIES[name] else {}
    )
    answer = assess(body, lang)
    assert answer.status_code == 200
    conforms(answer, "/assess")


@pytest.mark.parametrize("detail", ["sums", "measures", "full"])
def test_so_is_every_list_of_them(detail: str) -> None:
    body = [family(), {}, family(housing_price=None, job_confirmed=None), 5]
    with override_settings(API_A_MINUTE=10_000):
        answer = post(f"assess/batch?detail={detail}", body)
    conforms(answer, "/assess/batch")


REFUSED: list[tuple[int, str, object, str]] = [
    (400, "assess", b"{", JSON),
    (400, "assess", b"[]", JSON),
    (400, "assess/batch", {}, JSON),
    (413, "assess", b"x" * ((1 << 20) + 1), JSON),
    (413, "assess/batch", b"x" * ((1 << 20) + 1), JSON),
    (415, "assess", {}, "text/plain"),
    (422, "assess", {"track": "?"}, JSON),
    (422, "assess", {}, JSON),
    (422, "assess", {str(number): 1 for number in range(99)}, JSON),
    (422, "assess?x=1", family(), JSON),
    (422, "assess/batch", [], JSON),
]


@pytest.mark.parametrize(("status", "call", "body", "kind"), REFUSED)
def test_and_every_refusal(status: int, call: str, body: object, kind: str) -> None:
    answer = post(call, body, kind)
    assert answer.status_code == status
    conforms(answer, f"/{call.partition('?')[0]}")


def test_and_what_a_key_or_a_limit_keeps_away() -> None:
    guess = assess(family(), authorization="Bearer x")
    with override_settings(API_A_MINUTE=1):
        answers = [assess(family()) for _ in range(2)]
    for status, answer in ((401, guess), (429, answers[-1])):
        assert answer.status_code == status
        conforms(answer, "/assess")


@pytest.mark.parametrize(
    "on", ["2023-01-01", "2024-06-01", "2026-06-15", "2027-12-31", "2030-01-01"]
)
def test_and_the_law_on_any_day(on: str) -> None:
    conforms(get(f"parameters?on={on}"), "/parameters", "get")
    conforms(get(f"regions?on={on}"), "/regions", "get")


def test_and_every_figure_and_edition() -> None:
    for name in {each.name for each in current().parameters} | {"nothing"}:
        conforms(get(f"parameters/{name}"), "/parameters/{name}", "get")
    conforms(get("editions"), "/editions", "get")


# --- the description itself ------------------------------------------------------------------


def contents(document: Any) -> Any:
    """The schema and the examples of everything that is sent and answered."""
    for methods in document["paths"].values():
        for call in methods.values():
            for each in [call.get("requestBody", {}), *call["responses"].values()]:
                for content in each.get("content", {}).values():
                    yield content["schema"], content["examples"]


@in_every_language
def test_every_example_is_what_it_is_an_example_of(lang: str) -> None:
    document = described(lang)
    found = list(contents(document))
    assert len(found) > 30
    for schema, examples in found:
        whole = closed({**schema, "components": document["components"]})
        for example in examples.values():
            jsonschema_rs.Draft202012Validator(whole).validate(example["value"])


@in_every_language
def test_every_call_documents_every_way_it_can_end(lang: str) -> None:
    document = described(lang)
    assert document["openapi"].startswith("3.1")
    assert document["paths"].keys() == {
        "/assess", "/assess/batch", "/parameters", "/parameters/{name}", "/regions", "/editions",
    }  # fmt: skip
    for methods in document["paths"].values():
        for method, call in methods.items():
            always = {"200", "401", "422", "429", "500"}
            own = {"400", "413", "415"} if method == "post" else {"304"}
            assert always | own <= call["responses"].keys()
            for status, response in call["responses"].items():
                assert response["description"]
                assert "Qonys-Law" in response["headers"]
                kind = "application/json" if status == "200" else "application/problem+json"
                assert set(response.get("content", {})) == ({kind} if status != "304" else set())
            assert "Retry-After" in call["responses"]["429"]["headers"]


def test_no_object_is_left_undescribed() -> None:
    """No part of an answer is just an object or just a list."""
    for name, schema in described()["components"]["schemas"].items():
        assert schema.get("type") == "object", name
        for each in schema["properties"].values():
            assert each.get("type") != "array" or "items" in each, name


def test_only_what_is_sent_may_have_no_further_keys() -> None:
    """v1 stays, but keys may be added: a client that checks answers must not break with one."""

    def forbids(schema: Any) -> bool:
        if isinstance(schema, list):
            return any(forbids(each) for each in schema)
        if not isinstance(schema, dict):
            return False
        return schema.get("additionalProperties") is False or forbids(list(schema.values()))

    schemas = described()["components"]["schemas"]
    assert [name for name, schema in schemas.items() if forbids(schema)] == ["Facts"]
    answer = {**assess(family()).json(), "something_new": 1}
    schema = schema_of("/assess", "post", 200)
    jsonschema_rs.Draft202012Validator(schema).validate(answer)
    assert not jsonschema_rs.Draft202012Validator(closed(schema)).is_valid(answer)


@in_every_language
def test_the_description_names_the_limits_that_hold(lang: str) -> None:
    told = described(lang)["paths"]["/assess/batch"]["post"]["description"]
    for name, detail in DETAILS.items():
        assert re.search(rf"detail={name}\b.*?\b{detail.most}\b", told)
    assert "%(" not in told


def test_numbers_and_names_are_the_same_in_every_language() -> None:
    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            words = {"description", "summary", "title", "examples"}
            return {key: bare(each) for key, each in value.items()
                    if key not in words or not isinstance(each, str | dict)}  # fmt: skip
        return [bare(each) for each in value] if isinstance(value, list) else value

    told = [described(lang)["paths"] for lang in LANGUAGES]
    assert len({json.dumps(bare(each)) for each in told}) == 1


# --- days as patterns ------------------------------------------------------------------------


def written(day: date) -> list[str]:
    """The ways of writing a day."""
    return [f"{day:%Y-%m-%d}", f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day.year}"]


def test_the_pattern_of_a_known_day_takes_every_such_day_and_no_other() -> None:
    pattern = re.compile(f"({known_day(current())})")
    day, last = date(2022, 12, 1), date(2028, 2, 1)
    while day <= last:
        known = current().first_day <= day <= current().last_day
        assert [bool(pattern.fullmatch(text)) for text in written(day)] == [known] * 3, day
        day += timedelta(1)


NO_DAYS = (
    *("2026-02-30", "31.04.2024", "2023-02-29", "29.2.2025"),
    *("2024-13-01", "2024-00-10", "00.01.2024", "2024-1-1"),
)


@pytest.mark.parametrize("text", NO_DAYS)
def test_no_pattern_takes_a_day_that_is_none(text: str) -> None:
    for pattern in (known_day(current()), any_day()):
        assert not re.fullmatch(f"({pattern})", text)


def test_the_pattern_of_any_day_knows_leap_years() -> None:
    pattern = re.compile(f"({any_day()})")
    for year in range(1901, 2100):
        leap = year % 4 == 0
        assert bool(pattern.fullmatch(f"{year}-02-29")) is leap
        assert bool(pattern.fullmatch(f"29.02.{year}")) is leap
        assert pattern.fullmatch(f"{year}-12-31")


# --- to read ---------------------------------------------------------------------------------


def page(path: str) -> Element:
    """A page of the API."""
    response = CLIENT.get(path)
    assert response.status_code == 200
    assert "script-src 'self'" in response["Content-Security-Policy"]
    return read(response.content.decode())


@in_every_language
def test_the_page_shows_every_call_and_every_object_of_the_description(lang: str) -> None:
    shown = page(f"/api/v1/docs?lang={lang}")
    assert shown.one("html")["lang"] == lang
    document = described(lang)
    ids = {each["id"] for each in shown.one("main").everything() if each.get("id")}
    for methods in document["paths"].values():
        for call in methods.values():
            assert call["operationId"] in ids
            assert call["summary"] in shown.one("main").text
    assert document["components"]["schemas"].keys() <= ids
    local = [a["href"][1:] for a in shown.one("main").all("a") if a["href"].startswith("#")]
    assert set(local) <= ids


@pytest.mark.parametrize("path", ["/api/v1/docs?lang={lang}", "/{lang}/developers/"])
@in_every_language
def test_a_first_visit_costs_at_most_25_kilobytes(lang: str, path: str) -> None:
    here = path.format(lang=lang)
    root = page(here).one("head")
    loaded = [each["href"] for each in root.all("link") if each["rel"] in ("stylesheet", "icon")]
    loaded += [each["src"] for each in root.all("script")]
    weights = {each: weight(each) for each in [here, *loaded]}
    assert sum(weights.values()) <= FIRST_VISIT, weights


def weight(path: str) -> int:
    """The bytes of an answer, headers included, packed as browsers ask for it."""
    response = CLIENT.get(path, headers={"accept-encoding": "gzip"})
    body = response.getvalue()
    if response.get("Content-Encoding") != "gzip":
        body = gzip.compress(body)
    return sum(len(f"{name}: {it}\r\n") for name, it in response.items()) + len(body)


@in_every_language
def test_the_other_languages_are_one_step_away(lang: str) -> None:
    links = page(f"/api/v1/docs?lang={lang}").one("header").all("a")
    assert [a["href"] for a in links][1:] == [f"/api/v1/docs?lang={code}" for code in LANGUAGES]
    links = page(f"/{lang}/developers/").one("header").all("a")
    assert [a["href"] for a in links][1:] == [f"/{code}/developers/" for code in LANGUAGES]
