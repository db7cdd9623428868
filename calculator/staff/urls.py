"""The addresses of the desk, under /<language>/staff/. Which role may open which, see `access`."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from calculator.staff.views import (
    cases,
    checking,
    entrance,
    figures,
    files,
    home,
    keys,
    opening,
    people,
    record,
    reports,
    sheets,
)

app_name = "staff"


class Ending(StringConverter):
    """What a table can be saved as."""

    regex = "csv|xlsx"


class Anything(StringConverter):
    """The rest of an address, whatever is in it."""

    regex = r"[\s\S]+"


register_converter(Ending, "ending")
register_converter(Anything, "anything")

urlpatterns = [
    path("", home.home, name="home"),
    # Getting in.
    path("sign-in/", entrance.sign_in, name="sign_in"),
    path("sign-out/", entrance.sign_out, name="sign_out"),
    path("second-factor/", entrance.second_factor, name="second_factor"),
    path("account/", entrance.account, name="account"),
    path("account/password/", entrance.password, name="password"),
    path("account/second-factor/", entrance.set_second_factor, name="set_second_factor"),
    # Cases.
    path("cases/", cases.case_list, name="cases"),
    path("cases/export.<ending:ending>", cases.case_export, name="case_export"),
    path("cases/new/", opening.new_case, name="new_case"),
    path("cases/<str:reference>/", checking.case, name="case"),
    path("cases/<str:reference>/preview/", checking.preview, name="preview"),
    path("cases/<str:reference>/move/", checking.move, name="move"),
    path("cases/<str:reference>/anew/", checking.anew, name="anew"),
    path("cases/<str:reference>/history/", checking.history, name="history"),
    # On paper.
    path("cases/<str:reference>/summary.pdf", sheets.summary_pdf, name="summary_pdf"),
    path("cases/<str:reference>/plan/", sheets.plan, name="plan"),
    path("cases/<str:reference>/plan.pdf", sheets.plan_pdf, name="plan_pdf"),
    path("seal/", sheets.seal, name="seal"),
    # Files of families.
    path("files/", files.files, name="files"),
    path("files/<int:number>/", files.upload, name="upload"),
    path("files/<int:number>/progress/", files.progress, name="progress"),
    path("files/<int:number>/answer/", files.answer_file, name="answer_file"),
    path("files/<int:number>/cancel/", files.cancel, name="cancel"),
    path("files/<int:number>/again/", files.again, name="again"),
    path("files/<int:number>/cases/", files.open_rows, name="open_rows"),
    # On record.
    path("record/", record.entries, name="record"),
    path("record/export.<ending:ending>", record.entries_export, name="record_export"),
    path("figures/", figures.figures, name="figures"),
    # People and centres.
    path("people/", people.people, name="people"),
    path("people/new/", people.new_person, name="new_person"),
    path("people/<int:number>/", people.person, name="person"),
    path("centres/", people.centres, name="centres"),
    path("centres/new/", people.new_centre, name="new_centre"),
    path("centres/<int:number>/", people.centre, name="centre"),
    # Figures that somebody found wrong.
    path("reports/", reports.reports, name="reports"),
    path("reports/cases.toml", reports.report_cases, name="report_cases"),
    path("reports/<int:number>/", reports.report, name="report"),
    path("reports/<int:number>/case.toml", reports.report_case, name="report_case"),
    # Keys of programs.
    path("keys/", keys.keys, name="keys"),
    path("keys/new/", keys.new_key, name="new_key"),
    path("keys/<int:number>/", keys.key, name="key"),
    # Whatever else is asked for under the desk.
    path("<anything:address>", home.no_page, name="no_page"),
]
