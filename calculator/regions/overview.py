"""What the page of all regions tells: the map, the table that says the same, the whole country."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext

from calculator.regions import charts, roles, words
from calculator.regions.records import Arrivals, Known
from calculator.rules import Law
from calculator.rules.facts import Track
from calculator.wording import regions as named_regions
from calculator.wording.figures import in_one_language, number, said

Part = dict[str, Any]


class Chosen(NamedTuple):
    """What one looks at: a track, a year, and the day it is today."""

    track: Track
    year: int
    today: date


@in_one_language
def overview(law: Law, known: Known, chosen: Chosen) -> Part:
    """All that the page shows, its texts in the active language."""
    cited = words.Citations(law)
    came = arrivals_shown(known, chosen.year)
    rows = [_row(law, known, chosen, came, pair, cited) for pair in named_regions(law)]
    quota = roles.quota(law, chosen.year, chosen.track)
    return {
        "track": chosen.track,
        "track_title": words.track(chosen.track),
        "year": chosen.year,
        "tracks": _tracks(chosen),
        "years": _years(law, chosen),
        "map": {"size": charts.map_size(known.tiles), "tiles": _by_place(rows)},
        "rows": rows,
        "legend": _legend(rows),
        "full": [row for row in rows if row["role"] == "full"],
        "places": words.places(sum(quota.places.values()) if quota else None),
        "quota": quota and cited.cite(quota),
        "came": came and _came(came, chosen.year, cited),
        "roles": _role_source(rows),
        "country": _country(known, cited),
        "sources": cited.sources,
    }


def arrivals_shown(known: Known, year: int) -> Arrivals | None:
    """Who came in a year by region, or else in the last year before it that was reported."""
    told = [each for each in known.arrivals if each.regions is not None and each.year <= year]
    return max(told, key=lambda each: each.year, default=None)


def address(slug: str) -> str:
    """The address of a region's page."""
    return reverse("regions:region", args=[slug])


# --- the map and the table ---------------------------------------------------------------------


def _row(
    law: Law,
    known: Known,
    chosen: Chosen,
    came: Arrivals | None,
    named: tuple[str, str],
    cited: words.Citations,
) -> Part:
    slug, name = named
    places = roles.places(law, chosen.year, chosen.track, slug)
    people = came.regions.get(slug) if came and came.regions is not None else None
    role = roles.role(law, slug, chosen.track, roles.nearest_day(chosen.year, chosen.today))
    row = {
        "slug": slug,
        "name": name,
        "short": said(known.tiles[slug].short),
        "link": address(slug),
        "role": role.code,
        "role_text": words.role(role.code),
        "letter": words.letter(role.code),
        "cited": cited.cite(role),
        "places": words.places(places),
        "came": words.reported(people),
        "places_sign": "?" if places is None else number(places),
        "came_sign": "–" if people is None else number(people),
        "box": charts.box(known.tiles[slug]),
    }
    return {**row, "spoken": _spoken(row)}


def _spoken(row: Part) -> str:
    """A tile for one who hears it: the same words as in the table."""
    text = gettext("%(short)s: %(name)s. %(role)s. Places: %(places)s. People who came: %(came)s")
    return text % {
        "short": row["short"],
        "name": row["name"],
        "role": row["role_text"],
        "places": row["places"],
        "came": row["came"],
    }


def _by_place(rows: Sequence[Part]) -> list[Part]:
    """From north-west to south-east, as one reads a map."""
    return sorted(rows, key=lambda row: (row["box"].y, row["box"].x))


def _legend(rows: Sequence[Part]) -> list[Part]:
    """The roles that occur on the map, each once, with sign and words."""
    found = {row["role"]: row for row in rows}
    return [
        {"role": code, "letter": row["letter"], "text": row["role_text"]}
        for code, row in sorted(found.items())
    ]


def _role_source(rows: Sequence[Part]) -> Part | None:
    return next((row["cited"] for row in rows if row["cited"]), None)


def _came(came: Arrivals, year: int, cited: words.Citations) -> Part:
    return {
        "period": words.period(came),
        "people": words.reported(came.people),
        "earlier": came.year != year,
        "cited": cited.cite(came),
    }


def _tracks(chosen: Chosen) -> list[Part]:
    return [
        {
            "text": words.track(code),
            "link": f"?track={code}&year={chosen.year}",
            "chosen": code == chosen.track,
        }
        for code in words.TRACKS
    ]


def _years(law: Law, chosen: Chosen) -> list[Part]:
    return [
        {
            "text": str(year),
            "link": f"?track={chosen.track}&year={year}",
            "chosen": year == chosen.year,
        }
        for year in roles.years(law, chosen.today)
    ]


# --- the whole country ---------------------------------------------------------------------------


def _country(known: Known, cited: words.Citations) -> Part:
    balance = known.balance
    columns = {
        year: [charts.Column(people, words.signed(people))]
        for year, people in balance.country.items()
    }
    return {
        "moved": [
            {
                "period": words.period(each),
                "people": words.reported(each.people),
                "kandas": words.reported(each.kandas),
                "resettler": words.reported(each.resettler),
                "cited": cited.cite(each),
            }
            for each in known.arrivals
        ],
        "silent": _silent_years(known),
        "facts": [
            {"code": each.code, "text": words.fact(each), "cited": cited.cite(each)}
            for each in known.facts
        ],
        "balance": {
            "chart": charts.columns_chart(columns),
            "rows": [
                {"year": year, "people": words.signed(people)}
                for year, people in balance.country.items()
            ],
            "first": balance.years[0],
            "last": balance.years[-1],
            "cited": cited.cite(balance),
        },
    }


def _silent_years(known: Known) -> str:
    """The years between the reported ones of which nobody said how many came."""
    told = {each.year for each in known.arrivals}
    return ", ".join(str(year) for year in range(min(told), max(told)) if year not in told)
