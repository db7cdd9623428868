"""Saying that a figure is wrong: what is typed is never lost, and nobody is stored with it."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import reverse

from calculator import intake, limits
from calculator.about import views
from calculator.law import current
from calculator.rulebook.pages import PAGES
from calculator.rules.records import LANGUAGES
from calculator.staff.entrance import throttle
from calculator.staff.models import Entry, Report
from calculator.staff.reports import actions
from tests.rules.families import family
from tests.web.reading import Element, read
from tests.web.site import BRIEF, address, visit

pytestmark = pytest.mark.django_db

HERE = {"origin": "http://testserver"}
SAID = {"measure": "rent", "said": "The order says 28 MRP.\nPage 3.", "expected": "1 453 200"}
FACTS = intake.query(family(**BRIEF))


def where(facts: str = FACTS, language: str = "en") -> str:
    """The address of the form about a family."""
    return f"/{language}/about/report/?{facts}".rstrip("?")


def sent(do: str, facts: str = FACTS, *, language: str = "en", **changes: str) -> Any:
    """The answer to the form filled in like `SAID` but for `changes`, along with the answers."""
    typed = {**SAID, "along": "on", "do": do, **changes}
    client = Client(enforce_csrf_checks=True)
    return client.post(where(facts, language), typed, headers=HERE)


def page(answer: Any) -> Element:
    """The page of an answer."""
    return read(answer.content.decode()).one("main")


def hidden(answer: Any) -> dict[str, str]:
    """What a page sends on."""
    return {each["name"]: each["value"] for each in page(answer).all("input", type="hidden")}


# --- the way there -------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_result_leads_to_the_form_with_its_own_facts(language: str) -> None:
    result = visit(address("result", language, **BRIEF))
    links = [each["href"] for each in result.root.all("a") if "/about/report/?" in each["href"]]
    assert links == [where(language=language)]
    shown = visit(links[0])
    assert shown.status == 200
    assert len(shown.root.one("dl", css="answers").all("div")) > 15
    assert shown.root.one("input", name="along").get("checked") == ""
    assert "checked" in shown.root.one("input", name="along").attributes


def test_the_form_asks_for_no_name_and_says_so() -> None:
    main = visit(where()).root.one("main")
    names = {each["name"] for each in main.all("input", "select", "textarea")}
    assert names == {"measure", "said", "expected", "along"}
    assert "Do not write names, IIN, phone numbers or addresses here." in main.text
    assert "maxlength" not in main.one("textarea").attributes


@pytest.mark.parametrize("facts", ["", "about=rent"])
def test_without_a_family_nothing_is_said_of_answers(facts: str) -> None:
    main = visit(where(facts)).root.one("main")
    assert main.all("input", name="along") == []
    assert main.all(css="flag") == []
    chosen = [each["value"] for each in main.all("option") if "selected" in each.attributes]
    assert chosen == (["rent"] if facts else [""])


@pytest.mark.parametrize(
    "about", ["mrp", "quotas", "regions", "region.west-kazakhstan", "entitlement", "papers", "way"]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_no_measure_can_be_chosen_is_told_in_words_and_stored(
    about: str, language: str
) -> None:
    main = visit(where(f"about={about}", language)).root.one("main")
    (chosen,) = [each for each in main.all("option") if "selected" in each.attributes]
    assert chosen["value"] == about
    look = sent("look", "", language=language, measure=about)
    assert chosen.text in page(look).one("dl", css="stored").text
    assert sent("send", "", language=language, measure=about).status_code == 302
    assert Report.objects.get().measure == about


def test_every_choice_fits_where_it_is_stored_and_none_stands_twice() -> None:
    values = [each["value"] for each in visit(where("")).root.one("main").all("option")]
    longest = Report._meta.get_field("measure").max_length
    assert len(values) == len(set(values))
    assert {f"region.{slug}" for slug in current().regions} <= set(values)
    # Each page of the rule book leads here with its own name.
    assert {*PAGES, *(measure.code for measure in current().measures)} <= set(values)
    assert max(map(len, values)) <= longest


@pytest.mark.parametrize(
    "facts",
    ["track=nobody", "members=self", FACTS.replace("turkistan", "nowhere"), "on=1999-01-01"],
)
def test_answers_that_cannot_be_understood_stay_behind_and_break_nothing(facts: str) -> None:
    main = visit(where(facts)).root.one("main")
    assert "cannot be understood" in main.one("p", css="flag").text
    assert sent("send", facts).status_code == 302
    assert Report.objects.get().facts == ""


# --- write, look, send ---------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_everything_that_would_be_stored_is_shown_and_nothing_is_stored(
    language: str,
) -> None:
    answer = sent("look", language=language)
    main = page(answer)
    assert (answer.status_code, Report.objects.count()) == (200, 0)
    told = main.one("dl", css="stored").text
    for part in ("28 MRP", "Page 3", "1\u00a0453\u00a0200\u00a0₸", current().digest[:16]):
        assert part in told
    assert len(main.one("dl", css="answers").all("div")) > 15
    assert hidden(answer) == {**SAID, "said": SAID["said"], "along": "on"}
    assert "no-store" in answer.headers["Cache-Control"]


def test_then_it_is_sent_and_stored_without_anybody() -> None:
    answer = sent("send")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/en/about/report/thanks/?{FACTS}"
    kept = Report.objects.values().get()
    assert kept.pop("made_at") is not None
    assert kept == {
        "id": kept["id"],
        "language": "en",
        "facts": FACTS,
        "measure": "rent",
        "said": SAID["said"],
        "expected": 1_453_200,
        "law": current().digest,
        "settled_at": None,
        "settled_by_id": None,
        "answer": "",
    }
    assert not Entry.objects.exists()
    assert set(answer.cookies) <= {settings.LANGUAGE_COOKIE_NAME}


def test_what_a_browser_sends_from_the_page_before_is_what_is_stored() -> None:
    look = sent("look", said="Two\r\nlines & <b>signs</b> «»")
    client = Client(enforce_csrf_checks=True)
    action = page(look).one("form")["action"]
    answer = client.post(action, {**hidden(look), "do": "send"}, headers=HERE)
    assert answer.status_code == 302
    assert Report.objects.get().said == "Two\nlines & <b>signs</b> «»"


def test_answers_can_be_left_out() -> None:
    look = sent("look", along="")
    assert "No answers of a family go along." in page(look).text
    assert page(look).all("dl", css="answers") == []
    sent("send", along="")
    assert Report.objects.get().facts == ""


def test_what_was_typed_can_be_changed_once_more() -> None:
    main = page(sent("change", said="Something else", expected="not a sum"))
    assert main.one("textarea").text == "Something else"
    assert main.one("input", name="expected")["value"] == "not a sum"
    assert main.all(css="faults") == []
    assert "checked" in main.one("input", name="along").attributes
    chosen = [each["value"] for each in main.all("option") if "selected" in each.attributes]
    assert chosen == ["rent"]
    assert "checked" not in page(sent("change", along="")).one("input", name="along").attributes


@pytest.mark.parametrize("language", LANGUAGES)
def test_thanks_lead_back_to_the_result(language: str) -> None:
    assert visit(f"/{language}/about/report/thanks/").status == 200
    thanks = visit(f"/{language}/about/report/thanks/?{FACTS}")
    assert f"/{language}/result/?{FACTS}" in [each["href"] for each in thanks.root.all("a")]
    facts = dict(parse_qsl(urlsplit(f"/?{FACTS}").query))
    assert facts["destination"] == "north-kazakhstan"


def test_the_same_sent_twice_is_one_report() -> None:
    assert [sent("send").status_code for _ in range(2)] == [302, 302]
    assert Report.objects.count() == 1
    sent("send", expected="")
    assert Report.objects.count() == 2


def test_after_an_hour_or_when_it_was_settled_the_same_is_another_report() -> None:
    sent("send")
    old = Report.objects.get()
    Report.objects.update(made_at=old.made_at - actions.SENT_TWICE * 2)
    sent("send")
    assert Report.objects.count() == 2


FIGURES = [
    ("", "302\u00a0750\u00a0₸"),
    ("rent", "302\u00a0750\u00a0₸"),
    ("mrp", "302\u00a0750\u00a0₸"),
    ("region.atyrau", "302\u00a0750"),
    ("quotas", "302\u00a0750"),
    ("papers", "302\u00a0750"),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("about", "shown"), FIGURES)
def test_a_figure_is_shown_in_tenge_only_where_it_is_a_sum(
    about: str, shown: str, language: str
) -> None:
    stored = page(sent("look", language=language, measure=about, expected="302750"))
    assert shown in [each.text for each in stored.one("dl", css="stored").all("dd")]


# --- what cannot be taken ------------------------------------------------------------------------

TYPED = [
    ({"said": ""}, "Please fill this in."),
    ({"said": "   \n "}, "Please fill this in."),
    ({"said": "x" * 2001}, "At most 2000 characters fit here; 2001 were given."),
    ({"expected": "three"}, "«three» is not a whole number."),
    ({"expected": "-5"}, "«-5» is not a whole number."),
    ({"expected": "1,5"}, "«1,5» is not a whole number."),
    ({"expected": "10 000 000 001"}, "0 to 10\u00a0000\u00a0000\u00a0000"),
    ({"measure": "gold"}, "Please choose one of the answers given."),
    ({"said": "a\0b"}, "This cannot be understood."),
]


@pytest.mark.parametrize("do", ["look", "send", ""])
@pytest.mark.parametrize(("changes", "text"), TYPED)
def test_a_mistake_is_named_and_all_that_was_typed_stays(
    do: str, changes: dict[str, str], text: str
) -> None:
    answer = sent(do, **changes)
    main, typed = page(answer), {**SAID, **changes}
    assert (answer.status_code, Report.objects.count()) == (422, 0)
    assert text in main.one("section", css="faults").text
    for link in main.one("section", css="faults").all("a"):
        assert main.one("textarea", "input", "select", id=link["href"][1:])
    assert "".join(main.one("textarea").pieces()).strip() == typed["said"].strip()
    assert main.one("input", name="expected")["value"] == typed["expected"]
    assert "checked" in main.one("input", name="along").attributes


def test_two_thousand_signs_fit_however_a_browser_sends_new_lines() -> None:
    said = "\r\n".join(["абвг"] * 400)  # With one sign for each new line 1999.
    assert len(said.replace("\r\n", "\n")) == 1999
    assert sent("send", said=said).status_code == 302


@pytest.mark.parametrize(
    "expected", ["302750", "302 750", "302\u00a0750", "302 750 ₸", "302\u00a0750\u00a0₸", " 0 "]
)
def test_a_sum_may_be_written_as_the_pages_write_it(expected: str) -> None:
    assert sent("send", expected=expected).status_code == 302
    assert Report.objects.get().expected in {302_750, 0}


# --- from where ----------------------------------------------------------------------------------

ELSEWHERE: list[dict[str, str]] = [
    {},
    {"origin": "https://example.kz"},
    {"origin": "null"},
    {"origin": "http://testserver.example.kz"},
    {"referer": "http://testserver.example.kz/"},
    {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
    {"sec-fetch-site": "same-site"},
]
FROM_HERE: list[dict[str, str]] = [
    HERE,
    {"referer": "http://testserver/en/about/report/"},
    {"sec-fetch-site": "same-origin"},
    {"sec-fetch-site": "none"},
]


@pytest.mark.parametrize("headers", ELSEWHERE, ids=str)
def test_what_another_site_sends_is_not_stored_but_shown(headers: dict[str, str]) -> None:
    answer = Client().post(where(), {**SAID, "do": "send"}, headers=headers)
    assert (answer.status_code, Report.objects.count()) == (403, 0)
    assert "28 MRP" in page(answer).one("textarea").text
    assert "nothing was stored" in page(answer).one("section", css="faults").text


@pytest.mark.parametrize("headers", FROM_HERE, ids=str)
def test_what_our_own_page_sends_is_stored(headers: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(where(), {**SAID, "do": "send"}, headers=headers).status_code == 302
    assert Report.objects.count() == 1


# --- how many ------------------------------------------------------------------------------------


def test_too_many_at_once_must_wait_and_lose_nothing() -> None:
    answers = [sent("send", said=f"Report {number}") for number in range(8)]
    refused = answers[-1]
    assert [answer.status_code for answer in answers] == [302] * 6 + [429] * 2
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert hidden(refused)["said"] == "Report 7"
    assert "nothing of what you typed is lost" in page(refused).one(css="faults").text
    assert Report.objects.count() == 6


@pytest.mark.parametrize("address", ["2001:db8:1:2::{}", "2001:db8:1:2:{}::1"])
def test_a_household_cannot_go_round_that_with_its_many_addresses(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(views, "neighbourhood", throttle.neighbourhood)
    monkeypatch.setattr(limits, "_table", limits.Table())
    answers = [
        Client(REMOTE_ADDR=address.format(number)).post(
            where(), {**SAID, "said": f"Report {number}", "do": "send"}, headers=HERE
        )
        for number in range(1, 9)
    ]
    assert [answer.status_code for answer in answers] == [302] * 6 + [429] * 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_together_must_wait_and_is_told_so_truly(
    monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr(views, "AT_ONCE_OF_ALL", 3)
    monkeypatch.setattr(views, "neighbourhood", lambda _request: uuid4().hex)
    answers = [sent("send", said=f"Report {number}", language=language) for number in range(5)]
    assert [answer.status_code for answer in answers] == [302] * 3 + [429] * 2
    assert Report.objects.count() == 3
    refused = answers[-1]
    assert 590 < int(refused.headers["Retry-After"]) <= 600
    assert hidden(refused)["said"] == "Report 4"
    told = page(refused).one(css="faults").text
    assert "10" in told
    if language == "en":
        assert "can be taken only in 10 minutes." in told
        assert "If others are faster, you must wait again." in told


def test_some_hundreds_come_at_once_from_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "neighbourhood", lambda _request: uuid4().hex)
    request = RequestFactory().post(where())
    told = [views._must_wait(request)[0] for _ in range(303)]
    assert told == [""] * 300 + ["many"] * 3


@pytest.mark.parametrize("length", ["abc", "-1", "1e9", "٣", " 5", "9" * 5_000])
def test_a_length_that_is_none_breaks_nothing(length: str) -> None:
    answer = Client().post(where(), SAID, headers=HERE, CONTENT_LENGTH=length)
    assert answer.status_code in {200, 400, 413, 422}


def test_when_too_many_wait_no_more_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_OPEN", 1)
    sent("send")
    full = sent("send", said="Another")
    assert (full.status_code, Report.objects.count()) == (503, 1)
    assert hidden(full)["said"] == "Another"
    assert "No more reports can be taken now" in page(full).one(css="faults").text
    assert sent("send").status_code == 302  # The one that is there already.


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_beyond_all_measure_is_refused_in_words(language: str) -> None:
    answer = sent("send", said="x" * 300_000, language=language)
    assert (answer.status_code, Report.objects.count()) == (413, 0)
    assert read(answer.content.decode()).one("h1")
    long_ = sent("send", said="я" * 20_000, language="en")
    assert long_.status_code == 422
    assert "20000 were given" in page(long_).one(css="faults").text


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_it_answers_to_no_other_method(method: str) -> None:
    assert getattr(Client(), method)(where()).status_code == 405
    assert getattr(Client(), method)(reverse("about:thanks")).status_code == 405


@pytest.mark.parametrize("body", [b"\xff\xfe=%ff&said=%00", b"said=a&said=b&do=send", b""])
def test_whatever_is_sent_is_answered(body: bytes) -> None:
    kind = "application/x-www-form-urlencoded"
    answer = Client().post(where(), body, content_type=kind, headers=HERE)
    assert answer.status_code in {302, 422}


def test_no_page_of_a_report_touches_a_session_or_is_found_by_search_engines() -> None:
    for answer in (Client().get(where()), sent("look"), Client().get("/en/about/report/thanks/")):
        assert "sessionid" not in answer.cookies
        assert "csrftoken" not in answer.cookies
        robots = read(answer.content.decode()).one("meta", name="robots")
        assert "noindex" in robots["content"]
