"""Holds the API, the pages, files and the command line against each other: `make bench-api`.

    PYTHONPATH=. python bench/agreement.py [FAMILIES]

Each of a thousand families goes alone and in lists of every detail through the API, through the
command line, through a file, and through its page, whose HTML is read as a visitor sees it. All
must say the same. Exit code 1 where any does not.
"""

import argparse
import csv
import io
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "calculator.settings")
    import django

    django.setup()

import orjson
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils.translation import override

from bench.families import all_different, realistic
from calculator.api.families import DETAILS
from calculator.management.commands.assess import Command
from calculator.wording.figures import money_range
from calculator.wording.figures import verdict as in_words
from tests.web.reading import read

LANG = "ru"
HALF = 500
SUMS = ("relocation", "rent", "certificate", "employer")
CLIENT = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")
OK = 200
Row = dict[str, str]
Told = dict[str, Any]
nobody_waits = override_settings(API_A_MINUTE=1_000_000)
"""However many families are asked about."""


def families(count: int = 2 * HALF) -> list[Row]:
    """Families as rows of a file: half as a centre has them, half as no two are alike."""
    half = count // 2
    rows = (*islice(realistic(), half), *islice(all_different(), count - half))
    return [{fact: text for fact, text in row.items() if text} for row in rows]


def main() -> int:
    """Ask in every way, and tell where the answers differ."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("families", type=int, nargs="?", default=2 * HALF)
    rows = families(parser.parse_args().families)
    differing = 0
    with nobody_waits, tempfile.TemporaryDirectory() as folder:
        for way, said, due in compared(rows, Path(folder)):
            wrong = [row for row, one, other in zip(rows, said, due, strict=True) if one != other]
            print(f"{way}: {len(said)} families, {len(wrong)} told otherwise", flush=True)
            differing += len(wrong)
            for row in wrong[:3]:
                print("  ", row)
    return 1 if differing else 0


def compared(
    rows: Sequence[Row], folder: Path
) -> Iterator[tuple[str, Sequence[Told], Sequence[Told]]]:
    """Each way of asking: what is said of each family, and what must be."""
    whole = alone(rows)
    yield "command line", by_command(rows), whole
    yield "file", by_file(rows, folder), [for_a_file(each) for each in whole]
    for detail in DETAILS:
        said = in_lists(rows, detail)
        yield f"list, {detail}", said, [*map(shorter, whole, said)]
    yield "page", [by_page(each) for each in whole], [for_a_page(each) for each in whole]


# --- asked in every way --------------------------------------------------------------------------


def alone(rows: Iterable[Row]) -> list[Told]:
    """What the API says of each by itself."""
    return [_posted("assess", row) for row in rows]


def in_lists(rows: Sequence[Row], detail: str) -> list[Told]:
    """What it says in lists as long as they may be."""
    most, found = DETAILS[detail].most, []
    for start in range(0, len(rows), most):
        part = _posted("assess/batch", rows[start : start + most], f"&detail={detail}")
        found += part["answers"]
    return found


def by_command(rows: Iterable[Row]) -> list[Told]:
    """What the command line prints of each."""
    found = []
    for row in rows:
        written, out = io.BytesIO(json.dumps(row).encode()), io.StringIO()
        with patch.object(sys, "stdin", SimpleNamespace(buffer=written)):
            Command(stdout=out).handle(lang=LANG)
        found.append(orjson.loads(out.getvalue()))
    return found


def by_file(rows: Iterable[Row], folder: Path) -> list[Told]:
    """The sums, verdicts and reasons in the file that comes out when all go in as one."""
    source, target = folder / "in.csv", folder / "out.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, sorted({fact for row in rows for fact in row}), restval="")
        writer.writeheader()
        writer.writerows(rows)
    call_command("assess_file", str(source), output=str(target), verbosity=0)
    with target.open(encoding="utf-8-sig", newline="") as file:
        return [_of_row(row) for row in csv.DictReader(file)]


def by_page(told: Told) -> Told:
    """The total, verdicts and sums that a visitor sees on the page of a family."""
    response = CLIENT.get(told["links"]["result"])
    if response.status_code != OK:
        return {"status": response.status_code}
    page = read(response.content.decode()).one("main")
    return {
        "total": page.all(css="total")[0].one(css="sum").text,
        "measures": {
            each["aria-labelledby"]: (
                each.one(css="verdict").text,
                [sum_.text for sum_ in each.one("header").all(css="sum")],
            )
            for each in page.all("article", css="measure")
        },
    }


def _posted(call: str, body: object, more: str = "") -> Any:
    response = CLIENT.post(
        f"/api/v1/{call}?lang={LANG}{more}", json.dumps(body), content_type="application/json"
    )
    if response.status_code != OK:
        raise SystemExit(f"{call} answers {response.status_code}: {response.content[:500]!r}")
    return orjson.loads(response.content)


def _of_row(row: Row) -> Told:
    sums = {name: (int(row[f"{name}_min"]), int(row[f"{name}_max"])) for name in (*SUMS, "total")}
    reasons = sorted(filter(None, row["reasons"].split(";")))
    return {"verdict": row["verdict"], "reasons": reasons, "error": row["error"], **sums}


# --- what each must say --------------------------------------------------------------------------


def shorter(whole: Told, answer: Told) -> Told:
    """As much of a whole answer as a shorter one tells of the same family."""
    kept = {name: whole[name] for name in answer if name in whole}
    measures = [
        {name: each for name, each in {**measure, **_reasons(measure)}.items() if name in short}
        for measure, short in zip(whole["measures"], answer["measures"], strict=True)
    ]
    return {**kept, "measures": measures}


def for_a_file(whole: Told) -> Told:
    """A whole answer as a row of a file has it."""
    measures = {each["code"]: each for each in whole["measures"]}
    reasons = [
        f"{code}:{reason}" for code, each in measures.items() for reason in _reasons(each)["unmet"]
    ]
    nothing = {"amount": {"min": 0, "max": 0}}  # A measure that was not yet in force.
    due = {code: measures.get(code, nothing)["amount"] for code in SUMS} | {
        "total": whole["total"]
    }
    sums = {name: (amount["min"], amount["max"]) for name, amount in due.items()}
    return {"verdict": whole["verdict"], "reasons": sorted(reasons), "error": "", **sums}


def for_a_page(whole: Told) -> Told:
    """A whole answer as a page has it."""
    with override(LANG):
        return {
            "total": money_range(whole["total"]),
            "measures": {
                each["code"]: (
                    in_words(each["verdict"], each["kind"], each["payee"]),
                    [] if each["kind"] == "in_kind" else [money_range(each["amount"])],
                )
                for each in whole["measures"]
            },
        }


def _reasons(measure: Told) -> Told:
    """The codes of the conditions with each outcome."""
    outcomes = {"unmet": "not_met", "unknown": "unknown"}
    return {
        name: [each["code"] for each in measure["conditions"] if each["outcome"] == outcome]
        for name, outcome in outcomes.items()
    }


if __name__ == "__main__":
    sys.exit(main())
