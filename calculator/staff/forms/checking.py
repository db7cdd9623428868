"""The forms of a case: what was found of each fact, and the decision."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calculator import intake, questions
from calculator.forms import (
    Row,
    changed_rows,
    field_name,
    person_title,
    relation_field,
    text_field,
)
from calculator.intake.values import is_empty
from calculator.rules import Family
from calculator.rules.errors import BadFacts, Fault
from calculator.rules.facts import DEFAULTS
from calculator.staff.cases.checking import ASKED, Found, Outcome, checked_family
from calculator.staff.forms.base import MESSAGES, DeskForm
from calculator.staff.forms.correcting import correction_field
from calculator.staff.forms.personal import PRINTED, Personal, note_field, person_fields
from calculator.staff.forms.typed import Typed, outcome_name, rows_of
from calculator.staff.models import LONGEST_NOTE
from calculator.staff.words import OUTCOMES
from calculator.wording.facts import ASKED_OF
from calculator.wording.faults import field_text

NOT_YET = _("Not looked at yet")
CHOICES: tuple[tuple[str, Any], ...] = (("", NOT_YET), *OUTCOMES.items())


class CheckForm(Personal, DeskForm):
    """An outcome for every fact, the correction where it is different, and the note.

    `intake` alone decides what a correction means. `judged` is one whose faults are told.
    """

    def __init__(self, claimed: Family, given: Typed, *, judged: bool) -> None:
        self.claimed, self.rows = claimed, given.rows
        self.texts = {**given.texts, **_row_texts(given.rows)}
        self.findings: dict[str, Found] = {}
        self.family: Family | None = None
        super().__init__(data=self.texts if judged else None, initial=self.texts)
        for fact in ASKED:
            self._ask(fact)
        self.fields["note"] = note_field()
        self.fields |= person_fields()
        for field in self.fields.values():
            field.error_messages.update(MESSAGES)

    def _ask(self, fact: str) -> None:
        self.fields[outcome_name(fact)] = forms.ChoiceField(
            label=questions.QUESTIONS[fact].title,
            choices=CHOICES,
            required=False,
            widget=forms.RadioSelect,
        )
        if fact != "members":
            self.fields[fact] = correction_field(fact)
            return
        for place, row in enumerate(self.rows, 1):
            self.fields[f"relation_{place}"] = relation_field(row)
            self.fields[f"age_{place}"] = text_field(questions.AGE, numeric=True)

    # --- what it means ---------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        """Understand the findings; each fault goes to its field."""
        found = {fact: self._found(fact) for fact in ASKED if self.asks(fact)}
        self._understand({fact: each for fact, each in found.items() if each})
        return self.cleaned_data

    def asks(self, fact: str) -> bool:
        """Whether a fact is asked at all, of the family as it spoke or as it is corrected."""
        asker = ASKED_OF.get(fact)
        if asker is None or getattr(self.claimed, asker) != "none":
            return True
        other = self.texts.get(asker, "")
        return self.outcome(asker) == Outcome.DIFFERENT and other not in {"", "none"}

    def outcome(self, fact: str) -> str:
        """The outcome chosen for a fact, as it was sent."""
        return self.texts.get(outcome_name(fact), "")

    def _rest(self) -> dict[str, str]:
        """What nobody looked at yet, filled in."""
        return {
            outcome_name(fact): self._likely(fact)
            for fact in ASKED
            if self.asks(fact) and not self.outcome(fact)
        }

    def _likely(self, fact: str) -> str:
        """Seen; different where a correction is entered; not seen what the family did not know."""
        if self._is_corrected(fact):
            return Outcome.DIFFERENT
        return Outcome.NOT_SEEN if self._is_unknown(fact) else Outcome.SEEN

    def _is_unknown(self, fact: str) -> bool:
        return getattr(self.claimed, fact) is None

    def after(self, action: str) -> Typed:
        """After a button was pressed that fills in: `rest`, `add` or `remove-2`."""
        texts = dict(self.texts)
        if action == "rest":
            texts |= self._rest()
        elif action.startswith(("add", "remove-")):
            texts[outcome_name("members")] = Outcome.DIFFERENT
        return Typed(texts, tuple(changed_rows(list(self.rows), action)))

    def begin_at(self, action: str) -> "CheckForm":
        """Begin at the person who was added, or at the one who took the place of one removed."""
        place = action.removeprefix("remove-")
        if action == "add" or place != action:
            row = min(int(place), len(self.rows)) if place.isdecimal() else len(self.rows)
            self.fields[f"relation_{row}"].widget.attrs["autofocus"] = True
        return self

    @property
    def unlooked(self) -> bool:
        """Whether anything that was asked is still to be looked at."""
        return any(self.asks(fact) and not self.outcome(fact) for fact in ASKED)

    def correction(self, fact: str) -> str:
        """The correction of a fact as text, as it was sent."""
        if fact == "members":
            return ";".join(":".join(_plain(part) for part in row) for row in self.rows)
        return self.texts.get(fact, "")

    def _found(self, fact: str) -> Found | None:
        """What was found of a fact; None where nothing was, or not in a way to be understood."""
        outcome = self.cleaned_data.get(outcome_name(fact))
        if outcome == Outcome.DIFFERENT:
            return self._different(fact)
        if not outcome and outcome is not None and self._is_corrected(fact):
            self.add_error(
                outcome_name(fact),
                gettext("A correction is entered. Choose «Different», or what else was found."),
            )
        if outcome == Outcome.SEEN and self._is_unknown(fact):
            self.add_error(
                outcome_name(fact),
                gettext(
                    "The family did not know this, so nothing of it can be seen. Choose "
                    "«Different» and enter what the paper says, or choose «Not seen»."
                ),
            )
            return None
        return Found(outcome) if outcome else None

    def _different(self, fact: str) -> Found | None:
        text = self.correction(fact)
        if fact in self.errors:
            return None
        if fact != "members" and is_empty(text):
            self.add_error(fact, gettext("Enter what was found instead, or choose «Not seen»."))
            return None
        return Found(Outcome.DIFFERENT, text)

    def _is_corrected(self, fact: str) -> bool:
        if fact == "members":
            return self.rows != rows_of(self.claimed)
        return not is_empty(self.correction(fact))

    def _understand(self, found: dict[str, Found]) -> None:
        try:
            family = checked_family(self.claimed, found)
        except BadFacts as error:
            for fault in error.faults:
                self._complain(fault)
            return
        for fact in _unchanged(self.claimed, family, found):
            self.add_error(
                "relation_1" if fact == "members" else fact,
                gettext("The family said the same. Choose «Seen», or enter what is different."),
            )
        self.findings = {fact: _as_kept(fact, each, family) for fact, each in found.items()}
        self.family = None if self.errors else family

    def _complain(self, fault: Fault) -> None:
        text = field_text(fault)
        self.add_error(field_name(fault), text[:1].upper() + text[1:])

    def without_faults(self) -> "CheckForm":
        """The same without what is at fault, so that all the rest can be worked out."""
        wrong = {name for fault in self.errors for name in (fault, outcome_name(fault))}
        rows, texts = self.rows, self.texts
        if any(name.startswith(("relation_", "age_")) for name in self.errors):
            rows, wrong = rows_of(self.claimed), wrong | {outcome_name("members")}
        wrong |= {name.removeprefix("outcome_") for name in wrong}
        kept = {name: text for name, text in texts.items() if name not in wrong}
        return CheckForm(self.claimed, Typed(kept, rows), judged=True)

    # --- what is shown ---------------------------------------------------------------------------

    @property
    def faults(self) -> list[tuple[str, str, str]]:
        """Anchor, title and text of every error, in the order of the form."""
        return [
            (self[name].id_for_label or f"id_{name}_0", self._title(name), str(text))
            for name in self.fields
            for text in self.errors.get(name, [])
        ]

    def _title(self, name: str) -> str:
        part, _line, place = name.rpartition("_")
        if part in {"relation", "age"} and place.isdigit():
            return f"{person_title(place)}. {self[name].label}"
        asked = questions.QUESTIONS.get(name)
        return str(asked.title if asked else self[name].label)

    @property
    def people(self) -> list[tuple[int, Any, Any]]:
        """Number, relation field and age field of each member's row."""
        return [
            (place, self[f"relation_{place}"], self[f"age_{place}"])
            for place in range(1, len(self.rows) + 1)
        ]

    @property
    def may_add(self) -> bool:
        """Whether one more person fits."""
        return len(self.rows) < intake.MOST_MEMBERS

    @property
    def note(self) -> str:
        """The note as it stands in the form."""
        return str(self.cleaned_data.get("note", ""))


