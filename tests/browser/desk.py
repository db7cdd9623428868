"""The desk in a browser: a centre, its workers, and a window in which one of them is signed in.

Tests import what they need; `open_record` works in every module into which it is imported.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from calculator.staff.models import Centre, Worker
from calculator.staff.roles import ROLES
from tests.browser.conftest import PATIENCE, _watch
from tests.staff.desk import centre_of, worker_at

__all__ = ["SignedIn", "centre", "open_record", "signed_in", "specialist", "supervisor"]

SignedIn = Callable[..., Page]
# What a page that is meant to say so is to the browser's console.
MEANT = ("status of 409 (Conflict)", "status of 403 (Forbidden)")


@pytest.fixture(autouse=True, scope="module")
def open_record(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The record without its lock: after each test of a served site the database is emptied.

    What the migrations put there, the lock and the groups, is there again afterwards.
    """
    with django_db_blocker.unblock():
        made = _triggers()
        with connection.cursor() as cursor:
            for name in made:
                cursor.execute(f"DROP TRIGGER {name}")
    yield
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            for sql in made.values():
                cursor.execute(sql)
        _groups()


def _triggers() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return dict(cursor.fetchall())


def _groups() -> None:
    for role in ROLES:
        Group.objects.get_or_create(name=role)


@pytest.fixture
def centre(transactional_db: None) -> Centre:
    """The centre at which the tests work."""
    _groups()
    return centre_of("north-kazakhstan")


@pytest.fixture
def specialist(centre: Centre) -> Worker:
    """A specialist of the centre."""
    return worker_at(centre, "specialist")


@pytest.fixture
def supervisor(centre: Centre) -> Worker:
    """The supervisor of the centre."""
    return worker_at(centre, "supervisor")


@pytest.fixture
def signed_in(
    browser: Browser, live_server: LiveServer, request: pytest.FixtureRequest, output_path: str
) -> Iterator[SignedIn]:
    """Open a page of the desk as a worker. What goes wrong in it fails the test."""
    pages: list[Page] = []
    wrong: list[str] = []

    def opened(
        worker: Worker, address: str, *, width: int = 1280, javascript: bool = True
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 800},
            java_script_enabled=javascript,
        )
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": _session(worker)}
        context.add_cookies([{**cookie, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        pages.append(page)
        _watch(page, live_server.url, wrong)
        page.goto(address)
        return page

    yield opened
    failed = getattr(request.node, "rep_call", None)
    unexpected = [each for each in wrong if not each.endswith(MEANT)]
    for number, page in enumerate(pages, 1):
        if unexpected or (failed and failed.failed):
            page.screenshot(path=Path(output_path) / f"{number}.png", full_page=True)
        page.context.close()
    assert unexpected == []


def _session(worker: Worker) -> str:
    """The session of a worker who has just signed in."""
    client = Client()
    client.force_login(worker, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value
