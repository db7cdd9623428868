"""The specialist's papers: the checked summary and the plan, whatever people typed into them."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import cycle, islice
from typing import Any

import pypdfium2
import pytest
import typst
from django.utils.translation import gettext, override

from calculator import paper
from calculator.law import current
from calculator.paper import typesetting
from calculator.paper.signs import SUBSTITUTE, legible
from calculator.rules.facts import FACTS
from calculator.wording import answers
from calculator.wording.figures import day, money_range
from tests.rules.families import family
from tests.test_paper import A4, LONG_FAMILIES, codes, drawn, lacking, read, said, tagged, told_of
from tests.web.site import BRIEF, LANGUAGES

in_every_language = pytest.mark.parametrize("language", LANGUAGES)
REFERENCE, SEAL = "7K3M-92XP-4H6", "ABCD-EFGH-JKLM-NPQR"
CHECKED_ON = "2026-11-20"
OUTCOMES = {
    "kk": ("Көрілді", "Көрілген жоқ", "Құжатта басқаша"),
    "ru": ("Подтверждено", "Документа нет", "В документах иначе"),
    "en": ("Seen", "Not seen", "Different"),
}
NOTES = {
    "kk": "Тұрғын үйдің бағасы алдын ала шартта басқаша жазылған.",
    "ru": "Цена жилья в предварительном договоре другая.",
    "en": "The preliminary contract gives another price.",
}
LONGEST_NOTE = 2000
# Markup of the typesetter, of pages and of formats; all of it only text here.
MARKUP = '#set page(width: 1cm) $x^2$ ] } ) *b* _i_ `raw` <label> @ref \\ // " = h {page} %(page)s'


@pytest.fixture(autouse=True, scope="module")
def law_of_that_day(law_of_2026: None) -> None:
    """No paper shows what became law later."""


def check_of(language: str, **changes: Any) -> dict[str, Any]:
    """A check in which a price was corrected and one fact was not seen."""
    seen, not_seen, different = OUTCOMES[language]
    return {
        "reference": REFERENCE,
        "decision": "Тексерілді: қолдау тиесілі",
        "decided": True,
        "meaning": "Тексерілгеніне қарай отбасыға осы тиесілі.",
        "reasons": ["Тексерілді: бәрі дұрыс"],
        "unlooked": [],
        "centre": "Солтүстік Қазақстан облысының мансап орталығы",
        "specialist": "Ж. Ә. Өтегенқызы",
        "checked_on": CHECKED_ON,
        "person": {"name": "Қ. Ұ. Іңкәр", "iin": "900101300123"},
        "note": NOTES[language],
        "findings": [
            finding("Origin", "Turkistan", seen, papers=["Identity card", "Address"]),
            finding("Job", "Yes", not_seen),
            finding("Price", "9 000 001 ₸", different, "8 000 002 ₸", ["Contract of sale"]),
        ],
        "seal": SEAL,
        "address": f"https://qonys.example/{language}/staff/cases/7K3M92XP4H6/",
        **changes,
    }


def finding(
    title: str, claimed: str, outcome: str, corrected: str | None = None, papers: Any = ()
) -> dict[str, Any]:
    return {
        "title": title,
        "claimed": claimed,
        "outcome": outcome,
        "corrected": corrected,
        "papers": list(papers),
        "different": corrected is not None,
    }


def plan_of(language: str, **changes: Any) -> dict[str, Any]:
    check = check_of(language)
    return {
        "lang": language,
        "on": CHECKED_ON,
        **{key: check[key] for key in ("reference", "centre", "specialist", "person", "address")},
        "sections": [
            {"title": "Home", "rows": [{"title": "Street", "text": NOTES[language]}]},
            {"title": "Work", "rows": [{"title": "Employer", "text": ""}]},
        ],
        "members": [{"who": "Өтініш беруші", "age": "34"}, {"who": "Ұлы", "age": "7"}],
        "sign": ["The family", "The centre"],
        **changes,
    }


def checked_of(language: str, facts: dict[str, Any] | None = None, **changes: Any) -> bytes:
    """The checked summary of the brief's family, or of another."""
    facts = facts or BRIEF
    with override(language):
        said_of_it = answers(family(**facts), current())
        return paper.checked(told_of(**facts), said_of_it, check_of(language, **changes))


def planned(language: str, **changes: Any) -> bytes:
    with override(language):
        return paper.plan(plan_of(language, **changes))


