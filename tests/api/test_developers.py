"""The examples on the page for developers do what it says: they are run as they stand there."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from calculator.api.samples import TEXTS
from calculator.staff.roles import ROLES
from tests.api.calling import CLIENT, LANGUAGES
from tests.web.reading import read

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True, scope="module")
def roles_come_back(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A test with a server empties the database; the roles stand there since its migration."""
    yield
    with django_db_blocker.unblock():
        for role in ROLES:
            Group.objects.get_or_create(name=role)


def examples(lang: str, site: str = "") -> dict[str, str]:
    """The examples on the page; with another site in place of the one it was read from."""
    page = read(CLIENT.get(f"/{lang}/developers/").content.decode())
    shown = [each for each in page.all("pre") if each.get("data-example")]
    return {each["data-example"]: "".join(each.pieces()).replace("http://testserver", site)
            for each in shown}  # fmt: skip


CODES = sorted(TEXTS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_has_examples_for_curl_and_python_in_every_language(lang: str) -> None:
    found = examples(lang)
    assert sorted(found) == CODES
    assert all(f"lang={lang}" in text for text in found.values())
    assert {code.partition("-")[0] for code in CODES} == {"curl", "python"}
    page = CLIENT.get(f"/{lang}/developers/").content.decode()
    for said in ("429", "Retry-After", "RateLimit", "Authorization: Bearer", "CORS", "ETag"):
        assert said in page


EXPECTED: dict[str, list[str]] = {
    "curl-one": [r'"verdict":"open"', r'"measures":\['],
    "curl-law": ['"name":"relocation.per_member"'],
    "python-one": [r"open \{'min': 0, 'max': \d+\}", "МРП × "],
    "python-many": ["open", "wrong: ", "track: "],
    "python-kept": ["law [0-9a-f]{16}", "unchanged", "2026-01-01"],
}


@pytest.mark.parametrize("code", CODES)
def test_an_example_can_be_run_as_it_stands(
    code: str, live_server: LiveServer, tmp_path: Path
) -> None:
    text = examples("ru", live_server.url)[code]
    assert live_server.url in text
    done = run(code, text, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    for expected in EXPECTED[code]:
        assert re.search(expected, done.stdout), done.stdout


def run(code: str, text: str, folder: Path) -> "subprocess.CompletedProcess[Any]":
    """Run an example in a folder of its own, as a reader would: pasted into a shell or a file."""
    if code.startswith("curl"):
        if not shutil.which("curl"):
            pytest.skip("no curl here")
        command = ["/bin/sh", "-c", text]
    else:
        program = folder / "example.py"
        program.write_text(text, encoding="utf-8")
        command = [sys.executable, "-I", "-W", "error", str(program)]
    return subprocess.run(
        command, check=False, capture_output=True, text=True, timeout=60, cwd=folder
    )
