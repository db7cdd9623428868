"""Whatever the description allows, and forbids, is answered as it says.

Schemathesis makes the requests. `bench/api_fuzz.py` makes many more.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

CALLS = {
    "/assess": "POST",
    "/assess/batch": "POST",
    "/parameters": "GET",
    "/parameters/{name}": "GET",
    "/regions": "GET",
    "/editions": "GET",
}
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
# That exactly one member applies, and that a size given beside the list is the list's, no schema
# can say: some families that it allows are refused.
MORE_THAN_A_SCHEMA_SAYS = "/assess"
# Without a server between, nobody would unpack it.
UNPACKED = {"Accept-Encoding": "identity"}
ANYBODY = {"API_A_MINUTE": 1_000_000, "ALLOWED_HOSTS": ["*"]}

examples = settings(
    max_examples=20,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def api(law_of_that_day: None) -> Iterator[schemathesis.BaseSchema]:
    """The API, in this process."""
    with no_database_is_looked_after(), override_settings(**ANYBODY):
        site = get_wsgi_application()
        yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json?lang=en", site)


@contextmanager
def no_database_is_looked_after() -> Iterator[None]:
    """Connections of other tests are left alone, as Django's own client leaves them."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def test_every_call_is_tried(api: schemathesis.BaseSchema) -> None:
    found = [each.ok() for each in api.get_all_operations()]
    assert {each.path: each.method.upper() for each in found} == CALLS


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.value)
@pytest.mark.parametrize("path", CALLS)
def test_every_answer_is_one_that_is_documented(
    path: str, mode: GenerationMode, api: schemathesis.BaseSchema
) -> None:
    asked = []

    @examples
    @given(case=api[path][CALLS[path]].as_strategy(generation_mode=mode))
    def answered(case: schemathesis.Case) -> None:
        beyond = [positive_data_acceptance] if path == MORE_THAN_A_SCHEMA_SAYS else []
        response = case.call_and_validate(headers=UNPACKED, excluded_checks=beyond)
        assert response.headers["qonys-law"]
        assert "Traceback" not in response.text
        asked.append(response.status_code)

    answered()
    assert asked
    # What is forbidden is looked at by a check of its own.
    if mode is GenerationMode.POSITIVE and path != MORE_THAN_A_SCHEMA_SAYS:
        assert 200 in asked
