"""The files and the feed: well-formed, the same whenever they are asked for, and about the law."""

import csv
import io
import json
import re
from datetime import date, datetime
from http import HTTPStatus
from xml.etree import ElementTree

import pytest
from django.http import HttpResponse
from django.utils import timezone

from calculator.law import current
from tests.rulebook.book import SLUGS, anchors, data, opened, page
from tests.rules.tables import FILES
from tests.web.site import CLIENT, LANGUAGES

in_every_language = pytest.mark.parametrize("language", LANGUAGES)
ATOM = "{http://www.w3.org/2005/Atom}"
NAMES = ("law", *SLUGS)


def fetched(path: str, **headers: str) -> HttpResponse:
    """A file, for someone who was never here before."""
    CLIENT.cookies.clear()
    return CLIENT.get(path, headers=headers)


@in_every_language
@pytest.mark.parametrize("name", NAMES)
def test_json_is_strict_and_says_what_it_was_made_from(language: str, name: str) -> None:
    response = fetched(f"/{language}/rules/{name}.json")
    assert response["Content-Type"] == "application/json; charset=utf-8"

    def refuse(constant: str) -> None:
        raise ValueError(constant)

    told = json.loads(response.content, parse_constant=refuse)
    assert told["lang"] == language
    assert told["versions"]["law"] == current().digest[:16]
    assert "chart" not in json.dumps(told)


@in_every_language
@pytest.mark.parametrize("name", NAMES)
def test_csv_is_strict_and_every_line_has_every_column(language: str, name: str) -> None:
    response = fetched(f"/{language}/rules/{name}.csv")
    assert response["Content-Type"].startswith("text/csv; charset=utf-8")
    assert response["Content-Disposition"] == f'attachment; filename="qonys-{name}.csv"'
    text = response.content.decode("utf-8")
    assert text.startswith("\ufeff")
    assert text.endswith("\r\n")
    head, *lines = csv.reader(io.StringIO(text[1:], newline=""), strict=True)
    assert len(set(head)) == len(head)
    assert all(len(line) == len(head) for line in lines)
    assert not [cell for line in lines for cell in line if cell[:1] in "=+-@" and cell]


@pytest.mark.parametrize("path", ["", "rent/", "rent.json", "rent.csv", "law.json", "feed.xml"])
def test_what_has_not_changed_is_not_sent_again(path: str) -> None:
    first = fetched(f"/kk/rules/{path}")
    again = fetched(f"/kk/rules/{path}", **{"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (HTTPStatus.NOT_MODIFIED, b"")
    head = CLIENT.head(f"/kk/rules/{path}")
    assert (head.status_code, head.content) == (HTTPStatus.OK, b"")
    assert head["Content-Type"] == first["Content-Type"]
    assert CLIENT.post(f"/kk/rules/{path}").status_code == HTTPStatus.METHOD_NOT_ALLOWED


@in_every_language
def test_the_whole_law_is_reachable_in_one_file(language: str) -> None:
    told = data(language)
    assert set(told["pages"]) == set(SLUGS)
    assert set(told["sources"]) == {each["code"] for each in FILES["sources"]["source"]}
    assert {each["slug"] for each in told["regions"]} == {
        each["slug"] for each in FILES["regions"]["region"]
    }
    papers = {each["code"]: each for each in told["pages"]["papers"]["papers"]}
    for paper in FILES["papers"]["paper"]:
        assert papers[paper["code"]]["text"] == paper["text"][language]
        assert [each["fact"] for each in papers[paper["code"]]["proves"]] == paper["proves"]
    units = {each["code"]: each["title"] for each in told["pages"]["mrp"]["units"]}
    assert units == {each["code"]: each["title"][language] for each in FILES["units"]["unit"]}


# --- the feed ------------------------------------------------------------------------------------


def _feed(language: str) -> ElementTree.Element:
    response = fetched(f"/{language}/rules/feed.xml")
    assert response["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content)


def _text(element: ElementTree.Element, name: str) -> str:
    found = element.find(f"{ATOM}{name}")
    assert found is not None, name
    assert found.text, name
    return found.text


@in_every_language
def test_the_feed_has_all_that_atom_asks_for(language: str) -> None:
    feed = _feed(language)
    assert feed.tag == f"{ATOM}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert _text(element, name)
        assert datetime.fromisoformat(_text(element, "updated")).utcoffset() is not None
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    itself = [each for each in feed.findall(f"{ATOM}link") if each.get("rel") == "self"]
    assert [each.get("href", "").endswith(f"/{language}/rules/feed.xml") for each in itself] == [
        True
    ]


@in_every_language
def test_the_feed_has_one_entry_for_each_day_of_changes(language: str) -> None:
    entries = _feed(language).findall(f"{ATOM}entry")
    days = [
        each["aria-labelledby"] for each in page(language, "changes").all("section", css="entry")
    ]
    ids = [_text(entry, "id") for entry in entries]
    assert [each.partition("#")[2] for each in ids] == days
    assert len(set(ids)) == len(ids)
    assert {start.isoformat() for start in current().editions} <= set(days)
    for entry, day in zip(entries, days, strict=True):
        updated = datetime.fromisoformat(_text(entry, "updated"))
        assert timezone.localtime(updated).date() == date.fromisoformat(day)
        summary = _text(entry, "summary")
        assert re.fullmatch(r"<ul>(<li>.+?</li>)+</ul>", summary, re.DOTALL)
        links = [each.get("href", "") for each in entry.findall(f"{ATOM}link")]
        there, _, anchor = links[0].partition("#")
        assert anchor in anchors(opened(there.partition("testserver")[2]).root)


def test_the_feed_is_the_same_whatever_the_clock_says(monkeypatch: pytest.MonkeyPatch) -> None:
    now = fetched("/kk/rules/feed.xml")
    monkeypatch.setattr(timezone, "localdate", lambda *_args: date(2023, 2, 1))
    then = fetched("/kk/rules/feed.xml")
    assert now.content == then.content
    assert "Last-Modified" not in now
