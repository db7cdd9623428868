"""What each page of the rule book holds, as plain data: the page and its JSON are made of it.

It hangs on the law, the language and the day alone, so it is made once a day for each language.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext

from calculator.questions import CHOICES
from calculator.rulebook import conditions
from calculator.rulebook.addresses import of_page, page_of
from calculator.rulebook.changes import days, on_page
from calculator.rulebook.contents import contents
from calculator.rulebook.entries import entries
from calculator.rulebook.examples import example
from calculator.rulebook.histories import figures
from calculator.rulebook.sources import on_sites, proved, sources
from calculator.rules.calendar import ONE_DAY
from calculator.rules.law import MRP, Law
from calculator.rules.records import Measure, Places
from calculator.wording.document import versions
from calculator.wording.facts import alphabetical
from calculator.wording.figures import dated, in_one_language, language, said

Part = dict[str, Any]
SHARED = "entitlement"
INDEX = ""
AS_SHOWN = {"contents", "shown", "on_sites"}
"""What is on a page only to be read there, and says nothing more."""


def page(slug: str, law: Law, today: date) -> Part | None:
    """The page `slug` as it stands on a day; None where there is none.

    A day beyond those the rules are known for stands for the last of them.
    """
    today = min(max(today, law.first_day), law.last_day)
    key = ("page of the rule book", slug, language())
    day, found = law.memory.get(key, (None, None))
    if day != today:
        found = _made(slug, law, today)
        if found is not None:
            law.memory[key] = today, found
    return found  # type: ignore[no-any-return]


@in_one_language
def _made(slug: str, law: Law, today: date) -> Part | None:
    measure = next((each for each in law.measures if each.code == slug), None)
    if slug in PAGES:
        content: Part = PAGES[slug](law, today)
    elif measure:
        content = _measure(measure, law, today)
    else:
        return None
    return {
        "slug": slug,
        "lang": language(),
        "today": today.isoformat(),
        "provisional": today > law.last_known_day,
        "known_until": law.last_known_day.isoformat(),
        **content,
        "contents": contents(slug, content),
        "sources": sources(law),
        "versions": versions(law),
    }


def _measure(measure: Measure, law: Law, today: date) -> Part:
    told = figures(law, measure.code, today)
    moved = [measure.code, *([MRP] if any(each["in_mrp"] for each in told) else [])]
    return {
        "title": said(measure.title),
        "measure": _head(measure, today),
        "figures": told,
        "conditions": conditions.conditions(law, measure.code, today),
        "lists": conditions.lists(law, measure.code, today),
        "notes": conditions.notes(measure.notes, today),
        "papers": conditions.papers(law, today, measure.code),
        "example": example(measure, law, today),
        "changes": on_page(days(law), *moved),
    }


def _head(measure: Measure, today: date) -> Part:
    return {
        "code": measure.code,
        "title": said(measure.title),
        "summary": said(measure.summary),
        "who": measure.who and said(measure.who),
        "formula": measure.formula and said(measure.formula),
        "kind": measure.kind,
        "payee": measure.payee,
        "in_total": measure.in_total,
        "holds": measure.holds(today),
        **dated(measure),
    }


def _index(law: Law, today: date) -> Part:
    return {
        "title": gettext("Rule book"),
        "measures": [
            {**_head(each, today), "figures": figures(law, each.code, today)}
            for each in law.measures
        ],
        "mrp": figures(law, MRP, today)[0],
        "last_change": _last_change(law, today),
    }


def _last_change(law: Law, today: date) -> Part:
    """The last edition that has begun, without what it changed in papers and steps."""
    codes = [measure.code for measure in law.measures]
    begun = [
        day
        for day in on_page(days(law), *codes, SHARED, MRP, "quotas")
        if day["edition"] and date.fromisoformat(day["on"]) <= today
    ]
    return next(iter(begun), {"on": law.first_day.isoformat(), "changes": []})


def _entitlement(law: Law, today: date) -> Part:
    return {
        "title": gettext("Who is entitled: conditions that all support shares"),
        "figures": figures(law, SHARED, today),
        "conditions": conditions.conditions(law, SHARED, today),
        "lists": conditions.lists(law, SHARED, today),
        "duties": conditions.duties(law, today),
        "notes": conditions.notes(law.notes, today),
        "changes": on_page(days(law), SHARED, "quotas"),
    }


def _mrp(law: Law, today: date) -> Part:
    return {
        "title": gettext("The unit: monthly calculation index (MRP)"),
        "figures": figures(law, MRP, today),
        "not_known": {
            "from": (law.last_known_day + ONE_DAY).isoformat(),
            "until": law.last_day.isoformat(),
        },
        "counted": _counted(law),
        "notes": conditions.notes([note for note in law.notes if note.code == "which_mrp"], today),
        "units": [{"code": code, "title": said(title)} for code, title in law.units.items()],
        "changes": on_page(days(law), MRP),
    }


def _counted(law: Law) -> list[Part]:
    """The figures that are given in MRP, with the measures they belong to."""
    titles = {measure.code: said(measure.title) for measure in law.measures}
    found = {figure.name: figure for figure in law.parameters if figure.unit == "MRP"}
    return [
        {
            "name": name,
            "title": said(figure.title),
            "measure": titles.get(page_of(name), ""),
            "link": of_page(page_of(name), name),
        }
        for name, figure in found.items()
    ]


def _quotas(law: Law, today: date) -> Part:  # noqa: ARG001
    tracks = dict.fromkeys(each.track for each in law.quotas)
    return {
        "title": gettext("Places in the regional quota"),
        "tracks": [
            _places(track, [each for each in law.quotas if each.track == track], law)
            for track in tracks
        ],
        "changes": on_page(days(law), "quotas"),
    }


def _places(track: str, quotas: Sequence[Places], law: Law) -> Part:
    slugs = {slug for quota in quotas for slug in quota.places}
    named = sorted(
        ((slug, said(law.regions[slug].name)) for slug in slugs),
        key=lambda pair: alphabetical(pair[1]),
    )
    return {
        "track": track,
        "title": str(CHOICES["track"][track]),
        "years": [{"year": each.year, **dated(each)} for each in quotas],
        "regions": [
            {
                "slug": slug,
                "name": name,
                "places": [quota.places.get(slug, 0) for quota in quotas],
            }
            for slug, name in named
        ],
        "in_all": [sum(quota.places.values()) for quota in quotas],
    }


def _papers(law: Law, today: date) -> Part:
    told = conditions.papers(law, today)
    return {
        "title": gettext("Papers to bring"),
        "papers": told,
        "shown": entries("paper", told, today),
        "figures": figures(law, "papers", today),
        "changes": on_page(days(law), "papers"),
    }


def _way(law: Law, today: date) -> Part:
    told = conditions.way(law, today)
    return {
        "title": gettext("The way of an application"),
        "way": told,
        "shown": entries("step", told, today),
        "figures": figures(law, "way", today),
        "changes": on_page(days(law), "way"),
    }


def _changes(law: Law, today: date) -> Part:  # noqa: ARG001
    return {"title": gettext("What changed, day by day"), "days": days(law)}


def _sources(law: Law, today: date) -> Part:  # noqa: ARG001
    return {
        "title": gettext("Sources, and what each of them proves"),
        "proved": proved(law),
        "on_sites": on_sites(law),
    }


PAGES: dict[str, Callable[[Law, date], Part]] = {
    INDEX: _index,
    SHARED: _entitlement,
    MRP: _mrp,
    "quotas": _quotas,
    "papers": _papers,
    "way": _way,
    "changes": _changes,
    "sources": _sources,
}


def whole(law: Law, today: date) -> Part:
    """The whole law in one document: every page's content under its slug, sources once."""
    slugs = [*PAGES, *(measure.code for measure in law.measures)]
    pages = {slug: page(slug, law, today) or {} for slug in slugs if slug != INDEX}
    shared = pages[MRP]
    return {
        "title": gettext("Rule book"),
        **{key: shared[key] for key in ("lang", "today", "provisional", "known_until")},
        "regions": [
            {"slug": slug, "iso": region.iso, "kind": region.kind, "name": said(region.name)}
            for slug, region in law.regions.items()
        ],
        "pages": {slug: plain(content, shared) for slug, content in pages.items()},
        "sources": shared["sources"],
        "versions": shared["versions"],
    }


def plain(content: Part, shared: Part | None = None) -> Part:
    """A page's content as it is, not as it is shown, and without what `shared` says already."""
    said_already = shared or {}
    left_out = {key for key in ("sources", "versions", "lang", "today") if key in said_already}
    kept = {key: part for key, part in content.items() if key not in left_out | AS_SHOWN}
    for key in ("figures", "measures", "mrp"):
        if key in kept:
            kept[key] = _undrawn(kept[key])
    return kept


def _undrawn(part: Any) -> Any:
    if isinstance(part, list):
        return [_undrawn(each) for each in part]
    if isinstance(part, dict):
        return {key: _undrawn(each) for key, each in part.items() if key != "chart"}
    return part
