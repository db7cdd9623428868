"""Addresses of regions."""

from django.urls import path

from calculator.regions import views

app_name = "regions"

urlpatterns = [
    path("", views.regions, name="index"),
    path("regions.json", views.figures_json, name="json"),
    path("regions.csv", views.figures_csv, name="csv"),
    path("<slug:slug>/", views.one, name="region"),
]
