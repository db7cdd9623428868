"""`manage.py work_files`: works out the files of families that wait, and ends."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Q

from calculator.staff.files import background
from calculator.staff.files import uploads as files
from calculator.staff.files.confined import MEMORY, confine
from calculator.staff.files.receiving import files_dir
from calculator.staff.models import Upload

# Seconds: between two batches, while others write; between two looks, while another may fall
# silent; and of the processor, far more than all files that can wait need.
BREATH, LOOK_AGAIN, MOST_SECONDS = 0.01, 5.0, 6 * 60 * 60


class Command(BaseCommand):
    """One process a machine is enough: a second one leaves its work to the first."""

    help = "Work out the files of families that wait. The desk runs it by itself."
    requires_system_checks = []

    def handle(self, **options: Any) -> None:  # noqa: ARG002
        """Work until nothing waits and nobody has left anything behind."""
        confine(memory=MEMORY, seconds=MOST_SECONDS)
        while self._waits():
            with _alone() as alone:
                if not alone:
                    return
                files.sweep()
                background.work(lambda: time.sleep(BREATH))
                # Of a machine that has just come up again, some seem to be worked on still.
                if background.others_at_work():
                    time.sleep(LOOK_AGAIN)

    def _waits(self) -> bool:
        """Looked at without the lock: whoever uploads after this look starts a process too."""
        unfinished = Q(state__in=(Upload.State.WAITING, Upload.State.WORKING))
        return Upload.objects.filter(unfinished).exists()


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether this is the only such process of this machine, as long as it lasts."""
    with (files_dir() / "work_files.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
