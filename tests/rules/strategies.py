"""Families at random, what each could become, and how often property tests try them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import combinations
from typing import Any, cast

from hypothesis import settings
from hypothesis import strategies as st

from calculator.rules import Assessment, Family, Member, assess
from calculator.rules.facts import ABROAD, DEFAULTS, FACTS, Choice, YesNo
from calculator.rules.payments import Amount
from tests.rules.families import law
from tests.rules.tables import EVERY_DAY, QUOTAS

# The same examples every time: a test that fails on Tuesdays helps nobody.
examples = settings(max_examples=40, deadline=None, derandomize=True, database=None)
many_examples = settings(examples, max_examples=100)
most_examples = settings(examples, max_examples=200)
few_examples = settings(examples, max_examples=15)

SLUGS = sorted(law().regions)
SURPLUS = ["turkistan", "almaty"]
DEFICIT = ["north-kazakhstan", "pavlodar"]
OPEN_FACTS = [fact for fact in FACTS if DEFAULTS.get(fact, "") is None]

FAVOURABLE: dict[str, Any] = {
    "settlement_listed": True,
    "job_seeker": True,
    "registered_12_months": True,
    "supported_before": False,
    "job_confirmed": True,
    "employer_assists": True,
    "employer_pays_move": False,
    "housing_provided": "none",
    "housing_plan": "buy",
}

days = st.one_of(st.sampled_from(EVERY_DAY), st.dates(law().first_day, law().last_day))
ENTITLED: dict[str, Any] = {
    "origin": "turkistan",
    "destination": "pavlodar",
    "workers_hired": None,
    "housing_price": 8_000_000,
    "rent_months": 12,
}

SPOILT: dict[str, list[Any]] = {
    "destination": ["akmola", "almaty", "aktobe"],
    "origin": ["aktobe", ABROAD],
    "settlement_listed": [False, None],
    "job_seeker": [False, None],
    "registered_12_months": [False, None],
    "supported_before": [True, None],
    "job_confirmed": [False, None],
    "employer_assists": [False, None],
    "employer_pays_move": [True, None],
    "housing_provided": ["employer", "state", None],
    "housing_plan": ["none", None],
    "housing_price": [None],
    "workers_hired": [0, 2],
    "graduated_on": [None],
    "rent_months": [0, 1, 5],
    "settlement": ["rural"],
    "business": ["none"],
}
"""Answers that keep some support away from a family, or leave it open."""

yes_or_no = st.booleans()
members = st.lists(
    st.builds(
        Member,
        st.sampled_from(["spouse", "child", "parent", "other", None]),
        st.none() | st.integers(0, 120),
    ),
    max_size=5,
).map(lambda others: (Member("self"), *others))


def _known(day: date) -> st.SearchStrategy[Family]:
    """Families of which everything is known, more often entitled than not."""
    return st.builds(
        Family,
        on=st.just(day),
        track=st.sampled_from(["resettler", "resettler", "kandas"]),
        graduate=st.sampled_from(["none", "none", "serpin"]),
        graduated_on=st.sampled_from([day, day - timedelta(100), day - timedelta(300)]),
        origin=st.sampled_from([*SURPLUS * 9, *SLUGS, ABROAD]),
        destination=st.sampled_from([*DEFICIT * 9, *SLUGS]),
        settlement=st.sampled_from(["urban", "rural"]),
        members=members,
        workers_hired=st.integers(0, 6),
        housing_provided=st.sampled_from(["none", "none", "employer", "state"]),
        rent_months=st.integers(0, 12),
        housing_plan=st.sampled_from(["none", "buy", "build", "mortgage"]),
        housing_price=st.integers(1, 20_000_000),
        business=st.sampled_from(["none", "agriculture", "processing", "other"]),
        loan_amount=st.integers(0, 40_000_000),
        loan_months=st.integers(1, 84),
        **{fact: yes_or_no for fact in OPEN_FACTS if isinstance(FACTS[fact], YesNo)},
    )


known_families = days.filter(lambda day: day <= law().last_day).flatmap(_known)


@st.composite
def open_families(draw: st.DrawFn, most: int = 4) -> Family:
    """Families with up to `most` facts forgotten, and the others rather in their favour."""
    whole = draw(known_families)
    if draw(yes_or_no):
        whole = replace(whole, **FAVOURABLE)
    forgotten = draw(st.sets(st.sampled_from(OPEN_FACTS), max_size=most))
    return replace(whole, **cast(dict[str, Any], dict.fromkeys(forgotten)))


@st.composite
def nearly_entitled(draw: st.DrawFn, least: int = 1, most: int = 5) -> Family:
    """Families with everything in their favour but for a few facts."""
    whole = draw(known_families)
    in_time = whole.on - timedelta(draw(st.integers(0, 150)))
    whole = replace(whole, **FAVOURABLE, **ENTITLED, graduated_on=in_time)
    spoilt = draw(st.sets(st.sampled_from(sorted(SPOILT)), min_size=least, max_size=most))
    return replace(whole, **{fact: draw(st.sampled_from(SPOILT[fact])) for fact in sorted(spoilt)})


any_family = st.one_of(nearly_entitled(), nearly_entitled(least=2), open_families())
"""What advice is tried on: families that lack a little, and families at random."""

dates = st.one_of(
    st.dates(date(2019, 1, 1), date(2029, 12, 31)),
    st.builds(
        date, st.integers(2019, 2029), st.sampled_from([1, 3, 5, 7, 8, 10, 12]), st.just(31)
    ),
    st.sampled_from([date(2024, 2, 29), date(2023, 2, 28), date(2024, 3, 1), date(2020, 2, 29)]),
)
"""Days of any year near ours; the ends of months, where terms go wrong, more often."""


# --- what a family could become ----------------------------------------------------------------


MAY_CHANGE = {
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
}
"""What a family can still decide or bring about: never its past, its people or its needs."""


def given_facts(of: Family, facts: Mapping[str, Any]) -> Assessment:
    """What is owed if these facts are others."""
    return assess(replace(of, **facts), law())


def places(of: Family) -> dict[str, int] | None:
    """The year's quota for the family's track, as its table has it."""
    for quota in QUOTAS:
        if (quota["year"], quota["track"]) == (of.on.year, of.track):
            return dict(quota["places"])
    return None


def single_changes(of: Family) -> Iterator[dict[str, Any]]:
    """Every other answer to every fact that a family can change."""
    for fact in FACTS:
        kind, own = FACTS[fact], getattr(of, fact)
        answers: tuple[Any, ...] = tuple(law().regions)
        if isinstance(kind, YesNo | Choice):
            answers = (True, False) if isinstance(kind, YesNo) else kind.values
        if fact in MAY_CHANGE:
            yield from ({fact: answer} for answer in answers if answer != own)


def _favourable(of: Family) -> dict[str, Any]:
    """One answer to each fact that can help, where it is not the family's own."""
    quota = places(of) or {"north-kazakhstan": 1}
    best: dict[str, Any] = {
        "destination": max(quota, key=lambda region: quota[region]),
        "settlement": "urban" if of.settlement == "rural" else "rural",
        "settlement_listed": True,
        "job_seeker": True,
        "job_confirmed": True,
        "employer_assists": True,
        "employer_pays_move": False,
        "housing_provided": "none",
        "housing_plan": "buy",
        "business": "agriculture",
    }
    return {fact: answer for fact, answer in best.items() if getattr(of, fact) != answer}


@lru_cache(maxsize=8)
def tried(of: Family) -> list[tuple[dict[str, Any], Assessment]]:
    """Every set of changes worth trying, the smallest first, with what it brings."""
    helpful = _favourable(of)
    together = [
        {fact: helpful[fact] for fact in chosen}
        for size in range(2, len(helpful) + 1)
        for chosen in combinations(helpful, size)
    ]
    return [(facts, given_facts(of, facts)) for facts in (*single_changes(of), *together)]


def smallest(of: Family, helps: Callable[[Assessment], bool]) -> int | None:
    """How many facts must change for something to be so; None where nothing makes it so."""
    return next((len(facts) for facts, found in tried(of) if helps(found)), None)


def rises(before: Amount, after: Amount) -> bool:
    """Whether neither end of a range falls and one rises."""
    return before != after and before.min <= after.min and before.max <= after.max
