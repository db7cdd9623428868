"""One family with all there is to say about it: what `wording.document` makes."""

from datetime import date

from django.utils.translation import gettext_noop as _
from pydantic import Field

from calculator.api.schemas.common import (
    Assumed,
    Cited,
    Day,
    Edition,
    Grade,
    Lang,
    Part,
    Provisional,
    Range,
    Source,
    Tenge,
    Verdict,
    Versions,
)
from calculator.api.schemas.measures import (
    Condition,
    Deed,
    Facts,
    Link,
    Measure,
    MonthDue,
    Note,
)

Answer = bool | int | str | None


class Choice(Part):
    """One answer to a question."""

    value: Answer
    text: str
    link: Link


class Weighed(Choice):
    """The same, with the total it leads to."""

    total: Range


class Open(Part):
    """Something the total still hangs on."""

    code: str
    text: str
    facts: list[str]
    answers: list[Choice]


class Question(Part):
    """The question whose answer tells most."""

    fact: str
    text: str
    help: str
    numeric: bool
    answers: list[Weighed]


class Change(Deed):
    """What would raise the total."""

    total: Range
    gain: Tenge
    gain_text: str


class Share(Part):
    """What one measure brings to a sum."""

    code: str
    title: str
    amount: Range


class MonthTotal(MonthDue):
    """What one month brings to the total."""

    text: str
    parts: list[Share]


class Count(Part):
    """How many, from the least to the most."""

    min: int
    max: int


class Paper(Cited):
    """A paper to bring."""

    code: str
    text: str
    why: str
    where: str
    valid: str | None
    for_: list[str] = Field(alias="for", description=_("the codes of measures"))
    proves: list[str] = Field(description=_("the facts it shows"))
    count: Count | None = Field(description=_("how many; null for one for the whole family"))
    whose: str | None


class Stage(Cited):
    """One step of the way of an application."""

    code: str
    text: str
    term: str | None = Field(description=_("how long it takes; null where that was not found"))


class Obligation(Cited):
    """What is promised, and what is to be paid back otherwise."""

    code: str
    text: str
    until: date
    amount: Range
    parts: list[Share]


class Reminder(Part):
    """A day to remember."""

    code: str
    fixed: bool = Field(description=_("whether no decision moves it"))
    measure: str | None
    date: Day
    text: str


class New(Cited):
    """What an edition changed."""

    text: str


class EditionOf(Part):
    """The same family under one edition of the rules."""

    from_: date = Field(alias="from")
    verdict: Verdict
    provisional: Provisional
    total: Range
    measures: dict[str, Range]
    new: list[New]


class Against(Cited):
    """What speaks against a region."""

    code: str
    text: str


class Destination(Part):
    """The same family in one region."""

    region: str
    name: str
    places: int | None = Field(description=_("in the year's quota; null where it is not known"))
    urban: Range
    rural: Range
    chosen: bool
    unmet: list[Against]
    unknown: list[Against]
    link: Link


class Links(Part):
    """This family's pages."""

    form: str
    result: str
    summary: str
    summary_pdf: str
    dates: str


class Assessment(Part):
    """What a family is owed, and everything that follows."""

    on: date = Field(description=_("the day of application"))
    edition: Edition
    lang: Lang
    facts: Facts
    verdict: Verdict
    provisional: Provisional
    assumed: Assumed
    total: Range
    grade: Grade | None
    measures: list[Measure]
    blocking: list[Condition] = Field(
        description=_("conditions of all support that are not met and that cannot be changed")
    )
    open: list[Open] = Field(description=_("what the total still hangs on"))
    changes: list[Change] = Field(description=_("what would raise the total"))
    next_question: str | None = Field(description=_("the fact whose answer tells most"))
    question: Question | None
    months: list[MonthTotal]
    documents: list[Paper]
    way: list[Stage] = Field(description=_("the steps of the application"))
    obligations: list[Obligation]
    dates: list[Reminder]
    editions: list[EditionOf]
    destinations: list[Destination]
    notes: list[Note]
    sources: dict[str, Source]
    links: Links
    versions: Versions
