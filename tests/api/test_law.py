"""The law for other programs: what it says is what stands in its files."""

import json
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

import calculator.law
from calculator.api import keeping
from calculator.api.keeping import MOST_KEPT
from calculator.law import current
from tests.api.calling import LANGUAGES, assess, family, get, refused, wrong
from tests.api.conftest import TODAY
from tests.rules.families import whole_law, working_with

FILES = sorted(Path(calculator.law.__file__).parent.glob("*.toml"))


def written() -> dict[str, list[dict[str, Any]]]:
    """Every figure as the files have it, by name."""
    found = {}
    for path in FILES:
        parsed = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=str)
        for figure in parsed.get("parameter", []):
            name = figure["name"] if path.stem == "units" else f"{path.stem}.{figure['name']}"
            found[name] = figure["value"]
    return found


@pytest.fixture
def all_of_the_law() -> Iterator[None]:
    """The law as its files have it."""
    with working_with(whole_law()):
        yield


@pytest.mark.usefixtures("all_of_the_law")
@pytest.mark.parametrize("name", written())
def test_a_figure_has_every_value_of_its_file_and_no_other(name: str) -> None:
    found = get(f"parameters/{name}").json()["values"]
    told = [
        (
            each["value"],
            each["unit"],
            each["from"],
            each["until"],
            each["people"],
            each["source"],
            each["grade"],
        )
        for each in found
    ]
    assert told == [
        (str(value["value"]), value["unit"], str(value["from"]),
         str(value["until"]) if "until" in value else None, value.get("people", 1),
         value["source"], value["grade"])
        for value in written()[name]
    ]  # fmt: skip


def test_the_history_of_the_index_ends_with_what_a_source_says() -> None:
    values = get("parameters/mrp").json()["values"]
    assert (values[-1]["value"], values[-1]["until"]) == ("4325", "2026-12-31")
    assert not any(each["provisional"] for each in values)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_history_of_the_index_is_that_of_the_rule_book(language: str) -> None:
    values = get(f"parameters/mrp?lang={language}").json()["values"]
    told = [(each["from"], each["until"], each["value"], each["source"]) for each in values]
    page = json.loads(Client().get(f"/{language}/rules/mrp.json").content)
    (figure,) = [each for each in page["figures"] if each["name"] == "mrp"]
    (bracket,) = figure["brackets"]
    rows = bracket["values"]
    assert told == [(each["from"], each["until"], each["value"], each["source"]) for each in rows]


@pytest.mark.parametrize("on", ["2026-12-31", "2027-01-01", "2027-12-31"])
def test_a_day_without_an_index_of_its_own_is_counted_with_the_last_one_provisionally(
    on: str,
) -> None:
    found = get(f"parameters?on={on}").json()["parameters"]
    (index,) = [each for each in found if each["name"] == "mrp"]
    assert (index["value"], index["provisional"]) == ("4325", on > "2026-12-31")


@pytest.mark.parametrize("on", ["2023-01-01", "2024-02-29", "2026-06-15", "2027-12-31"])
def test_the_figures_of_a_day_are_those_that_hold_on_it(on: str) -> None:
    found = get(f"parameters?on={on}").json()
    assert found["on"] == on
    rules = current().on(date.fromisoformat(on))
    names = {each["name"] for each in found["parameters"]}
    assert names == {*rules.parameters, "mrp"}
    for each in found["parameters"]:
        assert each["from"] <= on
        assert each["provisional"] or each["until"] is None or on <= each["until"]
        assert each["source"] in found["sources"]
    assert len([each for each in found["parameters"] if each["name"] == "mrp"]) == 1


def test_each_size_of_family_has_its_own_figure() -> None:
    sizes = {name: {each.people for each in current().parameters if each.name == name}
             for name in {each.name for each in current().parameters}}  # fmt: skip
    several = [name for name, people in sizes.items() if len(people) > 1]
    assert several
    for name in several:
        told = {each["people"] for each in get(f"parameters/{name}").json()["values"]}
        assert told == sizes[name]


def test_no_figure_of_that_name_is_not_found() -> None:
    for name in ("nothing", "relocation", "mrp/", "relocation.per_member.x", "%00", "МРП"):
        refused(get(f"parameters/{name}"), 404)


@pytest.mark.parametrize("call", ["parameters", "regions"])
@pytest.mark.parametrize("on", ["2022-12-31", "2028-01-01", "2026-02-30", "today", "", "0"])
def test_a_day_that_cannot_be_answered_for_is_refused(call: str, on: str) -> None:
    assert wrong(get(f"{call}?on={on}&lang=en")).keys() == {"on"}


@pytest.mark.parametrize("call", ["parameters", "regions"])
def test_a_day_may_be_written_with_dots(call: str) -> None:
    assert get(f"{call}?on=01.03.2024").json() == get(f"{call}?on=2024-03-01").json()


# --- regions ---------------------------------------------------------------------------------


def places(year: int) -> dict[str, dict[str, int | None]]:
    """The places of every region in a year, as the file of quotas has them."""
    quotas = tomllib.loads((FILES[0].parent / "quotas.toml").read_text(encoding="utf-8"))["quota"]
    known = {each["track"]: each["places"] for each in quotas if each["year"] == year}
    return {
        slug: {
            track: known[track].get(slug, 0) if track in known else None
            for track in ("resettler", "kandas")
        }
        for slug in current().regions
    }


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026, 2027])
def test_places_are_those_of_the_quota_and_null_where_none_is_known(year: int) -> None:
    found = get(f"regions?on={year}-05-01").json()["regions"]
    assert {each["slug"]: each["places"] for each in found} == places(year)


