"""Many families at once."""

from datetime import date
from typing import Literal

from django.utils.translation import gettext_noop as _
from pydantic import Field

from calculator.api.schemas.assessment import Assessment
from calculator.api.schemas.common import (
    Assumed,
    Edition,
    Lang,
    Part,
    Problem,
    Provisional,
    Range,
    Verdict,
    Versions,
)
from calculator.api.schemas.measures import BareMeasure, Facts


class Sum(Part):
    """One measure in figures and codes."""

    code: str
    verdict: Verdict
    in_total: bool
    amount: Range
    provisional: Provisional
    assumed: Assumed
    unmet: list[str] = Field(description=_("the codes of conditions that are not met"))
    unknown: list[str] = Field(description=_("the codes of conditions that are not known yet"))


class _Brief(Part):
    on: date
    edition: Edition
    facts: Facts
    verdict: Verdict
    provisional: Provisional
    assumed: Assumed
    total: Range


class Sums(_Brief):
    """A family in figures and codes (detail=sums)."""

    measures: list[Sum]


class Measures(_Brief):
    """A family with each measure in words (detail=measures)."""

    measures: list[BareMeasure]


class Batch(Part):
    """One answer for each family, in order."""

    lang: Lang
    detail: Literal["sums", "measures", "full"]
    worked_out: int = Field(description=_("families worked out"))
    refused: int = Field(description=_("families with facts that cannot be understood"))
    answers: list[Sums | Measures | Assessment | Problem] = Field(
        description=_("in the order of the families; a problem stands for one that is wrong")
    )
    versions: Versions
