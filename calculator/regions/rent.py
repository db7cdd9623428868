"""The rent support of a day, in town and village, by the size of the family, as the law has it."""

from datetime import date
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext

from calculator.regions.words import Citations
from calculator.rules import Law
from calculator.rules.errors import OutOfScope
from calculator.rules.law import Rules
from calculator.rules.records import Parameter
from calculator.wording.figures import counted, figure, money

Part = dict[str, Any]
PLACES = {"urban": "rent.urban", "rural": "rent.rural"}


def rules_of(law: Law, on: date) -> Rules | None:
    """The rules of a day; None on one whose rules are not known."""
    try:
        return law.on(on)
    except OutOfScope:
        return None


def sizes(rules: Rules) -> list[int]:
    """The smallest families from which on another rate holds."""
    return sorted({each.people for name in PLACES.values() for each in rules.parameters[name]})


def rent(law: Law, on: date, cited: Citations) -> Part | None:
    """The rates of a day in MRP and in tenge; None where no rules of that day are known."""
    rules = rules_of(law, on)
    if rules is None or any(name not in rules.parameters for name in PLACES.values()):
        return None
    least = sizes(rules)
    return {
        "rows": [
            {"people": _size(first, after), **_rates(rules, first, cited)}
            for first, after in pairwise([*least, 0])
        ],
        "mrp": {
            "text": money(rules.mrp.whole),
            "provisional": rules.mrp.provisional,
            "cited": cited.cite(rules.mrp),
        },
    }


def _size(first: int, after: int) -> str:
    """A family of `first` people and more, but of fewer than `after` where that is given."""
    if not after:
        return gettext("%(people)s and more") % {"people": counted(first, "people")}
    if first == after - 1:
        return counted(first, "people")
    return gettext("%(first)s to %(last)s people") % {"first": first, "last": after - 1}


def _rates(rules: Rules, people: int, cited: Citations) -> Part:
    found = {place: rules.parameter(name, people) for place, name in PLACES.items()}
    return {place: _rate(each, rules, cited) for place, each in found.items()}


def _rate(parameter: Parameter, rules: Rules, cited: Citations) -> Part:
    return {
        "mrp": figure(parameter),
        "money": money(parameter.whole * rules.mrp.whole),
        "cited": cited.cite(parameter),
    }
