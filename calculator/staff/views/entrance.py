"""Getting in and out: the name, the password, the second factor; and one's own account.

Whoever must wait for something, or still has something to settle, keeps what they had typed and
where they wanted to go: see `kept`.
"""

import math
from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

import django_otp
import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from calculator.staff import record, words
from calculator.staff.access import desk, forgotten, unsettled
from calculator.staff.entrance import account as own
from calculator.staff.entrance import kept, throttle
from calculator.staff.forms.base import DeskForm
from calculator.staff.forms.entrance import CodeForm, PasswordForm, SecondFactorForm, SignInForm
from calculator.staff.models import Worker
from calculator.staff.origins import origin, worker_of
from calculator.staff.views import refused

NEW_KEY = "new_key"
"""In a session: the key of a second factor that is not proved yet."""
MINUTE = 60

shown_or_sent = require_http_methods(["GET", "HEAD", "POST"])


# --- in and out ----------------------------------------------------------------------------------


@cache_control(no_store=True, private=True)
@sensitive_post_parameters()
@shown_or_sent
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password. Which of them is wrong is never said."""
    if request.user.is_authenticated:
        refused.say_who_is_signed_in(request)
        return _onward(request)
    form = SignInForm(_sent(request, "username"))
    if form.is_valid():
        worker = authenticate(request, **form.cleaned_data)
        if isinstance(worker, Worker):
            return _entered(request, worker)
        _note_wrong_password(request, str(form.cleaned_data["username"]))
        wrong = gettext("The name or the password is wrong, or this account is closed.")
        form.add_error(None, wrong)
    return _page(request, "sign_in", form)


def _entered(request: HttpRequest, worker: Worker) -> HttpResponse:
    with transaction.atomic():
        login(request, worker)
        step = "password" if own.has_second_factor(worker) else "whole"
        record.note("sign_in", by=origin(request), step=step)
    return _onward(request)


def _note_wrong_password(request: HttpRequest, username: str) -> None:
    """It stands on record at the centre of whoever's name it is, and that the name is closed.

    What is nobody's name is not written down: it may be a password, and the record is for good.
    """
    counted = getattr(request, "axes_failures_since_start", None)
    named = Worker.objects.filter(username__iexact=username).first()
    at: dict[str, Any] = {
        "by": origin(request),
        "username": named.username if named else "",
        "centre": named and named.centre_id,
    }
    record.note("sign_in_failed", **at, why="password" if counted else "locked")
    if counted and counted >= settings.AXES_FAILURE_LIMIT:
        record.note("locked_out", **at)


@desk(anyone=True, settling=True)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this sign-in."""
    with transaction.atomic():
        record.note("sign_out", by=origin(request))
        logout(request)
    messages.success(request, gettext("You have signed out."))
    return forgotten(redirect("staff:home"))


