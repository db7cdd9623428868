"""The summary as a PDF: it says what the print page says, to everyone, on one sheet."""

import ctypes
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import lru_cache
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import gettext, override
from fontTools.ttLib import TTFont
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from typst import TypstError

from calculator.law import current
from calculator.paper import columns, summary, typesetting
from calculator.rules import assess
from calculator.templatetags import words
from calculator.wording import answers, document
from calculator.wording.figures import day, grade, least_sure, money_range, outcome
from tests.rules.families import LAW_FOLDER, family
from tests.web.site import (
    BORROWER,
    BRIEF,
    FAMILIES,
    KANDAS,
    LANGUAGES,
    UNANSWERED,
    address,
    in_turn,
)

A4 = (595.28, 841.89)
MOST_PAGES = 2
# The whole table of support is looked for in every family and language, the rest less often.
in_every_language = pytest.mark.parametrize("language", LANGUAGES)
LONGEST = BRIEF | UNANSWERED | BORROWER | {"loan_months": "84", "divorced_36_months": "unknown"}
FIVE_KINDS = {"members": "self:34;spouse:32;child:9;parent:61;other:20"}
# All that can be asked of five people is open, and a loan is worked out besides.
LONG_FAMILIES: dict[str, dict[str, Any]] = {
    "brief": BRIEF,
    "open": BRIEF | UNANSWERED,
    "graduate": LONGEST | {"graduate": "serpin"},
    "kandas": LONGEST | KANDAS | {"destination": "pavlodar"} | FIVE_KINDS,
    "relatives": LONGEST | FIVE_KINDS | {"graduate": "zharqyn-bolashaq"},
    "processing": LONGEST | FIVE_KINDS | {"business": "processing"},
    "before 2026": LONGEST | {"on": "2024-06-15"},
}


@pytest.fixture(autouse=True, scope="module")
def today() -> Iterator[None]:
    """15 June 2026, whatever the clock says."""
    with override(translation.get_language()), pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "localdate", lambda *_args: date(2026, 6, 15))
        yield


@pytest.fixture(autouse=True, scope="module")
def law_of_that_day(law_of_2026: None) -> None:
    """No paper shows what became law later."""


@lru_cache(maxsize=64)
def paper(where: str) -> bytes:
    """The PDF at an address."""
    response = Client().get(where)
    assert response.status_code == 200, where
    assert response["Content-Type"] == "application/pdf"
    return response.content


def pdf_of(language: str, **changes: Any) -> bytes:
    return paper(address("summary.pdf", language, **changes).replace("/?", "?"))


def read(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def said(pdf: bytes) -> str:
    """All its text, every run of spaces and line ends one space; no-break spaces are spaces."""
    opened = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_range() for page in opened]
    opened.close()
    return plain(" ".join(pages))


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def told_of(**changes: Any) -> dict[str, Any]:
    return document(assess(family(**changes), current()), current())


def lacking(pdf: bytes, texts: list[str]) -> list[str]:
    """Texts the PDF lacks. A line may end anywhere, so spaces and hyphens do not count."""
    text = re.sub(r"[\s\ufffe-]", "", said(pdf))
    return [wanted for wanted in texts if re.sub(r"[\s\ufffe-]", "", wanted) not in text]


# --- what it says --------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "language"), in_turn(FAMILIES))
def test_it_holds_the_total_the_answers_and_the_whole_table_of_support(
    name: str, language: str
) -> None:
    changes = FAMILIES[name]
    with override(language):
        told = told_of(**changes)
        expected = [money_range(told["total"]), gettext("Total for the family")]
        for answer in answers(family(**changes), current()):
            expected += [answer["title"], answer["text"]]
        for measure in told["measures"]:
            expected += row_of(measure)
    assert lacking(pdf_of(language, **changes), expected) == []


def row_of(measure: dict[str, Any]) -> list[str]:
    """What the print page says of a measure."""
    reasons = words.reasons(measure)
    in_kind = measure["kind"] == "in_kind"
    return [
        measure["title"],
        *(step["line"] for step in measure["steps"]),
        *(f"{outcome(each['outcome'])}: {each['text']}." for each in reasons),
        words.verdict(measure) if in_kind else money_range(measure["amount"]),
        *([gettext("(provisional)")] if measure["provisional"] else []),
        *(grade(sure) for _source, sure in words.citations(measure) if measure["steps"]),
    ]


