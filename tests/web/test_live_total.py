"""The total while one answers: a few words for the form's page, and never an error."""

import gzip
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.http import HttpResponse
from django.utils.translation import gettext, override
from hypothesis import given
from hypothesis import strategies as st

from calculator.questions import QUESTIONS
from calculator.rules import Family, assess
from calculator.wording import document
from calculator.wording.figures import money, money_range
from tests.rules.families import law_of_2026
from tests.rules.strategies import few_examples, open_families
from tests.web.reading import Element, filled_in, read
from tests.web.site import (
    BRIEF,
    BRIEF_TOTAL,
    CLIENT,
    FAMILIES,
    LANGUAGES,
    TYPED,
    UNANSWERED,
    about,
    address,
    form_address,
    in_turn,
    seen,
    visit,
)
from tests.web.test_tampering import BROKEN, queries

in_every_language = pytest.mark.parametrize("language", LANGUAGES)
HTMX = {"hx-request": "true"}
MOST_BYTES = 600
MUST_BE_KNOWN = ("track", "origin", "destination", "settlement")
# What gunicorn takes of an address.
LONGEST_ADDRESS = 8190
STILL_OPEN = dict.fromkeys(UNANSWERED, "")
PROVISIONAL, ASSUMED = "Provisional.", "Partly assumed."


def asked(language: str, **facts: str) -> HttpResponse:
    """What the page is answered while the form is filled in so."""
    return CLIENT.get(f"/{language}/total/?{urlencode(facts)}", headers=HTMX)


def told(language: str, **changes: str) -> Element:
    """What it reads while the form is filled in like `TYPED` but for `changes`."""
    response = asked(language, **TYPED | changes)
    assert response.status_code == 200
    return read(response.content.decode())


def words(language: str, text: str) -> str:
    """A text of the catalogues in a language."""
    with override(language):
        return gettext(text)


def title(language: str, fact: str) -> str:
    """The short title of a question."""
    with override(language):
        return str(QUESTIONS[fact].title)


def asks_for(language: str, root: Element) -> set[str]:
    """The questions that are named, by their facts; a longer title hides those within it."""
    left, named = root.text, set()
    for fact in sorted(QUESTIONS, key=lambda each: -len(title(language, each))):
        if title(language, fact) in left:
            named.add(fact)
            left = left.replace(title(language, fact), "")
    return named


# --- a sum -------------------------------------------------------------------------------------


@in_every_language
def test_a_complete_form_is_told_its_sum(language: str) -> None:
    assert told(language).one("b", css="sum").text == BRIEF_TOTAL


@in_every_language
def test_what_is_not_known_is_a_range_and_never_nothing(language: str) -> None:
    root = told(language, **STILL_OPEN)
    with override(language):
        assert root.one("b", css="sum").text == money_range({"min": 0, "max": 10_098_875})


@in_every_language
@pytest.mark.parametrize(("left_out", "count"), [(["housing_price"], 1), (UNANSWERED, 8)])
def test_it_says_how_many_questions_can_still_change_it(
    left_out: list[str], count: int, language: str
) -> None:
    root = told(language, **dict.fromkeys(left_out, ""))
    text = words(language, "Unanswered questions: %(number)s.")
    assert text % {"number": count} in root.text


@in_every_language
def test_a_sum_that_is_certain_is_told_without_marks(language: str) -> None:
    day_of_2023 = told(language, on="15.06.2023", rent_months="0", registered_12_months="")
    assert day_of_2023.text.endswith(day_of_2023.one("b", css="sum").text)
    assert not day_of_2023.all("p", css="is-provisional")


@in_every_language
def test_a_sum_is_marked_in_words_where_it_is_provisional_or_assumed(language: str) -> None:
    root = told(language)
    assert root.all("p", css="is-provisional")
    for mark in (PROVISIONAL, ASSUMED):
        assert words(language, mark) in root.text
    sooner = told(language, rent_months="3")
    assert words(language, PROVISIONAL) not in sooner.text
    assert words(language, ASSUMED) in sooner.text


@in_every_language
def test_where_nothing_is_owed_it_says_so_and_where_to_read_why(language: str) -> None:
    root = told(language, destination="almaty")
    assert root.one("b", css="sum").text == money(0)
    assert words(language, "The result says why.") in root.text


@few_examples
@given(someone=open_families(), language=st.sampled_from(LANGUAGES))
def test_it_is_the_total_of_the_result(someone: Family, language: str) -> None:
    form = seen(about("calculate", language, someone)).root.one("form")
    law = law_of_2026()
    response = asked(language, **filled_in(form))
    with override(language):
        expected = money_range(document(assess(someone, law), law)["total"])
    assert read(response.content.decode()).one("b", css="sum").text == expected


# --- no sum yet --------------------------------------------------------------------------------


@in_every_language
def test_a_form_just_opened_is_told_what_a_sum_needs(language: str) -> None:
    opened = filled_in(seen(f"/{language}/calculate/").root.one("form"))
    root = read(asked(language, **opened).content.decode())
    assert asks_for(language, root) == set(MUST_BE_KNOWN)
    assert not root.all("b")


