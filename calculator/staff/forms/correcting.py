"""The field in which a fact is corrected: that of the family's form, without «don't know»."""

from django import forms
from django.utils.translation import gettext

from calculator import questions
from calculator.forms import fact_field
from calculator.law import current
from calculator.rules import FACTS
from calculator.rules.facts import Day, Whole
from calculator.wording.figures import number


def correction_field(fact: str) -> forms.Field:
    """The field for one fact, any but the members. For «don't know» there is «not seen»."""
    field, question = fact_field(fact, current(), may_be_open=False), questions.QUESTIONS[fact]
    field.label = gettext("Correction: %(question)s") % {"question": question.label}
    field.help_text = _how_to_enter(fact)
    return field


def _how_to_enter(fact: str) -> str:
    kind = FACTS[fact]
    if isinstance(kind, Day):
        return gettext("For example, 15.06.2026.")
    if fact in {"housing_price", "loan_amount"}:
        return gettext("In tenge, for example 10 000 000.")
    if isinstance(kind, Whole):
        limits = {"least": number(kind.least), "most": number(kind.most)}
        return gettext("From %(least)s to %(most)s.") % limits
    return ""
