"""What a visit costs someone who pays by the megabyte, with headers, compressed with gzip."""

import pytest
from django.http import HttpResponse

from tests.web.site import BORROWER, BRIEF, CLIENT, LANGUAGES, UNANSWERED, address, seen

KILOBYTE = 1000
FIRST_VISIT = 25 * KILOBYTE
RESULT = 15 * KILOBYTE
ANY_RESULT = 20 * KILOBYTE
NEXT_PAGE = 10 * KILOBYTE
STATUS_LINE = len("HTTP/1.1 200 OK\r\n\r\n")
# Thirty people of whom little is known: what may come, what it hangs on and each paper are told.
HEAVIEST = {
    **UNANSWERED,
    **BORROWER,
    "on": "2026-06-15",
    "graduate": "zharqyn-bolashaq",
    "graduated_on": "2026-05-01",
    "divorced_36_months": "yes",
    "loan_amount": "unknown",
    "members": ";".join(["self:34", "spouse", *["child"] * 14, *["parent:70", "other"] * 7]),
}
LOADED_AT_ONCE = {"script": "src", "link": "href", "img": "src"}
FIRST_PAGES = (
    *("", "calculate/", "rules/", "rules/rent/", "rules/entitlement/", "rules/changes/"),
    *("rules/sources/", "regions/", "regions/north-kazakhstan/", "about/", "about/report/"),
    *("developers/", "links/", "offline/"),
)
LINKS_LOADED = {"icon", "manifest", "stylesheet"}


def fetched(path: str) -> tuple[HttpResponse, bytes]:
    """An answer and its body as they go over the wire."""
    response = CLIENT.get(path, headers={"accept-encoding": "gzip"})
    assert (response.status_code, response["Content-Encoding"]) == (200, "gzip")
    return response, response.getvalue()


def weight(path: str) -> int:
    """The bytes of an answer, headers included."""
    response, body = fetched(path)
    return STATUS_LINE + sum(len(f"{name}: {it}\r\n") for name, it in response.items()) + len(body)


def loaded_with(path: str) -> list[str]:
    """What a browser fetches with a page before anyone touches it."""
    head = seen(path).root.one("head")
    return [
        each[LOADED_AT_ONCE[each.tag]]
        for each in head.all(*LOADED_AT_ONCE)
        if each.tag != "link" or each["rel"] in LINKS_LOADED
    ]


def kept_after(path: str) -> list[str]:
    """What is fetched after a first page, to be read without a connection later.

    The page itself is kept as the browser has it already: a test with a browser sees to that.
    """
    _, language, page, *_ = path.split("/")
    without = f"/{language}/offline/"
    return ["/sw.js", *([without, *loaded_with(without)] if page == "calculate" else [])]


def first_visit(here: str) -> dict[str, int]:
    """What each part of a first visit weighs."""
    return {each: weight(each) for each in [here, *loaded_with(here), *kept_after(here)]}


@pytest.mark.parametrize("path", FIRST_PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_visit_costs_at_most_25_kilobytes(language: str, path: str) -> None:
    weights = first_visit(f"/{language}/{path}")
    assert sum(weights.values()) <= FIRST_VISIT, weights


@pytest.mark.parametrize("page", ["calculate", "result", "summary"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_with_answers_costs_no_more_when_it_is_the_first_thing_opened(
    language: str, page: str
) -> None:
    weights = first_visit(address(page, language, **BRIEF))
    assert sum(weights.values()) <= FIRST_VISIT, weights


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_result_of_five_people_costs_at_most_15_kilobytes(language: str) -> None:
    assert weight(address("result", language, **BRIEF)) <= RESULT


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_result_costs_more_than_20_kilobytes(language: str) -> None:
    assert weight(address("result", language, **HEAVIEST)) <= ANY_RESULT


@pytest.mark.parametrize("path", ["calculate", "summary"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_comes_after_costs_at_most_10_kilobytes(language: str, path: str) -> None:
    assert weight(address(path, language, **BRIEF)) <= NEXT_PAGE


def test_what_was_fetched_once_is_kept_for_good() -> None:
    files = [path for path in loaded_with("/kk/calculate/") if path.startswith("/static/")]
    assert len(files) > 3
    for path in files:
        assert "immutable" in fetched(path)[0]["Cache-Control"]


def test_what_adds_members_in_place_is_fetched_only_when_touched() -> None:
    scripts = seen("/kk/calculate/").root.all("script")
    [later] = filter(None, (script.get("data-htmx") for script in scripts))
    assert later not in loaded_with("/kk/calculate/")
    assert weight(later) <= 20 * KILOBYTE
