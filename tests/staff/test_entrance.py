"""Getting in: the name, the password, the second factor, and what was typed before."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.conf import LazySettings
from django.conf import settings as project
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from calculator.staff.entrance import kept
from calculator.staff.entrance.throttle import counted_as
from calculator.staff.models import Case, Centre, Entry, Worker
from calculator.staff.origins import client_address
from calculator.staff.record import first_break
from tests.staff.desk import PASSWORD, case_of, worker_at
from tests.web.reading import Element, read

pytestmark = pytest.mark.django_db

LANGUAGES = ("kk", "ru", "en")
NEW_PASSWORD = "мост-через-реку-9"
HERE = {"HTTP_ORIGIN": "http://testserver"}
"""What a browser says of a form sent from one of our pages."""
THERE = {"HTTP_ORIGIN": "https://evil.example"}

SignIn = Callable[..., Any]


@pytest.fixture(autouse=True)
def in_english() -> Any:
    """Pages are asked for in English, and said to be."""
    with override("en"):
        yield


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Lets time go by, for the sessions, the throttle and the codes alike."""
    gone = [timedelta()]
    now, seconds = timezone.now, time.time

    def go_by(how_long: timedelta) -> None:
        gone[0] += how_long

    monkeypatch.setattr(timezone, "now", lambda: now() + gone[0])
    monkeypatch.setattr("axes.handlers.proxy.now", lambda: now() + gone[0])
    monkeypatch.setattr(time, "time", lambda: seconds() + gone[0].total_seconds())
    return go_by


def send(client: Client, username: str, password: str = PASSWORD, **rest: Any) -> Any:
    """Sign in, or try to."""
    headers = {key: rest.pop(key) for key in list(rest) if key.isupper()}
    fields = {"username": username, "password": password, **rest}
    return client.post("/en/staff/sign-in/", fields, **headers)


def page(response: HttpResponse) -> Element:
    """The page of an answer, read strictly."""
    return read(response.content.decode())


def hidden(response: HttpResponse, name: str) -> str:
    """What a page carries along in a hidden field."""
    return page(response).one("main").one("input", type="hidden", name=name)["value"]


def is_in(client: Client) -> bool:
    """Whether somebody has signed in with this browser."""
    return SESSION_KEY in client.session


def done(*actions: str) -> list[Entry]:
    """The entries of some actions, in their order."""
    return list(Entry.objects.filter(action__in=actions))


def device_of(worker: Worker) -> TOTPDevice:
    """A second factor that is on."""
    return TOTPDevice.objects.create(user=worker, name="", confirmed=True)


def code_of(device: TOTPDevice, later: int = 0) -> str:
    """The code a phone shows; `later` steps of half a minute from now."""
    codes = TOTP(device.bin_key)
    codes.time = time.time() + later * 30
    return f"{codes.token():06}"


def wrong_code(device: TOTPDevice) -> str:
    """A code that a phone does not show now, nor a step before or after."""
    shown = {code_of(device, later) for later in range(-3, 4)}
    return next(f"{number:06}" for number in range(10) if f"{number:06}" not in shown)


# --- the name and the password -----------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sign_in_is_there_in_every_language(client: Client, language: str) -> None:
    response = client.get(f"/{language}/staff/sign-in/")
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store, private"
    form = page(response).one("main").one("form")
    assert form["action"] == f"/{language}/staff/sign-in/"
    assert form.one("input", name="username")["autocomplete"] == "username"
    assert form.one("input", name="password")["autocomplete"] == "current-password"


def test_the_right_password_leads_to_the_desk_and_stands_on_record(
    client: Client, specialist: Worker
) -> None:
    response = send(client, specialist.username)
    assert (response.status_code, response["Location"]) == (302, "/en/staff/")
    [entry] = done("sign_in")
    assert (entry.username, entry.centre_id, entry.address) == (
        specialist.username,
        specialist.centre_id,
        "127.0.0.1",
    )
    assert client.get("/en/staff/").status_code == 200


@pytest.mark.parametrize("typed", ["SPECIALIST-north-kazakhstan", " specialist-north-kazakhstan "])
def test_the_name_may_be_typed_in_any_case(client: Client, specialist: Worker, typed: str) -> None:
    assert send(client, typed).status_code == 302


def test_wrong_name_wrong_password_and_closed_account_are_told_the_same(
    client: Client, specialist: Worker, supervisor: Worker
) -> None:
    supervisor.is_active = False
    supervisor.save()
    told = []
    for username, password in (
        ("nobody", PASSWORD),
        (specialist.username, "wrong"),
        (supervisor.username, PASSWORD),
    ):
        response = send(client, username, password)
        assert response.status_code == 422
        told.append(page(response).one(css="faults").text)
    assert len(set(told)) == 1
    assert "The name or the password is wrong, or this account is closed." in told[0]
    assert not is_in(client)


def test_a_failure_stands_on_record_with_whose_name_it_was_but_never_with_what_was_typed(
    client: Client, specialist: Worker
) -> None:
    send(client, specialist.username, "тайный-ключ-99")
    send(client, "stranger", "тайный-ключ-99")
    named, unknown = done("sign_in_failed")
    assert (named.username, named.centre_id) == (specialist.username, specialist.centre_id)
    assert (unknown.username, unknown.centre_id) == ("", None)
    kept_anywhere = [*Entry.objects.values_list(), *AccessAttempt.objects.values_list()]
    # A password may be typed into the field for the name.
    for typed in ("тайный-ключ-99", "stranger"):
        assert typed not in repr(kept_anywhere)


def test_axes_keeps_nothing_that_was_typed(client: Client, specialist: Worker) -> None:
    for _ in range(2):
        client.post(
            "/en/staff/sign-in/?next=/en/staff/secret",
            {"username": specialist.username, "password": "wrong", "pasword": "my-secret"},
        )
    [attempt] = AccessAttempt.objects.all()
    assert (attempt.get_data, attempt.post_data) == ("", "")
    assert (attempt.username, attempt.failures_since_start) == (
        counted_as(specialist.username),
        2,
    )


def test_the_page_keeps_the_name_and_forgets_the_password(client: Client, centre: Centre) -> None:
    form = page(send(client, "aigul", "wrong")).one("main").one("form")
    assert form.one("input", name="username")["value"] == "aigul"
    assert "value" not in form.one("input", name="password").attributes


