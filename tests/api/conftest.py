"""Every test of the API runs on one day, with the law of 2026, and with nothing asked before."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django.utils import timezone
from django.utils.translation import get_language, override

from calculator import limits

TODAY = date(2026, 6, 15)


@pytest.fixture(autouse=True, scope="module")
def today() -> Iterator[date]:
    """Noon of 15 June 2026, whatever the clock says."""
    noon = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=timezone.get_default_timezone())
    with override(get_language()), pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "localdate", lambda *_args: TODAY)
        patch.setattr(timezone, "localtime", lambda *_args: noon)
        yield TODAY


@pytest.fixture(autouse=True, scope="module")
def law_of_that_day(law_of_2026: None) -> None:
    """No answer says what became law later."""


@pytest.fixture(autouse=True)
def nothing_asked_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks has not asked before."""
    monkeypatch.setattr(limits, "_table", limits.Table())
