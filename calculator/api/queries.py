"""What stands in the query of a call. Strict: what a call does not take is refused."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from calculator.api import problems
from calculator.intake.values import OutOfReach, Unreadable, allowed, read, shown
from calculator.law import current
from calculator.rules.errors import Fault, Problem
from calculator.rules.records import LANGUAGES
from calculator.staff.keys import PREFIX

LANG = "lang"


def language(request: HttpRequest) -> str:
    """The language asked for; else the one the client prefers, else Kazakh. No cookie counts."""
    asked = request.GET.get(LANG)
    return asked if asked in LANGUAGES else preferred(request)


def preferred(request: HttpRequest) -> str:
    """The language the client prefers, else Kazakh."""
    for spoken, weight in parse_accept_lang_header(request.headers.get("accept-language", "")):
        if spoken == "*" or not weight:
            break
        try:
            return get_supported_language_variant(spoken)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def asked(request: HttpRequest, **choices: Sequence[str] | None) -> Mapping[str, str]:
    """What was asked by name: one of the choices, or anything where there are none named.

    Every call takes `lang`. Raises Refused.
    """
    known: dict[str, Sequence[str] | None] = {**choices, LANG: LANGUAGES}
    query = request.GET
    if not query:
        return {}
    found = {}
    for name in query:
        values = [str(value) for value in query.getlist(name)]
        found[name] = values[-1]
        if name not in known:
            raise problems.unknown_question(shown(name), _quoted(values[-1]), sorted(known))
        if len(values) > 1:
            raise problems.bad_facts([Fault(name, "repeated", _quoted(values[-1]))])
        named = known[name]
        if named is not None and values[-1] not in named:
            raise problems.bad_facts([Fault(name, "choice", _quoted(values[-1]), tuple(named))])
    return found


def _quoted(value: str) -> str:
    """A value as it was given; but no key is repeated, since answers may be kept by others."""
    return f"{PREFIX}…" if PREFIX in value else shown(value)


def day(given: Mapping[str, str], today: date) -> date:
    """The day asked about; today where none is named. Raises Refused."""
    law = current()
    text = given.get("on")
    if text is None:
        return min(max(today, law.first_day), law.last_day)
    try:
        return cast(date, read("on", text, law))
    except Unreadable as error:
        problem: Problem = "scope" if isinstance(error, OutOfReach) else "day"
        fault = Fault("on", problem, _quoted(text), allowed("on", law))
        raise problems.bad_facts([fault]) from error
