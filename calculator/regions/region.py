"""What the page of one region tells."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from calculator.regions import charts, roles, words
from calculator.regions.records import Known, Note, Parted
from calculator.regions.rent import rent, rules_of
from calculator.regions.way import way
from calculator.rules import Law
from calculator.rules.facts import Track
from calculator.wording.facts import place
from calculator.wording.figures import day, in_one_language, said

Part = dict[str, Any]
# The law's condition that lets some leave any region.
GRADUATES = "entitlement.origin_graduate"


@in_one_language
def region(law: Law, known: Known, slug: str, today: date) -> Part:
    """All that the page of `slug` shows, its texts in the active language."""
    cited = words.Citations(law)
    stands = {track: roles.role(law, slug, track, today) for track in words.TRACKS}
    return {
        "slug": slug,
        "name": place(slug, law),
        "kind": law.regions[slug].kind,
        "today": day(today),
        "year": today.year,
        "roles": [
            {
                "track": words.track(track),
                "code": stands[track].code,
                "text": words.role(stands[track].code),
                "lines": list(_meanings(law, slug, track, today, cited)),
            }
            for track in words.TRACKS
        ],
        "young": _parted(law, [each for each in known.parted if each.slug == slug], slug, cited),
        "full": _full(law, stands, today, cited),
        "starts": _starts(slug, stands),
        "quotas": _quotas(law, slug, today, cited),
        "arrivals": _arrivals(known, slug, cited),
        "parted": _parted(law, known.parted, slug, cited),
        "balance": _balance(known, slug, cited),
        "note": _note(known.notes.get(slug), cited),
        "rent": rent(law, today, cited),
        "list": _settlements(known, cited),
        "ways": [
            {
                "track": track,
                "title": words.track(track),
                "steps": way(law, today, track, cited),
                "unknown": words.no_quota(today.year)
                if track == "kandas" and _hang_on_a_quota(stands)
                else None,
            }
            for track in _ways_here(stands)
        ],
        "sources": cited.sources,
    }


# --- the role, and the way to the form -----------------------------------------------------------


def _meanings(
    law: Law, slug: str, track: Track, today: date, cited: words.Citations
) -> Iterator[Part]:
    """What the role means for a family, sentence by sentence, each on its own word."""
    role = roles.role(law, slug, track, today)
    if track == "kandas" and role.code == "unknown":
        yield {"text": words.perhaps_kandas(today.year), "cited": None}
        return
    yield {"text": words.meaning(role.code), "cited": cited.cite(role)}
    if role.code == "full":
        yield _no_places(law, today, cited)
    if role.code == "deficit" and roles.quota(law, today.year, track) is None:
        yield {"text": words.no_quota(today.year), "cited": None}
    rules = rules_of(law, today)
    graduates = rules and rules.conditions.get(GRADUATES)
    if role.code == "neither" and graduates:
        yield {"text": f"{said(graduates.text)}.", "cited": cited.cite(graduates)}


def _no_places(law: Law, today: date, cited: words.Citations) -> Part:
    quota = roles.quota(law, today.year, "resettler")
    return {"text": words.no_places(today.year), "cited": quota and cited.cite(quota)}


def _full(
    law: Law, stands: dict[Track, roles.Role], today: date, cited: words.Citations
) -> Part | None:
    """That resettlers have no place here this year, and where they have; None where they have."""
    if stands["resettler"].code != "full":
        return None
    others = f"{reverse('regions:index')}?track=resettler&year={today.year}"
    return {**_no_places(law, today, cited), "others": others}


def _starts(slug: str, stands: dict[Track, roles.Role]) -> list[Part]:
    """The form with this region filled in, where to or where from; none where neither pays.

    Both where the region may receive kandas and nobody knows: no family loses its way in or out.
    """
    if stands["resettler"].code == "deficit":
        return [_form("resettlers", {"destination": slug})]
    kandas = _form("kandas", {"track": "kandas", "destination": slug})
    if stands["kandas"].code == "receives":
        return [kandas]
    perhaps = [kandas] if _hang_on_a_quota(stands) else []
    full = stands["resettler"].code == "full"
    return perhaps if full else [*perhaps, _form("leaving", {"origin": slug})]


def _form(whose: str, facts: dict[str, str]) -> Part:
    return {"whose": whose, "link": f"{reverse('calculate')}?{urlencode(facts)}"}


def _ways_here(stands: dict[Track, roles.Role]) -> list[Track]:
    """Whose way of an application concerns the region, or may, where no quota is known.

    Where nobody's does for certain it is that of resettlers, who can leave any that is not full.
    """
    found: list[Track] = []
    if stands["resettler"].code in {"deficit", "surplus"}:
        found.append("resettler")
    if stands["kandas"].code == "receives":
        found.append("kandas")
    if not found and stands["resettler"].code != "full":
        found.append("resettler")
    if _hang_on_a_quota(stands):
        found.append("kandas")
    return found


def _hang_on_a_quota(stands: dict[Track, roles.Role]) -> bool:
    """Whether only a quota that is not known yet says if kandas can come here."""
    return stands["kandas"].code == "unknown"


# --- figures by year -----------------------------------------------------------------------------


def _quotas(law: Law, slug: str, today: date, cited: words.Citations) -> Part:
    rows: list[Part] = []
    columns: dict[int, list[charts.Column]] = {}
    for year in roles.quota_years(law, today):
        row: Part = {"year": year, "cited": []}
        columns[year] = []
        for track in words.TRACKS:
            found = roles.places(law, year, track, slug)
            row[track] = words.places(found)
            sign = "?" if found is None else words.signed(found)
            columns[year].append(charts.Column(found, sign, track))
            quota = roles.quota(law, year, track)
            if quota and (entry := cited.cite(quota)) not in row["cited"]:
                row["cited"].append(entry)
        rows.append(row)
    ever = any(column.value for year in columns.values() for column in year)
    return {"rows": rows, "chart": charts.columns_chart(columns) if ever else None}


def _arrivals(known: Known, slug: str, cited: words.Citations) -> list[Part]:
    return [
        {
            "period": words.period(each),
            "people": words.reported((each.regions or {}).get(slug)),
            "cited": cited.cite(each),
        }
        for each in known.arrivals
    ]


def _balance(known: Known, slug: str, cited: words.Citations) -> Part | None:
    """The rural migration balance of each year; None for a place that has none of it."""
    by_year = known.balance.regions.get(slug)
    if by_year is None:
        return None
    years = known.balance.years
    columns = {
        year: [charts.Column(by_year.get(year), _signed_or_dash(by_year.get(year)))]
        for year in years
    }
    return {
        "first": years[0],
        "last": years[-1],
        "rows": [{"year": year, "people": words.reported(by_year.get(year))} for year in years],
        "chart": charts.columns_chart(columns),
        "cited": cited.cite(known.balance),
    }


def _signed_or_dash(people: int | None) -> str:
    return "–" if people is None else words.signed(people)


def _parted(law: Law, among: Iterable[Parted], slug: str, cited: words.Citations) -> list[Part]:
    """How this region was parted from another one, or another one from it."""
    return [
        {
            "new": place(each.slug, law),
            "old": place(each.from_region, law),
            "is_new": each.slug == slug,
            "year": each.year,
            "before": each.year - 1,
            "cited": cited.cite(each),
        }
        for each in among
        if slug in {each.slug, each.from_region}
    ]


def _note(note: Note | None, cited: words.Citations) -> Part | None:
    if note is None:
        return None
    return {
        "title": said(note.title),
        "years": [until.year for until in note.until],
        "counted": words.counted_until(note.until),
        "rows": [
            {"title": said(line.title), "people": [words.signed(each) for each in line.people]}
            for line in note.lines
        ],
        "cited": cited.cite(note),
    }


# --- settlements ---------------------------------------------------------------------------------


def _settlements(known: Known, cited: words.Citations) -> Part:
    potential = known.potential
    return {
        "steps": [{"text": words.fact(each), "cited": cited.cite(each)} for each in known.steps],
        "text": said(potential.text),
        "rule": said(potential.rule),
        "parts": [{"title": said(part.title), "points": part.points} for part in potential.parts],
        "cited": cited.cite(potential),
    }
