"""Opening a case: from an address, from a link, from the form; once, and only when it was seen."""

import re
from collections.abc import Callable
from urllib.parse import quote, urlencode

import pytest
from cryptography.fernet import Fernet
from django.conf import LazySettings
from django.db import IntegrityError, transaction
from django.test import Client

from calculator import intake
from calculator.staff.cases import actions, private
from calculator.staff.errors import NotAllowed
from calculator.staff.models import Case, Entry, Snapshot, Worker
from tests.rules.families import family
from tests.staff.desk import case_of, worker_at
from tests.web.reading import Element, filled_in, read
from tests.web.site import BRIEF, BRIEF_TOTAL, TYPED, UNANSWERED, address

pytestmark = pytest.mark.django_db

NEW = "/kk/staff/cases/new/"
QUERY = intake.query(family(**BRIEF))
# The example of an identity number whose last digit fits, and one whose does not.
NUMBER, WRONG_NUMBER = "850101300124", "850101300123"


@pytest.fixture
def visitor(specialist: Worker, signed_in: Callable[[Worker], Client]) -> Client:
    """The specialist's browser."""
    return signed_in(specialist)


def page_of(visitor: Client, where: str, status: int = 200) -> Element:
    """A page, read strictly."""
    answer = visitor.get(where)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return read(answer.content.decode())


def pasted(visitor: Client, text: str, language: str = "kk") -> object:
    """The answer to an address put into the box."""
    return visitor.post(f"/{language}/staff/cases/new/", {"do": "read", "address": text})


def to_send(page: Element, **changes: str) -> dict[str, str]:
    """What the button that opens the case sends."""
    form = page.one("form", css="opening")
    hidden = {each["name"]: each.get("value") for each in form.all("input", type="hidden")}
    del hidden["csrfmiddlewaretoken"]
    return {**hidden, "do": "open", "note": "", **changes}


def faults_in(answer: object) -> str:
    """The text of the list of faults of a page."""
    return read(answer.content.decode()).one("section", css="faults").text


# --- what is read --------------------------------------------------------------------------------


