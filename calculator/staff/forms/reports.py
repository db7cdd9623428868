"""What came of a report of a wrong figure."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calculator.intake import shown
from calculator.staff.forms.base import DeskForm
from calculator.staff.models import LONGEST_NOTE
from calculator.staff.reports.numbers import numbers_of_a_person
from calculator.staff.reports.signs import is_blank

LONGEST_NUMBER = 18


class Prose(forms.CharField):
    """Some lines in one's own words, without what leads to a person."""

    def __init__(self, *, rows: int, **kwargs: Any) -> None:
        super().__init__(
            max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": rows}), **kwargs
        )
        # A browser would cut off what is too long without a word.
        del self.widget.attrs["maxlength"]

    def to_python(self, value: Any) -> str:
        """The text, empty where none can be seen; a browser sends two signs for each new line."""
        text = str(super().to_python(value)).replace("\r\n", "\n").strip()
        return "" if is_blank(text[: LONGEST_NOTE + 1]) else text

    def validate(self, value: str) -> None:
        """Raise ValidationError for what leads to a person."""
        super().validate(value)
        if len(value) <= LONGEST_NOTE:
            refuse_numbers_of_a_person(value)


def refuse_numbers_of_a_person(text: str) -> None:
    """Raise ValidationError, with what was found, for a text that leads to a person."""
    if found := numbers_of_a_person(text):
        wrong = gettext(
            "«%(number)s» looks like an IIN, a number of a phone, a card or an account, or an "
            "e-mail address. We keep none of these: take it out."
        )
        raise forms.ValidationError(wrong % {"number": shown(found[0])})


class SettleForm(DeskForm):
    """The answer with which a report is settled."""

    answer = Prose(
        rows=4,
        label=_("What came of it"),
        help_text=_("What was checked, what was found, what was changed. At most 2,000 signs."),
    )


class Numbers(forms.MultipleChoiceField):
    """Numbers of reports, each once; whether there is such a report is seen when it is settled."""

    def clean(self, value: Any) -> list[int]:
        """The numbers. Raises ValidationError where none was chosen."""
        return sorted({int(each) for each in super().clean(value)})

    def valid_value(self, value: Any) -> bool:
        """Whether it is a number at all."""
        return value.isascii() and value.isdigit() and len(value) <= LONGEST_NUMBER


class SettleManyForm(SettleForm):
    """One answer with which several reports are settled."""

    report = Numbers(label=_("Reports"))

    field_order: Sequence[str] = ["report", "answer"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["report"].error_messages["required"] = _("Choose at least one report.")

    @property
    def chosen(self) -> list[str]:
        """What was chosen, as it was sent."""
        return self.data.getlist("report") if isinstance(self.data, QueryDict) else []
