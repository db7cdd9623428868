"""What every call passes on its way in and out, whatever it asks and however it ends.

In: its language, whoever asks, how often they may. Out: the versions of program and law, what may
be kept of it, and a problem document where something is wrong.
"""

import gzip
from collections.abc import Callable, Sequence
from http import HTTPStatus

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.log import log_response
from django.utils.translation import override

from calculator.api import clients, problems, queries
from calculator.api.bodies import is_small
from calculator.law import current
from calculator.wording.document import versions

View = Callable[..., HttpResponse]
# Below this a packed answer is hardly shorter.
WORTH_PACKING = 1_000
PACKED_FAST = 1
CONDITIONS = (
    *("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH"),
    *("HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE"),
)


class Gate:
    """The way to one call. One that `counts_itself` says how many families it costs."""

    csrf_exempt = True  # Nobody is known by a cookie here.

    def __init__(
        self, view: View, methods: tuple[str, ...], *, counts_itself: bool = False
    ) -> None:
        self.view, self.methods, self.counts_itself = view, methods, counts_itself
        head = ("HEAD",) if "GET" in methods else ()
        self.allowed = (*methods, *head, "OPTIONS")

    def __call__(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        """The answer, whatever happens."""
        try:
            language = queries.language(request)
        except SuspiciousOperation:  # More in the query than anybody asks.
            language = queries.preferred(request)
        with override(language):
            try:
                request.get_host()  # Raises where it is none of this site's.
                response = self._answer(request, kwargs)
            except problems.Refused as refused:
                response = problems.response(refused)
            except SuspiciousOperation:
                response = problems.response(problems.bad_request())
            except Exception as error:  # Whatever it is, the client gets an answer.
                response = _failed(request, error)
        return _labelled(request, _unless_known(request, response), language)

    def _answer(self, request: HttpRequest, kwargs: dict[str, str]) -> HttpResponse:
        if request.method == "OPTIONS" and self.methods:
            return _methods(self.allowed)
        client = clients.client(request)
        if self.counts_itself and request.method in self.methods:
            if not is_small(request):  # A small list is read, to tell how long all of it waits.
                client.may_ask()
            request.client = client  # type: ignore[attr-defined]
        else:
            client.ask(1)
        try:
            response = self._called(request, kwargs)
        except problems.Refused as refused:
            response = problems.response(refused)
            if client.standing is None and response.status_code != HTTPStatus.TOO_MANY_REQUESTS:
                client.ask(1)
        client.tell(response)
        return response

    def _called(self, request: HttpRequest, kwargs: dict[str, str]) -> HttpResponse:
        method = request.method
        if method not in self.allowed and self.methods:
            raise problems.not_allowed(self.allowed)
        if method == "HEAD":
            request.method = "GET"
        try:
            return self.view(request, **kwargs)
        except SuspiciousOperation as error:
            raise problems.bad_request() from error
        finally:
            request.method = method


def _methods(allowed: Sequence[str]) -> HttpResponse:
    """What can be done at an address."""
    response = HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"Allow": ", ".join(allowed)})
    del response["Content-Type"]
    return response


def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    """Our own mistake, told to whoever runs the server as any other is."""
    response = problems.response(problems.failed())
    log_response(
        "%s: %s",
        response.reason_phrase,
        request.path,
        response=response,
        request=request,
        exception=error,
    )
    return response


def _unless_known(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer; or, where the client has that very one, that it is still right."""
    etag = response.get("ETag")
    known = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    # Seen to here; Django's own way would lose the headers.
    for condition in CONDITIONS:
        request.META.pop(condition, None)
    if etag is None or not {"*", etag, f"W/{etag}"} & set(known):
        return response
    unchanged = HttpResponseNotModified()
    for name in ("ETag", "Cache-Control", "RateLimit", "RateLimit-Policy"):
        unchanged[name] = response[name]
    return unchanged


def _labelled(request: HttpRequest, response: HttpResponse, language: str) -> HttpResponse:
    """With the headers of every answer."""
    for name, version in versions(current()).items():
        response[f"Qonys-{name.capitalize()}"] = version
    response["Content-Language"] = language
    if not response.has_header("Cache-Control"):
        response["Cache-Control"] = "no-store"
        _pack(request, response)
        response["Content-Length"] = str(len(response.content))
    patch_vary_headers(response, ["Accept-Language", "Accept-Encoding"])
    return response


def _pack(request: HttpRequest, response: HttpResponse) -> None:
    """Make an answer that is worked out anew each time shorter, quickly rather than well."""
    if len(response.content) < WORTH_PACKING:
        return
    if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        response.content = gzip.compress(response.content, PACKED_FAST, mtime=0)
        response["Content-Encoding"] = "gzip"
