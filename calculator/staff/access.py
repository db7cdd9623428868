"""Who may open which page of the desk. Every page of it stands behind `desk`.

Signed out leads to the sign-in and from there to where one wanted; a page of another role, and a
case of another centre, is refused; and every refusal stands on record.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeAlias, cast

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from calculator.staff import record
from calculator.staff.origins import origin, worker_of
from calculator.staff.roles import Ability
from calculator.staff.views import refused

View: TypeAlias = Callable[..., HttpResponse]
SEEN, BEGUN = "seen_at", "begun_at"
"""In a session: when it was last used, and when it began."""
# How far behind the last use may be noted, so that not every look writes.
COARSE = 60


def desk(
    *abilities: Ability, anyone: bool = False, settling: bool = False
) -> Callable[[View], View]:
    """A page for those who may do one of `abilities`; `anyone` signed in where there is none.

    It stands before every other decorator, so that nothing is answered, not even that a page is
    asked for in the wrong way, to whoever may not see it.
    `settling` are the pages on which one sets a password or a second factor that is still lacking.
    """

    def behind(view: View) -> View:
        @wraps(view)
        def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = _turned_away(request, abilities, anyone=anyone, settling=settling)
            response = response or view(request, *args, **kwargs)
            if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
                response = refused.not_so(request, response)
            patch_cache_control(response, no_store=True, private=True)
            return response

        return shown

    return behind


def _turned_away(
    request: HttpRequest, abilities: tuple[Ability, ...], *, anyone: bool, settling: bool
) -> HttpResponse | None:
    """What stands between a request and the page: nothing, or another answer."""
    if not request.user.is_authenticated:
        return refused.signed_out(request)
    if _idle(request):
        return forgotten(refused.signed_out(request))
    if not settling and (missing := unsettled(request)):
        return refused.not_yet(request, missing)
    worker = worker_of(request)
    if not anyone and not any(worker.may(ability) for ability in abilities):
        return refused.denied(request, "role")
    return None


def forgotten(response: HttpResponse) -> HttpResponse:
    """The answer, upon which the browser drops the families' results that it keeps to be read
    without a connection: a desk is shared.
    """
    response["Clear-Site-Data"] = '"storage"'
    return response


def unsettled(request: HttpRequest) -> str | None:
    """The page on which this worker must first settle something; None where all is settled."""
    user = cast(Any, request.user)
    # Whoever has signed in only now has not passed the middleware that sets it.
    verified = getattr(user, "otp_device", None) is not None
    if not verified and user.has_second_factor:
        return "staff:second_factor"
    if user.must_change_password:
        return "staff:password"
    if settings.SECOND_FACTOR_REQUIRED and not verified:
        return "staff:set_second_factor"
    return None


def _idle(request: HttpRequest) -> bool:
    """Whether nothing was done for too long, or the working day is over; if so, it ends here."""
    now = timezone.now()
    seen, begun = _moment(request, SEEN, now), _moment(request, BEGUN, now)
    over = now - begun > timedelta(seconds=settings.SESSION_COOKIE_AGE)
    if over or now - seen > settings.IDLE_TIME:
        if over:
            record.note("sign_out", by=origin(request), why="day_over")
        else:
            record.note("idle", by=origin(request))
        logout(request)
        return True
    if SEEN not in request.session or (now - seen).total_seconds() > COARSE:
        request.session.update({SEEN: now.isoformat(), BEGUN: begun.isoformat()})
    return False


def _moment(request: HttpRequest, key: str, otherwise: datetime) -> datetime:
    stored = request.session.get(key)
    return datetime.fromisoformat(stored) if stored else otherwise
