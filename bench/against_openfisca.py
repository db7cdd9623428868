"""One assessment over HTTP, beside OpenFisca's web API on the same measures.

`make bench-openfisca`, or this file. Each server has one worker, on a core of its own where the
system can be told so. First the sums of every family that is asked about must be the same on both
sides. Then each round asks one server after the other about families whom nobody asked about
before. The ratio in the end is the median of the rounds' ratios.
"""

import json
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from bench.openfisca import families, parameters, servers  # noqa: E402
from bench.openfisca.families import Facts  # noqa: E402
from bench.openfisca.servers import Server  # noqa: E402
from calculator.intake import understood  # noqa: E402
from calculator.law import current  # noqa: E402
from calculator.rules import assess  # noqa: E402

HERE = ROOT / "bench" / "openfisca"
ROUNDS = 9
REQUESTS = 100
WARM_UP = 100
CLIENTS = (1, 4)
AIM = 3
# A worker that computes less of the time was kept from it by something else on the machine.
BUSY = 0.7
LIKE_OURS = ("--worker-class", "gthread", "--threads", "2")
OURS = "Qonys /api/v1/assess"
THEIRS = "OpenFisca /trace"
ASSESS = "/api/v1/assess?lang=ru"


class Contender(NamedTuple):
    """A server, what it is asked, and how it is called in the table."""

    name: str
    server: Server
    path: str
    editions: tuple[date, ...] = ()

    def body(self, facts: Facts) -> dict[str, Any]:
        """A family as this server takes it."""
        return facts if self.path == ASSESS else families.situation(facts, self.editions)


class Run(NamedTuple):
    """What came of asking one server so many times: times in milliseconds, sizes in bytes.

    `cpu` is what its worker computed for one answer, `busy` the share of the time it did.
    """

    rate: float
    median: float
    late: float
    size: float
    cpu: float
    busy: float


Round = dict[str, Run]
Said = dict[str, int]


def main() -> None:
    """Check that both say the same, then measure both and print it."""
    options = _options()
    law = current()
    parameters.write(law, HERE / servers.PACKAGE / "parameters")
    servers.prepared()
    of_servers, of_clients = servers.cores()
    count = WARM_UP + options.rounds * len(CLIENTS) * options.requests
    asked = list(islice(families.drawn(law), count))
    with ExitStack() as stack:
        contenders = started(stack, of_servers)
        stack.enter_context(servers.kept_on(of_clients))
        agree(asked, contenders)
        print("The servers have a core of their own." if of_servers else "Nothing is pinned.")
        rest = iter(asked[WARM_UP:])
        for clients in CLIENTS:
            rounds = [
                measured(contenders, list(islice(rest, options.requests)), clients)
                for _ in range(options.rounds)
            ]
            print("\n".join(told(rounds, clients)), flush=True)


def started(stack: ExitStack, cores: servers.Cores) -> tuple[Contender, ...]:
    """All servers, running until `stack` is closed."""
    data = Path(stack.enter_context(TemporaryDirectory()))
    ours = stack.enter_context(servers.calculator(cores, data))
    theirs = stack.enter_context(servers.openfisca(cores))
    like_ours = stack.enter_context(servers.openfisca(cores, *LIKE_OURS))
    return (
        Contender(THEIRS, theirs, "/trace"),
        Contender(OURS, ours, ASSESS),
        Contender(f"{THEIRS}, two threads", like_ours, "/trace"),
        Contender(f"{THEIRS}, each edition", theirs, "/trace", current().editions),
        Contender("OpenFisca /calculate", theirs, "/calculate"),
    )


# --- what they say -------------------------------------------------------------------------------


def agree(asked: Sequence[Facts], contenders: Sequence[Contender]) -> None:
    """Stop unless the sums of every family are the same; warms the servers up as well."""
    theirs, ours, *others, calculate = contenders
    for number, facts in enumerate(asked):
        due = sums(facts)
        found = {calculate.name: calculated(calculate, facts)}
        if number < WARM_UP:
            found |= {each.name: traced(each, facts) for each in (theirs, *others)}
            found[ours.name] = assessed(ours, facts)
        for name, said in found.items():
            if said != due:
                raise SystemExit(f"Not the same:\n{facts}\nassess(): {due}\n{name}: {said}")
    print(f"The sums of {len(asked):,} families are the same on both sides.", flush=True)


