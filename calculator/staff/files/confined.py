"""Bounds of a process that opens what strangers made: it may end itself, and nothing else."""

import os
import resource
from contextlib import suppress

MEMORY = 1024 * 1024 * 1024
POLITE = 10


def confine(*, memory: int, seconds: int) -> None:
    """Take at most so many bytes, and seconds of the processor; let everybody else go first."""
    # A stricter bound that the system has set stays.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError):
        os.nice(POLITE)
