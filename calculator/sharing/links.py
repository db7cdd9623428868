"""Links that open the form with answers filled in, and the HTML with which a site shows them."""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, override

# Pixels. The form scrolls in its frame: a higher one would leave a phone nothing else to touch.
HEIGHT = 720


class Made(NamedTuple):
    """The addresses of the form and of its frame, and the HTML of either."""

    address: str
    framed: str
    link: str
    frame: str


def made(site: str, language: str, answers: Mapping[str, str]) -> Made:
    """All that leads to the form in a language with these answers. `site` is this one's origin."""
    query = f"?{urlencode(answers)}" if answers else ""
    with override(language):
        address = f"{site}{reverse('calculate')}{query}"
        framed = f"{site}{reverse('sharing:embed')}{query}"
        title = gettext("Work out your support for the move")
    link = format_html('<a href="{}" hreflang="{}">{}</a>', address, language, title)
    frame = format_html(
        '<iframe src="{}" title="{}" lang="{}" width="100%" height="{}" loading="lazy"></iframe>',
        framed,
        title,
        language,
        HEIGHT,
    )
    return Made(address, framed, link, frame)
