"""An independent reading of the law, to check the calculator against.

It was written from the programme and the contract alone, imports nothing of the project and
carries its own copy of every figure. Where the calculator and this module differ, one of them
has misread a page. A condition's outcome is True (met), False (not met) or None (open).
"""

from __future__ import annotations

import calendar
import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

Facts = dict[str, Any]
Outcome = bool | None
Range = tuple[int, int]
Condition = Callable[[Facts], Outcome]

ELIGIBLE = "eligible"
OPEN = "open"
NOT_ELIGIBLE = "not_eligible"

# ---------------------------------------------------------------------------
# Figures of the programme
# ---------------------------------------------------------------------------

# Section 1: the MRP of each year; the last one stands in for later days, as an estimate.
FIRST_DAY = date(2023, 1, 1)
LAST_KNOWN_DAY = date(2026, 12, 31)
LAST_DAY = date(2027, 12, 31)
MRP = {2023: 3450, 2024: 3692, 2025: 3932, 2026: 4325}

# Section 2: the amounts, in MRP.
RELOCATION_PER_MEMBER = 70
EMPLOYER_PER_WORKER = 400
SINGLE_PERSON = 1
LARGE_FAMILY = 5
RENT_SINGLE = {"urban": 20, "rural": 15}
RENT_MIDDLE = {"urban": 25, "rural": 18}
RENT_LARGE = {"urban": 30, "rural": 21}


class Certificate(NamedTuple):
    """One line of the certificate table (programme, section 2)."""

    start: date
    share_percent: int
    cap_tenge: int | None
    cap_mrp: int


CERTIFICATES = (
    Certificate(date(2023, 3, 1), 50, 4_000_000, 0),
    Certificate(date(2024, 1, 1), 50, None, 1160),
    Certificate(date(2026, 1, 1), 100, None, 1625),
)

# Section 2: the nine measures in the table's order, and the day each begins.
MEASURES = {
    "relocation": date(2023, 1, 1),
    "rent": date(2023, 1, 1),
    "certificate": date(2023, 3, 1),
    "employer": date(2023, 1, 1),
    "housing": date(2023, 1, 1),
    "training": date(2023, 1, 1),
    "placement": date(2023, 1, 1),
    "adaptation": date(2023, 1, 1),
    "microcredit": date(2023, 1, 1),
}
CASH_MEASURES = ("relocation", "rent", "certificate")

# Section 3: who leaves from where to where, and from which day a condition is asked.
SURPLUS_REGIONS = (
    "almaty-region",
    "zhambyl",
    "kyzylorda",
    "mangystau",
    "zhetisu",
    "turkistan",
    "almaty",
    "astana",
    "shymkent",
)
DEFICIT_REGIONS = (
    "akmola",
    "abai",
    "east-kazakhstan",
    "karaganda",
    "kostanay",
    "pavlodar",
    "north-kazakhstan",
    "ulytau",
)
REGISTRATION_FROM = date(2026, 1, 1)
FIRST_TIME_FROM = date(2025, 1, 1)
GRADUATE_MONTHS = 6

