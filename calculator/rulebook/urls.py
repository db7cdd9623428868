"""Addresses of rulebook. A measure's page goes by its code."""

from django.urls import path
from django.views.decorators.http import require_safe

from calculator.rulebook import views
from calculator.rulebook.feed import Changes

app_name = "rules"

urlpatterns = [
    path("", views.index, name="index"),
    path("feed.xml", require_safe(Changes()), name="feed"),
    path("<slug:slug>.json", views.as_json, name="json"),
    path("<slug:slug>.csv", views.as_csv, name="csv"),
    path("<slug:slug>/", views.show, name="page"),
]
