"""What a client sends: JSON, at most 1 MiB of it, however it comes."""

from email.message import Message

from django.http import HttpRequest

from calculator.api import problems
from calculator.bodies import said_length

MOST_BYTES = 1 << 20
SMALL_BYTES = 1 << 16


def body(request: HttpRequest) -> bytes:
    """The body of a request. Raises Refused; one that is too large is not read whole."""
    if not _is_json(request):
        raise problems.not_json_typed()
    if said_length(request) > MOST_BYTES:
        raise problems.too_large()
    text = _read(request)
    if len(text) > MOST_BYTES:
        raise problems.too_large()
    return text


def is_small(request: HttpRequest) -> bool:
    """Whether the body says that to read it takes next to no time."""
    return 0 < said_length(request) <= SMALL_BYTES


def _read(request: HttpRequest) -> bytes:
    """At most one byte more than may be sent. Raises Refused where it breaks off or is damaged."""
    try:
        if request.META.get("wsgi.input_terminated") and not request.META.get("CONTENT_LENGTH"):
            # Sent in chunks, of which nobody said how many: Django itself would read none of them.
            text: bytes = request.META["wsgi.input"].read(MOST_BYTES + 1)
            return text
        return request.read(MOST_BYTES + 1)
    except Exception as error:  # Servers have kinds of their own for what is wrong with chunks.
        raise problems.bad_request() from error


def _is_json(request: HttpRequest) -> bool:
    """Whether the body says that it is JSON in UTF-8, or does not say what it is."""
    told = request.META.get("CONTENT_TYPE", "")
    packed = request.META.get("HTTP_CONTENT_ENCODING", "identity").strip().lower()
    if packed != "identity":
        return False
    if told in {"", problems.JSON}:
        return True
    kind = Message()
    kind["Content-Type"] = told
    charset = str(kind.get_param("charset", "utf-8")).lower()
    return kind.get_content_type() == problems.JSON and charset in {"utf-8", "utf8"}
