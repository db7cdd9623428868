"""What is said when a call cannot be answered: a problem document (RFC 9457), no traceback."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import orjson
from django.http import HttpResponse
from django.utils.translation import gettext

from calculator.rules.errors import Fault
from calculator.wording import faults_document

Document = Mapping[str, Any]
JSON = "application/json"
PROBLEM = "application/problem+json"
MOST_FAULTS = 50
"""So many faults of one body are named. Nobody reads more, and each is longer than what is wrong:
without an end to them, a small body would have a huge answer."""


class Refused(Exception):
    """A call that cannot be answered, and what is said to it."""

    def __init__(self, document: Document, **headers: str) -> None:
        super().__init__(document["title"])
        self.document = document
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def response(refused: Refused) -> HttpResponse:
    """The answer to a call that is refused. It is kept by nobody on the way."""
    answer = HttpResponse(
        encoded(refused.document), status=refused.document["status"], content_type=PROBLEM
    )
    for name, value in refused.headers.items():
        answer[name] = value
    return answer


def encoded(document: object) -> bytes:
    """A document as JSON, as short as it can be."""
    return orjson.dumps(document)


def bad_facts(faults: Sequence[Fault]) -> Refused:
    """Facts that cannot be understood, each with what was given and what is allowed."""
    return Refused(first_of(faults, MOST_FAULTS))


def first_of(faults: Sequence[Fault], most: int) -> dict[str, Any]:
    """A problem document that names so many faults, and says where there are more."""
    document = faults_document(faults[:most], HTTPStatus.UNPROCESSABLE_ENTITY)
    if len(faults) > most:
        document["detail"] = gettext(
            "Only some of the mistakes are named: the first %(named)s of %(found)s"
        ) % {"named": most, "found": len(faults)}
    return document


def no_json(given: str) -> Refused:
    """A body that is no JSON object of facts."""
    return Refused(faults_document([Fault("json", "object", given)], HTTPStatus.BAD_REQUEST))


def no_list(given: str) -> Refused:
    """A body that is no JSON list of families."""
    detail = gettext("«%(given)s» was given. A JSON list of families is needed") % {"given": given}
    return _faulty(HTTPStatus.BAD_REQUEST, "json", given, (), detail)


def too_many_families(given: int, most: int) -> Refused:
    """More families than are answered at once, or none."""
    detail = gettext(
        "%(given)s families are listed. From 1 to %(most)s are worked out at once"
    ) % {
        "given": given,
        "most": most,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return _faulty(status, "families", str(given), ("1", str(most)), detail)


def unknown_question(name: str, given: str, allowed: Sequence[str]) -> Refused:
    """A part of the query that this call does not take."""
    detail = gettext("this call does not take it. It takes: %(allowed)s") % {
        "allowed": ", ".join(allowed)
    }
    return _faulty(HTTPStatus.UNPROCESSABLE_ENTITY, name, given, allowed, detail)


def _faulty(status: int, fact: str, given: str, allowed: Sequence[str], detail: str) -> Refused:
    """A fault that is not one of a family's facts, told in the same form."""
    error = {
        "fact": fact,
        "given": given,
        "allowed": list(allowed),
        "detail": f"{fact}: {detail}",
    }
    return Refused({**faults_document([], status), "errors": [error]})


def bad_request() -> Refused:
    """A request that is damaged."""
    return _problem(
        HTTPStatus.BAD_REQUEST,
        gettext("The request is damaged"),
        gettext("Its address or its headers cannot be read."),
    )


def unknown_key() -> Refused:
    """A key that nobody issued, or that is revoked."""
    return _problem(
        HTTPStatus.UNAUTHORIZED,
        gettext("This key is not valid"),
        gettext("It is mistyped or was revoked. You can also ask without a key."),
        WWW_Authenticate='Bearer realm="Qonys"',
    )


def not_found() -> Refused:
    """No such call."""
    return _problem(
        HTTPStatus.NOT_FOUND,
        gettext("There is nothing at this address"),
        gettext("The calls are described here: %(address)s") % {"address": "/api/v1/docs"},
    )


def unknown_parameter() -> Refused:
    """No figure of the law has that name."""
    return _problem(
        HTTPStatus.NOT_FOUND,
        gettext("No figure has this name"),
        gettext("All names are listed here: %(address)s") % {"address": "/api/v1/parameters"},
    )


def not_allowed(methods: Sequence[str]) -> Refused:
    """A method that the call does not take."""
    return _problem(
        HTTPStatus.METHOD_NOT_ALLOWED,
        gettext("This address does not take this method"),
        gettext("It takes: %(allowed)s") % {"allowed": ", ".join(methods)},
        Allow=", ".join(methods),
    )


def too_large() -> Refused:
    """More than may be sent at once."""
    return _problem(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        gettext("Too much was sent"),
        gettext("At most 1 MiB can be sent at once. Send the families in several parts."),
    )


def not_json_typed() -> Refused:
    """A body of another kind."""
    return _problem(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        gettext("Only JSON is understood"),
        gettext("Send it as it is, with the header Content-Type: application/json"),
        Accept_Post=JSON,
    )


def too_often(seconds: int) -> Refused:
    """More than one client may ask for in a minute."""
    return _problem(
        HTTPStatus.TOO_MANY_REQUESTS,
        gettext("You are asking too often"),
        gettext("Ask again in so many seconds: %(seconds)s") % {"seconds": seconds},
        Retry_After=str(seconds),
    )


def failed() -> Refused:
    """Our own mistake."""
    return _problem(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        gettext("Something went wrong here"),
        gettext("The mistake is ours. Please try again a little later."),
    )


def _problem(status: int, title: str, detail: str, **headers: str) -> Refused:
    document = {"type": "about:blank", "title": title, "status": int(status), "detail": detail}
    return Refused(document, **headers)
