"""What a deployment may set: a slip is told by its name, and nothing is guessed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def started(tmp_path: Path, program: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a line with the settings that an environment makes."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=ROOT,
        env={**kept, "DATA_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("CASE_RETENTION_DAYS", "-1"),
        ("CASE_RETENTION_DAYS", "0"),
        ("CASE_RETENTION_DAYS", "1e3"),
        ("FILE_RETENTION_DAYS", "999999999"),
        ("REPORT_RETENTION_DAYS", "0"),
        ("IDLE_MINUTES", "0"),
        ("PROXIES", "-1"),
        ("PROXIES", "one"),
        ("DATABASE_URL", "sqlite:///other.sqlite3"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_named(tmp_path: Path, name: str, given: str) -> None:
    said = started(tmp_path, "import calculator.settings", **{name: given})
    assert said.returncode == 1
    assert name in said.stderr.splitlines()[-1]


@pytest.mark.parametrize(("https", "proxies"), [({}, "0"), ({"HTTPS": "1"}, "1")])
def test_with_tls_one_proxy_is_counted(
    tmp_path: Path, https: dict[str, str], proxies: str
) -> None:
    program = "from calculator import settings; print(settings.PROXIES)"
    assert started(tmp_path, program, **https).stdout.strip() == proxies


def test_the_server_does_not_start_with_names_and_no_key(tmp_path: Path) -> None:
    environment = {"DJANGO_SETTINGS_MODULE": "calculator.settings", "PERSONAL_DATA": "1"}
    said = started(tmp_path, "import calculator.wsgi", **environment)
    assert said.returncode == 1
    assert "PERSONAL_DATA_KEYS" in said.stderr


def test_the_key_of_an_installation_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    program = "from calculator import settings; print(settings.SECRET_KEY)"
    first, second = (started(tmp_path, program).stdout for _ in range(2))
    assert first == second != ""
    assert (tmp_path / ".secret_key").stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == [".secret_key"]
