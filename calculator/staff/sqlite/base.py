"""Django's SQLite, but those who write wait in a line.

SQLite has one writer at a time. Whoever finds it busy sleeps and looks again, for longer each
time, and the one who just came may go first; under many writers some wait much longer than others.
Here each writer holds a lock on a file beside the database while its transaction lasts, and who
waits for it looks again every millisecond: all alike, and never later than that.
"""

import fcntl
import os
import time
from contextlib import suppress
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

LONGEST_WAIT = 5
"""Seconds that SQLite itself would wait where nothing else is said."""

AGAIN = 0.001


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that takes its turn before it begins a transaction."""

    _turn: int | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect. A database made only now is for its owner alone, and so is what SQLite adds.

        One that is there is not opened for it: to close it would drop the locks of this process.
        """
        if not self.is_in_memory_db():
            with suppress(FileExistsError):
                os.close(os.open(self.settings_dict["NAME"], os.O_CREAT | os.O_EXCL, 0o600))
        return super().get_new_connection(conn_params)

    def _start_transaction_under_autocommit(self) -> None:
        self._wait()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> Any:
        try:
            return super()._commit()  # type: ignore[misc]
        finally:
            self._leave()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._leave()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._leave()

    def _wait(self) -> None:
        """Wait for the turn of this connection; one in memory has nobody to wait for."""
        if self.is_in_memory_db() or self._turn is not None:
            return
        path = f"{self.settings_dict['NAME']}-turn"
        turn = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            _take(turn, self.settings_dict["OPTIONS"].get("timeout", LONGEST_WAIT))
        except BaseException:
            os.close(turn)
            raise
        self._turn = turn

    def _leave(self) -> None:
        if self._turn is not None:
            os.close(self._turn)
            self._turn = None


def _take(turn: int, seconds: float) -> None:
    """Take the lock. Raises OperationalError where it is not to be had for so long."""
    until = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > until:
                raise OperationalError("database is locked") from None
        time.sleep(AGAIN)