@in_every_language
def test_it_holds_what_all_support_depends_on_and_what_is_not_known(language: str) -> None:
    with override(language):
        told = told_of(**BRIEF, **UNANSWERED)
        shared = [
            f"{outcome(each['outcome'])}: {each['text']}." for each in words.shared_reasons(told)
        ]
        questions = [each["text"] for each in told["open"]]
    assert shared
    assert questions
    assert lacking(pdf_of(language, **BRIEF, **UNANSWERED), [*shared, *questions]) == []


@in_every_language
def test_it_says_first_that_it_is_no_decision_and_for_which_day_and_rules(language: str) -> None:
    with override(language):
        told = told_of(**BRIEF)
        days = [day(date.fromisoformat(told[key])) for key in ("on", "edition")]
        estimate = gettext("An estimate, not an official decision.")
    first = plain(said(pdf_of(language, **BRIEF)))[:400]
    assert [text for text in (estimate, *days) if plain(text) not in first] == []


@in_every_language
def test_it_holds_papers_steps_promises_and_notes(language: str) -> None:
    with override(language):
        told = told_of(**BRIEF)
        expected = [
            each["text"]
            for key in ("documents", "way", "obligations", "notes")
            for each in told[key]
        ]
        expected += [each["where"] for each in told["documents"]]
        expected += [day(date.fromisoformat(each["until"])) for each in told["obligations"]]
    assert len(expected) > 20
    assert lacking(pdf_of(language, **BRIEF), expected) == []


@in_every_language
def test_it_says_how_sure_the_total_is(language: str) -> None:
    with override(language):
        told = told_of(**BRIEF)
        expected = [
            least_sure(told["grade"]),
            gettext(
                "Provisional: the MRP for some months is not known yet, so the last known one is "
                "used."
            ),
            gettext("(partly assumed)"),
        ]
    assert lacking(pdf_of(language, **BRIEF), expected) == []


@in_every_language
def test_months_that_bring_the_same_stand_together(language: str) -> None:
    with override(language):
        told = told_of(**BRIEF)
        first, second = told["months"][0], told["months"][1]
        last_of_year = next(each for each in told["months"] if each["month"].endswith("-12"))
        expected = [
            f"{first['text']} {money_range(first)}",
            f"{second['text']} – {last_of_year['text']}",
            gettext("%(sum)s a month") % {"sum": money_range(second)},
        ]
    pdf = pdf_of(language, **BRIEF)
    assert lacking(pdf, expected) == []
    assert lacking(pdf, [f"{told['months'][2]['text']} {money_range(second)}"]) != []


@in_every_language
def test_a_change_that_raises_the_total_is_named_with_what_it_brings(language: str) -> None:
    changes = {**BRIEF, "job_confirmed": "no", "settlement_listed": "no"}
    with override(language):
        told = told_of(**changes)
        group = words.alike(told["changes"])[0]
        expected = [option["text"] for option in group["options"]] + [group["gain_text"]]
    assert lacking(pdf_of(language, **changes), expected) == []


def test_a_section_without_anything_to_say_is_left_out() -> None:
    told = told_of(**BRIEF)
    assert told["open"] == []
    assert "What is not known yet" not in said(pdf_of("en", **BRIEF))
    assert "What is not known yet" in said(pdf_of("en", **BRIEF, **UNANSWERED))


@pytest.mark.parametrize(("name", "language"), in_turn(FAMILIES))
def test_every_number_of_a_source_is_in_its_list(name: str, language: str) -> None:
    with override(language):
        told = told_of(**FAMILIES[name])
    titles = {str(each["number"]): each["title"] for each in told["sources"].values()}
    pdf = pdf_of(language, **FAMILIES[name])
    pointed = set(re.findall(r"\[(\d+)\]", said(pdf)))
    assert lacking(pdf, [titles[number] for number in pointed]) == []


# --- how it is made ------------------------------------------------------------------------------