@in_every_language
@pytest.mark.parametrize("fact", MUST_BE_KNOWN)
def test_what_is_still_needed_is_named(fact: str, language: str) -> None:
    root = told(language, **{fact: ""})
    assert asks_for(language, root) == {fact}
    assert not root.all("b"), "no sum"


@in_every_language
def test_a_person_just_added_is_asked_about(language: str) -> None:
    root = told(language, relation_6="", age_6="")
    assert words(language, "Person %(number)s") % {"number": 6} in root.text
    assert not root.all("b")


@in_every_language
@pytest.mark.parametrize(
    ("fact", "typed"),
    [("housing_price", "он миллион"), ("on", "15."), ("on", "31.12.2022"), ("rent_months", "13")],
)
def test_an_answer_that_is_none_is_named_and_gives_no_sum(
    fact: str, typed: str, language: str
) -> None:
    root = told(language, **{fact: typed})
    assert asks_for(language, root) == {fact}
    assert not root.all("b")
    assert typed not in root.text


@in_every_language
def test_a_wrong_age_is_named_by_its_person(language: str) -> None:
    root = told(language, age_3="121")
    assert words(language, "Person %(number)s") % {"number": 3} in root.text


@in_every_language
def test_two_applicants_are_named_by_the_list(language: str) -> None:
    assert asks_for(language, told(language, relation_2="self")) == {"members"}


# --- how it is answered ------------------------------------------------------------------------


@pytest.mark.parametrize("name", FAMILIES)
@in_every_language
def test_it_is_small(name: str, language: str) -> None:
    facts = dict(parse_qsl(urlsplit(address("total", language, **FAMILIES[name])).query))
    response = asked(language, **facts)
    assert response.status_code == 200
    assert len(gzip.compress(response.content)) < MOST_BYTES


@in_every_language
def test_even_with_everything_wrong_it_is_small(language: str) -> None:
    response = asked(language, **dict.fromkeys(TYPED, "ы" * 100))
    assert response.status_code == 200
    assert len(gzip.compress(response.content)) < MOST_BYTES
    assert "ы" * 10 not in response.content.decode()


@in_every_language
def test_it_is_not_kept_and_not_mistaken_for_a_page(language: str) -> None:
    for response in (asked(language, **TYPED), CLIENT.get(f"/{language}/total/")):
        assert "HX-Request" in response["Vary"]
        assert response["Cache-Control"] == "no-store"
    assert "HX-Replace-Url" not in asked(language, **TYPED)


@in_every_language
def test_its_address_by_itself_leads_to_the_form_with_every_answer(language: str) -> None:
    typed = TYPED | {"housing_price": "он миллион", "age_2": "?"}
    response = CLIENT.get(f"/{language}/total/?{urlencode({**typed, 'do': 'calculate'})}")
    assert response.status_code == 302
    page = visit(response["Location"])
    assert page.status == 200
    assert filled_in(page.root.one("form")) == typed
    assert CLIENT.get(f"/{language}/total/")["Location"] == f"/{language}/calculate/"


def test_the_facts_of_a_result_are_understood_too() -> None:
    query = urlsplit(address("result", "en", **BRIEF)).query
    response = CLIENT.get(f"/en/total/?{query}", headers=HTMX)
    assert read(response.content.decode()).one("b").text == BRIEF_TOTAL


def test_nothing_is_changed_by_asking() -> None:
    for method in ("post", "put", "delete"):
        assert getattr(CLIENT, method)("/kk/total/", headers=HTMX).status_code == 405


def answered(query: str, language: str) -> None:
    """Any query is answered with a few words, and by itself with the way to the form.

    The longest are refused in words, as Django sends no one to an address of that length.
    """
    response = CLIENT.get(f"/{language}/total/", QUERY_STRING=query, headers=HTMX)
    assert response.status_code == 200
    assert read(response.content.decode()).all("p")
    by_itself = CLIENT.get(f"/{language}/total/", QUERY_STRING=query)
    if len(query) < LONGEST_ADDRESS:
        assert by_itself.status_code == 302
        assert CLIENT.get(by_itself["Location"]).status_code == 200
    else:
        assert by_itself.status_code in {302, 400}


@few_examples
@given(query=queries, language=st.sampled_from(LANGUAGES))
def test_any_answers_are_answered(query: str, language: str) -> None:
    answered(query, language)


@pytest.mark.parametrize(("said", "language"), in_turn(BROKEN))
def test_broken_answers_are_answered(said: str, language: str) -> None:
    answered(BROKEN[said].encode().decode("latin-1"), language)


def test_too_many_answers_are_refused() -> None:
    many = "&".join(f"p{number}={number}" for number in range(5_000))
    assert CLIENT.get("/ru/total/", QUERY_STRING=many, headers=HTMX).status_code == 400


# --- on the form's page ------------------------------------------------------------------------


@in_every_language
def test_the_form_has_an_empty_place_for_it_that_says_nothing(language: str) -> None:
    for here in (f"/{language}/calculate/", form_address(language, track="")):
        page = seen(here).root
        place = page.one("output", id="total")
        assert (place.text, place["role"]) == ("", "status")
        assert place["hx-get"] == f"/{language}/total/"
        assert page.one("form", id=place["hx-include"][1:])
        assert "hidden" in page.one("p", css="meanwhile").attributes
        assert "form" not in {each.tag for each in place.above()}, "it is no field of the form"
