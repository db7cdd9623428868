"""The form: one page in four groups. It asks; `intake` alone decides what an answer means.

The form is sent by GET, so that the answers stand in an address. Members are numbered rows,
`relation_1` and `age_1` and so on; buttons add and remove rows and keep all that was typed.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Field, Fieldset, Layout
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calculator import intake, questions
from calculator.rules.errors import BadFacts, Fault
from calculator.rules.facts import (
    DEFAULTS,
    FACTS,
    Choice,
    Day,
    Family,
    Kind,
    Place,
    Whole,
    YesNo,
)
from calculator.rules.law import Law
from calculator.wording import regions
from calculator.wording.faults import field_text

Row = tuple[str, str]
_ROW = re.compile(r"(relation|age)_([0-9]{1,2})")
EMPTY_ROW: Row = ("", "")
FIRST_ROW: Row = ("self", "")
# More than may move, so that too many are told so; no family has as many by mistake.
MOST_ROWS = 2 * intake.MOST_MEMBERS
# Longer texts would not fit into an address with all the others.
LONGEST_TEXT = 100


def answered(query: QueryDict, name: str) -> str:
    """The text under a name. Two different ones are put together, and so read as neither."""
    return ", ".join(dict.fromkeys(query.getlist(name)))


def member_rows(query: QueryDict) -> list[Row]:
    """The members as typed, from numbered rows or from the `members` of an address."""
    numbers = sorted({int(match[2]) for name in query if (match := _ROW.fullmatch(name))})
    rows = [
        (answered(query, f"relation_{number}"), answered(query, f"age_{number}"))
        for number in numbers
    ]
    if not rows:
        listed = intake.pairs(answered(query, "members"))
        rows = [(relation.strip(), age.strip()) for relation, age in listed]
    if not rows:
        rows = _rows_of_size(answered(query, intake.FAMILY_SIZE))
    return rows[:MOST_ROWS]


def _rows_of_size(size: str) -> list[Row]:
    """Rows for a family of which only the size is known."""
    people = int(size) if re.fullmatch("[0-9]{1,2}", size) else 0
    return [("self", ""), *[("unknown", "")] * (people - 1)] if people else []


def changed_rows(rows: list[Row], action: str) -> list[Row]:
    """The rows after `add` or `remove-2`; anything else leaves them as they are."""
    if action == "add" and len(rows) < intake.MOST_MEMBERS:
        return [*rows, EMPTY_ROW]
    kept = [row for number, row in enumerate(rows, 1) if action != f"remove-{number}"]
    return kept or rows


def typed(family: Family) -> dict[str, str]:
    """The facts of a family the way a person types them into the form."""
    texts = intake.texts(family)
    for fact, kind in FACTS.items():
        value = getattr(family, fact)
        if isinstance(kind, Day) and value:
            texts[fact] = _typed_day(value)
        elif isinstance(kind, Whole) and value is not None:
            texts[fact] = f"{value:,}".replace(",", " ")
    return texts


def _typed_day(day: date) -> str:
    """15.06.2026; `strftime` would not pad a year before 1000."""
    return f"{day.day:02}.{day.month:02}.{day.year:04}"


class FactsForm(forms.Form):
    """Every fact of a family, each under its own name."""

    def __init__(
        self, law: Law, today: date, rows: list[Row], *, answers: Mapping[str, str], checked: bool
    ) -> None:
        self.law, self.today, self.rows = law, today, rows
        self.family: Family | None = None
        self.faults: list[tuple[str, str, str]] = []
        self.misread: list[Fault] = []
        self.typed = {**_first_answers(today), **answers, **_row_answers(rows)}
        super().__init__(data=self.typed if checked else None, initial=self.typed)
        for group in questions.GROUPS:
            for fact in group.facts:
                self._add(fact)
        self.helper = _helper()

    def _add(self, fact: str) -> None:
        if fact != "members":
            self.fields[fact] = fact_field(fact, self.law)
            return
        for number, row in enumerate(self.rows, 1):
            self.fields[f"relation_{number}"] = relation_field(row)
            self.fields[f"age_{number}"] = text_field(questions.AGE, numeric=True)

    def clean(self) -> dict[str, Any]:
        """Let `intake` read the answers; each fault goes to its field."""
        try:
            self.family = intake.understood(self._given(), self.law, self.today)
        except BadFacts as error:
            self.misread = sorted(error.faults, key=self._place)
            for fault in self.misread:
                self._complain(fault)
        return self.cleaned_data

    def _given(self) -> dict[str, object]:
        given: dict[str, object] = {
            fact: self.data.get(fact, "") for fact in FACTS if fact != "members"
        }
        given["members"] = [{"relation": relation, "age": age} for relation, age in self.rows]
        given[intake.FAMILY_SIZE] = self.data.get(intake.FAMILY_SIZE, "")
        return given

    def _place(self, fault: Fault) -> int:
        """How far down the form a fault lies."""
        return list(self.fields).index(field_name(fault))

    def _complain(self, fault: Fault) -> None:
        name = field_name(fault)
        text = field_text(fault)
        self.add_error(name, text[:1].upper() + text[1:])
        anchor = self[name].id_for_label or f"id_{name}_0"
        self.faults.append((anchor, self._title(name), str(self.errors[name][-1])))

    def _title(self, name: str) -> str:
        """The question as the error summary names it; a member's with its number."""
        label, row = str(self[name].label), _ROW.fullmatch(name)
        return label if row is None else f"{person_title(row[2])}. {label}"

    @property
    def unanswered(self) -> list[str]:
        """What must still be answered, by short titles."""
        return _short_titles(fault for fault in self.misread if fault.problem == "missing")

    @property
    def unclear(self) -> list[str]:
        """What is answered but cannot be understood, by short titles."""
        return _short_titles(fault for fault in self.misread if fault.problem != "missing")

    @property
    def people(self) -> list[tuple[int, Any, Any]]:
        """Number, relation field and age field of each member's row."""
        return [
            (number, self[f"relation_{number}"], self[f"age_{number}"])
            for number in range(1, len(self.rows) + 1)
        ]

    @property
    def may_add(self) -> bool:
        """Whether one more person fits."""
        return len(self.rows) < intake.MOST_MEMBERS


