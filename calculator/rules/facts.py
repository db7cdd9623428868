"""What is known of a family, and the values each fact may take.

`None` means unknown, never no and never 0. Money is whole tenge.
"""

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from typing import Literal, NamedTuple

Track = Literal["resettler", "kandas"]
Graduate = Literal["none", "serpin", "zharqyn-bolashaq"]
Settlement = Literal["urban", "rural"]
Relation = Literal["self", "spouse", "child", "parent", "other"]
Housing = Literal["none", "employer", "state"]
HousingPlan = Literal["none", "buy", "build", "mortgage"]
Business = Literal["none", "agriculture", "processing", "other"]

ABROAD = "abroad"


class Member(NamedTuple):
    """One person who moves. Either part may be unknown; age is in whole years."""

    relation: Relation | None
    age: int | None = None


@dataclass(frozen=True, kw_only=True)
class Family:
    """A family on the day it applies. Its facts go by these names everywhere."""

    on: date
    track: Track
    graduate: Graduate = "none"
    graduated_on: date | None = None
    origin: str
    destination: str
    settlement: Settlement
    settlement_listed: bool | None = None
    job_seeker: bool | None = None
    registered_12_months: bool | None = None
    supported_before: bool | None = None
    divorced_36_months: bool | None = None
    members: tuple[Member, ...]
    job_confirmed: bool | None = None
    workers_hired: int | None = None
    employer_assists: bool | None = None
    employer_pays_move: bool | None = None
    housing_provided: Housing | None = None
    rent_months: int = 12
    housing_plan: HousingPlan | None = None
    housing_price: int | None = None
    business: Business = "none"
    loan_amount: int | None = None
    loan_months: int = 60

    @property
    def people(self) -> int:
        """How many move, the head of the family included."""
        return len(self.members)

    @property
    def workers(self) -> int | None:
        """Members hired permanently; a confirmed job counts as one where nothing else is said."""
        if self.workers_hired is not None or self.job_confirmed is None:
            return self.workers_hired
        return int(self.job_confirmed)

    @property
    def hires(self) -> bool | None:
        """Whether at least one member is hired permanently."""
        workers = self.workers
        return None if workers is None else workers > 0


def altered(family: Family, facts: Mapping[str, object]) -> Family:
    """The family with some facts changed: `dataclasses.replace`, at a twentieth of the time."""
    copy = Family.__new__(Family)
    object.__setattr__(copy, "__dict__", {**family.__dict__, **facts})
    return copy


class YesNo(NamedTuple):
    """Yes, no or unknown."""


class Choice(NamedTuple):
    """One of the values named."""

    values: tuple[str, ...]


class Place(NamedTuple):
    """The slug of a region, or, where it is allowed, `abroad`."""

    abroad: bool


class Day(NamedTuple):
    """A date; `in_scope` where the rules of that day must be known."""

    in_scope: bool


class Whole(NamedTuple):
    """A whole number from `least` to `most`, both included."""

    least: int
    most: int


class People(NamedTuple):
    """A list of members, exactly one of them `self`; `most` bounds how many."""

    most: int


Kind = YesNo | Choice | Place | Day | Whole | People

RELATIONS = Choice(("self", "spouse", "child", "parent", "other"))
AGE = Whole(0, 120)

FACTS: dict[str, Kind] = {
    "on": Day(in_scope=True),
    "track": Choice(("resettler", "kandas")),
    "graduate": Choice(("none", "serpin", "zharqyn-bolashaq")),
    "graduated_on": Day(in_scope=False),
    "origin": Place(abroad=True),
    "destination": Place(abroad=False),
    "settlement": Choice(("urban", "rural")),
    "settlement_listed": YesNo(),
    "job_seeker": YesNo(),
    "registered_12_months": YesNo(),
    "supported_before": YesNo(),
    "divorced_36_months": YesNo(),
    "members": People(30),
    "job_confirmed": YesNo(),
    "workers_hired": Whole(0, 30),
    "employer_assists": YesNo(),
    "employer_pays_move": YesNo(),
    "housing_provided": Choice(("none", "employer", "state")),
    "rent_months": Whole(0, 12),
    "housing_plan": Choice(("none", "buy", "build", "mortgage")),
    "housing_price": Whole(1, 10_000_000_000),
    "business": Choice(("none", "agriculture", "processing", "other")),
    "loan_amount": Whole(0, 10_000_000_000),
    "loan_months": Whole(1, 84),
}
"""Each fact with the values it may take, in the order in which they are asked."""


READ_FROM = {
    "people": ("members",),
    "workers": ("workers_hired", "job_confirmed"),
    "hires": ("workers_hired", "job_confirmed"),
}
"""The properties of Family that rules may ask for, each with the facts it is read from."""


def facts_behind(names: Iterable[str]) -> frozenset[str]:
    """The facts that some of what is said of a family hangs on."""
    return frozenset(fact for name in names for fact in READ_FROM.get(name, (name,)))


def listed(fact: str) -> tuple[object, ...]:
    """The answers a fact can have, where they are few enough to be listed; else none."""
    kind = FACTS[fact]
    if isinstance(kind, YesNo):
        return (True, False)
    return kind.values if isinstance(kind, Choice) else ()


DEFAULTS: dict[str, object] = {
    field.name: field.default for field in fields(Family) if field.default is not MISSING
}
"""What an unanswered fact stands for; a fact that is not here must be answered."""

CHANGEABLE = (
    "destination",
    "settlement",
    "settlement_listed",
    "job_seeker",
    "job_confirmed",
    "employer_assists",
    "employer_pays_move",
    "housing_provided",
    "housing_plan",
    "business",
)
"""What a family can still decide or bring about. Its past, its people and its needs it cannot."""
