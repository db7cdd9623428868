"""What leads to a person is not taken with a report, however it is written; sums and days are."""

import random

import pytest

from calculator.staff.models import Report
from calculator.staff.reports.numbers import numbers_of_a_person
from tests.about.test_report import page, sent

pytestmark = pytest.mark.django_db

NUMBERS = [
    "860512300123",
    "my IIN is 860512300123.",
    "860512 300123",
    "860512-300123",
    "4400430212345678",
    "+7 701 123 45 67",
    "+77011234567",
    "8 (701) 123-45-67",
    "87011234567",
    "8-7172-12-34-56",
    "7011234567",
    "call +998 90 123 45 67",
    "٨٦٠٥١٢٣٠٠١٢٣",
    "8 - 701 - 123 - 45 - 67",
    "8(701)1234567",
    "8/701/1234567",
    "8_701_123_45_67",
    "+7\u2011701\u2011123\u201145\u201167",
    "701 123 45 67",
    "701-123-4567",
    "(701) 123 45 67",
    "4111 1111 1111 1111",
    "KZ86125KZT5004100100",
    "KZ86 125K ZT50 0410 0100",
    "somebody.else@example.kz",
]
IDENTITIES = [
    "900101350122",
    "900101  350122",
    "900101\n350122",
    "9001 0135 0122",
    "900 101 350 122",
    "900101 - 350122",
    "900101.350122",
    "900101/350122",
    "900101, 350122",
    "90-01-01-35-01-22",
    "90 01 01 350 122",
    "900101\u2009350122",
    "900101\u202f350122",
    "900101\u2013350122",
    "900101\u2011350122",
    "900101\u2212350122",
    "9001\u200b01350122",
    "9001\u00ad01350122",
    "900101\u2060350122",
    "9\ufe0f\u20e300101350122",
    "\uff19\uff10\uff10\uff11\uff10\uff11\uff13\uff15\uff10\uff11\uff12\uff12",
    # With its last digit wrong, but written as nothing else is.
    "900101350123",
    "900101  350123",
    "900101/350123",
]
FIGURES = [
    "302 750 275 240",
    "7 028 125 ₸ and not 4 561 120 ₸",
    "Order No. 169 of 30.05.2024 (reg. 34448), adilet.zan.kz/rus/docs/V2400034448",
    "15.06.2026, 10:30",
    "10 000 000 000",
    "70 MRP × 5 × 4 325 ₸ = 1 513 750 ₸",
    "8 707 123 456",
    "zakon.kz 6502932 (30.12.2025)",
    "2023-2026, 2024-2025",
    "10 000 000",
    "302 750, 275 240",
    "302750, 275240",
    "900 101 350 123",
    "7 028 125\n3 514 062\n1 757 031",
    "8 745 000 – 9 120 000",
    "8 745 000, 1 000",
    "8 745 000 1 000",
    "8 745 000 - 4325",
    "8 745 000 / 4325 = 2022",
    "Was 700 000. 4325 is the MRP",
    "700 000 (4325 × 162)",
    "3063, 3180, 3450, 3692, 3932, 4325",
    "3450 3692 3932 4325",
    "2023 2024 2025 2026",
    "15.06.2026 – 20.07.2026",
    "15.06.26-20.07.26",
    "2026-06-15, 2026-07-15",
    "PP No. 277-нқ of 30.06.2023, V2300033005, P2300000859",
    "https://adilet.zan.kz/rus/docs/V2300033005#z12",
    "+302 750 ₸",
]


@pytest.mark.parametrize("number", [*NUMBERS, *IDENTITIES])
def test_nothing_that_leads_to_a_person_is_taken(number: str) -> None:
    answer = sent("send", said=f"Wrong: {number}, since 2026.")
    assert (answer.status_code, Report.objects.count()) == (422, 0)
    assert "We keep none of these" in page(answer).one("section", css="faults").text
    assert number in "".join(page(answer).one("textarea").pieces())


@pytest.mark.parametrize("figure", FIGURES)
def test_sums_days_and_numbers_of_acts_are_taken(figure: str) -> None:
    assert sent("send", said=figure).status_code == 302


ADDRESSES = [
    "https://www.inform.kz/ru/kvota-na-2026-god-1234567890123",
    "It stands here: http://example.kz/news/870512300123?page=87011234567.",
    "HTTPS://EXAMPLE.KZ/860512300123",
    "(https://example.kz/4400430212345678)",
]
NOT_THE_ADDRESS = [
    "https://example.kz/news 860512300123",
    "https://example.kz/news\n+7 701 123 45 67",
    "860512300123https://example.kz/news",
    "https://example.kz/news, 860512300123",
    "https://example.kz/news,860512300123",
    "https://example.kz/news;87011234567",
    "example.kz/860512300123",
    "https:// 860512300123",
    "https://example.kz/?to=somebody.else@example.kz",
    "https://87011234567@example.kz/",
]


@pytest.mark.parametrize("said", ADDRESSES)
def test_the_digits_in_the_address_of_a_page_are_taken(said: str) -> None:
    assert sent("send", said=said).status_code == 302
    assert Report.objects.get().said == said


@pytest.mark.parametrize("said", NOT_THE_ADDRESS)
def test_what_stands_beside_an_address_is_looked_at_as_ever(said: str) -> None:
    answer = sent("send", said=said)
    assert (answer.status_code, Report.objects.count()) == (422, 0)
    assert "take it out" in page(answer).one("section", css="faults").text


def test_sums_in_threes_are_hardly_ever_taken_for_a_person() -> None:
    chosen = random.Random(5)
    texts = []
    for _ in range(1_000):
        sums = [f"{chosen.randint(1_000, 20_000_000):,}".replace(",", " ") for _ in range(6)]
        texts.append(chosen.choice([", ", " ", "\n", " - ", " ₸; "]).join(sums))
    assert [text for text in texts if numbers_of_a_person(text)] == []


@pytest.mark.parametrize(
    "said", ["\u200b", " \u2060\n\u00ad ", "\u3164", "\u2800\ufe0f", "\u202e\u200f", "\u0301"]
)
def test_a_report_of_signs_that_nobody_sees_is_an_empty_one(said: str) -> None:
    answer = sent("send", said=said)
    assert (answer.status_code, Report.objects.count()) == (422, 0)
    assert "Please fill this in." in page(answer).one("section", css="faults").text