def texts_of(content: Any) -> Iterator[str]:
    """Every text, however deep; the day is written out, so it is left out."""
    if isinstance(content, str) and content != CHECKED_ON:
        yield content
    elif isinstance(content, dict | list):
        for each in content.values() if isinstance(content, dict) else content:
            yield from texts_of(each)


# --- what they say -------------------------------------------------------------------------------


@in_every_language
def test_a_checked_summary_holds_every_text_of_the_check(language: str) -> None:
    with override(language):
        expected = [
            *texts_of(check_of(language)),
            day(date.fromisoformat(CHECKED_ON)),
            gettext("Checked summary of support"),
            gettext("What was checked"),
            gettext(
                "Whoever doubts this sheet can enter the reference and this seal at the desk, "
                "and sees what the sheet must say."
            ),
            gettext("Address of the case (it opens only for those who may see it)"),
        ]
    assert lacking(checked_of(language), expected) == []


@in_every_language
def test_a_checked_summary_says_all_that_the_familys_says(language: str) -> None:
    with override(language):
        told = told_of(**BRIEF)
        expected = [
            money_range(told["total"]),
            gettext("An estimate, not an official decision."),
            *(each["title"] for each in told["measures"]),
            *(step["line"] for each in told["measures"] for step in each["steps"]),
            *(each["text"] for each in answers(family(**BRIEF), current())),
            *(each["text"] for each in told["documents"]),
            *(each["text"] for each in told["way"]),
        ]
    assert len(expected) > 30
    assert lacking(checked_of(language), expected) == []


@in_every_language
def test_every_foot_of_a_checked_summary_says_whose_it_is_and_that_it_is_no_decision(
    language: str,
) -> None:
    with override(language):
        estimate = gettext("An estimate, not an official decision.")
    opened = pypdfium2.PdfDocument(checked_of(language))
    texts = [page.get_textpage().get_text_range() for page in opened]
    opened.close()
    assert len(texts) > 1
    for text in texts:
        foot = re.sub(r"\s+", " ", text)[-200:]
        assert REFERENCE in foot
        assert re.sub(r"\s+", " ", estimate) in foot


@in_every_language
def test_a_plan_holds_every_text_of_the_plan(language: str) -> None:
    with override(language):
        texts = [each for each in texts_of(plan_of(language)) if each != language]
        expected = [
            *texts,
            day(date.fromisoformat(CHECKED_ON)),
            gettext("Individual adaptation and integration plan"),
            gettext("Family member"),
            gettext("Age"),
            gettext("A plan, not a decision on support."),
            gettext("Address of the case (it opens only for those who may see it)"),
        ]
    assert lacking(planned(language), expected) == []


def test_what_is_not_known_of_a_person_leaves_no_empty_line() -> None:
    for made in (checked_of("en", person=None), planned("en", person=None)):
        assert "IIN" not in said(made)
        assert "Name" not in said(made)
    assert "IIN" in said(checked_of("en"))


def test_a_check_without_findings_and_note_has_no_such_headings() -> None:
    text = said(checked_of("en", findings=[], note=""))
    assert [each for each in ("What was checked", "From the specialist") if each in text] == []
    assert "From the specialist" in said(checked_of("en"))


def test_what_is_not_filled_in_takes_more_room_than_a_line_of_text() -> None:
    """A hand needs it."""
    rows = [{"title": f"Row {number}", "text": "x"} for number in range(20)]
    typed = sections_of(rows)
    by_hand = sections_of([{**row, "text": ""} for row in rows])
    assert lowest_of("Row 19", planned("en", **by_hand)) < lowest_of(
        "Row 19", planned("en", **typed)
    )


def sections_of(rows: list[dict[str, str]]) -> dict[str, Any]:
    return {"sections": [{"title": "Home", "rows": rows}], "members": []}


def lowest_of(text: str, pdf: bytes) -> float:
    """How far above the foot of the first page a text stands, in points."""
    opened = pypdfium2.PdfDocument(pdf)
    page = opened[0].get_textpage()
    found = page.search(text).get_next()
    assert found is not None
    bottom = page.get_charbox(found[0])[1]
    opened.close()
    return float(bottom)


def test_a_checked_summary_is_signed_also_where_nothing_is_due() -> None:
    nothing = {"origin": "pavlodar", "destination": "almaty", "job_confirmed": "no"}
    with override("en"):
        assert told_of(**nothing)["way"] == []
    assert lacking(checked_of("en", nothing), ["Specialist: signature, date", "Stamp"]) == []


