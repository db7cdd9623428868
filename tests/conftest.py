"""The laws a test may ask to work with."""

import os
from collections.abc import Iterator

import pytest
from django.db import connection
from django.utils.translation import override

from calculator.wording import figures
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
    """Of processes that share the tests, each has a database of its own: SQLite's is in memory."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker and connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["NAME"] = (
            f"test_{connection.settings_dict['NAME']}_{worker}"
        )


@pytest.fixture(scope="session", autouse=True)
def _what_is_told_once_is_changed_by_nobody() -> Iterator[None]:
    """All who ask share it; so whenever it is forgotten, and in the end, it is as if told anew."""
    forget = figures.forget

    def compare_and_forget() -> None:
        kept = dict(figures.told)
        forget()
        for (tell, language, *_), (things, part) in kept.items():
            with override(language):
                assert part == tell(*things), f"{tell.__qualname__} was changed by who asked"
        forget()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figures, "forget", compare_and_forget)
        yield
        compare_and_forget()
