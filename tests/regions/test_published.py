"""The figures for machines are those of the pages, each with its source."""

import csv
import json
from collections import Counter
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.utils import timezone

from tests.regions import kept
from tests.web.site import LANGUAGES, visit

in_each_language = pytest.mark.parametrize("language", LANGUAGES)


def as_json(language: str) -> dict[str, Any]:
    """The figures as JSON."""
    response = _fetched(f"/{language}/regions/regions.json", "application/json")
    found: dict[str, Any] = json.loads(response)
    return found


def as_csv(language: str) -> list[dict[str, str]]:
    """The figures as CSV."""
    text = _fetched(f"/{language}/regions/regions.csv", "text/csv; charset=utf-8")
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline="")))


def _fetched(path: str, kind: str) -> str:
    from tests.web.site import CLIENT  # noqa: PLC0415

    response = CLIENT.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, kind)
    return response.content.decode()


def figures(name: str) -> dict[tuple[str, ...], Any]:
    """The values of one kind of figure, by region, group and last day."""
    return {
        (each["region"], each["group"], each["until"] or ""): each["value"]
        for each in as_json("en")["figures"]
        if each["figure"] == name
    }


def test_places_are_those_of_the_law_and_none_is_said_as_none() -> None:
    assert figures("places") == {
        (slug, track, f"{year}-12-31"): places.get(slug, 0)
        for (year, track), places in kept.quotas().items()
        for slug in kept.names("en")
    }


def test_a_place_has_one_unit_here_and_in_the_rule_book() -> None:
    units = {each["unit"] for each in as_json("en")["figures"] if each["figure"] == "places"}
    rules = _fetched(
        "/en/rules/quotas.csv", "text/csv; charset=utf-8; header=present"
    ).removeprefix("\ufeff")
    rows = csv.DictReader(StringIO(rules, newline=""))
    assert {row["unit"] for row in rows if row["kind"] == "places"} == units == {"places"}


def test_those_who_came_are_those_reported_and_no_others() -> None:
    found = {}
    for block in kept.arrivals():
        until = block["until"].isoformat()
        found["kazakhstan", "", until] = block["people"]
        for track in kept.TRACKS:
            if track in block:
                found["kazakhstan", track, until] = block[track]
        for slug, people in block.get("regions", {}).items():
            found[slug, "", until] = people
    assert figures("arrivals") == found


def test_balances_are_those_of_the_article() -> None:
    assert figures("rural_migration_balance") == {
        (slug or "kazakhstan", "", f"{year}-12-31"): people
        for slug, by_year in kept.balance().items()
        for year, people in by_year.items()
    }


def test_roles_rent_and_single_figures_are_there() -> None:
    assert Counter(figures("role").values()) == {
        "deficit": 8,
        "surplus": 9,
        "neither": 3,
        "receives": 8,
        "closed": 12,
    }
    rates = {
        (block["name"], value["people"]): value["value"]
        for block in kept.kept(kept.LAW / "rent.toml")["parameter"]
        for value in block["value"]
    }
    rent = {group: value for (_, group, _), value in figures("rent").items()}
    assert rent == {f"{place} {people}+": value for (place, people), value in rates.items()}
    assert list(figures("certificates").values()) == [10_100_000_000]
    assert list(figures("potential").values()) == [50, 30, 20]
    assert figures("migration_balance")["north-kazakhstan", "internal", "2025-08-31"] == -4552


def test_a_role_holds_as_long_as_its_list_or_the_quota_of_its_year() -> None:
    roles = [each for each in as_json("en")["figures"] if each["figure"] == "role"]
    days = {(each["group"], each["from"], each["until"]) for each in roles}
    assert days == {("resettler", "2023-01-01", None), ("kandas", "2026-01-01", "2026-12-31")}
    akmola = {each["group"]: each["value"] for each in roles if each["region"] == "akmola"}
    assert akmola == {"resettler": "deficit", "kandas": "receives"}
    assert figures("places")["akmola", "resettler", "2026-12-31"] == 0


def test_two_days_of_a_year_give_the_same_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    first = as_json("en")["figures"]
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 11, 20))
    assert as_json("en")["figures"] == first


def test_a_figure_of_a_year_says_which() -> None:
    (found,) = [each for each in as_json("kk")["figures"] if each["figure"] == "certificates"]
    assert (found["from"], found["until"]) == ("2023-01-01", "2023-12-31")


@in_each_language
def test_json_and_csv_say_the_same(language: str) -> None:
    told, table = as_json(language), as_csv(language)
    names = {region["slug"]: region["name"] for region in told["regions"]}
    assert names == kept.names(language)
    assert len(told["figures"]) == len(table)
    for figure, row in zip(told["figures"], table, strict=True):
        plain = {key: "" if value is None else str(value) for key, value in figure.items()}
        assert {key: row[key] for key in plain} == plain
        assert row["name"] == names.get(figure["region"], "")
        source = told["sources"][figure["source"]]
        assert (row["source_title"], row["source_url"]) == (source["title"], source["url"] or "")
        assert row["checked"] == source["checked"] == "2026-11-20"


@in_each_language
def test_every_figure_has_its_source_and_grade(language: str) -> None:
    told = as_json(language)
    for figure in told["figures"]:
        assert figure["grade"] in {"official", "letter", "reported", "assumed"}
        source = told["sources"][figure["source"]]
        assert source["title"] == kept.sources()[figure["source"]]["title"][language]
        assert date.fromisoformat(source["checked"]) == date(2026, 11, 20)
    assert told["on"] == "2026-06-15"
    assert told["versions"].keys() == {"engine", "law"}


def test_both_are_named_on_the_pages() -> None:
    for path in ("/kk/regions/", "/kk/regions/abai/"):
        links = {link["href"] for link in visit(path).root.one("main").all("a")}
        assert {"/kk/regions/regions.json", "/kk/regions/regions.csv"} <= links