# Sections 3 and 7: places in the regional quota by year and track.
QUOTAS: dict[int, dict[str, dict[str, int]]] = {
    2023: {
        "kandas": {
            "pavlodar": 932,
            "akmola": 270,
            "east-kazakhstan": 239,
            "abai": 196,
            "kostanay": 150,
            "north-kazakhstan": 138,
        },
        "resettler": {
            "pavlodar": 2841,
            "north-kazakhstan": 2660,
            "kostanay": 530,
            "east-kazakhstan": 305,
            "abai": 238,
            "ulytau": 120,
            "karaganda": 33,
        },
    },
    2024: {
        "kandas": {
            "pavlodar": 902,
            "kostanay": 550,
            "akmola": 285,
            "east-kazakhstan": 269,
            "abai": 220,
            "north-kazakhstan": 207,
        },
        "resettler": {
            "north-kazakhstan": 2702,
            "pavlodar": 2603,
            "kostanay": 950,
            "east-kazakhstan": 372,
            "abai": 255,
            "ulytau": 132,
            "karaganda": 36,
        },
    },
    2025: {
        "kandas": {
            "pavlodar": 1056,
            "akmola": 285,
            "east-kazakhstan": 269,
            "abai": 244,
            "north-kazakhstan": 175,
            "kostanay": 150,
            "atyrau": 100,
            "west-kazakhstan": 30,
        },
        "resettler": {
            "pavlodar": 3050,
            "north-kazakhstan": 2969,
            "kostanay": 535,
            "east-kazakhstan": 372,
            "abai": 255,
            "ulytau": 125,
            "karaganda": 38,
        },
    },
    2026: {
        "kandas": {
            "pavlodar": 977,
            "akmola": 285,
            "abai": 264,
            "east-kazakhstan": 200,
            "north-kazakhstan": 200,
            "kostanay": 200,
            "atyrau": 125,
            "west-kazakhstan": 30,
        },
        "resettler": {
            "north-kazakhstan": 2820,
            "pavlodar": 1655,
            "east-kazakhstan": 600,
            "kostanay": 485,
            "abai": 275,
            "ulytau": 125,
            "karaganda": 37,
        },
    },
}

# Section 7: the 20 regions and cities.
REGIONS = (
    *DEFICIT_REGIONS,
    *SURPLUS_REGIONS,
    "aktobe",
    "atyrau",
    "west-kazakhstan",
)
ABROAD = "abroad"

# ---------------------------------------------------------------------------
# Facts
# ---------------------------------------------------------------------------

DEFAULTS: Facts = {
    "graduate": "none",
    "graduated_on": None,
    "settlement_listed": None,
    "job_seeker": None,
    "registered_12_months": None,
    "supported_before": None,
    "job_confirmed": None,
    "workers_hired": None,
    "employer_assists": None,
    "employer_pays_move": None,
    "housing_provided": None,
    "rent_months": 12,
    "housing_plan": None,
    "housing_price": None,
    "business": "none",
}


def filled(facts: Facts) -> Facts:
    """Give every fact left out its default (contract, section Facts)."""
    known = {name: value for name, value in facts.items() if value is not None}
    full = {**DEFAULTS, **known}
    full.setdefault("on", date.today())
    if full["workers_hired"] is None:
        full["workers_hired"] = default_workers(full["job_confirmed"])
    return full


def default_workers(job_confirmed: bool | None) -> int | None:
    """One worker with a confirmed job, none without, else unknown (contract, Facts)."""
    if job_confirmed is None:
        return None
    return 1 if job_confirmed else 0


def family_size(facts: Facts) -> int:
    """Everybody who moves, the head included (programme, section 2; contract, Facts)."""
    return len(facts["members"])


def is_resettler(facts: Facts) -> bool:
    """Whether the family is on the resettlers' track (contract, section Facts)."""
    return bool(facts["track"] == "resettler")


def is_graduate(facts: Facts) -> bool:
    """Whether a resettler is a graduate of a project (programme, section 3)."""
    return is_resettler(facts) and facts["graduate"] != "none"


def add_months(day: date, months: int) -> date:
    """Same day of the last month, or that month's last day (contract, Verdicts)."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day.day, last))


# ---------------------------------------------------------------------------
# Conditions of every measure (programme, section 3, first table)
# ---------------------------------------------------------------------------


def negated(fact: Outcome) -> Outcome:
    """A condition that wants a no; unknown stays open (contract, section Facts)."""
    return None if fact is None else not fact


def origin(facts: Facts) -> Outcome:
    """Leave a labour-surplus region; a graduate from anywhere (programme, section 3)."""
    if not is_resettler(facts) or is_graduate(facts):
        return True
    return facts["origin"] in SURPLUS_REGIONS


def destination(facts: Facts) -> Outcome:
    """Go to a labour-deficit region, or where kandas are received (programme, section 3)."""
    if is_resettler(facts):
        return facts["destination"] in DEFICIT_REGIONS
    return quota(facts)


def quota(facts: Facts) -> Outcome:
    """Places for the track that year; no data leaves it open (programme, section 3)."""
    year = QUOTAS.get(facts["on"].year)
    if year is None:
        return None
    return year[facts["track"]].get(facts["destination"], 0) > 0


def settlement(facts: Facts) -> Outcome:
    """The settlement is on the region's approved list (programme, section 3)."""
    listed: Outcome = facts["settlement_listed"]
    return listed


