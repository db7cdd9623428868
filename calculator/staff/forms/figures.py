"""Of which days, and of which centres, the figures are."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calculator.law import current
from calculator.staff.days import begins, ends
from calculator.staff.forms.base import DeskForm
from calculator.staff.forms.days import DayField, in_order
from calculator.staff.forms.people import by_name
from calculator.staff.models import Case, Centre, Worker
from calculator.wording.facts import regions

SIX_DAYS = timedelta(days=6)
PERIODS = {
    "today": _("Today"),
    "week": _("The last 7 days"),
    "month": _("This month"),
    "days": _("The days given here"),
}


class FiguresForm(DeskForm):
    """The period, today where none is chosen; for an analyst also the centre or its region."""

    period = forms.ChoiceField(
        label=_("Cases opened"), required=False, choices=lambda: [*PERIODS.items()]
    )
    since = DayField(label=_("From day"))
    until = DayField(label=_("To day, this day included"))
    region = forms.ChoiceField(
        label=_("Region of the centre"),
        required=False,
        choices=lambda: [("", gettext("All regions")), *regions(current())],
    )
    centre = forms.ChoiceField(label=_("Centre"), required=False)

    def __init__(self, *args: Any, worker: Worker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if worker.may("cases"):
            del self.fields["region"], self.fields["centre"]
        else:
            centres = [(str(each.pk), str(each)) for each in by_name(list(Centre.objects.all()))]
            field: Any = self.fields["centre"]
            field.choices = [("", gettext("All centres")), *centres]

    def clean(self) -> dict[str, Any]:
        """Days are asked for only where they are chosen, and then both."""
        found = self.cleaned_data
        if found.get("period") == "days":
            for name in ("since", "until"):
                if name in found and not found[name]:
                    self.add_error(name, self.fields[name].error_messages["required"])
            in_order(self, "since", "until")
        elif "period" in found and (found.get("since") or found.get("until")):
            text = _("Days were typed. Choose «The days given here», or empty both days.")
            self.add_error("period", text)
        return found

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day, at the desk."""
        today, found = timezone.localdate(), self.cleaned_data
        first = {
            "days": found["since"],
            "week": today - SIX_DAYS,
            "month": today.replace(day=1),
        }.get(found["period"], today)
        return first, found["until"] if found["period"] == "days" else today

    def chosen(self, cases: QuerySet[Case]) -> QuerySet[Case]:
        """The cases that were opened on these days, at these centres."""
        first, last = self.days
        cases = cases.filter(opened_at__gte=begins(first), opened_at__lt=ends(last))
        if region := self.cleaned_data.get("region"):
            cases = cases.filter(centre__in=Centre.objects.filter(region=region))
        if centre := self.cleaned_data.get("centre"):
            cases = cases.filter(centre=centre)
        return cases
