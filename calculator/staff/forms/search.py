"""What the list of cases may be searched by and sorted by. All of it stands in the address."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calculator import questions
from calculator.intake import shown
from calculator.law import current
from calculator.questions import Words
from calculator.staff.forms.base import DeskForm
from calculator.staff.forms.days import DayField, in_order
from calculator.staff.forms.reference import ReferenceField
from calculator.staff.models import Worker
from calculator.staff.words import STATES
from calculator.wording import regions

VERDICTS: dict[str, Words] = {
    "eligible": _("Support is due"),
    "open": _("Not certain yet"),
    "not_eligible": _("Support is not due"),
}
SORT_TITLES: dict[str, Words] = {
    "-opened": _("Opened: newest first"),
    "opened": _("Opened: oldest first"),
    "-changed": _("Changed: newest first"),
    "changed": _("Changed: oldest first"),
    "reference": _("Reference"),
    "-reference": _("Reference: from the end"),
    "-total": _("Total: largest first"),
    "total": _("Total: smallest first"),
    "state": _("State"),
    "-state": _("State: from the end"),
    "region": _("Region of arrival"),
    "-region": _("Region of arrival: from the end"),
    "specialist": _("Specialist"),
    "-specialist": _("Specialist: from the end"),
}
USUAL = "-opened"
FILTERS = (
    *("reference", "state", "opened_from", "opened_to"),
    *("region", "specialist", "track", "verdict"),
)
LONGEST_TYPED = 40
MOST_PAGES = 1_000_000


class Offered(forms.ChoiceField):
    """A choice that quotes what is not on its list, as far as it can be quoted."""

    def validate(self, value: Any) -> None:
        """Raises ValidationError with what was given."""
        if value and not self.valid_value(value):
            text = gettext("«%(given)s» is not on the list. Choose one from the list.")
            raise forms.ValidationError(text % {"given": shown(value)})


class SearchForm(DeskForm):
    """Filters, order and page of the list; all are optional."""

    reference = ReferenceField(
        whole=False,
        label=_("Reference"),
        help_text=_("All of it or its first signs, such as 7K3M."),
    )
    state = Offered(label=_("State"), required=False)
    opened_from = DayField(label=_("Opened from"), help_text=_("A day, such as 15.06.2026."))
    opened_to = DayField(label=_("Opened until"), help_text=_("This day is counted too."))
    region = Offered(label=_("Region of arrival"), required=False)
    specialist = Offered(label=_("Specialist"), required=False)
    track = Offered(label=_("Group"), required=False)
    verdict = Offered(label=_("What the calculator finds"), required=False)
    sort = Offered(label=_("Sort by"), required=False)
    page = forms.CharField(
        label=_("Page"), required=False, max_length=LONGEST_TYPED, widget=forms.HiddenInput
    )

    def __init__(self, given: Mapping[str, Any], specialists: Iterable[Worker]) -> None:
        super().__init__(given)
        workers = {str(worker.pk): worker.name for worker in specialists}
        offered: dict[str, Mapping[str, Any]] = {
            "state": STATES,
            "region": dict(regions(current())),
            "specialist": workers,
            "track": questions.CHOICES["track"],
            "verdict": VERDICTS,
        }
        for name, titles in offered.items():
            self._offer(name, [("", _("Any")), *titles.items()])
        self._offer("sort", list(SORT_TITLES.items()))

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        cast(Offered, self.fields[name]).choices = choices

    def clean_sort(self) -> str:
        """The order asked for, or the usual one."""
        return self.cleaned_data["sort"] or USUAL

    def clean_page(self) -> int:
        """The number of a page; it need not be there."""
        typed = self.cleaned_data["page"] or "1"
        if not (typed.isascii() and typed.isdigit() and 1 <= int(typed) <= MOST_PAGES):
            text = gettext("«%(given)s» is no page. Pages are counted from 1.")
            raise forms.ValidationError(text % {"given": typed})
        return int(typed)

    def clean(self) -> dict[str, Any]:
        """The first day may not come after the last."""
        in_order(self, "opened_from", "opened_to")
        return self.cleaned_data

    @property
    def used(self) -> list[str]:
        """The filters something was typed or chosen in."""
        return [name for name in FILTERS if self[name].value()]

    @property
    def narrowed(self) -> bool:
        """Whether any filter is used that is folded away."""
        return not {"reference", "state"}.issuperset(self.used)

    @property
    def sort_now(self) -> str:
        """The order the list stands in."""
        return str(self.cleaned_data.get("sort") or USUAL)
