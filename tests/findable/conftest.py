"""These tests run on the day and under the law of those of the pages."""

from tests.web.conftest import (  # noqa: F401
    law_of_that_day,
    templates_leave_nothing_behind,
    today,
)
