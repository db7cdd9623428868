"""Bounds of a process that opens what strangers made: it may end itself, and nothing else."""

import os
import resource

MEMORY = 1024 * 1024 * 1024
POLITE = 10


def confine(*, memory: int, seconds: int) -> None:
    """Take at most so many bytes, and seconds of the processor; let everybody else go first.

    Raises OSError or ValueError where the system sets no such bound: then nothing may be opened.
    """
    _bound(resource.RLIMIT_AS, memory)
    _bound(resource.RLIMIT_CPU, seconds)
    _bound(resource.RLIMIT_CORE, 0)
    os.nice(POLITE)


def _bound(kind: int, most: int) -> None:
    """A stricter bound that the system has set stays."""
    _, hard = resource.getrlimit(kind)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (most, most))
    if not 0 <= resource.getrlimit(kind)[0] <= most:
        raise OSError(f"bound {kind} does not hold")
