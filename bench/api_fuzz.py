"""Tries the API with whatever anybody may send: `make bench-api`.

Starts the server as `make run` does, on a port and a database of its own, sends it 10 000 random
bodies and queries (sound, broken and hostile), then lets schemathesis try it, and reports answers
that no description knows, tracebacks, and how long the slowest took. Exit code 1 where anything
is not as it must be.

    bench/api_fuzz.py [REQUESTS] [--seed N] [--examples N]
"""

import argparse
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from bench.api_requests import Maker, Request

HERE = Path(__file__).parent.parent
SLOWEST = 1.0
SERVER_ERROR = 500
THREADS = 2
DOCUMENTED = {200, 304, 400, 401, 404, 405, 413, 415, 422}


class Site(NamedTuple):
    """A server of one's own: where it listens, and the file of what it writes."""

    port: int
    log: Path

    def connected(self) -> http.client.HTTPConnection:
        """A connection of one's own."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)


class Answer(NamedTuple):
    """What came back."""

    request: Request
    status: int
    kind: str
    body: bytes
    seconds: float


def main() -> int:
    """Try, and tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("requests", type=int, nargs="?", default=10_000)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--examples", type=int, default=200)
    asked = parser.parse_args()
    with served() as site:
        answers = all_answers(site, asked.requests, asked.seed)
        fine = reported(answers)
        conforming = schemathesis(site, asked.examples, asked.seed)
        tracebacks = site.log.read_bytes().count(b"Traceback")
    print(f"tracebacks in the server's log: {tracebacks}")
    return 0 if fine and conforming and not tracebacks else 1


# --- the server ------------------------------------------------------------------------------


@contextmanager
def served() -> Iterator[Site]:
    """The server, for as long as it is needed."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site(free_port(), Path(folder) / "log")
        settings = {"PORT": str(site.port), "DATA_DIR": folder, "API_A_MINUTE": "1000000"}
        environment = {**os.environ, **settings}
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, cwd=HERE, env=environment, check=True)
        with site.log.open("wb") as file:
            command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
            server = subprocess.Popen(command, cwd=HERE, env=environment, stderr=file)
            try:
                wait_for(site)
                yield site
            finally:
                server.terminate()
                server.wait(20)


def free_port() -> int:
    """A port nobody listens on. The server would share any other one, and another answer."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(site: Site) -> None:
    """Until it answers."""
    for _ in range(100):
        try:
            if sent(site.connected(), Request("GET", "/readyz")).status == http.client.OK:
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The server does not answer.")


def sent(connection: http.client.HTTPConnection, request: Request) -> Answer:
    """The answer to a request."""
    start = time.perf_counter()
    chunked = request.headers.get("Transfer-Encoding") == "chunked"
    body: Any = iter([request.body]) if chunked else request.body
    connection.request(
        request.method,
        request.path,
        body,
        request.headers,
        encode_chunked=chunked and not request.raw,
    )
    response = connection.getresponse()
    text = response.read()
    kind = response.headers.get("Content-Type", "")
    return Answer(request, response.status, kind, text, time.perf_counter() - start)


# --- what came back --------------------------------------------------------------------------


def all_answers(site: Site, count: int, seed: int) -> list[Answer]:
    """The answers to so many requests, sent from a few clients at once."""
    sys.set_int_max_str_digits(0)
    with ThreadPoolExecutor(THREADS) as pool:
        parts = pool.map(lambda part: _part(site, count // THREADS, seed + part), range(THREADS))
        return [answer for part in parts for answer in part]


def _part(site: Site, count: int, seed: int) -> list[Answer]:
    maker, connection, answers = Maker(seed), site.connected(), []
    for _ in range(count):
        request = maker.request()
        try:
            answer = sent(connection, request)
        except (http.client.HTTPException, OSError):
            # The server hung up, as it may after a request it did not read whole: ask again.
            connection.close()
            connection = site.connected()
            answer = sent(connection, request)
        answers.append(answer)
    return answers


def reported(answers: list[Answer]) -> bool:
    """Tell how they were answered; whether all was as it must be."""
    statuses = Counter(answer.status for answer in answers)
    slowest = max(answers, key=lambda answer: answer.seconds)
    undocumented = [answer for answer in answers if not _documented(answer)]
    tracebacks = [answer for answer in answers if b"Traceback" in answer.body]
    print(f"{len(answers)} requests: {dict(sorted(statuses.items()))}")
    print(f"slowest {slowest.seconds:.3f} s: {slowest.request.method} {slowest.request.path[:60]}")
    times = sorted(answer.seconds for answer in answers)
    print(f"half within {times[len(times) // 2] * 1000:.1f} ms, "
          f"99 of 100 within {times[len(times) * 99 // 100] * 1000:.1f} ms")  # fmt: skip
    print(f"5xx: {sum(status >= SERVER_ERROR for status in statuses.elements())}, tracebacks: "
          f"{len(tracebacks)}, undocumented: {len(undocumented)}")  # fmt: skip
    for answer in undocumented[:10]:
        print("  ", answer.status, answer.kind, str(answer.request)[:300], answer.body[:200])
    return not undocumented and not tracebacks and slowest.seconds < SLOWEST


def _documented(answer: Answer) -> bool:
    """Whether an answer is one of those described; what the server itself refuses is not ours."""
    if answer.status not in DOCUMENTED and answer.status != http.client.NO_CONTENT:
        return False
    if answer.status >= http.client.BAD_REQUEST and answer.request.method != "HEAD":
        return answer.kind == "application/problem+json" and "title" in json.loads(answer.body)
    return True


def schemathesis(site: Site, examples: int, seed: int) -> bool:
    """Whether schemathesis finds nothing: all it checks, but for what no schema can say."""
    address = f"http://127.0.0.1:{site.port}/api/v1/openapi.json"
    command = [str(HERE / ".venv/bin/schemathesis"), "run", address, "--checks", "all",
               "--max-examples", str(examples), "--seed", str(seed)]  # fmt: skip
    # That exactly one member applies is no matter of a schema.
    allowed = ["--exclude-checks", "positive_data_acceptance"]
    with tempfile.TemporaryDirectory() as folder:
        one = subprocess.run(
            [*command, "--include-path", "/assess", *allowed], check=False, cwd=folder
        )
        others = subprocess.run([*command, "--exclude-path", "/assess"], check=False, cwd=folder)
    return not (one.returncode or others.returncode)


if __name__ == "__main__":
    sys.exit(main())
