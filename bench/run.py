"""How fast the calculator is, beside what it should be: `make bench`, or this file.

Every figure is the median of several runs. Time is CPU time, so that what else the machine does
counts as little as it can; files are worked out by the command itself, on one core.
"""

import os
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from itertools import chain, cycle, product
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import django  # noqa: E402
from django.utils.translation import override  # noqa: E402

from bench import families  # noqa: E402
from calculator.intake import understood  # noqa: E402
from calculator.law import current  # noqa: E402
from calculator.paper import summary  # noqa: E402
from calculator.rulebook.examples import FACTS_SHARED  # noqa: E402
from calculator.rules import Family, assess  # noqa: E402
from calculator.wording import answers, document  # noqa: E402

REPEATS = 5
ASSESSMENTS = {"known": 5_000, "new": 500}
PAPERS = 10
ROWS = 100_000
DAY = date(2026, 6, 15)
BASE = {**FACTS_SHARED, "settlement": "rural", "business": "agriculture"}
BYTES_A_KIB = 1024
MILLION = 1_000_000


class Figure(NamedTuple):
    """One line of the table; `aim` is the most it may be, or the least where more is better."""

    name: str
    measured: float
    unit: str
    aim: float | None
    more_is_better: bool = False

    def line(self) -> str:
        """The figure as the table has it."""
        measured = f"{self.name:<46}{self.measured:>10,.1f} {self.unit:<7}"
        if self.aim is None:
            return measured.rstrip()
        met = self.measured >= self.aim if self.more_is_better else self.measured <= self.aim
        ratio = self.measured / self.aim
        return f"{measured}{self.aim:>10,.0f}{ratio:>8.2f}  {'met' if met else 'missed'}"


def main() -> None:
    """Measure everything and print it line by line."""
    parser = ArgumentParser(description="Measure how fast the calculator is.")
    parser.add_argument("--repeats", type=int, default=REPEATS)
    parser.add_argument("--rows", type=int, default=ROWS)
    options = parser.parse_args()
    print(f"{'':<46}{'measured':>10} {'':<7}{'aim':>10}{'ratio':>8}")
    measured = (
        one_family(options.repeats),
        files(options.rows, options.repeats),
        # Last, because a process that is started is charged with the memory of its parent.
        pages(options.repeats),
        papers(options.repeats),
    )
    for figure in chain.from_iterable(measured):
        print(figure.line(), flush=True)


# --- one family ------------------------------------------------------------------------------


def one_family(repeats: int) -> Iterator[Figure]:
    """One family with its whole explanation, in microseconds."""
    law = current()
    family = understood(BASE, law, DAY)

    def known() -> None:
        touched(family)

    def forget() -> None:
        law.on(family.on).memory.clear()
        law.memory.clear()

    known()
    yield Figure("One family, answers decided before", timed(known, "known", repeats), "µs", 20)
    new = timed(known, "new", repeats, before=forget)
    yield Figure("One family, answers never met", new, "µs", 200)


def touched(family: Family) -> int:
    """The assessment of a family, every part of its explanation looked at."""
    return sum(
        len(each.conditions) + len(each.steps) + len(each.schedule) + len(each.parameters)
        for each in assess(family, current()).measures
    )


def timed(
    run: Callable[[], None], kind: str, repeats: int, before: Callable[[], None] | None = None
) -> float:
    """Microseconds that one run takes; what comes before each is not counted."""
    return median(_mean(run, ASSESSMENTS[kind], before) for _ in range(repeats))


def _mean(run: Callable[[], None], times: int, before: Callable[[], None] | None) -> float:
    if before is None:
        start = time.process_time()
        for _ in range(times):
            run()
        return (time.process_time() - start) / times * MILLION
    spent = 0.0
    for _ in range(times):
        before()
        start = time.process_time()
        run()
        spent += time.process_time() - start
    return spent / times * MILLION


# --- files -----------------------------------------------------------------------------------


