"""The plan as it is written, and a seal as it is typed from a paper."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calculator.intake import shown
from calculator.staff.cases import reference
from calculator.staff.forms.base import DeskForm, line
from calculator.staff.forms.days import DayField
from calculator.staff.forms.reference import ReferenceField
from calculator.staff.models import LONGEST_NOTE
from calculator.staff.papers import seal
from calculator.staff.papers.planning import FIELDS, HELP, Field

_VERSION = re.compile("[0-9]{1,9}")


class PlanForm(DeskForm):
    """Every field of the plan, and the version of the case that whoever writes it saw.

    `hints` are what the case has to say on some of them.
    """

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, hints: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, hint in hints.items():
            field = self.fields[name]
            field.help_text = format_html(
                "{} <b>{}</b> {}", field.help_text, gettext("From the case:"), hint
            )

    def clean_version(self) -> int:
        """The version; one that is no number is none that anybody saw."""
        typed = self.cleaned_data["version"]
        return int(typed) if _VERSION.fullmatch(typed) else 0

    def clean_arrival_day(self) -> str:
        """The day as it is kept, 2026-06-15."""
        day = self.cleaned_data["arrival_day"]
        return day.isoformat() if day else ""

    def clean_help(self) -> str:
        """The codes as they are kept, in their order."""
        chosen = self.cleaned_data["help"]
        return ",".join(code for code in HELP if code in chosen)

    @property
    def plan(self) -> dict[str, str]:
        """What a sound form says, as `actions.keep_plan` takes it."""
        return {name: self.cleaned_data[name] for name in FIELDS}


def typed_plan(plan: Mapping[str, str]) -> dict[str, Any]:
    """A plan as its form shows it."""
    shown_plan: dict[str, Any] = dict(plan)
    if plan.get("arrival_day"):
        day = date.fromisoformat(plan["arrival_day"])
        shown_plan["arrival_day"] = f"{day.day:02}.{day.month:02}.{day.year:04}"
    shown_plan["help"] = plan.get("help", "").split(",")
    return shown_plan


def _plan_field(field: Field) -> forms.Field:
    if field.name == "help":
        return forms.MultipleChoiceField(
            label=field.title,
            choices=list(HELP.items()),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
    if field.name == "arrival_day":
        return DayField(label=field.title, help_text=field.help)
    if field.lines:
        return forms.CharField(
            label=field.title,
            help_text=field.help,
            required=False,
            max_length=LONGEST_NOTE,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
    one: forms.Field = line(field.title, help_text=field.help, required=False, autocomplete="off")
    return one


PlanForm.base_fields |= {name: _plan_field(each) for name, each in FIELDS.items()}


class SealForm(DeskForm):
    """Reference and seal, as forgiving as one who reads them from a paper needs."""

    reference = ReferenceField(
        label=_("Reference"),
        help_text=_("Eight signs, such as 7K3M-92XP. Capitals and hyphens do not matter."),
    )
    seal = line(
        _("Seal"),
        help_text=_("Sixteen signs in four groups, at the end of the sheet."),
        autocomplete="off",
    )

    def clean_seal(self) -> str:
        """The bare seal."""
        typed = self.cleaned_data["seal"]
        read = reference.read(typed)
        if seal.may_be(read):
            return read
        raise forms.ValidationError(
            gettext(
                "«%(given)s» is no seal. Signs given: %(count)s. "
                "It has sixteen, letters and digits without I, O, 0 and 1."
            )
            % {"given": shown(typed), "count": len(read)}
        )
