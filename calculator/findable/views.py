"""What browsers and search engines ask for by themselves, and the page for no connection."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.html import escape
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe

from calculator import ENGINE
from calculator.law import current

LANGUAGES = [code for code, _name in settings.LANGUAGES]
# Kept without a connection: how many results, and how many forms with answers in their address;
# after how many milliseconds a copy will do.
RESULTS, FORMS = 10, 5
PATIENCE = 4_000
ASSETS = ("qonys.css", "offline.js", "mark.svg")
ICONS = {"mark-192.png": "192x192", "mark-512.png": "512x512"}
# Addresses that hold a family's facts, or that only the desk may open.
UNSEARCHED = ("result/", "summary", "total/", "dates.ics", "staff/")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The script that keeps copies. Another law or engine makes it another script."""
    response = HttpResponse(
        f'"use strict";\nconst KEPT = {json.dumps(_kept(), ensure_ascii=False)};\n{_script()}',
        content_type="text/javascript; charset=utf-8",
    )
    response["Service-Worker-Allowed"] = "/"
    patch_cache_control(response, no_cache=True)
    return response


@require_safe
def offline(request: HttpRequest, language: str) -> HttpResponse:  # noqa: ARG001
    """What is kept on this device; also stands in for any page that cannot be had."""
    return render(request, "offline.html")


@require_safe
def manifest(request: HttpRequest, language: str) -> HttpResponse:  # noqa: ARG001
    """How a phone names and shows the site among its apps."""
    told = {
        "id": "/",
        "name": f"Qonys – {gettext('Support for families who are moving')}",
        "short_name": "Qonys",
        "lang": language,
        "start_url": f"/{language}/",
        "scope": "/",
        # With its address, which is where a family's answers are.
        "display": "minimal-ui",
        "background_color": "#ffffff",
        "theme_color": "#0b5a50",
        "icons": [
            {"src": static(name), "sizes": sizes, "type": "image/png", "purpose": "any maskable"}
            for name, sizes in ICONS.items()
        ],
    }
    return JsonResponse(told, content_type="application/manifest+json")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines leave alone, and where they find the rest."""
    closed = [f"Disallow: /{code}/{path}" for code in LANGUAGES for path in UNSEARCHED]
    there = request.build_absolute_uri(reverse("findable:sitemap"))
    lines = ["User-agent: *", *closed, "", f"Sitemap: {there}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _kept() -> dict[str, Any]:
    """What the script must know of the site."""
    return {
        "cache": f"qonys-{ENGINE}-{current().digest[:12]}",
        "assets": [static(name) for name in ASSETS],
        "pages": {code: _always(code) for code in LANGUAGES},
        "first": 2,
        "last": [
            {"paths": _pages("result", "summary"), "most": RESULTS},
            {"paths": _pages("calculate"), "most": FORMS},
        ],
        "unfilled": {code: _unfilled(code) for code in LANGUAGES},
        "never": _pages("staff:home"),
        "patience": PATIENCE,
    }


def _always(language: str) -> list[str]:
    """What is kept in a language: first the page for no connection, then the form."""
    without = reverse("findable:offline", args=[language])
    return [without, static("kept.js"), _page("calculate", language), static("qonys.js")]


def _unfilled(language: str) -> str:
    """What the empty form says where it stands in for a filled one, fit for an attribute."""
    with override(language):
        return escape(
            gettext(
                "Your device has not kept the form with these answers: not all of them could be "
                "filled in here. Open this address once more when there is internet."
            )
        )


def _pages(*names: str) -> list[str]:
    return [_page(name, code) for code in LANGUAGES for name in names]


def _page(name: str, language: str) -> str:
    with override(language):
        return reverse(name)


@cache
def _script() -> str:
    """The script without its remarks, which every first visit would pay for."""
    text = (Path(__file__).parent / "worker.js").read_text(encoding="utf-8")
    return "".join(line for line in text.splitlines(True) if not line.lstrip().startswith("//"))
