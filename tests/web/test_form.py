"""The form: it asks everything, loses nothing that was typed, and leads to a result."""

from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.questions import GROUPS
from calculator.rules import FACTS, Family
from tests.rules.families import family
from tests.rules.strategies import few_examples, open_families
from tests.web.reading import Element, filled_in, read
from tests.web.site import (
    BRIEF,
    BRIEF_TOTAL,
    CLIENT,
    FAMILIES,
    LANGUAGES,
    TYPED,
    about,
    address,
    form_address,
    in_turn,
    seen,
    visit,
)

in_every_language = pytest.mark.parametrize("language", LANGUAGES)
MOST = 30


def form_in(root: Element) -> Element:
    """The one form of a page."""
    return root.one("form")


def typed_into(page_address: str) -> dict[str, str]:
    """What stands in the form at an address."""
    return filled_in(form_in(visit(page_address).root))


def people_of(count: int) -> dict[str, str]:
    """An applicant and children, as rows of the form."""
    rows = [("self", "40"), *(("child", str(age % 18)) for age in range(1, count))]
    return {
        f"{part}_{number}": text
        for number, row in enumerate(rows, 1)
        for part, text in zip(("relation", "age"), row, strict=True)
    }


ALONE = {name: text for name, text in TYPED.items() if not name.startswith(("relation", "age"))}


# --- what it asks ------------------------------------------------------------------------------


@in_every_language
def test_it_asks_every_fact_once_in_four_groups(language: str) -> None:
    form = form_in(seen(f"/{language}/calculate/").root)
    groups = form.all("fieldset", css="group")
    assert [group["id"] for group in groups] == [f"group-{group.code}" for group in GROUPS]
    assert len(groups) == 4
    asked = [
        dict.fromkeys(each["name"] for each in group.all("input", "select")) for group in groups
    ]
    members = {"relation_1", "age_1"}
    for group, names in zip(GROUPS, asked, strict=True):
        facts = [fact for fact in group.facts if fact != "members"]
        assert [name for name in names if name not in members] == facts
    assert members <= set(asked[0])
    assert sum(len(names) for names in asked) == len(FACTS) + 1


@in_every_language
def test_it_opens_with_today_the_applicant_and_nothing_else_answered(language: str) -> None:
    opened = filled_in(form_in(seen(f"/{language}/calculate/").root))
    answered = {name: value for name, value in opened.items() if value}
    assert answered == {
        "on": "15.06.2026",
        "relation_1": "self",
        "graduate": "none",
        "rent_months": "12",
        "business": "none",
        "loan_months": "60",
    }


@in_every_language
def test_what_may_be_unknown_can_be_answered_so_and_is_at_first(language: str) -> None:
    form = form_in(seen(f"/{language}/calculate/").root)
    yes_no = {"settlement_listed", "job_seeker", "registered_12_months", "supported_before"}
    for fact in (*yes_no, "job_confirmed", "employer_assists", "housing_provided", "housing_plan"):
        unknown = form.one("input", name=fact, value="")
        assert "checked" in unknown.attributes
    for fact in ("track", "settlement"):
        assert not form.all("input", name=fact, value="")
        assert not [each for each in form.all("input", name=fact) if "checked" in each.attributes]


@in_every_language
def test_numbers_are_typed_as_text_so_that_nothing_typed_is_thrown_away(language: str) -> None:
    fields = form_in(seen(f"/{language}/calculate/").root).all("input")
    assert {field["type"] for field in fields} == {"text", "radio"}
    numeric = {field["name"] for field in fields if field.get("inputmode") == "numeric"}
    assert numeric == {
        *("age_1", "workers_hired", "rent_months"),
        *("housing_price", "loan_amount", "loan_months"),
    }
    assert not [field for field in fields if "required" in field.attributes]


@in_every_language
def test_one_may_come_from_abroad_but_not_go_there(language: str) -> None:
    form = form_in(seen(f"/{language}/calculate/").root)
    places = {
        fact: {option["value"] for option in form.one("select", name=fact).all("option")}
        for fact in ("origin", "destination")
    }
    assert places["origin"] - places["destination"] == {"abroad"}
    assert len(places["destination"] - {""}) == 20


# --- where it leads ----------------------------------------------------------------------------


@in_every_language
def test_a_complete_form_leads_to_the_address_of_its_result(language: str) -> None:
    response = CLIENT.get(form_address(language))
    assert response.status_code == 302
    assert response["Location"] == address("result", language, **BRIEF)
    assert seen(response["Location"]).root.one("div", css="total").one("p", css="sum").text == (
        BRIEF_TOTAL
    )


