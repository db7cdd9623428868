"""Keys of programs: told once, recognised by their digest, revoked for good."""

import hashlib
import re
from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from calculator.staff import keys, record
from calculator.staff.entrance import kept
from calculator.staff.errors import NotAllowed
from calculator.staff.models import ApiKey, Entry, Worker
from calculator.staff.oversight.entries import action, details
from calculator.staff.record import Origin
from tests.staff.desk import by
from tests.web.reading import filled_in, read

pytestmark = pytest.mark.django_db

SignIn = Callable[[Worker], Client]
LIST = "/en/staff/keys/"
NEW = "/en/staff/keys/new/"
TEXT = re.compile("qonys_[2-9a-z]{40}")
GOOD = {"name": "Portal of the region", "a_minute": "6 000"}


@pytest.fixture
def issued(administrator: Worker) -> tuple[ApiKey, str]:
    """A key, and its text."""
    return keys.issue("Portal of the region", 6000, by=by(administrator))


# --- the key itself ------------------------------------------------------------------------------


def test_a_key_is_forty_signs_that_cannot_be_mistaken_for_others() -> None:
    assert len(set(keys.SIGNS)) == len(keys.SIGNS) == 31
    assert not set("01iloABC_-") & set(keys.SIGNS)


def test_no_two_keys_are_alike_and_each_is_recognised_as_itself(administrator: Worker) -> None:
    made = [keys.issue(f"{number}", number, by=by(administrator)) for number in range(1, 20)]
    assert len({text for _key, text in made}) == 19
    for key, text in made:
        assert TEXT.fullmatch(text)
        assert keys.recognised(text) == key


def test_nothing_that_is_stored_is_the_key(issued: tuple[ApiKey, str]) -> None:
    key, text = issued
    signs = text.removeprefix("qonys_")
    assert key.digest == hashlib.sha256(text.encode()).hexdigest()
    assert key.begins == signs[:8]
    stored = [*ApiKey.objects.values_list(), *Entry.objects.values_list()]
    assert signs[:8] in repr(stored)
    assert signs[:9] not in repr(stored)
    assert signs[8:] not in repr(stored)


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "qonys_",
        "qonys_" + "2" * 40,
        "qonys_" + "2" * 39,
        "qonys_" + "2" * 100_000,
        "Bearer qonys_" + "2" * 40,
        "ключ",
        "qonys_" + "ы" * 40,
        "qonys_" + "\0" * 40,
        "qonys_" + "\ud800" * 40,
        "' OR 1=1 --",
    ],
)
def test_what_nobody_issued_is_not_recognised(issued: tuple[ApiKey, str], wrong: str) -> None:
    assert keys.recognised(wrong) is None


def test_a_key_with_a_sign_changed_added_or_taken_away_is_another(
    issued: tuple[ApiKey, str],
) -> None:
    key, text = issued
    assert keys.recognised(text) == key
    other = "2" if text[-1] != "2" else "3"
    for wrong in (text[:-1] + other, text[:-1], text + "2", text + "\n", " " + text, text.upper()):
        assert keys.recognised(wrong) is None


def test_the_digest_does_not_open_what_the_key_opens(issued: tuple[ApiKey, str]) -> None:
    key, _text = issued
    assert keys.recognised(key.digest) is None
    assert keys.recognised(f"qonys_{key.digest[:40]}") is None


def test_to_recognise_a_key_takes_one_query(issued: tuple[ApiKey, str]) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert keys.recognised(issued[1]) == issued[0]
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as asked:
        keys.recognised("nonsense")
    assert len(asked) == 0


def test_a_revoked_key_counts_no_longer_and_is_revoked_once(
    administrator: Worker, issued: tuple[ApiKey, str]
) -> None:
    key, text = issued
    assert keys.revoke(key, by=by(administrator))
    assert keys.recognised(text) is None
    key.refresh_from_db()
    assert (key.revoked_by, key.revoked_at is None) == (administrator, False)
    before = key.revoked_at
    assert not keys.revoke(key, by=by(administrator))
    key.refresh_from_db()
    assert key.revoked_at == before
    assert Entry.objects.filter(action="key_revoked").count() == 1


