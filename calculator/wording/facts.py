"""What a family said, read back to it, and the regions by name."""

from collections.abc import Iterable
from datetime import date
from typing import cast

from django.utils.translation import gettext

from calculator import questions
from calculator.rules.facts import ABROAD, FACTS, Choice, Family, Member, Place, YesNo
from calculator.rules.law import Law
from calculator.wording.figures import counted, day, money, number, said

# These facts mean something only where those others are not `none`.
ASKED_OF = {
    "graduated_on": "graduate",
    "housing_price": "housing_plan",
    "loan_amount": "business",
    "loan_months": "business",
}
KAZAKH_ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"


def answers(family: Family, law: Law) -> list[dict[str, str]]:
    """What the family said, as titles and answers, in the order of the form.

    What was not asked of it, such as the graduation of one who is no graduate, is left out.
    """
    unasked = {fact for fact, asked in ASKED_OF.items() if getattr(family, asked) == "none"}
    return [
        {
            "fact": fact,
            "title": str(questions.QUESTIONS[fact].title),
            "text": _answer(fact, family, law),
        }
        for group in questions.GROUPS
        for fact in group.facts
        if fact not in unasked
    ]


def _answer(fact: str, family: Family, law: Law) -> str:
    """What was answered; of the workers hired, also what follows from a confirmed job."""
    if fact == "workers_hired" and family.workers_hired is None and family.workers is not None:
        return gettext("not given; counted as %(number)s") % {"number": number(family.workers)}
    return answer(fact, getattr(family, fact), law)


def answer(fact: str, value: object, law: Law) -> str:
    """One answer in words; what is unknown says so."""
    kind = FACTS[fact]
    if value is None:
        return str(questions.UNKNOWN)
    if isinstance(kind, Place):
        return place(str(value), law)
    if isinstance(kind, YesNo | Choice):
        return _chosen(fact, value)
    if isinstance(value, date):
        return day(value)
    return members(value) if isinstance(value, tuple) else _counted(fact, cast(int, value))


def _chosen(fact: str, value: object) -> str:
    if isinstance(value, bool):
        return str(questions.YES_NO["yes" if value else "no"])
    return str(questions.CHOICES[fact][str(value)])


def _counted(fact: str, value: int) -> str:
    if fact in {"housing_price", "loan_amount"}:
        return money(value)
    return counted(value, "months") if fact.endswith("_months") else number(value)


def members(people: Iterable[Member]) -> str:
    """Who moves, in one line: Applicant (34), Husband or wife (32)."""
    return ", ".join(_member(member) for member in people)


def _member(member: Member) -> str:
    title = (
        str(questions.CHOICES["relation"][member.relation])
        if member.relation
        else gettext("member of the family")
    )
    return title if member.age is None else f"{title} ({member.age})"


def place(slug: str, law: Law) -> str:
    """The name of a region, or «from abroad»."""
    return str(questions.ABROAD) if slug == ABROAD else said(law.regions[slug].name)


def regions(law: Law) -> list[tuple[str, str]]:
    """Slugs and names of the regions, in the order of the language's own alphabet."""
    named = [(slug, said(region.name)) for slug, region in law.regions.items()]
    return sorted(named, key=lambda pair: alphabetical(pair[1]))


def alphabetical(name: str) -> list[tuple[int, str]]:
    """A sorting key by the Kazakh alphabet, which holds the Russian one in order.

    «область» and «город» do not count: a reader looks for the name itself.
    """
    bare = name.casefold().removeprefix("область ").removeprefix("город ")
    return [(KAZAKH_ALPHABET.find(letter), letter) for letter in bare]