def job_seeker(facts: Facts) -> Outcome:
    """A resettler is registered as job seeker or unemployed (programme, section 3)."""
    seeking: Outcome = facts["job_seeker"]
    return seeking if is_resettler(facts) else True


def registration(facts: Facts) -> Outcome:
    """Registered 12 months; resettlers, not graduates, from 2026 (programme, section 3)."""
    if not is_resettler(facts) or is_graduate(facts) or facts["on"] < REGISTRATION_FROM:
        return True
    registered: Outcome = facts["registered_12_months"]
    return registered


def graduation(facts: Facts) -> Outcome:
    """A graduate applies within six months of graduating (programme, section 3)."""
    if not is_graduate(facts):
        return True
    graduated: date | None = facts["graduated_on"]
    if graduated is None:
        return None
    applied: date = facts["on"]
    return graduated <= applied <= add_months(graduated, GRADUATE_MONTHS)


def first_time(facts: Facts) -> Outcome:
    """Kandas were in no quota before, asked from 2025 (programme, section 3)."""
    if is_resettler(facts) or facts["on"] < FIRST_TIME_FROM:
        return True
    return negated(facts["supported_before"])


# ---------------------------------------------------------------------------
# Conditions of one measure (programme, section 3, second table)
# ---------------------------------------------------------------------------


def employer_pays_move(facts: Facts) -> Outcome:
    """Relocation: the employer does not pay for the move (programme, section 3)."""
    return negated(facts["employer_pays_move"])


def no_home_provided(facts: Facts) -> Outcome:
    """Rent: neither employer nor state provides a home (programme, section 3)."""
    provided = facts["housing_provided"]
    return None if provided is None else provided == "none"


def no_home_of_employer(facts: Facts) -> Outcome:
    """Housing: the employer does not provide a home (programme, section 3)."""
    provided = facts["housing_provided"]
    return None if provided is None else provided != "employer"


def job(facts: Facts) -> Outcome:
    """Certificate: a job is confirmed by an employer (programme, section 3)."""
    confirmed: Outcome = facts["job_confirmed"]
    return confirmed


def housing_plan(facts: Facts) -> Outcome:
    """Certificate: the family buys, builds or takes a mortgage (programme, section 3)."""
    plan = facts["housing_plan"]
    return None if plan is None else plan != "none"


def employer_assists(facts: Facts) -> Outcome:
    """Employer: an employer assists the move (programme, section 3)."""
    assists: Outcome = facts["employer_assists"]
    return assists


def hires(facts: Facts) -> Outcome:
    """Employer: at least one member is hired permanently (programme, section 3)."""
    workers: int | None = facts["workers_hired"]
    return None if workers is None else workers >= 1


def rural(facts: Facts) -> Outcome:
    """Microcredit: the destination is rural (programme, section 3)."""
    return bool(facts["settlement"] == "rural")


def business(facts: Facts) -> Outcome:
    """Microcredit: the family has a business plan (programme, section 3)."""
    return bool(facts["business"] != "none")


# Both tables keep the order of the condition codes (contract, section Verdicts).
COMMON: dict[str, Condition] = {
    "origin": origin,
    "destination": destination,
    "quota": quota,
    "settlement": settlement,
    "job_seeker": job_seeker,
    "registration": registration,
    "graduation": graduation,
    "first_time": first_time,
}
EXTRA: dict[str, dict[str, Condition]] = {
    "relocation": {"employer_pays_move": employer_pays_move},
    "rent": {"housing_provided": no_home_provided},
    "certificate": {"job": job, "housing_plan": housing_plan},
    "employer": {"employer_assists": employer_assists, "hires": hires},
    "housing": {"housing_provided": no_home_of_employer},
    "microcredit": {"rural": rural, "business": business},
}

