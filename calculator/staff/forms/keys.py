"""What an administrator says of a new key."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from calculator.intake.values import Unreadable, shown, whole
from calculator.rules.facts import Whole
from calculator.staff.forms.base import MESSAGES, DeskForm
from calculator.staff.forms.reports import refuse_numbers_of_a_person
from calculator.staff.keys import LONGEST_NAME, MOST_A_MINUTE
from calculator.staff.reports.signs import is_blank
from calculator.wording.figures import number

A_MINUTE = Whole(1, MOST_A_MINUTE)
# How many times as often as without a key one may ask with it, unless another limit is typed.
TIMES = 10
LONGEST_TYPED = 40


def usual_limit() -> int:
    """The limit that the form offers."""
    return min(TIMES * settings.API_A_MINUTE, MOST_A_MINUTE)


class KeyForm(DeskForm):
    """For whom a key is, and how often they may ask with it."""

    name = forms.CharField(
        label=_("For which program"),
        help_text=_("A name by which you will know it, for example that of a site. No person's."),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    a_minute = forms.CharField(
        label=_("Families a minute"),
        help_text=_("How many families the program may ask about in a minute."),
        initial=lambda: number(usual_limit()),
        max_length=LONGEST_TYPED,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_name(self) -> str:
        """A name that can be seen, and that leads to no person."""
        name: str = self.cleaned_data["name"]
        if is_blank(name):
            raise forms.ValidationError(MESSAGES["required"])
        refuse_numbers_of_a_person(name)
        return name

    def clean_a_minute(self) -> int:
        """A whole number; digits may stand in groups of three."""
        given: Any = self.cleaned_data["a_minute"]
        try:
            return whole(given, A_MINUTE)
        except Unreadable as error:
            text = _("«%(given)s» was given. A whole number from %(least)s to %(most)s is needed.")
            limits = {"least": number(A_MINUTE.least), "most": number(A_MINUTE.most)}
            raise forms.ValidationError(text, params={"given": shown(given), **limits}) from error
