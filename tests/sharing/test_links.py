"""Links with answers in them: each opens the form with exactly those, in every language."""

import html
from datetime import date
from urllib.parse import urlencode

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from calculator.law import current
from calculator.questions import QUESTIONS
from calculator.rules.facts import FACTS, Choice, Place, Whole, YesNo
from calculator.sharing.forms import OF_ONE_FAMILY, OFFERED
from calculator.sharing.links import made
from tests.rules.strategies import few_examples
from tests.web.reading import Element, filled_in, read
from tests.web.site import LANGUAGES, Page, facts_in, in_turn, seen, visit
from tests.web.test_size import FIRST_VISIT, loaded_with, weight

SITE = "http://testserver"
in_every_language = pytest.mark.parametrize("language", LANGUAGES)
SOME = {
    "track": "resettler",
    "destination": "north-kazakhstan",
    "settlement": "rural",
    "employer_pays_move": "no",
    "housing_price": "7500000",
    "business": "none",
}


def page_of(here: str, /, **answers: str) -> Page:
    """The page that makes links, with these answers chosen."""
    return visit(f"/{here}/links/?{urlencode(answers)}")


def box(page: Page, name: str) -> str:
    """What stands in a box to be copied, as a browser shows it."""
    return page.root.one("textarea", id=f"made-{name}").text


def opened(address: str) -> dict[str, str]:
    """What is answered in the form at an address of ours."""
    assert address.startswith(f"{SITE}/")
    return filled_in(visit(address.removeprefix(SITE)).root.one("form", id="facts"))


def unanswered(language: str) -> dict[str, str]:
    """What stands in a form that is opened without any answer."""
    return filled_in(seen(f"/{language}/calculate/").root.one("form", id="facts"))


def possible(fact: str) -> list[str]:
    """Answers to a fact: all of a short list, the ends of a long one."""
    kind = FACTS[fact]
    if isinstance(kind, YesNo):
        return ["yes", "no"]
    if isinstance(kind, Choice):
        return [*kind.values]
    if isinstance(kind, Place):
        return [*current().regions, *(["abroad"] if kind.abroad else [])]
    assert isinstance(kind, Whole)
    return [str(kind.least), str(kind.most)]


def test_every_fact_is_offered_but_for_those_of_one_family() -> None:
    assert {*OFFERED, *OF_ONE_FAMILY} == set(FACTS)
    assert len(OFFERED) == len(FACTS) - len(OF_ONE_FAMILY)


# --- what a link opens ---------------------------------------------------------------------------


@pytest.mark.parametrize(("fact", "language"), in_turn(OFFERED))
def test_each_answer_is_the_only_one_that_its_link_fills_in(fact: str, language: str) -> None:
    empty = unanswered(language)
    shown = page_of(language).root.one("form", id="choose").one("select", "input", name=fact)
    if shown.tag == "select":
        offered = [each["value"] for each in shown.all("option")]
        assert sorted(offered) == sorted(["", *possible(fact)])
    for answer in {possible(fact)[0], possible(fact)[-1]}:
        address = box(page_of(language, **{fact: answer}), "address")
        assert facts_in(address) == {fact: answer}
        assert opened(address) == {**empty, fact: answer}


@given(
    st.sampled_from(LANGUAGES),
    st.sampled_from(LANGUAGES),
    st.fixed_dictionaries(
        {},
        optional={
            fact: st.deferred(lambda fact=fact: st.sampled_from(possible(fact)))
            for fact in OFFERED
        },
    ),
)
@few_examples
def test_any_answers_come_back_in_the_form_the_frame_and_this_page(
    here: str, language: str, answers: dict[str, str]
) -> None:
    page = page_of(here, language=language, **answers)
    assert page.status == 200
    address, framed = box(page, "address"), source_of(page)
    assert address.startswith(f"{SITE}/{language}/calculate/")
    assert framed == address.replace("/calculate/", "/embed/")
    expected = {**unanswered(language), **answers}
    assert opened(address) == opened(framed) == expected
    again = filled_in(page.root.one("form", id="choose"))
    assert {name: text for name, text in again.items() if text} == {
        **answers,
        "language": language,
    }


def source_of(page: Page) -> str:
    """The address in the frame that a site is to show."""
    return read(box(page, "frame")).one("iframe")["src"]


@in_every_language
def test_what_is_typed_as_people_type_is_understood(language: str) -> None:
    address = box(page_of(language, housing_price=" 10 000 000 ", track="Kandas"), "address")
    assert facts_in(address) == {"housing_price": "10000000", "track": "kandas"}
    assert opened(address)["housing_price"] == "10000000"


@in_every_language
def test_with_nothing_chosen_the_link_opens_the_form_in_the_language_of_the_page(
    language: str,
) -> None:
    page = page_of(language)
    assert box(page, "address") == f"{SITE}/{language}/calculate/"
    assert source_of(page) == f"{SITE}/{language}/embed/"


AFTER_THE_LAW = [date(2028, 1, 1), date(2030, 1, 1)]


@in_every_language
@pytest.mark.parametrize("today", AFTER_THE_LAW)
def test_links_are_made_on_days_of_which_no_rules_are_known_too(
    monkeypatch: pytest.MonkeyPatch, language: str, today: date
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: today)
    page = page_of(language, **SOME)
    assert page.status == 200
    assert facts_in(box(page, "address")) == SOME
    assert opened(box(page, "address")).items() >= SOME.items()
    assert page_of(language, loan_months="x").status == 422


