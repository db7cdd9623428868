"""These pages too are met on one and the same day."""

from tests.web.conftest import (  # noqa: F401
    law_of_that_day,
    templates_leave_nothing_behind,
    today,
)
