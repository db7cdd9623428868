"""What is said about the calculator is tested on the day of the other pages, with their law."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from calculator.about import views
from tests.web.conftest import TODAY, law_of_that_day, templates_leave_nothing_behind, today

__all__ = ["TODAY", "law_of_that_day", "templates_leave_nothing_behind", "today"]


@pytest.fixture(autouse=True)
def nobody_asked_before() -> Iterator[None]:
    """Every test comes from an address of its own, so that none waits for what another asked."""
    address = uuid4().hex
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(views, "neighbourhood", lambda _request: address)
        patch.setattr(views, "EVERYBODY", f"all with {address}")
        yield
