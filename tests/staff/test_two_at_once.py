"""Two people, or two windows, at one case: the later one is told, and loses nothing."""

from collections.abc import Callable, Iterator

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from calculator.staff.models import Case, Centre, Worker
from tests.staff.desk import case_of, worker_at
from tests.staff.test_checking import different, form_of, found, page

pytestmark = pytest.mark.django_db

SignedIn = Callable[[Worker], Client]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """The addresses and the words of these tests."""
    with override("en"):
        yield


@pytest.fixture
def case(specialist: Worker) -> Case:
    """A case that two people open."""
    return case_of(specialist)


@pytest.fixture
def one(specialist: Worker, signed_in: SignedIn) -> Client:
    """The browser of who is faster."""
    return signed_in(specialist)


@pytest.fixture
def other(centre: Centre, signed_in: SignedIn) -> Client:
    """The browser of who comes later."""
    return signed_in(worker_at(centre, "specialist", "later"))


def address(case: Case, name: str = "case") -> str:
    return reverse(f"staff:{name}", args=[case.reference])


def opened(client: Client, case: Case) -> dict[str, str]:
    """The form as somebody has it before them."""
    return {**form_of(page(client.get(address(case)))), "do": "save"}


def too_late(one: Client, other: Client, case: Case, **changes: str) -> HttpResponse:
    """The later one saves what they typed, on a page that was made before the other saved."""
    form = opened(other, case)
    first = {"outcome_job_seeker": "not_seen", "note": "Бірінші"} | different("rent_months", "6")
    assert one.post(address(case), {**opened(one, case), **first}).status_code == 302
    return other.post(address(case), {**form, **changes})


def test_the_later_one_is_told_who_changed_the_case_and_nothing_is_overwritten(
    one: Client, other: Client, case: Case, specialist: Worker
) -> None:
    shown = page(too_late(one, other, case, outcome_job_seeker="seen", note="Екінші"), 409)
    told = shown.one("section", css="faults")
    assert "changed meanwhile" in told.text
    assert specialist.name in told.text
    assert "Saved a check" in told.text or "Moved a case on" in told.text
    assert found(case)["job_seeker"] == ("not_seen", "")
    case.refresh_from_db()
    assert (case.note, case.version) == ("Бірінші", 2)


def test_the_later_one_sees_field_by_field_what_differs(
    one: Client, other: Client, case: Case, specialist: Worker
) -> None:
    changes = {"outcome_job_seeker": "seen", "note": "Екінші"} | different("rent_months", "3")
    shown = page(too_late(one, other, case, **changes), 409)
    rows = [
        [cell.text for cell in row.all("th", "td")][:3]
        for row in shown.one("section", css="faults").one("tbody").all("tr")
    ]
    assert rows == [
        ["Registered as a job seeker", "Seen", "Not seen"],
        ["Length of renting", "Different: 3 months", "Different: 6 months"],
        ["Note", "Екінші", "Бірінші"],
    ]
    assert shown.one("section", css="faults").one("tbody").text.count(specialist.name) == 2


def test_all_that_was_typed_stays_and_can_be_saved_on_purpose(
    one: Client, other: Client, case: Case
) -> None:
    changes = {"outcome_job_seeker": "seen", "note": "Екінші"} | different("origin", "abai")
    shown = page(too_late(one, other, case, **changes), 409)
    form = form_of(shown)
    assert changes.items() <= form.items()
    assert form["version"] == "2"
    assert other.post(address(case), {**form, "do": "save"}).status_code == 302
    assert found(case) == {
        "job_seeker": ("seen", ""),
        "origin": ("different", "abai"),
        # What the later one left as it was stays as the faster one saved it.
        "rent_months": ("different", "6"),
    }


def test_a_mistake_in_between_does_not_hide_what_somebody_saved(
    one: Client, other: Client, case: Case
) -> None:
    form = opened(other, case)
    assert one.post(address(case), {**opened(one, case), "note": "Бірінші"}).status_code == 302
    for changes, status in (
        ({"outcome_rent_months": "different"}, 422),
        ({"do": "recalculate"}, 200),
        ({"do": "rest"}, 200),
    ):
        again = form_of(page(other.post(address(case), {**form, **changes}), status))
        assert again["version"] == "1"
        assert other.post(address(case), {**again, "do": "save"}).status_code in {409, 422}
    case.refresh_from_db()
    assert case.note == "Бірінші"


