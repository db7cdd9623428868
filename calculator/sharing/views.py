"""The form in a frame of another site, and the page that makes links for other sites."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from calculator import intake
from calculator.law import current
from calculator.sharing.forms import LANGUAGE, LinkForm
from calculator.sharing.frames import framable
from calculator.sharing.links import made
from calculator.views import asked, form_of, standing


@framable
@require_safe
def embed(request: HttpRequest) -> HttpResponse:
    """The form in a frame. The frame shows the sum; the whole result opens on a page of ours."""
    if request.GET.get("do") != "calculate":
        return asked(request, **_framed())
    form = form_of(request.GET, action="calculate", checked=True)
    if not (form.is_valid() and form.family):
        return render(request, "calculate.html", {"form": form, **_framed()}, status=422)
    query = intake.query(form.family)
    known = {
        **standing(form.family),
        "result": f"{reverse('result')}?{query}",
        "again": f"{reverse('sharing:embed')}?{query}",
    }
    return render(request, "sharing/embed_answer.html", known)


def _framed() -> dict[str, Any]:
    """What makes the page of the form one for a frame: its own look, and its own address."""
    return {
        "frame": "sharing/embed_base.html",
        "place": "embed",
        "asked_at": reverse("sharing:embed"),
    }


@require_safe
def links(request: HttpRequest) -> HttpResponse:
    """Links and HTML that open the form with the answers chosen here."""
    form = LinkForm(request.GET, current())
    known: dict[str, Any] = {"form": form}
    if form.is_valid():
        site = request.build_absolute_uri("/").rstrip("/")
        known["made"] = made(site, form.data[LANGUAGE], form.answers)
    return render(request, "sharing/links.html", known, status=200 if form.is_valid() else 422)
