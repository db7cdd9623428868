"""How much one client may ask for in a minute, counted across all processes of the server.

    waiting = wait("report", address, cost=1, a_minute=2, burst=5)

The count of a client is one moment: when all it asked for so far is paid off. What it asks puts
that moment off, by a minute for `a_minute` of cost; it may lie at most the time of `burst` ahead.
So any minute holds no more than `burst` and what a minute brings, and nobody waits for a full one.

The counts stand in a table of fixed size that the processes share: it is made when this module
is loaded, which must be before they part (`calculator.wsgi`). A client stands in it as a digest
with a key that nobody keeps, and a count that is paid off is room for another. Nothing outlives
the server.
"""

import fcntl
import math
import os
import secrets
import struct
import tempfile
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from mmap import mmap
from threading import Lock
from typing import NamedTuple

MINUTE = 60.0
SHELVES = 8_192
"""Each client belongs on one shelf of the table."""
PLACES = 8
"""So many clients that still have to pay stand on one shelf. A further one takes the place of
whoever has least to pay: with tens of thousands of clients at once, a few are let off early."""

_PLACE = struct.Struct("=8sd")
_SHELF = PLACES * _PLACE.size


class Standing(NamedTuple):
    """What a client may do: seconds to `wait`, 0 when it may go on; what cost is `left` to it
    now; and in how many seconds all is paid off."""

    wait: float
    left: int
    paid_in: float


class Table:
    """Counts of clients, shared with every process that comes of this one."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._key = secrets.token_bytes(32)
        with tempfile.TemporaryFile() as file:
            file.truncate(SHELVES * _SHELF)
            self._memory = mmap(file.fileno(), SHELVES * _SHELF)
            self._file = os.dup(file.fileno())
        weakref.finalize(self, os.close, self._file)
        self._threads = Lock()

    def take(self, purpose: str, client: str, *, cost: int, a_minute: int, burst: int) -> Standing:
        """Count `cost` for a client, unless it must wait first: then nothing is counted.

        What costs more than `burst` may go on where nothing is left to pay, and is paid in full.
        """
        each = MINUTE / a_minute
        digest = blake2b(f"{purpose}\0{client}".encode(), key=self._key, digest_size=16).digest()
        shelf = int.from_bytes(digest[:8], "big") % SHELVES * _SHELF
        with self._alone_at(shelf):
            now = self._clock()
            place, paid = self._place(shelf, digest[8:], now)
            wait = paid + (min(cost, burst) - burst) * each - now
            if wait <= 0:
                paid, wait = paid + cost * each, 0.0
                _PLACE.pack_into(self._memory, place, digest[8:], paid)
        left = math.floor(burst - (paid - now) / each + 1e-6)
        return Standing(wait, max(left, 0), paid - now)

    @contextmanager
    def _alone_at(self, shelf: int) -> Iterator[None]:
        """While no other thread and no other process looks at that shelf."""
        with self._threads:
            fcntl.lockf(self._file, fcntl.LOCK_EX, _SHELF, shelf)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN, _SHELF, shelf)

    def _place(self, shelf: int, name: bytes, now: float) -> tuple[int, float]:
        """Where a client stands or may stand, and when it has paid all: now, or later."""
        least, room = math.inf, shelf
        for place in range(shelf, shelf + _SHELF, _PLACE.size):
            found, paid = _PLACE.unpack_from(self._memory, place)
            if found == name:
                return place, max(paid, now)
            if paid < least:
                least, room = paid, place
        return room, now


_table = Table()


def take(purpose: str, client: str, *, cost: int, a_minute: int, burst: int) -> Standing:
    """Count `cost` for a client of that purpose, and say how it stands."""
    return _table.take(purpose, client, cost=cost, a_minute=a_minute, burst=burst)


def wait(purpose: str, client: str, *, cost: int, a_minute: int, burst: int) -> float:
    """Seconds a client has to wait; 0.0 when it may go on, which is counted."""
    return take(purpose, client, cost=cost, a_minute=a_minute, burst=burst).wait
