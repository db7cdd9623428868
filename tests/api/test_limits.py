"""How much one client may ask for: exactly that, whichever process it meets."""

import json
import os
from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.test import override_settings

from calculator import limits
from calculator.api import calls
from calculator.api.bodies import SMALL_BYTES
from calculator.limits import PLACES, SHELVES, Table, wait
from calculator.staff import keys
from calculator.staff.models import ApiKey
from tests.api.calling import CLIENT, assess, family, get, post, refused


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Time stands still."""
    clock = Clock()
    monkeypatch.setattr(limits, "_table", Table(clock))
    return clock


# --- counting --------------------------------------------------------------------------------


def test_a_client_may_ask_so_often_at_once_and_then_at_the_pace_of_the_minute(
    clock: Clock,
) -> None:
    ask = {"cost": 1, "a_minute": 60, "burst": 5}
    assert [wait("p", "c", **ask) for _ in range(5)] == [0.0] * 5
    assert wait("p", "c", **ask) == pytest.approx(1.0)
    clock.now += 0.5
    assert wait("p", "c", **ask) == pytest.approx(0.5)
    clock.now += 0.5
    assert wait("p", "c", **ask) == 0.0
    assert wait("p", "c", **ask) > 0
    clock.now += 1_000
    assert [wait("p", "c", **ask) for _ in range(6)][4:] == [0.0, pytest.approx(1.0)]


def test_who_must_wait_is_not_charged_for_asking(clock: Clock) -> None:
    ask = {"cost": 1, "a_minute": 60, "burst": 1}
    waits = [wait("p", "c", **ask) for _ in range(50)]
    assert waits[1:] == [pytest.approx(1.0)] * 49


def test_no_client_pays_for_another_nor_for_another_purpose(clock: Clock) -> None:
    ask = {"cost": 1, "a_minute": 1, "burst": 1}
    assert wait("p", "c", **ask) == 0
    assert wait("p", "d", **ask) == 0
    assert wait("q", "c", **ask) == 0
    assert wait("p", "c", **ask) == pytest.approx(60)


def test_what_costs_more_than_all_may_go_on_once_and_is_paid_in_full(clock: Clock) -> None:
    assert wait("p", "c", cost=1_000, a_minute=600, burst=600) == 0
    assert wait("p", "c", cost=1, a_minute=600, burst=600) == pytest.approx(40.1)
    clock.now += 100
    assert wait("p", "c", cost=1_000, a_minute=600, burst=600) == 0


def test_a_full_shelf_lets_the_one_go_that_owes_least(clock: Clock) -> None:
    table = Table(clock)
    for number in range(SHELVES * PLACES):
        assert table.take("p", str(number), cost=1, a_minute=1, burst=1).wait == 0
    table.take("p", "guzzler", cost=50, a_minute=1, burst=50)
    for number in range(20_000):
        table.take("p", f"later {number}", cost=1, a_minute=1, burst=1)
    assert table.take("p", "guzzler", cost=1, a_minute=1, burst=50).wait > 0


def test_nothing_in_the_table_tells_who_asked() -> None:
    table = Table()
    table.take("api", "203.0.113.77", cost=1, a_minute=1, burst=1)
    assert b"203.0.113" not in bytes(table._memory)
    other = Table()
    other.take("api", "203.0.113.77", cost=1, a_minute=1, burst=1)
    names = [bytes(each._memory).strip(b"\0")[:8] for each in (table, other)]
    assert names[0] != names[1]


def test_processes_that_part_later_count_together() -> None:
    table = Table()
    children = [_in_a_process(table) for _ in range(3)]
    assert sum(_let_in(*child) for child in children) == 500


def _in_a_process(table: Table) -> tuple[int, int]:
    """Another process, and where it writes how often it was let in."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            asked = (table.take("p", "c", cost=1, a_minute=1, burst=500) for _ in range(400))
            os.write(writing, str(sum(each.wait == 0 for each in asked)).encode())
        finally:  # Whatever happens, it must not go on with the tests of its parent.
            os._exit(0)
    os.close(writing)
    return child, reading


def _let_in(child: int, reading: int) -> int:
    """How often a process was let in, when it is done."""
    with os.fdopen(reading) as told:
        found = told.read()
    os.waitpid(child, 0)
    return int(found)


# --- the API ---------------------------------------------------------------------------------


@pytest.fixture
def five_a_minute(clock: Clock) -> Iterator[Clock]:
    """Nobody may ask for more than five families a minute."""
    with override_settings(API_A_MINUTE=5):
        yield clock


def test_the_sixth_family_in_a_minute_must_wait(five_a_minute: Clock) -> None:
    answers = [assess(family()) for _ in range(5)]
    assert [each.status_code for each in answers] == [200] * 5
    assert [each["RateLimit"] for each in answers][::4] == [
        '"families";r=4;t=12',
        '"families";r=0;t=60',
    ]
    assert answers[0]["RateLimit-Policy"] == '"families";q=5;w=60'
    late = assess(family())
    refused(late, 429)
    assert late["Retry-After"] == "12"
    five_a_minute.now += 12
    assert assess(family()).status_code == 200


