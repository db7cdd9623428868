"""The papers of the desk: what stands on them, who may print them, and what stays of it."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from calculator.staff import record
from calculator.staff.cases import actions, private, proofs, snapshots
from calculator.staff.cases.checking import Found, in_order
from calculator.staff.cases.private import Person
from calculator.staff.cases.reference import spoken
from calculator.staff.models import Case, Centre, Entry, Sheet, Worker
from calculator.staff.papers import planning, seal, sheets
from calculator.staff.papers.planning import FIELDS, HELP
from calculator.staff.words import OUTCOMES, STATES
from tests.staff.desk import by, case_of, worker_at
from tests.test_paper import codes
from tests.web.reading import Element, read
from tests.web.site import LANGUAGES

pytestmark = pytest.mark.django_db

SignedIn = Callable[[Worker], Client]
PAPERS = ("summary_pdf", "plan_pdf")
in_every_language = pytest.mark.parametrize("language", LANGUAGES)
FINDINGS = {
    "members": Found("different", "self:34;spouse:32;child:9"),
    "housing_price": Found("different", "8000000"),
    "job_seeker": Found("not_seen"),
    "origin": Found("seen"),
}
NOTE = "Шарт пен куәлік келмеді."
PLAN = {
    "arrival_day": "20.07.2026",
    "transport": "Поезд, контейнер",
    "place": "Петропавл қ.",
    "help": ["medical", "language"],
    "help_more": "Балаға логопед",
    "employer": "«Солтүстік нан» ЖШС",
    "position": "Наубайшы",
    "training": "Наубайшылар курсы, тамыз",
    "housing": "Жалға алынған пәтер",
    "schools": "№ 7 мектеп, 3-сынып",
    "remarks": "Қыркүйекте қоңырау шалу",
}


@pytest.fixture
def case(specialist: Worker) -> Case:
    """A case that the specialist has checked."""
    opened = case_of(specialist)
    return actions.save_check(opened, opened.version, FINDINGS, NOTE, by=by(specialist))


def address(name: str, case: Case, language: str = "kk") -> str:
    """The address of a page about a case."""
    with override(language):
        return reverse(f"staff:{name}", args=[case.reference])


def got(client: Client, name: str, case: Case, language: str = "kk") -> HttpResponse:
    """The answer to a paper or page that is asked for."""
    return client.get(address(name, case, language))


def text_of(pdf: bytes) -> str:
    """All words of a PDF, its line breaks and soft ends taken as spaces."""
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    return squeezed(" ".join(pages))


def squeezed(text: str) -> str:
    """Without any white space, as lines may break anywhere."""
    return re.sub(r"\s+", "", text)


def codes_of(pdf: bytes) -> set[str]:
    """What the QR codes of a PDF say."""
    return {*codes(pdf)}


def page_of(response: HttpResponse, status: int = 200) -> Element:
    """The page of an answer, strictly read."""
    assert response.status_code == status
    return read(response.content.decode())


def sent(
    client: Client, case: Case, plan: dict[str, Any], version: int | str | None = None
) -> Any:
    """The answer to a plan that is sent."""
    told = {**plan, "version": case.version if version is None else version}
    return client.post(address("plan", case, "en"), told)


def last_entry() -> Entry:
    """What was last put on record."""
    return Entry.objects.latest("number")


# --- the checked summary -------------------------------------------------------------------------


@in_every_language
def test_the_checked_summary_holds_what_was_checked_and_its_seal(
    case: Case, specialist: Worker, signed_in: SignedIn, language: str
) -> None:
    response = got(signed_in(specialist), "summary_pdf", case, language)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    name = f"qonys-{spoken(case.reference)}.pdf"
    assert response["Content-Disposition"] == f'inline; filename="{name}"'
    assert "no-store" in response["Cache-Control"]
    said = text_of(response.content)
    checked = snapshots.last_checked(case)
    assert checked is not None
    with override(language):
        right = {each["fact"]: each["text"] for each in snapshots.told_answers(checked)}
        wanted = [
            spoken(case.reference),
            specialist.name,
            str(case.centre),
            str(STATES[case.state]),
            *(str(word) for word in OUTCOMES.values()),
            right["members"],
            right["housing_price"],
            seal.shown(Sheet.objects.get().seal),
            NOTE,
        ]
    for text in wanted:
        assert squeezed(text) in said, text


@in_every_language
@pytest.mark.parametrize("what", PAPERS)
def test_the_qr_code_leads_to_the_case(
    case: Case, specialist: Worker, signed_in: SignedIn, what: str, language: str
) -> None:
    response = got(signed_in(specialist), what, case, language)
    where = f"http://testserver/{language}/staff/cases/{case.reference}/"
    assert codes_of(response.content) == {where}


def test_one_decision_has_one_seal_in_three_languages(
    case: Case, specialist: Worker, signed_in: SignedIn
) -> None:
    client = signed_in(specialist)
    papers = [got(client, "summary_pdf", case, language) for language in LANGUAGES]
    sheet = Sheet.objects.get()
    assert all(squeezed(seal.shown(sheet.seal)) in text_of(each.content) for each in papers)


def test_printing_twice_makes_one_sheet_and_two_entries(
    case: Case, specialist: Worker, supervisor: Worker, signed_in: SignedIn
) -> None:
    first = got(signed_in(specialist), "summary_pdf", case)
    second = got(signed_in(supervisor), "summary_pdf", case)
    assert first.content == second.content
    sheet = Sheet.objects.get()
    assert (sheet.kind, sheet.made_by) == ("summary", specialist)
    entries = list(Entry.objects.filter(action="printed").order_by("number"))
    assert [each.username for each in entries] == [specialist.username, supervisor.username]
    assert {each.reference for each in entries} == {case.reference}
    assert entries[0].details == {"kind": "summary", "seal": sheet.seal}
    assert record.first_break() is None


def test_what_was_found_anew_makes_another_sheet(
    case: Case, specialist: Worker, signed_in: SignedIn
) -> None:
    client = signed_in(specialist)
    got(client, "summary_pdf", case)
    actions.save_check(case, case.version, FINDINGS, "Келді.", by=by(specialist))
    got(client, "summary_pdf", case)
    assert Sheet.objects.values("seal").distinct().count() == 2


def test_the_specialist_on_the_sheet_is_whoever_decided(
    case: Case, specialist: Worker, supervisor: Worker, signed_in: SignedIn
) -> None:
    actions.move(case, case.version, "sent_back", "Қағаз керек", by=by(supervisor))
    got(signed_in(specialist), "summary_pdf", case)
    content = Sheet.objects.get().content["sealed"]
    assert (content["specialist"], content["state"]) == (supervisor.name, "sent_back")


def test_an_unfinished_check_prints_what_nobody_looked_at_and_no_decision(
    case: Case, specialist: Worker, signed_in: SignedIn
) -> None:
    said = text_of(got(signed_in(specialist), "summary_pdf", case, "en").content)
    assert squeezed("Unfinished check: nothing is decided yet") in said
    assert squeezed("Result of the check") not in said
    assert squeezed("Checked summary of support") not in said
    missing = in_order(proofs.to_look_at(case) - FINDINGS.keys())
    assert missing
    with override("en"):
        told = "; ".join(sheets.title_of(fact) for fact in missing)
    assert squeezed(f"These count as the family said them: {told}.") in said
    assert Sheet.objects.get().content["sealed"]["unlooked"] == missing


def test_a_whole_check_prints_nothing_as_not_looked_at(
    specialist: Worker, signed_in: SignedIn
) -> None:
    opened = case_of(specialist)
    seen = {fact: Found("seen") for fact in proofs.to_look_at(opened)}
    opened = actions.save_check(opened, 1, seen, "", by=by(specialist))
    opened = actions.move(opened, opened.version, "eligible", "", by=by(specialist))
    said = text_of(got(signed_in(specialist), "summary_pdf", opened, "en").content)
    assert squeezed("Not looked at yet") not in said
    assert squeezed("Checked summary of support") in said
    assert squeezed("Result of the check: Checked: support is due") in said
    assert squeezed("Going by what was checked, this is what the family is owed.") in said
    assert squeezed("Going by your answers") not in said
    assert squeezed("Papers that prove it") in said
    opened = actions.move(opened, opened.version, "closed", "", by=by(specialist))
    said = text_of(got(signed_in(specialist), "summary_pdf", opened, "en").content)
    assert squeezed("Result of the check: Closed: support is due") in said


def test_the_reason_of_a_decision_is_printed_and_sealed(
    case: Case, specialist: Worker, signed_in: SignedIn
) -> None:
    client = signed_in(specialist)
    case = actions.move(case, case.version, "sent_back", "Үйдің қағазы жоқ", by=by(specialist))
    case = actions.move(case, case.version, "closed", "Келмеді", by=by(specialist))
    said = text_of(got(client, "summary_pdf", case, "en").content)
    assert squeezed("Reason: Sent back for papers: Үйдің қағазы жоқ") in said
    assert squeezed("Reason: Closed: Келмеді") in said
    sheet = Sheet.objects.get()
    assert sheet.content["sealed"]["reasons"] == [
        ["sent_back", "Үйдің қағазы жоқ"],
        ["closed", "Келмеді"],
    ]
    with override("en"):
        told = {"reference": case.reference, "seal": sheet.seal}
        page = page_of(client.post(reverse("staff:seal"), told)).one("main").text
    for part in ("Үйдің қағазы жоқ", "Closed: sent back for papers", "Not looked at yet"):
        assert part in page


def test_a_reason_of_before_the_last_check_is_printed_no_more(
    case: Case, specialist: Worker, signed_in: SignedIn
) -> None:
    case = actions.move(case, case.version, "sent_back", "Үйдің қағазы жоқ", by=by(specialist))
    case = actions.move(case, case.version, "in_check", "", by=by(specialist))
    said = text_of(got(signed_in(specialist), "summary_pdf", case, "en").content)
    assert squeezed("Үйдің қағазы жоқ") not in said


def test_to_print_reads_each_assessment_once(
    case: Case,
    specialist: Worker,
    signed_in: SignedIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = signed_in(specialist)
    got(client, "summary_pdf", case)
    with django_assert_max_num_queries(15) as asked:
        got(client, "summary_pdf", case)
    told = [each["sql"] for each in asked.captured_queries if "told_kk" in each["sql"]]
    assert len(told) == 2


def test_a_page_with_an_error_says_so_in_its_title(
    case: Case, specialist: Worker, signed_in: SignedIn
) -> None:
    client = signed_in(specialist)
    wrong = page_of(sent(client, case, {**PLAN, "arrival_day": "x"}), 422)
    late = page_of(sent(client, case, PLAN, 0), 409)
    with override("en"):
        no_seal = page_of(client.post(reverse("staff:seal"), {}), 422)
    for page in (wrong, late, no_seal):
        assert page.one("title").text.startswith("Error: ")
    assert not page_of(got(client, "plan", case, "en")).one("title").text.startswith("Error")


def test_before_anything_was_checked_there_is_no_paper_but_a_page_that_says_so(
    specialist: Worker, signed_in: SignedIn
) -> None:
    opened = case_of(specialist)
    before = Entry.objects.count()
    page = page_of(got(signed_in(specialist), "summary_pdf", opened, "en"), 409)
    assert page.one("h1").text == "Nothing has been checked yet"
    assert Sheet.objects.count() == 0
    assert Entry.objects.count() == before


@pytest.mark.parametrize("what", PAPERS)
def test_only_a_paper_that_was_asked_for_is_made(
    case: Case, specialist: Worker, signed_in: SignedIn, what: str
) -> None:
    client = signed_in(specialist)
    before = Entry.objects.count()
    head = client.head(address(what, case))
    assert (head.status_code, head["Content-Type"]) == (200, "application/pdf")
    for header in ("Sec-Purpose", "Purpose"):
        ahead = client.get(address(what, case), headers={header: "prefetch;prerender"})
        assert (ahead.status_code, ahead.content) == (503, b"")
    assert (Sheet.objects.count(), Entry.objects.count()) == (0, before)
    assert client.post(address(what, case)).status_code == 405


def test_the_paper_is_of_the_assessment_that_was_kept(
    case: Case, specialist: Worker, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(specialist)
    before = got(client, "summary_pdf", case).content

    def never(*_: object) -> None:
        raise AssertionError("worked out anew")

    monkeypatch.setattr(snapshots, "law_digest", lambda: "another")
    monkeypatch.setattr(snapshots, "made", never)
    assert got(client, "summary_pdf", case).content == before


def test_facts_that_the_law_of_now_does_not_know_still_print(
    case: Case, specialist: Worker, signed_in: SignedIn
) -> None:
    client = signed_in(specialist)
    snapshots_of_then = case.snapshots.all()
    for each in snapshots_of_then:
        each.facts = each.facts.replace("origin=turkistan", "origin=atlantis")
        each.save()
    response = got(client, "summary_pdf", case)
    assert response.status_code == 200
    sheet = Sheet.objects.get()
    told = {"reference": case.reference, "seal": sheet.seal}
    page = page_of(client.post(reverse("staff:seal"), told))
    assert "atlantis" in page.one("main").text


@pytest.mark.parametrize("text", ["#set text(red) $x$ ]", "🙂 漢字 \u202e\x07", "а" * 1_500])
def test_whatever_was_typed_prints(
    case: Case, specialist: Worker, signed_in: SignedIn, text: str
) -> None:
    changed = actions.save_check(case, case.version, FINDINGS, text, by=by(specialist))
    changed = actions.keep_plan(
        changed, changed.version, {"remarks": text, "employer": text[:200]}, by=by(specialist)
    )
    client = signed_in(specialist)
    for what in PAPERS:
        response = got(client, what, changed)
        assert response.status_code == 200
        assert response.content.startswith(b"%PDF")


# --- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", PAPERS)
def test_a_name_stands_on_the_paper_only_where_names_are_kept(
    case: Case, specialist: Worker, signed_in: SignedIn, settings: LazySettings, what: str
) -> None:
    settings.PERSONAL_DATA, settings.PERSONAL_DATA_KEYS = True, [Fernet.generate_key().decode()]
    case.person = private.sealed(Person("Болат Ахметов", "900101300123"))
    case.save()
    client = signed_in(specialist)
    said = text_of(got(client, what, case).content)
    assert "БолатАхметов" in said
    assert "900101300123" in said
    settings.PERSONAL_DATA = False
    said = text_of(got(client, what, case).content)
    assert "Болат" not in said
    assert "900101300123" not in said


def test_a_name_that_no_key_opens_is_left_out(
    case: Case, specialist: Worker, signed_in: SignedIn, settings: LazySettings
) -> None:
    settings.PERSONAL_DATA, settings.PERSONAL_DATA_KEYS = True, [Fernet.generate_key().decode()]
    case.person = private.sealed(Person("Болат"))
    case.save()
    settings.PERSONAL_DATA_KEYS = [Fernet.generate_key().decode()]
    assert got(signed_in(specialist), "summary_pdf", case).status_code == 200


# --- the plan ------------------------------------------------------------------------------------


@in_every_language
def test_the_plan_prints_all_that_was_written(
    case: Case, specialist: Worker, signed_in: SignedIn, language: str
) -> None:
    client = signed_in(specialist)
    assert sent(client, case, PLAN).status_code == 302
    case.refresh_from_db()
    response = got(client, "plan_pdf", case, language)
    name = f"qonys-{spoken(case.reference)}-plan.pdf"
    assert response["Content-Disposition"] == f'inline; filename="{name}"'
    said = text_of(response.content)
    sheet = Sheet.objects.get()
    assert sheet.kind == "plan"
    with override(language):
        written = [planning.in_words(field, text) for field, text in case.plan.items()]
        titles = [str(field.title) for field in FIELDS.values()]
        wanted = [spoken(case.reference), specialist.name, str(case.centre), *written, *titles]
        members = snapshots.told(planning.latest(case))["facts"]["members"]
        wanted += [planning.relation(each) for each in members]
        wanted.append(seal.shown(sheet.seal))
    for text in wanted:
        assert squeezed(text) in said, text


def test_a_plan_is_kept_as_it_was_typed_and_stands_on_record_without_its_words(
    case: Case, specialist: Worker, signed_in: SignedIn
) -> None:
    client = signed_in(specialist)
    response = client.post(
        address("plan", case, "en"), {**PLAN, "version": case.version}, follow=True
    )
    assert "The plan is saved." in page_of(response).one("p", css="done").text
    kept = Case.objects.get(pk=case.pk)
    assert kept.version == case.version + 1
    assert kept.plan == {**PLAN, "arrival_day": "2026-07-20", "help": "medical,language"}
    entry = Entry.objects.filter(action="planned").latest("number")
    assert entry.details == {"fields": sorted(PLAN)}
    page = page_of(got(client, "plan", kept, "en"))
    assert page.one("input", name="arrival_day")["value"] == "20.07.2026"
    chosen = [
        each["value"] for each in page.all("input", name="help") if "checked" in each.attributes
    ]
    assert chosen == ["medical", "language"]
    assert page.one("textarea", name="remarks").text == PLAN["remarks"]


def test_suggestions_are_shown_but_not_stored(
    case: Case, specialist: Worker, signed_in: SignedIn
) -> None:
    client = signed_in(specialist)
    page = page_of(got(client, "plan", case, "en"))
    main = page.one("main").text
    assert "nothing is stored until you save" in main
    assert page.one("input", name="place")["value"] == "Town, North Kazakhstan Region"
    assert page.one("textarea", name="schools").text == "Child (9)"
    assert (
        "Price of the home: 8\u00a0000\u00a0000\u00a0₸"
        in page.one("textarea", name="housing").text
    )
    assert "Job confirmed: Yes" in page.one("div", id="div_id_employer").text
    assert "training: Not certain yet" in page.one("div", id="div_id_training").text
    assert Case.objects.get(pk=case.pk).plan == {}
    said = text_of(got(client, "plan_pdf", case, "en").content)
    assert squeezed("Child (9)") not in said
    assert Sheet.objects.get().content["sealed"]["plan"] == {}


def test_a_plan_once_written_is_not_filled_with_suggestions(
    case: Case, specialist: Worker, signed_in: SignedIn
) -> None:
    kept = actions.keep_plan(case, case.version, {"transport": "Авто"}, by=by(specialist))
    page = page_of(got(signed_in(specialist), "plan", kept, "en"))
    assert page.one("input", name="place").get("value") == ""
    assert "From the case: Town" in page.one("div", id="div_id_place").text
    assert "nothing is stored until you save" not in page.one("main").text


def test_before_the_check_suggestions_are_said_to_be_the_familys_words(
    specialist: Worker, signed_in: SignedIn
) -> None:
    opened = case_of(specialist)
    page = page_of(got(signed_in(specialist), "plan", opened, "en"))
    assert "suggestions are what the family said" in page.one("main").text
    assert page.one("textarea", name="schools").text == "Child (9), Child (6), Child (2)"


def test_what_is_unknown_is_not_suggested(specialist: Worker, signed_in: SignedIn) -> None:
    unknown = dict.fromkeys(
        ("job_confirmed", "employer_assists", "housing_provided", "housing_plan", "housing_price"),
        "unknown",
    )
    opened = case_of(specialist, **unknown, members="self:34")
    hints = planning.suggestions(planning.latest(opened))
    assert set(hints) <= {"place", "training", "housing"}
    with override("en"):
        assert planning.suggestions(planning.latest(opened))["housing"].startswith("Length of")


def test_a_day_that_is_none_is_refused_and_everything_typed_stays(
    case: Case, specialist: Worker, signed_in: SignedIn
) -> None:
    response = sent(signed_in(specialist), case, {**PLAN, "arrival_day": "31.06.2026"})
    page = page_of(response, 422)
    assert "«31.06.2026» was given" in page.one("section", css="faults").text
    assert page.one("input", name="arrival_day")["value"] == "31.06.2026"
    for name in ("transport", "employer"):
        assert page.one("input", name=name)["value"] == PLAN[name]
    assert page.one("textarea", name="remarks").text == PLAN["remarks"]
    assert Case.objects.get(pk=case.pk).plan == {}


@pytest.mark.parametrize(
    ("field", "given"),
    [("help", ["rescue"]), ("employer", "x" * 201), ("remarks", "x" * 2_001), ("place", "a\0b")],
)
def test_what_does_not_fit_is_refused_in_our_own_words(
    case: Case, specialist: Worker, signed_in: SignedIn, field: str, given: Any
) -> None:
    page = page_of(sent(signed_in(specialist), case, {**PLAN, field: given}), 422)
    told = page.one("section", css="faults").text
    with override("en"):
        assert str(FIELDS[field].title) in told
    assert "Ensure" not in told
    assert "Null" not in told
    assert Case.objects.get(pk=case.pk).plan == {}


def test_whoever_is_later_is_told_who_changed_what_and_loses_nothing(
    case: Case, specialist: Worker, supervisor: Worker, signed_in: SignedIn
) -> None:
    theirs = {"transport": "Авто", "remarks": PLAN["remarks"]}
    actions.keep_plan(case, case.version, theirs, by=by(supervisor))
    client = signed_in(specialist)
    page = page_of(sent(client, case, PLAN), 409)
    told = page.one("section", css="faults")
    assert supervisor.name in told.text
    rows = {
        row.one("th").text: [each.text for each in row.all("td")] for row in told.all("tr")[1:]
    }
    assert rows["Transport"] == [PLAN["transport"], "Авто"]
    assert "Remarks of the specialist responsible" not in rows
    assert len(rows) == len(PLAN) - 1
    for name in ("transport", "employer", "arrival_day"):
        assert page.one("input", name=name)["value"] == PLAN[name]
    assert Case.objects.get(pk=case.pk).plan == theirs
    # Saving again is a choice, and goes by what now stands.
    version = page.one("input", name="version")["value"]
    assert int(version) == case.version + 1
    assert sent(client, case, PLAN, version).status_code == 302
    assert Case.objects.get(pk=case.pk).plan["transport"] == PLAN["transport"]


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "١"])
def test_a_version_that_nobody_saw_is_a_conflict(
    case: Case, specialist: Worker, signed_in: SignedIn, version: str
) -> None:
    page_of(sent(signed_in(specialist), case, PLAN, version), 409)
    assert Case.objects.get(pk=case.pk).plan == {}


def test_the_plan_of_a_closed_case_can_be_read_and_printed_but_not_changed(
    case: Case, specialist: Worker, signed_in: SignedIn
) -> None:
    kept = actions.keep_plan(case, case.version, {"transport": "Авто"}, by=by(specialist))
    kept = actions.move(kept, kept.version, "sent_back", "Қағаз", by=by(specialist))
    kept = actions.move(kept, kept.version, "closed", "", by=by(specialist))
    client = signed_in(specialist)
    page = page_of(got(client, "plan", kept, "en"))
    assert page.all("textarea") == []
    assert "Авто" in page.one("main").text
    assert got(client, "plan_pdf", kept).status_code == 200
    refused = page_of(sent(client, kept, PLAN), 422)
    assert "closed" in refused.one("section", css="faults").text
    assert refused.one("input", name="transport")["value"] == PLAN["transport"]
    assert (last_entry().action, last_entry().details["why"]) == ("denied", "closed")
    assert Case.objects.get(pk=case.pk).plan == {"transport": "Авто"}


def test_a_look_at_the_plan_stands_on_record_once(
    case: Case, specialist: Worker, signed_in: SignedIn
) -> None:
    client = signed_in(specialist)
    before = Entry.objects.count()
    client.head(address("plan", case))
    assert Entry.objects.count() == before
    got(client, "plan", case)
    assert Entry.objects.count() == before + 1
    assert (last_entry().action, last_entry().details) == ("looked", {"page": "plan"})


@in_every_language
def test_the_seal_of_a_plan_shows_what_was_printed(
    case: Case, specialist: Worker, signed_in: SignedIn, language: str
) -> None:
    client = signed_in(specialist)
    sent(client, case, PLAN)
    got(client, "plan_pdf", case)
    told = {"reference": case.reference, "seal": Sheet.objects.get().seal}
    with override(language):
        page = page_of(client.post(reverse("staff:seal"), told))
        said = page.one("main").text
        kept = Case.objects.get(pk=case.pk)
        for field, text in kept.plan.items():
            assert planning.in_words(field, text) in said
    assert page.one("section", css="seal-result")["class"].endswith("is-genuine")
    sent(client, kept, {**PLAN, "transport": "Ұшақ"})
    page = page_of(client.post(reverse("staff:seal"), told))
    assert page.one("section", css="seal-result")["class"].endswith("is-outdated")


def test_every_help_the_law_names_can_be_asked_for() -> None:
    assert planning.in_words("help", ",".join(HELP)).count(";") == len(HELP) - 1
    assert planning.in_words("help", "") == ""


# --- who may -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*PAPERS, "plan"])
def test_only_the_cases_own_centre_sees_its_papers(
    case: Case, other_centre: Centre, supervisor: Worker, signed_in: SignedIn, name: str
) -> None:
    strangers = [worker_at(other_centre, role) for role in ("specialist", "supervisor")]
    others = [worker_at(None, role) for role in ("analyst", "administrator")]
    assert got(signed_in(supervisor), name, case).status_code == 200
    sheets_before = Sheet.objects.count()
    for worker, status in (
        *((stranger, 404) for stranger in strangers),
        *((other, 403) for other in others),
    ):
        assert got(signed_in(worker), name, case).status_code == status
        assert last_entry().action == "denied"
        assert last_entry().username == worker.username
    signed_out = got(Client(), name, case)
    assert signed_out.status_code == 302
    assert "/sign-in/" in signed_out["Location"]
    assert Sheet.objects.count() == sheets_before


def test_a_stranger_cannot_write_a_plan(
    case: Case, other_centre: Centre, analyst: Worker, signed_in: SignedIn
) -> None:
    stranger = worker_at(other_centre, "specialist")
    assert sent(signed_in(stranger), case, PLAN).status_code == 404
    assert sent(signed_in(analyst), case, PLAN).status_code == 403
    assert Case.objects.get(pk=case.pk).plan == {}


def test_an_address_is_read_as_a_reference_is_spoken(
    case: Case, specialist: Worker, signed_in: SignedIn
) -> None:
    client = signed_in(specialist)
    typed = f"/kk/staff/cases/{spoken(case.reference).lower()}/plan/"
    assert client.get(typed).status_code == 200
    assert client.get("/kk/staff/cases/2222222A/summary.pdf").status_code == 404
