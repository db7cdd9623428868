"""The laws a test may ask to work with."""

from collections.abc import Iterator

import pytest

from tests.rules import families


@pytest.fixture(scope="module")
def law_of_2026() -> Iterator[None]:
    """Figures that a test writes down stay right whatever is added to the law."""
    with families.working_with(families.law_of_2026()):
        yield


@pytest.fixture
def law_as_it_is() -> Iterator[None]:
    """All of the law, as a command that is run by itself reads it."""
    with families.working_with(families.whole_law()):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix() -> None:
    """Of processes that share the tests, each has its database in its own memory."""
