"""What the record is looked through by."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calculator.staff import words
from calculator.staff.cases import reference
from calculator.staff.days import begins, ends
from calculator.staff.forms.base import DeskForm, line
from calculator.staff.forms.days import DayField, in_order
from calculator.staff.models import Entry

LARGEST = 2**63 - 1


class RecordForm(DeskForm):
    """Filters of the record; all that are given must hold."""

    who = line(_("Name to sign in with"), required=False, list="workers", autocomplete="off")
    action = forms.ChoiceField(
        label=_("What was done"),
        required=False,
        choices=lambda: [("", gettext("Everything")), *words.ACTIONS.items()],
    )
    reference = line(
        _("Case"),
        help_text=_("The reference or its first signs."),
        required=False,
        autocomplete="off",
    )
    since = DayField(label=_("From day"))
    until = DayField(label=_("To day, this day included"))
    address = line(
        _("Network address"),
        help_text=_("Whole, or its beginning."),
        required=False,
        autocomplete="off",
    )
    before = forms.IntegerField(label=_("Page"), required=False, widget=forms.HiddenInput)
    after = forms.IntegerField(label=_("Page"), required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """The first day does not come after the last."""
        found = self.cleaned_data
        in_order(self, "since", "until")
        for name in ("before", "after"):
            if not 0 <= (found.get(name) or 0) <= LARGEST:
                self.add_error(name, self.fields[name].error_messages["invalid"])
        return found

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields one fills in."""
        return self.visible_fields()

    @property
    def filters(self) -> dict[str, str]:
        """What is looked for, as an address says it, without the place in the list."""
        names = [name for name in self.fields if name not in {"before", "after"}]
        return {name: self.data[name] for name in names if self.cleaned_data.get(name)}

    def chosen(self, entries: QuerySet[Entry]) -> QuerySet[Entry]:
        """Those entries for which every filter holds."""
        found = self.cleaned_data
        wanted = {
            "username__iexact": found["who"],
            "action": found["action"],
            "reference__startswith": reference.read(found["reference"]),
            "address__startswith": found["address"],
            "at__gte": found["since"] and begins(found["since"]),
            "at__lt": found["until"] and ends(found["until"]),
        }
        return entries.filter(**{lookup: value for lookup, value in wanted.items() if value})