@pytest.mark.parametrize("fields", [{"username": ""}, {"username": "a\0b", "password": "x"}])
def test_an_incomplete_form_is_no_attempt(client: Client, fields: dict[str, str]) -> None:
    response = client.post("/en/staff/sign-in/", {"password": "", **fields})
    assert response.status_code == 422
    assert not AccessAttempt.objects.exists()


def test_whoever_is_signed_in_already_goes_to_the_desk(
    signed_in: Callable[[Worker], Client], specialist: Worker
) -> None:
    client = signed_in(specialist)
    assert client.get("/en/staff/sign-in/")["Location"] == "/en/staff/"


def test_the_session_gets_a_new_key_at_sign_in(client: Client, specialist: Worker) -> None:
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    client.cookies[project.SESSION_COOKIE_NAME] = session.session_key
    send(client, specialist.username)
    assert client.session.session_key != session.session_key
    assert not Session.objects.filter(pk=session.session_key).exists()


def test_without_a_token_nobody_signs_in(specialist: Worker) -> None:
    client = Client(enforce_csrf_checks=True)
    assert send(client, specialist.username).status_code == 403
    assert not is_in(client)


def test_with_the_token_of_the_page_one_does(specialist: Worker) -> None:
    client = Client(enforce_csrf_checks=True)
    token = hidden(client.get("/en/staff/sign-in/"), "csrfmiddlewaretoken")
    assert send(client, specialist.username, csrfmiddlewaretoken=token).status_code == 302
    assert is_in(client)


# --- where one wanted to go --------------------------------------------------------------------


def test_one_goes_on_to_where_one_wanted(client: Client, specialist: Worker) -> None:
    asked = client.get("/ru/staff/account/?x=1")
    assert asked["Location"] == "/ru/staff/sign-in/?next=%2Fru%2Fstaff%2Faccount%2F%3Fx%3D1"
    carried = hidden(client.get(asked["Location"]), "next")
    assert send(client, specialist.username, next=carried)["Location"] == "/ru/staff/account/?x=1"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example/kk/staff/",
        "///evil.example/kk/staff/",
        "https://evil.example",
        "https://evil.example/kk/staff/",
        "http://testserver/kk/staff/",
        "javascript:alert(1)",
        "/kk/staff/\\evil.example",
        "\\\\evil.example/kk/staff/",
        "/\\evil.example/kk/staff/",
        "/kk/staff//evil.example",
        "/kk/../",
        "/kk/staff/../../",
        "/kk/staff/%2e%2e/%2E%2e/",
        "/kk/staff/..%2f..%2f",
        "/kk/staff/%252e%252e/",
        "/kk/staff/./",
        "/kk/staff/\n/evil",
        "/kk/staff/?\t",
        " /kk/staff/",
        "/kk/calculate/",
        "/de/staff/",
        "/kk/staffing/",
        "kk/staff/",
        "/kk/staff/sign-out/",
        "/kk/staff/sign-in/?next=/kk/staff/",
        "http://[/kk/staff/",
        "",
    ],
)
def test_nobody_is_led_elsewhere(client: Client, specialist: Worker, elsewhere: str) -> None:
    assert send(client, specialist.username, next=elsewhere)["Location"] == "/en/staff/"


@pytest.mark.parametrize(
    "address", ["/kk/staff/", "/ru/staff/cases/?q=7K3M", "/en/staff/cases/7K3M92XP/"]
)
def test_a_page_of_the_desk_is_ours(address: str) -> None:
    assert kept.is_ours(address)


# --- too many wrong passwords ------------------------------------------------------------------


