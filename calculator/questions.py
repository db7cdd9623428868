"""The questions a family is asked, in words: one for each fact, in four groups.

Titles also head the columns of files and name a fact in an error.
"""

from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from calculator.rules.facts import FACTS
from calculator.rules.records import LANGUAGES

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words: TypeAlias = "_StrPromise | str"


class Question(NamedTuple):
    """How one fact is asked: its short title, the question, and help where a term is official."""

    title: Words
    label: Words
    help: Words = ""


class Group(NamedTuple):
    """Questions that stand together on the form."""

    code: str
    title: Words
    facts: tuple[str, ...]


GROUPS = (
    Group(
        "family",
        _("Who is moving"),
        ("track", "members", "graduate", "graduated_on", "supported_before", "divorced_36_months"),
    ),
    Group(
        "move",
        _("Where from and where to"),
        ("on", "origin", "registered_12_months", "destination", "settlement", "settlement_listed"),
    ),
    Group(
        "work",
        _("Job and employer"),
        ("job_seeker", "job_confirmed", "workers_hired", "employer_assists", "employer_pays_move"),
    ),
    Group(
        "home",
        _("Home and business"),
        (
            "housing_provided",
            "rent_months",
            "housing_plan",
            "housing_price",
            "business",
            "loan_amount",
            "loan_months",
        ),
    ),
)

QUESTIONS: dict[str, Question] = {
    "on": Question(
        _("Day of application"),
        _("When are you applying?"),
        _("For example, 15.06.2026. The rules depend on this day."),
    ),
    "track": Question(
        _("Group"),
        _("Are you a resettler or a kandas?"),
        _(
            "A kandas is an ethnic Kazakh who has come to Kazakhstan from abroad. "
            "A resettler moves within Kazakhstan."
        ),
    ),
    "graduate": Question(
        _("Graduate"),
        _("Is the applicant a graduate of one of these projects?"),
        _("This matters for resettlers only."),
    ),
    "graduated_on": Question(
        _("Day of graduation"),
        _("When did the applicant graduate?"),
        _("For graduates only. For example, 30.06.2026. Leave empty if you don't know."),
    ),
    "origin": Question(_("Region of departure"), _("Where are you moving from?")),
    "destination": Question(_("Region of arrival"), _("Where are you moving to?")),
    "settlement": Question(_("Town or village"), _("Are you moving to a town or a village?")),
    "settlement_listed": Question(
        _("Settlement on the list"),
        _("Is the place on the region's approved list of settlements?"),
        _("Each region approves its list every year. The career centre has it."),
    ),
    "job_seeker": Question(
        _("Registered as a job seeker"),
        _("Is the applicant registered as a job seeker or unemployed?"),
        _("You can register at the career centre where you live."),
    ),
    "registered_12_months": Question(
        _("Registered for 12 months"),
        _(
            "Has the applicant been permanently registered in the region of departure "
            "for at least 12 months?"
        ),
    ),
    "supported_before": Question(
        _("Included in a quota before"),
        _("Has the family been included in a regional quota before?"),
        _("That is, has it moved with this support before?"),
    ),
    "divorced_36_months": Question(
        _("Divorced in the last 36 months"),
        _("Has the applicant divorced in the last 36 months?"),
        _("This changes only the documents you bring, not the sum."),
    ),
    "members": Question(
        _("Members of the family"),
        _("Who in the family is moving?"),
        _("Count everyone who is moving, including the applicant. You can leave age empty."),
    ),
    "job_confirmed": Question(
        _("Job confirmed"),
        _("Does an employer in the region of arrival confirm a permanent job?"),
    ),
    "workers_hired": Question(
        _("Number of workers hired"),
        _("How many of you will the employer who helps you move hire permanently?"),
        _("Leave empty if you don't know. A confirmed job then counts as one worker."),
    ),
    "employer_assists": Question(
        _("Employer assists"),
        _("Does an employer assist with your resettlement?"),
        _("For example, by finding a home or meeting the family."),
    ),
    "employer_pays_move": Question(
        _("Employer pays for the move"),
        _("Does the employer pay for the move?"),
    ),
    "housing_provided": Question(
        _("Home provided by"),
        _("Who will give you a home there?"),
    ),
    "rent_months": Question(
        _("Length of renting"),
        _("How many months will you rent until you have a home of your own?"),
        _("From 0 to 12."),
    ),
    "housing_plan": Question(
        _("Plans for a home"),
        _("Will you buy or build a home?"),
    ),
    "housing_price": Question(
        _("Price of the home"),
        _("How much will the home or building it cost?"),
        _("In tenge, for example 10 000 000. Leave empty if you don't know."),
    ),
    "business": Question(
        _("Business"),
        _("Do you plan to start a business?"),
        _("For an Auyl Amanaty microcredit."),
    ),
    "loan_amount": Question(
        _("Microcredit amount"),
        _("How large a microcredit do you want?"),
        _("In tenge. Leave empty if you don't know."),
    ),
    "loan_months": Question(
        _("Loan term"),
        _("For how many months do you want the microcredit?"),
        _("From 1 to 84."),
    ),
}

FAMILY_SIZE = _("Size of the family")
RELATION = _("How is this person related to the applicant?")
AGE = _("Age, whole years")

YES_NO: dict[str, Words] = {
    "yes": _("Yes"),
    "no": _("No"),
}
UNKNOWN = _("Don't know")

CHOICES: dict[str, dict[str, Words]] = {
    "track": {"resettler": _("Resettler"), "kandas": _("Kandas")},
    "graduate": {
        "none": pgettext_lazy("graduate", "No"),
        "serpin": _("Yes, Serpin"),
        "zharqyn-bolashaq": _("Yes, Zharqyn Bolashaq"),
    },
    "settlement": {"urban": _("Town"), "rural": _("Village")},
    "housing_provided": {
        "none": pgettext_lazy("home provided", "No one"),
        "employer": _("The employer"),
        "state": _("The state"),
    },
    "housing_plan": {
        "none": pgettext_lazy("plan for a home", "No"),
        "buy": _("Buy"),
        "build": _("Build"),
        "mortgage": _("Take a mortgage"),
    },
    "business": {
        "none": pgettext_lazy("business", "No"),
        "agriculture": _("Agriculture"),
        "processing": _("Processing farm produce"),
        "other": _("Something else"),
    },
    "relation": {
        "self": _("Applicant"),
        "spouse": _("Husband or wife"),
        "child": _("Child"),
        "parent": _("Father or mother"),
        "other": _("Another relative"),
    },
}
ABROAD = _("From abroad")


@cache
def titles(fact: str) -> list[str]:
    """The titles of a fact, or of `family_size`, in Kazakh, Russian and English."""
    title = FAMILY_SIZE if fact == "family_size" else QUESTIONS[fact].title
    found = []
    for language in LANGUAGES:
        with override(language):
            found.append(str(title))
    return found


assert set(QUESTIONS) == set(FACTS), "every fact is asked, and nothing else"  # noqa: S101
