"""What is carried past the sign-in: where one wanted to go, and what one had typed.

Typed is what a form sent after its session had ended. It is carried in hidden fields from page to
page, signed, and stored nowhere: it may be about a family. Files and secrets are not carried.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.urls import reverse

SALT = "staff.kept"
TYPED, NEXT = "typed", "next"
"""The hidden fields."""
SECRETS = frozenset(
    f"staff:{name}"
    for name in ("sign_in", "sign_out", "second_factor", "password", "set_second_factor")
)
"""Pages whose forms hold secrets, or nothing; what is sent to them is never kept."""
POWERS = frozenset(
    f"staff:{name}" for name in ("new_person", "person", "new_centre", "centre", "new_key", "key")
)
"""Pages that decide who may do what. What nobody signed in sent to them is never kept: whoever
signs in next would send it with one press, in their own name."""

_OURS = re.compile(r"/(?:{})/staff/[^\\\x00-\x20\x7f]*".format("|".join(dict(settings.LANGUAGES))))
_ENTRANCE = re.compile(r"/../staff/sign-(in|out)/")


class Kept(NamedTuple):
    """A form that was sent: to which address, its fields in their order, and whether files too."""

    to: str
    fields: list[tuple[str, str]]
    files: bool


def is_ours(address: str) -> bool:
    """Whether an address is a path of the desk, however a browser may read it."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    path = unquote(parts.path)
    if not address.startswith("/") or parts.scheme or parts.netloc or "//" in path:
        return False
    if not _OURS.fullmatch(path) or re.search(r"[\\\x00-\x20\x7f]", address):
        return False
    return not {".", ".."} & set(path.split("/")) and "%" not in path


def wanted(request: HttpRequest, default: str = "staff:home") -> str:
    """Where one wanted to go before one was asked to sign in."""
    address = _carried(request, NEXT)
    if is_ours(address) and not _ENTRANCE.match(address):
        return address
    return reverse(default)


def from_our_page(request: HttpRequest) -> bool:
    """Whether a form was sent from a page of ours, as the browser says."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def packed(request: HttpRequest) -> str:
    """What was sent, as text that only we can make."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and "password" not in name
    ]
    return signing.dumps(
        [request.get_full_path(), fields, bool(request.FILES)], salt=SALT, compress=True
    )


def unpacked(text: str) -> Kept | None:
    """What was sent; None where the text is none of ours, or too old."""
    try:
        to, fields, files = signing.loads(text, salt=SALT, max_age=settings.SESSION_COOKIE_AGE)
    except signing.BadSignature:
        return None
    return Kept(to, [(name, value) for name, value in fields], files) if is_ours(to) else None


def typed(request: HttpRequest) -> str:
    """What is carried along, still packed; empty where there is nothing, or nothing of ours."""
    text = str(request.POST.get(TYPED, ""))
    return text if text and unpacked(text) else ""


def hidden(request: HttpRequest) -> Mapping[str, Any]:
    """What the pages of the entrance must carry on, for their templates.

    The links to other languages would lose what was typed, so they are left out.
    """
    carried = typed(request)
    address = _carried(request, NEXT)
    known = {TYPED: carried, NEXT: address if is_ours(address) else ""}
    return {**known, "translations": []} if carried else known


def _carried(request: HttpRequest, name: str) -> str:
    return str(request.POST.get(name) or request.GET.get(name) or "")
