"""True examples of what is sent and answered, worked out as any other call is."""

from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from typing import Any

from calculator.api import families, law, problems
from calculator.rules.errors import Fault
from calculator.rules.law import Law

Part = dict[Any, Any]
DAY = date(2026, 3, 1)
FAMILY: Part = {
    "on": DAY.isoformat(),
    "track": "resettler",
    "origin": "turkistan",
    "destination": "north-kazakhstan",
    "settlement": "urban",
    "settlement_listed": True,
    "job_seeker": True,
    "registered_12_months": True,
    "members": [
        {"relation": "self", "age": 34},
        {"relation": "spouse", "age": 32},
        {"relation": "child", "age": 7},
    ],
    "job_confirmed": True,
    "housing_plan": "buy",
    "housing_price": 9_000_000,
}
MISTAKEN = {**FAMILY, "settlement": "city", "price": 9_000_000}
FIGURE = "relocation.per_member"


def of(call: str, known: Law) -> Part:
    """What stands in a request of a call, and what is answered, by status."""
    shown: dict[str, Callable[[Law], Part]] = {
        "assess": lambda known: {
            "request": FAMILY,
            200: families.one(FAMILY, known, DAY),
            422: _refusal(MISTAKEN, known),
            400: dict(problems.no_json('{"on": 2026-03-01').document),
        },
        "assess_batch": lambda known: {
            "request": [FAMILY, MISTAKEN],
            200: families.many([FAMILY, MISTAKEN], "sums", known, DAY),
            400: dict(problems.no_list("{}").document),
        },
        "parameters": lambda known: {200: _short(law.parameters(known, DAY), "parameters")},
        "parameter": lambda known: {200: law.parameter(known, FIGURE)},
        "regions": lambda known: {200: _short(law.regions(known, DAY), "regions")},
        "editions": lambda known: {200: law.editions(known)},
    }
    return shown[call](known)


def problem(status: int) -> Part:
    """A refusal with that status."""
    refused = {
        HTTPStatus.UNAUTHORIZED: problems.unknown_key,
        HTTPStatus.NOT_FOUND: problems.unknown_parameter,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: problems.too_large,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE: problems.not_json_typed,
        HTTPStatus.UNPROCESSABLE_ENTITY: lambda: problems.bad_facts(
            [Fault("lang", "choice", "fr", ("kk", "ru", "en"))]
        ),
        HTTPStatus.TOO_MANY_REQUESTS: lambda: problems.too_often(12),
        HTTPStatus.INTERNAL_SERVER_ERROR: problems.failed,
    }
    return dict(refused[HTTPStatus(status)]().document)


def _refusal(facts: Part, known: Law) -> Part:
    try:
        return families.one(facts, known, DAY)
    except problems.Refused as refused:
        return dict(refused.document)


def _short(document: Part, key: str) -> Part:
    """The document with two of many."""
    return {**document, key: document[key][:2]}
