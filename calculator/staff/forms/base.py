"""What all forms of the desk share: errors that say what to do, in our own words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_LINE = 200


class DeskForm(forms.Form):
    """A form whose errors can be listed above it, each leading to its field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages.update(MESSAGES)
            field.widget.is_required = False  # The browser's own words would come in between.

    @property
    def faults(self) -> list[tuple[str, str, str]]:
        """Anchor, label and text of every error, in the order of the form."""
        whole = [("main", "", str(text)) for text in self.non_field_errors()]
        return whole + [
            (self[name].id_for_label or f"id_{name}_0", str(self[name].label), str(text))
            for name in self.fields
            for text in self.errors.get(name, [])
        ]


MESSAGES = {
    "required": _("Please fill this in."),
    "invalid": _("This cannot be understood."),
    "invalid_choice": _("Please choose one of the answers given."),
    "max_length": _("At most %(limit_value)s characters fit here; %(show_value)s were given."),
    "null_characters_not_allowed": _("This cannot be understood."),
}


def line(label: Any, *, help_text: Any = "", required: bool = True, **attributes: str) -> Any:
    """A line of text."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST_LINE,
        widget=forms.TextInput(attrs=attributes),
    )
