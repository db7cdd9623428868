"""Addresses of api: those of its calls, of their description, and of nothing else."""

from collections.abc import Iterator
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path

from calculator.api import pages, problems
from calculator.api.gate import Gate
from calculator.api.routes import POSTED, api

app_name = "api"
ROOT = "api-root"
COUNTS_ITSELF = "assess_batch"


def _gates() -> Iterator[URLPattern]:
    """Every call of the framework's, behind its gate."""
    for pattern in cast(list[URLPattern], api.urls[0]):
        if pattern.name and pattern.name != ROOT:
            methods = ("POST",) if pattern.name in POSTED else ("GET",)
            gate = Gate(pattern.callback, methods, counts_itself=pattern.name == COUNTS_ITSELF)
            yield path(str(pattern.pattern), gate, name=pattern.name)


def _nothing(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    raise problems.not_found()


nothing = Gate(_nothing, ())

urlpatterns = [
    *_gates(),
    path("openapi.json", Gate(pages.openapi, ("GET",)), name="openapi"),
    path("docs", Gate(pages.docs, ("GET",)), name="docs"),
    re_path("", nothing),
]
