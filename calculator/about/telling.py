"""What the page says that hangs on the law alone: the gaps, the grades, the versions."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

from django.utils.translation import gettext

from calculator.about.bounds import bounds
from calculator.about.effects import effects
from calculator.about.gaps import Gap, gaps, years
from calculator.rulebook import addresses
from calculator.rules.law import Law
from calculator.rules.records import Grade
from calculator.wording.document import versions
from calculator.wording.figures import day, figure, grade, in_one_language, money, number, said


@in_one_language
def told(law: Law, today: date) -> dict[str, Any]:
    """All that the page tells of the law, in the active language."""
    titles = {measure.code: said(measure.title) for measure in law.measures}
    return {
        "gaps": [_gap(gap, law, titles) for gap in gaps()],
        "index": money(law.indices[-1].whole),
        "year": str(law.last_known_day.year),
        "grades": _grades(law, today),
        "versions": versions(law),
        "checked": _checked(law),
    }


def _gap(gap: Gap, law: Law, titles: dict[str, str]) -> dict[str, Any]:
    named = years(law)
    return {
        "code": gap.code,
        "title": said(gap.title).format_map(named),
        "text": said(gap.text).format_map(named),
        "places": [*_places(gap, titles)],
        "figures": [line for name in gap.figures for line in _figures(name, law)],
        "changes_sums": gap.changes_sums,
        "effects": effects(gap.code, law),
        "bounds": bounds(gap.code, law),
    }


def _places(gap: Gap, titles: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Where the rule book tells what a gap touches: addresses and titles."""
    yield from ((addresses.of_page(code), titles[code]) for code in gap.measures if code in titles)
    pages = {"papers.*": gettext("Papers to bring"), "way.*": gettext("Steps")}
    for covered in gap.covers:
        if covered in pages:
            yield addresses.of_page(covered.partition(".")[0]), pages[covered]


def _figures(name: str, law: Law) -> Iterator[tuple[str, str, str | None]]:
    """A figure that is counted now: its title, its values, and its place in the rule book."""
    found = law.on(law.last_known_day).parameters.get(name, ())
    if found:
        ordered = sorted(found, key=lambda each: each.people)
        yield said(found[0].title), ", ".join(map(figure, ordered)), addresses.of_figure(name)


# --- grades --------------------------------------------------------------------------------------


def _grades(law: Law, today: date) -> list[dict[str, str]]:
    """How many figures and conditions of each grade are in force today."""
    rules = law.on(min(max(today, law.first_day), law.last_day))
    figures = Counter(each.grade for found in rules.parameters.values() for each in found)
    conditions = Counter(each.grade for each in rules.conditions.values() if each is not None)
    return [
        {
            "code": code,
            "name": grade(code),
            "meaning": _meaning(code),
            "figures": number(figures[code]),
            "conditions": number(conditions[code]),
        }
        for code in get_args(Grade)
    ]


def _meaning(code: Grade) -> str:
    return {
        "official": gettext("We read it in the law or the order itself."),
        "letter": gettext("A ministry or the Prime Minister says so in a letter to deputies."),
        "reported": gettext("The press or the page of a public body says so."),
        "assumed": gettext("Our own reading. Nothing we saw says so, and nothing says otherwise."),
    }[code]


def _checked(law: Law) -> str:
    """When the sources were last compared: the day, or the first and the last of them."""
    days = sorted({source.checked for source in law.sources.values() if source.checked})
    return " – ".join(day(each) for each in dict.fromkeys((days[0], days[-1]))) if days else ""
