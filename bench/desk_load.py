"""Sixteen specialists at once at the desk, for a minute: is anything lost, doubled or slow?

    python bench/desk_load.py                       SQLite, two workers
    python bench/desk_load.py --kill                the same, the server killed in the middle
    python bench/desk_load.py --database postgres://…

Each specialist opens cases, checks and decides them as fast as the server lets them, over HTTP.
What the server confirmed is then looked for in the database: each case once, each change once, and
the record whole.
"""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parent.parent
PORT = 8099
SPECIALISTS = 16
SECONDS = 60
AIM_MS = 300
FACTS = (
    "on=2026-06-15&track=resettler&origin=turkistan&destination=north-kazakhstan&settlement=rural"
    "&settlement_listed=yes&job_seeker=yes&registered_12_months=yes"
    "&members=self:34;spouse:32;child:9&job_confirmed=yes&employer_assists=yes&employer_pays_move=no&housing_provided=none"
    "&housing_plan=buy&housing_price="
)
SHOWN, DONE = 200, 302


class Confirmed(NamedTuple):
    """What the server said was done: to which case, which change of it, how long it took."""

    reference: str
    action: str
    seconds: float


FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
FIELD = re.compile(
    r"<input\b([^>]*)>|<textarea\b([^>]*)>|<select\b([^>]*)>(.*?)</select>", re.DOTALL
)
ATTRIBUTE = re.compile(r'([a-z-]+)(?:="([^"]*)")?')
CHOSEN = re.compile(r'<option value="([^"]*)"[^>]* selected')


class Form(NamedTuple):
    """A form of a page: where it is sent, and what would be sent with it."""

    action: str
    fields: dict[str, str]


def form_with(wanted: str, page: str) -> Form | None:
    """The first form of a page that has a field. A full parser would need a core of its own."""
    for attributes, inside in FORM.findall(page):
        fields = dict(_fields(inside))
        if wanted in fields:
            return Form(dict(ATTRIBUTE.findall(attributes)).get("action", ""), fields)
    return None


def _fields(inside: str) -> Iterator[tuple[str, str]]:
    for one, text, select, options in FIELD.findall(inside):
        given = dict(ATTRIBUTE.findall(one or text or select))
        if not given.get("name"):
            continue
        if select:
            chosen = CHOSEN.search(options)
            yield given["name"], chosen[1] if chosen else ""
        elif given.get("type") not in {"radio", "checkbox"} or "checked" in given:
            yield given["name"], unescape(given.get("value", ""))


class Specialist:
    """One of them, with a connection and a session of their own."""

    def __init__(self, number: int, session: str, until: float) -> None:
        self.number, self.session, self.until = number, session, until
        self.cookies = f"sessionid={session}"
        self.connection = self._connected()
        self.done: list[Confirmed] = []
        self.looked: list[float] = []
        self.errors: Counter[str] = Counter()
        self.unsure = 0

    def _connected(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)

    def work(self) -> "Specialist":
        """Open, check and decide one case after the other until time is up."""
        for turn in count():
            if time.monotonic() > self.until:
                return self
            try:
                self._one_case(self.number * 100_000 + turn)
            except (OSError, http.client.HTTPException):
                self.connection.close()
                self.connection = self._connected()
                time.sleep(0.2)
        return self

    def _one_case(self, price: int) -> None:
        path = f"/kk/staff/cases/new/?{FACTS}{5_000_000 + price}"
        case = self._sent(path, "housing_price", {"do": "open"}, "opened")
        if case is None:
            return
        found = {"do": "save", "note": f"{price}", "outcome_job_confirmed": "not_seen"}
        self._sent(case, "note", found, "checked")
        decided = {"after": "sent_back", "reason": "бір құжат жетпейді"}
        self._sent(case, "reason", decided, "moved")

    def _sent(self, path: str, field: str, changes: dict[str, str], action: str) -> str | None:
        """Load a page, fill its form in and send it. Where it leads comes back."""
        started = time.monotonic()
        status, body, _ = self._ask("GET", path)
        self.looked.append(time.monotonic() - started)
        form = form_with(field, body)
        if status != SHOWN or form is None:
            self.errors[f"GET {action}: {status}"] += 1
            return None
        fields = {**form.fields, **changes}
        self.unsure += 1
        started = time.monotonic()
        status, body, location = self._ask("POST", form.action or path, fields)
        took = time.monotonic() - started
        self.unsure -= 1
        if status != DONE or location is None:
            self.errors[f"POST {action}: {status}"] += 1
            return None
        reference = re.search(r"/cases/([0-9A-Z]{8})/", location)
        self.done.append(Confirmed(reference[1] if reference else "", action, took))
        return urlsplit(location).path

    def _ask(
        self, method: str, path: str, fields: dict[str, str] | None = None
    ) -> tuple[int, str, str | None]:
        body = urlencode(fields).encode() if fields is not None else None
        headers = {"Cookie": self.cookies, "Referer": f"http://127.0.0.1:{PORT}{path}"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body=body, headers=headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            kept = [each for each in self.cookies.split("; ") if not each.startswith(f"{name}=")]
            self.cookies = "; ".join([*kept, f"{name}={value}"])
        return answer.status, text, answer.headers.get("Location")


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
    """What was confirmed and is not there, and what is there more often than it was sent."""
    problems = []
    confirmed = Counter((each.reference, each.action) for one in workers for each in one.done)
    kept = Counter(map(tuple, found["entries"]))
    problems += [f"lost: {what}" for what, times in confirmed.items() if kept[what] < times]
    twice = Counter(found["facts"])
    problems += [f"doubled: {facts}" for facts, times in twice.items() if times > 1]
    changes = Counter(each.reference for one in workers for each in one.done)
    problems += [
        f"version of {reference}: {found['versions'].get(reference)} after {times} changes"
        for reference, times in changes.items()
        if found["versions"].get(reference, 0) < times
    ]
    if found["break"]:
        problems.append(f"the record breaks: {found['break']}")
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
    import json  # noqa: PLC0415

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
    errors = sum((one.errors for one in workers), Counter())
    problems = lost_and_doubled(found, workers)
    for action in ("opened", "checked", "moved"):
        times = [each.seconds for one in workers for each in one.done if each.action == action]
        print(
            f"{action:<10}{len(times):>7} confirmed   median {percentile(times, 0.5):6.0f} ms"
            f"   p95 {percentile(times, 0.95):6.0f} ms   (aim {AIM_MS})"
        )
    looks = [each for one in workers for each in one.looked]
    print(
        f"{'pages':<10}{len(looks):>7} looked at   median {percentile(looks, 0.5):6.0f} ms"
        f"   p95 {percentile(looks, 0.95):6.0f} ms"
    )
    print(f"errors: {dict(errors) or 'none'}")
    print(f"lost, doubled, broken: {problems[:5] or 'nothing'}")
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
