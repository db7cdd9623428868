"""The figures of the calculator's law as parameters of an OpenFisca country package.

So that no figure of the law is typed twice, they are written anew before every measurement.
"""

import json
import shutil
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from calculator.rules import Law
from calculator.rules.calendar import ONE_DAY
from calculator.rules.law import MRP
from calculator.rules.records import Dated, Parameter, Places, RegionList

Tree = dict[str, Any]


def write(law: Law, folder: Path) -> None:
    """The whole law as dated YAML, one file a parameter; whatever was in `folder` is gone."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, tree in (*_figures(law), *_lists(law), *_quotas(law)):
        path = folder.joinpath(*name.split(".")).with_suffix(".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(_yaml(tree)) + "\n", encoding="utf-8")


def slug(code: str) -> str:
    """A name of the law as OpenFisca takes it."""
    return code.replace("-", "_")


def _figures(law: Law) -> Iterable[tuple[str, Tree]]:
    """Every figure; one that changed its unit becomes two, named for their units."""
    by_name = attrgetter("name")
    for name, group in groupby(sorted(law.parameters, key=by_name), by_name):
        history = list(group)
        units = list(dict.fromkeys(figure.unit for figure in history))
        for unit in units:
            own = [figure for figure in history if figure.unit == unit]
            yield (name if len(units) == 1 else f"{name}_{unit.lower()}"), _figure(own, law)


def _figure(history: Sequence[Parameter], law: Law) -> Tree:
    """A plain value, or a scale where it hangs on how many people there are."""
    head = {"description": history[0].title["en"]}
    unit = history[0].unit
    people = sorted({figure.people for figure in history})
    if len(people) == 1:
        return {**head, "metadata": {"unit": unit}, "values": _values(history, law)}
    brackets = [
        {
            "threshold": {str(history[0].start): {"value": least}},
            "amount": _values([figure for figure in history if figure.people == least], law),
        }
        for least in people
    ]
    metadata = {"type": "single_amount", "threshold_unit": "people", "amount_unit": unit}
    return {**head, "metadata": metadata, "brackets": brackets}


def _lists(law: Law) -> Iterable[tuple[str, Tree]]:
    """The lists of regions, each as a value that is a list."""
    by_name = attrgetter("name")
    for name, group in groupby(sorted(law.region_lists, key=by_name), by_name):
        yield name, {"description": name, "values": _values(list(group), law)}


def _quotas(law: Law) -> Iterable[tuple[str, Tree]]:
    """The places of each track by region; a region that a quota does not name has none."""
    by_track = attrgetter("track")
    for track, group in groupby(sorted(law.quotas, key=by_track), by_track):
        years = list(group)
        regions = {slug(region): _values(years, law, region) for region in law.regions}
        places = {name: {"values": values} for name, values in regions.items()}
        yield f"quota.{track}", {"description": f"Regional quota, {track}", **places}


def _values(history: Sequence[Dated], law: Law, region: str = "") -> Tree:
    """Each value by its first day, and nothing from the day after one that ends.

    The last known MRP goes on, as it does in the calculator.
    """
    values: Tree = {}
    for entry in sorted(history, key=attrgetter("start")):
        values[str(entry.start)] = {
            "value": _plain(entry, region),
            "metadata": {"reference": _reference(entry, law), "grade": entry.grade},
        }
        is_mrp = isinstance(entry, Parameter) and entry.name == MRP
        if entry.until is not None and not is_mrp:
            values[str(entry.until + ONE_DAY)] = {"value": None}
    return values


def _plain(entry: Dated, region: str) -> Any:
    if isinstance(entry, Places):
        return entry.places.get(region, 0)
    if isinstance(entry, RegionList):
        return sorted(slug(region) for region in entry.regions)
    assert isinstance(entry, Parameter)
    return float(entry.value) if isinstance(entry.value, Decimal) else entry.value


def _reference(entry: Dated, law: Law) -> Tree:
    source = law.sources[entry.source]
    return {"title": source.title["en"], "href": source.url}


def _yaml(tree: Tree, indent: str = "") -> Iterable[str]:
    """A tree as YAML. Days need no quotes as keys; texts are quoted as in JSON, its subset."""
    for key, value in tree.items():
        if isinstance(value, dict):
            yield f"{indent}{key}:"
            yield from _yaml(value, indent + "  ")
        elif isinstance(value, list) and isinstance(value[0], dict):
            yield f"{indent}{key}:"
            for item in value:
                yield f"{indent}  -"
                yield from _yaml(item, indent + "    ")
        else:
            yield f"{indent}{key}: {json.dumps(value, ensure_ascii=False)}"