def test_the_fifth_wrong_password_closes_the_name(client: Client, specialist: Worker) -> None:
    statuses = [send(client, specialist.username, "wrong").status_code for _ in range(5)]
    assert statuses == [422, 422, 422, 422, 429]
    response = send(client, specialist.username)
    assert response.status_code == 429
    assert not is_in(client)
    assert [entry.details["why"] for entry in done("sign_in_failed")] == ["password"] * 5 + [
        "locked"
    ]
    [locked] = done("locked_out")
    assert (locked.username, locked.centre_id) == (specialist.username, specialist.centre_id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_until_when_to_wait(
    client: Client, specialist: Worker, language: str
) -> None:
    fields = {"username": specialist.username, "password": "wrong"}
    for _ in range(5):
        response = client.post(f"/{language}/staff/sign-in/", fields)
    assert response.status_code == 429
    assert 15 * 60 - 5 <= int(response["Retry-After"]) <= 15 * 60
    until = timezone.localtime(AccessAttempt.objects.get().attempt_time) + timedelta(minutes=15)
    assert until.strftime("%d.%m.%Y %H:%M:%S") in page(response).one("main").text
    assert response["Cache-Control"] == "no-store, private"


def test_after_a_quarter_of_an_hour_one_may_try_again_and_trying_meanwhile_changes_nothing(
    client: Client, specialist: Worker, clock: Callable[[timedelta], None]
) -> None:
    for _ in range(5):
        send(client, specialist.username, "wrong")
    clock(timedelta(minutes=14))
    late = send(client, specialist.username)
    assert late.status_code == 429
    assert int(late["Retry-After"]) <= 60
    clock(timedelta(minutes=1, seconds=1))
    assert send(client, specialist.username).status_code == 302


@pytest.mark.parametrize(
    "disguise",
    [
        str.upper,
        str.title,
        lambda name: f"  {name}\t",
        lambda name: name.replace("s", "ſ"),
        lambda name: name.replace("k", "\u212a"),
        lambda name: name.replace("i", "ı"),
        lambda name: "".join(chr(ord(sign) + 0xFEE0) for sign in name),
    ],
)
def test_no_other_way_to_type_a_name_gets_past_the_lock(
    client: Client, specialist: Worker, disguise: Callable[[str], str]
) -> None:
    for _ in range(5):
        send(client, specialist.username, "wrong")
    assert send(client, disguise(specialist.username)).status_code == 429


def test_a_name_is_closed_to_one_address_only(client: Client, specialist: Worker) -> None:
    for _ in range(5):
        send(client, specialist.username, "wrong")
    assert send(client, specialist.username, REMOTE_ADDR="198.51.100.4").status_code == 302


def test_a_colleague_at_the_same_address_is_not_locked_out(
    client: Client, specialist: Worker, supervisor: Worker
) -> None:
    for _ in range(5):
        send(client, specialist.username, "wrong")
    assert send(client, supervisor.username).status_code == 302
    assert AccessAttempt.objects.get().username == counted_as(specialist.username)


def test_another_browser_at_the_same_address_does_not_help(
    client: Client, specialist: Worker
) -> None:
    for number in range(5):
        send(client, specialist.username, "wrong", HTTP_USER_AGENT=f"browser {number}")
    assert send(client, specialist.username, HTTP_USER_AGENT="new").status_code == 429


def test_an_address_that_tries_many_names_is_closed_as_a_whole(
    client: Client, specialist: Worker
) -> None:
    statuses = [send(client, f"name{number}", "wrong").status_code for number in range(50)]
    assert statuses == [422] * 49 + [429]
    response = send(client, specialist.username)
    assert (response.status_code, is_in(client)) == (429, False)
    assert 15 * 60 - 10 <= int(response["Retry-After"]) <= 15 * 60
    assert send(client, specialist.username, REMOTE_ADDR="198.51.100.4").status_code == 302


def test_a_sign_in_forgives_the_failures_of_that_name_and_of_no_other(
    client: Client, specialist: Worker
) -> None:
    for name in (specialist.username, "other"):
        for _ in range(4):
            send(client, name, "wrong")
    send(client, specialist.username.upper())
    assert [attempt.username for attempt in AccessAttempt.objects.all()] == [counted_as("other")]


@pytest.mark.parametrize(
    ("proxies", "told", "address"),
    [
        (0, "", "10.0.0.1"),
        (0, "198.51.100.4", "10.0.0.1"),
        (1, "198.51.100.4", "198.51.100.4"),
        (1, "1.1.1.1, 198.51.100.4", "198.51.100.4"),
        (2, "1.1.1.1, 198.51.100.4, 10.0.0.2", "198.51.100.4"),
        (1, "198.51.100.4:52044", "198.51.100.4"),
        (1, "::ffff:198.51.100.4", "198.51.100.4"),
        (1, "2001:DB8::1", "2001:db8::1"),
        (1, "[2001:db8::1]:443", "2001:db8::1"),
        (1, "fe80::1%eth0", "fe80::1"),
        (1, "unknown", "0.0.0.0"),
        (1, "<script>", "0.0.0.0"),
    ],
)
def test_an_address_is_taken_from_the_proxies_alone(
    settings: LazySettings, proxies: int, told: str, address: str
) -> None:
    settings.PROXIES = proxies
    headers = {"HTTP_X_FORWARDED_FOR": told} if told else {}
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", **headers)
    assert str(client_address(request)) == address


@pytest.mark.parametrize("proxies", [0, 1])
def test_a_forged_address_does_not_get_past_the_lock(
    client: Client, specialist: Worker, settings: LazySettings, proxies: int
) -> None:
    settings.PROXIES = proxies
    seen = ", 198.51.100.4" if proxies else ""
    for number in range(5):
        told = f"203.0.113.{number}{seen}"
        send(client, specialist.username, "wrong", HTTP_X_FORWARDED_FOR=told)
    told = f"203.0.113.9{seen}"
    assert send(client, specialist.username, HTTP_X_FORWARDED_FOR=told).status_code == 429


def test_who_cannot_be_told_apart_by_address_is_counted_together(
    client: Client, specialist: Worker, settings: LazySettings
) -> None:
    settings.PROXIES = 1
    for told in ("unknown", "", "<script>", "a b", "none"):
        send(client, specialist.username, "wrong", REMOTE_ADDR="", HTTP_X_FORWARDED_FOR=told)
    after = send(client, specialist.username, REMOTE_ADDR="", HTTP_X_FORWARDED_FOR="else")
    assert after.status_code == 429


def test_another_address_of_the_same_household_does_not_help(
    client: Client, specialist: Worker
) -> None:
    for number in range(5):
        send(client, specialist.username, "wrong", REMOTE_ADDR=f"2001:db8:0:7::{number}")
    assert send(client, specialist.username, REMOTE_ADDR="2001:db8:0:7:f::9").status_code == 429
    assert send(client, specialist.username, REMOTE_ADDR="2001:db8:0:8::1").status_code == 302


# --- the second factor -------------------------------------------------------------------------


def enter(client: Client, code: str, **rest: Any) -> Any:
    """Type a code after the password."""
    return client.post("/en/staff/second-factor/", {"code": code, **rest})


def test_with_a_second_factor_the_password_alone_opens_nothing(
    client: Client, specialist: Worker
) -> None:
    device_of(specialist)
    asked = send(client, specialist.username, next="/en/staff/account/")
    assert asked["Location"] == "/en/staff/second-factor/?next=%2Fen%2Fstaff%2Faccount%2F"
    for address in ("", "account/", "account/password/", "account/second-factor/", "cases/"):
        response = client.get(f"/en/staff/{address}")
        assert (response.status_code, response["Location"].partition("?")[0]) == (
            302,
            "/en/staff/second-factor/",
        )
    changed = client.post(
        "/en/staff/account/password/",
        {"old": PASSWORD, "new": NEW_PASSWORD, "again": NEW_PASSWORD},
    )
    assert changed["Location"].startswith("/en/staff/second-factor/")
    specialist.refresh_from_db()
    assert specialist.check_password(PASSWORD)


def test_the_code_opens_the_rest_and_leads_to_where_one_wanted(
    client: Client, specialist: Worker
) -> None:
    device = device_of(specialist)
    asked = send(client, specialist.username, next="/en/staff/account/")
    wanted, before = hidden(client.get(asked["Location"]), "next"), client.session.session_key
    code = code_of(device)
    response = enter(client, f"{code[:3]} {code[3:]}", next=wanted)
    assert response["Location"] == "/en/staff/account/"
    assert client.get("/en/staff/account/").status_code == 200
    assert [entry.details["step"] for entry in done("sign_in")] == ["password", "code"]
    assert client.session.session_key != before


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_is_asked_for_in_every_language(
    client: Client, specialist: Worker, language: str
) -> None:
    device_of(specialist)
    send(client, specialist.username)
    response = client.get(f"/{language}/staff/second-factor/")
    assert response.status_code == 200
    field = page(response).one("main").one("input", name="code")
    assert (field["autocomplete"], field["inputmode"]) == ("one-time-code", "numeric")


def test_a_wrong_code_stands_on_record_and_says_how_long_to_wait(
    client: Client, specialist: Worker, clock: Callable[[timedelta], None]
) -> None:
    device = device_of(specialist)
    send(client, specialist.username)
    for number, seconds in enumerate((1, 2, 4, 8)):
        response = enter(client, wrong_code(device))
        assert (response.status_code, response["Retry-After"]) == (429, str(seconds))
        assert "This code is wrong, or was used already." in page(response).one(css="faults").text
        assert f"{seconds} second" in page(response).one(css="faults").text
        assert len(done("sign_in_failed")) == number + 1
        clock(timedelta(seconds=seconds))
    assert enter(client, code_of(device)).status_code == 302


def test_while_one_must_wait_even_the_right_code_is_refused(
    client: Client, specialist: Worker
) -> None:
    device = device_of(specialist)
    device.throttling_failure_count, device.throttling_failure_timestamp = 12, timezone.now()
    device.save()
    send(client, specialist.username)
    response = enter(client, code_of(device))
    assert response.status_code == 429
    until = timezone.localtime(device.throttling_failure_timestamp + timedelta(seconds=2**11))
    assert f"Try again after {until:%d.%m.%Y %H:%M:%S}." in page(response).one(css="faults").text
    assert done("sign_in_failed")[0].details == {"why": "too_soon"}
    device.refresh_from_db()
    assert device.throttling_failure_count == 12


def test_a_code_counts_once(client: Client, specialist: Worker) -> None:
    device = device_of(specialist)
    send(client, specialist.username)
    code = code_of(device)
    assert enter(client, code).status_code == 302
    second = Client()
    send(second, specialist.username)
    assert enter(second, code).status_code == 429
    assert second.get("/en/staff/account/").status_code == 302


@pytest.mark.parametrize("code", ["12345", "1234567", "abcdef", "１２３４５６", ""])
def test_what_cannot_be_a_code_is_no_attempt(
    client: Client, specialist: Worker, code: str
) -> None:
    device = device_of(specialist)
    send(client, specialist.username)
    assert enter(client, code).status_code == 422
    device.refresh_from_db()
    assert device.throttling_failure_count == 0
    assert done("sign_in_failed") == []


def test_the_code_of_a_colleague_is_of_no_use(
    client: Client, specialist: Worker, supervisor: Worker
) -> None:
    device_of(specialist)
    other = device_of(supervisor)
    send(client, specialist.username)
    assert enter(client, code_of(other)).status_code == 429


def test_whoever_needs_no_code_is_not_asked_for_one(
    signed_in: Callable[[Worker], Client], specialist: Worker
) -> None:
    response = signed_in(specialist).get("/en/staff/second-factor/")
    assert response["Location"] == "/en/staff/"


# --- setting the second factor -----------------------------------------------------------------


def new_key(client: Client) -> TOTPDevice:
    """The key that the page shows as text, as a phone would take it over."""
    shown = page(client.get("/en/staff/account/second-factor/"))
    text = shown.one(css="typed-key").text.replace(" ", "")
    assert f"secret={text}&" in shown.one("a", css="tap")["href"]
    import base64  # noqa: PLC0415

    return TOTPDevice(key=base64.b32decode(text).hex())


def set_up(client: Client, **fields: str) -> Any:
    """Send the form of the second factor."""
    return client.post("/en/staff/account/second-factor/", fields)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_key_is_shown_as_a_picture_and_as_text_in_groups_of_four(
    signed_in: Callable[[Worker], Client], specialist: Worker, language: str
) -> None:
    response = signed_in(specialist).get(f"/{language}/staff/account/second-factor/")
    shown = page(response)
    assert re.fullmatch(r"([A-Z2-7]{4} ){7}[A-Z2-7]{4}", shown.one(css="typed-key").text)
    picture = shown.one("div", css="new-key")
    assert picture["role"] == "img"
    assert picture.one("svg").all("path")
    assert " style=" not in response.content.decode()
    assert shown.one("main").all("img") == []
    assert response["Cache-Control"] == "no-store, private"


def test_looking_at_the_page_changes_nothing(
    signed_in: Callable[[Worker], Client], specialist: Worker
) -> None:
    client = signed_in(specialist)
    assert new_key(client).key == new_key(client).key
    assert not TOTPDevice.objects.exists()
    assert not done("second_factor_set")


def test_a_code_of_the_new_key_turns_it_on(
    signed_in: Callable[[Worker], Client], specialist: Worker
) -> None:
    client, elsewhere = signed_in(specialist), signed_in(specialist)
    shown = new_key(client)
    code = code_of(shown)
    response = set_up(client, code=code)
    assert response["Location"] == "/en/staff/account/"
    device = TOTPDevice.objects.get(user=specialist, confirmed=True)
    assert device.key == shown.key
    assert done("second_factor_set")[0].details == {"replaced": False}
    assert client.get("/en/staff/account/").status_code == 200
    assert elsewhere.get("/en/staff/")["Location"].startswith("/en/staff/second-factor/")
    # The code that proved it is used up.
    assert enter(elsewhere, code).status_code == 429


def test_a_wrong_code_turns_nothing_on(
    signed_in: Callable[[Worker], Client], specialist: Worker
) -> None:
    client = signed_in(specialist)
    response = set_up(client, code=wrong_code(new_key(client)))
    assert response.status_code == 422
    assert page(response).one(css="faults").one("a")["href"] == "#id_code"
    assert not TOTPDevice.objects.exists()


def verified(client: Client, worker: Worker, device: TOTPDevice) -> Client:
    """A browser in which somebody has signed in with a code."""
    send(client, worker.username)
    enter(client, code_of(device))
    return client


def test_to_replace_it_one_gives_a_present_code(
    client: Client, specialist: Worker, clock: Callable[[timedelta], None]
) -> None:
    old = device_of(specialist)
    verified(client, specialist, old)
    shown = new_key(client)
    without = set_up(client, code=code_of(shown))
    assert without.status_code == 422
    clock(timedelta(seconds=60))
    wrong = set_up(client, code=code_of(shown), present=wrong_code(old))
    assert wrong.status_code == 429
    assert [device.key for device in TOTPDevice.objects.all()] == [old.key]
    clock(timedelta(seconds=60))
    mistaken = set_up(client, code=wrong_code(shown), present=code_of(old))
    assert mistaken.status_code == 422
    right = set_up(client, code=code_of(shown), present=code_of(old))
    assert right["Location"] == "/en/staff/account/"
    assert [device.key for device in TOTPDevice.objects.all()] == [shown.key]
    assert done("second_factor_set")[0].details == {"replaced": True}
    assert client.get("/en/staff/account/").status_code == 200


def test_where_it_is_required_it_is_set_up_before_anything_else(
    client: Client, specialist: Worker, settings: LazySettings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    asked = send(client, specialist.username, next="/en/staff/cases/")
    assert asked["Location"].startswith("/en/staff/account/second-factor/?next=")
    away = client.get("/en/staff/account/")
    assert away["Location"].startswith("/en/staff/account/second-factor/")
    set_up(client, code=code_of(new_key(client)))
    assert client.get("/en/staff/account/").status_code == 200


# --- the password ------------------------------------------------------------------------------


def change(client: Client, old: str = PASSWORD, new: str = NEW_PASSWORD, again: str = "") -> Any:
    """Send the form of the password."""
    fields = {"old": old, "new": new, "again": again or new}
    return client.post("/en/staff/account/password/", fields)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rules_stand_beside_the_form(
    signed_in: Callable[[Worker], Client], specialist: Worker, language: str
) -> None:
    response = signed_in(specialist).get(f"/{language}/staff/account/password/")
    main = page(response).one("main")
    assert len(main.one("ul").all("li")) == len(project.AUTH_PASSWORD_VALIDATORS)
    assert str(project.SHORTEST_PASSWORD) in main.one("ul").text
    assert [main.one("input", name=name)["autocomplete"] for name in ("old", "new", "again")] == [
        "current-password",
        "new-password",
        "new-password",
    ]


def test_a_changed_password_ends_the_other_sign_ins_and_not_this_one(
    signed_in: Callable[[Worker], Client], specialist: Worker
) -> None:
    client, elsewhere = signed_in(specialist), signed_in(specialist)
    before = client.session.session_key
    assert change(client)["Location"] == "/en/staff/account/"
    assert client.get("/en/staff/account/").status_code == 200
    assert client.session.session_key != before
    assert elsewhere.get("/en/staff/account/")["Location"].startswith("/en/staff/sign-in/")
    specialist.refresh_from_db()
    assert specialist.check_password(NEW_PASSWORD)
    [entry] = done("password_set")
    assert (entry.username, entry.details) == (specialist.username, {})


def test_the_second_factor_outlasts_a_changed_password(client: Client, specialist: Worker) -> None:
    verified(client, specialist, device_of(specialist))
    change(client)
    assert client.get("/en/staff/account/").status_code == 200


@pytest.mark.parametrize(
    ("fields", "field", "told"),
    [
        ({"old": "wrong"}, "old", "This is not your present password."),
        ({"new": "короткий-7"}, "new", "A password has at least 12 characters."),
        ({"new": "specialist-north-kazakhstan"}, "new", "too much like your name"),
        ({"new": "qwertyuiop123"}, "new", "Too many people use this password."),
        ({"new": "739182640517"}, "new", "made of digits only"),
        ({"new": PASSWORD}, "new", "This is the present password; choose another."),
        ({"again": "другой-пароль-55"}, "again", "The two new passwords are not the same."),
        ({"new": "я" * 201}, "new", "At most 200 characters fit here; 201 were given."),
        ({"new": ""}, "new", "Please fill this in."),
    ],
)
def test_a_password_that_will_not_do_is_refused_at_its_field(
    signed_in: Callable[[Worker], Client],
    specialist: Worker,
    fields: Mapping[str, str],
    field: str,
    told: str,
) -> None:
    response = change(signed_in(specialist), **fields)
    assert response.status_code == 422
    faults = page(response).one(css="faults")
    assert told in faults.text
    assert f"#id_{field}" in [link["href"] for link in faults.all("a")]
    specialist.refresh_from_db()
    assert specialist.check_password(PASSWORD)


def test_the_present_password_cannot_be_guessed_at_an_open_screen(
    signed_in: Callable[[Worker], Client], specialist: Worker
) -> None:
    client = signed_in(specialist)
    assert [change(client, old="wrong").status_code for _ in range(5)] == [422] * 4 + [429]
    assert change(client).status_code == 429
    specialist.refresh_from_db()
    assert specialist.check_password(PASSWORD)
    assert len(done("locked_out")) == 1
    assert "wrong" not in repr(list(AccessAttempt.objects.values_list()))


def test_a_password_given_by_somebody_else_is_changed_first(
    client: Client, specialist: Worker
) -> None:
    specialist.must_change_password = True
    specialist.save()
    asked = send(client, specialist.username, next="/en/staff/account/")
    assert asked["Location"] == "/en/staff/account/password/?next=%2Fen%2Fstaff%2Faccount%2F"
    away = client.get("/en/staff/account/second-factor/")
    assert away["Location"].startswith("/en/staff/account/password/")
    wanted = hidden(client.get(asked["Location"]), "next")
    fields = {"old": PASSWORD, "new": NEW_PASSWORD, "again": NEW_PASSWORD, "next": wanted}
    response = client.post("/en/staff/account/password/", fields)
    assert response["Location"] == "/en/staff/account/"
    assert client.get("/en/staff/account/").status_code == 200


# --- the account, and signing out --------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_account_says_who_one_is(
    signed_in: Callable[[Worker], Client], specialist: Worker, language: str
) -> None:
    response = signed_in(specialist).get(f"/{language}/staff/account/")
    text = page(response).one("main").text
    with override(language):
        centre = str(specialist.centre)
    for said in (specialist.name, specialist.username, centre):
        assert said in text


def test_signing_out_is_sent_and_stands_on_record(
    signed_in: Callable[[Worker], Client], specialist: Worker
) -> None:
    client = signed_in(specialist)
    key = client.session.session_key
    assert client.get("/en/staff/sign-out/").status_code == 405
    assert is_in(client)
    left = client.post("/en/staff/sign-out/", follow=True)
    assert left.redirect_chain[-1] == ("/en/staff/sign-in/?next=%2Fen%2Fstaff%2F", 302)
    assert page(left).one(css="done").text == "You have signed out."
    assert not is_in(client)
    assert not Session.objects.filter(pk=key).exists()
    assert [entry.username for entry in done("sign_out")] == [specialist.username]
    assert client.post("/en/staff/sign-out/")["Location"] == "/en/staff/sign-in/"


def test_signing_out_removes_the_results_that_the_browser_keeps(
    signed_in: Callable[[Worker], Client], specialist: Worker
) -> None:
    left = signed_in(specialist).post("/en/staff/sign-out/")
    assert left["Clear-Site-Data"] == '"storage"'


def test_signing_out_needs_a_token(specialist: Worker) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(specialist, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post("/en/staff/sign-out/").status_code == 403
    assert is_in(client)


# --- when a session ends -----------------------------------------------------------------------


def test_a_session_ends_when_nothing_is_done_for_too_long(
    signed_in: Callable[[Worker], Client],
    specialist: Worker,
    clock: Callable[[timedelta], None],
) -> None:
    client = signed_in(specialist)
    client.get("/en/staff/account/")
    clock(project.IDLE_TIME - timedelta(minutes=1))
    assert client.get("/en/staff/account/").status_code == 200
    clock(project.IDLE_TIME - timedelta(minutes=1))
    assert client.get("/en/staff/account/").status_code == 200
    clock(project.IDLE_TIME + timedelta(minutes=1))
    left = client.get("/en/staff/account/")
    assert left["Location"].startswith("/en/staff/sign-in/")
    assert left["Clear-Site-Data"] == '"storage"'
    assert not is_in(client)
    assert [entry.username for entry in done("idle")] == [specialist.username]


def test_a_sign_in_lasts_a_working_day_however_busy(
    signed_in: Callable[[Worker], Client],
    specialist: Worker,
    clock: Callable[[timedelta], None],
) -> None:
    client, statuses = signed_in(specialist), []
    for _ in range(37):
        statuses.append(client.get("/en/staff/account/").status_code)
        clock(timedelta(minutes=20))
    assert statuses == [200] * 36 + [302]
    assert done("idle") == []
    assert done("sign_out")[0].details == {"why": "day_over"}


def test_the_session_ends_with_the_browser_and_scripts_cannot_read_it(
    client: Client, specialist: Worker
) -> None:
    cookie = send(client, specialist.username).cookies[project.SESSION_COOKIE_NAME]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_over_https_every_cookie_is_secure_and_the_site_insists_on_it(tmp_path: Any) -> None:
    asked = """
from calculator import settings as s
print([value for name, value in sorted(vars(s).items()) if name.endswith("COOKIE_SECURE")],
      s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS >= 365 * 24 * 60 * 60)
"""
    for https, answer in (("1", "[True, True, True] True True"), ("", "[False, False, False]")):
        told = subprocess.run(
            [sys.executable, "-c", asked],
            env={**os.environ, "HTTPS": https, "DATA_DIR": str(tmp_path)},
            cwd=project.BASE_DIR,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        assert told.startswith(answer)


def test_pages_of_the_desk_are_never_stored(
    signed_in: Callable[[Worker], Client], specialist: Worker
) -> None:
    client = signed_in(specialist)
    for address in ("", "account/", "account/password/", "account/second-factor/"):
        header = client.get(f"/en/staff/{address}")["Cache-Control"]
        assert {"no-store", "private"} == set(header.split(", "))


# --- what was typed is not lost ----------------------------------------------------------------

MOVE = {"version": "1", "after": "in_check", "reason": 'Сказано: <b>"так"</b>\nи иначе'}


def typed_into(client: Client, address: str, **headers: str) -> Any:
    """Send a form of the desk, with one name given twice."""
    fields = {**MOVE, "each": ["1", "2"], "csrfmiddlewaretoken": "x" * 64, "password": "тайна"}
    return client.post(address, fields, **headers)


ADDRESS = "/en/staff/cases/7K3M92XP/move/"


def sent_again(response: Any) -> tuple[str, list[tuple[str, str]]]:
    """Where the one button of a page sends what was typed, and what it sends."""
    form = page(response).one("main").one("form")
    assert form.one("button").text == "Send what I typed"
    fields = [(each["name"], each["value"]) for each in form.all("input")]
    return form["action"], [pair for pair in fields if pair[0] != "csrfmiddlewaretoken"]


EXPECTED = [*MOVE.items(), ("each", "1"), ("each", "2")]


def test_a_form_sent_after_the_session_ended_is_kept_past_the_sign_in(
    client: Client, specialist: Worker
) -> None:
    response = typed_into(client, ADDRESS)
    assert response.status_code == 401
    assert response["Cache-Control"] == "no-store, private"
    assert "nothing of it is lost" in page(response).one(css="held").text
    assert "тайна" not in response.content.decode()
    after = send(client, specialist.username, typed=hidden(response, "typed"))
    assert sent_again(after) == (ADDRESS, EXPECTED)
    assert after["Cache-Control"] == "no-store, private"
    assert [entry.details["why"] for entry in done("denied")] == ["signed_out"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_kept_in_every_language(client: Client, specialist: Worker, language: str) -> None:
    response = typed_into(client, f"/{language}/staff/cases/7K3M92XP/move/")
    assert response.status_code == 401
    fields = {"username": specialist.username, "password": PASSWORD}
    fields["typed"] = hidden(response, "typed")
    after = client.post(f"/{language}/staff/sign-in/", fields)
    assert after.status_code == 200
    assert page(after).one("main").one("form")["action"].startswith(f"/{language}/staff/cases/")


def test_a_wrong_password_loses_nothing_of_it(client: Client, specialist: Worker) -> None:
    carried = hidden(typed_into(client, ADDRESS), "typed")
    for _ in range(5):
        response = send(client, specialist.username, "wrong", typed=carried)
        carried = hidden(response, "typed")
    assert response.status_code == 429
    AccessAttempt.objects.all().delete()
    assert sent_again(send(client, specialist.username, typed=carried)) == (ADDRESS, EXPECTED)


def test_it_is_kept_past_the_second_factor_and_a_wrong_code(
    client: Client, specialist: Worker, clock: Callable[[timedelta], None]
) -> None:
    device = device_of(specialist)
    carried = hidden(typed_into(client, ADDRESS), "typed")
    asked = send(client, specialist.username, typed=carried)
    assert page(asked).one("main").one("form")["action"] == "/en/staff/second-factor/"
    wrong = enter(client, wrong_code(device), typed=hidden(asked, "typed"))
    clock(timedelta(seconds=2))
    after = enter(client, code_of(device), typed=hidden(wrong, "typed"))
    assert sent_again(after) == (ADDRESS, EXPECTED)


def test_it_is_kept_past_a_password_and_a_second_factor_that_must_be_set(
    client: Client, specialist: Worker, settings: LazySettings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    specialist.must_change_password = True
    specialist.save()
    carried = hidden(typed_into(client, ADDRESS), "typed")
    first = send(client, specialist.username, typed=carried)
    fields = {"old": PASSWORD, "new": NEW_PASSWORD, "again": NEW_PASSWORD}
    fields["typed"] = hidden(first, "typed")
    second = client.post("/en/staff/account/password/", fields)
    code = code_of(new_key(client))
    third = set_up(client, code=code, typed=hidden(second, "typed"))
    assert sent_again(third) == (ADDRESS, EXPECTED)


def test_what_is_typed_is_stored_nowhere_meanwhile(client: Client, specialist: Worker) -> None:
    device_of(specialist)
    carried = hidden(typed_into(client, ADDRESS), "typed")
    send(client, specialist.username, "wrong", typed=carried)
    send(client, specialist.username, typed=carried)
    stored = [
        *[session.get_decoded() for session in Session.objects.all()],
        *Entry.objects.values_list(),
        *AccessAttempt.objects.values_list(),
    ]
    assert "Сказано" not in repr(stored)
    assert carried not in repr(stored)


def test_an_idle_session_loses_nothing_of_it_either(
    signed_in: Callable[[Worker], Client],
    specialist: Worker,
    clock: Callable[[timedelta], None],
) -> None:
    case = case_of(specialist)
    client = signed_in(specialist)
    client.get("/en/staff/account/")
    clock(project.IDLE_TIME + timedelta(minutes=1))
    address = f"/en/staff/cases/{case.reference}/move/"
    response = typed_into(client, address)
    assert response.status_code == 401
    assert Case.objects.get().version == case.version
    after = send(client, specialist.username, typed=hidden(response, "typed"))
    assert sent_again(after) == (address, EXPECTED)


def test_files_cannot_be_kept_and_the_page_says_so(client: Client, specialist: Worker) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

    file = SimpleUploadedFile("families.csv", b"on;track")
    response = client.post("/en/staff/files/", {"file": file, "note": "x"})
    assert "Files cannot be kept" in page(response).one("main").text
    after = send(client, specialist.username, typed=hidden(response, "typed"))
    assert "Files cannot be kept" in page(after).one("main").text
    assert sent_again(after) == ("/en/staff/files/", [("note", "x")])


def test_a_piece_of_a_page_is_not_answered_so_that_the_page_stays(client: Client) -> None:
    response = typed_into(client, "/en/staff/cases/7K3M92XP/preview/", HTTP_HX_REQUEST="true")
    assert (response.status_code, response.content) == (204, b"")
    assert "HX-Redirect" not in response


@pytest.mark.parametrize("page_of_secrets", ["second-factor", "account/password"])
def test_secrets_are_not_kept(client: Client, page_of_secrets: str, centre: Centre) -> None:
    fields = {"old": "тайна", "new": "тайна", "again": "тайна", "code": "123456"}
    response = client.post(f"/en/staff/{page_of_secrets}/", fields)
    assert response.status_code == 401
    assert not page(response).one("main").all("input", name="typed")
    assert "Please sign in again." in page(response).one("main").text


def forged_text(to: str, salt: str = kept.SALT) -> str:
    """What was typed, as somebody else would pack it."""
    return signing.dumps([to, [["a", "1"]], False], salt=salt, compress=True)


@pytest.mark.parametrize(
    "text",
    [
        "garbage",
        forged_text("https://evil.example/kk/staff/"),
        forged_text("//evil.example/kk/staff/"),
        forged_text("/kk/calculate/"),
        forged_text("/kk/staff/", salt="another"),
        forged_text("/kk/staff/")[:-1],
    ],
    # The texts themselves hold the moment they were made.
    ids=["garbage", "another site", "no scheme", "not the desk", "another salt", "cut short"],
)
def test_what_we_did_not_pack_is_not_carried(
    client: Client, specialist: Worker, text: str
) -> None:
    assert send(client, specialist.username, typed=text)["Location"] == "/en/staff/"


def test_what_was_packed_long_ago_is_not_carried(
    client: Client, specialist: Worker, clock: Callable[[timedelta], None]
) -> None:
    carried = hidden(typed_into(client, ADDRESS), "typed")
    clock(timedelta(seconds=project.SESSION_COOKIE_AGE + 1))
    assert send(client, specialist.username, typed=carried)["Location"] == "/en/staff/"


# --- forged and too old ------------------------------------------------------------------------


@pytest.fixture
def strict() -> Client:
    """A browser whose forms must have a token."""
    return Client(enforce_csrf_checks=True)


def test_a_form_with_an_old_token_after_the_session_ended_is_kept(
    strict: Client, specialist: Worker
) -> None:
    strict.get("/en/staff/sign-in/")
    response = typed_into(strict, ADDRESS, **HERE)
    assert response.status_code == 401
    token = hidden(response, "csrfmiddlewaretoken")
    carried = hidden(response, "typed")
    after = send(strict, specialist.username, typed=carried, csrfmiddlewaretoken=token, **HERE)
    assert sent_again(after) == (ADDRESS, EXPECTED)
    assert done("denied")[0].details["why"] == "too_old"


def test_a_form_with_the_token_of_an_earlier_sign_in_does_nothing_but_is_kept(
    strict: Client, specialist: Worker
) -> None:
    case = case_of(specialist)
    strict.force_login(specialist, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/en/staff/cases/{case.reference}/move/"
    response = typed_into(strict, address, **HERE)
    assert response.status_code == 403
    assert sent_again(response) == (address, EXPECTED)
    case.refresh_from_db()
    assert (case.version, case.state) == (1, Case.State.NEW)
    assert [entry.details["why"] for entry in done("denied")] == ["too_old"]


@pytest.mark.parametrize("headers", [THERE, {"HTTP_ORIGIN": "null"}, {}])
@pytest.mark.parametrize("known", [True, False])
def test_a_form_from_elsewhere_is_neither_done_nor_kept(
    strict: Client, specialist: Worker, headers: dict[str, str], known: bool
) -> None:
    if known:
        strict.force_login(specialist, backend="django.contrib.auth.backends.ModelBackend")
    response = typed_into(strict, ADDRESS, **headers)
    assert response.status_code == 403
    main = page(response).one("main")
    assert "For safety nothing was changed." in main.text
    assert main.all("form") == []
    assert done("denied")[0].details["why"] == "forged"


def test_a_sign_in_with_an_old_token_begins_again_and_keeps_what_was_typed(
    strict: Client, specialist: Worker
) -> None:
    carried = hidden(typed_into(strict, ADDRESS, **HERE), "typed")
    response = send(
        strict, specialist.username, typed=carried, csrfmiddlewaretoken="x" * 64, **HERE
    )
    assert response.status_code == 401
    assert not is_in(strict)
    assert kept.unpacked(hidden(response, "typed")) is not None


def test_whoever_allows_no_cookies_is_told(specialist: Worker) -> None:
    response = send(Client(enforce_csrf_checks=True), specialist.username, **HERE)
    assert "Cookies must be allowed." in page(response).one("main").text


def test_what_must_be_settled_first_does_not_lose_what_was_typed(
    client: Client, specialist: Worker
) -> None:
    device = device_of(specialist)
    send(client, specialist.username)
    response = typed_into(client, ADDRESS)
    form = page(response).one("main").one("form")
    assert (response.status_code, form["action"]) == (403, "/en/staff/second-factor/")
    asked = client.post(form["action"], {"typed": hidden(response, "typed")})
    assert asked.status_code == 200
    after = enter(client, code_of(device), typed=hidden(asked, "typed"))
    assert sent_again(after) == (ADDRESS, EXPECTED)


# --- the first page ----------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_specialist_finds_the_search_and_the_own_open_cases(
    signed_in: Callable[[Worker], Client], specialist: Worker, centre: Centre, language: str
) -> None:
    colleague = worker_at(centre, "specialist", "colleague")
    for worker, state in (
        (specialist, Case.State.NEW),
        (specialist, Case.State.NEW),
        (specialist, Case.State.CLOSED),
        (colleague, Case.State.NEW),
    ):
        case = case_of(worker)
        Case.objects.filter(pk=case.pk).update(state=state)
    main = page(signed_in(specialist).get(f"/{language}/staff/")).one("main")
    search = main.one("form", role="search")
    assert (search["action"], search["method"]) == (f"/{language}/staff/cases/", "get")
    assert "autofocus" in search.one("input", name="reference").attributes
    counts = {link["href"]: link.one("b").text for link in main.one("ul").all("a")}
    assert counts == {
        f"/{language}/staff/cases/?state={state}&specialist={specialist.pk}": number
        for state, number in (
            ("new", "2"),
            ("in_check", "0"),
            ("eligible", "0"),
            ("not_eligible", "0"),
            ("sent_back", "0"),
        )
    }


def test_a_supervisor_finds_the_open_cases_of_the_centre_and_of_no_other(
    signed_in: Callable[[Worker], Client],
    supervisor: Worker,
    specialist: Worker,
    other_centre: Centre,
) -> None:
    case_of(specialist)
    case_of(worker_at(other_centre, "specialist"))
    main = page(signed_in(supervisor).get("/en/staff/")).one("main")
    counts = {link["href"]: link.one("b").text for link in main.one("ul").all("a")}
    assert counts["/en/staff/cases/?state=new"] == "1"


@pytest.mark.parametrize(
    ("role", "address"), [("analyst", "figures"), ("administrator", "people")]
)
def test_others_go_to_where_their_work_begins(
    signed_in: Callable[[Worker], Client], role: Any, address: str
) -> None:
    response = signed_in(worker_at(None, role)).get("/en/staff/")
    assert response["Location"] == f"/en/staff/{address}/"


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_has_no_role_yet_is_told_so(
    signed_in: Callable[[Worker], Client], centre: Centre, language: str
) -> None:
    response = signed_in(worker_at(centre, None)).get(f"/{language}/staff/")
    assert response.status_code == 200
    main = page(response).one("main")
    assert main.all("form") == []
    assert main.one("a")["href"] == f"/{language}/staff/account/"


# --- all of it ---------------------------------------------------------------------------------


def test_the_record_of_all_this_holds(client: Client, specialist: Worker) -> None:
    device = device_of(specialist)
    for password in ("wrong", PASSWORD):
        send(client, specialist.username, password)
    enter(client, code_of(device))
    client.post("/en/staff/sign-out/")
    assert [entry.action for entry in Entry.objects.all()] == [
        "sign_in_failed",
        "sign_in",
        "sign_in",
        "sign_out",
    ]
    assert first_break() is None


# --- passwords that are tried first --------------------------------------------------------------


@pytest.mark.parametrize(
    "weak",
    [
        *("йцукенгшщзхъ", "ЙЦУКЕНГШЩЗ12", "парольпароль", "ПАРОЛЬПАРОЛЬпар", "Пароль2026!!"),
        *(
            "Казахстан2026",
            "Қазақстан2026",
            "Петропавл2026",
            "2026-Петропавл",
            "Усть-Каменогорск1",
        ),
        *("қызылорда123", "Kokshetau2026", "құпиясөз1234", "qwertyuiop2026", "abcabcabcabc"),
    ],
)
def test_a_word_that_is_tried_first_is_no_password(specialist: Worker, weak: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(weak, specialist)


@pytest.mark.parametrize(
    "strong",
    ["тау-өзен-көпір-7", "Петропавлға барар жол", "көк есік, жасыл терезе", "x7kq2-mw9rt-bb4zn"],
)
def test_a_password_of_several_words_is_taken(specialist: Worker, strong: str) -> None:
    validate_password(strong, specialist)


@pytest.mark.parametrize("name", ["new_person", "new_centre"])
def test_what_nobody_sent_to_change_an_account_waits_for_nobody(name: str) -> None:
    sent = {"username": "intruder", "role": "administrator", "name_kk": "intruder"}
    answer = Client().post(reverse(f"staff:{name}"), sent)
    assert answer.status_code == 401
    assert 'name="typed"' not in answer.content.decode()
    client = Client(enforce_csrf_checks=True)
    answer = client.post(reverse(f"staff:{name}"), sent, headers={"origin": "http://testserver"})
    assert answer.status_code == 401
    assert 'name="typed"' not in answer.content.decode()


def test_whoever_signs_in_over_another_is_told_whose_the_desk_still_is(
    signed_in: Callable[[Worker], Client], specialist: Worker, supervisor: Worker
) -> None:
    client = signed_in(specialist)
    sent = {"username": supervisor.username, "password": PASSWORD}
    answer = client.post("/en/staff/sign-in/", sent, follow=True)
    assert f"still signed in as {specialist.name}" in answer.content.decode()
    own = {**sent, "username": specialist.username.upper()}
    answer = client.post("/en/staff/sign-in/", own, follow=True)
    assert "still signed in" not in answer.content.decode()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(specialist, backend="django.contrib.auth.backends.ModelBackend")
    origin = {"origin": "http://testserver"}
    answer = strict.post("/en/staff/sign-in/", sent, headers=origin, follow=True)
    assert f"still signed in as {specialist.name}" in answer.content.decode()
