"""What a page tells search engines, and those who show a preview of a link."""

import re
import struct
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override

from calculator.wording.figures import day
from tests.web.conftest import TODAY
from tests.web.reading import Element
from tests.web.site import BRIEF, LANGUAGES, address, seen, visit

HOST = "http://testserver"
STATIC = Path(settings.BASE_DIR) / "calculator" / "static"
WITH_FACTS = ("calculate", "result", "summary")
in_every_language = pytest.mark.parametrize("language", LANGUAGES)


def head(path: str) -> Element:
    """The head of a page."""
    return seen(path).root.one("head")


def properties(path: str) -> list[tuple[str, str]]:
    """What a page tells of itself in Open Graph."""
    metas = head(path).all("meta")
    return [(each["property"], each["content"]) for each in metas if "property" in each.attributes]


@in_every_language
@pytest.mark.parametrize("path", ["", "calculate/"])
def test_a_page_without_facts_names_its_one_address(language: str, path: str) -> None:
    link = head(f"/{language}/{path}").one("link", rel="canonical")
    assert link["href"] == f"{HOST}/{language}/{path}"
    assert not head(f"/{language}/{path}").all("meta", name="robots")


@in_every_language
@pytest.mark.parametrize("name", WITH_FACTS)
def test_a_familys_page_is_not_for_search_engines(language: str, name: str) -> None:
    here = address(name, language, **BRIEF)
    assert head(here).one("meta", name="robots")["content"] == "noindex"
    assert not head(here).all("link", rel="canonical")
    assert "og:url" not in dict(properties(here))


@in_every_language
@pytest.mark.parametrize("path", ["nothing/", "offline/"])
def test_a_page_that_is_none_is_not_for_search_engines(language: str, path: str) -> None:
    assert head(f"/{language}/{path}").one("meta", name="robots")["content"] == "noindex"
    assert not head(f"/{language}/{path}").all("link", rel="canonical")


def test_the_page_with_its_language_in_the_query_leads_to_itself_in_any_language() -> None:
    for here in ("/api/v1/docs", "/api/v1/docs?lang=kk"):
        link = head(here).one("link", hreflang="x-default")
        assert link["href"] == f"{HOST}/api/v1/docs"
    for language in LANGUAGES:
        page = visit("/api/v1/docs", **{"accept-language": language})
        assert (page.status, page.root.one("html")["lang"]) == (200, language)


@in_every_language
@pytest.mark.parametrize("path", ["", "calculate/?destination=pavlodar"])
def test_on_paper_a_page_says_where_it_was_and_of_what_day_it_is(language: str, path: str) -> None:
    said = seen(f"/{language}/{path}").root.one("p", css="on-paper").text
    with override(language):
        assert said == f"{HOST}/{language}/{path}{day(TODAY)}"


def test_only_on_paper_stand_the_addresses_of_links_to_elsewhere_and_of_the_page() -> None:
    screen, *print_rules = (STATIC / "qonys.css").read_text().split("@media print {")
    paper = "".join(print_rules)
    assert re.search(r"^\.on-paper \{ display: none; \}$", screen, re.MULTILINE)
    assert re.search(r"\.on-paper \{ display: block;", paper)
    assert 'main a[href^="http"]::after { content: " (" attr(href) ")";' in paper
    assert "attr(href)" not in screen


@in_every_language
@pytest.mark.parametrize("path", ["", "calculate/"])
def test_a_preview_says_what_the_page_says(language: str, path: str) -> None:
    here = f"/{language}/{path}"
    told = dict(properties(here))
    assert f"{told['og:title']} – Qonys" == head(here).one("title").text
    assert told["og:description"] == head(here).one("meta", name="description")["content"]
    assert told["og:url"] == f"{HOST}{here}"
    assert told["og:image"].startswith(f"{HOST}/static/og.")


def test_a_preview_of_a_result_leads_with_its_sum() -> None:
    here = address("result", "en", **BRIEF)
    assert "10\u00a0098\u00a0875\u00a0₸" in dict(properties(here))["og:title"]


@in_every_language
def test_a_preview_names_its_language_and_the_others(language: str) -> None:
    told = properties(f"/{language}/")
    own = [text for name, text in told if name == "og:locale"]
    others = [text for name, text in told if name == "og:locale:alternate"]
    assert [text[:2] for text in own] == [language]
    assert {text[:2] for text in others} == set(LANGUAGES) - {language}


def test_the_picture_of_a_preview_is_small_and_without_words() -> None:
    picture = (STATIC / "og.png").read_bytes()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", picture[16:24]) == (1200, 630)
    assert len(picture) < 30_000
    assert "<text" not in (STATIC / "og.svg").read_text()


@in_every_language
def test_every_page_carries_the_words_for_when_it_is_a_copy(language: str) -> None:
    for here in (f"/{language}/calculate/", address("result", language, **BRIEF)):
        script = next(each for each in head(here).all("script") if each.get("data-worker"))
        assert str(TODAY.year) in script["data-copy"]
        assert str(TODAY.day) in script["data-copy"]
    with override("en"):
        assert day(TODAY) in head("/en/").all("script")[0]["data-copy"]
