"""Sites are named exactly, or the server does not start."""

from pathlib import Path

import pytest

from tests.staff.test_settings import started

NAMES = ["API_ORIGINS", "EMBED_ORIGINS"]
SETTINGS = {"API_ORIGINS": "CORS_ALLOWED_ORIGINS", "EMBED_ORIGINS": "EMBED_ORIGINS"}
TRY = """
import os
from calculator import settings
for given in os.environ["GIVEN"].split("|"):
    os.environ["{name}"] = given
    try:
        print(given, settings._origins("{name}"))
    except settings.ImproperlyConfigured as error:
        print(error)
"""
SITES = {
    "": [],
    " , ": [],
    "https://example.kz": ["https://example.kz"],
    "https://a.example.kz:8443, https://b-c.kz": ["https://a.example.kz:8443", "https://b-c.kz"],
    "https://Example.KZ:443": ["https://example.kz"],
    "https://xn--80ao21a.xn--80ao21a": ["https://xn--80ao21a.xn--80ao21a"],
    "http://localhost:8001,http://127.0.0.1,http://[::1]:3000": [
        "http://localhost:8001",
        "http://127.0.0.1",
        "http://[::1]:3000",
    ],
}
NO_SITES = [
    "*",
    "https://*",
    "https://*.example.kz",
    "'self'",
    "'none'",
    "null",
    "https:",
    "https://",
    "data:",
    "example.kz",
    "//example.kz",
    "http://example.kz",
    "http://localhost.example.kz",
    "http://localhost@example.kz",
    "https://example.kz/",
    "https://example.kz/path",
    "https://example.kz?x",
    "https://example.kz#x",
    "https://user@example.kz",
    "https://example.kz:0",
    "https://example.kz:65536",
    "https://example.kz:",
    "https://example.kz:443:443",
    "https://example..kz",
    "https://-example.kz",
    "https://пример.kz",
    "https://example.kz https://other.kz",
    "https://example.kz;script-src *",
    "https://example.kz; script-src 'unsafe-inline'",
    "https://example.kz\nX-Frame-Options: ALLOWALL",
    "https://example.kz;",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_site_is_a_scheme_a_host_and_a_port_and_nothing_else(tmp_path: Path, name: str) -> None:
    said = started(tmp_path, TRY.format(name=name), GIVEN="|".join([*SITES, *NO_SITES])).stdout
    for given, expected in SITES.items():
        assert f"{given} {expected}\n" in said
    for wrong in NO_SITES:
        assert f"{name} has «{wrong}»; each part must be a site such as https://" in said
    assert said.count(f"{name} has «") == len(NO_SITES)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("wrong", ["*", "https://example.kz;script-src *"])
def test_the_server_does_not_start_with_what_is_no_site(
    tmp_path: Path, name: str, wrong: str
) -> None:
    given = {name: f"https://good.kz,{wrong}", "DJANGO_SETTINGS_MODULE": "calculator.settings"}
    said = started(tmp_path, "import calculator.wsgi", **given)
    assert said.returncode == 1
    assert f"{name} has «{wrong}»" in said.stderr.splitlines()[-1]


@pytest.mark.parametrize("name", NAMES)
def test_sites_that_are_named_are_those_of_the_setting(tmp_path: Path, name: str) -> None:
    program = f"from calculator import settings; print(settings.{SETTINGS[name]})"
    said = started(tmp_path, program, **{name: "https://a.kz, https://b.kz"})
    assert said.stdout.strip() == "['https://a.kz', 'https://b.kz']"
    assert started(tmp_path, program).stdout.strip() == "[]"
