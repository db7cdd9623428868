"""How a case moves: only the ways there are, with who, when and why."""

from collections.abc import Callable, Iterator
from itertools import product

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from calculator import questions
from calculator.staff.cases import actions, proofs, snapshots
from calculator.staff.cases.checking import Found
from calculator.staff.cases.states import MOVES, State, may_move
from calculator.staff.models import Case, Entry, Move, Worker
from tests.staff.desk import by, case_of
from tests.staff.test_checking import form_of
from tests.web.reading import Element, read

pytestmark = pytest.mark.django_db

SignedIn = Callable[[Worker], Client]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """The addresses and the words of these tests."""
    with override("en"):
        yield


@pytest.fixture
def case(specialist: Worker) -> Case:
    """A case whose every fact was seen."""
    return checked(case_of(specialist), specialist)


@pytest.fixture
def client(specialist: Worker, signed_in: SignedIn) -> Client:
    """The specialist's browser."""
    return signed_in(specialist)


def checked(case: Case, worker: Worker, **others: Found) -> Case:
    seen = {fact: Found("seen") for fact in proofs.to_look_at(case)}
    return actions.save_check(case, case.version, {**seen, **others}, "", by=by(worker))


def address(case: Case, page: str = "case") -> str:
    return reverse(f"staff:{page}", args=[case.reference])


def moved(client: Client, case: Case, after: str, reason: str = "") -> HttpResponse:
    case.refresh_from_db()
    form = {"version": str(case.version), "after": after, "reason": reason}
    return client.post(address(case, "move"), form)


def page(response: HttpResponse, status: int = 200) -> Element:
    assert response.status_code == status
    return read(response.content.decode())


def test_a_decision_the_calculator_agrees_with_needs_no_reason(
    client: Client, case: Case, specialist: Worker
) -> None:
    response = moved(client, case, "eligible")
    assert response["Location"] == address(case)
    shown = page(client.get(address(case)))
    assert shown.one("p", css="done").text == "Done. The case is now: Checked: support is due."
    last = case.moves.last()
    assert last is not None
    assert (last.before, last.after, last.by) == ("in_check", "eligible", specialist)
    entry = Entry.objects.filter(action="moved").latest("number")
    assert entry.details == {"before": "in_check", "after": "eligible"}


def test_another_decision_needs_a_reason_and_keeps_it(client: Client, case: Case) -> None:
    shown = page(moved(client, case, "not_eligible"), 422)
    link = shown.one("section", css="faults").one("a")
    assert link["href"] == "#id_reason"
    assert "Write why you decide otherwise" in link.text
    assert not Entry.objects.filter(action="denied").exists()
    moved(client, case, "not_eligible", "Жұмыс беруші хатын қайтарып алды")
    case.refresh_from_db()
    assert case.state == "not_eligible"
    history = page(client.get(address(case, "history")))
    assert "Жұмыс беруші хатын қайтарып алды" in history.one("main").text


def test_a_reason_that_is_too_long_is_kept_and_told(client: Client, case: Case) -> None:
    long = "я" * 2_001
    shown = page(moved(client, case, "not_eligible", long), 422)
    assert shown.one("textarea", id="id_reason").text == long
    assert case.moves.count() == 1


def test_the_button_that_agrees_with_the_calculator_says_so(client: Client, case: Case) -> None:
    buttons = page(client.get(address(case))).one("ul", css="moves").all("button")
    assert [each["value"] for each in buttons] == ["eligible", "not_eligible", "sent_back"]
    assert [each.get("aria-describedby") for each in buttons] == ["agrees", "", ""]


def test_before_a_decision_every_fact_with_papers_is_looked_at(
    client: Client, specialist: Worker
) -> None:
    case = case_of(specialist)
    actions.save_check(case, 1, {"origin": Found("seen")}, "", by=by(specialist))
    shown = page(moved(client, case, "eligible", "Солай"), 422)
    problem = shown.one("section", css="faults")
    wanted = proofs.to_look_at(case) - {"origin"}
    links = [each["href"] for each in problem.all("a")]
    in_form = [fact for group in questions.GROUPS for fact in group.facts if fact in wanted]
    assert links == [f"#id_outcome_{fact}_0" for fact in in_form]
    for link in links:
        shown.one("input", id=link.removeprefix("#"))
    assert shown.one("textarea", id="id_reason").text == "Солай"


