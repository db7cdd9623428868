"""What is asked of whoever uploads a file of families."""

from datetime import date
from typing import Any, Literal, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from calculator.intake import allowed, shown
from calculator.intake.values import OutOfReach, Unreadable, read
from calculator.law import current
from calculator.rules.errors import Fault, Problem
from calculator.staff.forms.base import DeskForm, line
from calculator.wording.faults import field_text

# Why a form was refused, for the record.
Why = Literal["empty", "wrong_day", "form"]


class FileForm(DeskForm):
    """A file, and the day of application of its rows that name none."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV UTF-8 or XLSX, 20 MB and 50 000 families at most. "
            "The first row names the columns: they are listed below."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    on = line(
        _("Day of application"),
        help_text=_(
            "For families whose row names no day. For example, 15.06.2026. "
            "If you leave it empty, today is used."
        ),
        required=False,
        autocomplete="off",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].error_messages.update(
            required=_("Choose a file."),
            missing=_("Choose a file."),
            invalid=_("Choose a file."),
            empty=_("The file is empty."),
        )

    def clean_on(self) -> date:
        """The day, or today. A day whose rules are not known is none."""
        text, law = self.cleaned_data["on"], current()
        try:
            return cast(date, read("on", text, law)) if text else timezone.localdate()
        except Unreadable as error:
            problem: Problem = "scope" if isinstance(error, OutOfReach) else "day"
            fault = Fault("on", problem, shown(text), allowed("on", law))
            raise forms.ValidationError(field_text(fault)) from error

    @property
    def why(self) -> Why:
        """What is wrong with it, once it was found not to be valid."""
        if self.has_error("file", "empty"):
            return "empty"
        return "wrong_day" if self.has_error("on") else "form"
