"""What is said to whoever may not do what they asked for; each refusal stands on record."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode
from django.utils.translation import gettext

from calculator.staff import record
from calculator.staff.entrance import kept
from calculator.staff.forms.entrance import SignInForm
from calculator.staff.origins import origin, worker_of


def signed_out(request: HttpRequest) -> HttpResponse:
    """To the sign-in, and from there to where one wanted; what was typed is carried along."""
    if request.method == "POST":
        return kept_for_later(request)
    address = f"{reverse('staff:sign_in')}?{urlencode({'next': request.get_full_path()})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def denied(request: HttpRequest, why: str, *, status: int = 403) -> HttpResponse:
    """A page, a case or a move that is not for this worker; `why` is a code, for the record."""
    record.note("denied", by=origin(request), why=why, path=request.path[:200])
    return render(request, "staff/denied.html", {"why": why}, status=status)


def missing(request: HttpRequest, why: str = "not_here") -> HttpResponse:
    """A case that is not there, or not at this worker's centre: which of the two is not said."""
    return denied(request, why, status=404)


def not_so(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A page that was asked for in a way it does not answer to; `response` says which it does."""
    allowed = response["Allow"]
    response = denied(request, "method", status=response.status_code)
    response["Allow"] = allowed
    return response


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """A form that was not sent from a page of ours, or whose page has grown too old.

    Nothing of it is done. One of ours is kept, to be sent again from a page that is not too old.
    """
    page, known = _page_of(request), request.user.is_authenticated
    if not kept.from_our_page(request) or request.headers.get("HX-Request"):
        return denied(request, "forged")
    if page not in kept.SECRETS and kept.is_ours(request.get_full_path()):
        record.note("denied", by=origin(request), why="too_old", path=request.path[:200])
        if known:
            return resend(request, kept.packed(request), status=403)
        return _asked_to_sign_in(request, "" if page in kept.POWERS else kept.packed(request))
    if page == "staff:sign_in" and known:
        say_who_is_signed_in(request)
        return redirect("staff:home")
    if page in kept.SECRETS and not known and request.COOKIES.get(settings.CSRF_COOKIE_NAME):
        return _asked_to_sign_in(request, kept.typed(request))
    return denied(request, "forged")


def say_who_is_signed_in(request: HttpRequest) -> None:
    """Tell whoever signs in under another name that all goes on under the one from before."""
    here, typed = worker_of(request), str(request.POST.get("username", ""))
    if typed and typed.casefold() != here.username.casefold():
        text = gettext(
            "You are still signed in as %(name)s. To sign in under another name, sign out first."
        )
        messages.warning(request, text % {"name": here.name})


def kept_for_later(request: HttpRequest) -> HttpResponse:
    """The sign-in, with what was typed into another form, so that it can be sent again after.

    A piece of a page that scripts asked for is not answered at all: what was typed stands there.
    """
    page = _page_of(request)
    if page == "staff:sign_out":
        return redirect("staff:sign_in")
    record.note("denied", by=origin(request), why="signed_out", path=request.path[:200])
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)
    dropped = page in kept.SECRETS | kept.POWERS
    return _asked_to_sign_in(request, kept.typed(request) if dropped else kept.packed(request))


def not_yet(request: HttpRequest, missing: str) -> HttpResponse:
    """To the page on which something must be settled first; nothing typed is lost on the way."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)
    if request.method == "POST":
        return resend(request, kept.packed(request), status=403, first=missing)
    wanted = urlencode({kept.NEXT: request.get_full_path()})
    return HttpResponseRedirect(f"{reverse(missing)}?{wanted}")


def resend(
    request: HttpRequest, typed: str, *, status: int = 200, first: str = ""
) -> HttpResponse:
    """What was typed before, to be sent with one press, to where it was sent first.

    Where something must be settled `first`, the press leads there, and what was typed goes along.
    """
    found = kept.unpacked(typed)
    if found is None:
        return redirect("staff:home")
    known = {"kept": found, "typed": typed, "first": first, "translations": []}
    response = render(request, "staff/resend.html", known, status=status)
    patch_cache_control(response, no_store=True, private=True)
    return response


def _asked_to_sign_in(request: HttpRequest, typed: str) -> HttpResponse:
    """The sign-in, saying why it appears instead of what was asked for."""
    found = kept.unpacked(typed) if typed else None
    known = {"form": SignInForm(), kept.TYPED: typed if found else "", "translations": []}
    known |= {"ended": True, "files": found and found.files}
    response = render(request, "staff/sign_in.html", known, status=401)
    # An answer of this kind must name a way in; no browser knows this one, so it shows the page.
    response["WWW-Authenticate"] = 'Form realm="Qonys"'
    patch_cache_control(response, no_store=True, private=True)
    return response


def _page_of(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""
