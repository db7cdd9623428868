"""Where everything has its place in the rule book: the page, and the anchor on it.

A figure's or a condition's anchor is its name, which stays; a day's is the day.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from calculator.law import current
from calculator.rules.entitlement import TOPIC as SHARED
from calculator.rules.law import MRP, Law
from calculator.wording.figures import language, said

IN_FORCE = "in_force"
FORMULA = "formula"


def page_of(name: str) -> str:
    """The page on which a figure or a condition stands: `rent` for `rent.urban`."""
    return name.rpartition(".")[0] or MRP


def of_page(slug: str, anchor: str = "") -> str:
    """The address of a page in the active language, or of a place on it."""
    there = _address(slug, get_language())
    return f"{there}#{anchor}" if anchor else there


@lru_cache(maxsize=512)
def _address(slug: str, tongue: str | None) -> str:  # noqa: ARG001
    """Asked a hundred times a page; `reverse` looks up the language by itself."""
    return reverse("rules:page", args=[slug]) if slug else reverse("rules:index")


def of_measure(code: str, anchor: str = "") -> str | None:
    """A measure's page; None for one that is law no more, which only an old paper names."""
    known = any(measure.code == code for measure in current().measures)
    return of_page(code, anchor) if known else None


def of_figure(name: str) -> str | None:
    """A figure and its history; None for one the law does not know any more."""
    known = _known(current())["figures"]
    return of_page(page_of(name), name) if name in known else None


def of_condition(condition: Mapping[str, Any], measure: str | None) -> str | None:
    """A condition of the document: one that all share, or one of `measure`.

    Since when a measure is in force is its own affair: that stands on its page.
    """
    own = measure and condition["code"] == IN_FORCE and of_measure(measure, IN_FORCE)
    if own:
        return own
    shared = condition["shared"] or condition["code"] == IN_FORCE
    topic = SHARED if shared else measure
    name = _name(f"{topic}.{condition['code']}", condition["text"])
    return of_page(page_of(name), name) if name else None


def of_day(iso: str) -> str | None:
    """A day on which the rules changed."""
    known = any(day.isoformat() == iso for day in current().editions)
    return of_page("changes", iso) if known else None


def _name(code: str, text: str) -> str | None:
    """The name of a condition, by its sentence where several share a code."""
    known = _known(current())
    by_sentence: str | None = known["sentences"].get((code, text))
    return by_sentence or known["codes"].get(code)


def _known(law: Law) -> dict[str, Any]:
    """The names there are, found once for each law and language."""
    key = ("names in the rule book", language())
    found: dict[str, Any] | None = law.memory.get(key)
    if found is None:
        sentences = {
            (f"{page_of(name)}.{citation.code}", said(citation.text)): name
            for rules in law.stretches()
            for name, citation in rules.conditions.items()
            if citation is not None
        }
        codes: dict[str, str] = {}
        for each in law.requirements:
            codes.setdefault(f"{page_of(each.name)}.{each.code}", each.name)
        figures = {figure.name for figure in law.parameters}
        found = law.memory[key] = {"sentences": sentences, "codes": codes, "figures": figures}
    return found
