"""The days to remember as a calendar file: those the result tells, and no day of its own."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils.translation import gettext, override
from icalendar import Calendar

from tests.web.site import (
    CLIENT,
    FAMILIES,
    LANGUAGES,
    Told,
    address,
    form_address,
    in_turn,
    result_in,
    seen,
)

in_every_language = pytest.mark.parametrize("language", LANGUAGES)
GRADUATE = {"graduate": "serpin", "graduated_on": "2025-12-01", "on": "2026-02-28"}
LEAP_DAY = {"on": "2024-02-29"}
NOTHING_DUE = ("not eligible", "far from it")
REMEMBERING: dict[str, dict[str, str]] = {
    **{name: changes for name, changes in FAMILIES.items() if name not in NOTHING_DUE},
    "graduate in time": GRADUATE,
    "leap day": LEAP_DAY,
}


def told_for(language: str, **changes: str) -> Told:
    """What is worked out for a family."""
    with result_in(language, **changes) as result:
        return result.told


def fetched(language: str, **changes: str) -> HttpResponse:
    """The file that a family's result links to."""
    return CLIENT.get(told_for(language, **changes)["links"]["dates"])


def events(response: HttpResponse) -> list[Any]:
    """The events of a file, as a calendar reads them."""
    file = Calendar.from_ical(response.content.decode())
    assert file.get("version") == "2.0"
    assert file.get("prodid")
    assert all(part.name == "VEVENT" for part in file.subcomponents)
    return list(file.subcomponents)


@in_every_language
def test_it_is_a_calendar_to_be_saved_under_the_day_of_application(language: str) -> None:
    response = fetched(language, **GRADUATE)
    assert response.status_code == 200
    assert response["Content-Type"].partition(";")[0] == "text/calendar"
    assert response["Content-Disposition"] == 'attachment; filename="qonys-2026-02-28.ics"'
    lines = response.content.split(b"\r\n")
    assert (lines[0], lines[-2:]) == (b"BEGIN:VCALENDAR", [b"END:VCALENDAR", b""])
    assert max(map(len, lines)) <= 75


@pytest.mark.parametrize(("name", "language"), in_turn(REMEMBERING))
def test_every_day_told_is_one_event_that_lasts_all_day(name: str, language: str) -> None:
    changes = REMEMBERING[name]
    told = told_for(language, **changes)
    found = events(fetched(language, **changes))
    assert [(each.decoded("dtstart").isoformat(), str(each["summary"])) for each in found] == [
        (each["date"], f"Qonys: {each['text']}") for each in told["dates"]
    ]
    assert found
    for event in found:
        start = event.decoded("dtstart")
        assert type(start) is date
        assert event.decoded("dtend") == start + timedelta(days=1)
        assert "url" not in event, "calendars are kept by others: no family's facts stand in one"
        assert str(event["transp"]) == "TRANSPARENT"
    assert len({str(each["uid"]) for each in found}) == len(found)


@in_every_language
def test_it_says_in_its_own_language_that_it_is_an_estimate(language: str) -> None:
    with override(language):
        estimate = gettext("An estimate, not an official decision.")
        later = gettext(
            "We count from the day of application. "
            "The true days may be later: they depend on the decision."
        )
    said = {str(each["description"]) for each in events(fetched(language))}
    assert said == {f"{estimate} {later}"}


def test_the_same_days_are_told_in_every_language_in_other_words() -> None:
    read = {language: events(fetched(language, **GRADUATE)) for language in LANGUAGES}
    days = {tuple(each.decoded("dtstart") for each in found) for found in read.values()}
    words = {tuple(str(each["summary"]) for each in found) for found in read.values()}
    assert (len(days), len(words)) == (1, len(LANGUAGES))
    names = {tuple(str(each["uid"]) for each in found) for found in read.values()}
    assert len(names) == 1, "taken along twice, a day stands in the calendar once"


@pytest.mark.parametrize(
    ("changes", "days"),
    [
        ({"on": "2026-06-15"}, ["2027-05-31", "2031-06-15"]),
        (GRADUATE, ["2026-06-01", "2027-01-31", "2031-02-28"]),
        (LEAP_DAY, ["2025-01-31", "2029-02-28"]),
        ({"on": "2024-01-31", "rent_months": "2"}, ["2024-02-29", "2029-01-31"]),
        ({"rent_months": "0"}, ["2031-01-15"]),
    ],
    ids=["the brief", "graduate", "leap day", "end of February", "no rent"],
)
def test_the_days_are_the_right_ones(changes: dict[str, str], days: list[str]) -> None:
    found = events(fetched("kk", **changes))
    assert [each.decoded("dtstart").isoformat() for each in found] == days


@in_every_language
def test_the_same_facts_give_the_same_file_and_other_facts_another(language: str) -> None:
    first, again = fetched(language).content, fetched(language).content
    assert first == again
    assert fetched(language, rent_months="3").content != first
    stamps = {re.sub(r"T.*", "", each) for each in re.findall(r"DTSTAMP:(\S+)", first.decode())}
    assert stamps == {"20260115"}, "no clock stands in it"


def test_the_result_leads_to_it_and_keeps_every_answer() -> None:
    page = seen(address("result", "ru", **GRADUATE))
    (link,) = [each["href"] for each in page.root.all("a") if "dates.ics" in each["href"]]
    assert link == address("result", "ru", **GRADUATE).replace("/result/", "/dates.ics")
    assert CLIENT.get(link).status_code == 200


@pytest.mark.parametrize(("name", "language"), in_turn(NOTHING_DUE))
def test_where_there_is_no_day_there_is_no_file_but_the_result(name: str, language: str) -> None:
    told = told_for(language, **FAMILIES[name])
    assert told["dates"] == []
    response = CLIENT.get(told["links"]["dates"])
    assert (response.status_code, response["Location"]) == (302, told["links"]["result"])


@in_every_language
def test_facts_that_cannot_be_understood_lead_back_to_the_form(language: str) -> None:
    wrong = form_address(language, "", on="31.02.2026").replace("/calculate/", "/dates.ics")
    response = CLIENT.get(wrong)
    assert response.status_code == 422
    assert response["Content-Type"].startswith("text/html")
    assert 'href="#id_on"' in response.content.decode()


def test_nobody_known_leads_to_an_empty_form() -> None:
    response = CLIENT.get("/kk/dates.ics")
    assert response.status_code == 422
    assert "ics" not in response.get("Content-Disposition", "")


@in_every_language
def test_a_form_sent_there_leads_to_its_result(language: str) -> None:
    response = CLIENT.get(form_address(language).replace("/calculate/", "/dates.ics"))
    assert response.status_code == 302
    assert response["Location"] == address("result", language, on="2026-06-15")


def test_only_the_head_can_be_asked_for_too(client: Client) -> None:
    response = client.head(told_for("kk")["links"]["dates"])
    assert (response.status_code, response.content) == (200, b"")
