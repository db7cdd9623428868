"""Fields of a form as HTML, marked up as crispy forms does.

A case has thirty of them with a hundred answers. Templates take three times as long for that, and
for whoever checks a case it is most of the time they wait.
"""

from typing import Any

from django.forms import BoundField, ChoiceField, RadioSelect
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe


def control(field: BoundField) -> SafeString:
    """A field with its label, errors and help: answers to choose from, a list, or a line."""
    if isinstance(field.field.widget, RadioSelect):
        inside = format_html(
            '<fieldset{}><legend class="form-label">{}</legend>{}{}</fieldset>',
            flatatt(_described(field)),
            field.label,
            choices(field),
            _around(field),
        )
    else:
        inside = format_html(
            '<label for="{}" class="form-label">{}</label>{}{}',
            field.auto_id,
            field.label,
            _list(field) if isinstance(field.field, ChoiceField) else _line(field),
            _around(field),
        )
    return format_html('<div class="mb-3">{}</div>', inside)


def choices(field: BoundField, **attributes: Any) -> SafeString:
    """The answers of a field, one to be chosen."""
    attributes |= {key: True for key in field.field.widget.attrs if key == "autofocus"}
    chosen, extra = _text(field), flatatt({**attributes, **_invalid(field)})
    return format_html_join(
        "",
        '<div class="form-check"><input class="form-check-input" type="radio" name="{}" value="{}"'
        ' id="{}"{}{}><label for="{}" class="form-check-label">{}</label></div>',
        (
            (field.html_name, value, id_, " checked" if value == chosen else "", extra, id_, title)
            for value, title, id_ in _answers(field)
        ),
    )


def _answers(field: BoundField) -> list[tuple[str, Any, str]]:
    return [
        (str(value), title, f"{field.auto_id}_{number}")
        for number, (value, title) in enumerate(field.field.choices)  # type: ignore[attr-defined]
    ]


def _list(field: BoundField) -> SafeString:
    chosen = _text(field)
    options = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (value, mark_safe(" selected") if value == chosen else "", title)
            for value, title, _ in _answers(field)
        ),
    )
    return format_html('<select{} class="form-select">{}</select>', _attributes(field), options)


def _line(field: BoundField) -> SafeString:
    return format_html(
        '<input type="text" value="{}"{} class="form-control">', _text(field), _attributes(field)
    )


def _text(field: BoundField) -> str:
    value = field.value()
    return "" if value is None else str(value)


def _attributes(field: BoundField) -> SafeString:
    own = {"name": field.html_name, "id": field.auto_id}
    given = {key: value for key, value in field.field.widget.attrs.items() if key != "class"}
    return flatatt({**own, **given, **_invalid(field), **_described(field)})


def _invalid(field: BoundField) -> dict[str, str]:
    return {"aria-invalid": "true"} if field.errors else {}


def _described(field: BoundField) -> dict[str, str]:
    """What is to be read out with a field: its help, and what is wrong with it."""
    parts = {"helptext": field.help_text, "error": field.errors}
    ids = [f"{field.auto_id}_{part}" for part, text in parts.items() if text]
    return {"aria-describedby": " ".join(ids)} if ids else {}


def _around(field: BoundField) -> SafeString:
    """What is wrong with a field, and its help."""
    wrong = format_html_join(" ", "{}", ((text,) for text in field.errors))
    return format_html_join(
        "",
        '<div id="{}_{}" class="{}">{}</div>',
        (
            (field.auto_id, part, css, text)
            for part, css, text in (
                ("error", "invalid-feedback", wrong),
                ("helptext", "form-text", field.help_text),
            )
            if text
        ),
    )
