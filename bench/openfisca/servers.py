"""The two servers that are compared: OpenFisca's web API, and this calculator."""

import hashlib
import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
REQUIREMENTS = HERE / "requirements.txt"
ENVIRONMENT = HERE / ".venv"
PYTHON = ENVIRONMENT / "bin/python"
PACKAGE = "openfisca_resettlement"
# More requests a minute than can be asked here.
NO_LIMIT = "1000000"
Cores = set[int] | None
TICKS = os.sysconf("SC_CLK_TCK")


class Server(NamedTuple):
    """A server that answers, with one worker."""

    name: str
    port: int
    process: subprocess.Popen[bytes]

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """One answer, read."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Content-Type": "application/json"}
        connection.request("POST", path, json.dumps(body).encode(), headers)
        with connection.getresponse() as response:
            told = response.read()
        connection.close()
        if response.status != http.client.OK:
            raise SystemExit(f"{self.name}: {path} answers {response.status}: {told[:500]!r}")
        return json.loads(told)

    def cpu(self) -> float:
        """Seconds of CPU time that its worker has taken so far."""
        (worker,) = _children(self.process)
        fields = Path(f"/proc/{worker}/stat").read_text(encoding="ascii").rpartition(")")[2]
        return sum(map(int, fields.split()[11:13])) / TICKS


def prepared() -> None:
    """OpenFisca's own environment, made from its pinned requirements unless it is there."""
    made = ENVIRONMENT / "made-from"
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if not made.exists() or made.read_text(encoding="ascii") != wanted:
        print(f"Making {ENVIRONMENT.relative_to(ROOT)}", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT], check=True)
        pip = (PYTHON, "-m", "pip", "--quiet", "--disable-pip-version-check")
        subprocess.run((*pip, "install", "-r", REQUIREMENTS), check=True)
        made.write_text(wanted, encoding="ascii")


@contextmanager
def openfisca(own: Cores, *options: str) -> Iterator[Server]:
    """OpenFisca's web API as its documentation starts it, with one worker and its defaults.

    `options` are gunicorn's, where it is not to be left at those.
    """
    port = _free_port()
    command = [ENVIRONMENT / "bin/openfisca", "serve", "--country-package", PACKAGE]
    environment = {**os.environ, "PYTHONPATH": str(HERE)}
    options = ("--port", str(port), "--workers", "1", *options)
    with _running("OpenFisca", [*command, *options], environment, port, own) as server:
        yield server


@contextmanager
def calculator(own: Cores, data: Path) -> Iterator[Server]:
    """This calculator as `make run` starts it, but with one worker and no limit of requests."""
    port = _free_port()
    settings = {"DATA_DIR": str(data), "API_A_MINUTE": NO_LIMIT, "PORT": str(port), "DEBUG": ""}
    environment = {**os.environ, **settings}
    migrate = [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity", "0"]
    subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "--workers", "1"]
    with _running("Qonys", command, environment, port, own) as server:
        yield server


@contextmanager
def kept_on(cores: Cores) -> Iterator[None]:
    """What is started within stays on these cores; None leaves the choice to the system."""
    if cores is None:
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def cores() -> tuple[Cores, Cores]:
    """The core for the servers and those for who asks; None where they cannot be told apart."""
    there = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()
    if len(there) < 2:  # noqa: PLR2004
        return None, None
    return {max(there)}, there - {max(there)}


def _free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def _running(
    name: str, command: Sequence[Any], environment: dict[str, str], port: int, own: Cores
) -> Iterator[Server]:
    """A server that is ready, stopped in the end. What it says is shown where it fails."""
    with TemporaryFile() as said:
        with kept_on(own):
            process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=said, stderr=subprocess.STDOUT
            )
        try:
            if not _ready(process, port):
                said.seek(0)
                raise SystemExit(f"{name} does not start:\n{said.read().decode()}")
            yield Server(name, port, process)
        finally:
            process.terminate()
            process.wait()


def _ready(process: subprocess.Popen[bytes], port: int) -> bool:
    """Whether the server listens and has its one worker alone, after half a minute at most."""
    for _ in range(300):
        with socket.socket() as asked:
            listens = asked.connect_ex(("127.0.0.1", port)) == 0
        if process.poll() is not None:
            return False
        # For a moment this calculator looks for files that another server did not finish.
        if listens and len(_children(process)) == 1:
            return True
        time.sleep(0.1)
    return False


def _children(process: subprocess.Popen[bytes]) -> list[str]:
    """The processes that a server has started."""
    path = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return path.read_text(encoding="ascii").split()
