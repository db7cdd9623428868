"""How fast the list of cases is at a centre that has a hundred thousand of them.

A new database is filled with cases, and the list is asked for with each filter, in each order, on
its first, its middle and its last page. What is told is the time the server takes for the whole
answer, its entry in the record included: the median of several runs. With SQLite it is CPU time,
so that what else the machine does counts as little as it can; a database that runs by itself
is timed by the clock.

    python bench/desk_list.py [--cases 100000] [--repeats 5] [--database postgres://…] [--analyse]

Without `--database` the cases are kept in SQLite in a temporary folder; a database that is named
must be empty.
"""

import os
import random
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice, product
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

AIM = 100
SEED = 2026
SPECIALISTS = 40
BATCH = 5_000
# How many of a hundred thousand stand in each state: most cases are closed one day.
STATES = {
    "new": 3,
    "in_check": 5,
    "eligible": 12,
    "not_eligible": 6,
    "sent_back": 4,
    "closed": 70,
}
FILTERS = {
    "no filter": {},
    "state, few": {"state": "new"},
    "state, most": {"state": "closed"},
    "first sign": {"reference": "7"},
    "four signs": {"reference": "7K3M"},
    "days": {"opened_from": "01.03.2026", "opened_to": "30.06.2026"},
    "region, most": {"region": "north-kazakhstan"},
    "region, few": {"region": "abai"},
    "specialist": {"specialist": "7"},
    "group": {"track": "kandas"},
    "verdict": {"verdict": "open"},
    "many fit": {"state": "closed", "region": "north-kazakhstan", "track": "resettler"},
    "few fit": {"state": "new", "region": "abai", "track": "kandas", "verdict": "open"},
    "none fits": {"state": "new", "opened_from": "01.01.2020", "opened_to": "02.01.2020"},
}
SORTS = ("opened", "changed", "reference", "total", "state", "region", "specialist")


class Asked(NamedTuple):
    """A page of the list, and how long its answers took, in milliseconds."""

    filters: str
    sort: str
    page: str
    spent: float

    def line(self) -> str:
        """The figure as the table has it."""
        told = f"{self.filters:<14}{self.sort:<14}{self.page:<8}{self.spent:>8.1f} ms"
        return f"{told}{self.spent / AIM:>8.2f}  {'met' if self.spent <= AIM else 'missed'}"


def main() -> None:
    """Fill a database, ask for every list and print what each took."""
    parser = ArgumentParser(description="Measure how fast the list of cases is.")
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--database", default="")
    parser.add_argument("--analyse", action="store_true", help="let the database count first")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": folder, "DATABASE_URL": options.database, "DEBUG": ""}
        os.environ["DJANGO_SETTINGS_MODULE"] = "calculator.settings"
        measure(options)


def measure(options: Namespace) -> None:
    """All that is done once the settings are those of the new database."""
    import django  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    settings.ALLOWED_HOSTS.append("testserver")
    # It is not files that are measured: they need not have been collected.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    call_command("migrate", verbosity=0)
    start = time.perf_counter()
    worker = fill(options.cases)
    if options.analyse:
        _analyse()
    print(f"{options.cases:,} cases in {time.perf_counter() - start:.0f} s", flush=True)
    found = sorted(lists(worker, options.repeats), key=lambda each: each.spent, reverse=True)
    for asked in found:
        print(asked.line())
    print(f"{len(found)} lists, median {median(each.spent for each in found):.1f} ms")


def _analyse() -> None:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


# --- the cases -------------------------------------------------------------------------------


def fill(count: int) -> Any:
    """Two centres, forty specialists and the cases; the one who will ask for them."""
    from django.contrib.auth.models import Group  # noqa: PLC0415

    from calculator.staff.models import Case, Centre, Snapshot, Worker  # noqa: PLC0415

    names = dict.fromkeys(("name_kk", "name_ru", "name_en"), "Centre")
    here, elsewhere = (
        Centre.objects.create(**names, region=region) for region in ("north-kazakhstan", "abai")
    )
    for number in range(SPECIALISTS):
        worker = Worker.objects.create(
            username=f"specialist-{number}",
            name=f"{'ӘБҒДЕЖИКҚЛМ'[number % 11]}-{number}",
            centre=here,
            must_change_password=False,
        )
        worker.groups.add(Group.objects.get(name="specialist"))
    rng = random.Random(SEED)
    drawn = cases(rng, here.pk, elsewhere.pk)
    for _ in range(0, count, BATCH):
        made = Case.objects.bulk_create(Case(**each) for each in islice(drawn, BATCH))
        Snapshot.objects.bulk_create(
            Snapshot(
                case=case,
                kind="claimed",
                made_at=case.opened_at,
                made_by=worker,
                facts=f"on={case.on}&track={case.track}&origin={case.origin}&number={case.pk}",
                law="0" * 64,
                edition=case.on,
                verdict=case.verdict,
                total_min=case.total_min,
                total_max=case.total_max,
                **dict.fromkeys(("told_kk", "told_ru", "told_en"), b""),
            )
            for case in made
        )
    return worker


