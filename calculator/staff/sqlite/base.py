"""Django's SQLite, but those who write wait in a line.

SQLite has one writer at a time. Whoever finds it busy sleeps and looks again, for longer each
time, and the one who just came may go first; under many writers some wait much longer than others.
Here each writer holds a lock on a file beside the database while its transaction lasts: the system
wakes those who wait, one after the other, and at once.
"""

import fcntl
import os
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that takes its turn before it begins a transaction."""

    _turn: int | None = None

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
        path = Path(f"{self.settings_dict['NAME']}-turn")
        turn = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(turn, fcntl.LOCK_EX)
        self._turn = turn

    def _leave(self) -> None:
        if self._turn is not None:
            os.close(self._turn)
            self._turn = None
