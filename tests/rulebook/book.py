"""The rule book as a reader meets it, and the law's files as a second reading of the same."""

import csv
import io
import json
from datetime import date
from functools import cache
from typing import Any

from tests.rules.tables import FILES
from tests.web.reading import Element
from tests.web.site import CLIENT, LANGUAGES, Page, visit

Told = dict[str, Any]

MEASURES = sorted(
    (file for file, tables in FILES.items() if "measure" in tables),
    key=lambda file: FILES[file]["measure"]["order"],
)
SHARED = ("entitlement", "mrp", "quotas", "papers", "way", "changes", "sources")
SLUGS = (*MEASURES, *SHARED)
SOURCES = {source["code"]: source for source in FILES["sources"]["source"]}
EVERY_PAGE = [("", language) for language in LANGUAGES] + [
    (slug, language) for slug in SLUGS for language in LANGUAGES
]


def path(language: str, slug: str) -> str:
    """The address of a page."""
    return f"/{language}/rules/{slug}/" if slug else f"/{language}/rules/"


@cache
def opened(address: str) -> Page:
    """A page of the rule book, read once; the law and the day do not change meanwhile."""
    page = visit(address)
    assert page.status == 200, address
    return page


def page(language: str, slug: str) -> Element:
    """A page of the rule book."""
    return opened(path(language, slug)).root


@cache
def data(language: str, slug: str = "law") -> Told:
    """A page's JSON; that of the whole law where none is named."""
    response = CLIENT.get(f"/{language}/rules/{slug}.json")
    assert response.status_code == 200
    found: Told = json.loads(response.content)
    return found


@cache
def table(language: str, slug: str = "law") -> list[dict[str, str]]:
    """A page's CSV, read strictly."""
    response = CLIENT.get(f"/{language}/rules/{slug}.csv")
    assert response.status_code == 200
    text = response.content.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline=""), strict=True))


def anchors(root: Element) -> list[str]:
    """Every id of a page, in its order."""
    return [each["id"] for each in root.everything() if each.get("id")]


def iso(day: date | None) -> str:
    """A day as files have it; empty where there is none."""
    return day.isoformat() if day else ""


def page_of(name: str) -> str:
    """The page on which a name of the law stands."""
    return name.rpartition(".")[0] or "mrp"