def sums(facts: Facts) -> Said:
    """What the calculator says, by the names that OpenFisca's variables have."""
    law = current()
    assessment = assess(understood(facts, law, law.first_day), law)
    found = {each.measure.code: each for each in assessment.measures}
    amounts = {code: each.amount for code, each in found.items()} | {"total": assessment.total}
    if any(amount.min != amount.max for amount in amounts.values()):
        raise SystemExit(f"Not everything is known of this family: {facts}")
    loan = found["microcredit"].loan
    return {
        **{name: amounts[name].max for name in families.SUMS},
        families.INSTALMENT: loan.instalment if loan else 0,
        **{name: found[name].verdict == "eligible" for name in families.IN_KIND},
    }


def assessed(contender: Contender, facts: Facts) -> Said:
    """What this calculator's API says."""
    document = contender.server.post(contender.path, contender.body(facts))
    found = {each["code"]: each for each in document["measures"]}
    amounts = {code: each["amount"]["max"] for code, each in found.items()}
    amounts["total"] = document["total"]["max"]
    loan = found["microcredit"]["loan"]
    return {
        **{name: amounts[name] for name in families.SUMS},
        families.INSTALMENT: loan["instalment"] if loan else 0,
        **{name: found[name]["verdict"] == "eligible" for name in families.IN_KIND},
    }


def calculated(contender: Contender, facts: Facts) -> Said:
    """What OpenFisca's plain calculation says."""
    answer = contender.server.post(contender.path, contender.body(facts))
    family = answer["families"]["family"]
    return {name: next(iter(family[name].values())) for name in families.ASKED}


def traced(contender: Contender, facts: Facts) -> Said:
    """What OpenFisca's explanation says."""
    trace = contender.server.post(contender.path, contender.body(facts))["trace"]
    month = families.month(facts)
    return {name: trace[f"{name}<{month}>"]["value"][0] for name in families.ASKED}


# --- how fast they say it ------------------------------------------------------------------------


def measured(contenders: Sequence[Contender], asked: Sequence[Facts], clients: int) -> Round:
    """One server after the other, about the same families."""
    return {each.name: run(each, asked, clients) for each in contenders}


def run(contender: Contender, asked: Sequence[Facts], clients: int) -> Run:
    """Ask one server about every family once."""
    bodies = [json.dumps(contender.body(facts), ensure_ascii=False) for facts in asked]
    before = contender.server.cpu()
    found = subprocess.run(
        [
            sys.executable,
            HERE / "load.py",
            str(contender.server.port),
            contender.path,
            str(clients),
        ],
        input="\n".join(bodies).encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    cpu = contender.server.cpu() - before
    said = json.loads(found.stdout)
    late = quantiles(said["latencies"], n=20)[-1]
    count = len(bodies)
    middle, size = median(said["latencies"]), median(said["sizes"])
    seconds = said["seconds"]
    return Run(count / seconds, middle, late, size, cpu / count * 1000, cpu / seconds)


def told(rounds: Sequence[Round], clients: int) -> Iterator[str]:
    """The medians of the rounds as a table, and the ratio in each."""
    head = ("requests/s", "median ms", "p95 ms", "bytes", "CPU ms", "busy")
    title = f"{clients} client{'s' if clients > 1 else ''}"
    yield f"\n{title:<34}" + "".join(f"{column:>12}" for column in head)
    for name in rounds[0]:
        runs = zip(*(each[name] for each in rounds), strict=True)
        rate, middle, late, size, cpu, busy = (median(values) for values in runs)
        times = f"{rate:>12.1f}{middle:>12.2f}{late:>12.2f}"
        yield f"{name:<34}{times}{size:>12,.0f}{cpu:>12.2f}{busy:>12.0%}"
    for name in rounds[0]:
        if name != OURS:
            yield compared(rounds, name)


def compared(rounds: Sequence[Round], other: str) -> str:
    """How many times as many requests ours answers as another, and of how much less work."""
    rates = [each[OURS].rate / each[other].rate for each in rounds]
    work = median(each[other].cpu / each[OURS].cpu for each in rounds)
    listed = " ".join(f"{rate:.2f}" for rate in rates)
    ratio = median(rates)
    line = f"Ratio to {other}: {ratio:.2f}, by CPU time {work:.2f}; rounds {listed}"
    if other != THEIRS:
        return line
    idle = any(median(each[name].busy for each in rounds) < BUSY for name in (OURS, other))
    verdict = "met" if ratio >= AIM else "missed"
    return f"{line}: {'disturbed, measure again' if idle else verdict}"


def _options() -> Namespace:
    parser = ArgumentParser(description="Measure the API beside OpenFisca's web API.")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--requests", type=int, default=REQUESTS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
