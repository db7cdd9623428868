"""The pages that are looked at in the browser, and how a person fills in the form."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.utils.translation import gettext, override
from playwright.sync_api import Locator, Page, expect

from calculator.law import current
from calculator.questions import AGE, CHOICES, QUESTIONS, RELATION, YES_NO
from calculator.wording.figures import said
from tests.web.site import BRIEF, FAMILIES, TYPED, UNANSWERED, address, form_address

LANGUAGES = ("kk", "ru", "en")
WIDTHS = (375, 1280)

ANSWERED = {**TYPED, "do": "calculate"}
PAGES = {
    "home": lambda language: f"/{language}/",
    "form": lambda language: f"/{language}/calculate/",
    "form with mistakes": lambda language: form_address(
        language, track="", age_2="отыз екі", on="2022", housing_price="9" * 40
    ),
    "form with six members": lambda language: form_address(language, "add"),
    "result, eligible": lambda language: address("result", language, **BRIEF),
    "result, open": lambda language: address("result", language, **BRIEF, **UNANSWERED),
    "result, not eligible": lambda language: address(
        "result", language, **FAMILIES["not eligible"]
    ),
    "summary": lambda language: address("summary", language, **BRIEF),
    "links": lambda language: f"/{language}/links/?destination=pavlodar&housing_price=7500000",
    "links with mistakes": lambda language: f"/{language}/links/?housing_price={'9' * 40}",
    "frame": lambda language: f"/{language}/embed/",
    "frame with mistakes": lambda language: f"/{language}/embed/?do=calculate",
    "frame, answered": lambda language: f"/{language}/embed/?{urlencode(ANSWERED)}",
    "lost": lambda language: f"/{language}/nothing/here/",
    "rule book": lambda language: f"/{language}/rules/",
    "rules: a measure": lambda language: f"/{language}/rules/rent/",
    "rules: what all share": lambda language: f"/{language}/rules/entitlement/",
    "rules: the MRP": lambda language: f"/{language}/rules/mrp/",
    "rules: quotas": lambda language: f"/{language}/rules/quotas/",
    "rules: papers": lambda language: f"/{language}/rules/papers/",
    "rules: the way": lambda language: f"/{language}/rules/way/",
    "rules: changes": lambda language: f"/{language}/rules/changes/",
    "rules: sources": lambda language: f"/{language}/rules/sources/",
    "regions": lambda language: f"/{language}/regions/",
    "regions with mistakes": lambda language: f"/{language}/regions/?track=nomad&year=1900",
    "a region": lambda language: f"/{language}/regions/north-kazakhstan/",
    "about": lambda language: f"/{language}/about/",
    "report": lambda language: address("about/report", language, **BRIEF),
    "report with mistakes": lambda language: address("about/report", language, **BRIEF),
    "report, looked at": lambda language: address("about/report", language, **BRIEF),
    "report, sent": lambda language: address("about/report/thanks", language, **BRIEF),
    "developers": lambda language: f"/{language}/developers/",
    "API": lambda language: f"/api/v1/docs?lang={language}",
    "offline": lambda language: f"/{language}/offline/",
}


def look_at_report(page: Page) -> None:
    """Go on to what would be stored of a report."""
    page.locator("[name=said]").fill("2026: 28!")
    send_report(page)


def send_report(page: Page) -> None:
    """Go on with a report as it stands."""
    with page.expect_navigation():
        page.locator("form.report button[value=look]").click()


STEPS: dict[str, Callable[[Page], None]] = {
    "report with mistakes": send_report,
    "report, looked at": look_at_report,
}
"""What is done on a page before it is looked at."""

# The family of the brief, as it answers; members come one by one.
ANSWERS = {
    name: text
    for name, text in TYPED.items()
    if text and not name.startswith(("relation_", "age_"))
}
MEMBERS = [(TYPED[f"relation_{number}"], TYPED[f"age_{number}"]) for number in range(1, 6)]


def words(language: str, text: str) -> str:
    """A text of the catalogues in a language."""
    with override(language):
        return gettext(text)


def person(page: Page, language: str, number: int) -> Locator:
    """The group of fields about one member."""
    with override(language):
        title = gettext("Person %(number)s") % {"number": number}
    return page.get_by_role("group", name=title, exact=True)


def answer(page: Page, language: str, fact: str, value: str) -> None:
    """Answer one question of the form the way a person finds it: by its words."""
    with override(language):
        label = str(QUESTIONS[fact].label)
        titles = {**YES_NO, **CHOICES.get(fact, {})}
        title = str(titles.get(value, ""))
        region = current().regions.get(value)
        place = said(region.name) if region else ""
    if place:
        page.get_by_label(label, exact=True).select_option(label=place)
    elif title:
        question = page.get_by_role("group", name=label, exact=True)
        question.get_by_label(title, exact=True).check()
    else:
        page.get_by_label(label, exact=True).fill(value)


def introduce(page: Page, language: str, number: int, relation: str, age: str) -> None:
    """Say who a member is."""
    with override(language):
        kin, years, title = str(RELATION), str(AGE), str(CHOICES["relation"][relation])
    row = person(page, language, number)
    row.get_by_label(kin, exact=True).select_option(label=title)
    row.get_by_label(years, exact=True).fill(age)


def shown(page: Page) -> dict[str, str]:
    """What stands in the form."""
    expect(page.locator("form")).to_be_visible()
    fields = page.locator("form select, form input[type=text], form input[type=radio]:checked")
    return dict(fields.evaluate_all("fields => fields.map(field => [field.name, field.value])"))