@in_every_language
def test_enter_in_a_field_calculates_and_does_not_add_a_person(language: str) -> None:
    """Enter fires the first button that belongs to the form, wherever it stands."""
    first = seen(f"/{language}/calculate/").root.all("button")[0]
    assert (first["name"], first["value"], first.get("type")) == ("do", "calculate", "")
    assert (first["tabindex"], first["aria-hidden"]) == ("-1", "true")
    assert first["form"] == form_in(seen(f"/{language}/calculate/").root)["id"]


@in_every_language
def test_without_a_button_the_form_is_only_shown(language: str) -> None:
    page = seen(form_address(language, action=""))
    assert page.status == 200
    assert not page.root.all("section", css="faults")
    assert filled_in(form_in(page.root)) == TYPED


@pytest.mark.parametrize(
    ("way", "written"),
    [
        ("date", {"on": "2026-06-15"}),
        ("date with spaces", {"on": " 15.6.2026 "}),
        ("price", {"housing_price": "10000000"}),
        ("price with no-break spaces", {"housing_price": "10\u00a0000\u202f000"}),
        ("age with spaces", {"age_1": " 34 "}),
        ("the default left out", {"rent_months": "", "loan_months": "", "graduate": ""}),
        ("the default said", {"workers_hired": "", "loan_amount": ""}),
        ("not in order of rows", dict(reversed(TYPED.items()))),
    ],
)
def test_one_family_has_one_address_however_it_is_typed(way: str, written: dict[str, str]) -> None:
    response = CLIENT.get(form_address("kk", **written))
    assert response["Location"] == address("result", "kk", **BRIEF)


@pytest.mark.parametrize(("name", "language"), in_turn(FAMILIES))
def test_a_results_way_back_keeps_every_answer(name: str, language: str) -> None:
    here = address("result", language, **FAMILIES[name])
    buttons = seen(here).root.one("p", css="actions").all("a")
    (back,) = [each["href"] for each in buttons if "/calculate/" in each["href"]]
    typed = filled_in(form_in(seen(back).root))
    query = urlencode({"do": "calculate", **typed})
    assert CLIENT.get(f"/{language}/calculate/?{query}")["Location"] == here


def test_the_way_back_shows_what_was_typed_as_a_person_types_it() -> None:
    assert typed_into(address("calculate", "ru", **BRIEF)) == TYPED


@few_examples
@given(someone=open_families(), language=st.sampled_from(LANGUAGES))
def test_any_family_is_the_same_after_result_and_form(someone: Family, language: str) -> None:
    here = about("result", language, someone)
    typed = typed_into(here.replace("/result/", "/calculate/"))
    query = urlencode({"do": "calculate", **typed})
    assert CLIENT.get(f"/{language}/calculate/?{query}")["Location"] == here


@pytest.mark.parametrize("day", ["0001-01-01", "0999-12-31", "9999-12-31"])
def test_even_a_day_of_another_age_comes_back_as_it_was(day: str) -> None:
    someone = family(graduate="serpin", graduated_on=day)
    typed = typed_into(about("calculate", "kk", someone))
    response = CLIENT.get(f"/kk/calculate/?{urlencode({'do': 'calculate', **typed})}")
    assert response["Location"] == about("result", "kk", someone)


# --- who moves ---------------------------------------------------------------------------------


@in_every_language
def test_adding_a_person_keeps_all_that_was_typed_even_what_is_wrong(language: str) -> None:
    wrong = {"housing_price": "он миллион", "age_2": "отыз?", "on": "ертең", "rent_months": "1O"}
    typed = typed_into(form_address(language, "add", **wrong))
    assert typed == {**TYPED, **wrong, "relation_6": "", "age_6": ""}


@pytest.mark.parametrize(("gone", "language"), in_turn([1, 3, 5]))
def test_removing_a_person_keeps_the_others_and_all_else(gone: int, language: str) -> None:
    typed = typed_into(form_address(language, f"remove-{gone}", housing_price="<b>?"))
    rows = [(TYPED[f"relation_{n}"], TYPED[f"age_{n}"]) for n in range(1, 6) if n != gone]
    kept = {f"relation_{n}": row[0] for n, row in enumerate(rows, 1)}
    kept |= {f"age_{n}": row[1] for n, row in enumerate(rows, 1)}
    assert typed == {**ALONE, **kept, "housing_price": "<b>?"}


