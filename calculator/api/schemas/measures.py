"""One measure for one family, and what it is made of."""

from datetime import date
from typing import Annotated, Any, Literal

from django.utils.translation import gettext_noop as _
from pydantic import Field, WithJsonSchema

from calculator.api.schemas.common import (
    Assumed,
    Cited,
    Month,
    Part,
    Provisional,
    Range,
    Tenge,
    Verdict,
)

Changed = Annotated[
    dict[str, Any], WithJsonSchema({"type": "object"}), Field(description=_("facts to change"))
]
Link = Annotated[str, Field(description=_("the result of this family with those facts changed"))]


class Understood(Part):
    """A family's facts; their kinds are the rules' own, see `facts.understood`."""


Facts = Annotated[Understood, Field(description=_("the facts as understood, defaults filled in"))]


class Condition(Cited):
    """One condition and whether it is met."""

    code: str
    text: str
    outcome: Literal["met", "not_met", "unknown"]
    facts: list[str] = Field(description=_("the facts it looks at"))
    remedy: str | None = Field(description=_("what a family can do about it"))
    shared: bool = Field(description=_("whether every measure asks it"))


class Step(Part):
    """One line of a sum."""

    kind: str
    text: str
    line: str = Field(description=_("the text with its sum"))
    amount: Tenge
    provisional: Provisional


class Figure(Cited):
    """A figure of the law that a sum is made of."""

    name: str = Field(description=_("as in GET /parameters/{name}"))
    value: str = Field(description=_("a whole number or a decimal fraction"))
    unit: str
    title: str
    text: str = Field(description=_("the value with its unit, in words"))
    from_: date = Field(alias="from")
    until: date | None
    provisional: Provisional


class MonthDue(Range):
    """What one month brings."""

    month: Month
    provisional: Provisional


class Repayment(Part):
    """What one month takes."""

    month: Month
    amount: Tenge


class Loan(Part):
    """How a loan is paid back."""

    principal: Tenge
    rate: str = Field(description=_("per cent a year"))
    months: int
    instalment: Tenge
    last_instalment: Tenge
    interest: Tenge
    repayments: list[Repayment]


class Note(Cited):
    """Something a family should know."""

    code: str
    text: str


class Deed(Part):
    """Facts that a family would have to bring about."""

    facts: Changed
    text: str
    link: Link


class WayIn(Deed):
    """What would bring a measure."""

    verdict: Verdict
    amount: Range


class BareMeasure(Part):
    """One measure: whether it is due, how much, and why."""

    code: str
    title: str
    summary: str
    kind: Literal["cash", "loan", "in_kind"]
    verdict: Verdict
    payee: Literal["family", "employer"]
    in_total: bool
    amount: Range
    provisional: Provisional
    assumed: Assumed
    conditions: list[Condition]
    steps: list[Step]
    parameters: list[Figure]
    schedule: list[MonthDue]
    loan: Loan | None
    notes: list[Note]


class Measure(BareMeasure):
    """The same, with the way in."""

    way_in: WayIn | None = Field(
        description=_("what would bring it; null where nothing would, or it is there already")
    )
