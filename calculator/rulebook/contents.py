"""What stands on a long page, in its order, for the list of contents at its top."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext

from calculator.wording.figures import day

Content = Mapping[str, Any]
Place = tuple[str, str]
"""An anchor and its heading."""


def contents(slug: str, content: Content) -> list[Place]:
    """The places of a page; none where it is short."""
    if "measure" in content:
        return [*_measure(content)]
    if slug == "changes":
        days = [each["on"] for each in content["days"]]
        return [(each, day(date.fromisoformat(each))) for each in days]
    if slug == "entitlement":
        return [*_entitlement(content)]
    if "shown" in content:
        return [*_entries(content)]
    return []


def _measure(content: Content) -> Iterator[Place]:
    yield "who", gettext("Who gets it")
    if content["measure"]["formula"] or content["example"]:
        yield "formula", gettext("How it is worked out")
    if content["figures"]:
        yield "figures", gettext("Every figure and its history")
    yield "conditions", gettext("Conditions")
    yield from _rest(content)


def _entitlement(content: Content) -> Iterator[Place]:
    yield "conditions", gettext("Conditions")
    yield "lists", gettext("Lists of regions")
    yield "figures", gettext("Figures of the law")
    yield "duties", gettext("What a family promises")
    yield from _rest(content)


def _entries(content: Content) -> Iterator[Place]:
    """Papers and steps are long lists: each is a place of its own."""
    for each in content["shown"]["now"]:
        yield f"{each['kind']}-{each['code']}", each["heading"]
    if content["shown"]["earlier"]:
        yield "earlier", gettext("Earlier")
    if content["figures"]:
        yield "figures", gettext("Figures of the law")
    yield from _rest(content)


def _rest(content: Content) -> Iterator[Place]:
    if content.get("notes"):
        yield "remarks", gettext("Remarks")
    if "measure" in content and content["papers"]:
        yield "papers", gettext("Papers to bring")
    if content["changes"]:
        yield "changed", gettext("What changed, day by day")
