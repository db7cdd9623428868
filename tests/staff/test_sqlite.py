"""SQLite for many writers: each waits for its turn, and no longer than it is allowed to."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from django.db.utils import IntegrityError, OperationalError

from calculator.staff.sqlite.base import DatabaseWrapper

pytestmark = pytest.mark.django_db

WRITERS, WRITES = 8, 25
Connect = Callable[..., DatabaseWrapper]


@pytest.fixture
def connect(tmp_path: Path) -> Iterator[Connect]:
    """Connections to one database in a file."""
    opened: list[DatabaseWrapper] = []

    def connected(timeout: float = 20) -> DatabaseWrapper:
        settings = {
            "NAME": str(tmp_path / "db.sqlite3"),
            "OPTIONS": {
                "timeout": timeout,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL",
            },
            "TIME_ZONE": None,
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": False,
            "AUTOCOMMIT": True,
            "ATOMIC_REQUESTS": False,
        }
        opened.append(DatabaseWrapper(settings, alias=f"writer {len(opened)}"))
        opened[-1].inc_thread_sharing()
        return opened[-1]

    run(connected(), "CREATE TABLE counted (writer INTEGER, number INTEGER, UNIQUE (number))")
    yield connected
    for each in opened:
        each.close()


def run(connection: DatabaseWrapper, statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def begin(connection: DatabaseWrapper) -> None:
    """Begin a transaction, as `atomic` does."""
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def end(connection: DatabaseWrapper) -> None:
    connection.commit()
    connection.set_autocommit(True)


def test_many_writers_who_read_before_they_write_lose_nothing(connect: Connect) -> None:
    def write(writer: int) -> None:
        connection = connect()
        for _ in range(WRITES):
            begin(connection)
            [(last,)] = run(connection, "SELECT coalesce(max(number), 0) FROM counted")
            run(connection, f"INSERT INTO counted VALUES ({writer}, {last} + 1)")
            end(connection)

    writers = [Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    told = run(connect(), "SELECT count(*), max(number), count(DISTINCT writer) FROM counted")
    assert told == [(WRITERS * WRITES, WRITERS * WRITES, WRITERS)]


def test_whoever_waits_too_long_is_told_so_and_may_try_again(connect: Connect) -> None:
    holding, waiting = connect(), connect(timeout=0.01)
    begin(holding)
    with pytest.raises(OperationalError, match="database is locked"):
        begin(waiting)
    end(holding)
    waiting.set_autocommit(True)
    begin(waiting)
    end(waiting)


@pytest.mark.parametrize("leave", ["commit", "rollback", "close"])
def test_however_a_transaction_ends_the_next_may_begin(connect: Connect, leave: str) -> None:
    first, second = connect(), connect(timeout=0.01)
    begin(first)
    getattr(first, leave)()
    begin(second)
    end(second)


def test_a_statement_that_fails_keeps_the_turn_until_the_transaction_ends(
    connect: Connect,
) -> None:
    first, second = connect(), connect(timeout=0.01)
    begin(first)
    run(first, "INSERT INTO counted VALUES (1, 1)")
    with pytest.raises(IntegrityError):
        run(first, "INSERT INTO counted VALUES (1, 1)")
    with pytest.raises(OperationalError):
        begin(second)
    first.rollback()
    second.set_autocommit(True)
    begin(second)
    end(second)


def test_whoever_only_reads_waits_for_nobody(connect: Connect) -> None:
    writing, reading = connect(), connect(timeout=0.01)
    begin(writing)
    assert run(reading, "SELECT count(*) FROM counted") == [(0,)]
    end(writing)


def test_a_database_made_only_now_is_for_its_owner_alone(connect: Connect, tmp_path: Path) -> None:
    connection = connect()
    run(connection, "INSERT INTO counted VALUES (1, 1)")
    modes = {path.name: path.stat().st_mode & 0o077 for path in tmp_path.glob("db.sqlite3*")}
    assert {"db.sqlite3", "db.sqlite3-wal"} <= modes.keys()
    assert set(modes.values()) == {0}
