"""Where each call stands, what it takes and answers: what its description is made of."""

from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import NinjaAPI

from calculator import ENGINE
from calculator.api import calls
from calculator.api.schemas.assessment import Assessment
from calculator.api.schemas.batch import Batch
from calculator.api.schemas.common import Problem
from calculator.api.schemas.law import Editions, History, Parameters, Regions

TITLE = _("Qonys: support for families that move inside Kazakhstan")
ALWAYS = (401, 422, 429, 500)
WITH_A_BODY = (400, 413, 415)

POSTED = ("assess", "assess_batch")
"""Calls to which something is sent; the others are only read."""

api = NinjaAPI(title=TITLE, version=ENGINE, docs_url=None, openapi_url=None)


@api.exception_handler(Exception)
def to_the_gate(request: HttpRequest, error: Exception) -> NoReturn:  # noqa: ARG001
    """What goes wrong is answered by the gate."""
    raise error


def _described(name: str, summary: str, description: str, good: Any, *bad: int) -> dict[str, Any]:
    statuses = sorted({*ALWAYS, *bad})
    return {
        "operation_id": name,
        "summary": summary,
        "description": description,
        "response": {200: good, **dict.fromkeys(statuses, Problem)},
        "by_alias": True,
        "url_name": name,
    }


api.post(
    "/assess",
    **_described(
        "assess",
        _("Work out one family"),
        _(
            "What the family is owed under every measure, with each condition, sum, source and "
            "next step. Facts that are left out or null are not known: sums that hang on them "
            "become ranges. Nothing of what is sent is stored."
        ),
        Assessment,
        *WITH_A_BODY,
    ),
)(calls.assess)
api.post(
    "/assess/batch",
    **_described(
        "assess_batch",
        _("Work out many families"),
        _(
            "A list of families in, one answer for each in the same order. A family whose facts "
            "cannot be understood gets a problem document in its place; the others are still "
            "worked out. With detail=sums (so it is unless you say otherwise) up to %(sums)s "
            "families are worked out at once, with detail=measures up to %(measures)s, with "
            "detail=full up to %(full)s."
        ),
        Batch,
        *WITH_A_BODY,
    ),
)(calls.assess_batch)
api.get(
    "/parameters",
    **_described(
        "parameters",
        _("All figures of one day"),
        _("Every figure of the law that holds on a day, with its source and how sure we are."),
        Parameters,
    ),
)(calls.parameters)
api.get(
    "/parameters/{name}",
    **_described(
        "parameter",
        _("One figure with its history"),
        _("Every value the figure has had, for each size of family that the law tells apart."),
        History,
        404,
    ),
)(calls.parameter)
api.get(
    "/regions",
    **_described(
        "regions",
        _("Regions on one day"),
        _(
            "What each region is to resettlers and kandas, and its places in that year's quota. "
            "Where the quota of a year is not known, the places are null, never 0."
        ),
        Regions,
    ),
)(calls.regions)
api.get(
    "/editions",
    **_described(
        "editions",
        _("Editions of the rules"),
        _("The days on which the rules change, and what changes."),
        Editions,
    ),
)(calls.editions)
