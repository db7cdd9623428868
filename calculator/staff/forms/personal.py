"""What is written of a case besides its facts: the note, and who applies where that is kept."""

from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calculator.intake import shown
from calculator.staff.cases.private import Person, is_identity_number
from calculator.staff.forms.base import MESSAGES, line
from calculator.staff.models import LONGEST_NOTE

PRINTED = _("It is printed on the checked summary, which the family gets.")
NAME, NUMBER = "person_name", "person_number"

if TYPE_CHECKING:
    Form = forms.Form
else:
    Form = object


def note_field() -> forms.Field:
    """The note of a case."""
    return _worded(
        forms.CharField(
            label=_("Note"),
            help_text=format_lazy("{} {}", _("For whoever opens this case later."), PRINTED),
            required=False,
            max_length=LONGEST_NOTE,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
    )


def person_fields() -> dict[str, forms.Field]:
    """Who applies; encrypted before it is stored, and asked for only where that is turned on."""
    if not settings.PERSONAL_DATA:
        return {}
    name = line(_("Name of the applicant"), required=False, autocomplete="off")
    number = line(
        _("Identity number (IIN)"),
        help_text=_("Twelve digits. Name and number are kept encrypted."),
        required=False,
        autocomplete="off",
        inputmode="numeric",
    )
    return {NAME: _worded(name), NUMBER: _worded(number)}


class Personal(Form):
    """A form that may ask who applies."""

    def clean_person_number(self) -> str:
        """An identity number without spaces of any kind, or none."""
        digits = "".join(self.cleaned_data[NUMBER].split())
        if digits and not is_identity_number(digits):
            text = gettext(
                "«%(given)s» is no identity number. It has twelve digits, and the last of them "
                "follows from the others: read it once more."
            )
            raise forms.ValidationError(text % {"given": shown(digits)})
        return digits

    @property
    def person(self) -> Person | None:
        """Who applies, as far as that is written down; None where nothing of it was sent."""
        if not {NAME, NUMBER} & self.data.keys():
            return None
        given = self.cleaned_data
        return Person(given.get(NAME, "").strip(), given.get(NUMBER, ""))


def _worded(field: forms.Field) -> forms.Field:
    field.error_messages |= MESSAGES
    return field