# ---------------------------------------------------------------------------
# Verdicts
# ---------------------------------------------------------------------------


def outcomes(measure: str, facts: Facts) -> dict[str, Outcome]:
    """Every condition of a measure, in force or not (programme, sections 2 and 3)."""
    found: dict[str, Outcome] = {"in_force": facts["on"] >= MEASURES[measure]}
    conditions = {**COMMON, **EXTRA.get(measure, {})}
    for code, condition in conditions.items():
        found[code] = condition(facts)
    return found


def measure_verdict(measure: str, facts: Facts) -> str:
    """One unmet condition refuses, one unknown leaves open (contract, Verdicts)."""
    found = list(outcomes(measure, facts).values())
    if False in found:
        return NOT_ELIGIBLE
    return OPEN if None in found else ELIGIBLE


def verdicts(facts: Facts) -> dict[str, str]:
    """The verdict on each of the nine measures (programme, section 2; contract, Verdicts)."""
    full = filled(facts)
    return {measure: measure_verdict(measure, full) for measure in MEASURES}


def overall_verdict(found: dict[str, str]) -> str:
    """The verdict of the three cash measures together (contract, section Batch)."""
    cash = [found[measure] for measure in CASH_MEASURES]
    if ELIGIBLE in cash:
        return ELIGIBLE
    return OPEN if OPEN in cash else NOT_ELIGIBLE


def reasons(facts: Facts) -> str:
    """Each unmet condition of each measure (contract, section Batch)."""
    unmet = []
    for measure in MEASURES:
        for code, outcome in outcomes(measure, facts).items():
            if outcome is False:
                unmet.append(f"{measure}:{code}")
    return ";".join(unmet)


# ---------------------------------------------------------------------------
# Amounts
# ---------------------------------------------------------------------------


def is_estimate(day: date) -> bool:
    """Whether the MRP of that day is not yet known (programme, section 1)."""
    return day > LAST_KNOWN_DAY


def mrp(day: date) -> int:
    """The MRP of a day; after the last known one, the last one (programme, section 1)."""
    return MRP[LAST_KNOWN_DAY.year] if is_estimate(day) else MRP[day.year]


def allowed(verdict: str, low: int, high: int) -> Range:
    """Nothing when refused, from nothing while open (contract, section Verdicts)."""
    if verdict == NOT_ELIGIBLE:
        return 0, 0
    return (0, high) if verdict == OPEN else (low, high)


def relocation_range(facts: Facts, verdict: str) -> Range:
    """70 MRP for every member, by the day of application (programme, sections 1 and 2)."""
    amount = RELOCATION_PER_MEMBER * mrp(facts["on"]) * family_size(facts)
    return allowed(verdict, amount, amount)


def rent_mrp(facts: Facts) -> int:
    """MRP a month by family size and place (programme, section 2, rent table)."""
    size, place = family_size(facts), facts["settlement"]
    if size == SINGLE_PERSON:
        return RENT_SINGLE[place]
    return RENT_LARGE[place] if size >= LARGE_FAMILY else RENT_MIDDLE[place]


def rent_days(facts: Facts) -> list[date]:
    """The first day of each paid month, from the month of application (programme, section 1)."""
    first = facts["on"].replace(day=1)
    return [add_months(first, passed) for passed in range(facts["rent_months"])]


def rent_payments(facts: Facts) -> list[int]:
    """Each month's payment, at the MRP of its own month (programme, section 1)."""
    return [rent_mrp(facts) * mrp(day) for day in rent_days(facts)]


def rent_range(facts: Facts, verdict: str) -> Range:
    """The sum of all the monthly payments (programme, sections 1 and 2)."""
    amount = sum(rent_payments(facts))
    return allowed(verdict, amount, amount)


def rent_month_range(facts: Facts, verdict: str) -> Range:
    """The first month's payment; 0 without months (contract, section Batch)."""
    amount = sum(rent_payments(facts)[:1])
    return allowed(verdict, amount, amount)


