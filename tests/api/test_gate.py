"""What all calls have in common: languages, methods, versions, other sites, our own mistakes."""

import gzip
import logging

import pytest
from django.http import HttpResponse
from django.test import override_settings

from calculator import ENGINE
from calculator.api import law
from calculator.law import current
from calculator.staff.keys import PREFIX
from tests.api.calling import CLIENT, LANGUAGES, PROBLEM, assess, family, get, post, refused

CALLS = ["parameters", "parameters/mrp", "regions", "editions", "openapi.json", "docs"]
NOWHERE = ["", "nothing", "assess/", "assess/batch/", "docs/", "parameters/", "../v2/assess"]


def every_kind_of_answer() -> list[HttpResponse]:
    """One of each."""
    return [
        *(get(call) for call in [*CALLS, *NOWHERE]),
        *(get(call) for call in ["assess", "editions?x=1", "parameters/none"]),
        assess(family()),
        assess({}),
        assess(b"{"),
        post("assess/batch", [family()]),
        post("assess", family(), "text/plain"),
        CLIENT.options("/api/v1/assess"),
        get("editions", authorization="Bearer nobody"),
    ]


def test_every_answer_says_what_made_it_and_leaves_nothing_behind() -> None:
    for answer in every_kind_of_answer():
        assert answer["Qonys-Engine"] == ENGINE
        assert answer["Qonys-Law"] == current().digest[:16]
        assert answer["Content-Language"] in LANGUAGES
        assert "Accept-Language" in answer["Vary"]
        assert "Cookie" not in answer["Vary"]
        assert not answer.cookies
        assert "no-store" in answer["Cache-Control"] or answer.has_header("ETag")


def test_the_versions_are_those_in_the_document() -> None:
    answer = assess(family())
    versions = {"engine": answer["Qonys-Engine"], "law": answer["Qonys-Law"]}
    assert answer.json()["versions"] == versions


# --- languages -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("preferred", "spoken"),
    [
        ("ru", "ru"),
        ("en-GB,ru;q=0.5", "en"),
        ("fr,de;q=0.9,ru;q=0.1", "ru"),
        ("fr", "kk"),
        ("*", "kk"),
        ("", "kk"),
        ("ru;q=0,en;q=0.3", "en"),
        ("en;q=0", "kk"),
        ("-", "kk"),
        ("x" * 5_000, "kk"),
    ],
)
def test_without_lang_the_client_is_answered_in_the_language_it_prefers(
    preferred: str, spoken: str
) -> None:
    answer = get("editions", **{"accept-language": preferred})
    assert (answer.json()["lang"], answer["Content-Language"]) == (spoken, spoken)


def test_lang_counts_for_more_and_a_cookie_for_nothing() -> None:
    CLIENT.cookies["django_language"] = "ru"
    try:
        assert get("editions").json()["lang"] == "kk"
        assert get("editions?lang=en", **{"accept-language": "ru"}).json()["lang"] == "en"
    finally:
        CLIENT.cookies.clear()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_wrong_is_told_in_the_language_asked_for(lang: str) -> None:
    answer = get(f"nothing?lang={lang}")
    assert answer["Content-Language"] == lang
    refused(answer, 404)


def test_a_query_that_cannot_be_read_is_refused_in_the_language_preferred() -> None:
    parts = "&".join(f"a{number}=1" for number in range(1_001))
    for preferred, spoken in (("ru", "ru"), ("fr", "kk")):
        answer = get(f"editions?{parts}", **{"accept-language": preferred})
        refused(answer, 400)
        assert answer["Content-Language"] == spoken
        assert answer["RateLimit"]


def test_a_key_in_the_query_is_refused_and_not_repeated() -> None:
    key = PREFIX + "7" * 40
    for query in (f"key={key}", f"lang={key}", f"on={key}"):
        answer = get(f"parameters?{query}")
        refused(answer, 422)
        assert "777" not in answer.content.decode()


# --- what is sent past the pages' own ways ---------------------------------------------------


def sent() -> list[HttpResponse]:
    """Answers to what is sent, sound and refused."""
    return [
        assess(family()),
        assess({}),
        assess(b"{"),
        post("assess/batch", [family()] * 3),
        post("assess", family(), "text/plain"),
        post("nothing", {}),
        post("editions", {}),
        assess(family(), authorization="Bearer nobody"),
        CLIENT.post("/api/v2/assess", {}, content_type="application/json"),
    ]


def test_what_is_sent_is_answered_whole_and_leaves_nothing_behind() -> None:
    CLIENT.cookies["django_language"] = "ru"
    try:
        answers = sent()
    finally:
        CLIENT.cookies.clear()
    assert {each.status_code for each in answers} == {200, 400, 401, 404, 405, 415, 422}
    for answer in answers:
        assert not answer.cookies
        assert not answer.has_header("Set-Cookie")
        assert answer["Content-Length"] == str(len(answer.content))
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Language"] != "ru"


METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT")


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("path", ["v1/assess", "v1/editions", "v1/docs", "v2", ""])
def test_a_host_that_is_not_ours_is_refused_as_the_api_refuses(method: str, path: str) -> None:
    answer = CLIENT.generic(method, f"/api/{path}", headers={"host": "evil.example"})
    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)
    assert answer["Qonys-Law"]
    if method != "HEAD":
        refused(answer, 400)


