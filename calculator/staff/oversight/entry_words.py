"""The words for what entries of the record say by codes."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import pgettext_lazy

from calculator.questions import Words
from calculator.staff import words
from calculator.staff.files.words import ON_RECORD
from calculator.staff.papers.planning import FIELDS

LABELS: dict[str, Words] = {
    "what": pgettext_lazy("record", "what"),
    "person": pgettext_lazy("record", "account"),
    "role": pgettext_lazy("record", "role"),
    "kind": pgettext_lazy("record", "paper"),
    "page": pgettext_lazy("record", "page"),
    "seal": pgettext_lazy("record", "code"),
    "result": pgettext_lazy("record", "result"),
    "typed": pgettext_lazy("record", "typed"),
    "before": pgettext_lazy("record", "before"),
    "after": pgettext_lazy("record", "now"),
    "findings": pgettext_lazy("record", "found"),
    "noted": pgettext_lazy("record", "note changed"),
    "fields": pgettext_lazy("record", "changed"),
    "open": pgettext_lazy("record", "open"),
    "region": pgettext_lazy("record", "region"),
    "source": pgettext_lazy("record", "from"),
    "step": pgettext_lazy("record", "by"),
    "replaced": pgettext_lazy("record", "in place of another"),
    "file": pgettext_lazy("record", "file number"),
    "bytes": pgettext_lazy("record", "bytes"),
    "rows": pgettext_lazy("record", "rows"),
    "wrong": pgettext_lazy("record", "rows with mistakes"),
    "count": pgettext_lazy("record", "how many"),
    "found": pgettext_lazy("record", "how many found"),
    "ending": pgettext_lazy("record", "as"),
    "filters": pgettext_lazy("record", "looked for by"),
    "why": pgettext_lazy("record", "why"),
    "problem": pgettext_lazy("record", "what was said"),
    "facts": pgettext_lazy("record", "answers"),
    "path": pgettext_lazy("record", "address of the page"),
    "begins": pgettext_lazy("record", "key begins with"),
    "a_minute": pgettext_lazy("record", "families a minute"),
    "report": pgettext_lazy("record", "report number"),
}
"""What an entry's details are called, in the order in which they are told.

One that is not here is told at the end, by its own name.
"""
TAKEN_BACK = pgettext_lazy("record", "taken back")
ORDER = {key: place for place, key in enumerate(LABELS)}

PAPERS: dict[str, Words] = {
    "summary": pgettext_lazy("record", "summary"),
    "plan": pgettext_lazy("record", "plan"),
}
VALUES: dict[str, Mapping[Any, Words]] = {
    "after": words.STATES,
    "before": words.STATES,
    "role": words.ROLES,
    "problem": words.PROBLEMS,
    "kind": PAPERS,
    "page": {"case": pgettext_lazy("record", "a case"), **PAPERS},
    "source": {
        "form": pgettext_lazy("record", "the form"),
        "address": pgettext_lazy("record", "an address"),
        "file": pgettext_lazy("record", "a file"),
    },
    "step": {
        "password": pgettext_lazy("record", "password"),
        "whole": pgettext_lazy("record", "password alone"),
        "code": pgettext_lazy("record", "code of the second factor"),
    },
    "what": {
        "case": pgettext_lazy("record", "a case"),
        "cases": pgettext_lazy("record", "the list of cases"),
        "file": pgettext_lazy("record", "a file of families"),
        "record": pgettext_lazy("record", "this record"),
        "report": pgettext_lazy("record", "a report of a wrong figure"),
        "reports": pgettext_lazy("record", "reports of wrong figures"),
    },
    "result": {
        "genuine": pgettext_lazy("record", "genuine"),
        "outdated": pgettext_lazy(
            "record", "genuine, but the case or the rules have changed since"
        ),
        "altered": pgettext_lazy("record", "altered"),
        "unknown": pgettext_lazy("record", "not known"),
    },
    "why": {
        **words.PROBLEMS,
        **ON_RECORD,
        "address": pgettext_lazy("record", "an address that cannot be understood"),
        "anew": pgettext_lazy("record", "working out anew was not allowed"),
        "check": pgettext_lazy("record", "the check could not be saved"),
        "code": pgettext_lazy("record", "wrong code"),
        "day_over": pgettext_lazy("record", "the working day was over"),
        "forged": pgettext_lazy("record", "not sent from a page of the desk"),
        "form": pgettext_lazy("record", "the form did not arrive whole"),
        "locked": pgettext_lazy("record", "closed after wrong passwords"),
        "method": pgettext_lazy("record", "asked in a way that is not allowed"),
        "move": pgettext_lazy("record", "a move that is not allowed"),
        "no_such_centre": pgettext_lazy("record", "no such centre"),
        "no_page": pgettext_lazy("record", "no such page"),
        "no_file": pgettext_lazy("record", "no such file at the centre"),
        "no_such_key": pgettext_lazy("record", "no such API key"),
        "no_such_report": pgettext_lazy("record", "no such report"),
        "no_such_person": pgettext_lazy("record", "no such account, or not theirs to look after"),
        "not_here": pgettext_lazy("record", "not there, or of another centre"),
        "own_account": pgettext_lazy("record", "their own account"),
        "password": pgettext_lazy("record", "wrong name or password"),
        "role": pgettext_lazy("record", "not for this role"),
        "signed_out": pgettext_lazy("record", "signed out"),
        "too_large": pgettext_lazy("record", "larger than allowed"),
        "too_old": pgettext_lazy("record", "the page had grown too old"),
        "too_soon": pgettext_lazy("record", "tried again too soon"),
        "wrong_day": pgettext_lazy("record", "the day that was typed is none"),
    },
    "fields": {
        **{name: field.title for name, field in FIELDS.items()},
        "centre": pgettext_lazy("record", "centre"),
        "is_open": pgettext_lazy("record", "open or closed"),
        "name": pgettext_lazy("record", "name"),
        "name_en": pgettext_lazy("record", "name in English"),
        "name_kk": pgettext_lazy("record", "name in Kazakh"),
        "name_ru": pgettext_lazy("record", "name in Russian"),
        "person": pgettext_lazy("record", "who the family is"),
        "region": pgettext_lazy("record", "region"),
        "role": pgettext_lazy("record", "role"),
    },
    "filters": {
        "action": pgettext_lazy("record", "what was done"),
        "address": pgettext_lazy("record", "network address"),
        "opened_from": pgettext_lazy("record", "from day"),
        "opened_to": pgettext_lazy("record", "to day"),
        "reference": pgettext_lazy("record", "reference"),
        "region": pgettext_lazy("record", "region"),
        "since": pgettext_lazy("record", "from day"),
        "specialist": pgettext_lazy("record", "specialist"),
        "state": pgettext_lazy("record", "state"),
        "track": pgettext_lazy("record", "group"),
        "until": pgettext_lazy("record", "to day"),
        "verdict": pgettext_lazy("record", "what the calculator finds"),
        "who": pgettext_lazy("record", "who"),
    },
}