def test_a_check_before_a_decision_does_not_look_like_a_decided_one() -> None:
    open_ = checked_of("en", decided=False, decision="In check", unlooked=["Origin", "Job"])
    for text in (
        "Unfinished check: nothing is decided yet",
        "State of the case: In check",
        "Not looked at yet",
        "These count as the family said them: Origin; Job.",
    ):
        assert lacking(open_, [text]) == []
        assert lacking(checked_of("en"), [text]) == [text]
    assert lacking(checked_of("en"), ["Result of the check"]) == []
    assert lacking(open_, ["Result of the check"]) == ["Result of the check"]
    assert open_title(open_) == "Unfinished check: nothing is decided yet"


def open_title(pdf: bytes) -> str:
    return str(read(pdf).metadata.title)


def test_the_total_of_a_check_goes_by_what_was_checked() -> None:
    made = checked_of("en", meaning="Going by what was checked, no money is owed.")
    assert lacking(made, ["Going by what was checked, no money is owed."]) == []
    assert "Going by your answers" not in said(made)


# --- corrections ---------------------------------------------------------------------------------


@in_every_language
def test_a_correction_stands_out_in_bold_and_by_a_sign(language: str) -> None:
    pdf = checked_of(language)
    bold = written_in("Bold", pdf)
    different = OUTCOMES[language][2]
    stand_out = ["Price", different, "8 000 002 ₸"]
    assert [text for text in stand_out if bare(text) not in bold] == []
    seen, not_seen, _ = OUTCOMES[language]
    assert [text for text in ("Origin", seen, not_seen) if bare(text) in bold] == []
    assert said(pdf).count("≠") == 1


def test_what_differs_without_a_correction_stands_out_too() -> None:
    odd = finding("Price", "9 000 001 ₸", "Different") | {"different": True}
    assert "≠" in said(checked_of("en", findings=[odd]))
    assert "≠" not in said(checked_of("en", findings=[odd | {"different": False}]))


@pytest.mark.parametrize("make", [checked_of, planned])
def test_nothing_is_told_by_colour(make: Any) -> None:
    opened = pypdfium2.PdfDocument(make("ru"))
    for page in opened:
        picture = bytes(page.render(prefer_bgrx=True).buffer)
        assert picture[0::4] == picture[1::4] == picture[2::4]
        assert min(picture[0::4]) < 40
    opened.close()


def written_in(font: str, pdf: bytes) -> str:
    """All text in fonts of such a name, without spaces."""
    found: list[str] = []

    def keep(text: str, _user: Any, _line: Any, used: Any, _size: Any) -> None:
        if used and font in used["/BaseFont"]:
            found.append(text)

    for page in read(pdf).pages:
        page.extract_text(visitor_text=keep)
    return bare("".join(found))


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


# --- whatever people type ------------------------------------------------------------------------

ODD = {
    "emoji": ("A 😀 B", f"A {SUBSTITUTE} B"),
    "Chinese": ("李小龙", SUBSTITUTE * 3),
    "a family of emoji": ("👨‍👩‍👧", SUBSTITUTE * 3),
    "control characters": ("A\x00\x07B\x7fC\x9b", "ABC"),
    "a lone half of a sign": ("A\ud800B", f"A{SUBSTITUTE}B"),
    "й of two signs": ("и\u0306", "й"),
    "a stress": ("за\u0301мок", "замок"),
    "marks of direction": ("\u202eABC\u2066\ufeff\u200d", "ABC"),
    "wide spaces": ("A\u3000B\tC", "A B C"),
    "lines": (" A \r\n\n\u2028 B ", "A\nB"),
    "every letter we have": ("Қә №1 ₸ «ң» – ≤", "Қә №1 ₸ «ң» – ≤"),
}


@pytest.mark.parametrize("name", ODD)
def test_typed_signs_that_cannot_be_printed_are_stood_in_for(name: str) -> None:
    typed, printed = ODD[name]
    assert legible(typed) == printed
    assert legible({"a": [typed, None, True]}) == {"a": [printed, None, True]}


def test_the_signs_kept_are_those_of_the_fonts() -> None:
    signs = {chr(code) for code in range(0x110000) if not chr(code).isspace()}
    kept = {sign for sign in signs if legible(f"a{sign}a") == f"a{sign}a"}
    assert kept == {sign for sign in drawn("*.ttf") if not sign.isspace()}
    assert set(f"-{REFERENCE}{SEAL}") <= drawn("NotoSansMono-Bold.ttf")


