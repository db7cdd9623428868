"""Addresses of what is said about the calculator itself, and of reports of wrong figures."""

from django.urls import path

from calculator.about import views

app_name = "about"

urlpatterns = [
    path("", views.index, name="index"),
    path("report/", views.report, name="report"),
    path("report/thanks/", views.thanks, name="thanks"),
]
