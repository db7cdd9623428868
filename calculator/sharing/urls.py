"""The addresses for other sites, under /<language>/."""

from django.urls import path

from calculator.sharing import views

app_name = "sharing"

urlpatterns = [
    path("embed/", views.embed, name="embed"),
    path("links/", views.links, name="links"),
]
