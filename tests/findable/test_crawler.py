"""Whatever the site points at is there, in each language."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from tests.findable.crawling import HOST, Crawl, name_of
from tests.web.site import BRIEF, LANGUAGES, address

STARTS = [
    "/",
    "/robots.txt",
    "/sitemap.xml",
    *(f"/{language}/" for language in LANGUAGES),
    *(address("result", language, **BRIEF) for language in LANGUAGES),
    *(address("summary", language, **BRIEF) for language in LANGUAGES),
]
# Those that lead on by design, and the status they do it with.
LEAD_ON = {"root", "total", "calculate", "dates"}
HOSTNAME = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")


@pytest.fixture(scope="module")
def crawl(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, law_of_that_day: None, today: object
) -> Iterator[Crawl]:
    """The whole site, walked once. What it may have written is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Crawl(*STARTS)
        transaction.set_rollback(True)


def test_every_link_leads_somewhere(crawl: Crawl) -> None:
    wrong = {
        each.address: each.response.status_code
        for each in crawl.seen.values()
        if each.response.status_code != 200 and not leads_on(each.address, each.name, crawl)
    }
    blamed = {link.address: link.page for link in crawl.links if link.address in wrong}
    assert wrong == {}, blamed


def leads_on(address: str, name: str, crawl: Crawl) -> bool:
    """Whether an address is one of those that send its visitor on: to a language, to sign in."""
    response = crawl.seen[address].response
    to_a_language = not name and response.get("Location") == f"/kk{address}"
    by_design = name in LEAD_ON or name.startswith("staff:") or to_a_language
    return bool(response.status_code == 302 and by_design)


def test_every_form_is_sent_to_a_page_that_takes_it(crawl: Crawl) -> None:
    sent = {urlsplit(link.address).path for link in crawl.links if link.sent}
    assert sent
    assert [path for path in sent if not name_of(path)] == []


def test_every_part_of_a_page_that_is_pointed_at_is_there(crawl: Crawl) -> None:
    ids = {
        each.address: {part.get("id") for part in root.everything()}
        for each, root in crawl.pages()
    }
    pointed_at = [link for link in crawl.links if link.fragment and link.address in ids]
    assert len(pointed_at) > 100
    assert [link for link in pointed_at if link.fragment not in ids[link.address]] == []


def test_no_page_uses_an_id_twice(crawl: Crawl) -> None:
    for page, root in crawl.pages():
        ids = [part["id"] for part in root.everything() if "id" in part.attributes]
        assert len(ids) == len(set(ids)), page.address


def test_every_page_is_in_the_language_of_its_address(crawl: Crawl) -> None:
    found = {page.language for page, _root in crawl.pages()}
    assert found >= set(LANGUAGES)
    for page, root in crawl.pages():
        if page.language:
            assert root.one("html")["lang"] == page.language, page.address


def test_every_page_can_be_reached_in_every_language(crawl: Crawl) -> None:
    names: dict[str, set[str]] = defaultdict(set)
    for page, _root in crawl.listed():
        names[page.language].add(f"{page.name} {page.address.split('/', 2)[2]}")
    assert names["kk"] == names["ru"] == names["en"]
    assert len(names["kk"]) > 30


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_pages_for_search_engines_have_the_same_title(crawl: Crawl, language: str) -> None:
    titles: dict[str, set[str]] = defaultdict(set)
    for page, root in crawl.listed():
        if page.language == language:
            titles[root.one("head").one("title").text].add(page.address)
    assert {title: pages for title, pages in titles.items() if len(pages) > 1} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_kinds_of_pages_are_described_alike(crawl: Crawl, language: str) -> None:
    descriptions: dict[str, set[str]] = defaultdict(set)
    for page, root in crawl.listed():
        if page.language == language:
            descriptions[described(root)].add(page.name)
    assert all(descriptions)
    assert {text: names for text, names in descriptions.items() if len(names) > 1} == {}


def described(root: object) -> str:
    """What a page says of itself to search engines."""
    return root.one("head").one("meta", name="description")["content"]  # type: ignore[attr-defined,no-any-return]


def test_pages_for_search_engines_name_each_other_in_every_language(crawl: Crawl) -> None:
    alternates = {
        f"{HOST}{page.address}": {
            link["hreflang"]: link["href"]
            for link in root.one("head").all("link", rel="alternate")
            if "hreflang" in link.attributes
        }
        for page, root in crawl.listed()
    }
    for here, found in alternates.items():
        assert found.keys() == {*LANGUAGES, "x-default"}, here
        assert here in found.values()
        assert all(alternates[found[language]] == found for language in LANGUAGES), here


def test_the_page_for_any_language_leads_to_the_one_that_is_read(crawl: Crawl) -> None:
    led = Counter[str]()
    for page, root in crawl.pages():
        links = root.one("head").all("link", hreflang="x-default")
        if not page.language or not links:
            continue
        link = links[0]["href"].removeprefix(HOST)
        response = Client().get(link, headers={"accept-language": "ru"})
        there = page.address.replace(f"/{page.language}/", "/ru/", 1)
        assert (response.status_code, response["Location"]) == (302, there)
        led[page.name.partition(":")[0]] += 1
    # Those with a query, and those whose names stand in a package of their own, among them.
    assert led.keys() >= {"result", "calculate", "rules", "regions", "about", "findable"}


def test_the_map_leads_from_any_language_to_the_one_that_is_read(crawl: Crawl) -> None:
    unnamed = {
        link.address
        for link in crawl.links
        if link.page == "/sitemap.xml" and link.address.split("/")[1] not in LANGUAGES
    }
    assert {"/", "/regions/", "/rules/rent/", "/regions/pavlodar/"} <= unnamed
    for each in unnamed:
        response = Client().get(each, headers={"accept-language": "ru"})
        assert (response.status_code, response["Location"]) == (302, f"/ru{each}")


def test_the_map_of_the_site_has_every_page_for_search_engines_and_no_other(crawl: Crawl) -> None:
    listed = {page.address for page, _root in crawl.listed()}
    mapped = {
        link.address
        for link in crawl.links
        if link.page == "/sitemap.xml" and link.address.split("/")[1] in LANGUAGES
    }
    assert mapped == listed


def test_links_to_elsewhere_are_whole_and_encrypted(crawl: Crawl) -> None:
    assert crawl.elsewhere
    for page, link in crawl.elsewhere:
        parts = urlsplit(link)
        assert parts.scheme == "https", (page, link)
        assert HOSTNAME.fullmatch(parts.hostname or ""), (page, link)
        assert not re.search(r"[\s\"'<>\\^`{|}]", link), (page, link)


def test_nothing_about_a_family_or_of_the_desk_is_for_search_engines(crawl: Crawl) -> None:
    for page, _root in crawl.listed():
        assert "?" not in page.address
        assert name_of(page.address) not in {"result", "summary"}
        assert "/staff/" not in page.address


def test_no_page_that_anyone_may_read_leaves_a_session_behind(crawl: Crawl) -> None:
    for page in crawl.seen.values():
        if not page.name.startswith("staff:"):
            assert set(page.response.cookies) <= {"django_language"}, page.address
