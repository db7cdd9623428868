"""What a request says of its own body, read with care: anybody may write anything there."""

from django.http import HttpRequest

MOST_DIGITS = 18
"""Of a longer number, only that it is a large one is of any use."""


def said_length(request: HttpRequest) -> int:
    """How many bytes the body is said to have; 0 where nothing is said that can be understood."""
    told = request.META.get("CONTENT_LENGTH") or ""
    if not (told.isascii() and told.isdigit()):
        return 0
    return int(told.lstrip("0")[:MOST_DIGITS] or "0")
