"""The rule book on the fixed day, with all the law there is: no test writes a figure down."""

from collections.abc import Iterator
from contextlib import nullcontext

import pytest
from django.utils.translation import override

from tests.rules.families import whole_law, working_with
from tests.web.conftest import templates_leave_nothing_behind, today

__all__ = ["templates_leave_nothing_behind", "today"]


@pytest.fixture(autouse=True, scope="module")
def law_as_it_stands() -> Iterator[None]:
    """Whatever is added to the law must be right in the rule book as well."""
    with working_with(whole_law()):
        yield


@pytest.fixture(autouse=True)
def in_its_language(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test of one language says its own words in it, whatever page was read before."""
    spec = getattr(request.node, "callspec", None)
    language = spec.params.get("language") if spec else None
    with override(language) if language else nullcontext():
        yield
