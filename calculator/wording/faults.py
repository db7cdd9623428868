"""What is wrong with a fact, in a sentence: what was given, and what is allowed.

Files and JSON name facts and answers by their codes, the form by their titles.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext

from calculator import questions
from calculator.rules.errors import Fault
from calculator.rules.facts import FACTS, Place
from calculator.wording.figures import day, number

EXAMPLE_DAY = "15.06.2026"
# Only JSON can hold members that are no text: what stands for them in a file is always one.
EXAMPLE_MEMBER = '{"relation": "child", "age": 7}'
EXAMPLE_MEMBERS = f'[{{"relation": "self", "age": 34}}, {EXAMPLE_MEMBER}]'


def fault_text(fault: Fault) -> str:
    """The fault as a file or JSON reports it: the fact's code, then what is wrong with it."""
    return f"{path(fault)}: {_sentence(fault, fault.allowed)}"


def field_text(fault: Fault) -> str:
    """The fault as the form reports it beside the field, with answers by their titles."""
    return _sentence(fault, _titles(fault))


def path(fault: Fault) -> str:
    """Where the fault lies: `housing_price`, `members.2.age`."""
    return ".".join(str(part) for part in (fault.fact, fault.row, fault.part) if part is not None)


def faults_document(faults: Sequence[Fault], status: int = 422) -> dict[str, Any]:
    """The faults as a problem document (RFC 9457)."""
    return {
        "type": "about:blank",
        "title": gettext("Some facts cannot be understood"),
        "status": status,
        "errors": [
            {
                "fact": path(fault),
                "given": fault.given,
                "allowed": list(fault.allowed),
                "detail": fault_text(fault),
            }
            for fault in faults
        ],
    }


def _titles(fault: Fault) -> tuple[str, ...]:
    """The allowed answers as the form shows them; places are too many to repeat."""
    if isinstance(FACTS.get(fault.fact), Place):
        return ()
    titles = questions.CHOICES.get(fault.part or fault.fact, {})
    return tuple(str(titles.get(code, code)) for code in fault.allowed)


def _sentence(fault: Fault, allowed: Sequence[str]) -> str:
    write = {
        "missing": _missing,
        "choice": _choice,
        "relation": _choice,
        "yes_no": _yes_no,
        "whole": _whole,
        "day": _day,
        "scope": _scope,
        "members": _members,
        "too_many": _too_many,
        "one_self": _one_self,
        "family_size": _family_size,
        "unknown_fact": _unknown_fact,
        "repeated": _repeated,
        "extra_cells": _extra_cells,
        "object": _object,
    }[fault.problem]
    return write(fault, allowed)


def _missing(fault: Fault, allowed: Sequence[str]) -> str:
    if fault.fact == "on":
        return gettext("no day was given. %(needed)s") % {"needed": _needed_day(allowed)}
    if fault.fact == "members" and fault.part is None:
        return gettext("no one was listed. From 1 to %(most)s people may move together") % {
            "most": allowed[-1]
        }
    if not allowed:
        return gettext("nothing was chosen. Choose one from the list")
    return gettext("nothing was entered. Choose one of these: %(allowed)s") % {
        "allowed": ", ".join(allowed)
    }


def _choice(fault: Fault, allowed: Sequence[str]) -> str:
    if not allowed:
        return gettext("«%(given)s» is not on the list. Choose one from the list") % {
            "given": fault.given
        }
    return gettext("«%(given)s» is not one of the answers. Choose one of these: %(allowed)s") % {
        "given": fault.given,
        "allowed": ", ".join(allowed),
    }


def _yes_no(fault: Fault, allowed: Sequence[str]) -> str:  # noqa: ARG001
    return gettext(
        "«%(given)s» is neither yes nor no. Give yes or no, or nothing if it is not known"
    ) % {"given": fault.given}


def _whole(fault: Fault, allowed: Sequence[str]) -> str:
    least, most = (number(int(limit)) for limit in allowed)
    return gettext(
        "«%(given)s» was given. A whole number from %(least)s to %(most)s is needed"
    ) % {"given": fault.given, "least": least, "most": most}


def _day(fault: Fault, allowed: Sequence[str]) -> str:
    if allowed:
        return gettext("«%(given)s» is not a date. %(needed)s") % {
            "given": fault.given,
            "needed": _needed_day(allowed),
        }
    return gettext("«%(given)s» is not a date. Write it like this: %(example)s") % {
        "given": fault.given,
        "example": EXAMPLE_DAY,
    }


def _scope(fault: Fault, allowed: Sequence[str]) -> str:
    return gettext("«%(given)s» was given. %(needed)s. For other days the rules are not known") % {
        "given": fault.given,
        "needed": _needed_day(allowed),
    }


def _needed_day(allowed: Sequence[str]) -> str:
    first, last = (day(date.fromisoformat(limit)) for limit in allowed)
    return gettext("A date from %(first)s to %(last)s is needed, such as %(example)s") % {
        "first": first,
        "last": last,
        "example": EXAMPLE_DAY,
    }


def _too_many(fault: Fault, allowed: Sequence[str]) -> str:
    return gettext("%(given)s people are listed. From 1 to %(most)s people may move together") % {
        "given": fault.given,
        "most": allowed[-1],
    }


def _members(fault: Fault, allowed: Sequence[str]) -> str:
    if fault.fact != "members":
        return gettext("«%(given)s» was given. A person is needed, such as %(example)s") % {
            "given": fault.given,
            "example": EXAMPLE_MEMBER,
        }
    return gettext(
        "«%(given)s» was given. A list of 1 to %(most)s people is needed, such as %(example)s"
    ) % {"given": fault.given, "most": allowed[-1], "example": EXAMPLE_MEMBERS}


def _one_self(fault: Fault, allowed: Sequence[str]) -> str:  # noqa: ARG001
    return gettext("%(given)s people are marked as the applicant. Mark exactly one") % {
        "given": fault.given
    }


def _family_size(fault: Fault, allowed: Sequence[str]) -> str:
    return gettext(
        "«%(given)s» was given, but the list of members has %(counted)s. The two must match"
    ) % {"given": fault.given, "counted": allowed[0]}


def _unknown_fact(fault: Fault, allowed: Sequence[str]) -> str:  # noqa: ARG001
    return gettext("this fact is not known. You can give: %(allowed)s") % {
        "allowed": ", ".join(fault.allowed or FACTS)
    }


def _repeated(fault: Fault, allowed: Sequence[str]) -> str:  # noqa: ARG001
    return gettext("was given more than once: «%(given)s». Give it once") % {"given": fault.given}


def _extra_cells(fault: Fault, allowed: Sequence[str]) -> str:
    return gettext(
        "the row has more cells than the %(count)s columns: «%(given)s» is left over"
    ) % {"given": fault.given, "count": allowed[0]}


def _object(fault: Fault, allowed: Sequence[str]) -> str:  # noqa: ARG001
    return gettext("«%(given)s» was given. A JSON object of facts is needed") % {
        "given": fault.given
    }
