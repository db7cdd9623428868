"""What those who run the site ask of it."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

from calculator import views
from calculator.rules.errors import LawError


def ready(client: Client) -> tuple[int, dict[str, bool]]:
    """The answer of /readyz."""
    response = client.get("/readyz")
    return response.status_code, response.json()


def test_it_is_alive_whatever_else_is_broken(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert not response.cookies


@pytest.mark.django_db
def test_it_is_ready(client: Client) -> None:
    everything = {"database": True, "law": True, "catalogues": True}
    assert ready(client) == (200, everything)


@pytest.mark.django_db
def test_it_is_not_ready_without_a_database(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> None:
        raise OperationalError("the disk is full")

    monkeypatch.setattr(connection, "cursor", gone)
    status, found = ready(client)
    assert status == 503
    assert found == {"database": False, "law": True, "catalogues": True}


@pytest.mark.django_db
def test_it_is_not_ready_with_a_law_it_cannot_read(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise LawError(["units.toml: mrp: no value for 2026-01-01"])

    monkeypatch.setattr(views, "current", broken)
    status, found = ready(client)
    assert status == 503
    assert found == {"database": True, "law": False, "catalogues": True}


@pytest.mark.django_db
def test_it_is_not_ready_while_the_catalogues_are_not_compiled(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "gettext", str)
    status, found = ready(client)
    assert status == 503
    assert found == {"database": True, "law": True, "catalogues": False}


def test_what_is_wrong_is_not_told_to_strangers(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> None:
        raise OperationalError("password is hunter2")

    monkeypatch.setattr(connection, "cursor", gone)
    assert b"hunter2" not in client.get("/readyz").content
