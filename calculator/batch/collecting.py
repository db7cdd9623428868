"""Let Python look for rubbish less often while rows are worked out."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

ALLOCATIONS = 50_000


@contextmanager
def few_collections() -> Iterator[None]:
    """Rows leave no cycles behind: to look for them often takes time and finds nothing."""
    usual = gc.get_threshold()
    gc.set_threshold(ALLOCATIONS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
