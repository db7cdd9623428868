"""The site as a visitor without JavaScript meets it: pages by language, facts in the address."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import cycle
from typing import NamedTuple, TypeVar
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client

from calculator import intake
from calculator.rules import Family
from tests.rules.families import family
from tests.web.reading import Element, read

T = TypeVar("T")

LANGUAGES = ("kk", "ru", "en")
# The five people of the brief in June 2026; part of their rent rests on the MRP of 2027.
BRIEF = {"on": "2026-06-15"}
BRIEF_TOTAL = "10\u00a0098\u00a0875\u00a0₸"
UNANSWERED = dict.fromkeys(
    (
        "settlement_listed",
        "job_seeker",
        "registered_12_months",
        "supported_before",
        "job_confirmed",
        "employer_assists",
        "employer_pays_move",
        "housing_provided",
        "housing_plan",
        "housing_price",
    ),
    "unknown",
)
BORROWER = {"settlement": "rural", "business": "agriculture", "loan_amount": "3000000"}
KANDAS = {"track": "kandas", "origin": "abroad", "destination": "akmola"}

FAMILIES: dict[str, dict[str, str]] = {
    "eligible": {},
    "provisional": BRIEF,
    "open": UNANSWERED,
    "priceless": {"housing_price": "unknown"},
    "not eligible": {"origin": "pavlodar", "destination": "almaty", "job_confirmed": "no"},
    "borrower": BORROWER,
    "kandas": KANDAS | {"divorced_36_months": "yes"},
    "first year": {"on": "2023-02-01", "divorced_36_months": "yes"},
}
"""Families that between them show all a result can show, as changes to the base family."""

# The brief's family as a person fills in the form, every field of it.
TYPED = {
    "track": "resettler",
    "relation_1": "self",
    "age_1": "34",
    "relation_2": "spouse",
    "age_2": "32",
    "relation_3": "child",
    "age_3": "9",
    "relation_4": "child",
    "age_4": "6",
    "relation_5": "child",
    "age_5": "2",
    "graduate": "none",
    "graduated_on": "",
    "supported_before": "no",
    "divorced_36_months": "no",
    "on": "15.06.2026",
    "origin": "turkistan",
    "registered_12_months": "yes",
    "destination": "north-kazakhstan",
    "settlement": "urban",
    "settlement_listed": "yes",
    "job_seeker": "yes",
    "job_confirmed": "yes",
    "workers_hired": "",
    "employer_assists": "yes",
    "employer_pays_move": "no",
    "housing_provided": "none",
    "rent_months": "12",
    "housing_plan": "buy",
    "housing_price": "10 000 000",
    "business": "none",
    "loan_amount": "",
    "loan_months": "60",
}

CLIENT = Client()


def in_turn(things: Iterable[T]) -> list[tuple[T, str]]:
    """Each thing with a language, so that all languages get their share."""
    return list(zip(things, cycle(LANGUAGES), strict=False))


class Page(NamedTuple):
    """An answer of the site that is a page."""

    response: HttpResponse
    html: str
    root: Element

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.response.status_code


def visit(address: str, **headers: str) -> Page:
    """The page at an address, for someone who was never here before."""
    CLIENT.cookies.clear()
    response = CLIENT.get(address, headers=headers)
    html = response.content.decode()
    return Page(response, html, read(html))


@lru_cache(maxsize=16)
def seen(address: str) -> Page:
    """The page at an address, as it was seen not long ago; to be looked at only."""
    return visit(address)


def address(page: str, language: str, **changes: object) -> str:
    """The address of a page about the base family but for `changes`."""
    return about(page, language, family(**changes))


def about(page: str, language: str, someone: Family) -> str:
    """The address of a page about a family."""
    return f"/{language}/{page}/?{intake.query(someone)}"


def form_address(language: str, action: str = "calculate", **changes: str) -> str:
    """Where the form leads when it is filled in like `TYPED` but for `changes`."""
    button = {"do": action} if action else {}
    return f"/{language}/calculate/?{urlencode({**button, **TYPED, **changes})}"