@in_every_language
def test_it_is_a_tagged_pdf_for_everyone_with_its_language_and_title(language: str) -> None:
    root = read(pdf_of(language, **BRIEF)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"].partition("-")[0] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    described = root["/Metadata"].get_data().decode()
    assert re.search(r"pdfuaid:part(>|=\")1", described)
    with override(language):
        title = gettext("Summary of support for a family moving home")
    assert read(pdf_of(language, **BRIEF)).metadata.title == title


@in_every_language
def test_its_headings_tables_and_lists_are_told_as_such(language: str) -> None:
    tags = list(tagged(read(pdf_of(language, **BRIEF)).trailer["/Root"]["/StructTreeRoot"]))
    names = [tag["/S"] for tag in tags]
    assert names.count("/H1") == 1
    assert {"/H2", "/Table", "/TR", "/TH", "/TD", "/L", "/LI", "/LBody", "/Figure"} <= set(names)
    with override(language):
        alt = gettext("QR code with the address of this result")
    assert [tag["/Alt"] for tag in tags if tag["/S"] == "/Figure"] == [alt]


def tagged(tag: Any) -> Iterator[DictionaryObject]:
    """Every element of the structure below one."""
    below = tag.get("/K", [])
    for each in below if isinstance(below, list) else [below]:
        child = each.get_object()
        if isinstance(child, DictionaryObject) and "/S" in child:
            yield child
            yield from tagged(child)


def test_every_font_is_in_it_and_is_one_of_ours() -> None:
    found = {}
    for page in read(pdf_of("kk", **BRIEF)).pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font["/DescendantFonts"][0].get_object()
            found[inner["/BaseFont"]] = inner["/FontDescriptor"].get_object()
    assert {name.partition("+")[2] for name in found} == {"NotoSans-Regular", "NotoSans-Bold"}
    assert all("/FontFile2" in each or "/FontFile3" in each for each in found.values())


@pytest.mark.parametrize("name", LONG_FAMILIES)
@in_every_language
def test_five_people_fit_on_one_sheet_of_a4(language: str, name: str) -> None:
    pdf = pdf_of(language, **LONG_FAMILIES[name])
    pages = read(pdf).pages
    assert 1 <= len(pages) <= MOST_PAGES
    assert len(pages) == typesetting.pages(pdf)
    for page in pages:
        assert [float(side) for side in page.mediabox[2:]] == pytest.approx(A4, abs=0.1)


def test_what_was_thought_to_fit_and_does_not_is_set_closer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hopeful, *closer = typesetting.WAYS
    monkeypatch.setattr(typesetting, "WAYS", (hopeful._replace(holds=10**6), *closer))
    with override("kk"):
        told = told_of(**LONG_FAMILIES["open"])
        said_of_it = answers(family(**LONG_FAMILIES["open"]), current())
        assert typesetting.pages(summary(told, said_of_it, "https://qonys.example")) == MOST_PAGES


def test_no_letter_is_smaller_than_eight_points() -> None:
    assert all(way.size >= 8 for way in typesetting.WAYS)
    opened = pypdfium2.PdfDocument(pdf_of("kk", **LONG_FAMILIES["relatives"]))
    sizes = {
        round(size_of(item), 1)
        for page in opened
        for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT])
    }
    opened.close()
    assert min(sizes) >= 8


def size_of(item: pypdfium2.PdfObject) -> float:
    """The size of a text's letters in points."""
    size = ctypes.c_float()
    assert pypdfium2.raw.FPDFTextObj_GetFontSize(item.raw, ctypes.byref(size))
    return size.value * abs(item.get_matrix().d)


@in_every_language
def test_pages_are_numbered(language: str) -> None:
    opened = pypdfium2.PdfDocument(pdf_of(language, **BRIEF))
    texts = [plain(page.get_textpage().get_text_range()) for page in opened]
    opened.close()
    with override(language):
        numbered = gettext("Page %(page)s of %(pages)s")
    for number, text in enumerate(texts, 1):
        assert plain(numbered % {"page": number, "pages": len(texts)}) in text


@in_every_language
def test_its_code_leads_to_the_result(language: str) -> None:
    pdf = pdf_of(language, **BRIEF)
    where = f"http://testserver{address('result', language, **BRIEF)}"
    assert codes(pdf) == [where]
    assert lacking(pdf, [where]) == []


def test_the_code_of_the_longest_address_can_be_read_too() -> None:
    many = ";".join(["self:34", *["other:100"] * 29])
    changes = FAMILIES["borrower"] | {"members": many, "loan_months": "84"}
    assert codes(pdf_of("kk", **changes)) == [
        f"http://testserver{address('result', 'kk', **changes)}"
    ]


def codes(pdf: bytes) -> list[str]:
    """What a telephone reads from the last page, printed at 200 dots an inch."""
    opened = pypdfium2.PdfDocument(pdf)
    picture = opened[len(opened) - 1].render(scale=200 / 72, grayscale=True)
    shape = [picture.height, picture.stride]
    found = zxingcpp.read_barcodes(memoryview(picture.buffer).cast("B", shape=shape))
    texts = [code.text for code in found]
    opened.close()
    return texts


