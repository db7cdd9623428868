"""Answers that hang on the law and the language alone: made once, and kept by whoever asks."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from calculator.api import problems
from calculator.law import current
from calculator.wording.figures import language

Made = Callable[[], dict[str, Any]]
AN_HOUR = 3_600
MOST_KEPT = 200


class Kept(NamedTuple):
    """An answer, and the sign by which it is known again."""

    body: bytes
    etag: str


def kept(call: str, make: Made, *about: object) -> Kept:
    """The answer to a call in the active language.

    It stands with the law it is made of, so another law has none of its answers.
    """
    memory: dict[Any, Kept] = current().memory.setdefault("api", {})
    key = (call, language(), *about)
    found = memory.get(key)
    if found is None:
        body = problems.encoded(make())
        found = Kept(body, sign_of(body))
        if len(memory) >= MOST_KEPT:
            memory.clear()
        memory[key] = found
    return found


def sign_of(body: bytes) -> str:
    """The sign (ETag) by which an answer is known again."""
    return f'"{sha256(body).hexdigest()[:32]}"'


def answer(found: Kept, *, until_midnight: bool = False) -> HttpResponse:
    """An answer that may be kept for an hour; one about today, no longer than today lasts."""
    longest = min(AN_HOUR, seconds_left_today()) if until_midnight else AN_HOUR
    headers = {"ETag": found.etag, "Cache-Control": f"public, max-age={longest}"}
    return HttpResponse(found.body, content_type=problems.JSON, headers=headers)


def seconds_left_today() -> int:
    """Whole seconds until a new day begins in Almaty."""
    now = timezone.localtime()
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo)
    return int((midnight - now).total_seconds())


def today() -> date:
    """The day in Almaty."""
    return timezone.localdate()


def is_about_today(request: HttpRequest) -> bool:
    """Whether an answer hangs on today, because no day is asked about."""
    return "on" not in request.GET
