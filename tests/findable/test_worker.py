"""What keeps pages readable without a connection, as far as it can be seen without a browser."""

import json
import re
from dataclasses import replace
from itertools import chain
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from calculator.findable import views
from calculator.law import current
from tests.rules import families
from tests.web.site import LANGUAGES, seen


def worker() -> HttpResponse:
    """The script."""
    return Client().get("/sw.js")


def asked_for(address: str) -> HttpResponse:
    """An answer, read to its end: a file stays open until then."""
    response = Client().get(address)
    response.getvalue()
    return response


def kept() -> dict[str, Any]:
    """What the script knows of the site."""
    strict, first, *_ = worker().content.decode().splitlines()
    assert strict == '"use strict";'
    told = re.fullmatch(r"const KEPT = (.*);", first)
    assert told
    return dict(json.loads(told[1]))


def test_it_is_a_script_for_the_whole_site_and_is_asked_for_anew_each_time() -> None:
    response = worker()
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Service-Worker-Allowed"] == "/"
    assert response["Cache-Control"] == "no-cache"
    assert not response.cookies
    again = Client().get("/sw.js", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304


def test_the_policy_lets_it_run_and_lets_a_phone_read_the_manifest() -> None:
    policy = seen("/kk/").response["Content-Security-Policy"]
    assert "worker-src 'self'" in policy
    assert "manifest-src 'self'" in policy


def test_all_that_it_keeps_is_there() -> None:
    told = kept()
    for address in [*told["assets"], *chain(*told["pages"].values())]:
        response = asked_for(address)
        assert response.status_code == 200
        assert "no-store" not in response.get("Cache-Control", "")
    assert told["pages"].keys() == set(LANGUAGES)


def test_the_files_of_the_form_are_among_those_it_keeps() -> None:
    for page in ("/kk/calculate/", "/kk/offline/"):
        head = seen(page).root.one("head")
        loaded = {each["src"] for each in head.all("script")}
        loaded |= {each["href"] for each in head.all("link", rel="stylesheet")}
        assert loaded <= {*kept()["assets"], *kept()["pages"]["kk"]}


def test_it_never_keeps_what_is_the_desks_the_apis_or_a_reports() -> None:
    told = kept()
    assert told["never"] == [f"/{language}/staff/" for language in LANGUAGES]
    with_answers = chain(*(kind["paths"] for kind in told["last"]))
    addresses = [*chain(*told["pages"].values()), *with_answers]
    for other in ("/staff/", "/api/", "/about/", "/embed/"):
        assert not [each for each in addresses if other in each]
    assert "/total/" not in json.dumps(told)


def test_it_says_in_each_language_that_an_empty_form_stands_in_for_a_filled_one() -> None:
    told = kept()
    assert told["unfilled"].keys() == set(LANGUAGES)
    for text in told["unfilled"].values():
        assert text
        assert not set('"<>') & set(text)


def test_no_first_visit_pays_for_the_remarks_in_it() -> None:
    lines = worker().content.decode().splitlines()
    assert len(lines) > 50
    assert not [line for line in lines if line.lstrip().startswith("//")]


def test_another_law_or_engine_has_a_cache_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    before = kept()["cache"]
    assert kept()["cache"] == before
    with families.working_with(replace(current(), digest="another")):
        assert kept()["cache"] != before
    monkeypatch.setattr(views, "ENGINE", "9.9.9")
    assert kept()["cache"] != before


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phone_is_told_the_name_the_start_and_the_signs_of_the_site(language: str) -> None:
    link = seen(f"/{language}/").root.one("head").one("link", rel="manifest")
    response = Client().get(link["href"])
    assert response["Content-Type"] == "application/manifest+json"
    told = response.json()
    assert (told["lang"], told["start_url"], told["scope"]) == (language, f"/{language}/", "/")
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}
    for icon in told["icons"]:
        assert asked_for(icon["src"])["Content-Type"] == "image/png"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_for_no_connection_shows_nothing_that_it_cannot_do_without_scripts(
    language: str,
) -> None:
    root = seen(f"/{language}/offline/").root
    hidden = [each.get("id") for each in root.everything() if "hidden" in each.attributes]
    assert hidden == ["missed", "forget"]
    assert seen(f"/{language}/offline/").response["Content-Language"] == language
