"""Days that are typed at the desk: how they are written, and which moments they hold."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

# Days that can be asked for: those in which there was, or may be, a desk.
FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)
LONGEST_SHOWN = 40


class DayField(forms.DateField):
    """A day as people here write it, or as computers do; it may be left empty."""

    def __init__(self, **options: Any) -> None:
        formats = ["%d.%m.%Y", "%Y-%m-%d"]
        widget = forms.DateInput(
            format=formats[0], attrs={"inputmode": "numeric", "autocomplete": "off"}
        )
        super().__init__(input_formats=formats, widget=widget, required=False, **options)

    def to_python(self, value: Any) -> date | None:
        """The day. The error says what was given, how a day is written, and which are allowed."""
        try:
            day = super().to_python(value)
        except forms.ValidationError:
            day = date.min
        if day is None or FIRST <= day <= LAST:
            return day
        text = _(
            "«%(given)s» was given. Write a day from %(first)s to %(last)s, such as 15.06.2026."
        )
        limits = {"first": f"{FIRST:%d.%m.%Y}", "last": f"{LAST:%d.%m.%Y}"}
        given = str(value)[:LONGEST_SHOWN]
        raise forms.ValidationError(text, params={"given": given, **limits})


def in_order(form: forms.Form, first: str, last: str) -> None:
    """Add an error where the last of two days comes before the first."""
    since, until = form.cleaned_data.get(first), form.cleaned_data.get(last)
    if since and until and since > until:
        form.add_error(last, _("The last day comes before the first."))