def certificate_rule(day: date) -> Certificate | None:
    """The line of the certificate table in force on a day (programme, section 2)."""
    begun = [rule for rule in CERTIFICATES if rule.start <= day]
    return begun[-1] if begun else None


def certificate_cap(rule: Certificate, day: date) -> int:
    """The cap in tenge, by the MRP of the day of application (programme, section 2)."""
    if rule.cap_tenge is not None:
        return rule.cap_tenge
    return rule.cap_mrp * mrp(day)


def certificate_range(facts: Facts, verdict: str) -> Range:
    """Share of the price, rounded down, at most the cap (programme, section 2)."""
    rule = certificate_rule(facts["on"])
    if rule is None:
        return 0, 0
    cap, price = certificate_cap(rule, facts["on"]), facts["housing_price"]
    if price is None:
        return allowed(verdict, 0, cap)
    amount = min(price * rule.share_percent // 100, cap)
    return allowed(verdict, amount, amount)


def employer_range(facts: Facts, verdict: str) -> Range:
    """400 MRP a worker; unknown, up to all members (programme, section 2; contract, Facts)."""
    per_worker = EMPLOYER_PER_WORKER * mrp(facts["on"])
    workers = facts["workers_hired"]
    if workers is None:
        return allowed(verdict, 0, per_worker * family_size(facts))
    return allowed(verdict, per_worker * workers, per_worker * workers)


def amounts(facts: Facts, found: dict[str, str]) -> dict[str, Range]:
    """Every sum of a row, in the order of its columns (contract, section Batch)."""
    relocation = relocation_range(facts, found["relocation"])
    rent = rent_range(facts, found["rent"])
    certificate = certificate_range(facts, found["certificate"])
    return {
        "relocation": relocation,
        "rent_month": rent_month_range(facts, found["rent"]),
        "rent": rent,
        "certificate": certificate,
        "total": total_range([relocation, rent, certificate]),
        "employer": employer_range(facts, found["employer"]),
    }


def total_range(parts: Sequence[Range]) -> Range:
    """The family's total: the three cash measures only (contract, section Verdicts)."""
    return sum(low for low, _ in parts), sum(high for _, high in parts)


def provisional(facts: Facts, sums: dict[str, Range]) -> str:
    """Whether a sum to be paid rests on an unknown MRP (programme, section 1; contract)."""
    day_sums = ("relocation", "certificate", "employer")
    by_day = is_estimate(facts["on"]) and any(sums[name][1] > 0 for name in day_sums)
    by_month = sums["rent"][1] > 0 and any(is_estimate(day) for day in rent_days(facts))
    return "yes" if by_day or by_month else "no"


def columns(facts: Facts) -> dict[str, object]:
    """Every output column of a row but `error` (contract, section Batch)."""
    full = filled(facts)
    found = verdicts(full)
    sums = amounts(full, found)
    row: dict[str, object] = {"verdict": overall_verdict(found)}
    for name, (low, high) in sums.items():
        row[f"{name}_min"], row[f"{name}_max"] = low, high
    row["provisional"] = provisional(full, sums)
    row["reasons"] = reasons(full)
    return row


# ---------------------------------------------------------------------------
# Random families
# ---------------------------------------------------------------------------

# Days on which, or beside which, a figure or a condition of the programme changes.
EDGE_DAYS = (
    date(2023, 1, 1),
    date(2023, 2, 28),
    date(2023, 3, 1),
    date(2023, 12, 31),
    date(2024, 1, 1),
    date(2024, 2, 28),
    date(2024, 2, 29),
    date(2024, 3, 1),
    date(2024, 12, 31),
    date(2025, 1, 1),
    date(2025, 2, 28),
    date(2025, 3, 1),
    date(2025, 6, 15),
    date(2025, 6, 16),
    date(2025, 8, 31),
    date(2025, 12, 31),
    date(2026, 1, 1),
    date(2026, 1, 31),
    date(2026, 2, 1),
    date(2026, 2, 28),
    date(2026, 3, 1),
    date(2026, 12, 31),
    date(2027, 1, 1),
    date(2027, 2, 28),
    date(2027, 12, 31),
)
EDGE_SIZES = (1, 1, 2, 2, 4, 4, 5, 5, 6, 30)
RELATIONS = ("child", "child", "child", "parent", "other")
MOST_MEMBERS = 30
MOST_WORKERS = 30
HIGHEST_PRICE = 10_000_000_000

# How likely a fact is favourable, unknown or unfavourable in one family.
Mood = tuple[int, int, int]
MOODS: tuple[Mood, ...] = (
    (1, 0, 0),
    (40, 1, 1),
    (6, 1, 0),
    (2, 1, 0),
    (10, 1, 1),
    (1, 1, 1),
)


def pick(rng: random.Random, mood: Mood, good: Sequence[Any], bad: Sequence[Any]) -> Any:
    """A favourable, unknown or unfavourable value of a fact (contract, section Facts)."""
    kind = rng.choices(("good", "unknown", "bad"), weights=mood)[0]
    if kind == "unknown":
        return None
    return rng.choice(good if kind == "good" else bad)


def random_between(rng: random.Random, first: date, last: date) -> date:
    """Any day from the first to the last (contract, section Facts, `on`)."""
    return first + timedelta(days=rng.randint(0, (last - first).days))


def random_day(rng: random.Random) -> date:
    """A day in scope, often an edge day or one in 2027 (programme, section 1)."""
    draw = rng.random()
    if draw < 0.5:
        return rng.choice(EDGE_DAYS)
    if draw < 0.6:
        return random_between(rng, LAST_KNOWN_DAY + timedelta(days=1), LAST_DAY)
    return random_between(rng, FIRST_DAY, LAST_KNOWN_DAY)


def random_graduation(rng: random.Random, on: date, mood: Mood) -> date | None:
    """A graduation often at the edge of its term (programme, section 3)."""
    recent = [on - timedelta(days=days) for days in (0, 1, 90, 180)]
    if (on.month, on.day) in {(2, 28), (2, 29)}:
        recent += [date(on.year - 1, 8, day) for day in (28, 29, 30, 31)]
    border = add_months(on, -GRADUATE_MONTHS)
    recent += [border, border + timedelta(days=1)]
    late = [border - timedelta(days=1), on + timedelta(days=1), date(on.year - 1, 8, 31)]
    graduated: date | None = pick(rng, mood, recent, [*late, date(2020, 2, 29)])
    return graduated


def random_origin(rng: random.Random, facts: Facts, mood: Mood) -> str:
    """A region of departure, mostly an allowed one (programme, section 3)."""
    anywhere = (*REGIONS, ABROAD)
    if not is_resettler(facts):
        return rng.choice((ABROAD, rng.choice(anywhere)))
    if is_graduate(facts):
        return rng.choice(anywhere)
    usual = rng.random() * sum(mood) < mood[0] + mood[1]
    return rng.choice(SURPLUS_REGIONS if usual else anywhere)


def random_destination(rng: random.Random, facts: Facts, mood: Mood) -> str:
    """A region of arrival, mostly one with places that year (programme, section 3)."""
    year = min(facts["on"].year, LAST_KNOWN_DAY.year)
    usual = rng.random() * sum(mood) < mood[0] + mood[1]
    if usual:
        return rng.choice(sorted(QUOTAS[year][facts["track"]]))
    return rng.choice((rng.choice(DEFICIT_REGIONS), rng.choice(REGIONS)))


def random_age(rng: random.Random) -> int | None:
    """An age in whole years, or unknown (contract, section Facts)."""
    return rng.choice((None, 0, 17, 18, 120, rng.randint(0, 90)))


def random_members(rng: random.Random) -> list[dict[str, Any]]:
    """One to thirty people, exactly one of them `self` (contract, section Facts)."""
    size = rng.choice((*EDGE_SIZES, rng.randint(1, MOST_MEMBERS)))
    relations = ["self"]
    if size > 1:
        relations.append(rng.choice(("spouse", "child")))
    relations += [rng.choice(RELATIONS) for _ in range(size - len(relations))]
    if rng.random() < 0.2:
        rng.shuffle(relations)
    return [{"relation": relation, "age": random_age(rng)} for relation in relations]


def random_price(rng: random.Random, on: date) -> int:
    """A price, often at the cap or twice the cap (programme, section 2)."""
    rule = certificate_rule(on) or CERTIFICATES[0]
    cap = certificate_cap(rule, on)
    near = rng.choice((cap, cap * 2)) + rng.choice((-1, 0, 1))
    small = rng.choice((1, 2, 3, 999_999, 1_000_001))
    odd = rng.randrange(1, 20_000_000, 2)
    return rng.choice((near, near, small, odd, rng.randint(1, 20_000_000), HIGHEST_PRICE))


def random_workers(rng: random.Random, size: int) -> int | None:
    """Workers hired: none, one, all, more than all, or unknown (contract, Facts)."""
    more = min(size + 1, MOST_WORKERS)
    return rng.choice((None, None, 0, 1, 1, 2, size, more, MOST_WORKERS))


def random_place(rng: random.Random, mood: Mood) -> Facts:
    """When, on which track, from where to where (programme, section 3)."""
    facts: Facts = {"on": random_day(rng)}
    facts["track"] = rng.choice(("resettler", "resettler", "kandas"))
    facts["graduate"] = rng.choice(("none", "none", "none", "serpin", "zharqyn-bolashaq"))
    facts["graduated_on"] = random_graduation(rng, facts["on"], mood)
    facts["origin"] = random_origin(rng, facts, mood)
    facts["destination"] = random_destination(rng, facts, mood)
    facts["settlement"] = rng.choice(("urban", "rural"))
    return facts


def random_answers(rng: random.Random, mood: Mood) -> Facts:
    """The yes/no facts of one mood (programme, section 3; contract, Facts)."""
    yes, no = (True,), (False,)
    return {
        "settlement_listed": pick(rng, mood, yes, no),
        "job_seeker": pick(rng, mood, yes, no),
        "registered_12_months": pick(rng, mood, yes, no),
        "supported_before": pick(rng, mood, no, yes),
        "divorced_36_months": rng.choice((True, False, None)),
        "job_confirmed": pick(rng, mood, yes, no),
        "employer_assists": pick(rng, mood, yes, no),
        "employer_pays_move": pick(rng, mood, no, yes),
    }


def random_plans(rng: random.Random, mood: Mood, on: date) -> Facts:
    """Home, rent, business and loan (programme, sections 2 and 3; contract, Facts)."""
    plans = ("agriculture", "processing", "other")
    return {
        "housing_provided": pick(rng, mood, ("none",), ("employer", "state")),
        "rent_months": rng.choice((0, 0, 1, 6, 11, 12, 12, rng.randint(0, 12))),
        "housing_plan": pick(rng, mood, ("buy", "build", "mortgage"), ("none",)),
        "housing_price": rng.choice((None, *(random_price(rng, on) for _ in range(4)))),
        "business": rng.choice(("none", *plans)),
        "loan_amount": rng.choice((None, 1, rng.randint(1, 10_000_000))),
        "loan_months": rng.choice((1, 60, 84, rng.randint(1, 84))),
    }


def forget(rng: random.Random, facts: Facts) -> Facts:
    """Leave out half of the facts that say no more than their default (contract, Facts)."""
    kept: Facts = {}
    for name, value in facts.items():
        usual = value is None or (name in DEFAULTS and value == DEFAULTS[name])
        if not usual or rng.random() < 0.5:
            kept[name] = value
    return kept


def random_facts(rng: random.Random) -> Facts:
    """A well-formed family whose mood decides how it fares (contract, section Facts)."""
    mood = rng.choice(MOODS)
    facts = random_place(rng, mood)
    facts.update(random_answers(rng, mood))
    facts["members"] = random_members(rng)
    facts["workers_hired"] = random_workers(rng, family_size(facts))
    facts.update(random_plans(rng, mood, facts["on"]))
    return forget(rng, facts)
