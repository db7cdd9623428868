"""The day's figures: cases counted and sums added up by the database.

Nothing here leads back to a case: only numbers leave this module.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext

from calculator import questions
from calculator.law import current
from calculator.staff import words
from calculator.staff.models import Case, Due, Finding
from calculator.staff.oversight.bars import Row, Table
from calculator.wording.facts import alphabetical, place
from calculator.wording.figures import money_range, month, number, said

# Facts that the table of corrections names.
MOST_CORRECTED = 12


def tables(cases: QuerySet[Case]) -> list[Table]:
    """All that is told of some cases."""
    return [
        _by_state(cases),
        _by_region(cases),
        _by_track(cases),
        _by_measure(cases),
        _by_month(cases),
        _corrected(cases),
    ]


# --- cases ---------------------------------------------------------------------------------------


def _by_state(cases: QuerySet[Case]) -> Table:
    counts = _counts(cases, "state")
    rows = [_count_row(str(title), counts.get(state, 0)) for state, title in words.STATES.items()]
    return Table("states", gettext("Cases by state"), (gettext("State"), gettext("Cases")), rows)


def _by_region(cases: QuerySet[Case]) -> Table:
    """Regions in alphabetical order; one that the law no longer knows is named by its slug."""
    law, counts = current(), _counts(cases, "destination")
    named = [(place(slug, law) if slug in law.regions else slug, slug) for slug in counts]
    order = sorted(named, key=lambda each: alphabetical(each[0]))
    rows = [_count_row(name, counts[slug]) for name, slug in order]
    header = (gettext("Region of arrival"), gettext("Cases"))
    return Table("regions", gettext("Cases by region of arrival"), header, rows)


def _by_track(cases: QuerySet[Case]) -> Table:
    counts, titles = _counts(cases, "track"), questions.CHOICES["track"]
    rows = [_count_row(str(title), counts.get(track, 0)) for track, title in titles.items()]
    header = (gettext("Group"), gettext("Cases"))
    return Table("tracks", gettext("Cases by group"), header, rows)


def _by_measure(cases: QuerySet[Case]) -> Table:
    """A case is counted once for each measure that is owed or may be, whatever its months."""
    dues = Due.objects.filter(case__in=cases)
    found = dues.values("measure").annotate(count=Count("case", distinct=True))
    counts = {each["measure"]: each["count"] for each in found}
    rows = [
        _count_row(said(measure.title), counts[measure.code])
        for measure in current().measures
        if measure.code in counts
    ]
    header = (gettext("Measure"), gettext("Cases"))
    note = gettext("A case is counted for each measure that is owed in it, or may be.")
    return Table("measures", gettext("Cases by measure"), header, rows, (note,))


def _counts(cases: QuerySet[Case], by: str) -> dict[str, int]:
    found = cases.order_by().values(by).annotate(count=Count("pk"))
    return {each[by]: each["count"] for each in found}


def _count_row(title: str, count: int) -> Row:
    return Row(title, (number(count),), count, count)


# --- sums ----------------------------------------------------------------------------------------


def _by_month(cases: QuerySet[Case]) -> Table:
    """What was decided to be due, by the measures that count in the total."""
    counted = [measure.code for measure in current().measures if measure.in_total]
    dues = Due.objects.filter(
        case__in=_decided_due(cases), measure__in=counted, month__isnull=False
    )
    found = dues.values("month").annotate(min=Sum("least"), max=Sum("most")).order_by("month")
    notes = (
        gettext("Of cases in which it was decided that support is due, also those closed since."),
        gettext("Loans and what is paid to the employer are not counted."),
    )
    return Table(
        "months",
        gettext("Sums decided to be due, by month"),
        (gettext("Month"), gettext("Sum")),
        [_month_row(each) for each in found],
        notes,
        (gettext("certain"), gettext("may be added")),
    )


def _month_row(sums: Mapping[str, Any]) -> Row:
    title = month(sums["month"])
    return Row(
        title, (money_range({"min": sums["min"], "max": sums["max"]}),), sums["min"], sums["max"]
    )


def _decided_due(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases decided so, also those that were closed after it."""
    return cases.filter(decision=Case.State.ELIGIBLE)


# --- corrections ---------------------------------------------------------------------------------


def _corrected(cases: QuerySet[Case]) -> Table:
    """The facts that papers proved to be different, or did not prove, the most frequent first."""
    different, not_seen = Finding.Outcome.DIFFERENT, Finding.Outcome.NOT_SEEN
    findings = Finding.objects.filter(case__in=cases, outcome__in=(different, not_seen))
    counts: dict[str, dict[str, int]] = {}
    for each in findings.values("fact", "outcome").annotate(count=Count("pk")):
        counts.setdefault(each["fact"], {})[each["outcome"]] = each["count"]
    rows = [
        _corrected_row(fact, found.get(different, 0), found.get(not_seen, 0))
        for fact, found in counts.items()
    ]
    rows.sort(key=lambda row: (-row.certain, -row.most, alphabetical(row.title)))
    titles = (str(words.OUTCOMES[different]), str(words.OUTCOMES[not_seen]))
    return Table(
        "corrected",
        gettext("Most often corrected"),
        (gettext("Fact"), *titles),
        rows[:MOST_CORRECTED],
        legend=titles,
    )


def _corrected_row(fact: str, different: int, not_seen: int) -> Row:
    question = questions.QUESTIONS.get(fact)
    title = str(question.title) if question else fact
    return Row(title, (number(different), number(not_seen)), different, different + not_seen)