def locked_out(
    request: HttpRequest,
    response: HttpResponse | None = None,  # noqa: ARG001
    credentials: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Instead of any answer, once there were too many wrong passwords: until when to wait."""
    until = throttle.open_again(request, credentials)
    form = None if request.user.is_authenticated else SignInForm()
    return _page(request, "locked", form, until=until)


# --- the second factor ---------------------------------------------------------------------------


@desk(anyone=True, settling=True)
@sensitive_post_parameters()
@shown_or_sent
def second_factor(request: HttpRequest) -> HttpResponse:
    """The code that is asked for after the password."""
    if unsettled(request) != "staff:second_factor":
        return _onward(request)
    form, until = CodeForm(_sent(request, "code")), None
    if form.is_valid():
        code, by = str(form.cleaned_data["code"]), origin(request)
        tried = own.enter_code(worker_of(request), code, by=by)
        if tried.device:
            return _verified(request, tried.device)
        until = _explained(form, tried, "code")
    return _page(request, "second_factor", form, until=until)


@desk(anyone=True, settling=True)
@sensitive_post_parameters()
@shown_or_sent
def set_second_factor(request: HttpRequest) -> HttpResponse:
    """A new second factor: its key, and a code that proves it was taken over."""
    if unsettled(request) not in (None, "staff:set_second_factor"):
        return _onward(request)
    worker, until = worker_of(request), None
    form = SecondFactorForm(_sent(request, "code"), replaces=own.has_second_factor(worker))
    if form.is_valid():
        key, codes = _new_key(request), {"present": "", **form.cleaned_data}
        tried = own.set_second_factor(worker, key, **codes, by=origin(request))
        if tried.device:
            del request.session[NEW_KEY]
            messages.success(request, gettext("From now on you sign in with a code, too."))
            return _verified(request, tried.device, "staff:account")
        until = _explained(form, tried, "present")
    return _page(request, "set_second_factor", form, until=until)


def _verified(
    request: HttpRequest, device: TOTPDevice, default: str = "staff:home"
) -> HttpResponse:
    """A session that has grown more powerful gets a new key."""
    django_otp.login(request, device)
    request.session.cycle_key()
    return _onward(request, default)


def _explained(form: DeskForm, tried: own.Tried, waits: str) -> datetime | None:
    """Say at the field what is wrong with a code; and until when the next must wait."""
    if tried.wrong == "code" and waits == "present":
        wrong = gettext("This code does not belong to the new key. Is the clock of the phone set?")
        form.add_error("code", wrong)
        return None
    wrong = gettext("This code is wrong, or was used already.") if tried.wrong else ""
    form.add_error(waits, f"{wrong} {_wait(tried.until)}".strip())
    return tried.until


def _wait(until: datetime | None) -> str:
    """For how long, in words; until when, where that is long."""
    if until is None:
        return gettext("Wait for the next code.")
    seconds = _seconds(until)
    if seconds > MINUTE:
        clock = timezone.localtime(until).strftime("%d.%m.%Y %H:%M:%S")
        return gettext("Try again after %(time)s.") % {"time": clock}
    text = ngettext(
        "Wait %(count)s second, then type the code your phone shows.",
        "Wait %(count)s seconds, then type the code your phone shows.",
        seconds,
    )
    return text % {"count": seconds}


def _seconds(until: datetime) -> int:
    return max(1, math.ceil((until - timezone.now()).total_seconds()))


def _new_key(request: HttpRequest) -> str:
    """The key to take over; the same until it is, however often the page is loaded."""
    return str(request.session.setdefault(NEW_KEY, default_key()))


def _key_shown(request: HttpRequest) -> dict[str, Any]:
    """The key for a phone: to scan, to open, and to type in groups of four."""
    device = TOTPDevice(user=worker_of(request), key=_new_key(request))
    secret = device.config_url.partition("secret=")[2].partition("&")[0]
    groups = [secret[at : at + 4] for at in range(0, len(secret), 4)]
    address = device.config_url
    return {"address": address, "groups": " ".join(groups), "code": _drawn(address)}


def _drawn(address: str) -> SafeString:
    drawing = BytesIO()
    segno.make(address, error="m").save(
        drawing, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=4, light="#fff"
    )
    return mark_safe(drawing.getvalue().decode())  # noqa: S308 - drawn here, from no text


# --- the account ---------------------------------------------------------------------------------


@desk(anyone=True, settling=True)
@sensitive_post_parameters()
@shown_or_sent
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password. The other sign-ins of this worker end; this one goes on."""
    if unsettled(request) == "staff:second_factor":
        return _onward(request)
    worker = worker_of(request)
    form = PasswordForm(_sent(request, "new"), worker=worker)
    if form.is_valid():
        old, new = str(form.cleaned_data["old"]), str(form.cleaned_data["new"])
        if authenticate(request, username=worker.username, password=old):
            own.set_password(worker, new, by=origin(request))
            update_session_auth_hash(request, worker)
            messages.success(request, gettext("Your password has been changed."))
            return _onward(request, "staff:account")
        _note_wrong_password(request, worker.username)
        form.add_error("old", gettext("This is not your present password."))
    return _page(request, "password", form)


@desk(anyone=True)
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Who one is here, and what one may change about it."""
    worker = worker_of(request)
    role = words.ROLES[worker.role] if worker.role else ""
    known = {"has_second_factor": own.has_second_factor(worker), "role": role}
    return render(request, "staff/account.html", known)


# --- what all of them do -------------------------------------------------------------------------


def _onward(request: HttpRequest, default: str = "staff:home") -> HttpResponse:
    """To what must still be settled, then to what was typed, then to where one wanted to go."""
    missing, typed = unsettled(request), kept.typed(request)
    if missing and typed:
        return _page(request, missing.partition(":")[2], _EMPTY[missing](request))
    if missing:
        wanted = urlencode({kept.NEXT: kept.wanted(request)})
        return HttpResponseRedirect(f"{reverse(missing)}?{wanted}")
    if typed:
        return refused.resend(request, typed)
    return HttpResponseRedirect(kept.wanted(request, default))


_EMPTY: dict[str, Callable[[HttpRequest], DeskForm]] = {
    "staff:second_factor": lambda _request: CodeForm(),
    "staff:password": lambda request: PasswordForm(worker=worker_of(request)),
    "staff:set_second_factor": lambda _request: SecondFactorForm(replaces=False),
}
"""The form with which each thing that can be missing is settled, not filled in yet."""


def _sent(request: HttpRequest, field: str) -> Any:
    """The fields of a form, if it was this form that was sent, and not only what is carried."""
    return request.POST if field in request.POST else None


def _page(
    request: HttpRequest, name: str, form: DeskForm | None, *, until: datetime | None = None
) -> HttpResponse:
    """A page of the entrance: with what is carried along, and until when one must wait."""
    known = {"form": form, "until": until, **kept.hidden(request)}
    if name == "set_second_factor":
        known |= _key_shown(request)
    status = 429 if until else 422 if form and form.errors else 200
    response = render(request, f"staff/{name}.html", known, status=status)
    patch_cache_control(response, no_store=True, private=True)
    if until:
        response["Retry-After"] = str(_seconds(until))
    return response