def test_the_check_goes_along_with_a_decision_so_that_nothing_unsaved_is_lost(
    client: Client, case: Case
) -> None:
    shown = page(client.get(address(case)))
    buttons = shown.one("ul", css="moves").all("button")
    assert {(each["form"], each["formaction"]) for each in buttons} == {
        ("check", address(case, "move"))
    }
    assert shown.one("textarea", id="id_reason")["form"] == "check"
    form = form_of(shown) | {"after": "eligible", "reason": ""}
    changed = form | {"outcome_job_seeker": "not_seen", "note": "Жоғалмасын"}
    told = page(client.post(address(case, "move"), changed), 422)
    assert "not saved" in told.one("section", css="faults").text
    again = form_of(told)
    assert again["outcome_job_seeker"] == "not_seen"
    assert again["note"] == "Жоғалмасын"
    case.refresh_from_db()
    assert (case.state, case.note) == ("in_check", "")
    assert client.post(address(case, "move"), form).status_code == 302


@pytest.mark.parametrize("decided", ["eligible", "not_eligible", "sent_back"])
def test_a_closed_case_goes_on_saying_what_was_decided(
    client: Client, case: Case, decided: str
) -> None:
    moved(client, case, decided, "Себебі бар")
    case.refresh_from_db()
    assert case.decision == decided
    moved(client, case, "closed")
    case.refresh_from_db()
    assert (case.state, case.decision) == ("closed", decided)
    words = {
        "eligible": "Closed: support is due",
        "not_eligible": "Closed: support is not due",
        "sent_back": "Closed: sent back for papers",
    }
    for name in ("case", "history"):
        shown = page(client.get(address(case, name)))
        assert shown.one("h1").one("span", css="state").text == words[decided]


def test_a_case_that_is_checked_again_is_decided_no_more(client: Client, case: Case) -> None:
    for after in ("eligible", "in_check"):
        moved(client, case, after)
    case.refresh_from_db()
    assert case.decision == ""


def test_the_last_reason_stands_on_the_case(
    client: Client, case: Case, specialist: Worker
) -> None:
    moved(client, case, "sent_back", "Келісімшарт жоқ")
    for after in ("", "in_check"):
        if after:
            moved(client, case, after)
        told = page(client.get(address(case))).one("div", css="reason").text
        for part in ("Sent back for papers", specialist.name, "Келісімшарт жоқ"):
            assert part in told


def test_a_decision_is_a_verb_and_says_where_its_reason_goes(client: Client, case: Case) -> None:
    shown = page(client.get(address(case))).one("section", id="decide")
    titles = [each.text for each in shown.all("button")]
    assert titles[:2] == ["Decide: support is due", "Decide: support is not due"]
    assert "otherwise than the calculator" in shown.text
    assert "which the family gets" in shown.text
    moved(client, case, "eligible")
    shown = page(client.get(address(case))).one("section", id="decide")
    assert "otherwise than the calculator" not in shown.text


def test_a_case_may_be_sent_back_before_all_is_looked_at(
    client: Client, specialist: Worker
) -> None:
    case = case_of(specialist)
    actions.save_check(case, 1, {"job_seeker": Found("not_seen")}, "", by=by(specialist))
    assert moved(client, case, "sent_back").status_code == 302


def test_a_case_nobody_checked_cannot_be_decided(client: Client, specialist: Worker) -> None:
    case = case_of(specialist)
    moved(client, case, "in_check")
    assert "Nothing has been checked yet" in page(moved(client, case, "eligible"), 422).text


def test_no_decision_by_rules_that_have_changed(
    client: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "law_digest", lambda: "another")
    assert "work it out anew first" in page(moved(client, case, "eligible"), 422).text