# --- the HTML ------------------------------------------------------------------------------------


@in_every_language
def test_the_html_is_sound_and_in_the_language_of_the_form(language: str) -> None:
    page = page_of("en", language=language, **SOME)
    link, frame = (read(box(page, name)) for name in ("link", "frame"))
    anchor, iframe = link.one("a"), frame.one("iframe")
    assert anchor["href"] == box(page, "address")
    assert (anchor["hreflang"], iframe["lang"]) == (language, language)
    assert anchor.text == iframe["title"] != ""
    assert "style" not in iframe.attributes
    assert "&amp;" in box(page, "link")


def test_the_texts_of_links_in_three_languages_are_three() -> None:
    # Translations are merged apart from this; where they are not, the words are the same.
    texts = {read(made(SITE, language, {}).link).one("a").text for language in LANGUAGES}
    assert len(texts) == len(LANGUAGES)


def test_nothing_in_an_address_becomes_mark_up() -> None:
    hostile = {"x": '"><script>alert(1)</script>&"'}
    for text in made(SITE, "kk", hostile)[2:]:
        assert not read(text).all("script")
        assert "<script" not in text


@in_every_language
def test_every_link_of_the_page_can_be_tried(language: str) -> None:
    page = page_of(language, **SOME)
    tried = [each["href"] for each in page.root.one("section", id="made").all("a")]
    assert tried == [box(page, "address"), source_of(page)]
    for address in tried:
        assert opened(address).items() >= SOME.items()


@in_every_language
def test_each_box_has_a_label_and_cannot_be_written_in(language: str) -> None:
    root = page_of(language, **SOME).root
    boxes = root.one("section", id="made").all("textarea")
    assert len(boxes) == 3
    for each in boxes:
        assert "readonly" in each.attributes
        assert root.one("label", **{"for": each["id"]}).text


def test_without_scripts_nothing_offers_to_copy() -> None:
    assert not page_of("kk", **SOME).root.one("section", id="made").all("button")


# --- mistakes ------------------------------------------------------------------------------------


@in_every_language
@pytest.mark.parametrize(
    ("fact", "wrong"),
    [
        ("track", "tourist"),
        ("destination", "abroad"),
        ("origin", "atlantis"),
        ("settlement_listed", "perhaps"),
        ("housing_price", "much"),
        ("housing_price", "0"),
        ("rent_months", "13"),
        ("workers_hired", "-1"),
        ("language", "de"),
        ("housing_plan", "<b>buy</b>"),
    ],
)
def test_a_mistake_is_named_and_all_that_was_typed_is_kept(
    language: str, fact: str, wrong: str
) -> None:
    page = page_of(language, **{**SOME, fact: wrong})
    assert page.status == 422
    fault = page.root.one("section", css="faults").one("a")
    assert fault["href"] == f"#id_{fact}"
    assert f"«{wrong}»" in fault.text
    if fact in QUESTIONS:
        assert fault.text.startswith(str(QUESTIONS[fact].title))
    assert not page.root.all("section", id="made")
    kept = filled_in(page.root.one("form", id="choose"))
    others = {name: text for name, text in SOME.items() if name != fact}
    assert kept.items() >= others.items()
    if field(page.root, fact).tag == "input":
        assert kept[fact] == wrong


def field(root: Element, name: str) -> Element:
    """A field of the page's form."""
    return root.one("form", id="choose").one("select", "input", name=name)


def test_every_mistake_is_named_in_the_order_of_the_form() -> None:
    page = page_of("en", language="de", loan_months="x", origin="y", track="z")
    anchors = [each["href"] for each in page.root.one("section", css="faults").all("a")]
    assert anchors == ["#id_language", "#id_track", "#id_origin", "#id_loan_months"]


def test_one_fact_answered_twice_is_a_mistake() -> None:
    assert visit("/en/links/?track=kandas&track=resettler").status == 422
    assert visit("/en/links/?track=kandas&track=kandas").status == 200


@pytest.mark.parametrize(
    "query", ["on=2020-01-01", "members=self:200", "do=add", "x=%00", "%ff=1"]
)
def test_what_the_page_does_not_ask_changes_nothing(query: str) -> None:
    page = visit(f"/en/links/?{query}")
    assert page.status == 200
    assert box(page, "address") == f"{SITE}/en/calculate/"


@pytest.mark.parametrize("answer", ["\0", "\ud83d", "x" * 5000, "９", "٣", "1" * 400, "yes\n"])
def test_whatever_is_typed_the_page_answers(answer: str) -> None:
    for fact in ("track", "destination", "job_seeker", "loan_amount"):
        text = urlencode({fact: answer.encode("utf-8", "surrogatepass")})
        assert visit(f"/en/links/?{text}").status in {200, 422}


def test_it_says_nothing_of_the_sites_that_were_named(settings: object) -> None:
    settings.EMBED_ORIGINS = ["https://portal.example.kz"]  # type: ignore[attr-defined]
    assert "portal.example.kz" not in html.unescape(page_of("en").html)


@in_every_language
def test_a_first_visit_costs_at_most_25_kilobytes(language: str) -> None:
    here = f"/{language}/links/"
    weights = {path: weight(path) for path in [here, *loaded_with(here)]}
    assert sum(weights.values()) <= FIRST_VISIT, weights
