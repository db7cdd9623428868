"""What somebody says of a figure that they find wrong. Nobody is asked who they are."""

import re
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calculator.intake import shown
from calculator.intake.values import Unreadable, whole
from calculator.law import current
from calculator.rules.facts import FACTS, Whole
from calculator.staff.forms.base import DeskForm
from calculator.staff.forms.reports import Prose
from calculator.staff.reports import subjects
from calculator.wording.figures import number

# As much as any sum of a family's answers can be.
SUM = cast(Whole, FACTS["housing_price"])
LONGEST_SUM = 100
_ADDRESS = re.compile(r"https?://[^\s<>\"«»“”(),;|\\]+", re.IGNORECASE)
_DIGIT = re.compile(r"\d")


class Sourced(Prose):
    """Prose that may name pages: the digits of an address in the web are no number of a person."""

    def validate(self, value: str) -> None:
        """Raise ValidationError for what leads to a person, but for the digits of an address."""
        super().validate(_ADDRESS.sub(lambda address: _DIGIT.sub("x", address[0]), value))


class FigureField(forms.CharField):
    """A whole number, such as a sum, or nothing; with the sign of the tenge or without."""

    def clean(self, value: Any) -> Any:
        """The number, None where none was given. Raises ValidationError that quotes what was."""
        text = str(super().clean(value)).removesuffix("₸").strip()
        if not text:
            return None
        least, most = 0, SUM.most
        try:
            return whole(text, Whole(least, most))
        except Unreadable as error:
            wrong = gettext(
                "«%(given)s» is not a whole number. Write one from %(least)s to %(most)s, for "
                "example 302 750, or leave it empty."
            )
            told = {"given": shown(text), "least": number(least), "most": number(most)}
            raise forms.ValidationError(wrong % told) from error


class ReportForm(DeskForm):
    """What is wrong, with what, and what it should be; whether the family's answers go along."""

    measure = forms.ChoiceField(label=_("What is it about?"), required=False)
    said = Sourced(
        rows=6,
        label=_("What is wrong?"),
        help_text=_(
            "Say where it is written: the law or order, the page, the newspaper. At most 2,000 "
            "signs. Do not write names, IIN, phone numbers or addresses here."
        ),
    )
    expected = FigureField(
        label=_("What should the figure be?"),
        help_text=_(
            "A whole number, for example 302 750; a sum in tenge. Leave it empty if you don't "
            "know or if it is about no number."
        ),
        required=False,
        max_length=LONGEST_SUM,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    along = forms.BooleanField(
        label=_("Send my family's answers along"),
        help_text=_("They stand below. With them we can work the sum out again and check it."),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, has_family: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["measure"]
        field.choices = [
            choice
            for title, choices in subjects.groups(current())
            for choice in ([(title, choices)] if title else choices)
        ]
        del self.fields["expected"].widget.attrs["maxlength"]
        if not has_family:
            del self.fields["along"]

    @property
    def about(self) -> str:
        """The title of what it is about."""
        return subjects.titles(current())[self.cleaned_data["measure"]]

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Everything that was sent, by the names of the fields, to be sent once more."""
        return [(name, self.data[name]) for name in self.fields if name in self.data]
