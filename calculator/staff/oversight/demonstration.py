"""A made-up centre to try the desk with: made-up families, and accounts called by their role."""

import random
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from calculator import intake
from calculator.law import current
from calculator.rules import Family, assess
from calculator.staff import record, words
from calculator.staff.cases import actions
from calculator.staff.cases.checking import Found, Outcome, claimed_family
from calculator.staff.cases.proofs import to_look_at
from calculator.staff.cases.states import AGREES, CHECKED, State
from calculator.staff.errors import NotAllowed
from calculator.staff.models import Case, Worker
from calculator.staff.oversight import people
from calculator.staff.oversight.people import CentreDetails, Details
from calculator.staff.record import Origin
from calculator.staff.roles import OF_A_CENTRE, ROLES

REGION = "north-kazakhstan"
SEED = 20_260_615
# How far each made-up case has come, and how many of each there are.
CASES: dict[str, int] = {
    State.NEW: 7,
    State.IN_CHECK: 6,
    State.ELIGIBLE: 7,
    State.NOT_ELIGIBLE: 3,
    State.SENT_BACK: 3,
    State.CLOSED: 4,
}
# One paper in so many is missing, or shows something else.
RARELY = 1 / 10


class Account(NamedTuple):
    """Who can sign in, and their password, which is told once."""

    role: str
    username: str
    password: str


class Demonstration(NamedTuple):
    """What was set up."""

    centre: str
    accounts: list[Account]
    cases: int


def username_of(role: str) -> str:
    """The name under which a made-up account signs in."""
    return f"demo-{role}"


def is_there() -> bool:
    """Whether it was set up before; accounts are never deleted, so they tell."""
    names = [username_of(role) for role in ROLES]
    return Worker.objects.filter(username__in=names).exists()


@transaction.atomic
def set_up() -> Demonstration:
    """The centre, an account of each role, and its cases, all through the desk's own actions.

    Raises NotAllowed where it is there already. Either all of it is set up, or nothing.
    """
    if is_there():
        raise NotAllowed("demonstrated")
    by = Origin(None)
    centre = people.add_centre(_centre(), by=by)
    accounts = []
    for role in ROLES:
        name = gettext("Demonstration: %(role)s") % {"role": words.ROLES[role]}
        details = Details(name, role, centre if role in OF_A_CENTRE else None)
        worker, password = people.add_person(username_of(role), details, by=by)
        accounts.append(Account(str(words.ROLES[role]), worker.username, password))
    count = _make_cases()
    record.note("demonstrated", by=by, centre=centre.pk, count=count)
    return Demonstration(str(centre), accounts, count)


def _centre() -> CentreDetails:
    names = []
    for language in ("kk", "ru", "en"):
        with override(language):
            names.append(gettext("Demonstration centre (made up)"))
    kk, ru, en = names
    return CentreDetails(kk, ru, en, REGION)


# --- cases ---------------------------------------------------------------------------------------


def _make_cases() -> int:
    """Cases in all states; the same families each time, on the day it is set up."""
    chance = random.Random(SEED)  # noqa: S311  Families to look at, no secret.
    by = Origin(Worker.objects.get(username=username_of("specialist")))
    wanted = [state for state, count in CASES.items() for _ in range(count)]
    for state in wanted:
        family = _family(chance, AGREES.get(State(state)))
        _bring(actions.open_case(family, by=by, source="form"), state, chance, by)
    return len(wanted)


def _family(chance: random.Random, verdict: str | None) -> Family:
    """A family; where a verdict is wanted, one that has it."""
    law = current()
    while True:
        family = intake.understood(_facts(chance), law, timezone.localdate())
        if verdict is None or assess(family, law).verdict == verdict:
            return family


def _facts(chance: random.Random) -> dict[str, object]:
    """A family as a form would have it; many answers are not known, as in life."""
    plan = chance.choice(["none", "buy", "buy", "build", "mortgage"])
    facts: dict[str, object] = {
        "track": chance.choice(["resettler", "resettler", "resettler", "kandas"]),
        "origin": chance.choice(["turkistan", "zhambyl", "almaty-region", "kyzylorda"]),
        "destination": chance.choice([REGION, REGION, "pavlodar", "kostanay"]),
        "settlement": chance.choice(["urban", "rural"]),
        "members": _members(chance),
        "housing_provided": chance.choice(["none", "none", "employer"]),
        "housing_plan": plan,
        "rent_months": chance.choice([6, 9, 12]),
    }
    if plan != "none":
        facts["housing_price"] = chance.randrange(60, 200) * 100_000
    if facts["track"] == "kandas":
        facts["origin"] = "abroad"
    for fact, no in (("supported_before", True), ("divorced_36_months", True)):
        facts[fact] = _mostly(chance, not no)
    for fact in ("settlement_listed", "job_seeker", "registered_12_months", "job_confirmed"):
        facts[fact] = _mostly(chance, True)
    for fact in ("employer_assists", "employer_pays_move"):
        facts[fact] = chance.choice([True, False, None])
    return facts


def _mostly(chance: random.Random, usual: bool) -> bool | None:
    return chance.choice([usual] * 8 + [None, not usual])


def _members(chance: random.Random) -> str:
    people_ = [f"self:{chance.randrange(22, 55)}"]
    if chance.random() < 3 / 4:
        people_.append(f"spouse:{chance.randrange(22, 55)}")
    people_ += [f"child:{chance.randrange(0, 17)}" for _ in range(chance.randrange(0, 5))]
    return ";".join(people_)


def _bring(case: Case, wanted: str, chance: random.Random, by: Origin) -> None:
    """Lead a case as far as it is wanted, as a specialist would."""
    if wanted == State.NEW:
        return
    if wanted == State.IN_CHECK:
        actions.save_check(case, case.version, _found(case, chance, half=True), "", by=by)
        return
    case = actions.save_check(case, case.version, _found(case, chance), "", by=by)
    decision = wanted if wanted in CHECKED else _decision(case)
    case = actions.move(case, case.version, decision, _reason(case, decision), by=by)
    if wanted == State.CLOSED:
        actions.move(case, case.version, State.CLOSED, "", by=by)


def _found(case: Case, chance: random.Random, *, half: bool = False) -> dict[str, Found]:
    """What the papers show: mostly what was said; now and then less, or something else."""
    family = claimed_family(case)
    facts = sorted(to_look_at(case))
    facts = facts[: len(facts) // 2] if half else facts
    found = {fact: Found(Outcome.SEEN) for fact in facts}
    for fact in facts:
        corrected = _corrected(family, fact)
        if chance.random() < RARELY:
            found[fact] = Found(Outcome.NOT_SEEN)
        elif corrected and chance.random() < RARELY:
            found[fact] = Found(Outcome.DIFFERENT, corrected)
    return found


def _corrected(family: Family, fact: str) -> str:
    """Another answer to a question; empty where none is near at hand."""
    said = getattr(family, fact)
    if isinstance(said, bool):
        return "no" if said else "yes"
    if fact == "members" and family.people > 1:
        return intake.texts(family)["members"].rpartition(";")[0]
    return str(said // 2) if isinstance(said, int) and said > 1 else ""


def _decision(case: Case) -> str:
    """What the calculator comes to."""
    return next(state for state, verdict in AGREES.items() if verdict == case.verdict)


def _reason(case: Case, decision: str) -> str:
    if AGREES[State(decision)] == case.verdict:
        return ""
    return gettext("Made up, to show a decision that differs from the calculator.")
