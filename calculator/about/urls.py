"""Addresses of about."""

from django.urls import URLPattern

app_name = "about"

urlpatterns: list[URLPattern] = []