def test_a_long_answer_is_packed_for_whoever_can_unpack_it_and_says_the_same() -> None:
    plain, packed = (assess(family(), **{"accept-encoding": it}) for it in ("identity", "gzip"))
    assert not plain.has_header("Content-Encoding")
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) * 3 < len(plain.content)
    for answer in (plain, packed):
        assert answer["Content-Length"] == str(len(answer.content))
        assert "Accept-Encoding" in answer["Vary"]


def test_a_short_one_is_not() -> None:
    assert not assess(b"{", **{"accept-encoding": "gzip"}).has_header("Content-Encoding")


# --- addresses and methods -------------------------------------------------------------------


@pytest.mark.parametrize("path", NOWHERE)
def test_there_is_nothing_at_any_other_address(path: str) -> None:
    refused(get(path), 404)
    refused(post(path, {}), 404)


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v2/assess", "/api/v1", "/api/v1/a\x00b"])
def test_nor_beside_it(path: str) -> None:
    refused(CLIENT.get(path), 404)


@pytest.mark.parametrize(
    ("call", "methods", "allowed"),
    [
        *((call, ("POST", "PUT", "DELETE", "PATCH", "TRACE"), "GET, HEAD, OPTIONS")
          for call in CALLS),
        *((call, ("GET", "HEAD", "PUT", "DELETE"), "POST, OPTIONS")
          for call in ("assess", "assess/batch")),
    ],
)  # fmt: skip
def test_a_method_that_is_not_taken_is_refused_with_those_that_are(
    call: str, methods: tuple[str, ...], allowed: str
) -> None:
    for method in methods:
        answer = CLIENT.generic(method, f"/api/v1/{call}")
        assert (answer.status_code, answer["Allow"]) == (405, allowed)
        if method != "HEAD":
            refused(answer, 405)
    options = CLIENT.options(f"/api/v1/{call}")
    assert (options.status_code, options["Allow"], options.content) == (204, allowed, b"")


@pytest.mark.parametrize("call", CALLS)
def test_head_is_get_without_the_body(call: str) -> None:
    head, got = CLIENT.head(f"/api/v1/{call}"), get(call)
    assert (head.status_code, head.content) == (200, b"")
    same = ("ETag", "Content-Type", "Cache-Control", "Content-Length")
    assert [head[name] for name in same] == [got[name] for name in same]


# --- our own mistakes ------------------------------------------------------------------------


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_our_own_mistake_is_told_without_its_inside_and_logged(
    lang: str, debug: bool, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError("what nobody needs to know")

    monkeypatch.setattr(law, "editions", broken)
    current().memory.pop("api", None)
    with override_settings(DEBUG=debug), caplog.at_level(logging.ERROR, "django.request"):
        answer = get(f"editions?lang={lang}")
    refused(answer, 500)
    assert "nobody" not in answer.content.decode()
    [logged] = caplog.records
    assert logged.getMessage() == "Internal Server Error: /api/v1/editions"
    assert logged.exc_info


# --- other sites -----------------------------------------------------------------------------

FRIEND = "https://friend.example"
PREFLIGHT = {"access-control-request-method": "POST", "origin": FRIEND}


def test_no_other_site_may_ask_unless_it_is_named() -> None:
    answer = assess(family(), origin=FRIEND)
    assert not answer.has_header("Access-Control-Allow-Origin")
    preflight = CLIENT.options("/api/v1/assess", headers=PREFLIGHT)
    assert not preflight.has_header("Access-Control-Allow-Origin")


@override_settings(CORS_ALLOWED_ORIGINS=[FRIEND])
def test_a_site_that_is_named_may_ask_and_read_the_headers() -> None:
    preflight = CLIENT.options("/api/v1/assess", headers=PREFLIGHT)
    assert preflight["Access-Control-Allow-Origin"] == FRIEND
    methods = preflight["Access-Control-Allow-Methods"].split(", ")
    assert sorted(methods) == ["GET", "HEAD", "OPTIONS", "POST"]
    sent_along = {"accept", "accept-language", "authorization", "content-type", "if-none-match"}
    assert set(preflight["Access-Control-Allow-Headers"].split(", ")) == sent_along
    for answer in (assess(family(), origin=FRIEND), assess({}, origin=FRIEND)):
        assert answer["Access-Control-Allow-Origin"] == FRIEND
        exposed = set(answer["Access-Control-Expose-Headers"].split(", "))
        assert documented() <= exposed
        assert {"ETag", "Retry-After"} <= exposed
        assert not answer.has_header("Access-Control-Allow-Credentials")
        assert "origin" in answer["Vary"].lower()


def documented() -> set[str]:
    """The headers of which the description speaks; Content-Language every site may read."""
    return set(get("openapi.json").json()["components"]["headers"]) - {"Content-Language"}


@override_settings(CORS_ALLOWED_ORIGINS=[FRIEND])
def test_and_only_it_may_and_only_the_api() -> None:
    for origin in ("https://other.example", "null", "https://friend.example.evil", "*"):
        answer = assess(family(), origin=origin)
        assert not answer.has_header("Access-Control-Allow-Origin")
    page = CLIENT.get("/kk/", headers={"origin": FRIEND})
    assert not page.has_header("Access-Control-Allow-Origin")
