"""What search engines are told to read and to leave alone."""

from datetime import date
from urllib.robotparser import RobotFileParser
from xml.etree.ElementTree import Element, fromstring

import pytest
from django.test import Client

from calculator.law import current
from tests.web.site import BRIEF, LANGUAGES, address

HOST = "http://testserver"
SPACE = {
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xhtml": "http://www.w3.org/1999/xhtml",
}


@pytest.fixture(scope="module")
def pages() -> list[Element]:
    """The pages of the map."""
    response = Client().get("/sitemap.xml")
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml")
    return fromstring(response.content).findall("map:url", SPACE)


@pytest.fixture(scope="module")
def robots() -> RobotFileParser:
    """What robots are asked."""
    response = Client().get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    reader = RobotFileParser()
    reader.parse(response.content.decode().splitlines())
    return reader


def location(page: Element) -> str:
    """The address of a page of the map."""
    return page.findtext("map:loc", "", SPACE)


def test_every_region_and_every_measure_stands_in_the_map(pages: list[Element]) -> None:
    found = {location(page) for page in pages}
    for language in LANGUAGES:
        assert f"{HOST}/{language}/" in found
        for measure in current().measures:
            assert f"{HOST}/{language}/rules/{measure.code}/" in found
        for slug in current().regions:
            assert f"{HOST}/{language}/regions/{slug}/" in found


def test_every_page_of_the_map_names_the_same_page_in_all_languages(pages: list[Element]) -> None:
    for page in pages:
        links = {each.attrib["hreflang"]: each.attrib["href"] for each in page[-4:]}
        assert links.keys() == {*LANGUAGES, "x-default"}
        assert location(page) in links.values()
        rest = links["kk"].removeprefix(f"{HOST}/kk")
        assert links == {
            **{language: f"{HOST}/{language}{rest}" for language in LANGUAGES},
            "x-default": f"{HOST}{rest}",
        }


def test_what_shows_the_law_says_when_its_sources_were_last_looked_at(
    pages: list[Element],
) -> None:
    checked = max(each.checked for each in current().sources.values() if each.checked)
    for page in pages:
        day = page.findtext("map:lastmod", None, SPACE)
        assert day in {None, checked.isoformat()}
        if "/rules/" in location(page) or "/regions/" in location(page):
            assert date.fromisoformat(day or "") == checked


@pytest.mark.parametrize("language", LANGUAGES)
def test_robots_read_the_public_pages_and_leave_families_and_the_desk_alone(
    robots: RobotFileParser, language: str
) -> None:
    for open_page in ("", "calculate/", "rules/", "regions/akmola/", "about/", "about/report/"):
        assert robots.can_fetch("*", f"{HOST}/{language}/{open_page}")
    for name in ("result", "summary", "total"):
        assert not robots.can_fetch("*", HOST + address(name, language, **BRIEF))
    for closed in ("summary.pdf?on=2026-06-15", "dates.ics?on=2026-06-15", "staff/cases/"):
        assert not robots.can_fetch("*", f"{HOST}/{language}/{closed}")


def test_robots_are_shown_the_map_of_the_site_they_asked(robots: RobotFileParser) -> None:
    assert robots.site_maps() == [f"{HOST}/sitemap.xml"]
    # A host that is not ours is not repeated in an address.
    assert Client().get("/robots.txt", headers={"host": "evil.example"}).status_code == 400
