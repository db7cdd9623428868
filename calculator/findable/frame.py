"""What the head of every page tells those who do not read the page itself."""

from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language_from_path

from calculator.wording.figures import LOCALES

# Pages about one family or about nothing, and a page that has its language in the query.
UNLISTED = {
    *("result", "summary", "findable:offline", "about:report", "about:thanks", "sharing:embed"),
    "api:docs",
}


class Here(NamedTuple):
    """Where a page stands: `canonical` is empty where it is not for search engines."""

    site: str
    canonical: str
    default: str
    today: str


def frame(request: HttpRequest) -> dict[str, Any]:
    """`here` for the frame of a page; worked out only where a frame asks for it."""
    return {
        "here": SimpleLazyObject(lambda: here(request)),
        "locales": {code: str(LOCALES[code]) for code, _name in settings.LANGUAGES},
    }


def here(request: HttpRequest) -> Here:
    """Where the page asked for stands. Facts in an address are nobody else's business."""
    site = f"{request.scheme}://{request.get_host()}"
    found = request.resolver_match
    listed = found and found.view_name not in UNLISTED and not request.META.get("QUERY_STRING")
    return Here(
        site=site,
        canonical=f"{site}{request.path}" if listed else "",
        default=f"{site}{_in_any_language(request)}",
        today=timezone.localdate().isoformat(),
    )


def _in_any_language(request: HttpRequest) -> str:
    """The address that leads on to the language of whoever opens it."""
    address = request.get_full_path()
    if code := get_language_from_path(request.path_info):
        return address.removeprefix(f"/{code}")
    return request.path if request.resolver_match else "/"