def test_a_note_of_all_signs_there_are_breaks_no_paper() -> None:
    every = "".join(map(chr, range(1, 0x3000))) + "".join(map(chr, range(0x3000, 0x110000, 61)))
    spaced = " ".join(every[start : start + 40] for start in range(0, len(every), 40))
    for make in (checked_of("kk", note=spaced), planned("kk", **all_typed(spaced[:20_000]))):
        assert make.startswith(b"%PDF")


def all_typed(text: str) -> dict[str, Any]:
    """Changes of a plan: the same text wherever people may type one."""
    return {
        "centre": text[:200],
        "specialist": text[:200],
        "person": {"name": text[:200], "iin": text[:12]},
        "sections": [{"title": text[:60], "rows": [{"title": text[:60], "text": text}]}],
        "members": [{"who": text[:60], "age": text[:3]}],
        "sign": [text[:40], text[:40]],
    }


@in_every_language
def test_a_paper_that_lost_signs_says_so(language: str) -> None:
    with override(language):
        told = gettext("%(sign)s stands for a sign that cannot be printed here.")
    lost = told % {"sign": SUBSTITUTE}
    for make in (checked_of, planned):
        assert lacking(make(language, specialist="李 😀"), [lost]) == []
        assert lacking(make(language), [lost]) == [lost]


def test_markup_is_only_text() -> None:
    check = checked_of("en", note=MARKUP, decision=MARKUP, specialist=MARKUP, reasons=[MARKUP])
    plan = planned("en", **all_typed(MARKUP) | {"specialist": MARKUP})
    for pdf in (check, plan):
        assert lacking(pdf, [MARKUP]) == []
        for page in read(pdf).pages:
            assert [float(side) for side in page.mediabox[2:]] == pytest.approx(A4, abs=0.1)


@pytest.mark.parametrize("letter", ["W", "ұ", "i", "😀", "-", "."])
def test_a_word_of_five_thousand_letters_stays_on_the_sheet(letter: str) -> None:
    word = letter * 5000
    found = [finding(word[:300], word[:300], word[:300], word, [word[:300]])]
    check = checked_of(
        "en",
        note=word,
        centre=word[:200],
        decision=word[:500],
        reasons=[word],
        findings=found,
        seal=SEAL,
    )
    for pdf in (check, planned("en", **all_typed(word))):
        assert beside_the_sheet(pdf) == []
        assert said(pdf).count(legible(letter)) > 5000


def beside_the_sheet(pdf: bytes) -> list[str]:
    """Letters that stand outside the margins of their page."""
    opened = pypdfium2.PdfDocument(pdf)
    found = []
    for page in opened:
        text = page.get_textpage()
        width, height = page.get_size()
        for index in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(index)
            if left < 30 or right > width - 30 or bottom < 8 or top > height - 15:
                found.append(text.get_text_range(index, 1))
    opened.close()
    return found


def test_a_long_note_goes_on_over_the_pages_with_every_word() -> None:
    words = [f"word{number}" for number in range(600)]
    assert lacking(checked_of("en", note=" ".join(words)), words) == []
    rows = [{"title": "Street", "text": " ".join(words)}]
    assert lacking(planned("en", **sections_of(rows)), words) == []


# --- how they are made ---------------------------------------------------------------------------


@pytest.mark.parametrize("make", [checked_of, planned])
@in_every_language
def test_they_are_tagged_for_everyone_with_their_language_and_title(
    language: str, make: Any
) -> None:
    opened = read(make(language))
    root = opened.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"].partition("-")[0] == language
    assert re.search(r"pdfuaid:part(>|=\")1", root["/Metadata"].get_data().decode())
    with override(language):
        titles = {
            checked_of: gettext("Checked summary of support"),
            planned: gettext("Individual adaptation and integration plan"),
        }
        alt = gettext("QR code with the address of the case")
    assert opened.metadata.title == titles[make]
    tags = list(tagged(root["/StructTreeRoot"]))
    names = [tag["/S"] for tag in tags]
    assert names.count("/H1") == 1
    assert {"/H2", "/Table", "/TR", "/TH", "/TD", "/L", "/LI", "/Figure"} <= set(names)
    assert [tag["/Alt"] for tag in tags if tag["/S"] == "/Figure"] == [alt]


@pytest.mark.parametrize("make", [checked_of, planned])
def test_every_font_in_them_is_one_of_ours(make: Any) -> None:
    names = set()
    for page in read(make("kk")).pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font["/DescendantFonts"][0].get_object()
            described = inner["/FontDescriptor"].get_object()
            assert "/FontFile2" in described or "/FontFile3" in described
            names.add(inner["/BaseFont"].partition("+")[2])
    assert {"NotoSans-Regular", "NotoSans-Bold", "NotoSansMono-Bold"} <= names
    assert names <= {path.stem for path in typesetting.FONTS.glob("*.ttf")}


