"""The forms one gets in by: name and password, a code, a new password, a new second factor."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calculator.staff.forms.base import LONGEST_LINE, DeskForm, line
from calculator.staff.models import Worker

CODE_LENGTH = 6


def _password(label: Any, autocomplete: str, help_text: Any = "") -> forms.CharField:
    """A password, as it is typed; the page never shows it again."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        strip=False,
        max_length=LONGEST_LINE,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


class CodeField(forms.CharField):
    """Six digits, however they are grouped."""

    def __init__(self, label: Any, help_text: Any = "", **attributes: str) -> None:
        attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", **attributes}
        widget = forms.TextInput(attrs=attrs)
        super().__init__(label=label, help_text=help_text, max_length=20, widget=widget)

    def clean(self, value: Any) -> str:
        """The digits alone."""
        code = "".join(str(super().clean(value)).split())
        if len(code) != CODE_LENGTH or not (code.isascii() and code.isdigit()):
            raise ValidationError(gettext("The code has six digits, such as 123 456."))
        return code


class SignInForm(DeskForm):
    """Name and password."""

    username = line(
        _("Name to sign in with"),
        autocomplete="username",
        autocapitalize="none",
        spellcheck="false",
        autofocus="autofocus",
    )
    password = _password(_("Password"), "current-password")


class CodeForm(DeskForm):
    """The code of the second factor."""

    code = CodeField(_("Code from your phone"), autofocus="autofocus")


class PasswordForm(DeskForm):
    """A new password, proved by the old one, and typed twice."""

    old = _password(_("Present password"), "current-password")
    new = _password(_("New password"), "new-password")
    again = _password(_("New password once more"), "new-password")

    def __init__(self, *args: Any, worker: Worker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.worker = worker
        self.rules = password_validation.password_validators_help_texts()

    def clean_new(self) -> str:
        """Raises ValidationError with every rule it breaks."""
        new = str(self.cleaned_data["new"])
        password_validation.validate_password(new, self.worker)
        if new == self.cleaned_data.get("old"):
            raise ValidationError(gettext("This is the present password; choose another."))
        return new

    def clean_again(self) -> str:
        """Raises ValidationError where it is not the same."""
        again = str(self.cleaned_data["again"])
        if "new" in self.cleaned_data and again != self.cleaned_data["new"]:
            raise ValidationError(gettext("The two new passwords are not the same."))
        return again


class SecondFactorForm(DeskForm):
    """A code of the new key, after one of the present where there is one."""

    present = CodeField(
        _("Code of the present second factor"), _("From the app you have used until now.")
    )
    code = CodeField(_("Code of the new second factor"))

    def __init__(self, *args: Any, replaces: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not replaces:
            del self.fields["present"]
