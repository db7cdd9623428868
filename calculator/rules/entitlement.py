"""Who is entitled at all: the conditions every measure shares.

Letter No. ДС-275, point 3; Rules of voluntary resettlement, Order No. 234 of 22.06.2023.
"""

from datetime import date
from typing import NamedTuple

from calculator.rules.calendar import months_later
from calculator.rules.facts import Family, Track, altered
from calculator.rules.law import Law, Rules
from calculator.rules.records import Note
from calculator.rules.worksheet import Finding, Met, Worksheet, negated

TOPIC = "entitlement"
EACH_REGION = "each region"


class Answers(NamedTuple):
    """What the shared conditions ask of a family; few enough to decide each combination once."""

    track: Track
    graduate: bool
    leaves_surplus_region: Met
    region_receives: Met
    has_places: Met
    settlement_listed: Met
    job_seeker: Met
    registered: Met
    applied_in_time: Met
    supported_before: Met


HANGS_ON = frozenset(
    {
        "on",
        "track",
        "graduate",
        "graduated_on",
        "origin",
        "destination",
        "settlement_listed",
        "job_seeker",
        "registered_12_months",
        "supported_before",
    }
)
"""All the facts that `answers` reads; a test holds the two together."""


def answers(family: Family, rules: Rules) -> Answers:
    """The shared questions answered for one family; what does not concern it is left unknown."""
    places = rules.quotas.get(family.track)
    has_places = None if places is None else places.get(family.destination, 0) > 0
    kandas, graduate = family.track == "kandas", is_graduate(family)
    return Answers(
        track=family.track,
        graduate=graduate,
        leaves_surplus_region=None if kandas else _is_on(rules, "surplus_regions", family.origin),
        region_receives=has_places
        if kandas
        else _is_on(rules, "deficit_regions", family.destination),
        has_places=has_places,
        settlement_listed=family.settlement_listed,
        job_seeker=None if kandas else family.job_seeker,
        registered=None if kandas or graduate else family.registered_12_months,
        applied_in_time=_applied_in_time(family, rules) if graduate else None,
        supported_before=family.supported_before if kandas else None,
    )


def find(rules: Rules, asked: Answers) -> Finding:
    """Decide the shared conditions, once for each combination of answers."""
    key = (TOPIC, asked)
    found: Finding | None = rules.memory.get(key)
    if found is None:
        # Where two threads decide at once, both go on with the same.
        found = rules.memory.setdefault(key, _decide(rules, asked))
    return found


def in_each_region(family: Family, law: Law) -> dict[str, Finding]:
    """The shared conditions in each region, once for each combination of the other answers."""
    rules = law.on(family.on)
    elsewhere = answers(family, rules)._replace(region_receives=None, has_places=None)
    key = (EACH_REGION, elsewhere)
    found: dict[str, Finding] | None = rules.memory.get(key)
    if found is None:
        each = {
            region: find(rules, answers(altered(family, {"destination": region}), rules))
            for region in law.regions
        }
        found = rules.memory.setdefault(key, each)
    return found


def advice(family: Family, rules: Rules) -> tuple[Note, ...]:
    """What this family should know beside its sums; none of it changes an amount."""
    notes = ["which_mrp", "list_not_found", "no_seizure"]
    if family.track == "resettler" and family.supported_before is not False:
        notes.append("took_part_before")
    told = (rules.notes[f"{TOPIC}.{name}"] for name in notes)
    return tuple(note for note in told if note is not None)


def is_graduate(family: Family) -> bool:
    """Whether the rules for graduates are its rules; kandas have their own."""
    return family.track != "kandas" and family.graduate != "none"


def graduation_deadline(family: Family, rules: Rules) -> date | None:
    """The last day on which a graduate may apply; None for others, and while it is not known."""
    if family.graduated_on is None or not is_graduate(family):
        return None
    return months_later(family.graduated_on, rules.parameter(f"{TOPIC}.graduation_months").whole)


def _decide(rules: Rules, asked: Answers) -> Finding:
    sheet = Worksheet(rules, TOPIC)
    if asked.track == "kandas":
        _kandas(sheet, asked)
    else:
        _resettler(sheet, asked)
    return sheet.finding()


def _kandas(sheet: Worksheet, asked: Answers) -> None:
    sheet.require("destination_kandas", asked.region_receives)
    sheet.require("quota", asked.has_places)
    sheet.require("settlement", asked.settlement_listed)
    sheet.require("first_time", negated(asked.supported_before))


def _resettler(sheet: Worksheet, asked: Answers) -> None:
    if asked.graduate:
        sheet.require("origin_graduate", met=True)
    else:
        sheet.require("origin", asked.leaves_surplus_region)
    sheet.require("destination", asked.region_receives)
    sheet.require("quota", asked.has_places)
    sheet.require("settlement", asked.settlement_listed)
    sheet.require("job_seeker", asked.job_seeker)
    if asked.graduate:
        sheet.require("graduation", asked.applied_in_time)
    else:
        sheet.require("registration", asked.registered)


def _is_on(rules: Rules, name: str, region: str) -> bool:
    return region in rules.region_lists[f"{TOPIC}.{name}"]


def _applied_in_time(family: Family, rules: Rules) -> Met:
    deadline = graduation_deadline(family, rules)
    if family.graduated_on is None or deadline is None:
        return None
    return family.graduated_on <= family.on <= deadline
