"""The calls of the API. What each takes and answers is described by `openapi`, for all to read."""

from django.http import HttpRequest, HttpResponse

from calculator.api import families, law, problems, queries
from calculator.api.bodies import body, is_small
from calculator.api.clients import Client
from calculator.api.keeping import answer, is_about_today, kept, today
from calculator.intake.json import NotJSON, parsed
from calculator.law import current


def assess(request: HttpRequest) -> HttpResponse:
    """One family, with its whole explanation."""
    queries.asked(request)
    try:
        given = parsed(body(request))
    except NotJSON as error:
        raise problems.no_json(str(error)) from error
    told = families.one(given, current(), today())
    return HttpResponse(problems.encoded(told), content_type=problems.JSON)


def assess_batch(request: HttpRequest) -> HttpResponse:
    """Many families: one answer each."""
    client: Client = request.client  # type: ignore[attr-defined]
    detail = queries.asked(request, detail=tuple(families.DETAILS)).get("detail", "sums")
    try:
        given = families.listed(parsed(body(request)), detail)
    except NotJSON as error:
        raise problems.no_list(str(error)) from error
    client.ask(len(given), in_vain=0 if is_small(request) else 1)
    told = families.many(given, detail, current(), today())
    return HttpResponse(problems.encoded(told), content_type=problems.JSON)


def parameters(request: HttpRequest) -> HttpResponse:
    """The figures in force on a day."""
    on = queries.day(queries.asked(request, on=None), today())
    found = kept("parameters", lambda: law.parameters(current(), on), on)
    return answer(found, until_midnight=is_about_today(request))


def parameter(request: HttpRequest, name: str) -> HttpResponse:
    """One figure with its whole history."""
    queries.asked(request)
    if name not in {each.name for each in current().parameters}:
        raise problems.unknown_parameter()
    return answer(kept("parameter", lambda: law.parameter(current(), name), name))


def regions(request: HttpRequest) -> HttpResponse:
    """The regions on a day."""
    on = queries.day(queries.asked(request, on=None), today())
    found = kept("regions", lambda: law.regions(current(), on), on)
    return answer(found, until_midnight=is_about_today(request))


def editions(request: HttpRequest) -> HttpResponse:
    """The days on which the rules change."""
    queries.asked(request)
    return answer(kept("editions", lambda: law.editions(current())))
