"""What a family can do, in words: one sentence for each fact it can bring about."""

from collections.abc import Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calculator.questions import QUESTIONS, Words
from calculator.rules.law import Law
from calculator.wording.facts import answer
from calculator.wording.figures import told_once

DEEDS: dict[tuple[str, object], Words] = {
    ("settlement", "urban"): _("Move to a town. Your other answers must hold there too."),
    ("settlement", "rural"): _("Move to a village. Your other answers must hold there too."),
    ("settlement_listed", True): _("Choose a place that is on the region's list of settlements."),
    ("job_seeker", True): _("Register as a job seeker at the career centre."),
    ("job_confirmed", True): _("Find an employer in the new place who confirms a permanent job."),
    ("employer_assists", True): _("Find an employer who helps with the move."),
    ("employer_pays_move", False): _("Pay for the move yourselves, not the employer."),
    ("housing_provided", "none"): _(
        "Rent a home yourselves instead of one that the employer or the state gives. "
        "You then pay the rent."
    ),
    ("housing_provided", "state"): _("Ask the state for a home, not the employer."),
    ("housing_plan", "buy"): _("Buy a home."),
    ("housing_plan", "build"): _("Build a home."),
    ("housing_plan", "mortgage"): _("Take a mortgage."),
    ("business", "agriculture"): _("Plan a business in agriculture."),
    ("business", "processing"): _("Plan a business that processes farm produce."),
    ("business", "other"): _("Plan a business of your own."),
}


def deed(facts: Mapping[str, object], law: Law) -> str:
    """What to do so that these facts become true, one sentence for each."""
    return " ".join(_deed(fact, value, law) for fact, value in facts.items())


@told_once
def _deed(fact: str, value: object, law: Law) -> str:
    if fact == "destination":
        return gettext(
            "Choose this region: %(region)s. Your other answers must hold there too."
        ) % {"region": answer(fact, value, law)}
    known = DEEDS.get((fact, value))
    return str(known) if known else f"{QUESTIONS[fact].title}: {answer(fact, value, law)}."
