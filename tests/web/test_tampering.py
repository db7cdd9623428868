"""Whatever an address says, the site answers in words: never with an error of its own."""

from urllib.parse import quote, urlencode, urlsplit

import pytest
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from calculator import views
from calculator.rules import FACTS
from tests.rules.strategies import few_examples
from tests.web.reading import read
from tests.web.site import CLIENT, LANGUAGES, TYPED, address, in_turn

PAGES = ("calculate", "result", "summary")
WHOLE = "track=resettler&origin=turkistan&destination=akmola&settlement=urban&members=self:34"
# The most gunicorn takes is 8190 bytes of address; Django itself takes 1 000 parameters.
HUGE = 60_000

names = st.one_of(
    st.sampled_from([*FACTS, *TYPED, "do", "family_size", "relation_31", "age_99", "lang"]),
    st.text(max_size=12),
)
values = st.one_of(
    st.sampled_from([*TYPED.values(), "abroad", "unknown", "yes", "add", "calculate", "remove-1"]),
    st.lists(st.sampled_from(["self:34", "child", "unknown:", ":", ";", "self"])).map(";".join),
    st.text(max_size=30),
    st.integers().map(str),
    st.sampled_from(["\x00", "\ud7ff\u202e", "9" * 5000, "-0", "1e999", "NaN", "{{ 1 }}", "%s"]),
)
queries = st.one_of(
    st.lists(st.tuples(names, values), max_size=12).map(urlencode),
    st.binary(max_size=60).map(quote),
    st.binary(max_size=60).map(lambda raw: raw.decode("latin-1")),
    st.tuples(st.just(WHOLE), names, values).map(
        lambda parts: f"{parts[0]}&{urlencode({parts[1]: parts[2]})}"
    ),
)


def answer(path: str, query: str, language: str) -> int:
    """The status of a page for a query, after looking at what it says."""
    response = CLIENT.get(f"/{language}/{path}/", QUERY_STRING=query)
    if response.status_code == 302:
        leads_to = response["Location"]
        assert urlsplit(leads_to).path == f"/{language}/result/"
        assert CLIENT.get(leads_to).status_code == 200
        return 302
    html = response.content.decode()
    root = read(html)
    assert root.one("html")["lang"] == language
    assert "Traceback" not in html
    assert bool(root.all("section", css="faults")) == (response.status_code == 422)
    return response.status_code


@few_examples
@given(path=st.sampled_from(PAGES), query=queries, language=st.sampled_from(LANGUAGES))
@example(path="result", query=f"{WHOLE}&family_size=99", language="kk")
@example(path="result", query=f"{WHOLE}&members=child", language="ru")
@example(path="summary", query=urlencode(TYPED), language="en")
@example(path="calculate", query=urlencode({"do": f"remove-{'9' * 5000}"}), language="kk")
def test_any_address_is_answered(path: str, query: str, language: str) -> None:
    assert answer(path, query, language) in {200, 302, 400, 422}


BROKEN = {
    "nothing": "",
    "only signs": "&&==;&=&",
    "a fact without a value": "on&track&members",
    "a nul": WHOLE.replace("turkistan", "turk%00istan"),
    "a nul among the members": f"{WHOLE}%00;child:%00",
    "half a letter": WHOLE.replace("turkistan", "%D0%D0%FF"),
    "half an escape": WHOLE.replace("turkistan", "%zz%"),
    "a letter beyond Unicode": WHOLE.replace("turkistan", "%F4%90%80%80"),
    "a huge number": f"{WHOLE}&housing_price={'9' * HUGE}",
    "a huge text": f"{WHOLE}&origin={'я' * HUGE}",
    "a huge button": f"do=remove-{'9' * HUGE}",
    "a family of thousands": WHOLE + ";child" * 10_000,
    "nobody at all": WHOLE.replace("self:34", ";" * 1000),
    "a broken list": WHOLE.replace("self:34", ":::;;self:34:35;[]{}"),
    "all rows": urlencode(
        {f"{part}_{n}": "self" for n in range(100) for part in ("relation", "age")}
    ),
    "every fact twice": f"{WHOLE}&{WHOLE.upper()}",
    "a size that is none": f"{WHOLE}&family_size=-1",
    "an endless size": f"family_size={'9' * HUGE}&do=calculate",
    "a day long ago": f"{WHOLE}&on=0000-01-01",
    "a day far away": f"{WHOLE}&on=9999-12-31",
    "a template": f"{WHOLE}&origin={quote('{{ settings.SECRET_KEY }}')}",
    "a line break": f"{WHOLE}&origin=%0d%0aSet-Cookie:%20a=b",
}


@pytest.mark.parametrize(("said", "language"), in_turn(BROKEN))
def test_a_broken_address_is_answered(said: str, language: str) -> None:
    query = BROKEN[said].encode().decode("latin-1")
    path = "calculate" if "do=" in query else "result"
    assert answer(path, query, language) in {200, 302, 422}


@pytest.mark.parametrize(("path", "language"), in_turn(PAGES))
def test_an_address_with_too_many_parts_is_refused_in_words(path: str, language: str) -> None:
    many = "&".join(f"p{number}={number}" for number in range(5_000))
    response = CLIENT.get(f"/{language}/{path}/", QUERY_STRING=many)
    assert response.status_code == 400
    root = read(response.content.decode())
    assert root.one("html")["lang"] == language
    assert root.one("main").one("a")["href"] == f"/{language}/calculate/"
    assert len(root.one("header", css="top").one("nav").all("a")) == len(LANGUAGES)
    assert response["Content-Security-Policy"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fault_of_the_site_itself_is_owned_up_to_without_its_details(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr(views, "document", broken)
    response = Client(raise_request_exception=False).get(address("result", language))
    assert response.status_code == 500
    html = response.content.decode()
    assert "secret" not in html
    assert "Traceback" not in html
    root = read(html)
    assert root.one("html")["lang"] == language
    assert root.one("main").one("a")["href"] == f"/{language}/calculate/"
    assert not root.one("header", css="top").all("nav"), "it knows no address to translate"
    assert root.one("nav", css="site").all("a")
