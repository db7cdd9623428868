"""Who looks after an account is asked only what they may decide."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calculator.law import current
from calculator.staff import words
from calculator.staff.forms.base import LONGEST_LINE, DeskForm, line
from calculator.staff.models import Centre, Worker
from calculator.staff.oversight.people import CentreDetails, Details
from calculator.staff.roles import OF_A_CENTRE
from calculator.wording.facts import alphabetical, regions

USERNAME = re.compile(r"[a-z0-9._-]{2,60}")


def by_name(centres: list[Centre]) -> list[Centre]:
    """Centres in the order of the Kazakh alphabet, by their names in the active language."""
    return sorted(centres, key=lambda centre: (alphabetical(str(centre)), centre.pk))


class PersonForm(DeskForm):
    """An account. A supervisor's are specialists of the own centre, so neither is asked."""

    username = line(
        _("Name to sign in with"),
        help_text=_(
            "Latin letters, digits, full stop, hyphen, underscore; 2 to 60 signs. "
            "Capital and small letters are the same. It cannot be changed later."
        ),
        autocomplete="off",
        autocapitalize="none",
        spellcheck="false",
    )
    name = line(_("Full name"), autocomplete="off")
    role = forms.ChoiceField(
        label=_("Role"), choices=lambda: [("", gettext("Choose")), *words.ROLES.items()]
    )
    centre = forms.ChoiceField(
        label=_("Centre"),
        required=False,
        help_text=_("For specialists and supervisors. Others work at no centre."),
    )
    is_open = forms.BooleanField(
        label=_("The account is open"),
        required=False,
        help_text=_(
            "Close it when somebody leaves. That signs them out everywhere at once. "
            "The account and what was done with it are kept."
        ),
    )

    def __init__(
        self, *args: Any, worker: Worker, person: Worker | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.worker, self.person = worker, person
        self._ask_only_what_they_may_decide()
        if "centre" in self.fields:
            self._offer_centres()

    def _ask_only_what_they_may_decide(self) -> None:
        unasked = {"is_open"} if self.person is None else {"username"}
        if not self.worker.may("centres"):
            unasked |= {"role", "centre"}
        if self.person == self.worker:
            unasked |= {"role", "centre", "is_open"}
        for name in unasked:
            del self.fields[name]

    def _offer_centres(self) -> None:
        """The open centres, and the closed one of whoever is there already."""
        own = self.person.centre_id if self.person else None
        self.centres = {
            str(centre.pk): centre
            for centre in by_name(list(Centre.objects.all()))
            if centre.is_open or centre.pk == own
        }
        offered = [(number, str(centre)) for number, centre in self.centres.items()]
        field: Any = self.fields["centre"]
        field.choices = [("", gettext("None")), *offered]

    def clean_username(self) -> str:
        """The name as it is kept: in small letters, and nobody else's."""
        given = str(self.cleaned_data["username"])
        if not USERNAME.fullmatch(given.lower()):
            text = _(
                "«%(given)s» was given. Use Latin letters, digits, full stops, hyphens and "
                "underscores only: 2 to 60 signs."
            )
            raise forms.ValidationError(text, params={"given": given})
        if Worker.objects.filter(username__iexact=given).exists():
            raise forms.ValidationError(words.PROBLEMS["username_taken"])
        return given.lower()

    def clean(self) -> dict[str, Any]:
        """Whether role and centre go together."""
        found = self.cleaned_data
        if found.get("role") and "centre" in found:
            if found["role"] in OF_A_CENTRE and not found["centre"]:
                self.add_error(
                    "centre", _("A specialist and a supervisor work at a centre: choose it.")
                )
            elif found["role"] not in OF_A_CENTRE and found["centre"]:
                self.add_error("centre", _("An analyst and an administrator work at no centre."))
        return found

    @property
    def details(self) -> Details:
        """The account as it was asked for; what was not asked stays as it is."""
        found, person = self.cleaned_data, self.person
        role: Any = found.get("role") or (person.role if person else "specialist")
        centre = person.centre if person else self.worker.centre
        if "centre" in self.fields:
            centre = self.centres.get(found["centre"])
        is_open = found.get("is_open", person.is_active if person else True)
        return Details(found["name"], role, centre, is_open)


def told_of(person: Worker) -> dict[str, Any]:
    """An account as its form shows it first."""
    return {
        "name": person.name,
        "role": person.role or "",
        "centre": str(person.centre_id or ""),
        "is_open": person.is_active,
    }


class CentreForm(DeskForm):
    """A centre."""

    name_kk = line(_("Name in Kazakh"), lang="kk")
    name_ru = line(_("Name in Russian"), lang="ru")
    name_en = line(_("Name in English"), lang="en")
    region = forms.ChoiceField(
        label=_("Region"), choices=lambda: [("", gettext("Choose")), *regions(current())]
    )
    is_open = forms.BooleanField(
        label=_("The centre is open"),
        required=False,
        help_text=_(
            "Whoever works at a closed centre can finish its cases, but open no new ones."
        ),
    )

    def __init__(self, *args: Any, centre: Centre | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.centre = centre
        if centre is None:
            del self.fields["is_open"]

    def clean(self) -> dict[str, Any]:
        """No two centres of one region have the same name."""
        found = self.cleaned_data
        for key in ("name_kk", "name_ru", "name_en"):
            same = Centre.objects.filter(region=found.get("region"), **{key: found.get(key)})
            if any(each != self.centre for each in same):
                self.add_error(key, _("The region has a centre of this name already."))
        return found

    @property
    def details(self) -> CentreDetails:
        """The centre as it was asked for; a new one is open."""
        return CentreDetails(**{"is_open": True, **self.cleaned_data})


class SearchForm(DeskForm):
    """Words to look for in names."""

    q = forms.CharField(
        label=_("Name or part of it"),
        required=False,
        max_length=LONGEST_LINE,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
