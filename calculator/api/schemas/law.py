"""The law for other programs."""

from datetime import date
from typing import Literal

from django.utils.translation import gettext_noop as _
from pydantic import Field

from calculator.api.schemas.assessment import New
from calculator.api.schemas.common import (
    Cited,
    Day,
    Edition,
    Grade,
    Lang,
    Part,
    Provisional,
    Until,
    Versions,
)
from calculator.regions.roles import RoleCode


class Reference(Part):
    """A source, with the day on which we last compared its figures with ours."""

    title: str
    number: str | None
    date: Day | None
    url: str | None
    checked: Day | None = Field(description=_("when we last compared our figures with it"))


class Value(Cited):
    """A figure of the law with the days on which it holds."""

    name: str
    title: str
    value: str = Field(description=_("a whole number or a decimal fraction"))
    unit: str = Field(description=_("such as KZT, MRP or percent"))
    text: str
    people: int = Field(
        description=_("the smallest family it is meant for; 1 also where no size matters")
    )
    provisional: Provisional
    from_: date = Field(alias="from")
    until: Until


class Parameters(Part):
    """Every figure in force on a day."""

    on: date
    edition: Edition
    lang: Lang
    parameters: list[Value]
    sources: dict[str, Reference]
    versions: Versions


class History(Part):
    """One figure from its first day to its last."""

    name: str
    title: str
    lang: Lang
    values: list[Value] = Field(description=_("oldest first; each size of family by itself"))
    sources: dict[str, Reference]
    versions: Versions


class Role(Part):
    """What a region is to a track."""

    role: RoleCode
    source: str | None
    grade: Grade | None


class Roles(Part):
    """What a region is to each track."""

    resettler: Role
    kandas: Role


class Places(Part):
    """Places in the year's quota."""

    resettler: int | None = Field(description=_("null where the year's quota is not known"))
    kandas: int | None = Field(description=_("null where the year's quota is not known"))


class Region(Part):
    """One region or city."""

    slug: str
    iso: str
    kind: Literal["oblast", "city"]
    name: str
    tracks: list[Literal["resettler", "kandas"]] = Field(
        description=_("the groups whose families can move there with support")
    )
    roles: Roles
    places: Places


class Regions(Part):
    """Every region on a day."""

    on: date
    edition: Edition
    lang: Lang
    regions: list[Region]
    sources: dict[str, Reference]
    versions: Versions


class EditionOfLaw(Part):
    """One edition of the rules."""

    from_: date = Field(alias="from")
    until: date
    provisional: Provisional
    changes: list[New] = Field(
        description=_("none in the first edition: what was before is not known")
    )


class Editions(Part):
    """The days on which the rules change."""

    lang: Lang
    first_day: date = Field(description=_("the first day whose rules are known"))
    last_known_day: date = Field(description=_("the last day whose monthly index is known"))
    last_day: date = Field(description=_("the last day that can be asked about"))
    editions: list[EditionOfLaw]
    sources: dict[str, Reference]
    versions: Versions
