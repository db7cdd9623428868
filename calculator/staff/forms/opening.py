"""What a case is opened from: the address of a result, or the family's form filled in."""

import re
import unicodedata
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.http import QueryDict
from django.http.request import split_domain_port, validate_host
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calculator import intake
from calculator.forms import (
    EMPTY_ROW,
    FIRST_ROW,
    FactsForm,
    answered,
    changed_rows,
    member_rows,
    typed,
)
from calculator.intake import FAMILY_SIZE, shown
from calculator.law import current
from calculator.rules import FACTS, Family
from calculator.staff.forms.base import DeskForm
from calculator.staff.forms.personal import Personal, note_field, person_fields
from calculator.wording.document import PAGES

LONGEST_ADDRESS = 8_000
SOURCES = ("address", "form")
OURS = {page.strip("/") for page in (*PAGES.values(), "total/", "staff/cases/new/")}
_LANGUAGE = re.compile(f"^/?(?:{'|'.join(code for code, _name in settings.LANGUAGES)})/")


# --- an address ----------------------------------------------------------------------------------


class NotOurs(ValueError):
    """The text is no address of a page of this site."""


class AddressForm(DeskForm):
    """The address of a result, pasted, typed or read by a scanner."""

    address = forms.CharField(
        label=_("Address of the result"),
        help_text=_(
            "Paste it or read the code on the paper with a scanner. "
            "The address of any page about the family will do."
        ),
        max_length=LONGEST_ADDRESS,
        widget=forms.Textarea(
            attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false", "inputmode": "url"}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.query: QueryDict = QueryDict()

    def clean_address(self) -> str:
        """The address as it was typed; `query` is what it says of a family."""
        text = self.cleaned_data["address"]
        try:
            self.query = query_of(text)
        except NotOurs:
            problem = gettext(
                "«%(given)s» is no address of this site. It begins like this: %(example)s"
            )
            given = {"given": shown(text), "example": "/kk/result/?on=…"}
            raise forms.ValidationError(problem % given) from None
        if not has_facts(self.query):
            problem = gettext(
                "«%(given)s» leads to this site, but says nothing of a family. "
                "The answers stand after the question mark; copy the whole address."
            )
            raise forms.ValidationError(problem % {"given": shown(text)})
        return str(text)


def query_of(text: str) -> QueryDict:
    """The query of an address of ours, in any language, with its host or without.

    What a scanner or a letter puts between is left out. Raises NotOurs.
    """
    bare = "".join(sign for sign in text if not (sign.isspace() or _unseen(sign)))
    try:
        # A letter that is mark-up writes «&» so.
        parts = urlsplit(_with_host_apart(bare.replace("&amp;", "&")))
        query = QueryDict(parts.query)
    except (ValueError, TooManyFieldsSent):
        raise NotOurs(text) from None
    page = _LANGUAGE.sub("", parts.path, count=1).strip("/")
    if page not in OURS or parts.scheme not in {"", "http", "https"}:
        raise NotOurs(text)
    if parts.netloc and not _is_ours(parts.netloc):
        raise NotOurs(text)
    return query


def _unseen(sign: str) -> bool:
    """Whether a sign takes no room, as the mark at the beginning of a file does."""
    return unicodedata.category(sign) in {"Cf", "Cc"}


def _with_host_apart(bare: str) -> str:
    """An address that was written without https:// with its host told from its path."""
    first, *_rest = re.split(r"[/?#]", bare, maxsplit=1)
    named = "." in first or ":" in first
    whole = first == "" or first in OURS or "://" in bare.partition("?")[0]
    return f"//{bare}" if named and not whole else bare


def _is_ours(host: str) -> bool:
    name, _port = split_domain_port(host.rpartition("@")[2])
    return bool(name) and validate_host(name, settings.ALLOWED_HOSTS)


# --- a family ------------------------------------------------------------------------------------


def has_facts(query: QueryDict) -> bool:
    """Whether anything is said of a family, well or badly."""
    return bool(_texts(query) or member_rows(query))


def _texts(query: QueryDict) -> dict[str, str]:
    """The facts in a query. One given twice with different answers reads as neither."""
    return {fact: answered(query, fact) for fact in query if fact in FACTS or fact == FAMILY_SIZE}


def facts_form(query: QueryDict, *, action: str = "", checked: bool = False) -> FactsForm:
    """The family's form, filled in as a query says, after a button for its members was pressed.

    `checked`, it knows the family or what is wrong.
    """
    rows = member_rows(query) or [EMPTY_ROW if checked else FIRST_ROW]
    rows, answers = changed_rows(rows, action), _texts(query)
    return FactsForm(current(), timezone.localdate(), rows, answers=answers, checked=checked)


def form_of(family: Family) -> FactsForm:
    """The form filled in with what is known of a family, as a person types it."""
    rows = member_rows(QueryDict(intake.query(family)))
    return FactsForm(current(), timezone.localdate(), rows, answers=typed(family), checked=False)


def family_in(query: QueryDict) -> tuple[FactsForm, Family | None]:
    """The form a query fills in, and the family it describes; None where there are faults."""
    form = facts_form(query, checked=True)
    return form, form.family if form.is_valid() else None


# --- what goes with it ---------------------------------------------------------------------------


class OpeningForm(Personal, DeskForm):
    """What the specialist writes when a case is opened, and which page it is opened on."""

    token = forms.RegexField(r"\A[A-Za-z0-9_-]{20,32}\Z", widget=forms.HiddenInput)
    source = forms.ChoiceField(
        choices=[(each, each) for each in SOURCES], widget=forms.HiddenInput
    )
    note = note_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= person_fields()
