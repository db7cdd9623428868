"""What is said when a request cannot be answered. Nothing of the request's body is read for it.

Django's own pages would read the body once more, and fail once more where that is what is wrong.
At the desk other things are true than on the family's pages, so its pages are its own.
"""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control

from calculator.views import page


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Damaged, or too long."""
    response = _said(request, HTTPStatus.BAD_REQUEST, **page(request))
    if isinstance(exception, RequestDataTooBig):
        response.status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """No such page."""
    return _said(request, HTTPStatus.NOT_FOUND, request)


def server_error(request: HttpRequest) -> HttpResponse:
    """Our own mistake."""
    return _said(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def _said(
    request: HttpRequest, status: int, known: HttpRequest | None = None, **more: Any
) -> HttpResponse:
    """The page of a status; only what is `known` to be sound is told to its frame."""
    desk = request.path.split("/")[2:3] == ["staff"]
    told: dict[str, Any] = {
        "desk": desk,
        "frame": "staff/base.html" if desk else "base.html",
        **more,
    }
    response = HttpResponse(render_to_string(f"{status:d}.html", told, known), status=status)
    if desk:
        patch_cache_control(response, no_store=True, private=True)
    return response
