"""Filters that put figures and codes of the document into words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template

from calculator.wording import figures

register = template.Library()

register.filter("money", figures.money)
register.filter("money_range", figures.money_range)
register.filter("outcome", figures.outcome)
register.filter("grade", figures.grade)


@register.filter
def day(iso: str) -> str:
    """2026-06-15 as 15 June 2026."""
    return figures.day(date.fromisoformat(iso))


@register.filter
def citations(measure: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Source and grade of each figure of a measure, each pair once."""
    pairs = [(figure["source"], figure["grade"]) for figure in measure["parameters"]]
    return list(dict.fromkeys(pairs))


@register.filter
def entry(mapping: Mapping[str, Any], key: str) -> Any:
    """The entry of a mapping under a key that is only known on the page."""
    return mapping[key]


@register.filter
def verdict(measure: Mapping[str, Any]) -> str:
    """The verdict on a measure in words."""
    return figures.verdict(measure["verdict"], measure["kind"], measure["payee"])


@register.filter
def reasons(measure: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What a measure's own verdict hangs on: conditions not met, or, while open, unknown."""
    outcome = {"not_eligible": "not_met", "open": "unknown", "eligible": None}[measure["verdict"]]
    return [
        each for each in measure["conditions"] if each["outcome"] == outcome and not each["shared"]
    ]


@register.filter
def shared_reasons(told: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What all support hangs on: the shared conditions not met, then those unknown."""
    shared = [each for each in told["measures"][0]["conditions"] if each["shared"]]
    return [
        each for outcome in ("not_met", "unknown") for each in shared if each["outcome"] == outcome
    ]
