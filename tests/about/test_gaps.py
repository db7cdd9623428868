"""What is not known: read strictly, whole, and told on a page in three languages."""

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.core.checks.registry import registry
from django.urls import reverse
from django.utils.translation import override

from calculator.about import gaps as gaps_of
from calculator.about.bounds import REMARKS, bounds
from calculator.about.effects import EFFECTS, effects
from calculator.about.gaps import FILE, assumed, gaps, graded, read, unsound, years
from calculator.about.telling import told
from calculator.law import current
from calculator.rules import assess, load
from calculator.rules.errors import LawError
from calculator.rules.records import LANGUAGES
from calculator.wording.figures import NO_BREAK
from tests.rules.families import LAW_FOLDER, family, measure_of, whole_law, working_with
from tests.web.site import visit
from tests.web.test_size import FIRST_VISIT, loaded_with, weight

# The gaps of the programme's own list, and those of docs/law.md, by what must stand there.
LISTED = {
    "the 2026 certificate clause itself": "certificate_since_2026",
    "rural 18 and 21 MRP and urban 25": "rent_rates",
    "the employer's subsidy per worker or per employer, contract term and clawback": (
        "employer_subsidy"
    ),
    "exceptions from repayment": "repayment",
    "which day's MRP counts": "which_mrp",
    "whether rent is paid flat or by cost": "rent_by_cost",
    "the rule for taking part twice": "second_time",
    "acts after March 2026": "later_acts",
    "the MRP of 2027": "next_mrp",
    "who counts as a family member": "who_is_family",
    "the official list of papers and how long each is valid": "papers",
    "the official form of the plan": "plan_form",
    "the term of the commission": "way",
    "from which day the five years run": "five_years",
}


# --- all that is not known -----------------------------------------------------------------------


@pytest.mark.parametrize("code", LISTED.values(), ids=LISTED.keys())
def test_every_gap_that_was_listed_is_there(code: str) -> None:
    assert code in {gap.code for gap in gaps()}


def test_everything_that_the_law_only_assumes_is_covered_by_a_gap() -> None:
    names = assumed(whole_law())
    assert {"rent.rural", "rent.housing_provided", "entitlement.which_mrp"} <= names
    assert {"entitlement.stay", "papers.lease", "way.apply_kandas"} <= names
    assert {name for name in names if not any(gap.covers_any(name) for gap in gaps())} == set()


def test_no_gap_covers_what_is_not_assumed() -> None:
    """A star takes all of a file; any other pattern is a name, and no name of something known."""
    names = {name for name, _ in graded(whole_law())}
    known = names - assumed(whole_law())
    assert {"rent.urban", "certificate.cap"} <= known
    patterns = {pattern for gap in gaps() for pattern in gap.covers}
    assert {pattern for pattern in patterns if "*" not in pattern} & known == set()
    stars = {pattern for pattern in patterns if "*" in pattern}
    assert stars == {"papers.*", "way.*"}


def test_no_gap_names_what_is_not_law() -> None:
    law = whole_law()
    assert unsound(law) == []
    for gap in gaps():
        for name in gap.figures:
            owner = name.partition(".")[0]
            assert owner in {*gap.measures, "mrp", "entitlement"}


def test_every_pattern_of_a_gap_covers_something() -> None:
    names = assumed(whole_law())
    for gap in gaps():
        for pattern in gap.covers:
            alone = re.compile(pattern.replace(".", r"\.").replace("*", ".*"))
            assert any(alone.fullmatch(name) for name in names), pattern


def test_the_law_does_not_read_the_gaps() -> None:
    assert FILE.parent != LAW_FOLDER
    assert load(LAW_FOLDER).digest == whole_law().digest


# --- read strictly -------------------------------------------------------------------------------

GOOD = """
[[gap]]
code = "one"
changes_sums = true
measures = []
figures = []
covers = []
title = { kk = "а", ru = "б", en = "c" }
text = { kk = "{next_year}", ru = "б", en = "c" }
"""


