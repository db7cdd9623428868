"""The calculator as a WSGI application. Law and desk are checked before the first request."""

import os

from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from calculator.law import current

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "calculator.settings")

current()
application = get_wsgi_application()
# All that answers is loaded before the processes part: they share it, and the table in which
# `calculator.limits` counts.
get_resolver().url_patterns  # noqa: B018 - to ask for them is to load them

wrong = [str(found) for found in run_checks(tags=["desk"]) if found.is_serious()]
if wrong:
    raise ImproperlyConfigured("; ".join(wrong))
