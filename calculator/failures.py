"""What is said when a request cannot be answered. Nothing of the request is read for it.

Django's own pages would read the body once more, and fail once more where that is what is wrong.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Damaged, or too long."""
    return HttpResponse(render_to_string("400.html"), status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """No such page."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Our own mistake."""
    return HttpResponse(render_to_string("500.html"), status=500)
