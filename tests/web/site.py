"""The site as a visitor without JavaScript meets it: pages by language, facts in the address."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import cycle
from typing import Any, NamedTuple, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.utils.translation import override

from calculator import intake
from calculator.law import current
from calculator.rules import Family, assess
from calculator.wording import answers, document
from tests.rules.families import family
from tests.web.reading import Element, read

T = TypeVar("T")
Told = dict[str, Any]

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
    "in kind alone": {
        "employer_pays_move": "yes",
        "housing_provided": "employer",
        "housing_plan": "none",
    },
    "far from it": {
        "settlement": "rural",
        "destination": "akmola",
        "settlement_listed": "no",
        "job_seeker": "no",
        "job_confirmed": "no",
        "employer_pays_move": "yes",
        "housing_provided": "employer",
        "housing_plan": "none",
    },
    "graduate": {"graduate": "serpin", "graduated_on": "unknown"},
    "next year": KANDAS | {"on": "2027-02-01", "members": "self:34;spouse;child;child;other"},
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


class Result(NamedTuple):
    """A result page and what was worked out for it, in words of the same language."""

    root: Element
    told: Told
    answers: list[dict[str, str]]

    def measures(self) -> Iterator[tuple[Element, Told]]:
        """Each measure's part of the page, and what was worked out for it."""
        for measure in self.told["measures"]:
            yield self.root.one("article", **{"aria-labelledby": measure["code"]}), measure

    def section(self, heading: str) -> Element:
        """The part of the page under a heading, by the heading's id."""
        return self.root.one("section", **{"aria-labelledby": heading})


@contextmanager
def result_in(language: str, **changes: object) -> Iterator[Result]:
    """The result of the base family but for `changes`; its language stays switched on inside."""
    someone, law = family(**changes), current()
    root = seen(address("result", language, **changes)).root
    with override(language):
        yield Result(root, document(assess(someone, law), law), answers(someone, law))


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


def facts_in(link: str) -> dict[str, str]:
    """The facts in the query of an address."""
    return dict(parse_qsl(urlsplit(link).query, keep_blank_values=True, strict_parsing=True))


def shown_total(page: Page) -> str:
    """The total a result leads with."""
    return page.root.one("div", css="total").one("p", css="sum").text


def form_address(language: str, action: str = "calculate", **changes: str) -> str:
    """Where the form leads when it is filled in like `TYPED` but for `changes`."""
    button = {"do": action} if action else {}
    return f"/{language}/calculate/?{urlencode({**button, **TYPED, **changes})}"
