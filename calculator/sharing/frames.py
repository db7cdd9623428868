"""Pages that other sites may show in a frame: those sites alone that a deployment names."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias

from csp.constants import NONE
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse

View: TypeAlias = Callable[[HttpRequest], HttpResponse]


def framable(view: View) -> View:
    """A page for a frame. It leaves no cookie behind: see `middleware.saved_language`.

    `X-Frame-Options` can name no sites: it is left out where some are named, as every browser that
    knows it only asks it where the policy says nothing of frames. With none it goes on to deny.
    """

    @wraps(view)
    def shown(request: HttpRequest) -> HttpResponse:
        sites = settings.EMBED_ORIGINS
        response: Any = csp_replace({"frame-ancestors": sites or [NONE]})(view)(request)
        response.xframe_options_exempt = bool(sites)
        return response  # type: ignore[no-any-return]

    return shown
