"""Walks the site from link to link, like a search engine that forgets nothing."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import fromstring

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_path, override

from tests.web.reading import Element, read
from tests.web.site import LANGUAGES

HOST = "http://testserver"
POINTS = {
    "a": "href",
    "link": "href",
    "script": "src",
    "img": "src",
    "form": "action",
    "button": "formaction",
}
# Results lead to results without end: so many addresses with a query of each kind are enough.
ENOUGH = 3
ENOUGH_PAPERS = 1


class Link(NamedTuple):
    """An internal address that stands in a page; `sent` where a form is sent there."""

    page: str
    address: str
    fragment: str
    sent: bool


class Seen(NamedTuple):
    """What was found at an address; `root` of a page alone."""

    address: str
    name: str
    response: HttpResponse
    root: Element | None

    @property
    def language(self) -> str:
        """The language that its address names, if any."""
        first = self.address.split("/")[1]
        return first if first in LANGUAGES else ""


class Crawl:
    """Everything that can be reached from `starts`: `seen` by address, and all `links`."""

    def __init__(self, *starts: str) -> None:
        self.client = Client(raise_request_exception=False)
        self.seen: dict[str, Seen] = {}
        self.links: list[Link] = []
        self.elsewhere: set[tuple[str, str]] = set()
        self.visits: Counter[tuple[str, str]] = Counter()
        self.waiting = deque(starts)
        while self.waiting:
            self.visit(self.waiting.popleft())

    def visit(self, address: str) -> None:
        """Look at an address, once, and take note of all it leads to."""
        if address in self.seen or self.had_enough(address):
            return
        self.client.cookies.clear()
        response = self.client.get(address, headers={"accept-language": "kk"})
        kind, body = response.get("Content-Type", ""), response.getvalue()
        root = read(body.decode()) if body and kind.startswith("text/html") else None
        found = self.seen[address] = Seen(address, name_of(address), response, root)
        if location := response.get("Location"):
            self.follow(found, location)
        elif root:
            self.follow_all(found, root)
        elif "xml" in kind:
            for each in _addresses_in(body):
                self.follow(found, each)

    def had_enough(self, address: str) -> bool:
        """Whether there were enough addresses like this one."""
        if "?" not in address and "/staff/" not in address:
            return False
        name = name_of(address)
        kind = (name, address.split("/")[1])
        self.visits[kind] += 1
        most = ENOUGH_PAPERS if name == "summary_pdf" or name.startswith("staff:") else ENOUGH
        return self.visits[kind] > most

    def follow_all(self, found: Seen, root: Element) -> None:
        """Take note of all that a page points at."""
        for each in root.everything():
            if each.tag in POINTS and POINTS[each.tag] in each.attributes:
                self.follow(found, each[POINTS[each.tag]], sent=each.tag in {"form", "button"})
            if each.get("data-worker"):
                self.follow(found, each["data-worker"])

    def follow(self, found: Seen, to: str, *, sent: bool = False) -> None:
        """Take note of one address, and go there later if it is ours."""
        whole = urljoin(f"{HOST}{found.address}", to)
        if not whole.startswith(f"{HOST}/"):
            self.elsewhere.add((found.address, to))
            return
        address, _, fragment = whole.removeprefix(HOST).partition("#")
        self.links.append(Link(found.address, address, fragment, sent))
        if not sent:
            self.waiting.append(address)

    def pages(self) -> Iterator[tuple[Seen, Element]]:
        """The pages that were found."""
        for each in self.seen.values():
            if each.root:
                yield each, each.root

    def listed(self) -> Iterator[tuple[Seen, Element]]:
        """The pages for search engines, which name their own address."""
        for each, root in self.pages():
            if root.one("head").all("link", rel="canonical"):
                yield each, root


def name_of(address: str) -> str:
    """The name under which the site knows an address; empty where it does not."""
    path = urlsplit(address).path
    try:
        # Which addresses there are hangs on the language.
        with override(get_language_from_path(path)):
            return resolve(path).view_name
    except Resolver404:
        return ""


def _addresses_in(xml: bytes) -> Iterator[str]:
    """The addresses in a sitemap or a feed, wherever they stand in it."""
    for each in fromstring(xml).iter():
        text = (each.text or "").strip()
        if re.match(r"(?:https?://|/)\S+$", text) and not each.tag.endswith("}id"):
            yield text
        if each.get("href"):
            yield each.attrib["href"]
