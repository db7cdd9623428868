"""One file is looked at at a time: several at once would take all memory and time of a server."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext

from calculator.batch import BadFile
from calculator.staff.files.receiving import files_dir

# Seconds that a file waits for its turn, and between two tries.
LONGEST_WAIT, TRY_AGAIN = 5.0, 0.05


@contextmanager
def a_turn() -> Iterator[None]:
    """The only look on this machine, while it lasts. Raises BadFile where others take long."""
    until = time.monotonic() + LONGEST_WAIT
    with (files_dir() / "look.lock").open("w") as lock:
        while not _taken(lock.fileno()):
            if time.monotonic() > until:
                text = gettext("Another file is being looked at. Send yours again in a minute.")
                raise BadFile(text, "busy")
            time.sleep(TRY_AGAIN)
        yield


def _taken(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
