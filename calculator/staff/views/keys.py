"""Keys of programs that use the API: the list, a new one, one that is to count no longer."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from calculator.staff import keys as issued
from calculator.staff import queries, words
from calculator.staff.access import desk
from calculator.staff.errors import NotAllowed
from calculator.staff.forms.keys import KeyForm
from calculator.staff.origins import origin, worker_of
from calculator.staff.views import refused

A_PAGE = 50
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@desk("keys")
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """All keys: those that count, then those that do no longer; the newest of each first."""
    found = queries.keys(worker_of(request)).select_related("made_by")
    in_order = found.order_by(F("revoked_at").desc(nulls_first=True), "-pk")
    page = Paginator(in_order, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "staff/keys.html", {"page": page, "prefix": issued.PREFIX})


@desk("keys")
@get_or_post
def new_key(request: HttpRequest) -> HttpResponse:
    """Issue a key. It stands on the answer's page, and nowhere else."""
    form = KeyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            key, text = issued.issue(**form.cleaned_data, by=origin(request))
        except NotAllowed as error:
            form.add_error("name", str(words.PROBLEMS[error.problem]))
        else:
            return render(
                request,
                "staff/key_issued.html",
                {"key": key, "text": text, "prefix": issued.PREFIX},
            )
    status = 422 if form.errors else 200
    return render(request, "staff/key_new.html", {"form": form}, status=status)


@desk("keys")
@get_or_post
def key(request: HttpRequest, number: int) -> HttpResponse:
    """One key, and what it means to revoke it, before it is done."""
    found = queries.keys(worker_of(request)).filter(pk=number)
    shown = found.select_related("made_by", "revoked_by").first()
    if shown is None:
        return refused.missing(request, "no_such_key")
    if request.method != "POST":
        return render(request, "staff/key.html", {"key": shown, "prefix": issued.PREFIX})
    if issued.revoke(shown, by=origin(request)):
        messages.success(request, gettext("The key was revoked. It no longer counts."))
    return redirect("staff:keys")
