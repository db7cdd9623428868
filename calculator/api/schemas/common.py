"""Parts that many documents share."""

from datetime import date
from typing import Annotated, Literal

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field

from calculator.rules.records import Grade as Sure
from calculator.rules.records import Language
from calculator.rules.worksheet import Verdict as Decided

Day = date
Tenge = Annotated[int, Field(description=_("whole tenge"))]
Month = Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")]
Grade = Annotated[
    Sure, Field(description=_("how sure we are: official is surest, assumed least sure"))
]
Verdict = Annotated[
    Decided,
    Field(description=_("eligible: every condition is met; open: at least one is not known yet")),
]
SourceCode = Annotated[str, Field(description=_("a key of «sources»"))]
Edition = Annotated[date, Field(description=_("the day since which these rules hold"))]
Provisional = Annotated[
    bool, Field(description=_("whether it rests on a monthly index that is not known yet"))
]
Assumed = Annotated[bool, Field(description=_("whether it rests on our own reading of the rules"))]
Lang = Annotated[Language, Field(description=_("the language of the texts"))]
Until = Annotated[date | None, Field(description=_("the last day; null while it still holds"))]


class Part(BaseModel):
    """An object with these keys. More may come, so the description forbids none."""

    model_config = ConfigDict(populate_by_name=True)


class Range(Part):
    """From the least to the most."""

    min: Tenge
    max: Tenge


class Cited(Part):
    """Something that names its source."""

    source: SourceCode
    grade: Grade


class Versions(Part):
    """What made a document."""

    engine: str = Field(description=_("the version of the program"))
    law: str = Field(description=_("the digest of the law's data: another whenever it changes"))


class Source(Part):
    """A source as a family's document lists it."""

    number: int
    title: str
    date: Day | None
    url: str | None


class Fault(Part):
    """One thing that is wrong."""

    fact: str = Field(description=_("which fact or which part of the query"))
    given: str | None = Field(description=_("what was given, shortened; null where nothing was"))
    allowed: list[str] = Field(description=_("the answers allowed, or the least and the most"))
    detail: str = Field(description=_("a sentence that says what is wrong and what is allowed"))


class Problem(Part):
    """A problem document (RFC 9457)."""

    type: Literal["about:blank"]
    title: str
    status: int
    detail: str = ""
    errors: list[Fault] = Field([], description=_("everything that is wrong, found in one go"))
