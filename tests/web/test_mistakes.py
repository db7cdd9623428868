"""What is wrong is said in words, where it stands, with all else as it was typed."""

import re
from collections.abc import Iterable
from itertools import zip_longest
from typing import NamedTuple

import pytest
from django.utils.translation import gettext, override

from calculator.law import current
from calculator.questions import CHOICES, QUESTIONS, YES_NO
from calculator.rules import FACTS
from calculator.rules.facts import Day, People, Place, Whole, YesNo
from calculator.wording.figures import day, number
from tests.web.reading import Element, filled_in
from tests.web.site import LANGUAGES, TYPED, Page, address, form_address, in_turn, seen

NONSENSE = "<b>нәрсе №1</b>"
MISSING = ""


class Mistake(NamedTuple):
    """One answer that is none, in one field of the form."""

    fact: str
    typed: str
    field: str

    def __str__(self) -> str:
        return self.fact


def _wrong(fact: str) -> list[str]:
    """Answers a fact may not have."""
    kind = FACTS[fact]
    if isinstance(kind, Whole):
        beyond = (str(kind.least - 1), str(kind.most + 1), "9" * 500)
        return ["many", *beyond, "1.5", "1,5", "²", "12 00", NONSENSE]
    if isinstance(kind, Day):
        outside = ["31.12.2022", "2028-01-01"] if kind.in_scope else []
        return ["soon", *outside, "31.02.2026", "2026", "0000-00-00", "15/06/2026", NONSENSE]
    if isinstance(kind, YesNo):
        return ["maybe", NONSENSE]
    if isinstance(kind, Place):
        return ["narnia", MISSING, NONSENSE, *([] if kind.abroad else ["abroad"])]
    return ["nobody", *([MISSING] if fact in {"track", "settlement"} else []), NONSENSE]


def _mistakes(fact: str) -> list[Mistake]:
    if fact != "members":
        return [Mistake(fact, typed, fact) for typed in _wrong(fact)]
    relations = [Mistake(fact, typed, "relation_3") for typed in ("cousin", MISSING, NONSENSE)]
    return relations + [
        Mistake(fact, typed, "age_5") for typed in ("121", "-1", "7½", "9" * 500, NONSENSE)
    ]


BY_FACT = {fact: _mistakes(fact) for fact in FACTS}
FIRST = [mistakes[0] for mistakes in BY_FACT.values()]
ROUNDS = list(zip_longest(*BY_FACT.values()))
"""Everything that may be wrong, so that in one round every fact is wrong in a way of its own."""


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    """Each language."""
    return str(request.param)


@pytest.fixture(scope="module", params=in_turn(ROUNDS), ids=map(str, range(len(ROUNDS))))
def round_of_mistakes(request: pytest.FixtureRequest) -> tuple[list[Mistake], str]:
    """Mistakes that are made at the same time, and a language to tell them in."""
    mistakes, language = request.param
    return [mistake for mistake in mistakes if mistake], language


def form_with(mistakes: Iterable[Mistake], language: str) -> Page:
    """The form after it was filled in right but for the mistakes."""
    return seen(form_address(language, **{each.field: each.typed for each in mistakes}))


def told(page: Page) -> dict[str, Element]:
    """The links of the summary, by the field each leads to."""
    links = page.root.one("section", css="faults").all("a")
    return {field_at(page, link)["name"]: link for link in links}


def field_at(page: Page, link: Element) -> Element:
    """The field a link of the summary leads to."""
    return page.root.one("input", "select", id=link["href"].removeprefix("#"))


def sentence(link: Element) -> str:
    """What a link of the summary says after the question."""
    return link.text.removeprefix(link.one("b").text).strip()


# --- how a mistake is told ---------------------------------------------------------------------


def test_every_fact_can_be_wrong() -> None:
    assert {mistake.fact for mistake in FIRST} == FACTS.keys()


@pytest.mark.parametrize(("mistake", "language"), in_turn(FIRST), ids=str)
def test_one_mistake_is_told_alone_and_all_else_stays_as_it_was_typed(
    mistake: Mistake, language: str
) -> None:
    page = form_with([mistake], language)
    assert page.status == 422
    assert told(page).keys() == {mistake.field}
    assert len(page.root.all("div", css="invalid-feedback")) == 1
    assert _expected(page, [mistake]) == filled_in(page.root.one("form"))


def test_every_mistake_is_told_in_the_order_of_the_form_and_beside_its_field(
    round_of_mistakes: tuple[list[Mistake], str],
) -> None:
    mistakes, language = round_of_mistakes
    page = form_with(mistakes, language)
    assert page.status == 422
    links = told(page)
    assert links.keys() == {mistake.field for mistake in mistakes}
    for link in links.values():
        assert _beside(page, field_at(page, link)) == [sentence(link)]
    ids = [each.get("id") for each in page.root.everything()]
    targets = [link["href"][1:] for link in links.values()]
    assert targets == sorted(targets, key=ids.index)


def test_a_mistake_is_quoted_and_what_is_allowed_is_said(
    round_of_mistakes: tuple[list[Mistake], str],
) -> None:
    mistakes, language = round_of_mistakes
    links = told(form_with(mistakes, language))
    for mistake in mistakes:
        said = sentence(links[mistake.field])
        assert not mistake.typed or f"«{mistake.typed[:59]}" in said
        for words in _allowed(mistake, language):
            assert words.casefold() in said.casefold()


def test_what_is_wrong_is_shown_as_it_was_typed(
    round_of_mistakes: tuple[list[Mistake], str],
) -> None:
    mistakes, language = round_of_mistakes
    page = form_with(mistakes, language)
    assert _expected(page, mistakes) == filled_in(page.root.one("form"))


