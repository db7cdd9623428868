"""The answers with which a link opens the form: any of those that many families have in common."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from calculator import intake, questions
from calculator.forms import answered, fact_field
from calculator.rules.errors import BadFacts, Fault
from calculator.rules.facts import DEFAULTS
from calculator.rules.law import Law
from calculator.wording.faults import field_text

OF_ONE_FAMILY = {"on", "members", "graduated_on", "supported_before", "divorced_36_months"}
"""What no two families have in common, or what stands in the form already: today."""
GROUPS = tuple(
    group._replace(facts=tuple(fact for fact in group.facts if fact not in OF_ONE_FAMILY))
    for group in questions.GROUPS
)
OFFERED = tuple(fact for group in GROUPS for fact in group.facts)
LANGUAGE = "language"


class LinkForm(forms.Form):
    """Some answers and a language. What an answer means, `intake` decides."""

    def __init__(self, query: QueryDict, law: Law) -> None:
        self.law = law
        self.answers: dict[str, str] = {}
        self.faults: list[tuple[str, str, str]] = []
        given = {name: answered(query, name) for name in (LANGUAGE, *OFFERED)}
        given[LANGUAGE] = given[LANGUAGE] or (get_language() or settings.LANGUAGE_CODE)
        super().__init__(given)
        self.fields[LANGUAGE] = _language()
        for fact in OFFERED:
            self.fields[fact] = _field(fact, law)

    def clean(self) -> dict[str, Any]:
        """Take the answers over as the form has them; each fault goes to its field."""
        if self.data[LANGUAGE] not in dict(settings.LANGUAGES):
            names = tuple(name for _code, name in settings.LANGUAGES)
            self._complain(Fault(LANGUAGE, "choice", intake.shown(self.data[LANGUAGE]), names))
        try:
            self.answers = _understood(self.data, self.law)
        except BadFacts as error:
            for fault in sorted(error.faults, key=lambda each: OFFERED.index(each.fact)):
                self._complain(fault)
        return self.cleaned_data

    def _complain(self, fault: Fault) -> None:
        text = field_text(fault)
        self.add_error(fault.fact, text[:1].upper() + text[1:])
        field = self[fault.fact]
        anchor = field.id_for_label or f"id_{fault.fact}_0"
        self.faults.append((anchor, str(field.label), str(self.errors[fault.fact][-1])))

    @property
    def groups(self) -> list[tuple[Any, list[Any]]]:
        """Titles and fields, in the groups of the form that the link opens."""
        return [(group.title, [self[fact] for fact in group.facts]) for group in GROUPS]


def _understood(given: Mapping[str, str], law: Law) -> dict[str, str]:
    """The answers that were given, each in its own text. Raises BadFacts.

    They are no family yet; the rest is lent them by one, so that they are read as a family's are.
    Its day is one the law knows: today may lie beyond, and no answer here hangs on the day.
    """
    said = {fact: given[fact] for fact in OFFERED if given[fact].strip()}
    place = next(iter(law.regions))
    lent = {"track": "kandas", "origin": place, "destination": place, "settlement": "rural"}
    family = intake.understood({**lent, "members": "self", **said}, law, law.last_day)
    texts = intake.texts(family)
    return {fact: texts.get(fact, str(DEFAULTS.get(fact) or "")) for fact in said}


def _field(fact: str, law: Law) -> forms.Field:
    """A fact of the form as a list, with its name beside it; it may be left to the family."""
    field: Any = fact_field(fact, law, may_be_open=False)
    field.label = questions.QUESTIONS[fact].title
    field.help_text = format_html("<code>{}</code>", fact)
    if isinstance(field, forms.ChoiceField):
        answers: Any = field.choices
        field.widget = forms.Select()
        field.choices = [("", _("Leave open")), *[each for each in answers if each[0]]]
    return field  # type: ignore[no-any-return]


def _language() -> forms.Field:
    return forms.CharField(
        label=_("Language of the form"),
        required=False,
        widget=forms.Select(choices=settings.LANGUAGES),
    )