# --- who may -------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["specialist", "supervisor", "analyst", "no one"])
def test_only_an_administrator_issues_and_revokes(
    request: pytest.FixtureRequest, issued: tuple[ApiKey, str], role: str
) -> None:
    whoever = Origin(None) if role == "no one" else by(request.getfixturevalue(role))
    before = Entry.objects.count()
    for do in (
        lambda: keys.issue("Mine", 5, by=whoever),
        lambda: keys.revoke(issued[0], by=whoever),
    ):
        with pytest.raises(NotAllowed, match="keys_not_yours"):
            do()
    assert keys.recognised(issued[1]) == issued[0]
    assert (ApiKey.objects.count(), Entry.objects.count()) == (1, before)


def test_a_form_sent_after_the_session_ended_is_not_kept_for_whoever_signs_in_next() -> None:
    assert {"staff:new_key", "staff:key"} <= kept.POWERS


# --- on record -----------------------------------------------------------------------------------


def test_the_record_knows_the_first_signs_and_the_limit_but_not_whose_the_key_is(
    administrator: Worker, issued: tuple[ApiKey, str]
) -> None:
    key, _text = issued
    keys.revoke(key, by=by(administrator))
    for code in ("key_issued", "key_revoked"):
        entry = Entry.objects.get(action=code)
        assert entry.details == {"begins": key.begins, "a_minute": 6000}
        assert entry.username == administrator.username
    assert record.first_break() is None


def test_the_record_is_told_in_words(issued: tuple[ApiKey, str]) -> None:
    entry = Entry.objects.get(action="key_issued")
    with override("en"):
        assert action(entry) == "Issued an API key"
        assert details(entry) == (
            f"key begins with: {issued[0].begins}; families a minute: 6\u00a0000"
        )


def test_where_the_record_cannot_be_written_no_key_is_issued(
    administrator: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise OSError("full")

    monkeypatch.setattr(record, "note", broken)
    with pytest.raises(OSError, match="full"):
        keys.issue("Portal", 5, by=by(administrator))
    assert not ApiKey.objects.exists()


# --- the pages -----------------------------------------------------------------------------------


def test_the_key_is_shown_once_and_on_no_other_page(
    signed_in: SignIn, administrator: Worker
) -> None:
    client = signed_in(administrator)
    answer = client.post(NEW, GOOD)
    html = answer.content.decode()
    (text,) = set(TEXT.findall(html))
    assert "no-store" in answer.headers["Cache-Control"]
    key = keys.recognised(text)
    assert key is not None
    assert (key.name, key.a_minute, key.made_by) == ("Portal of the region", 6000, administrator)
    for address in (LIST, f"{LIST}{key.pk}/", NEW):
        later = client.get(address).content.decode()
        assert text not in later
        assert not TEXT.search(later)
    assert f"qonys_{key.begins}…" in client.get(LIST).content.decode()


def test_to_send_the_form_again_issues_no_second_key_and_shows_none(
    signed_in: SignIn, administrator: Worker
) -> None:
    client = signed_in(administrator)
    client.post(NEW, GOOD)
    again = client.post(NEW, GOOD)
    assert again.status_code == 422
    assert not TEXT.search(again.content.decode())
    assert "already" in read(again.content.decode()).one("section", css="faults").text
    assert ApiKey.objects.count() == 1


def test_the_name_of_a_revoked_key_is_free_again(
    administrator: Worker, issued: tuple[ApiKey, str]
) -> None:
    keys.revoke(issued[0], by=by(administrator))
    key, text = keys.issue(issued[0].name, 5, by=by(administrator))
    assert keys.recognised(text) == key


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        ("name", "", "Please fill this in"),
        ("name", "\u200b", "Please fill this in"),
        ("name", "900101350123", "«900101350123» looks like an IIN"),
        ("name", "Asel, 8 701 123 45 67", "«8 701 123 45 67» looks like an IIN"),
        ("name", "x" * 101, "At most 100 characters"),
        ("a_minute", "", "Please fill this in"),
        ("a_minute", "0", "«0» was given. A whole number from 1 to 1\u00a0000\u00a0000"),
        ("a_minute", "1000001", "«1000001» was given"),
        ("a_minute", "-5", "«-5» was given"),
        ("a_minute", "1e3", "«1e3» was given"),
        ("a_minute", "many", "«many» was given"),
        ("a_minute", "9" * 41, "At most 40 characters"),
    ],
)
def test_a_mistake_is_named_and_what_was_typed_is_kept(
    signed_in: SignIn, administrator: Worker, field: str, given: str, said: str
) -> None:
    answer = signed_in(administrator).post(NEW, {**GOOD, field: given})
    assert answer.status_code == 422
    page = read(answer.content.decode())
    faults = page.one("section", css="faults")
    assert faults.one("a")["href"] == f"#id_{field}"
    assert said in faults.text
    typed = filled_in(page.one("main").one("form"))
    assert {name: typed[name] for name in GOOD} == {**GOOD, field: given}
    assert not ApiKey.objects.exists()