def test_a_mistake_goes_by_its_question(language: str) -> None:
    links = told(form_with(FIRST, language))
    with override(language):
        for mistake in FIRST:
            label = links[mistake.field].one("b").text
            if mistake.fact == "members":
                assert gettext("Person %(number)s") % {"number": "3"} in label
            else:
                assert label == str(QUESTIONS[mistake.fact].label)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_mistake_is_told_in_english_on_another_page(language: str) -> None:
    links = told(form_with(FIRST, language))
    for mistake in FIRST:
        said = links[mistake.field].text.replace(mistake.typed, "")
        assert not re.findall("[A-Za-z]{2,}", said)


@pytest.mark.parametrize(("typed", "applicants"), [("self", "2"), ("child", "0")])
def test_a_family_has_one_applicant(typed: str, applicants: str, language: str) -> None:
    field = "relation_2" if typed == "self" else "relation_1"
    links = told(form_with([Mistake("members", typed, field)], language))
    assert links.keys() == {"relation_1"}
    assert applicants in sentence(links["relation_1"])


def test_the_summary_comes_first_and_is_announced(language: str) -> None:
    page = form_with(FIRST, language)
    summary = page.root.one("section", css="faults")
    first = next(each for each in page.root.one("main").children if isinstance(each, Element))
    assert first is summary
    assert (summary["role"], summary["tabindex"]) == ("alert", "-1")
    assert "autofocus" in summary.attributes
    with override(language):
        assert page.root.one("title").text.startswith(f"{gettext('Error')}: ")


def test_an_empty_form_asks_only_for_what_must_be_known(language: str) -> None:
    page = seen(f"/{language}/calculate/?do=calculate")
    assert list(told(page)) == ["track", "relation_1", "origin", "destination", "settlement"]


def test_an_address_without_members_is_not_taken_for_a_family_of_one(language: str) -> None:
    whole = address("result", language)
    for members in ("", "&members="):
        page = seen(re.sub(r"&members=[^&]*", members, whole))
        assert page.status == 422
        assert list(told(page)) == ["relation_1"]


# --- addresses ---------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["result", "summary"])
def test_a_spoilt_address_shows_the_form_with_what_is_wrong(path: str, language: str) -> None:
    spoilt = f"/{language}/{path}/?on=2026-06-15&track=resettler&members=self:34;child:x&origin=7"
    found = seen(spoilt)
    assert found.status == 422
    links = found.root.one("section", css="faults").all("a")
    assert {link["href"] for link in links} == {
        *("#id_age_2", "#id_origin", "#id_destination", "#id_settlement_0")
    }
    assert filled_in(found.root.one("form"))["age_2"] == "x"
    assert found.root.one("form")["action"] == f"/{language}/calculate/"


@pytest.mark.parametrize(
    ("said", "language"),
    in_turn(
        [
            ("track=kandas", "resettler, kandas"),
            ("members=self:1", "child, self"),
            ("family_size=99", "99"),
            ("family_size=3", "3"),
            ("family_size=many", "many"),
            ("job_seeker=no", "yes, no"),
        ],
    ),
)
def test_an_address_that_says_two_things_at_once_is_not_believed(
    said: tuple[str, str], language: str
) -> None:
    spoilt, given = said
    whole = "on=2026-06-15&track=resettler&origin=turkistan&destination=akmola&settlement=urban"
    page = seen(f"/{language}/result/?{whole}&members=self:34;child&job_seeker=yes&{spoilt}")
    assert page.status == 422
    assert given in page.root.one("section", css="faults").text


def test_nothing_that_was_typed_becomes_part_of_the_page() -> None:
    sly = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"
    page = seen(form_address("kk", **dict.fromkeys(TYPED, sly)))
    assert page.status == 422
    assert len(told(page)) == len(TYPED)
    assert not page.root.all("img")
    assert all(script["src"] for script in page.root.all("script"))


def _expected(page: Page, mistakes: Iterable[Mistake]) -> dict[str, str]:
    """What should stand in the form. An answer that is none is not among those shown."""
    expected = TYPED | {mistake.field: mistake.typed for mistake in mistakes}
    for mistake in mistakes:
        shown = page.root.all("input", "select", name=mistake.field)[0]
        if shown.tag == "select":
            expected[mistake.field] = shown.all("option")[0]["value"]
        elif shown["type"] == "radio":
            del expected[mistake.field]
    return expected


def _beside(page: Page, field: Element) -> list[str]:
    """The faults told beside a field, by what describes it or its group."""
    described = [field, *(each for each in field.above() if each.tag == "fieldset")]
    ids = {name for each in described for name in each.get("aria-describedby").split()}
    assert field["aria-invalid"] == "true"
    return [
        each.text for each in page.root.all("div", css="invalid-feedback") if each["id"] in ids
    ]


def _allowed(mistake: Mistake, language: str) -> list[str]:
    """The words a person needs to put a mistake right."""
    kind = FACTS[mistake.fact]
    with override(language):
        if isinstance(kind, Whole):
            return [number(kind.least), number(kind.most)]
        if isinstance(kind, YesNo):
            return [str(answer) for answer in YES_NO.values()]
        if mistake.field in CHOICES or mistake.field == "relation_3":
            titles = CHOICES[mistake.field.removesuffix("_3")]
            return [str(title) for title in titles.values()]
        if isinstance(kind, Day):
            limits = [current().first_day, current().last_day] if kind.in_scope else []
            return [*map(day, limits), "15.06.2026"]
        return ["0", "120"] if isinstance(kind, People) else []
