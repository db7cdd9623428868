"""The ways to a region's page, about it, and on from it."""

import pytest

from tests.regions import kept
from tests.web.site import LANGUAGES, UNANSWERED, address, seen, visit

in_each_language = pytest.mark.parametrize("language", LANGUAGES)
SLUGS = sorted(kept.names("en"))


@pytest.mark.parametrize("slug", ["north-kazakhstan", "almaty", "akmola"])
@in_each_language
def test_the_contents_name_every_part_of_the_page(language: str, slug: str) -> None:
    root = seen(f"/{language}/regions/{slug}/").root
    contents = root.one("nav", css="contents")
    listed = [(link["href"], link.text) for link in contents.all("a")]
    parts = [section.one("h2") for section in root.one("main").all("section")]
    assert listed == [(f"#{heading['id']}", heading.text) for heading in parts]


@pytest.mark.parametrize("slug", ["", *SLUGS])
def test_a_page_leads_to_a_report_about_itself(slug: str) -> None:
    here = f"/ru/regions/{slug}/" if slug else "/ru/regions/"
    links = [link["href"] for link in seen(here).root.all("a") if "?about=" in link["href"]]
    assert len(links) == 1
    form = visit(links[0]).root.one("select", name="measure")
    (chosen,) = [each for each in form.all("option") if "selected" in each.attributes]
    assert chosen["value"] == (f"region.{slug}" if slug else "regions")


@in_each_language
def test_a_result_leads_to_every_region_that_fits_and_keeps_its_own_way(language: str) -> None:
    table = visit(address("result", language, destination="pavlodar")).root.one(
        "section", **{"aria-labelledby": "regions"}
    )
    there = set()
    for row in table.one("tbody").all("tr"):
        *again, about = [link["href"] for link in row.all("a")]
        there.add(about)
        assert len(again) == (row.get("class") != "chosen")
        assert all("/result/?" in link for link in again)
    slugs = kept.quotas()[2026, "resettler"]
    assert there == {f"/{language}/regions/{slug}/" for slug in slugs}


@in_each_language
def test_a_region_that_does_not_fit_can_be_read_about_too(language: str) -> None:
    facts = {"destination": "akmola"}
    section = visit(address("result", language, **facts)).root.one(
        "section", **{"aria-labelledby": "regions"}
    )
    assert f"/{language}/regions/akmola/" in [link["href"] for link in section.all("a")]


def test_links_to_regions_hang_on_no_answer() -> None:
    for facts in ({}, UNANSWERED):
        page = visit(address("result", "en", **facts))
        ways = {link["href"] for link in page.root.all("a") if "/en/regions/" in link["href"]}
        assert all(way.count("?") == 0 for way in ways)
