"""A reference as it is typed, read from paper or heard on the telephone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calculator.intake import shown
from calculator.staff.cases.reference import ALPHABET, LENGTH, is_sound, read
from calculator.staff.forms.base import LONGEST_LINE


class ReferenceField(forms.CharField):
    """A reference in any script and case; its first signs are enough where it need not be `whole`.

    What it gives has no hyphens. The error names what was given and which signs there are.
    """

    def __init__(self, *, whole: bool = True, **options: Any) -> None:
        self.whole = whole
        attrs = {"autocomplete": "off", "spellcheck": "false"}
        widget = forms.TextInput(attrs=attrs)
        super().__init__(required=whole, max_length=LONGEST_LINE, widget=widget, **options)

    def clean(self, value: Any) -> str:
        """The bare signs; empty where nothing was typed."""
        typed = super().clean(value)
        if not typed:
            return ""
        signs = read(typed)
        if problem := self._problem(signs):
            told = {"given": shown(typed), "signs": ", ".join(_strange(signs))}
            raise forms.ValidationError(problem, params=told)
        return signs

    def _problem(self, signs: str) -> Any:
        if _strange(signs):
            return _(
                "«%(given)s» was given. A reference has no %(signs)s: only the digits 2 to 9 and "
                "Latin letters without I and O."
            )
        if not 0 < len(signs) <= LENGTH or (self.whole and len(signs) < LENGTH):
            return _("«%(given)s» was given. A reference has eight signs.")
        if len(signs) == LENGTH and not is_sound(signs):
            return _(
                "«%(given)s» was given. One sign of it is wrong or two have changed places: "
                "read it once more."
            )
        return None


def _strange(signs: str) -> list[str]:
    """The signs that no reference has."""
    return sorted({sign for sign in signs if sign not in ALPHABET})
