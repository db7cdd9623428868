"""Every source: what it is, when it was last checked, and all that rests on it."""

import re
from typing import Any

from django.utils.translation import gettext

from calculator.rulebook.addresses import of_page
from calculator.rulebook.groups import several
from calculator.rulebook.rows import Row, rows
from calculator.rules.law import Law
from calculator.wording.figures import dated, said

Part = dict[str, Any]
NAMES_A_SITE = re.compile(r"(?:^|: )[\w-]+(?:\.[\w-]+)*\.(?:kz|com)\b")
"""A report is named by its site first; one that only took its data from a site is not."""


def sources(law: Law) -> Part:
    """Every source by its code."""
    return {
        code: {
            "title": said(source.title),
            "number": source.number,
            "date": source.day and source.day.isoformat(),
            "url": source.url,
            "checked": source.checked and source.checked.isoformat(),
            "used": source.used,
        }
        for code, source in law.sources.items()
    }


def on_sites(law: Law) -> list[str]:
    """Sources without an address whose names say on which site they stand."""
    return [
        code
        for code, source in law.sources.items()
        if not source.url and NAMES_A_SITE.search(said(source.title))
    ]


def proved(law: Law) -> dict[str, list[Part]]:
    """What rests on each source. All regions of one quota are one entry."""
    found: dict[str, dict[tuple[object, ...], Part]] = {code: {} for code in law.sources}
    for row in rows(law):
        key = (row.page, row.kind, row.anchor, row.people, row.dated.start)
        found[row.dated.source].setdefault(key, _proved(row))
    return {code: [*entries.values()] for code, entries in found.items()}


def _proved(row: Row) -> Part:
    """What a source proves, and the days for which it does."""
    quota = row.kind == "places"
    start, until = row.dated.start, row.dated.until
    return {
        "kind": row.kind,
        "name": row.anchor if quota else row.name,
        "title": gettext("Places in the regional quota") if quota else row.title,
        "text": several(row.track) if quota else row.text,
        "link": of_page(row.page, row.anchor),
        "when": f"{start:%d.%m.%Y}–{until:%d.%m.%Y}" if until else f"{start:%d.%m.%Y}–",
        **dated(row.dated),
    }
