"""Links from what was worked out to its place in the rule book.

Each writes its words as they are, and as a link where the rule book has a place for them.
"""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from calculator.rulebook import addresses

register = template.Library()


@register.simple_tag
def to_measure(code: str, text: str) -> SafeString:
    """`text` as a link to a measure's page."""
    return _link(addresses.of_measure(code), text)


@register.simple_tag
def to_formula(code: str, text: str, css: str = "") -> SafeString:
    """A sum or a step as a link to how a measure is worked out."""
    return _link(addresses.of_measure(code, addresses.FORMULA), text, css)


@register.simple_tag
def to_total(told: Mapping[str, Any], text: str) -> SafeString:
    """A sum of all support as a link: to the one kind it is made of, else to all the rules."""
    owed = [each for each in told["measures"] if each["in_total"] and each["amount"]["max"]]
    if len(owed) == 1:
        return to_formula(owed[0]["code"], text)
    return _link(addresses.of_page("") if owed else None, text)


@register.simple_tag
def to_figure(name: str, title: str, text: str) -> SafeString:
    """A figure's title and value as a link to its history."""
    return _link(addresses.of_figure(name), f"{title} {text}")


@register.simple_tag
def to_day(iso: str, text: str, css: str = "") -> SafeString:
    """`text` as a link to a day on which the rules changed, and what changed."""
    return _link(addresses.of_day(iso), text, css)


@register.simple_tag(takes_context=True)
def to_condition(context: template.Context, condition: Mapping[str, Any]) -> SafeString:
    """A condition's sentence as a link to its history; `measure` is the one it stands under."""
    measure = context.get("measure")
    text = condition["text"]
    if measure and condition["code"] == addresses.IN_FORCE:
        # All measures say it in the same words, and each has its own place.
        hidden = '{}<span class="visually-hidden">: {}</span>'
        text = format_html(hidden, text, measure["title"])
    return _link(addresses.of_condition(condition, measure and measure["code"]), text)


@register.simple_tag
def in_rules(slug: str = "", anchor: str = "") -> str:
    """The address of a page of the rule book, or of a place on it."""
    return addresses.of_page(slug, anchor)


def _link(address: str | None, text: str, css: str = "") -> SafeString:
    if address is None:
        return format_html("{}", text)
    if css:
        return format_html('<a class="{}" href="{}">{}</a>', css, address, text)
    return format_html('<a href="{}">{}</a>', address, text)