@pytest.mark.parametrize("action", ["add", "remove-2"])
def test_changing_who_moves_finds_no_fault_yet(action: str) -> None:
    page = visit(form_address("kk", action, housing_price="abc", track=""))
    assert page.status == 200
    assert not page.root.all("section", css="faults")
    assert not page.root.all("input", css="is-invalid")


@in_every_language
def test_where_scripts_run_only_the_list_of_members_is_sent(language: str) -> None:
    page = visit(form_address(language, "add"), **{"hx-request": "true"})
    (fieldset,) = (child for child in page.root.children if isinstance(child, Element))
    assert (fieldset.tag, fieldset["id"]) == ("fieldset", "members")
    whole = seen(form_address(language, "add")).root.one("fieldset", id="members")
    assert filled_in(fieldset) == filled_in(whole)
    assert "HX-Request" in page.response["Vary"]
    assert "HX-Request" in seen(form_address(language, "add")).response["Vary"]


@in_every_language
def test_the_new_list_is_told_to_those_who_do_not_see_it(language: str) -> None:
    page = seen(form_address(language, "add"))
    assert "6" in page.root.one("div", role="status").text
    first = seen(f"/{language}/calculate/").root.one("div", role="status")
    assert first.text == ""


@in_every_language
def test_buttons_do_with_scripts_what_they_do_without(language: str) -> None:
    root = seen(form_address(language, "add")).root
    buttons = root.one("fieldset", id="members").all("button")
    assert [button["value"] for button in buttons] == [
        *(f"remove-{number}" for number in range(1, 7)),
        "add",
    ]
    for button in buttons:
        assert button["hx-get"] == f"/{language}/calculate/"
        assert button["formaction"] == f"/{language}/calculate/#members"
        assert button["hx-target"] == "#members"


def test_thirty_may_move_together_and_no_more() -> None:
    full = read_members("add", people_of(MOST - 1))
    assert len(full.all("select")) == MOST
    assert not full.all("button", value="add")
    assert len(read_members("add", people_of(MOST)).all("select")) == MOST
    response = CLIENT.get(f"/kk/calculate/?{urlencode(_filled(MOST))}")
    assert response.status_code == 302
    page = visit(f"/kk/calculate/?{urlencode(_filled(MOST + 1))}")
    assert page.status == 422
    assert str(MOST) in page.root.one("section", css="faults").text


def _filled(people: int) -> dict[str, str]:
    return {"do": "calculate", **ALONE, **people_of(people)}


def read_members(action: str, rows: dict[str, str]) -> Element:
    """The list of members after a button was pressed."""
    query = urlencode({"do": action, **rows})
    response = CLIENT.get(f"/kk/calculate/?{query}", headers={"hx-request": "true"})
    return read(response.content.decode()).one("fieldset", id="members")


def test_the_last_person_cannot_be_removed() -> None:
    members = read_members("remove-1", {"relation_1": "self", "age_1": "34"})
    assert filled_in(members) == {"relation_1": "self", "age_1": "34"}
    assert [button["value"] for button in members.all("button")] == ["add"]


def test_someone_of_whom_only_the_number_is_known_stays_unknown() -> None:
    page = visit(f"/kk/calculate/?{urlencode({'family_size': '4'})}")
    relations = [select["name"] for select in page.root.all("select") if "rel" in select["name"]]
    assert relations == [f"relation_{number}" for number in range(1, 5)]
    typed = filled_in(form_in(page.root))
    assert [typed[name] for name in relations] == ["self", "unknown", "unknown", "unknown"]


@pytest.mark.parametrize(
    "action",
    [
        *("remove-", "remove-0", "remove-99", "remove--1", "remove-²", "remove-٣"),
        *(f"remove-{'9' * 5000}", "add-2", "ADD", "", "\x00", "calculate-1"),
    ],
)
def test_a_button_that_does_not_exist_changes_nothing(action: str) -> None:
    people = people_of(3)
    assert filled_in(read_members(action, people)) == people


# --- the address of the form -------------------------------------------------------------------


@in_every_language
def test_the_canonical_address_is_short_readable_and_the_same_in_every_language(
    language: str,
) -> None:
    location = urlsplit(CLIENT.get(form_address(language))["Location"])
    facts = dict(parse_qsl(location.query))
    assert "members=self:34;spouse:32;child:9;child:6;child:2" in location.query
    assert facts["on"] == "2026-06-15"
    assert facts["housing_price"] == "10000000"
    assert facts.keys() <= FACTS.keys()
    assert not facts.keys() & {"rent_months", "graduate", "business", "loan_months"}, "defaults"
    assert len(location.query) < 500