def test_a_gap_needs_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "gaps.toml").write_text(GOOD, encoding="utf-8")
    assert [gap.code for gap in read(tmp_path / "gaps.toml")] == ["one"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('en = "c"', 'english = "c"', "title has no text in en"),
        ("{next_year}", "{year}", "text in kk names ['year']"),
        ("{next_year}", "{next_year", "text in kk names ['?']"),
        ("measures = []", "", "measures is missing"),
        ("measures = []", "measures = [1]", "measures must be a list of names"),
        ("covers = []", 'covers = ["a", "a"]', "none of them twice"),
        ("changes_sums = true", "changes_sums = 1", "changes_sums must be of type bool"),
        ('code = "one"', 'code = "one"\nsize = 1', "unknown key 'size'"),
        ("\n[[gap]]", "other = 1\n[[gap]]", "unknown key 'other'"),
        (GOOD, GOOD + GOOD, "one: stands twice"),
    ],
)
def test_a_slip_in_a_gap_is_an_error(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "gaps.toml"
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(LawError) as error:
        read(path)
    assert any(said in problem for problem in error.value.problems), error.value.problems


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "measures = []",
            'measures = ["rents"]',
            "gaps.toml: one: measures names rents, which is not law",
        ),
        (
            "figures = []",
            'figures = ["rent.sea"]',
            "gaps.toml: one: figures names rent.sea, which is not law",
        ),
        ("figures = []", "", "gaps.toml: one: figures is missing"),
        ("figures = []", "figures = [", "gaps.toml: "),
    ],
)
def test_the_checks_of_this_site_tell_every_slip(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, old: str, new: str, problem: str
) -> None:
    check = {each.__name__: each for each in registry.registered_checks}["gaps_are_sound"]
    assert check(app_configs=None) == []
    (tmp_path / "gaps.toml").write_text(GOOD.replace(old, new), encoding="utf-8")
    monkeypatch.setattr(gaps_of, "FILE", tmp_path / "gaps.toml")
    gaps.cache_clear()
    try:
        (found,) = check(app_configs=None)
    finally:
        gaps.cache_clear()
    assert found.id == "about.E001"
    assert found.msg.startswith(problem)