def test_the_same_facts_give_the_same_bytes() -> None:
    where = address("summary.pdf", "kk", **BRIEF).replace("/?", "?")
    assert Client().get(where).content == Client().get(where).content
    assert read(paper(where)).metadata.creation_date.date() == date(2026, 6, 15)


# --- how it is asked for -------------------------------------------------------------------------


def test_it_opens_in_the_browser_under_a_name_that_says_what_it_is() -> None:
    where = address("summary.pdf", "ru", **BRIEF).replace("/?", "?")
    response = Client().get(where)
    assert response["Content-Disposition"] == 'inline; filename="qonys-2026-06-15.pdf"'
    assert response["Content-Language"] == "ru"
    page = Client().get(address("summary", "ru", **BRIEF))
    assert response.get("Cache-Control") == page.get("Cache-Control")
    head = Client().head(where)
    assert (head.status_code, head["Content-Type"]) == (200, "application/pdf")
    assert head.content == b""
    assert Client().post(where).status_code == 405


@pytest.mark.parametrize(
    "query", ["", "?on=never", "?members=self:999", "?track=resettler&origin=moon", "?%00=%ff"]
)
@in_every_language
def test_bad_facts_lead_back_to_the_form_as_they_do_for_the_page(
    language: str, query: str
) -> None:
    asked = Client().get(f"/{language}/summary.pdf{query}")
    page = Client().get(f"/{language}/summary/{query}")
    assert asked.status_code == page.status_code == 422
    assert asked["Content-Type"] == page["Content-Type"] == "text/html; charset=utf-8"


def test_eight_threads_can_each_make_one_at_once() -> None:
    wanted = [
        address("summary.pdf", language, **BRIEF, housing_price=str(price)).replace("/?", "?")
        for price in (5_000_000, 6_000_000, 7_000_000)
        for language in LANGUAGES
    ]
    with ThreadPoolExecutor(max_workers=8) as pool:
        made = list(pool.map(lambda where: Client().get(where).content, wanted))
    assert made == [Client().get(where).content for where in wanted]
    assert len(set(made)) == len(wanted)


# --- letters and columns -------------------------------------------------------------------------


def texts_of_the_catalogues() -> Iterator[str]:
    for language in LANGUAGES:
        path = settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po"
        with path.open("rb") as file:
            messages = list(read_po(file))
        for message in messages:
            for part in (message.id, message.string):
                yield from part if isinstance(part, tuple | list) else [part]


def texts_of_the_law() -> Iterator[str]:
    """The law's files whole: texts, sources and names of regions."""
    for path in LAW_FOLDER.glob("*.toml"):
        yield path.read_text(encoding="utf-8")


def test_the_fonts_have_every_sign_of_the_catalogues_and_the_law() -> None:
    signs = set("".join([*texts_of_the_catalogues(), *texts_of_the_law()])) - {"\n", "\t"}
    assert {"ә", "ң", "№", "»"} <= signs
    assert sorted(signs - drawn("*.ttf")) == []
    names = "".join(name for each in current().regions.values() for name in each.name.values())
    assert set(names) <= drawn("NotoSans-Regular.ttf") & drawn("NotoSans-Bold.ttf")


def test_the_fonts_have_what_any_sentence_may_need() -> None:
    letters = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюяabcdefghijklmnopqrstuvwxyz"
    assert set(f"{letters}{letters.upper()}0123456789 «»–…“”№₸×%().,:;!?") <= drawn(
        "NotoSans-Regular.ttf"
    ) & drawn("NotoSans-Bold.ttf")
    assert set("✓✗−≤≥→") <= drawn("*.ttf")


def test_a_sign_that_no_font_has_is_an_error_and_not_a_box() -> None:
    with override("en"):
        told = told_of(**BRIEF)
    told["notes"] = [{**told["notes"][0], "text": "漢"}]
    with pytest.raises(TypstError):
        summary(told, [], "https://qonys.example")


def drawn(files: str) -> set[str]:
    """The signs some of the fonts have between them."""
    found: set[str] = set()
    for path in typesetting.FONTS.glob(files):
        with TTFont(path) as font:
            found |= {chr(code) for code in font.getBestCmap()}
    return found


def test_a_list_turns_over_where_both_columns_are_about_equally_long() -> None:
    short, long = "a" * 10, "a" * 300
    assert columns.in_halves([1, 2, 3, 4], [short] * 4) == [[1, 2], [3, 4]]
    assert columns.in_halves([1, 2, 3, 4], [long, short, short, short]) == [[1], [2, 3, 4]]
    assert columns.in_halves([1], [long]) == [[1], []]
