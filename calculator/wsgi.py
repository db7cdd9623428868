"""The calculator as a WSGI application. Law and desk are checked before the first request."""

import os

from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from calculator.law import current

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "calculator.settings")

current()
application = get_wsgi_application()

wrong = [str(found) for found in run_checks(tags=["desk"]) if found.is_serious()]
if wrong:
    raise ImproperlyConfigured("; ".join(wrong))
