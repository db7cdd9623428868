"""Numbers, money, days and the few fixed words, in the active language."""

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import date
from decimal import Decimal
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar, cast

from babel import Locale
from babel.dates import format_date
from django.utils.translation import get_language, gettext, ngettext, pgettext

from calculator.rules.payments import Amount
from calculator.rules.records import LANGUAGES, Dated, Grade, Language, Parameter, Text
from calculator.rules.worksheet import Verdict

NO_BREAK = "\u00a0"
LOCALES = {"kk": Locale("kk", "KZ"), "ru": Locale("ru", "KZ"), "en": Locale("en", "GB")}
# Written out, «жылғы» and «года», because «ж.» and «г.» would end a sentence twice.
DAYS = {"kk": "y 'жылғы' d MMMM", "ru": "d MMMM y 'года'", "en": "d MMMM y"}
MONTHS = {"kk": "y 'жылғы' MMMM", "ru": "LLLL y", "en": "LLLL y"}


# Several laws' worth; tests work with many.
MOST_REMEMBERED = 20_000

P = ParamSpec("P")
R = TypeVar("R")
_fixed: ContextVar[Language | None] = ContextVar("language", default=None)
told: dict[tuple[Any, ...], tuple[tuple[object, ...], object]] = {}
"""What was told once, and of what, by who told it, the language, and who the things are."""


def in_one_language(tell: Callable[P, R]) -> Callable[P, R]:
    """Ask for the active language once for all that `tell` says; asking is the slower part."""

    @wraps(tell)
    def telling(*args: P.args, **kwargs: P.kwargs) -> R:
        token = _fixed.set(language())
        try:
            return tell(*args, **kwargs)
        finally:
            _fixed.reset(token)

    return telling


def told_once(tell: Callable[P, R]) -> Callable[P, R]:
    """Say what is said of the law's own things once in each language: it is the same for all.

    Things are known by who they are, not by what they hold, which would take longer to compare,
    and are given in their order. All who ask share what is said: whoever adds to it makes it anew.
    """

    @wraps(tell)
    def remembered(*things: P.args, **none: P.kwargs) -> R:
        if none:
            raise TypeError(f"{tell.__name__} takes things in their order: {', '.join(none)}")
        key = (tell, _fixed.get() or language(), *map(id, things))
        found = told.get(key)
        if found is None:
            if len(told) >= MOST_REMEMBERED:
                forget()
            # With the things, so that nothing else comes to be where they are.
            found = told[key] = things, tell(*things, **none)
        return cast(R, found[1])

    return remembered


def forget() -> None:
    """Forget what was told once, as who changes the catalogues meanwhile must."""
    told.clear()


def language() -> Language:
    """The active language; Kazakh where none of the three is."""
    fixed = _fixed.get()
    if fixed is not None:
        return fixed
    active = (get_language() or "").partition("-")[0]
    return next((known for known in LANGUAGES if known == active), "kk")


def said(text: Text) -> str:
    """A text of the law in the active language."""
    return text[language()]


def number(value: int | Decimal) -> str:
    """A number with its thousands apart: 1 513 750. A fraction has a comma, in English a point."""
    grouped = f"{value:,}".replace(",", NO_BREAK)
    return grouped if language() == "en" else grouped.replace(".", ",")


def money(tenge: int) -> str:
    """Whole tenge, the same in all three languages: 1 513 750 ₸, with no-break spaces."""
    return f"{number(tenge)}{NO_BREAK}₸"


def money_range(amount: Mapping[str, int] | Amount) -> str:
    """One sum, or from the least to the most."""
    least, most = (
        (amount.min, amount.max) if isinstance(amount, Amount) else (amount["min"], amount["max"])
    )
    if least == most:
        return money(most)
    return gettext("%(least)s to %(most)s") % {"least": money(least), "most": money(most)}


def day(value: date) -> str:
    """A day in full: 15 June 2026."""
    return _dated(value, DAYS[language()], language())


def month(value: date) -> str:
    """A month and its year: June 2026."""
    return _dated(value, MONTHS[language()], language())


def least_sure(code: Grade) -> str:
    """How sure the least sure figure of a total is, in a sentence."""
    return {
        "official": gettext("We have seen every figure in the total in the legal text."),
        "letter": gettext("The least sure figure in the total comes from a government letter."),
        "reported": gettext(
            "The least sure figure in the total comes from reports, not from the law itself."
        ),
        "assumed": gettext("The least sure figure in the total is our own assumption."),
    }[code]


def year_and_month(value: date) -> str:
    """2026-06, as JSON has it."""
    return value.isoformat()[: len("2026-06")]


@lru_cache(maxsize=1024)
def _dated(value: date, pattern: str, tongue: Language) -> str:
    return format_date(value, pattern, LOCALES[tongue])


@told_once
def figure(parameter: Parameter) -> str:
    """A figure of the law with its unit: 70 MRP, 50 %, 4 000 000 ₸."""
    value = number(parameter.value)
    if parameter.unit == "KZT":
        return money(parameter.whole)
    if parameter.unit == "MRP":
        return gettext("%(number)s MRP").replace(" ", NO_BREAK) % {"number": value}
    if parameter.unit in {"months", "years"}:
        return counted(parameter.whole, parameter.unit)
    return f"{value}{NO_BREAK}%"


def counted(count: int, of: str) -> str:
    """So many people, workers or months."""
    if of == "people":
        text = ngettext("%(count)s person", "%(count)s people", count)
    elif of == "workers":
        text = ngettext("%(count)s worker", "%(count)s workers", count)
    elif of == "years":
        text = ngettext("%(count)s year", "%(count)s years", count)
    else:
        text = ngettext("%(count)s month", "%(count)s months", count)
    return text % {"count": number(count)}


def verdict(code: Verdict, kind: str = "cash", payee: str = "family") -> str:
    """A verdict as a family reads it."""
    if code == "open":
        return gettext("Not certain yet")
    if code == "not_eligible":
        return gettext("Not owed")
    if kind == "loan":
        return gettext("You can apply for this")
    if kind == "in_kind":
        return gettext("You may get this")
    return gettext("Owed to the employer") if payee == "employer" else gettext("Owed to you")


def outcome(code: str) -> str:
    """Whether a condition is met."""
    return {
        "met": pgettext("condition", "Met"),
        "not_met": pgettext("condition", "Not met"),
        "unknown": pgettext("condition", "Not known yet"),
    }[code]


def grade(code: Grade) -> str:
    """How sure a figure is, in words."""
    return {
        "official": gettext("we have seen the legal text"),
        "letter": gettext("a government letter"),
        "reported": gettext("reported; we have not seen the legal text"),
        "assumed": gettext("our assumption"),
    }[code]


def dated(each: Dated) -> dict[str, Any]:
    """From when, until when, on whose word and how sure."""
    return {
        "from": each.start.isoformat(),
        "until": each.until and each.until.isoformat(),
        "source": each.source,
        "grade": each.grade,
    }


def amount(range_: Amount) -> dict[str, int]:
    """A range of whole tenge."""
    return {"min": range_.min, "max": range_.max}