def cases(rng: random.Random, here: int, elsewhere: int) -> Iterator[dict[str, Any]]:
    """Cases of three years, no two alike; one of a thousand at the other centre."""
    from calculator.staff.cases.reference import ALPHABET, check_sign  # noqa: PLC0415

    first, known = datetime(2024, 1, 1, 4, tzinfo=UTC), set()
    while True:
        signs = "".join(rng.choices(ALPHABET, k=7))
        if signs in known:
            continue
        known.add(signs)
        opened = first + timedelta(minutes=rng.randrange(3 * 365 * 24 * 60))
        yield {
            "reference": signs + check_sign(signs),
            "centre_id": elsewhere if rng.random() < 1 / 1000 else here,
            "specialist_id": rng.randint(1, SPECIALISTS),
            "state": rng.choices([*STATES], [*STATES.values()])[0],
            "opened_at": opened,
            "changed_at": opened + timedelta(minutes=rng.randrange(60 * 24 * 30)),
            "note": "Papers are to come. " * rng.randrange(10),
            **_found(rng, opened.date()),
        }


def _found(rng: random.Random, on: date) -> dict[str, Any]:
    verdict = rng.choices(("eligible", "open", "not_eligible"), (5, 3, 2))[0]
    most = 0 if verdict == "not_eligible" else rng.randrange(1_000_000, 12_000_000)
    kandas = rng.random() < 1 / 3
    regions = ("north-kazakhstan", "pavlodar", "kostanay", "akmola", "abai")
    return {
        "on": on,
        "track": "kandas" if kandas else "resettler",
        "origin": "abroad" if kandas else "turkistan",
        "destination": rng.choices(regions, (85, 5, 5, 4, 1))[0],
        "verdict": verdict,
        "total_min": most if verdict == "eligible" else 0,
        "total_max": most,
    }


# --- the lists -------------------------------------------------------------------------------


def lists(worker: Any, repeats: int) -> Iterator[Asked]:
    """Each filter in each order, on its first, its middle and its last page."""
    from django.test import Client  # noqa: PLC0415

    client = Client()
    client.force_login(worker, backend="django.contrib.auth.backends.ModelBackend")
    client.get("/kk/staff/cases/")
    sorts = [*SORTS, *(f"-{sort}" for sort in SORTS)]
    for (name, filters), sort in product(FILTERS.items(), sorts):
        last = pages(client, {**filters, "sort": sort})
        for page, number in {"first": 1, "middle": (last + 1) // 2, "last": last}.items():
            query = {**filters, "sort": sort, "page": str(number)}
            spent = median(answer(client, query)[0] for _ in range(repeats))
            yield Asked(name, sort, page, spent)


def pages(client: Any, query: dict[str, str]) -> int:
    """How many pages a list has: the one shown of all those after the last."""
    _, html = answer(client, {**query, "page": "1000000"})
    here = html.partition('<span aria-current="page">')[2].partition("</span>")[0]
    return int("".join(sign for sign in here if sign.isdigit()) or 1)


def answer(client: Any, query: dict[str, str]) -> tuple[float, str]:
    """Milliseconds that the server takes for a page of the list, and the page."""
    clock = time.perf_counter if os.environ["DATABASE_URL"] else time.process_time
    start = clock()
    response = client.get(f"/kk/staff/cases/?{urlencode(query)}")
    spent = (clock() - start) * 1000
    if response.status_code != 200:  # noqa: PLR2004
        raise RuntimeError(f"{response.status_code} for {query}")
    return spent, response.content.decode()


if __name__ == "__main__":
    main()