def test_the_same_typed_twice_says_that_nothing_differs(
    one: Client, other: Client, case: Case
) -> None:
    same = {"outcome_job_seeker": "not_seen", "note": "Бірінші"}
    shown = page(too_late(one, other, case, **same, **different("rent_months", " 6 ")), 409)
    assert "is the same as what stands now" in shown.one("section", css="faults").text


def test_two_windows_of_one_worker_are_two_as_well(one: Client, case: Case) -> None:
    page(too_late(one, one, case, outcome_job_seeker="seen"), 409)
    assert found(case)["job_seeker"] == ("not_seen", "")


def test_a_double_click_saves_once_and_tells(one: Client, case: Case) -> None:
    form = opened(one, case) | {"outcome_job_seeker": "seen"}
    assert one.post(address(case), form).status_code == 302
    page(one.post(address(case), form), 409)
    assert case.snapshots.filter(kind="checked").count() == 1


def test_a_case_that_was_decided_meanwhile_keeps_what_was_typed(
    one: Client, other: Client, case: Case
) -> None:
    form = opened(other, case) | {"outcome_job_seeker": "seen", "note": "Екінші"}
    one.post(address(case), {**opened(one, case), "outcome_job_seeker": "not_seen"})
    moved = one.post(address(case, "move"), {"version": "2", "after": "sent_back", "reason": ""})
    assert moved.status_code == 302
    shown = page(other.post(address(case), form), 409)
    assert "Sent back for papers" in shown.one("section", css="faults").text
    form = form_of(shown) | {"do": "save"}
    assert form["note"] == "Екінші"
    page(other.post(address(case), form), 409)
    other.post(address(case, "move"), {"version": "3", "after": "in_check", "reason": ""})
    form = form_of(page(other.post(address(case), form), 409)) | {"do": "save"}
    assert other.post(address(case), form).status_code == 302
    assert found(case) == {"job_seeker": ("seen", "")}


def test_a_move_on_an_old_page_is_not_made_and_keeps_its_reason(
    one: Client, other: Client, case: Case
) -> None:
    one.post(address(case), {**opened(one, case), "outcome_job_seeker": "seen"})
    form = {"version": "1", "after": "sent_back", "reason": "Қағаз жоқ"}
    shown = page(other.post(address(case, "move"), form), 409)
    told = shown.one("section", css="faults").text
    assert "changed meanwhile" in told
    assert "Your decision was not saved" in told
    assert "typed" not in told
    assert shown.one("textarea", id="id_reason").text == "Қағаз жоқ"
    case.refresh_from_db()
    assert case.state == "in_check"


def test_a_move_on_an_old_page_keeps_what_was_not_saved_too(
    one: Client, other: Client, case: Case
) -> None:
    old = opened(other, case) | {"outcome_origin": "seen", "after": "sent_back", "reason": "Жоқ"}
    one.post(address(case), {**opened(one, case), "outcome_job_seeker": "seen"})
    shown = page(other.post(address(case, "move"), old), 409)
    form = form_of(shown)
    assert (form["outcome_origin"], form["outcome_job_seeker"]) == ("seen", "seen")
    assert len(shown.one("section", css="faults").one("tbody").all("tr")) == 1


def test_working_out_anew_on_an_old_page_is_not_done(
    one: Client, other: Client, case: Case
) -> None:
    one.post(address(case), {**opened(one, case), "outcome_job_seeker": "seen"})
    page(other.post(address(case, "anew"), {"version": "1"}), 409)
    assert case.snapshots.count() == 2


@pytest.mark.parametrize("version", ["", "0", "-1", "99", "1.0", "x", "９", "1" * 40])
def test_a_version_nobody_has_seen_changes_nothing(one: Client, case: Case, version: str) -> None:
    form = opened(one, case) | {"version": version, "outcome_job_seeker": "seen"}
    page(one.post(address(case), form), 409)
    page(one.post(address(case, "move"), {"version": version, "after": "in_check"}), 409)
    page(one.post(address(case, "anew"), {"version": version}), 409)
    case.refresh_from_db()
    assert (case.version, case.state) == (1, "new")