@pytest.mark.parametrize(
    ("before", "after"),
    [(one, other) for one, other in product(State, State) if not may_move(one, other)],
)
def test_a_tampered_move_is_refused_and_stands_on_record(
    client: Client, case: Case, before: State, after: State
) -> None:
    Case.objects.filter(pk=case.pk).update(state=before)
    shown = page(moved(client, case, after, "Солай"), 409)
    assert "cannot go there" in shown.one("section", css="faults").text
    case.refresh_from_db()
    assert (case.state, case.version) == (before, 2)
    assert Move.objects.filter(case=case).count() == 1
    entry = Entry.objects.get(action="denied")
    assert (entry.reference, entry.details["why"]) == (case.reference, "move")


@pytest.mark.parametrize("after", ["", "deleted", "ELIGIBLE", "new'--", "x" * 5_000])
def test_a_move_to_nowhere_is_refused(client: Client, case: Case, after: str) -> None:
    page(moved(client, case, after), 409)
    assert Entry.objects.get(action="denied").details["why"] == "move"


@pytest.mark.parametrize("state", [*State])
def test_a_case_offers_the_moves_there_are_and_no_others(
    client: Client, case: Case, state: State
) -> None:
    Case.objects.filter(pk=case.pk).update(state=state)
    shown = page(client.get(address(case)))
    offered = [each["value"] for each in shown.all("button", name="after")]
    assert offered == [str(after) for after in MOVES[state]]


@pytest.mark.parametrize("state", ["eligible", "not_eligible", "sent_back", "closed"])
def test_a_decided_case_can_only_be_read(client: Client, case: Case, state: str) -> None:
    Case.objects.filter(pk=case.pk).update(state=state, note="Екі рет келді")
    shown = page(client.get(address(case)))
    assert not shown.all("form", id="check")
    assert not shown.all("input", type="radio")
    text = shown.one("main").text
    for part in ("Applicant (34)", "Seen", "Identity card", "Екі рет келді"):
        assert part in text


def test_a_decided_case_shows_its_corrections_as_they_were_worded(
    client: Client, specialist: Worker
) -> None:
    others = {"housing_price": Found("different", "9500000")}
    case = checked(case_of(specialist), specialist, **others)
    Case.objects.filter(pk=case.pk).update(state="eligible")
    row = page(client.get(address(case))).one("tr", id="fact-housing_price")
    assert "10\u00a0000\u00a0000\u00a0₸" in row.text
    assert "Different: 9\u00a0500\u00a0000\u00a0₸" in row.text


@pytest.mark.parametrize("state", ["eligible", "closed"])
def test_a_check_sent_to_a_decided_case_changes_nothing_and_is_kept_on_the_page(
    client: Client, case: Case, state: str
) -> None:
    Case.objects.filter(pk=case.pk).update(state=state)
    form = {"version": "2", "do": "save", "outcome_job_seeker": "not_seen", "note": "Сақталсын"}
    shown = page(client.post(address(case), form), 409)
    assert "not in check" in shown.one("section", css="faults").text
    assert shown.one("textarea", id="id_note").text == "Сақталсын"
    case.refresh_from_db()
    assert (case.version, case.note) == (2, "")
    assert Entry.objects.get(action="denied").details["why"] == "check"


def test_a_decided_case_is_not_worked_out_anew(client: Client, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(state="eligible")
    page(client.post(address(case, "anew"), {"version": "2"}), 409)
    assert case.snapshots.count() == 2
    assert Entry.objects.get(action="denied").details["why"] == "anew"


def test_a_case_goes_back_into_check_and_is_closed_at_last(client: Client, case: Case) -> None:
    for after in ("eligible", "in_check", "sent_back", "closed"):
        reason = "Себебі бар" if after == "sent_back" else ""
        assert moved(client, case, after, reason).status_code == 302
    case.refresh_from_db()
    assert case.state == "closed"
    rows = page(client.get(address(case, "history"))).all("table")[0].one("tbody").all("tr")
    assert len(rows) == 5
