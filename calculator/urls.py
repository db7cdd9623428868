"""Addresses. Those a person reads stand under a language; the facts stand in the query."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path

from calculator import views
from calculator.api.pages import developers
from calculator.api.urls import nothing

handler400 = "calculator.failures.bad_request"
handler404 = "calculator.failures.not_found"
handler500 = "calculator.failures.server_error"

urlpatterns = [
    path("", views.root, name="root"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("api/v1/", include("calculator.api.urls")),
    re_path("^api(?:/|$)", nothing),
    path("", include("calculator.findable.urls")),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("calculate/", views.calculate, name="calculate"),
        path("total/", views.total, name="total"),
        path("result/", views.result, name="result"),
        path("summary/", views.summary, name="summary"),
        path("summary.pdf", views.summary_pdf, name="summary_pdf"),
        path("dates.ics", views.dates, name="dates"),
        path("rules/", include("calculator.rulebook.urls")),
        path("regions/", include("calculator.regions.urls")),
        path("about/", include("calculator.about.urls")),
        path("developers/", developers, name="developers"),
        path("", include("calculator.sharing.urls")),
        path("staff/", include("calculator.staff.urls")),
    ),
]