class MoveForm(DeskForm):
    """The reason for a move; where to, a button says."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=PRINTED,
    )

    def __init__(self, *args: Any, decides: bool, within: str = "", **kwargs: Any) -> None:
        """`decides` where a decision comes next; `within` a form that is sent along with it."""
        super().__init__(*args, **kwargs)
        if decides:
            needed = _("Needed where you decide otherwise than the calculator.")
            self.fields["reason"].help_text = format_lazy("{} {}", needed, PRINTED)
        if within:
            self.fields["reason"].widget.attrs["form"] = within


def _unchanged(claimed: Family, family: Family, found: Mapping[str, Found]) -> list[str]:
    """Facts called different whose correction is what the family said."""
    return [
        fact
        for fact, each in found.items()
        if each.outcome == Outcome.DIFFERENT and getattr(claimed, fact) == getattr(family, fact)
    ]


def _as_kept(fact: str, found: Found, family: Family) -> Found:
    """A finding whose correction is written in one way, however it was typed."""
    if found.outcome != Outcome.DIFFERENT:
        return found
    return found._replace(corrected=intake.texts(family).get(fact, str(DEFAULTS.get(fact))))


def _row_texts(rows: tuple[Row, ...]) -> dict[str, str]:
    return {
        f"{part}_{place}": text
        for place, row in enumerate(rows, 1)
        for part, text in zip(("relation", "age"), row, strict=True)
    }


def _plain(text: str) -> str:
    """A part of a member's row, without the signs that would make it two."""
    return text.strip().replace(";", ",").replace(":", ",")
