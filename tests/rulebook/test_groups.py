"""For whom each shared condition is: what the rule book says is what the engine asks."""

import re
from dataclasses import replace
from itertools import product

import pytest
from django.utils.translation import gettext, override

from calculator.law import current
from calculator.rulebook.groups import asked_of, group, with_group
from calculator.rules import assess, entitlement
from calculator.rules.entitlement import Answers
from calculator.rules.law import IN_FORCE, Rules
from calculator.rules.worksheet import Worksheet
from calculator.wording.figures import said
from tests.rulebook.book import MEASURES, Told, data, page, table
from tests.rules.families import understood
from tests.rules.tables import FILES
from tests.web.conftest import TODAY
from tests.web.site import CLIENT, LANGUAGES, address, facts_in

in_every_language = pytest.mark.parametrize("language", LANGUAGES)
TRACKS = ("resettler", "kandas")
GRADUATES = ("none", "serpin", "zharqyn-bolashaq")
GROUPS = [*product(TRACKS, GRADUATES)]
FIRST_TIME = "entitlement.first_time"
SAID_OF = {
    "entitlement.origin": "resettlers who are no graduates",
    "entitlement.origin_graduate": "graduates",
    "entitlement.destination": "resettlers",
    "entitlement.destination_kandas": "kandas",
    "entitlement.job_seeker": "resettlers",
    "entitlement.registration": "resettlers who are no graduates",
    "entitlement.graduation": "graduates",
    FIRST_TIME: "kandas",
}


def _conditions(language: str) -> dict[str, Told]:
    return {each["name"]: each for each in data(language, "entitlement")["conditions"]}


def _is_asked(told: Told, answers: dict[str, str]) -> bool:
    return all(
        answers[asked["fact"]] in [each["value"] for each in asked["answers"]]
        for asked in told["when"]
    )


def _asked(rules: Rules, answers: dict[str, str]) -> set[str]:
    """The shared conditions that the engine asks a family of a group in these days."""
    law, day = current(), rules.start.isoformat()
    facts = {**facts_in(address("result", "en")), **answers, "graduated_on": day, "on": day}
    found = assess(understood(facts, law, TODAY), law).measures[0].shared.conditions
    cited = {id(each.citation) for each in found}
    return {name for name, each in rules.conditions.items() if id(each) in cited}


@pytest.mark.parametrize(("track", "graduate"), GROUPS)
def test_a_family_is_asked_what_the_rule_book_says_its_group_is(track: str, graduate: str) -> None:
    answers = {"track": track, "graduate": graduate}
    for rules in current().stretches():
        assert _asked(rules, answers) == {
            name
            for name, each in _conditions("en").items()
            if rules.conditions[name] and name != IN_FORCE and _is_asked(each, answers)
        }


def test_no_shared_condition_is_asked_of_nobody() -> None:
    """The rule book would say that it is asked of all."""
    asked = {
        name
        for rules in current().stretches()
        for track, graduate in GROUPS
        for name in _asked(rules, {"track": track, "graduate": graduate})
    }
    assert asked == _conditions("en").keys() - {IN_FORCE}


def test_the_page_says_of_whom_a_condition_is_asked_unless_it_is_all() -> None:
    main = page("en", "entitlement").one("main")
    for name in _conditions("en"):
        text = main.one("section", **{"aria-labelledby": name}).text
        said_of = re.findall(r"Asked of: (.+?)\.", text)
        assert said_of == ([SAID_OF[name]] if name in SAID_OF else []), name


@in_every_language
def test_what_a_measure_asks_for_itself_it_asks_of_all(language: str) -> None:
    for code in MEASURES:
        for each in data(language, code)["conditions"]:
            assert (each["when"], each["asked_of"]) == ([], [])


@in_every_language
def test_changes_and_the_feed_say_for_whom_a_new_condition_is(language: str) -> None:
    with override(language):
        who = group({"track": ["kandas"]})
        sentence = next(each for each in current().requirements if each.name == FIRST_TIME).text
        told = gettext("New condition: %(text)s") % {"text": f"{said(sentence)} ({who[0]})"}
    assert told in page(language, "changes").text
    assert told in page(language, "entitlement").text
    assert told in CLIENT.get(f"/{language}/rules/feed.xml").content.decode()
    assert told in CLIENT.get(f"/{language}/rules/changes.csv").content.decode()


@in_every_language
def test_a_table_says_for_which_answers_a_row_is(language: str) -> None:
    rows = {row["name"]: (row["track"], row["graduate"]) for row in table(language)}
    graduates = "serpin;zharqyn-bolashaq"
    assert rows[FIRST_TIME] == ("kandas", "")
    assert rows["entitlement.graduation"] == ("resettler", graduates)
    assert rows["entitlement.registration"] == ("resettler", "none")
    assert rows["entitlement.quota"] == ("", "")
    for file, kind in (("papers", "paper"), ("way", "step")):
        for entry in FILES[file][kind]:
            when = entry.get("when", {})
            there = tuple(";".join(when.get(fact, ())) for fact in ("track", "graduate"))
            assert rows[f"{file}.{entry['code']}"] == there


def test_groups_follow_the_rule_and_not_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were resettlers asked for the first time too, the rule book would say so by itself."""
    law = current()
    as_before = entitlement._resettler

    def asks_more(sheet: Worksheet, asked: Answers) -> None:
        as_before(sheet, asked)
        if asked.graduate:
            sheet.require("first_time", met=True)

    assert asked_of(law)[FIRST_TIME] == {"track": ("kandas",)}
    monkeypatch.setattr(entitlement, "_resettler", lambda *_: None)
    none = asked_of(replace(law, memory={}))
    assert none["entitlement.quota"] == {"track": ("kandas",)}
    assert "entitlement.origin" not in none
    monkeypatch.setattr(entitlement, "_kandas", asks_more)
    monkeypatch.setattr(entitlement, "_resettler", asks_more)
    graduates = asked_of(replace(law, memory={}))[FIRST_TIME]
    assert graduates == {"track": ("resettler",), "graduate": GRADUATES[1:]}


def test_groups_are_kept_for_each_law() -> None:
    law = current()
    assert asked_of(law) is asked_of(law)
    assert asked_of(replace(law, memory={})) is not asked_of(law)


@pytest.mark.parametrize(
    ("asked", "who"),
    [
        ({}, ""),
        ({"job_confirmed": (True,)}, ""),
        ({"track": ("kandas",)}, "kandas"),
        ({"track": ("resettler",)}, "resettlers"),
        ({"track": ("resettler",), "graduate": ("none",)}, "resettlers who are no graduates"),
        ({"track": ("resettler",), "graduate": ("serpin",)}, "graduates"),
        ({"graduate": ("serpin",)}, "graduates"),
        ({"track": TRACKS, "graduate": ("none",)}, "resettlers, kandas"),
    ],
)
def test_a_group_is_named_in_the_plural(asked: dict[str, tuple[object, ...]], who: str) -> None:
    with override("en"):
        assert ", ".join(group(asked)) == who
        assert with_group("Go.", asked) == (f"Go ({who})" if who else "Go.")


def test_places_of_a_quota_are_those_of_several_people() -> None:
    text = page("en", "changes").text
    for track in ("resettlers", "kandas"):
        assert f"Places in the quota of 2026, {track}: " in text