def test_a_year_without_a_quota_has_no_zero_in_it() -> None:
    found = get("regions?on=2027-05-01").json()["regions"]
    assert [each["places"] for each in found] == [{"resettler": None, "kandas": None}] * 20
    assert all(each["roles"]["kandas"]["role"] == "unknown" for each in found)
    assert not any("kandas" in each["tracks"] for each in found)


def test_a_region_says_whom_it_receives_on_whose_word() -> None:
    document = get("regions?on=2024-05-01&lang=en").json()
    found = {each["slug"]: each for each in document["regions"]}
    assert found["north-kazakhstan"]["tracks"] == ["resettler", "kandas"]
    assert found["turkistan"]["tracks"] == []
    assert found["turkistan"]["roles"]["resettler"]["role"] == "surplus"
    assert {role["source"] for each in found.values() for role in each["roles"].values()} <= {
        *document["sources"]
    }


# --- editions --------------------------------------------------------------------------------


def test_editions_are_the_days_on_which_the_rules_change_and_follow_each_other() -> None:
    document = get("editions?lang=en").json()
    found = document["editions"]
    assert [each["from"] for each in found] == [
        day.isoformat() for day in current().editions if day <= current().last_day
    ]
    for earlier, later in pairwise(found):
        next_day = date.fromisoformat(earlier["until"]) + timedelta(days=1)
        assert next_day.isoformat() == later["from"]
    assert found[-1]["until"] == document["last_day"] == "2027-12-31"
    assert document["last_known_day"] == "2026-12-31"
    assert not found[0]["changes"]
    assert all(each["changes"] for each in found[1:] if not each["provisional"])


def test_every_language_says_the_same_in_other_words() -> None:
    for call in ("parameters", "regions", "editions", "parameters/mrp"):
        told = [get(f"{call}?lang={lang}").json() for lang in LANGUAGES]
        assert [each["lang"] for each in told] == list(LANGUAGES)
        assert len({str(wordless(each)) for each in told}) == 1
        assert len({str(each) for each in told}) == 3


def wordless(value: Any) -> Any:
    """A document without its words."""
    if isinstance(value, dict):
        words = {"lang", "title", "text", "name"}
        return {key: wordless(each) for key, each in value.items() if key not in words}
    return [wordless(each) for each in value] if isinstance(value, list) else value


# --- keeping ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "call",
    ["parameters", "parameters/mrp", "regions", "editions", "openapi.json", "docs"],
)
def test_what_was_kept_is_not_sent_again_while_it_is_right(call: str) -> None:
    first = get(f"{call}?lang=ru")
    for known in (first["ETag"], f"W/{first['ETag']}", f'"x", {first["ETag"]}', "*"):
        again = get(f"{call}?lang=ru", **{"if-none-match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        assert again["Cache-Control"] == first["Cache-Control"]
        assert again["Qonys-Law"] == first["Qonys-Law"]
    assert get(f"{call}?lang=kk", **{"if-none-match": first["ETag"]}).status_code == 200
    assert get(f"{call}?lang=ru", **{"if-match": '"x"'}).status_code == 200


def test_packed_answers_are_known_again_too() -> None:
    first = get("editions", **{"accept-encoding": "gzip"})
    assert first["Content-Encoding"] == "gzip"
    again = get("editions", **{"accept-encoding": "gzip", "if-none-match": first["ETag"]})
    assert again.status_code == 304


def test_no_more_is_kept_than_there_is_room_for() -> None:
    memory = current().memory.setdefault("api", {})
    memory.clear()
    memory.update({("other", number): keeping.Kept(b"", "") for number in range(MOST_KEPT - 1)})
    told = [get("editions?lang=en").content for _ in range(2)]
    assert len(memory) == MOST_KEPT
    told += [get("regions?lang=en").content, get("editions?lang=en").content]
    assert len(memory) == 2
    assert told[0] == told[1] == told[3]


def test_another_law_is_another_answer() -> None:
    before = get("parameters/mrp")
    with working_with(whole_law()):
        after = get("parameters/mrp", **{"if-none-match": before["ETag"]})
    assert after.status_code == (304 if after["ETag"] == before["ETag"] else 200)
    with working_with(whole_law()):
        assert get("parameters?on=2026-06-15")["ETag"] == get("parameters?on=15.06.2026")["ETag"]


@pytest.mark.parametrize("call", ["parameters", "regions"])
def test_what_is_about_today_is_not_kept_past_midnight(
    call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    almaty = ZoneInfo("Asia/Almaty")
    night = datetime(TODAY.year, TODAY.month, TODAY.day, 23, 59, 30, tzinfo=almaty)
    monkeypatch.setattr(timezone, "localtime", lambda *_args: night)
    assert get(call)["Cache-Control"] == "public, max-age=30"
    assert get(f"{call}?on=2026-06-15")["Cache-Control"] == "public, max-age=3600"


def test_families_are_kept_by_nobody() -> None:
    answer = assess(family())
    assert answer["Cache-Control"] == "no-store"
    assert not answer.has_header("ETag")