def test_a_long_body_that_must_wait_costs_one_for_it_was_read(clock: Clock) -> None:
    """Else one client could have such bodies read for ever, all of them for nothing."""
    long = json.dumps([{}] * 40).encode().ljust(SMALL_BYTES + 1)
    with override_settings(API_A_MINUTE=60):
        for _ in range(30):
            assert assess({}).status_code == 422
        late = [post("assess/batch", long) for _ in range(4)]
        assert [each["RateLimit"].partition(";t")[0] for each in late] == [
            f'"families";r={left}' for left in (29, 28, 27, 26)
        ]
        for each in late:
            refused(each, 429)
        clock.now += int(late[-1]["Retry-After"])
        assert post("assess/batch", long).status_code == 200


def test_a_small_list_is_told_how_long_all_of_it_must_wait(clock: Clock) -> None:
    with override_settings(API_A_MINUTE=60):
        assert post("assess/batch", [{}] * 60).status_code == 200
        late = post("assess/batch", [{}] * 10)
        refused(late, 429)
        assert late["Retry-After"] == "10"
        clock.now += 10
        assert post("assess/batch", [{}] * 10).status_code == 200


def test_a_large_list_is_not_even_read_where_nothing_is_left(
    five_a_minute: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(_text: bytes) -> None:
        raise AssertionError("It was read.")

    assert post("assess/batch", [{}] * 5).status_code == 200
    monkeypatch.setattr(calls, "parsed", read)
    refused(post("assess/batch", b"[]".ljust(SMALL_BYTES + 1)), 429)


def test_a_list_costs_as_many_as_it_has_families(five_a_minute: Clock) -> None:
    assert post("assess/batch", [{}] * 3).status_code == 200
    late = post("assess/batch", [{}] * 3)
    refused(late, 429)
    assert late["Retry-After"] == "12"
    assert post("assess/batch", [{}] * 2)["RateLimit"].startswith('"families";r=0')
    refused(post("assess/batch", [{}]), 429)


def test_a_list_longer_than_the_limit_waits_until_all_is_paid(five_a_minute: Clock) -> None:
    assert post("assess/batch", [{}] * 10).status_code == 200
    late = get("editions")
    assert (late.status_code, late["Retry-After"]) == (429, "72")


def test_whatever_is_asked_costs_one(five_a_minute: Clock) -> None:
    for call in ("editions", "nothing", "docs", "parameters?x=1"):
        get(call)
    post("assess/batch", b"{")
    for call in ("editions", "nothing", "docs"):
        refused(get(call), 429)
    refused(post("assess", {}), 429)
    refused(post("assess/batch", b"{"), 429)


def test_addresses_are_counted_apart_and_a_household_together(five_a_minute: Clock) -> None:
    def ask(address: str) -> int:
        return CLIENT.get("/api/v1/editions", REMOTE_ADDR=address).status_code

    assert [ask("203.0.113.1") for _ in range(6)] == [200] * 5 + [429]
    assert ask("203.0.113.2") == 200
    assert [ask(f"2001:db8:1:2::{number}") for number in range(1, 7)] == [200] * 5 + [429]
    assert ask("2001:db8:1:3::1") == 200


def test_the_address_is_what_the_proxies_say_and_not_the_client(five_a_minute: Clock) -> None:
    def ask(told: str) -> int:
        return get("editions", **{"x-forwarded-for": told}).status_code

    assert [ask(f"198.51.100.{number}") for number in range(6)] == [200] * 5 + [429]
    with override_settings(PROXIES=1):
        assert [ask(f"198.51.100.{number}") for number in range(6)] == [200] * 6
        assert [ask(f"{number}.1.1.1, 192.0.2.1") for number in range(6)][-1] == 429


# --- keys ------------------------------------------------------------------------------------


@pytest.fixture
def key() -> tuple[ApiKey, str]:
    """A key for eight families a minute."""
    maker = get_user_model().objects.create(username="maker", name="Maker")
    text = keys.PREFIX + keys.SIGNS[0] * keys.LENGTH
    made = ApiKey.objects.create(
        name="A program",
        begins=text[len(keys.PREFIX) :][:8],
        digest=keys._digest(text),
        a_minute=8,
        made_at=maker.created_at,
        made_by=maker,
    )
    return made, text


def with_key(text: str) -> dict[str, str]:
    """The header that sends a key along."""
    return {"authorization": f"Bearer {text}"}


@pytest.mark.django_db
def test_a_key_has_its_own_limit_wherever_it_is_used(
    five_a_minute: Clock, key: tuple[ApiKey, str]
) -> None:
    _made, text = key
    for number in range(8):
        told = CLIENT.get(
            "/api/v1/editions", headers=with_key(text), REMOTE_ADDR=f"203.0.113.{number}"
        )
        assert told.status_code == 200
        assert told["RateLimit-Policy"] == '"families";q=8;w=60'
    refused(get("editions", **with_key(text)), 429)
    assert get("editions").status_code == 200


@pytest.mark.django_db
def test_a_key_that_was_revoked_opens_nothing(
    five_a_minute: Clock, key: tuple[ApiKey, str]
) -> None:
    made, text = key
    ApiKey.objects.filter(pk=made.pk).update(revoked_at=made.made_at)
    answer = get("editions", **with_key(text))
    refused(answer, 401)
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.django_db
def test_a_key_nobody_issued_is_never_taken_for_none_and_guesses_count(
    five_a_minute: Clock,
) -> None:
    guesses = ["Bearer", "Bearer x", "Basic eA==", "qonys", f"Bearer {keys.PREFIX}" + "7" * 40]
    for guess in guesses:
        answer = get("editions", authorization=guess)
        refused(answer, 401)
        assert answer["RateLimit"].startswith('"families";r=')
    refused(get("editions", authorization="Bearer y"), 429)
