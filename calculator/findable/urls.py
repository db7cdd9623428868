"""Addresses that browsers and search engines know by themselves, and the page for no connection.

Those under a language stand here with it, because their names belong to this package.
"""

from django.conf import settings
from django.contrib.sitemaps.views import sitemap
from django.urls import path, register_converter
from django.urls.converters import StringConverter

from calculator.findable import views
from calculator.findable.sitemap import Pages

app_name = "findable"


class Language(StringConverter):
    """One of the languages of the site."""

    regex = "|".join(code for code, _name in settings.LANGUAGES)


register_converter(Language, "language")

urlpatterns = [
    path("sw.js", views.worker, name="worker"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": Pages}}, name="sitemap"),
    path("<language:language>/offline/", views.offline, name="offline"),
    path("<language:language>/manifest.webmanifest", views.manifest, name="manifest"),
]
