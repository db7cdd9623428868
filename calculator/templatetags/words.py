"""Filters that put figures and codes of the document into words."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import template
from django.utils.translation import gettext

from calculator.wording import charts, figures

# Notes that stand beside the papers and the duties, where there are any.
BESIDE = {"list_not_found", "no_seizure"}

register = template.Library()

register.filter("money", figures.money)
register.filter("money_range", figures.money_range)
register.filter("outcome", figures.outcome)
register.filter("grade", figures.grade)
register.filter("least_sure", figures.least_sure)
register.filter("number", figures.number)
register.filter("months_chart", charts.months_chart)


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
def meaning(told: Mapping[str, Any]) -> str:
    """What the total means."""
    if told["verdict"] == "not_eligible":
        return gettext("Going by your answers, no money is owed. See below why.")
    if told["verdict"] == "eligible" and told["total"]["min"] == told["total"]["max"]:
        return gettext("Going by your answers, this is what your family is owed.")
    return gettext(
        "The sum depends on what is not known yet. "
        "However you answer the questions marked “Don't know”, it stays within this range."
    )


@register.filter
def reasons(measure: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What a measure's own verdict hangs on: conditions not met, or, while open, unknown."""
    outcome = {"not_eligible": "not_met", "open": "unknown", "eligible": None}[measure["verdict"]]
    return [
        each for each in measure["conditions"] if each["outcome"] == outcome and not each["shared"]
    ]


@register.filter
def obstacles(measure: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """All that stands between a family and a measure: what is not met, then what is unknown."""
    return _unsettled(each for each in measure["conditions"] if not each["shared"])


@register.filter
def shared_reasons(told: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What all support hangs on: the shared conditions not met, then those unknown."""
    return _unsettled(each for each in told["measures"][0]["conditions"] if each["shared"])


def _unsettled(conditions: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The conditions not met, then those unknown."""
    found = [each for each in conditions if each["outcome"] != "met"]
    return sorted(found, key=lambda each: each["outcome"] == "unknown")


@register.filter
def other_questions(told: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What the total hangs on besides the question that is asked first."""
    return [each for each in told["open"] if told["next_question"] not in each["facts"]]


@register.filter
def alike(changes: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Changes of the same facts to the same total, together: one may take any of them."""
    groups: dict[tuple[Any, ...], dict[str, Any]] = {}
    for change in changes:
        key = (*change["facts"], *change["total"].values())
        group = {**change, "options": []}
        groups.setdefault(key, group)["options"].append(change)
    return list(groups.values())


@register.filter
def about(notes: list[Mapping[str, Any]], code: str) -> list[Mapping[str, Any]]:
    """The notes with this code."""
    return [note for note in notes if note["code"] == code]


@register.filter
def other_notes(told: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The notes that do not stand beside the papers or the duties."""
    return [note for note in told["notes"] if note["code"] not in BESIDE]


@register.filter
def by_choice(destinations: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Regions the family can choose, and the others by what speaks against them."""
    groups: dict[tuple[str, ...], dict[str, Any]] = {}
    for each in destinations:
        if each["unmet"]:
            codes = tuple(reason["code"] for reason in each["unmet"])
            group = groups.setdefault(codes, {"names": [], "reasons": each["unmet"]})
            group["names"].append(each["name"])
    unknown = {reason["code"]: reason for each in destinations for reason in each["unknown"]}
    return {
        "unknown": list(unknown.values()),
        "pays": any(each[place]["max"] for each in destinations for place in ("urban", "rural")),
        "possible": [each for each in destinations if not each["unmet"]],
        "impossible": [{**group, "names": ", ".join(group["names"])} for group in groups.values()],
    }


@register.filter
def editions_chart(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The editions with their bars."""
    return charts.editions_chart(told["editions"], told["measures"])


@register.filter
def only_for(told: Mapping[str, Any], paper: Mapping[str, Any]) -> str:
    """The titles of the measures a paper is for; empty where it is for all that may be due."""
    due = [each for each in told["measures"] if each["verdict"] != "not_eligible"]
    wanted = [each["title"] for each in due if each["code"] in paper["for"]]
    return "" if len(wanted) == len(due) else ", ".join(wanted)