@in_every_language
def test_their_code_leads_to_the_case(language: str) -> None:
    where = check_of(language)["address"]
    assert codes(checked_of(language)) == [where]
    assert codes(planned(language)) == [where]


@pytest.mark.parametrize("name", LONG_FAMILIES)
@in_every_language
def test_a_check_of_every_fact_of_five_people_fits_on_three_pages(
    language: str, name: str
) -> None:
    facts = LONG_FAMILIES[name]
    pdf = checked_of(language, facts, **everything_looked_at(language, facts))
    assert typesetting.pages(pdf) == len(read(pdf).pages) <= 3


def everything_looked_at(language: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Changes of a check: all facts looked at, a third of them corrected, and the longest note."""
    with override(language):
        told, said_of_it = told_of(**facts), answers(family(**facts), current())
    papers = cycle(each["text"] for each in told["documents"])
    seen, _, different = OUTCOMES[language]
    findings = []
    for number, answer in enumerate(islice(cycle(said_of_it), len(FACTS))):
        outcome, corrected = (seen, None) if number % 3 else (different, answer["text"])
        looked_at = list(islice(papers, 1 + number % 2))
        findings.append(finding(answer["title"], answer["text"], outcome, corrected, looked_at))
    note = (NOTES[language] + " ") * LONGEST_NOTE
    return {"findings": findings, "note": note[:LONGEST_NOTE]}


def test_a_plan_stands_on_one_page_or_two() -> None:
    rows = [{"title": f"Row {number}", "text": NOTES["kk"]} for number in range(14)]
    assert typesetting.pages(planned("kk", **sections_of(rows))) == 1
    more = [{"title": f"Row {number}", "text": NOTES["kk"] * 6} for number in range(14)]
    assert typesetting.pages(planned("kk", **sections_of(more))) == 2


@pytest.mark.parametrize("make", [checked_of, planned])
def test_the_same_facts_give_the_same_bytes_and_the_day_of_the_desk(make: Any) -> None:
    assert make("kk") == make("kk")
    assert read(make("kk")).metadata.creation_date.date() == date.fromisoformat(CHECKED_ON)


def test_the_familys_summary_is_what_it_was() -> None:
    """It knows nothing of the desk, before a paper of the desk was made and after."""
    with override("en"):
        told, said_of_it = told_of(**BRIEF), answers(family(**BRIEF), current())
        before = paper.summary(told, said_of_it, "https://qonys.example/")
        checked_of("en")
        planned("en")
        assert paper.summary(told, said_of_it, "https://qonys.example/") == before
    words = ["Checked summary of support", "What was checked", "Seal", "Reference", SUBSTITUTE]
    assert [word for word in words if word in said(before)] == []


def test_a_thread_keeps_one_compiler_for_each_template(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def counted(template: str, **settings: Any) -> Any:
        made.append(template.rpartition("/")[2])
        return compiler(template, **settings)

    compiler = typst.Compiler
    monkeypatch.setattr(typst, "Compiler", counted)
    with ThreadPoolExecutor(max_workers=1) as pool:
        for make in (checked_of, planned, checked_of, planned):
            pool.submit(make, "en").result()
    assert sorted(made) == ["plan.typ", "summary.typ"]


def test_threads_make_the_same_papers_as_one() -> None:
    wanted = [(make, language) for make in (checked_of, planned) for language in LANGUAGES]
    with ThreadPoolExecutor(max_workers=6) as pool:
        made = list(pool.map(lambda each: each[0](each[1]), wanted))
    assert made == [make(language) for make, language in wanted]


def test_their_files_are_named_after_the_case() -> None:
    assert paper.checked_file_name(check_of("kk")) == "qonys-7K3M-92XP-4H6.pdf"
    assert paper.plan_file_name(plan_of("kk")) == "qonys-7K3M-92XP-4H6-plan.pdf"
    odd = check_of("kk", reference='7K3M"\r\n/Ә')
    assert paper.checked_file_name(odd) == "qonys-7K3M.pdf"


def test_what_they_are_given_stays_as_it_was() -> None:
    check, plan = check_of("en", note=" 😀 "), plan_of("en", specialist="😀")
    kept = json.dumps([check, plan])
    with override("en"):
        paper.checked(told_of(**BRIEF), [], check)
        paper.plan(plan)
    assert json.dumps([check, plan]) == kept
