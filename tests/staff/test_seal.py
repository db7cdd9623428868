"""A seal stands for all that a sheet says, and for nothing else."""

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.conf import LazySettings
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as some

from calculator.law import current
from calculator.staff.cases import actions, private, snapshots
from calculator.staff.cases.checking import Found
from calculator.staff.cases.kept import Kept
from calculator.staff.cases.private import Person
from calculator.staff.cases.reference import ALPHABET, LOOK_ALIKES, check_sign, spoken
from calculator.staff.forms.reference import ReferenceField
from calculator.staff.models import Case, Entry, Sheet, Worker
from calculator.staff.papers import seal, sheets
from tests.staff.desk import by, case_of, worker_at
from tests.web.reading import Element, read
from tests.web.site import LANGUAGES

pytestmark = pytest.mark.django_db

SignedIn = Callable[[Worker], Client]
FINDINGS = {
    "origin": Found("seen"),
    "housing_price": Found("different", "8000000"),
    "job_seeker": Found("not_seen"),
}
NOTE = "Бағасы шартта басқа."


def checked_case(worker: Worker, **facts: Any) -> Case:
    """A case that a worker has checked: a home cheaper than was said, and a paper missing."""
    case = case_of(worker, **facts)
    return actions.save_check(case, case.version, FINDINGS, NOTE, by=by(worker))


def paper_of(case: Case) -> sheets.Paper:
    """What would be printed of a case now."""
    kept = Kept(case)
    assert kept.checked is not None
    return sheets.summary(kept, kept.checked)


def printed(client: Client, case: Case, language: str = "kk", what: str = "summary_pdf") -> Sheet:
    """The sheet that a print leaves behind."""
    response = client.get(address(what, case, language=language))
    assert response.status_code == 200
    return Sheet.objects.latest("id")


def address(name: str, *case: Case, language: str = "kk") -> str:
    """The address of a page of the desk."""
    with override(language):
        return reverse(f"staff:{name}", args=[each.reference for each in case])


def asked(
    client: Client, reference: str, typed: str, language: str = "en", status: int = 200
) -> Element:
    """The page that answers whether a seal belongs to a reference."""
    told = {"reference": reference, "seal": typed}
    response = client.post(address("seal", language=language), told)
    assert response.status_code == status
    return read(response.content.decode())


def answer(page: Element) -> str:
    """What the page says of the seal."""
    return page.one("section", css="seal-result")["class"].removeprefix("seal-result is-")


def last_entry() -> Entry:
    """What was last put on record."""
    return Entry.objects.latest("number")


def wrong(typed: str) -> str:
    """The same seal but for its last sign."""
    return typed[:-1] + ("2" if typed[-1] != "2" else "3")


# --- what a seal stands for ----------------------------------------------------------------------

texts = some.text(max_size=20)
values = some.none() | some.booleans() | some.integers() | texts
contents = some.dictionaries(
    texts, some.recursive(values, lambda inner: some.lists(inner, max_size=3)), min_size=1
)


@given(contents, contents)
def test_another_content_has_another_seal(one: dict[str, Any], other: dict[str, Any]) -> None:
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (seal.seal_of(one) == seal.seal_of(other)) == same


@given(contents)
def test_the_order_of_a_content_does_not_matter(content: dict[str, Any]) -> None:
    turned = dict(reversed(content.items()))
    assert seal.seal_of(turned) == seal.seal_of(content)


def test_a_seal_has_sixteen_signs_of_the_alphabet_and_uses_all_of_them() -> None:
    made = [seal.seal_of({"number": number}) for number in range(2_000)]
    assert all(seal.may_be(each) for each in made)
    assert {sign for each in made for sign in each} == set(ALPHABET)
    for place in range(seal.LENGTH):
        assert {each[place] for each in made} == set(ALPHABET)


def test_another_key_makes_another_seal(settings: LazySettings) -> None:
    before = seal.seal_of({"total": 1})
    settings.SEAL_KEY = "another"
    assert seal.seal_of({"total": 1}) != before


