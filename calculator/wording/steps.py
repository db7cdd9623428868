"""The lines of a sum, each short enough to follow: 70 MRP × 5 people × 4 325 ₸."""

from collections.abc import Callable
from datetime import date
from typing import cast

from django.utils.translation import gettext, ngettext

from calculator.rules.payments import Step, StepKind
from calculator.rules.records import Parameter
from calculator.wording.figures import counted, figure, money, month, number


def step(line: Step) -> str:
    """One line of a sum, without its result: 70 MRP × 5 people × 4 325 ₸."""
    return WRITTEN[line.kind](line)


# Lines that multiply; the others are sentences.
PRODUCTS = {"rate", "rate_at_most", "months", "share"}
LIMITS = {"cap", "limit"}


def worked_out(line: Step, text: str = "") -> str:
    """One line of a sum with its result: a product equals it, a sentence leads to it.

    `text` is the line without it, where that is at hand. A limit in money is its own result.
    """
    if line.kind in LIMITS and not line.mrp:
        return text or step(line)
    between = " = " if line.kind in PRODUCTS or line.mrp else ": "
    return f"{text or step(line)}{between}{money(line.amount)}"


def _rate(line: Step) -> str:
    return _product(line, counted(line.quantity or 0, line.of or ""))


def _rate_at_most(line: Step) -> str:
    count = line.quantity or 0
    text = ngettext("up to %(count)s worker", "up to %(count)s workers", count)
    return _product(line, text % {"count": number(count)})


def _months(line: Step) -> str:
    product = _product(line, counted(line.quantity or 0, "months"))
    first, last = month(cast(date, line.first)), month(cast(date, line.last))
    return f"{product} ({first})" if first == last else f"{product} ({first} – {last})"


def _product(line: Step, count: str) -> str:
    return f"{figure(cast(Parameter, line.rate))} × {count}{_times_index(line)}"


def _times_index(line: Step) -> str:
    return f" × {money(line.mrp.whole)}" if line.mrp else ""


def _share(line: Step) -> str:
    return f"{figure(cast(Parameter, line.rate))} × {money(line.quantity or 0)}"


def _limit(line: Step) -> str:
    product = f"{figure(cast(Parameter, line.rate))}{_times_index(line)}"
    return gettext("At most: %(product)s") % {"product": product}


def _lower(line: Step) -> str:  # noqa: ARG001
    return gettext("The smaller of the two is used")


def _price_unknown(line: Step) -> str:  # noqa: ARG001
    return gettext("The price is not known yet, so this can be any sum up to this one")


def _wanted(line: Step) -> str:
    return gettext("You want %(sum)s; you can borrow") % {"sum": money(line.quantity or 0)}


def _wanted_unknown(line: Step) -> str:  # noqa: ARG001
    return gettext("You have not said how much you want, so this is the largest loan")


def _term(line: Step) -> str:
    texts = {
        "wanted": counted(line.quantity or 0, "months"),
        "longest": figure(cast(Parameter, line.rate)),
    }
    return (
        gettext("You want %(wanted)s; for this business the longest term is %(longest)s") % texts
    )


def _instalment(line: Step) -> str:
    texts = {
        "months": counted(line.quantity or 0, "months"),
        "rate": figure(cast(Parameter, line.rate)),
    }
    return gettext("Monthly payment for %(months)s at %(rate)s a year") % texts


def _last_instalment(line: Step) -> str:  # noqa: ARG001
    return gettext("Last payment")


def _interest(line: Step) -> str:  # noqa: ARG001
    return gettext("Total interest")


WRITTEN: dict[StepKind, Callable[[Step], str]] = {
    "rate": _rate,
    "rate_at_most": _rate_at_most,
    "months": _months,
    "share": _share,
    "cap": _limit,
    "limit": _limit,
    "lower": _lower,
    "price_unknown": _price_unknown,
    "wanted": _wanted,
    "wanted_unknown": _wanted_unknown,
    "term": _term,
    "instalment": _instalment,
    "last_instalment": _last_instalment,
    "interest": _interest,
}
