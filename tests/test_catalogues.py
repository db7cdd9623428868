"""Every word is there in three languages: in the catalogues, in the law and on the pages.

`make lint` runs this too.
"""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po
from django.conf import settings
from django.template.base import Lexer, TokenType
from django.utils import timezone, translation

from calculator.law import current
from calculator.rules import Law, assess
from calculator.wording import document, figures
from calculator.wording.facts import KAZAKH_ALPHABET
from calculator.wording.figures import DAYS, LOCALES
from tests.rules.families import family, working_with
from tests.web.reading import Element, read
from tests.web.site import CLIENT, FAMILIES, address, form_address

ROOT = Path(settings.BASE_DIR)
LANGUAGES = ("kk", "ru", "en")
BRAND = "Qonys"
NAMES_OF_REGIONS = ("regions.toml", "map.toml")
FORMATS = ("JSON", "CSV", "GET", "POST")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
# What a person hears or sees of an attribute.
SPOKEN = {"title", "alt", "aria-label", "placeholder", "aria-description"}
# Blocks that fill an attribute no one reads.
UNSPOKEN_BLOCKS = {"kind"}
LETTERS = re.compile(r"[^\W\d_]+")

in_every_language = pytest.mark.parametrize("language", LANGUAGES)


# --- the catalogues ----------------------------------------------------------------------------