def _first_answers(today: date) -> dict[str, str]:
    """What stands in the form when it is first opened."""
    return {"on": _typed_day(today)} | {
        fact: "" if default is None else str(default) for fact, default in DEFAULTS.items()
    }


def _row_answers(rows: list[Row]) -> dict[str, str]:
    return {
        f"{part}_{number}": text
        for number, row in enumerate(rows, 1)
        for part, text in zip(("relation", "age"), row, strict=True)
    }


def field_name(fault: Fault) -> str:
    """The field a fault belongs to; what concerns all members goes to the first."""
    if fault.fact in {"members", intake.FAMILY_SIZE}:
        return f"{fault.part or 'relation'}_{fault.row or 1}"
    return fault.fact


def _short_titles(faults: Iterable[Fault]) -> list[str]:
    """The questions of faults in the order of the form; of several people only the last."""
    return [*{fault.fact: _short_title(fault) for fault in faults}.values()]


def _short_title(fault: Fault) -> str:
    if fault.row is not None:
        return person_title(fault.row)
    family_size = fault.fact == intake.FAMILY_SIZE
    return str(questions.FAMILY_SIZE if family_size else questions.QUESTIONS[fault.fact].title)


def person_title(number: int | str) -> str:
    """What the row of a member is called."""
    return gettext("Person %(number)s") % {"number": number}


# --- fields ----------------------------------------------------------------------------------


def fact_field(fact: str, law: Law, *, may_be_open: bool = True) -> forms.Field:
    """The field in which a fact is answered, any but the members; with «don't know» or not."""
    question, kind = questions.QUESTIONS[fact], FACTS[fact]
    if isinstance(kind, Place):
        return _select(question, [("", _("Choose a region")), *_places(kind, law)])
    if isinstance(kind, (YesNo, Choice)):
        return _radios(question, _answers(fact, kind, may_be_open=may_be_open))
    return text_field(question.label, help_text=question.help, numeric=not isinstance(kind, Day))


def _answers(fact: str, kind: Kind, *, may_be_open: bool) -> list[tuple[str, Any]]:
    """The answers to a question; one that may stay open can be answered with «don't know»."""
    titles = questions.YES_NO if isinstance(kind, YesNo) else questions.CHOICES[fact]
    answers: list[tuple[str, Any]] = list(titles.items())
    unknown = may_be_open and intake.may_be_unknown(fact)
    return [*answers, ("", questions.UNKNOWN)] if unknown else answers


def _places(kind: Place, law: Law) -> list[tuple[str, Any]]:
    abroad: list[tuple[str, Any]] = [("abroad", questions.ABROAD)] if kind.abroad else []
    return [*regions(law), *abroad]


class _Unjudged(forms.ChoiceField):
    """A choice that shows its answers and leaves judging to `intake`."""

    def validate(self, value: Any) -> None:
        """Anything may be sent; `intake` says what is wrong with it."""


def _radios(question: questions.Question, answers: list[tuple[str, Any]]) -> forms.Field:
    return _Unjudged(
        label=question.label,
        help_text=question.help,
        choices=answers,
        widget=forms.RadioSelect,
        required=False,
    )


def _select(question: questions.Question, answers: list[tuple[str, Any]]) -> forms.Field:
    return _Unjudged(
        label=question.label, help_text=question.help, choices=answers, required=False
    )


def relation_field(row: Row) -> forms.Field:
    """The field for the kinship of one member."""
    answers: list[tuple[str, Any]] = [("", _("Choose")), *questions.CHOICES["relation"].items()]
    if row[0] == "unknown":
        answers.append(("unknown", questions.UNKNOWN))
    return _select(questions.Question("", questions.RELATION), answers)


def text_field(label: Any, *, numeric: bool, help_text: Any = "") -> forms.Field:
    """A line of text: `type=number` would throw typed letters away instead of quoting them."""
    attributes = {"inputmode": "numeric" if numeric else "text", "maxlength": LONGEST_TEXT}
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        strip=False,
        widget=forms.TextInput(attrs=attributes),
    )


# --- layout ----------------------------------------------------------------------------------


def _helper() -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.form_show_errors = True
    helper.disable_csrf = True
    helper.layout = Layout(*(_group(group) for group in questions.GROUPS))
    return helper


def _group(group: questions.Group) -> Fieldset:
    fields = [
        HTML("{% include 'members.html' %}") if fact == "members" else Field(fact)
        for fact in group.facts
    ]
    return Fieldset(group.title, *fields, css_class="group", css_id=f"group-{group.code}")
