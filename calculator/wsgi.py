"""The calculator as a WSGI application. The law is read and checked before the first request."""

import os

from django.core.wsgi import get_wsgi_application

from calculator.law import current

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "calculator.settings")

current()
application = get_wsgi_application()