def leaves(content: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths to all single values of a content."""
    if isinstance(content, dict | list) and content:
        keys = content if isinstance(content, dict) else range(len(content))
        for key in keys:
            yield from leaves(content[key], (*path, key))
    else:
        yield path


def altered(content: Any, path: tuple[Any, ...]) -> Any:
    """A copy in which one value says something else."""
    copied = copy.deepcopy(content)
    place = copied
    for key in path[:-1]:
        place = place[key]
    value = place[path[-1]]
    if isinstance(value, str):
        place[path[-1]] = value + "0"
    else:
        place[path[-1]] = value + 1 if isinstance(value, int) else "0"
    return copied


def test_whatever_changes_on_a_sheet_changes_its_seal(specialist: Worker) -> None:
    case = checked_case(specialist)
    paper = paper_of(case)
    seals = [seal.seal_of(altered(paper.content, path)) for path in leaves(paper.content)]
    assert len(seals) > 60
    assert len({paper.seal, *seals}) == len(seals) + 1


def test_all_that_matters_is_sealed(specialist: Worker) -> None:
    case = checked_case(specialist)
    content = paper_of(case).content
    assert content["reference"] == case.reference
    assert content["centre"]["ru"] == case.centre.name_ru
    assert (content["specialist"], content["state"]) == (specialist.name, "in_check")
    assert (content["law"], content["edition"]) == (snapshots.law_digest(), "2026-01-01")
    assert (content["verdict"], content["note"]) == (case.verdict, NOTE)
    assert content["total"] == [case.total_min, case.total_max]
    assert [each[0] for each in content["measures"]] == [
        each.code for each in sorted(current().measures, key=lambda each: each.order)
    ]
    found = {each["fact"]: each for each in content["findings"]}
    assert list(found) == ["origin", "job_seeker", "housing_price"]
    assert found["housing_price"]["claimed"] == "10000000"
    assert found["housing_price"]["corrected"] == "8000000"
    assert found["origin"]["papers"]
    assert found["job_seeker"]["papers"] == []


def test_another_note_decision_or_finding_makes_another_seal(specialist: Worker) -> None:
    case = checked_case(specialist)

    def now() -> str:
        return paper_of(case).seal

    seals = [now()]
    case = actions.save_check(case, case.version, FINDINGS, "Басқа.", by=by(specialist))
    seals.append(now())
    findings = {**FINDINGS, "destination": Found("seen")}
    case = actions.save_check(case, case.version, findings, "Басқа.", by=by(specialist))
    seals.append(now())
    case = actions.move(case, case.version, "sent_back", "Қағаз жоқ", by=by(specialist))
    seals.append(now())
    assert len(set(seals)) == 4


# --- checking one --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_genuine_seal_shows_what_the_sheet_must_say(
    specialist: Worker, signed_in: SignedIn, language: str
) -> None:
    case = checked_case(specialist)
    client = signed_in(specialist)
    sheet = printed(client, case)
    page = asked(client, case.reference, sheet.seal, language)
    assert answer(page) == "genuine"
    told = page.one("main").text
    checked = snapshots.last_checked(case)
    assert checked is not None
    with override(language):
        for each in snapshots.told_answers(checked):
            assert each["text"] in told, each
        for measure in snapshots.told(checked)["measures"]:
            assert measure["title"] in told
        assert str(case.centre) in told
    assert "8\u00a0000\u00a0000\u00a0₸" in told
    assert "10\u00a0000\u00a0000\u00a0₸" in told
    assert specialist.name in told
    assert spoken(case.reference) in told
    assert NOTE in told
    entry = last_entry()
    assert (entry.action, entry.reference) == ("seal_checked", case.reference)
    assert entry.details == {"result": "genuine"}


def test_the_page_says_who_printed_the_sheet_and_when(
    specialist: Worker, supervisor: Worker, signed_in: SignedIn
) -> None:
    case = checked_case(specialist)
    sheet = printed(signed_in(specialist), case)
    printed(signed_in(supervisor), case, "ru")
    page = asked(signed_in(specialist), case.reference, sheet.seal)
    who = [each.text for each in page.all("section")[-1].all("li")]
    assert len(who) == 2
    assert who[0].startswith(f"{supervisor.name}, ")
    assert who[1].startswith(f"{specialist.name}, ")


def test_a_seal_is_read_in_any_case_with_hyphens_and_from_a_cyrillic_keyboard(
    specialist: Worker, signed_in: SignedIn
) -> None:
    case = checked_case(specialist)
    client = signed_in(specialist)
    sheet = printed(client, case)
    cyrillic = {latin: letter for letter, latin in LOOK_ALIKES.items()}
    for typed in (
        seal.shown(sheet.seal),
        sheet.seal.lower(),
        f"  {seal.shown(sheet.seal).replace('-', ' – ')} ",
        sheet.seal.translate(cyrillic),
    ):
        assert answer(asked(client, spoken(case.reference).lower(), typed)) == "genuine", typed


def test_a_wrong_seal_is_refused_whichever_sign_is_wrong(
    specialist: Worker, signed_in: SignedIn
) -> None:
    case = checked_case(specialist)
    client = signed_in(specialist)
    right = printed(client, case).seal
    for place in range(seal.LENGTH):
        typed = wrong(right[: place + 1]) + right[place + 1 :]
        page = asked(client, case.reference, typed)
        assert answer(page) == "unknown"
        assert page.all("dl") == []
    assert last_entry().details == {"result": "unknown"}
    assert last_entry().reference == case.reference


def test_a_seal_of_another_case_does_not_belong(specialist: Worker, signed_in: SignedIn) -> None:
    client = signed_in(specialist)
    one, other = checked_case(specialist), checked_case(specialist)
    right = printed(client, one).seal
    printed(client, other)
    assert answer(asked(client, other.reference, right)) == "unknown"


def test_a_case_of_another_centre_is_answered_like_one_that_is_not_there(
    specialist: Worker, other_centre: Any, signed_in: SignedIn
) -> None:
    stranger = worker_at(other_centre, "specialist")
    case = checked_case(stranger)
    right = printed(signed_in(stranger), case).seal
    nobody = "2345678" + check_sign("2345678")
    client = signed_in(specialist)
    theirs, none = (asked(client, each, right) for each in (case.reference, nobody))
    # Only what was typed differs, and the token of the form.
    said = [each.one("section", css="seal-result").text for each in (theirs, none)]
    assert said[0] == said[1]
    assert case.reference not in theirs.one("section", css="seal-result").text
    entries = list(Entry.objects.filter(action="seal_checked").order_by("number"))
    assert [each.reference for each in entries] == ["", ""]
    assert [each.details["typed"] for each in entries] == [case.reference, nobody]
    assert {each.details["result"] for each in entries} == {"unknown"}


@pytest.mark.parametrize(
    ("reference", "typed", "given"),
    [
        ("", "", None),
        ("7K3M92XA", "2" * 16, "7K3M92XA"),
        ("7K3M", "2" * 16, "eight signs"),
        ("7K3M92XO", "2" * 16, "has no O"),
        (None, "ABCD-EFGH", "ABCD-EFGH"),
        (None, "I" * 16, "I" * 16),
        (None, "2" * 17, "2" * 17),
    ],
)
def test_what_can_be_no_seal_or_reference_is_named_and_kept(
    specialist: Worker, signed_in: SignedIn, reference: str | None, typed: str, given: str | None
) -> None:
    case = checked_case(specialist)
    reference = case.reference if reference is None else reference
    page = asked(signed_in(specialist), reference, typed, status=422)
    faults = page.one("section", css="faults").text
    assert given is None or given in faults
    assert page.one("input", name="seal").get("value") == typed
    assert page.all("section", css="seal-result") == []


def test_a_sheet_of_a_case_that_was_checked_again_is_genuine_but_not_the_latest(
    specialist: Worker, signed_in: SignedIn
) -> None:
    case = checked_case(specialist)
    client = signed_in(specialist)
    first = printed(client, case).seal
    findings = {**FINDINGS, "housing_price": Found("different", "7000000")}
    case = actions.save_check(case, case.version, findings, NOTE, by=by(specialist))
    page = asked(client, case.reference, first)
    assert answer(page) == "outdated"
    assert "8\u00a0000\u00a0000\u00a0₸" in page.one("main").text
    assert "7\u00a0000\u00a0000\u00a0₸" not in page.one("main").text
    assert last_entry().details == {"result": "outdated"}
    second = printed(client, case).seal
    assert second != first
    assert answer(asked(client, case.reference, second)) == "genuine"


# --- rows altered in the database ----------------------------------------------------------------


def test_every_line_altered_in_the_database_is_found_out(
    specialist: Worker, signed_in: SignedIn
) -> None:
    case = checked_case(specialist)
    client = signed_in(specialist)
    sheet = printed(client, case)
    whole = sheet.content
    paths = list(leaves(whole["sealed"]))
    for path in paths[:: max(1, len(paths) // 12)]:
        content = {**whole, "sealed": altered(whole["sealed"], path)}
        Sheet.objects.filter(pk=sheet.pk).update(content=content)
        page = asked(client, case.reference, sheet.seal)
        assert answer(page) == "altered", path
        assert page.all("dl") == []
        assert last_entry().details == {"result": "altered"}


@pytest.mark.parametrize(
    "content", [{}, [], "x", {"sealed": []}, {"sealed": {}}, {"sealed": None}]
)
def test_a_row_without_its_form_is_altered_too(
    specialist: Worker, signed_in: SignedIn, content: Any
) -> None:
    case = checked_case(specialist)
    client = signed_in(specialist)
    sheet = printed(client, case)
    Sheet.objects.filter(pk=sheet.pk).update(content=content)
    assert answer(asked(client, case.reference, sheet.seal)) == "altered"


def test_a_seal_that_was_written_anew_without_the_key_is_found_out(
    specialist: Worker, signed_in: SignedIn
) -> None:
    case = checked_case(specialist)
    client = signed_in(specialist)
    sheet = printed(client, case)
    forged = wrong(sheet.seal)
    Sheet.objects.filter(pk=sheet.pk).update(seal=forged)
    assert answer(asked(client, case.reference, forged)) == "altered"
    assert answer(asked(client, case.reference, sheet.seal)) == "altered"


def test_a_genuine_sheet_moved_to_another_case_is_found_out(
    specialist: Worker, signed_in: SignedIn
) -> None:
    client = signed_in(specialist)
    rich, poor = checked_case(specialist), checked_case(specialist)
    sheet = printed(client, rich)
    Sheet.objects.filter(pk=sheet.pk).update(case=poor)
    assert answer(asked(client, poor.reference, sheet.seal)) == "altered"


def test_printing_again_after_a_row_was_altered_gives_a_sheet_that_can_be_checked(
    specialist: Worker, signed_in: SignedIn
) -> None:
    case = checked_case(specialist)
    client = signed_in(specialist)
    sheet = printed(client, case)
    content = {**sheet.content, "sealed": {**sheet.content["sealed"], "note": ""}}
    Sheet.objects.filter(pk=sheet.pk).update(content=content)
    again = printed(client, case)
    assert (again.seal, again.pk) != (sheet.seal, sheet.pk)
    assert answer(asked(client, case.reference, again.seal)) == "genuine"


# --- names ---------------------------------------------------------------------------------------


@pytest.fixture
def names_kept(settings: LazySettings) -> None:
    """An installation that keeps names and identity numbers."""
    settings.PERSONAL_DATA, settings.PERSONAL_DATA_KEYS = True, [Fernet.generate_key().decode()]


def named(case: Case, name: str) -> Case:
    """The case with somebody's name and number."""
    case.person = private.sealed(Person(name, "900101300123"))
    case.save()
    return case


def test_a_name_is_sealed_shown_and_stored_only_encrypted(
    specialist: Worker, signed_in: SignedIn, names_kept: None
) -> None:
    client = signed_in(specialist)
    case = named(checked_case(specialist), "Болат Ахметов")
    sheet = printed(client, case)
    stored = json.dumps(sheet.content, ensure_ascii=False)
    assert "Болат" not in stored
    assert "900101300123" not in stored
    told = asked(client, case.reference, sheet.seal).one("main").text
    assert "Болат Ахметов" in told
    assert "900101300123" in told
    other = printed(client, named(case, "Болат Ахметов-Оспанов"))
    assert other.seal != sheet.seal
    assert "900101300123" not in json.dumps(list(Entry.objects.values("details")))


def test_the_same_name_encrypted_anew_has_the_same_seal(
    specialist: Worker, signed_in: SignedIn, names_kept: None
) -> None:
    client = signed_in(specialist)
    case = named(checked_case(specialist), "Болат")
    first, before = printed(client, case), bytes(case.person or b"")
    named(case, "Болат")
    assert bytes(case.person or b"") != before
    assert printed(client, case).pk == first.pk


def test_a_name_exchanged_in_the_database_is_found_out(
    specialist: Worker, signed_in: SignedIn, names_kept: None
) -> None:
    client = signed_in(specialist)
    case = named(checked_case(specialist), "Болат")
    sheet = printed(client, case)
    other = (private.sealed(Person("Асқар")) or b"").decode()
    Sheet.objects.filter(pk=sheet.pk).update(content={**sheet.content, "person": other})
    assert answer(asked(client, case.reference, sheet.seal)) == "altered"


def test_where_names_are_no_longer_shown_the_seal_still_holds(
    specialist: Worker, signed_in: SignedIn, names_kept: None, settings: LazySettings
) -> None:
    client = signed_in(specialist)
    case = named(checked_case(specialist), "Болат")
    sheet = printed(client, case)
    settings.PERSONAL_DATA = False
    page = asked(client, case.reference, sheet.seal)
    assert answer(page) == "outdated"
    assert "Болат" not in page.one("main").text
    assert "it cannot be shown here" in page.one("main").text


def test_without_personal_data_nobody_is_named(specialist: Worker, signed_in: SignedIn) -> None:
    case = checked_case(specialist)
    content = printed(signed_in(specialist), case).content
    assert (content["person"], content["sealed"]["person"]) == ("", "")


# --- who may -------------------------------------------------------------------------------------


def test_only_those_who_work_on_cases_check_seals(
    specialist: Worker,
    supervisor: Worker,
    analyst: Worker,
    administrator: Worker,
    signed_in: SignedIn,
) -> None:
    told = {"reference": "x", "seal": "y"}
    for worker, shown, answered in (
        (specialist, 200, 422),
        (supervisor, 200, 422),
        (analyst, 403, 403),
        (administrator, 403, 403),
    ):
        client = signed_in(worker)
        assert client.get(address("seal")).status_code == shown
        assert client.post(address("seal"), told).status_code == answered
    assert Client().get(address("seal")).status_code == 302


def test_looking_at_the_page_leaves_nothing_on_record(
    specialist: Worker, signed_in: SignedIn
) -> None:
    before = Entry.objects.count()
    signed_in(specialist).get(address("seal"))
    assert Entry.objects.count() == before


# --- how a reference is typed --------------------------------------------------------------------


def test_a_reference_is_read_whole_or_by_its_first_signs() -> None:
    whole = "7K3M92X" + check_sign("7K3M92X")
    assert ReferenceField(whole=True).clean(spoken(whole).lower()) == whole
    assert ReferenceField(whole=False).clean(" 7k3m ") == "7K3M"
    assert ReferenceField(whole=False).clean("") == ""


@pytest.mark.parametrize(
    ("typed", "whole", "says"),
    [
        ("7k3m", True, "eight signs"),
        ("7k3mo", False, "has no O"),
        ("2222222A", False, "One sign of it is wrong"),
        ("7k3m-92xp-2", False, "eight signs"),
    ],
)
def test_what_is_no_reference_is_told_in_one_way(typed: str, whole: bool, says: str) -> None:
    with pytest.raises(ValidationError) as error, override("en"):
        ReferenceField(whole=whole).clean(typed)
    with override("en"):
        assert says in error.value.messages[0]
        assert typed in error.value.messages[0]
