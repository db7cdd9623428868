"""Which language a visitor reads, and that it is not lost on the way."""

from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from tests.web.reading import Element, filled_in
from tests.web.site import BRIEF, LANGUAGES, address, form_address, seen

COOKIE = settings.LANGUAGE_COOKIE_NAME
PAGES_WITH_FACTS = {
    "calculate": lambda language: address("calculate", language, **BRIEF),
    "calculate with mistakes": lambda language: form_address(language, age_2="отыз екі", on=" "),
    "result": lambda language: address("result", language, **BRIEF),
    "summary": lambda language: address("summary", language, **BRIEF),
}


def opened(client: Client, **headers: str) -> str:
    """Where `/` leads."""
    response = client.get("/", headers=headers)
    assert response.status_code == 302
    assert {"Accept-Language", "Cookie"} <= set(response["Vary"].split(", "))
    return str(response["Location"])


@pytest.mark.parametrize(
    ("accepted", "leads_to"),
    [
        ("ru", "/ru/"),
        ("en-GB,en;q=0.9,ru;q=0.8", "/en/"),
        ("kk-KZ", "/kk/"),
        ("de,fr;q=0.5", "/kk/"),
        ("de,ru;q=0.5", "/ru/"),
        ("", "/kk/"),
        ("*", "/kk/"),
        (";;;q=,\x7f", "/kk/"),
    ],
)
def test_the_first_page_opens_in_the_browsers_language_or_in_kazakh(
    client: Client, accepted: str, leads_to: str
) -> None:
    assert opened(client, **{"accept-language": accepted}) == leads_to


def test_a_visitor_whose_browser_says_nothing_reads_kazakh(client: Client) -> None:
    assert opened(client) == "/kk/"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_saved_language_is_stronger_than_the_browsers(client: Client, language: str) -> None:
    client.cookies[COOKIE] = language
    assert opened(client, **{"accept-language": "en,ru,kk"}) == f"/{language}/"


@pytest.mark.parametrize("saved", ["xx", "", "../ru", "ru\x00", "ru" * 999])
def test_a_saved_language_that_is_none_is_passed_over(client: Client, saved: str) -> None:
    client.cookies[COOKIE] = saved
    assert opened(client, **{"accept-language": "ru"}) == "/ru/"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_last_read_is_saved_and_nothing_else_is(
    client: Client, language: str
) -> None:
    response = client.get(f"/{language}/", headers={"accept-language": "de"})
    assert list(response.cookies) == [COOKIE]
    saved = response.cookies[COOKIE]
    assert (saved.value, saved["httponly"], saved["samesite"]) == (language, True, "Lax")
    assert saved["max-age"] == settings.LANGUAGE_COOKIE_AGE
    assert opened(client, **{"accept-language": "de"}) == f"/{language}/"
    assert not client.get(f"/{language}/").cookies, "what is saved is not saved again"


@pytest.mark.parametrize("path", PAGES_WITH_FACTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_another_language_keeps_every_answer_in_the_address(path: str, language: str) -> None:
    here = PAGES_WITH_FACTS[path](language)
    root = seen(here).root
    for links in filter(None, (_switch(root), _alternates(root))):
        assert links.keys() == set(LANGUAGES)
        for other, link in links.items():
            there = PAGES_WITH_FACTS[path](other)
            assert urlsplit(link).path == urlsplit(there).path
            assert urlsplit(link).query == urlsplit(here).query
            assert seen(link).status == seen(here).status


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_language_keeps_what_was_typed_into_the_form(language: str) -> None:
    typed = {
        "relation_1": "self",
        "age_1": "3x",
        "on": "1.2.26",
        "origin": "abai",
    }
    root = seen(f"/{language}/calculate/").root
    buttons = _languages(root).all("button", value="language")
    others = [other for other in LANGUAGES if other != language]
    assert [button["formaction"] for button in buttons] == [
        f"/{other}/calculate/" for other in others
    ]
    for button in buttons:
        assert (button["form"], button["name"]) == ("facts", "do")
        there = seen(f"{button['formaction']}?{urlencode({'do': 'language', **typed})}")
        assert there.status == 200
        assert filled_in(there.root.one("form")).items() >= typed.items()


@pytest.mark.parametrize("path", ["", "nothing/here/"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_another_language_leads_to_the_same_page(path: str, language: str) -> None:
    links = _switch(seen(f"/{language}/{path}").root)
    assert links == {other: f"/{other}/{path}" for other in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_being_read_is_marked_and_each_is_named_in_itself(language: str) -> None:
    links = _languages(seen(f"/{language}/").root).all("a")
    assert [link.text for link in links] == ["Қазақша", "Русский", "English"]
    assert [link["lang"] for link in links] == list(LANGUAGES)
    assert [link["lang"] for link in links if link.get("aria-current") == "true"] == [language]


def _switch(root: Element) -> dict[str, str]:
    return {link["hreflang"]: link["href"] for link in _languages(root).all("a")}


def _languages(root: Element) -> Element:
    """Where one changes the language: at the top of the page."""
    return root.one("header", css="top").one("nav")


def _alternates(root: Element) -> dict[str, str]:
    links = root.one("head").all("link", rel="alternate")
    named = {link["hreflang"]: link["href"] for link in links if "hreflang" in link.attributes}
    return {language: named[language] for language in LANGUAGES if language in named}