WAYS = {
    "path": "/kk/result/?{q}",
    "russian": "/ru/result/?{q}",
    "english": "/en/result/?{q}",
    "host": "https://testserver/kk/result/?{q}",
    "host and port": "http://testserver:8000/ru/result/?{q}",
    "host without scheme": "testserver:8000/kk/result/?{q}",
    "local host": "localhost:8000/kk/result/?{q}",
    "number": "127.0.0.1/kk/result/?{q}",
    "no slash before": "kk/result/?{q}",
    "no language": "result/?{q}",
    "no slash after": "/kk/result?{q}",
    "form": "/kk/calculate/?{q}",
    "print page": "/ru/summary/?{q}",
    "paper": "/en/summary.pdf?{q}",
    "paper alone": "summary.pdf?{q}",
    "calendar": "/kk/dates.ics?{q}",
    "desk": "/kk/staff/cases/new/?{q}",
    "anchor": "/kk/result/?{q}#measures",
    "letter": "  «/kk/result/?{q}»".replace("«", "").replace("»", "\ufeff\r\n"),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_page_of_a_family_can_be_pasted(visitor: Client, way: str) -> None:
    answer = pasted(visitor, WAYS[way].format(q=QUERY))
    assert (answer.status_code, answer.headers.get("Location")) == (302, f"{NEW}?{QUERY}")


def test_what_a_scanner_breaks_apart_is_put_together(visitor: Client) -> None:
    whole = f"https://testserver/kk/result/?{QUERY}"
    broken = "\r\n".join(whole[start : start + 17] for start in range(0, len(whole), 17))
    assert pasted(visitor, f"\t{broken}\n")["Location"] == f"{NEW}?{QUERY}"
    spaced = whole.replace("&", "&amp;\u200b ")
    assert pasted(visitor, spaced)["Location"] == f"{NEW}?{QUERY}"


def test_a_form_that_is_filled_in_can_be_pasted_as_it_stands(visitor: Client) -> None:
    answer = pasted(visitor, f"/kk/calculate/?{urlencode({'do': 'add', **TYPED})}")
    assert answer["Location"] == f"{NEW}?{QUERY}"


@pytest.mark.parametrize(
    "text",
    [
        "жанұя",
        "https://example.org/kk/result/?" + QUERY,
        "//example.org/kk/result/?" + QUERY,
        "example.org/kk/result/?" + QUERY,
        "ftp://testserver/kk/result/?" + QUERY,
        "javascript:alert(1)",
        "/kk/nowhere/?" + QUERY,
        "/de/result/?" + QUERY,
        "http://[::1/kk/result/?" + QUERY,
        "/kk/result/?" + "&" * 2_000,
        "testserver@example.org/kk/result/?" + QUERY,
        "https://testserver@example.org/kk/result/?" + QUERY,
        QUERY,
    ],
)
def test_what_is_no_address_of_ours_is_refused_and_kept(visitor: Client, text: str) -> None:
    answer = pasted(visitor, text, "en")
    assert answer.status_code == 422
    assert "is no address of this site" in faults_in(answer)
    (kept,) = read(answer.content.decode()).all("textarea", name="address")
    assert kept.text == text
    assert Entry.objects.latest("number").details == {"why": "address"}
    assert not Case.objects.exists()


@pytest.mark.parametrize("text", ["/kk/result/", "https://testserver/kk/result/?lang=kk&x=1"])
def test_an_address_that_says_nothing_of_a_family_is_told_so(visitor: Client, text: str) -> None:
    answer = pasted(visitor, text, "en")
    assert answer.status_code == 422
    assert "says nothing of a family" in faults_in(answer)


@pytest.mark.parametrize("text", ["", " \n\t", "\x00", "x" * 8_001])
def test_an_empty_or_endless_box_is_told_so(visitor: Client, text: str) -> None:
    answer = pasted(visitor, text)
    assert answer.status_code == 422
    assert faults_in(answer)


TAMPERED = {
    "origin": QUERY.replace("turkistan", "atlantis"),
    "on": QUERY.replace("2026-06-15", "1999-06-15"),
    "members": QUERY.replace("self:34", "self:340"),
    "housing_price": QUERY.replace("housing_price=10000000", "housing_price=1e7"),
    "settlement": QUERY.replace("settlement=urban", "settlement="),
    "track": f"{QUERY}&track=kandas",
}


@pytest.mark.parametrize("fact", TAMPERED)
@pytest.mark.parametrize("way", ["pasted", "link"])
def test_each_fact_that_cannot_be_understood_is_named_and_on_record(
    visitor: Client, fact: str, way: str
) -> None:
    query = TAMPERED[fact]
    assert query != QUERY
    link = f"/en/staff/cases/new/?{query}"
    answer = (
        pasted(visitor, f"/en/result/?{query}", "en") if way == "pasted" else visitor.get(link)
    )
    assert answer.status_code == 422
    page = read(answer.content.decode())
    faults = page.one("section", css="faults")
    assert len(faults.all("li")) == 1
    (leads_to,) = faults.all("a")
    assert page.all(id=leads_to["href"].removeprefix("#")), "the fault leads to its field"
    box = page.one("textarea", name="address").text
    assert query in box
    entry = Entry.objects.latest("number")
    assert (entry.action, entry.details) == ("denied", {"why": "address", "facts": [fact]})
    assert not Case.objects.exists()


def test_all_that_is_wrong_is_named_at_once(visitor: Client) -> None:
    answer = visitor.get(f"{NEW}?track=x&origin=y&on=z")
    assert answer.status_code == 422
    faults = read(answer.content.decode()).one("section", css="faults")
    assert len(faults.all("li")) == 6


@pytest.mark.parametrize(
    "query",
    [
        "on&track&members",
        "track=%00",
        "track=%D0%D0%FF&members=self%00",
        "members=" + "child;" * 1000,
        "housing_price=" + "9" * 3000,
        "do=remove-99999&relation_1=self",
        "do=%00",
        "relation_99=self&age_99=x",
        "family_size=4",
    ],
)
def test_no_address_makes_an_error_of_ours(visitor: Client, query: str) -> None:
    answer = visitor.get(f"{NEW}?{query}")
    assert answer.status_code in {200, 422}
    read(answer.content.decode())


# --- what is shown before ------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_link_shows_answers_and_total_and_stores_nothing(visitor: Client, language: str) -> None:
    page = page_of(visitor, f"/{language}/staff/cases/new/?{QUERY}")
    assert page.one("p", css="sum").text == BRIEF_TOTAL
    result = read(Client().get(f"/{language}/result/?{QUERY}").content.decode())
    shown = [each.text for each in page.one("dl", css="answers").all("dt", "dd")]
    assert shown == [each.text for each in result.one("dl", css="answers").all("dt", "dd")]
    assert not Case.objects.exists()
    assert not Entry.objects.exists()


def test_the_familys_result_ends_with_a_link_to_the_desk() -> None:
    page = read(Client().get(address("result", "en", **BRIEF)).content.decode())
    link = page.one("main").all("a")[-1]
    assert link.text == "For career centres: open this as a case"
    assert link["href"] == f"/en/staff/cases/new/?{QUERY}"


def test_signed_out_it_asks_to_sign_in_and_leads_back() -> None:
    answer = Client().get(f"{NEW}?{QUERY}")
    assert answer.status_code == 302
    assert answer["Location"] == f"/kk/staff/sign-in/?{urlencode({'next': f'{NEW}?{QUERY}'})}"


def test_the_families_pages_know_nothing_of_who_is_signed_in(visitor: Client) -> None:
    answer = visitor.get(address("result", "kk", **BRIEF))
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert "sessionid" not in answer.cookies


# --- opening it ----------------------------------------------------------------------------------


def test_a_case_is_opened_with_the_answers_that_were_shown(
    visitor: Client, specialist: Worker
) -> None:
    page = page_of(visitor, f"{NEW}?{QUERY}")
    answer = visitor.post(NEW, to_send(page, note="Екі бала мектепке барады"))
    case = Case.objects.get()
    assert answer["Location"] == f"/kk/staff/cases/{case.reference}/"
    assert (case.centre, case.specialist) == (specialist.centre, specialist)
    assert (case.state, case.note, case.person) == ("new", "Екі бала мектепке барады", None)
    assert case.snapshots.get().facts == QUERY
    entry = Entry.objects.latest("number")
    assert (entry.action, entry.reference) == ("opened", case.reference)
    assert entry.details == {"source": "address"}


def test_a_family_of_whom_little_is_known_can_be_a_case(visitor: Client) -> None:
    query = intake.query(family(**BRIEF, **UNANSWERED))
    visitor.post(NEW, to_send(page_of(visitor, f"{NEW}?{query}")))
    assert Snapshot.objects.get().facts == query


def test_what_is_posted_must_be_understood_too(visitor: Client) -> None:
    sent = to_send(page_of(visitor, f"{NEW}?{QUERY}"), origin="atlantis")
    answer = visitor.post(NEW, sent)
    assert answer.status_code == 422
    assert not Case.objects.exists()
    assert Entry.objects.latest("number").details == {"why": "address", "facts": ["origin"]}


def test_a_note_that_is_too_long_is_told_so_and_kept(visitor: Client) -> None:
    note = "ұ" * 2_001
    answer = visitor.post(NEW, to_send(page_of(visitor, f"{NEW}?{QUERY}"), note=note))
    assert answer.status_code == 422
    page = read(answer.content.decode())
    assert page.one("textarea", name="note").text == note
    assert not Case.objects.exists()
    # And what was kept can be sent once it is short enough.
    visitor.post(NEW, to_send(page, note="ұ"))
    assert Case.objects.get().note == "ұ"


def test_a_note_says_before_it_is_written_that_the_family_gets_it(visitor: Client) -> None:
    page = page_of(visitor, f"/en/staff/cases/new/?{QUERY}")
    said = page.one("div", id="div_id_note").text
    assert "printed on the checked summary, which the family gets" in said
    assert "does not see" not in said


def test_what_is_shown_before_speaks_of_the_family(visitor: Client) -> None:
    total = page_of(visitor, f"/en/staff/cases/new/?{QUERY}").one("div", css="total").text
    assert "Going by the family's answers" in total
    assert "your" not in total


def test_get_never_opens_a_case(visitor: Client) -> None:
    sent = to_send(page_of(visitor, f"{NEW}?{QUERY}"))
    visitor.get(f"{NEW}?{urlencode(sent)}")
    assert not Case.objects.exists()


# --- once ----------------------------------------------------------------------------------------


def test_a_page_that_is_sent_twice_opens_one_case(visitor: Client) -> None:
    sent = to_send(page_of(visitor, f"{NEW}?{QUERY}"))
    first, second = (visitor.post(NEW, sent) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == Snapshot.objects.count() == 1
    assert [entry.action for entry in Entry.objects.all()] == ["opened"]


def test_every_page_opens_a_case_of_its_own(visitor: Client) -> None:
    for _ in range(2):
        visitor.post(NEW, to_send(page_of(visitor, f"{NEW}?{QUERY}")))
    assert Case.objects.count() == 2


@pytest.mark.parametrize("token", ["", "x", "*" * 22, "x" * 33])
def test_a_page_without_its_token_opens_nothing_but_can_be_sent_again(
    visitor: Client, token: str
) -> None:
    sent = to_send(page_of(visitor, f"{NEW}?{QUERY}"), token=token, note="Жазба")
    answer = visitor.post(NEW, sent)
    assert answer.status_code == 422
    assert not Case.objects.exists()
    again = to_send(read(answer.content.decode()), note="Жазба")
    assert visitor.post(NEW, again).status_code == 302
    assert Case.objects.count() == 1


def test_the_token_of_another_centres_case_leads_nowhere(
    visitor: Client, other_centre: object, signed_in: Callable[[Worker], Client]
) -> None:
    stranger = signed_in(worker_at(other_centre, "specialist"))
    sent = to_send(page_of(stranger, f"{NEW}?{QUERY}"))
    stranger.post(NEW, sent)
    theirs = Case.objects.get()
    answer = visitor.post(NEW, sent)
    assert answer.status_code == 422
    assert theirs.reference not in answer.content.decode()
    assert Case.objects.count() == 1


def test_the_database_itself_lets_no_two_cases_have_one_page(specialist: Worker) -> None:
    one, other = case_of(specialist), case_of(specialist)
    Case.objects.filter(pk=one.pk).update(token="a" * 22)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=other.pk).update(token="a" * 22)


def test_what_may_not_be_done_is_told_and_nothing_typed_is_lost(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise NotAllowed("no_centre")

    sent = to_send(page_of(visitor, f"{NEW}?{QUERY}"), note="Жазба")
    monkeypatch.setattr(actions, "open_case", refuse)
    answer = visitor.post(NEW, sent)
    assert answer.status_code == 422
    assert read(answer.content.decode()).one("textarea", name="note").text == "Жазба"


# --- the same again ------------------------------------------------------------------------------


def test_an_open_case_with_the_same_facts_is_named(visitor: Client, specialist: Worker) -> None:
    same, other = case_of(specialist, **BRIEF), case_of(specialist, **BRIEF, rent_months="6")
    page = page_of(visitor, f"{NEW}?{QUERY}")
    links = [each["href"] for each in page.one("section", css="alike").all("a")]
    assert links == [f"/kk/staff/cases/{same.reference}/"]
    assert other.reference not in str(links)
    # To go on there is the first thing offered; it does not stand in the way.
    assert page.one("button", value="open")["class"] == "second"
    assert visitor.post(NEW, to_send(page)).status_code == 302


def test_a_closed_case_or_another_centres_is_not_named(
    visitor: Client, specialist: Worker, other_centre: object
) -> None:
    case_of(worker_at(other_centre, "specialist"), **BRIEF)
    closed = case_of(specialist, **BRIEF)
    Case.objects.filter(pk=closed.pk).update(state="closed")
    assert not page_of(visitor, f"{NEW}?{QUERY}").all("section", css="alike")


# --- the form ------------------------------------------------------------------------------------


def form_in(page: Element) -> Element:
    """The family's form."""
    return page.one("form", id="facts")


def test_it_is_the_familys_form_and_its_buttons_stay_at_the_desk(visitor: Client) -> None:
    form = form_in(page_of(visitor, NEW))
    public = read(Client().get("/kk/calculate/").content.decode()).one("form", id="facts")
    assert filled_in(form) == filled_in(public)
    assert form["action"] == NEW
    many = form_in(page_of(visitor, f"{NEW}?{urlencode({'do': 'add', **TYPED})}"))
    buttons = many.one("fieldset", id="members").all("button")
    assert len(buttons) == 7
    for button in buttons:
        assert (button["formaction"], button["hx-get"]) == (f"{NEW}#members", NEW)


def test_people_are_added_and_removed_and_nothing_typed_is_lost(visitor: Client) -> None:
    wrong = {"housing_price": "он миллион", "on": "ертең"}
    typed = {**TYPED, **wrong}
    more = form_in(page_of(visitor, f"{NEW}?{urlencode({'do': 'add', **typed})}"))
    assert filled_in(more) == {**typed, "relation_6": "", "age_6": ""}
    less = form_in(page_of(visitor, f"{NEW}?{urlencode({'do': 'remove-5', **typed})}"))
    gone = {"relation_5", "age_5"}
    assert filled_in(less) == {name: text for name, text in typed.items() if name not in gone}


def test_where_scripts_run_only_the_list_of_members_is_sent(visitor: Client) -> None:
    query = urlencode({"do": "add", **TYPED})
    answer = visitor.get(f"{NEW}?{query}", headers={"hx-request": "true"})
    (members,) = [
        each for each in read(answer.content.decode()).children if not isinstance(each, str)
    ]
    assert members["id"] == "members"
    assert all(button["hx-get"] == NEW for button in members.all("button"))
    again = page_of(visitor, answer["HX-Replace-Url"])
    assert filled_in(form_in(again)) == {**TYPED, "relation_6": "", "age_6": ""}


def test_a_complete_form_leads_to_what_would_be_opened(visitor: Client) -> None:
    answer = visitor.get(f"{NEW}?{urlencode({'do': 'calculate', **TYPED})}")
    assert answer["Location"] == f"{NEW}?{QUERY}&source=form"
    visitor.post(NEW, to_send(page_of(visitor, answer["Location"])))
    assert Snapshot.objects.get().facts == QUERY
    assert Entry.objects.latest("number").details == {"source": "form"}


def test_a_form_with_mistakes_says_so_and_accuses_nobody(visitor: Client) -> None:
    typed = {**TYPED, "housing_price": "он миллион", "track": ""}
    answer = visitor.get(f"{NEW}?{urlencode({'do': 'calculate', **typed})}")
    assert answer.status_code == 422
    page = read(answer.content.decode())
    assert len(page.one("section", css="faults").all("li")) == 2
    assert filled_in(form_in(page))["housing_price"] == "он миллион"
    assert not Entry.objects.exists()


def test_the_answers_can_be_changed_as_a_person_types_them(visitor: Client) -> None:
    page = page_of(visitor, f"{NEW}?{QUERY}")
    (change,) = page.one("form", css="opening").all("a")
    assert filled_in(form_in(page_of(visitor, change["href"]))) == TYPED


# --- who it is -----------------------------------------------------------------------------------


@pytest.fixture
def personal(settings: LazySettings) -> None:
    """An installation that keeps names and identity numbers."""
    settings.PERSONAL_DATA = True
    settings.PERSONAL_DATA_KEYS = [Fernet.generate_key().decode()]


def test_names_are_not_asked_for_and_not_taken_where_that_is_off(visitor: Client) -> None:
    page = page_of(visitor, f"{NEW}?{QUERY}")
    assert not page.all("input", name="name")
    assert not page.all("input", name="number")
    visitor.post(NEW, to_send(page, name="Біреу", number=NUMBER))
    assert Case.objects.get().person is None


@pytest.mark.parametrize("between", [" ", "\u00a0", "\t", "\u202f"])
def test_names_are_kept_encrypted_and_not_on_record(
    visitor: Client, personal: None, between: str
) -> None:
    typed = f" {NUMBER[:6]}{between}{NUMBER[6:]}"
    page = page_of(visitor, f"{NEW}?{QUERY}")
    visitor.post(NEW, to_send(page, person_name=" Біреу ", person_number=typed))
    stored = bytes(Case.objects.get().person)
    assert NUMBER.encode() not in stored
    assert private.opened(stored) == ("Біреу", NUMBER)
    assert NUMBER not in str(list(Entry.objects.values()))


def test_names_may_be_left_out(visitor: Client, personal: None) -> None:
    visitor.post(NEW, to_send(page_of(visitor, f"{NEW}?{QUERY}")))
    assert Case.objects.get().person is None


@pytest.mark.parametrize("number", [WRONG_NUMBER, "1", "85010130012x", NUMBER + "0"])
def test_an_identity_number_that_is_none_is_told_so(
    visitor: Client, personal: None, number: str
) -> None:
    sent = to_send(page_of(visitor, f"{NEW}?{QUERY}"), person_name="Біреу", person_number=number)
    answer = visitor.post(NEW, sent)
    assert answer.status_code == 422
    page = read(answer.content.decode())
    assert number in page.one("section", css="faults").text
    assert page.one("input", name="person_name")["value"] == "Біреу"
    assert page.one("input", name="person_number")["value"] == number
    assert not Case.objects.exists()


# --- in every language ---------------------------------------------------------------------------


def test_no_words_of_djangos_own_reach_a_page(visitor: Client, personal: None) -> None:
    wrong = {"note": "\x00", "person_name": "x" * 201}
    sent = {**to_send(page_of(visitor, f"{NEW}?{QUERY}")), **wrong}
    said = faults_in(visitor.post(NEW.replace("kk", "en"), sent))
    said += faults_in(pasted(visitor, "\x00", "en"))
    assert not re.search("null|Null|Ensure|valid|required", said)
    assert "201 were given" in said


def test_the_address_box_survives_any_text(visitor: Client) -> None:
    for text in ("<script>", "{{ 1 }}", "%s%(given)s", quote("ӘӨ") * 50, "а" * 500):
        answer = pasted(visitor, text)
        assert answer.status_code == 422
        assert read(answer.content.decode()).one("textarea", name="address").text == text
