"""Families at random, and how often property tests try them."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, cast

from hypothesis import settings
from hypothesis import strategies as st

from calculator.rules import Family, Member
from calculator.rules.facts import ABROAD, DEFAULTS, FACTS, YesNo
from tests.rules.families import law
from tests.rules.tables import EVERY_DAY

# The same examples every time: a test that fails on Tuesdays helps nobody.
examples = settings(max_examples=40, deadline=None, derandomize=True, database=None)
many_examples = settings(examples, max_examples=100)
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
