"""Addresses of findable."""

from django.urls import URLPattern

app_name = "findable"

urlpatterns: list[URLPattern] = []
