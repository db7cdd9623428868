"""A desk to test: two centres, somebody of each role, and a day that stands still."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client

from calculator.staff.models import Centre, Worker
from tests.staff.desk import centre_of, worker_at
from tests.web.conftest import TODAY, templates_leave_nothing_behind, today  # noqa: F401

__all__ = ["TODAY"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick_passwords(settings: LazySettings) -> None:
    """Hashes that take no time, and signs in without counting failures unless a test counts."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True, scope="module")
def law_of_that_day(law_of_2026: None) -> None:
    """No page shows what became law later."""


@pytest.fixture
def centre(db: None) -> Centre:
    """The centre most tests work at."""
    return centre_of("north-kazakhstan")


@pytest.fixture
def other_centre(db: None) -> Centre:
    """A centre whose cases nobody of the first may see."""
    return centre_of("pavlodar")


@pytest.fixture
def specialist(centre: Centre) -> Worker:
    """A specialist of the centre."""
    return worker_at(centre, "specialist")


@pytest.fixture
def supervisor(centre: Centre) -> Worker:
    """The supervisor of the centre."""
    return worker_at(centre, "supervisor")


@pytest.fixture
def analyst(db: None) -> Worker:
    """An analyst, who belongs to no centre."""
    return worker_at(None, "analyst")


@pytest.fixture
def administrator(db: None) -> Worker:
    """An administrator, who belongs to no centre."""
    return worker_at(None, "administrator")


@pytest.fixture
def signed_in() -> Callable[[Worker], Client]:
    """A browser in which a worker has signed in."""

    def client_of(worker: Worker) -> Client:
        client = Client()
        client.force_login(worker, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return client_of


@pytest.fixture
def open_record(db: None) -> Iterator[None]:
    """The record without the lock that the database keeps on it, to try what that would hide."""
    if connection.vendor == "postgresql":
        yield from _without_trigger()
    else:
        yield from _without_triggers()


def _without_trigger() -> Iterator[None]:
    """On PostgreSQL it is there, but asleep."""
    _execute("ALTER TABLE staff_entry DISABLE TRIGGER record_no_change")
    yield
    _execute("ALTER TABLE staff_entry ENABLE TRIGGER record_no_change")


def _without_triggers() -> Iterator[None]:
    """On SQLite they are taken away, and made again as they were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        made = dict(cursor.fetchall())
    for name in made:
        _execute(f"DROP TRIGGER {name}")
    yield
    for sql in made.values():
        _execute(sql)


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