def test_working_out_support_loads_none_of_them() -> None:
    code = (
        "import django, sys; django.setup();"
        "import calculator.management.commands.assess, calculator.management.commands.assess_file;"
        "from calculator.law import current; current();"
        "sys.exit(any(name in sys.modules for name in"
        " ('calculator.about.gaps', 'calculator.about.views', 'calculator.rulebook')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- what they could change ----------------------------------------------------------------------


def rows(code: str) -> list[tuple[str, str, str]]:
    """What a gap could change, in English, with ordinary spaces."""
    with override("en"):
        found = effects(code, current())
    return [tuple(text.replace(NO_BREAK, " ") for text in row) for row in found]  # type: ignore[misc]


def test_the_rates_of_rent_could_be_anything_that_the_letter_allows() -> None:
    assert rows("rent_rates") == [
        ("Rent for a year in a town, 1 person", "1 038 000 ₸", "778 500 ₸ to 1 557 000 ₸"),
        ("Rent for a year in a town, 2 to 4 people", "1 297 500 ₸", "778 500 ₸ to 1 557 000 ₸"),
        ("Rent for a year in a village, 2 to 4 people", "934 200 ₸", "778 500 ₸ to 1 557 000 ₸"),
        (
            "Rent for a year in a village, 5 people or more",
            "1 089 900 ₸",
            "778 500 ₸ to 1 557 000 ₸",
        ),
    ]


def test_the_certificate_could_be_half_of_the_price_or_the_whole_limit() -> None:
    assert [row[1:] for row in rows("certificate_since_2026")] == [
        ("7 028 125 ₸", "3 514 062 ₸ to 7 028 125 ₸"),
        ("3 514 062 ₸", "1 757 031 ₸ to 7 028 125 ₸"),
    ]


def test_the_mrp_of_another_day_would_change_a_sum_as_the_two_last_ones_differ() -> None:
    assert [row[1:] for row in rows("which_mrp")] == [
        ("275 240 ₸", "275 240 ₸ to 302 750 ₸"),
        ("1 545 210 ₸", "1 415 520 ₸ to 1 545 210 ₸"),
    ]
    assert rows("next_mrp")[0][1:] == ("302 750 ₸", "302 750 ₸ to 330 260 ₸")


def test_one_employer_could_be_paid_once() -> None:
    assert rows("employer_subsidy")[0][1:] == ("3 460 000 ₸", "1 730 000 ₸ to 3 460 000 ₸")


def test_one_person_who_does_not_count_is_seventy_mrp_and_perhaps_a_lower_rent() -> None:
    assert [row[1:] for row in rows("who_is_family")] == [
        ("302 750 ₸", "0 ₸ to 302 750 ₸"),
        ("1 557 000 ₸", "1 297 500 ₸ to 1 557 000 ₸"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_says_what_its_least_and_most_rest_on(language: str) -> None:
    assert REMARKS.keys() == EFFECTS.keys()
    main = visit(f"/{language}/about/").root.one("main")
    for code in EFFECTS:
        with override(language):
            remark = bounds(code, current())
        assert remark in main.one("section", id=code).text
        assert "%" not in remark.replace(f"{NO_BREAK}%", "")
        assert "?" not in remark


def test_a_rise_of_the_mrp_is_told_to_be_no_limit() -> None:
    with override("en"):
        remark = bounds("next_mrp", current()).replace(NO_BREAK, " ")
    assert "no limit" in remark
    assert "if the MRP rises by 393 ₸ in 2027, as it did in 2026. It may rise by more." in remark
    with override("en"):
        assert "50" in bounds("certificate_since_2026", current())
        assert "15 and 30" in bounds("rent_rates", current())


LARGE = "self;spouse;child;child;child"


def of(code: str, **facts: Any) -> int:
    """What a measure comes to, by the law's own rules; where it is open, if it is owed."""
    found = measure_of(assess(family(**facts), current()), code).amount
    assert found.min in {0, found.max}
    return found.max


def members(count: int) -> str:
    """A family of so many, one of them a spouse where there are more."""
    return ";".join(["self", "spouse", "child", "child", "child", "child"][:count])


def one_more(code: str, **facts: Any) -> int:
    """By how much one person more makes it more."""
    return of(code, members=members(3), **facts) - of(code, members=members(2), **facts)


NOW, BEFORE, NEXT = "2026-01-15", "2025-12-15", "2027-01-15"
WORKED_OUT: dict[str, Callable[[], list[int]]] = {
    "certificate_since_2026": lambda: [
        of("certificate", housing_price=price) for price in (7_028_125, 7_028_125 // 2)
    ],
    "rent_rates": lambda: [
        of("rent", on=NOW, settlement=place, members=members(count))
        for place, count in (("urban", 1), ("urban", 2), ("rural", 2), ("rural", 5))
    ],
    "rent_by_cost": lambda: [of("rent", on=NOW, members=LARGE)],
    "rent_with_a_home": lambda: [
        of("rent", on=NOW, members=LARGE, housing_provided="employer", housing_plan="none")
    ],
    "employer_subsidy": lambda: [of("employer", members=LARGE, workers_hired=2)],
    "who_is_family": lambda: [
        one_more("relocation", on=NOW),
        of("rent", on=NOW, members=members(5)),
    ],
    "which_mrp": lambda: [
        one_more("relocation", on=BEFORE),
        of("rent", on=BEFORE, members=LARGE),
    ],
    "next_mrp": lambda: [
        one_more("relocation", on=NEXT),
        of("rent", on=NEXT, members=LARGE),
    ],
}
"""A family, or two, for each example of a gap, in their order."""


@pytest.mark.parametrize("code", EFFECTS)
def test_what_we_count_is_what_the_rules_work_out_for_such_a_family(code: str) -> None:
    told = [int(re.sub(r"\D", "", ours)) for _, ours, _ in rows(code)]
    assert told == WORKED_OUT[code]()


def test_what_is_worked_out_belongs_to_a_gap_that_changes_sums() -> None:
    known = {gap.code: gap for gap in gaps()}
    assert EFFECTS.keys() <= known.keys()
    assert all(known[code].changes_sums and rows(code) for code in EFFECTS)


def test_a_law_without_these_figures_leaves_their_rows_out() -> None:
    law = current()
    bare = [each for each in law.parameters if each.name.startswith(("mrp", "entitlement."))]
    with override("en"):
        other = replace(law, parameters=bare)
        assert all(effects(code, other) == [] for code in EFFECTS)
        assert all(bounds(code, other) for code in EFFECTS)


def test_the_years_that_are_not_known_follow_the_law() -> None:
    assert years(current()) == {"next_year": 2027, "quota_year": 2027}


# --- grades and versions -------------------------------------------------------------------------


def test_every_figure_and_condition_in_force_is_counted_once_under_its_grade() -> None:
    law, today = current(), date(2026, 6, 15)
    rules = law.on(today)
    with override("en"):
        grades = told(law, today)["grades"]
    assert [grade["code"] for grade in grades] == ["official", "letter", "reported", "assumed"]
    figures = sum(len(found) for found in rules.parameters.values())
    conditions = sum(found is not None for found in rules.conditions.values())
    assert sum(int(grade["figures"]) for grade in grades) == figures
    assert sum(int(grade["conditions"]) for grade in grades) == conditions
    assert grades[3]["figures"] == "2"


def test_a_day_before_or_after_all_law_is_counted_too() -> None:
    with override("en"):
        for day in (date(2000, 1, 1), date(2099, 1, 1)):
            assert told(current(), day)["grades"]


# --- the page ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_tells_every_gap_with_its_title_and_its_text(language: str) -> None:
    page = visit(f"/{language}/about/")
    assert page.status == 200
    assert page.response.cookies.keys() <= {"django_language"}
    for gap in gaps():
        section = page.root.one("section", id=gap.code)
        assert section.one("h3").text == gap.title[language].format_map(years(current()))
        assert gap.text[language].format_map(years(current())) in section.text
        assert len(section.all("table")) == (gap.code in EFFECTS)


def test_the_page_says_which_law_and_program_it_speaks_of() -> None:
    page = visit("/en/about/")
    assert current().digest[:16] in page.root.text
    assert "20 November 2026" in page.root.text
    assert "365 days after somebody has settled it, or, if nobody does, 365 days after" in (
        page.root.text
    )
    assert page.root.one("code").text == current().digest[:16]


def test_the_page_stands_for_a_law_that_has_changed() -> None:
    law = current()
    fewer = replace(law, measures=law.measures[:1])
    with working_with(fewer):
        assert visit("/kk/about/").status == 200


def test_headings_come_in_order_and_every_link_on_the_page_has_its_place() -> None:
    page = visit("/ru/about/")
    levels = [int(each.tag[1]) for each in page.root.all("h1", "h2", "h3")]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    ids = {each["id"] for each in page.root.everything() if each.get("id")}
    inside = [each["href"][1:] for each in page.root.all("a") if each["href"].startswith("#")]
    assert set(inside) <= ids


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["about:index", "about:report"])
def test_a_first_visit_costs_at_most_25_kilobytes(language: str, name: str) -> None:
    with override(language):
        here = reverse(name)
    weights = {path: weight(path) for path in [here, *loaded_with(here)]}
    assert sum(weights.values()) <= FIRST_VISIT, weights
