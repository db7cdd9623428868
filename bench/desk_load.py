"""Sixteen specialists at once at the desk, for a minute: is anything lost, doubled or slow?

    python bench/desk_load.py                       SQLite, two workers
    python bench/desk_load.py --kill                the same, the server killed in the middle
    python bench/desk_load.py --database postgres://…

Each specialist opens cases, checks and decides them as fast as the server lets them, over HTTP.
What the server confirmed is then looked for in the database: each case once, each change once, and
the record whole. Exit code 1 where anything is lost, doubled, broken, refused or too slow.
"""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from bench.specialists import PORT, SHOWN, Specialist  # noqa: E402

SPECIALISTS = 16
SECONDS = 60
AIM_MS = 300
ACTIONS = ("opened", "checked", "moved")
# The first check of a case moves it too.
ENTRIES = {"opened": 1, "checked": 1, "moved": 2}


# --- the server ----------------------------------------------------------------------------------


def started(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """The server as `make run` starts it, ready to answer."""
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"],
        cwd=ROOT,
        env=environment,
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(200):
        try:
            asked = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
            asked.request("GET", "/readyz")
            if asked.getresponse().status == SHOWN:
                return server
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server does not start.")


def in_django(program: str, environment: dict[str, str]) -> str:
    """What a few lines print that are run with the desk's models at hand."""
    begin = "import django; django.setup()\n"
    run = subprocess.run(
        [sys.executable, "-c", begin + program],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return run.stdout


PEOPLE = """
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Group
from calculator.staff.models import Centre, Worker
Store = import_module(settings.SESSION_ENGINE).SessionStore
centre = Centre.objects.create(name_kk="О", name_ru="Ц", name_en="C", region="north-kazakhstan")
for number in range(%d):
    worker = Worker.objects.create(username=f"s{number}", name=f"S{number}", centre=centre,
                                   must_change_password=False, password="!")
    worker.groups.add(Group.objects.get(name="specialist"))
    session = Store()
    session[SESSION_KEY] = str(worker.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = worker.get_session_auth_hash()
    session.create()
    print(session.session_key)
"""

FOUND = """
import json
from calculator.staff import record
from calculator.staff.models import Case, Entry
print(json.dumps({
    "versions": dict(Case.objects.values_list("reference", "version")),
    "facts": list(Case.objects.values_list("snapshots__facts", flat=True).filter(
        snapshots__kind="claimed")),
    "entries": list(Entry.objects.values_list("reference", "action")),
    "break": record.first_break(),
}))
"""


def lost_and_doubled(found: dict[str, Any], workers: list[Specialist]) -> list[str]:
    """What was confirmed and is not there, and what is there more often than it was sent.

    Of what was neither confirmed nor refused, because the server was killed, each specialist has
    one at most; it may be there or not.
    """
    changes = Counter(each.reference for one in workers for each in one.done)
    confirmed = Counter((each.reference, each.action) for one in workers for each in one.done)
    kept = Counter(map(tuple, found["entries"]))
    twice = Counter(found["facts"])
    problems = [f"doubled: {facts}" for facts, times in twice.items() if times > 1]
    problems += [f"lost: {what}" for what in confirmed if kept[what] < confirmed[what]]
    problems += [
        f"lost: version {found['versions'].get(case)} of {case} after {times} changes"
        for case, times in changes.items()
        if found["versions"].get(case, 0) < times
    ]
    more = sum(found["versions"].values()) - sum(changes.values())
    unsure = sum(one.unsure for one in workers)
    if more > unsure:
        problems.append(f"doubled: {more} changes more than were confirmed, {unsure} unsure")
    entries = sum(kept[case, action] for case in changes for action in ACTIONS)
    sent = sum(ENTRIES[action] for _case, action in confirmed)
    if not unsure and entries != sent:
        problems.append(f"on record: {entries} entries for {sent} things done")
    return problems


def percentile(values: list[float], share: float) -> float:
    """In milliseconds."""
    return sorted(values)[int(share * (len(values) - 1))] * 1000 if values else 0


def main() -> None:
    """Measure and say what was found."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--database", help="an address of PostgreSQL; if not given, SQLite")
    parser.add_argument("--seconds", type=int, default=SECONDS)
    parser.add_argument("--kill", action="store_true", help="SIGKILL to the server in the middle")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "calculator.settings",
            "DATA_DIR": folder,
            "PORT": str(PORT),
            "PYTHONPATH": str(ROOT),
        }
        if options.database:
            environment["DATABASE_URL"] = options.database
        manage = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(manage, cwd=ROOT, env=environment, check=True)
        measure(environment, seconds=options.seconds, kill=options.kill)


def measure(environment: dict[str, str], *, seconds: int, kill: bool) -> None:
    """Let them work, and look at what is there afterwards."""
    sessions = in_django(PEOPLE % SPECIALISTS, environment).split()
    server = started(environment)
    until = time.monotonic() + seconds
    workers = [Specialist(number, key, until) for number, key in enumerate(sessions)]
    with ThreadPoolExecutor(SPECIALISTS) as pool:
        running = [pool.submit(each.work) for each in workers]
        if kill:
            time.sleep(seconds / 2)
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
            server = started(environment)
        for each in running:
            each.result()
    os.killpg(server.pid, signal.SIGTERM)
    server.wait()
    found = json.loads(in_django(FOUND, environment))
    report(found, workers)


def report(found: dict[str, Any], workers: list[Specialist]) -> None:
    """Print what was found; a problem makes the exit code 1."""
    problems = lost_and_doubled(found, workers)
    if found["break"]:
        problems.append(f"the record breaks: {found['break']}")
    errors = sum((one.errors for one in workers), Counter())
    problems += [f"refused: {what} ({times} times)" for what, times in errors.items()]
    for action in ACTIONS:
        times = [each.seconds for one in workers for each in one.done if each.action == action]
        slowest = percentile(times, 0.95)
        print(line(action, times, f"(aim {AIM_MS})"))
        if not times or slowest > AIM_MS:
            problems.append(f"{action}: p95 {slowest:.0f} ms of {len(times)}")
    print(line("pages", [each for one in workers for each in one.looked], ""))
    print("\n".join(problems[:10]) or "nothing lost, doubled, broken, refused or slow")
    sys.exit(bool(problems))


def line(name: str, times: list[float], aim: str) -> str:
    """One line of the table."""
    median, slowest = (percentile(times, share) for share in (0.5, 0.95))
    return f"{name:<10}{len(times):>7}   median {median:6.0f} ms   p95 {slowest:6.0f} ms   {aim}"


if __name__ == "__main__":
    main()