@pytest.mark.parametrize(
    ("without", "offered"), [(600, "6\u00a0000"), (900_000, "1\u00a0000\u00a0000")]
)
def test_the_form_offers_ten_times_what_goes_without_a_key(
    signed_in: SignIn, administrator: Worker, settings: LazySettings, without: int, offered: str
) -> None:
    settings.API_A_MINUTE = without
    page = read(signed_in(administrator).get(NEW).content.decode())
    assert page.one("input", name="a_minute")["value"] == offered
    answer = signed_in(administrator).post(NEW, {"name": "Portal", "a_minute": offered})
    assert answer.status_code == 200


def test_a_key_is_revoked_on_its_own_page_which_says_what_that_means(
    signed_in: SignIn, administrator: Worker, issued: tuple[ApiKey, str]
) -> None:
    client, (key, text) = signed_in(administrator), issued
    asked = client.get(f"{LIST}{key.pk}/").content.decode()
    assert "This cannot be undone" in asked
    assert keys.recognised(text) == key
    done = client.post(f"{LIST}{key.pk}/", follow=True)
    assert done.redirect_chain == [(LIST, 302)]
    html = done.content.decode()
    assert "The key was revoked" in html
    assert keys.recognised(text) is None
    assert "Yes, revoke" not in client.get(f"{LIST}{key.pk}/").content.decode()
    assert client.post(f"{LIST}{key.pk}/").status_code == 302


def test_keys_that_count_stand_before_those_that_do_no_longer(
    signed_in: SignIn, administrator: Worker
) -> None:
    made = [keys.issue(name, 5, by=by(administrator))[0] for name in ("a", "b", "c", "d")]
    for key in (made[2], made[0]):
        keys.revoke(key, by=by(administrator))
    html = signed_in(administrator).get(LIST).content.decode()
    assert re.findall(r'class="row"[^>]*>([^<]+)<', html) == ["d", "b", "a", "c"]


@pytest.mark.parametrize("number", ["99", "99999999999999999999999"])
def test_a_key_that_is_not_there_is_told_so(
    signed_in: SignIn, administrator: Worker, number: str
) -> None:
    answer = signed_in(administrator).get(f"{LIST}{number}/")
    assert answer.status_code == 404
    assert "There is no such key" in answer.content.decode()
    assert Entry.objects.latest("number").details["why"] == "no_such_key"


def test_a_name_that_is_mark_up_is_only_text(signed_in: SignIn, administrator: Worker) -> None:
    client = signed_in(administrator)
    client.post(NEW, {**GOOD, "name": "<script>alert(1)</script>"})
    html = client.get(LIST).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html