class Run(NamedTuple):
    """What one run of the command took: seconds of CPU and of the clock, and MB at its peak."""

    cpu: float
    wall: float
    peak: float


def files(rows: int, repeats: int) -> Iterator[Figure]:
    """CSV to CSV by the command, with every column and reason."""
    kinds = {"realistic": families.realistic(), "all different": families.all_different()}
    with TemporaryDirectory() as folder:
        for name, drawn in kinds.items():
            path = Path(folder) / "families.csv"
            families.write(path, drawn, rows)
            runs = [assess_file(path) for _ in range(repeats)]
            told = f"{rows:,} families, {name}"
            speed = median(rows / run.cpu for run in runs)
            clock = median(rows / run.wall for run in runs)
            yield Figure(f"{told}, CPU", speed, "rows/s", 30_000, more_is_better=True)
            yield Figure(f"{told}, clock", clock, "rows/s", None)
            yield Figure(f"{told}, memory", median(run.peak for run in runs), "MB", 60)


def assess_file(path: Path) -> Run:
    """Run the command on one core."""
    start = time.perf_counter()
    with on_one_core():
        process = subprocess.Popen(
            [sys.executable, ROOT / "manage.py", "assess_file", path, "--verbosity", "0"]
        )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, "assess_file")
    peak = usage.ru_maxrss * BYTES_A_KIB / MILLION
    return Run(usage.ru_utime + usage.ru_stime, wall, peak)


@contextmanager
def on_one_core() -> Iterator[None]:
    """What is started within stays on the last core."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


# --- pages -----------------------------------------------------------------------------------

REFUSED = {
    "destination": "almaty",
    "settlement_listed": "no",
    "job_seeker": "no",
    "job_confirmed": "no",
    "employer_assists": "no",
    "employer_pays_move": "yes",
    "housing_provided": "employer",
    "housing_plan": "none",
}
OPEN = dict.fromkeys(REFUSED, "unknown") | {"destination": "north-kazakhstan"}
ALL_OF_ONE = {"all answered": {}, "much unknown": OPEN, "refused": REFUSED}
DOCUMENTS = 30


def pages(repeats: int) -> Iterator[Figure]:
    """One family with everything on it, as its page and its JSON say it: advice and all words."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "calculator.settings")
    django.setup()
    law = current()
    for name, facts in ALL_OF_ONE.items():
        family = understood({**BASE, **facts}, law, DAY)

        def told(family: Family = family) -> None:
            document(assess(family, law), law)

        with override("kk"):
            told()
            spent = median(_mean(told, DOCUMENTS, None) for _ in range(repeats))
        yield Figure(f"One family with all that follows, {name}", spent / 1000, "ms", 3)


# --- paper -----------------------------------------------------------------------------------


def papers(repeats: int) -> Iterator[Figure]:
    """The summary of one family as a PDF, from its document on, by a compiler that is warm.

    No two families are alike: what was set before is remembered.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "calculator.settings")
    django.setup()
    for language in ("kk", "ru", "en"):
        with override(language):
            paper()()
            spent = [_cpu(paper) for _ in range(repeats * PAPERS)]
        yield Figure(f"Warm PDF, {language}", median(spent) * 1000, "ms", 60)


_ages = cycle(product(range(18, 118), repeat=2))


def paper() -> Callable[[], bytes]:
    """What makes the paper of the next family."""
    law = current()
    pair = "self:{};spouse:{};child;child;child".format(*next(_ages))
    family = understood({**BASE, "members": pair}, law, DAY)
    told = document(assess(family, law), law)
    address = f"https://qonys.example{told['links']['result']}"
    return partial(summary, told, answers(family, law), address)


def _cpu(prepare: Callable[[], Callable[[], bytes]]) -> float:
    """Seconds of CPU time that what was prepared takes."""
    make = prepare()
    start = time.process_time()
    make()
    return time.process_time() - start


if __name__ == "__main__":
    main()
