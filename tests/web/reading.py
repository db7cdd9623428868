"""Reads a page into a small tree of elements, strictly: whatever is misnested is an error.

page = read(html)
page.one("a", id="start").text
filled_in(page.one("form"))     what a browser would send
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

VOID = {"br", "hr", "img", "input", "link", "meta", "source", "wbr"}
BLOCKS = {
    *("address", "article", "aside", "details", "div", "dl", "fieldset", "figure", "footer"),
    *("form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "ol", "p"),
    *("section", "table", "ul"),
}
# A browser closes these, or moves things out of them, when it meets a block inside.
WORDS_ONLY = {
    *("a", "b", "button", "h1", "h2", "h3", "h4", "i", "label", "option", "p", "small", "span"),
    *("strong", "summary"),
}
_SPACES = re.compile(r"[ \t\r\n]+")


class Misnested(ValueError):
    """Mark-up that a browser would have to repair."""


class Element:
    """One element; `children` holds elements and pieces of text in their order."""

    __slots__ = ("attributes", "children", "end", "page", "parent", "start", "tag")

    def __init__(self, tag: str, attributes: dict[str, str], parent: "Element | None") -> None:
        self.tag, self.attributes, self.parent = tag, attributes, parent
        self.children: list[Element | str] = []
        # All elements of the page in order; those below this one stand from start to end.
        self.page: list[Element] = parent.page if parent else []
        self.page.append(self)
        self.start = self.end = len(self.page)

    def __repr__(self) -> str:
        return f"<{self.tag} {self.attributes}>"

    def __getitem__(self, attribute: str) -> str:
        return self.attributes[attribute]

    def get(self, attribute: str) -> str:
        """An attribute; empty where there is none."""
        return self.attributes.get(attribute, "")

    def everything(self) -> "list[Element]":
        """All elements below this one, in the order of the page."""
        return self.page[self.start : self.end]

    def all(self, *tags: str, css: str = "", **attributes: str) -> "list[Element]":
        """The elements below with one of the tags, a class and attributes."""
        return [
            each
            for each in self.everything()
            if (not tags or each.tag in tags)
            and (not css or css in each.get("class").split())
            and all(each.attributes.get(name) == value for name, value in attributes.items())
        ]

    def one(self, *tags: str, css: str = "", **attributes: str) -> "Element":
        """The only such element below."""
        found = self.all(*tags, css=css, **attributes)
        assert len(found) == 1, f"{len(found)} of {tags} {css} {attributes}"
        return found[0]

    def pieces(self) -> Iterator[str]:
        """The pieces of text below, as written."""
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child.pieces()

    @property
    def text(self) -> str:
        """All text below; ordinary spaces run together, no-break spaces stay."""
        return _SPACES.sub(" ", "".join(self.pieces())).strip(" ")

    def above(self) -> "Iterator[Element]":
        """What this element stands in, from the inside out."""
        if self.parent is not None:
            yield self.parent
            yield from self.parent.above()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.here = Element("", {}, None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len({name for name, _ in attrs}) != len(attrs):
            raise Misnested(f"{tag} repeats an attribute: {attrs}")
        if tag in BLOCKS and self.here.tag in WORDS_ONLY:
            raise Misnested(f"{tag} inside {self.here}")
        attributes = {name: value if value is not None else "" for name, value in attrs}
        element = Element(tag, attributes, self.here)
        self.here.children.append(element)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<rect/>` is whole in a drawing; elsewhere a browser takes no notice of the stroke."""
        self.handle_starttag(tag, attrs)
        drawn = [self.here, *self.here.above()]
        if self.here.tag == tag and any(each.tag == "svg" for each in drawn):
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag != self.here.tag or self.here.parent is None:
            raise Misnested(f"</{tag}> at line {self.getpos()[0]} ends {self.here}")
        self.here.end = len(self.here.page)
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)


def read(html: str) -> Element:
    """The tree of a page, or of a part of one. Raises Misnested."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if reader.here is not reader.root:
        raise Misnested(f"{reader.here} is never ended")
    reader.root.end = len(reader.root.page)
    return reader.root


def filled_in(form: Element) -> dict[str, str]:
    """What a browser would send of a form, by name, without its buttons."""
    fields: dict[str, str] = {}
    for field in form.all("input", "select"):
        if field.tag == "select":
            fields[field["name"]] = _chosen(field)
        elif field["type"] == "text" or "checked" in field.attributes:
            assert field["name"] not in fields, f"{field} is answered twice"
            fields[field["name"]] = field.get("value")
    return fields


def _chosen(select: Element) -> str:
    options = select.all("option")
    chosen = [option for option in options if "selected" in option.attributes] or options[:1]
    assert len(chosen) == 1, f"{select} has {len(chosen)} answers"
    return chosen[0]["value"]
