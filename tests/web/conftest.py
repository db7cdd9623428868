"""Every test of the pages runs on one and the same day."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.template import Template
from django.utils import timezone
from django.utils.translation import get_language, override

TODAY = date(2026, 6, 15)


@pytest.fixture(autouse=True, scope="module")
def today() -> Iterator[date]:
    """15 June 2026, whatever the clock says; the language last read is not left behind."""
    with override(get_language()), pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "localdate", lambda *_args: TODAY)
        yield TODAY


@pytest.fixture(autouse=True, scope="module")
def law_of_that_day(law_of_2026: None) -> None:
    """No page shows what became law later."""


@pytest.fixture(autouse=True, scope="module")
def templates_leave_nothing_behind() -> Iterator[None]:
    """The test client would keep a copy of every template's context: a form has hundreds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", lambda self, context: self.nodelist.render(context))
        yield