@cache
def catalogue(language: str) -> Catalog:
    """The catalogue of a language as it is kept."""
    with (ROOT / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


class Pair(NamedTuple):
    """A text as the code has it, and in another language."""

    where: str
    source: str
    text: str


def pairs(language: str) -> Iterator[Pair]:
    """Every text of a catalogue that is there; a plural form beside the plural of the source."""
    for message in catalogue(language):
        if message.id:
            sources, texts = _forms(message)
            for number, text in enumerate(texts):
                if text.strip():
                    yield Pair(sources[0], sources[min(number, len(sources) - 1)], text)


def _forms(message: Message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    sources = message.id if isinstance(message.id, tuple) else (message.id,)
    texts = message.string if isinstance(message.string, tuple) else (message.string,)
    return tuple(map(str, sources)), tuple(str(text or "") for text in texts)


def test_what_is_kept_are_catalogues_of_the_three_languages() -> None:
    assert [code for code, _ in settings.LANGUAGES] == list(LANGUAGES)
    kept = {path.parent.parent.name for path in (ROOT / "locale").glob("*/LC_MESSAGES/*.po")}
    assert kept == set(LANGUAGES)


@in_every_language
def test_nothing_is_missing(language: str) -> None:
    messages = [message for message in catalogue(language) if message.id]
    missing = [message.id for message in messages if not all(map(str.strip, _forms(message)[1]))]
    assert missing == []


@in_every_language
def test_nothing_is_fuzzy_or_left_over(language: str) -> None:
    found = catalogue(language)
    assert not found.fuzzy, "the header"
    assert [message.id for message in found if message.fuzzy and message.id] == []
    assert list(found.obsolete) == []


@in_every_language
def test_plurals_have_as_many_forms_as_the_language(language: str) -> None:
    found, plural = catalogue(language), get_plural(language)
    assert found.num_plurals == plural.num_plurals
    assert found.plural_expr == plural.plural_expr
    plurals = [message for message in found if isinstance(message.id, tuple)]
    assert plurals
    for message in plurals:
        assert len(message.string) == found.num_plurals


@in_every_language
def test_placeholders_are_those_of_the_source(language: str) -> None:
    wrong = [
        pair
        for pair in pairs(language)
        if set(PLACEHOLDER.findall(pair.text)) != set(PLACEHOLDER.findall(pair.source))
        or "%" in PLACEHOLDER.sub("", pair.text).replace("%%", "").replace("\u00a0%", "")
    ]
    assert wrong == []


@in_every_language
def test_catalogues_are_up_to_date_with_code_and_templates(language: str) -> None:
    kept = {_key(message) for message in catalogue(language) if message.id}
    assert extracted() - kept == set(), "run make messages"
    assert kept - extracted() == set(), "run make messages"


@cache
def extracted() -> set[tuple[object, ...]]:
    """Every text in code and templates, found as `make messages` finds it."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = re.search(r"^KEYWORDS := (.+)$", makefile, re.MULTILINE)
    assert named
    keywords = {**DEFAULT_KEYWORDS, **parse_keywords(named[1].split())}
    found = Catalog()
    for _file, _line, text, _comments, context in extract_from_dir(
        ROOT, methods, options, keywords, directory_filter=_is_ours
    ):
        found.add(text, context=context)
    return {_key(message) for message in found if message.id}


def _is_ours(folder: str) -> bool:
    return Path(folder).name in {"calculator", "templates"} or any(
        (ROOT / name) in Path(folder).parents for name in ("calculator", "templates")
    )


def _key(message: Message) -> tuple[object, ...]:
    return (message.context, message.id)


@in_every_language
def test_texts_begin_and_end_alike(language: str) -> None:
    wrong = [pair for pair in pairs(language) if _edges(pair.text) != _edges(pair.source)]
    assert wrong == []


def _edges(text: str) -> tuple[str, str, str]:
    """Leading and trailing spaces, and the kind of punctuation at the end."""
    bare = text.strip()
    end = bare[-1:] if bare[-1:] in ".?!:;,…" else ""
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :], end


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_text_was_left_in_english(language: str) -> None:
    same = [
        pair
        for pair in pairs(language)
        if pair.text == pair.source
        and len(re.findall("[A-Za-z]+", PLACEHOLDER.sub("", pair.source))) > 1
    ]
    assert same == []


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_texts_are_written_in_cyrillic(language: str) -> None:
    latin = [
        pair
        for pair in pairs(language)
        if re.search("[a-z]{3,}", PLACEHOLDER.sub("", pair.text))
        and not re.search("[А-яӘәІі]", pair.text)
    ]
    assert latin == []


def test_english_is_what_stands_in_the_code() -> None:
    for message in catalogue("en"):
        if message.id:
            sources, texts = _forms(message)
            assert texts == sources


# --- letters and signs, in the catalogues and in the law ----------------------------------------


def law_texts() -> Iterator[tuple[str, dict[str, str]]]:
    """Every text of the data's files in its three languages, with where it stands."""
    for path in sorted((ROOT / "calculator").rglob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        yield from ((f"{path.name}: {where}", text) for where, text in _texts(table, ""))


def _texts(value: object, where: str) -> Iterator[tuple[str, dict[str, str]]]:
    if isinstance(value, list):
        for number, entry in enumerate(value):
            yield from _texts(entry, f"{where}[{number}]")
    if isinstance(value, dict):
        if value.keys() & set(LANGUAGES):
            yield where, value
        else:
            for key, entry in value.items():
                yield from _texts(entry, f"{where}.{key}")


def written(language: str) -> Iterator[tuple[str, str]]:
    """Everything written in a language: the catalogue's texts and the law's."""
    yield from ((pair.where, pair.text) for pair in pairs(language))
    yield from ((where, text[language]) for where, text in law_texts())


def test_the_law_speaks() -> None:
    assert len(list(law_texts())) > 50


@in_every_language
def test_no_word_mixes_latin_and_cyrillic_letters(language: str) -> None:
    mixed = [
        (word, where)
        for where, text in written(language)
        for word in LETTERS.findall(PLACEHOLDER.sub(" ", text))
        if len(scripts(word)) > 1
    ]
    assert mixed == []


def scripts(word: str) -> set[str]:
    """The scripts a word is written in."""
    return {unicodedata.name(letter).partition(" ")[0] for letter in word}


def test_a_letter_of_the_wrong_script_is_seen() -> None:
    assert scripts("мeкен") == {"CYRILLIC", "LATIN"}
    assert scripts("мекен") == {"CYRILLIC"}


def test_kazakh_uses_kazakh_letters_only() -> None:
    strange = [
        (letter, where)
        for where, text in written("kk")
        for letter in text.casefold()
        if unicodedata.name(letter, "").startswith("CYRILLIC") and letter not in KAZAKH_ALPHABET
    ]
    assert strange == []


def test_russian_has_kazakh_letters_in_names_alone() -> None:
    kazakh = set(KAZAKH_ALPHABET) - set("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
    outside = [
        (where, text)
        for where, text in written("ru")
        if not where.startswith(NAMES_OF_REGIONS)
        and kazakh & set(re.sub("«[^»]*»", "", text.casefold()))
    ]
    assert outside == []


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_quotes_are_guillemets_and_come_in_pairs(language: str) -> None:
    wrong = [
        (where, text)
        for where, text in written(language)
        if re.search("[\"“”„'‘’]", text) or not re.fullmatch("[^«»]*(«[^«»]*»[^«»]*)*", text)
    ]
    assert wrong == []


@in_every_language
def test_spaces_and_dashes_are_tidy(language: str) -> None:
    untidy = [
        (where, text)
        for where, text in written(language)
        if re.search(r"  | [.,;:!?»](?!\w)|« |\( | \)|—|\s$|^\s|\.\.", text)
        # On a command line a hyphen stands for standard input.
        or (" - " in text and ".csv" not in text)
    ]
    assert untidy == []


# --- the law's own texts -------------------------------------------------------------------------


def test_the_law_has_the_same_figures_in_every_language() -> None:
    for where, text in law_texts():
        fields = {
            language: sorted(name for _, name, _, _ in Formatter().parse(each) if name)
            for language, each in text.items()
        }
        assert fields["kk"] == fields["ru"] == fields["en"], where


def test_the_laws_texts_end_alike_in_every_language() -> None:
    for where, text in law_texts():
        if where.startswith(NAMES_OF_REGIONS):  # Some are cut short, in one language or another.
            continue
        assert text.keys() == set(LANGUAGES), where
        assert all(each.strip() for each in text.values()), where
        assert len({_edges(each) for each in text.values()}) == 1, (where, text)


def test_the_law_says_nothing_in_kazakh_or_russian_in_english_words() -> None:
    for where, text in law_texts():
        for language in ("kk", "ru"):
            if len(re.findall("[A-Za-z]{2,}", text["en"])) > 1:
                assert text[language] != text["en"], where
        if len(text["kk"].split()) > 3:
            assert text["kk"] != text["ru"], where


# --- nothing outside the catalogues --------------------------------------------------------------


class _Words(HTMLParser):
    """The words a template says itself: between tags, and in attributes that are spoken.

    What stands in <code> is a program's word, the same in all languages.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.in_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_code = tag == "code"
        given = dict(attrs)
        for name in SPOKEN | ({"content"} if given.get("name") == "description" else set()):
            self.handle_data(given.get(name) or "")

    def handle_endtag(self, tag: str) -> None:
        self.in_code = False

    def handle_data(self, data: str) -> None:
        if not self.in_code:
            self.words += LETTERS.findall(data)


def own_words(template: str) -> list[str]:
    """The words of a template that no catalogue knows."""
    parts, passed_over = [], False
    for token in Lexer(template).tokenize():
        if token.token_type == TokenType.BLOCK:
            tag, *rest = token.split_contents()
            passed_over = (
                tag == "blocktranslate"
                or (tag == "block" and rest[0] in UNSPOKEN_BLOCKS)
                or (passed_over and tag not in {"endblocktranslate", "endblock"})
            )
        if token.token_type == TokenType.TEXT and not passed_over:
            parts.append(token.contents)
    parser = _Words()
    parser.feed("".join(parts))
    parser.close()
    return [word for word in parser.words if word not in {BRAND, *FORMATS}]


TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_says_a_word_of_its_own(path: Path) -> None:
    assert own_words(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("<p>{% translate 'Yes' %} or {{ no }}</p>", ["or"]),
        ('<a title="Go {{ on }}">→</a>', ["Go"]),
        ("<p>As <code>qonys</code> says</p>", ["As", "says"]),
        ('<meta name="description" content="Money">', ["Money"]),
        ("{% blocktranslate %}Yes{% plural %}All{% endblocktranslate %} &eacute;t", ["ét"]),
        ('<p class="big" id="{{ id }}">Qonys {# a remark #}<!-- another --> 2</p>', []),
    ],
)
def test_a_word_outside_the_catalogues_is_seen(template: str, words: list[str]) -> None:
    assert own_words(template) == words


# --- pages in a language that does not exist -----------------------------------------------------


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Everything that comes from a catalogue stands in ⟦brackets⟧; today is a fixed day."""
    figures.forget()
    monkeypatch.setattr(timezone, "localdate", lambda *_args: date(2026, 6, 15))
    for name in ("gettext", "ngettext", "pgettext", "npgettext"):
        # django.utils.translation looks its functions up here, for lazy texts too.
        speak = getattr(translation._trans, name)
        monkeypatch.setattr(translation._trans, name, _in_brackets(speak))
    # With the law, all that is kept of its pages is exchanged.
    with working_with(replace(current(), memory={})):
        yield
    figures.forget()


def _in_brackets(speak: Callable[..., str]) -> Callable[..., str]:
    return lambda *args: f"⟦{speak(*args)}⟧"


def unbracketed(text: str) -> str:
    """What of a text stands outside all brackets."""
    outside, depth = [], 0
    for letter in text:
        depth += {"⟦": 1, "⟧": -1}.get(letter, 0)
        assert depth >= 0, text
        outside.append(" " if depth or letter == "⟧" else letter)
    return "".join(outside)


def said(root: Element) -> Iterator[str]:
    """What a page says to its reader: its texts, and the attributes that are spoken.

    What is for programs is left out.
    """
    for each in root.everything():
        if each.tag in {"code", "pre", "textarea"}:
            continue
        names = SPOKEN | ({"content"} if each.get("name") == "description" else set())
        yield from (value for name, value in each.attributes.items() if name in names)
        yield "".join(child if isinstance(child, str) else "\n" for child in each.children)


@cache
def known(language: str) -> list[str]:
    """What needs no catalogue: texts of the law, months, languages' names; longest first."""
    law: Law = current()
    # A figure that is filled in has its own words, before and after it stand the law's.
    parts = (re.split(r"\{\w+\}", text[language]) for _, text in law_texts())
    texts = {part for each in parts for part in each if LETTERS.search(part)}
    with translation.override(language):
        for changes in FAMILIES.values():
            found = document(assess(family(**changes), law), law)
            conditions = [each for measure in found["measures"] for each in measure["conditions"]]
            texts |= {each["text"] for each in conditions}
            texts |= {each["remedy"] for each in conditions if each["remedy"]}
    texts |= {name for _, name in settings.LANGUAGES}
    texts |= set(LOCALES[language].months["format"]["wide"].values())
    texts |= set(LOCALES[language].months["stand-alone"]["wide"].values())
    texts |= set(re.findall("'([^']+)'", DAYS[language])) | {BRAND}
    # A title begins with a capital, whatever it is.
    texts |= {text[:1].upper() + text[1:] for text in texts}
    return sorted(texts, key=len, reverse=True)


PAGES = {
    "home": lambda language: f"/{language}/",
    "lost": lambda language: f"/{language}/nothing/",
    "form": lambda language: f"/{language}/calculate/",
    "mistakes": lambda language: form_address(language, track="", age_2="12½", on="2022"),
    "six members": lambda language: form_address(language, "add"),
    **{
        path: lambda language, path=path: f"/{language}/{path}"
        for path in (
            *("rules/", "rules/entitlement/", "rules/mrp/", "rules/quotas/", "rules/papers/"),
            *("rules/changes/", "rules/sources/"),
            *(f"rules/{measure.code}/" for measure in current().measures),
            *("regions/", "regions/?track=kandas&year=2023", "regions/akmola/", "regions/abai/"),
            *("regions/north-kazakhstan/", "regions/turkistan/", "regions/astana/"),
            *("about/", "about/report/", "links/", "embed/", "developers/", "offline/"),
        )
    },
    **{
        f"{path}: {name}": lambda language, path=path, changes=changes: address(
            path, language, **changes
        )
        for path in ("result", "summary")
        for name, changes in FAMILIES.items()
    },
}


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("page_name", PAGES)
@in_every_language
def test_every_word_of_a_page_is_the_laws_or_comes_from_a_catalogue(
    page_name: str, language: str
) -> None:
    with translation.override(language):
        html = CLIENT.get(PAGES[page_name](language)).content.decode()
    assert "⟦" in html
    untranslated = set()
    for text in said(read(html).one("html")):
        left = re.sub(rf"https?://\S+|{'|'.join(FORMATS)}", "", unbracketed(text))
        for each in known(language):
            left = left.replace(each, " ")
        untranslated |= set(LETTERS.findall(left))
    assert untranslated == set()
