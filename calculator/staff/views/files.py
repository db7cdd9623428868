"""Files of families: upload one, see how far it is and what came of it, open cases from it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias, cast

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calculator.batch import BadFile, default_target
from calculator.staff import exports, queries, record
from calculator.staff.access import desk
from calculator.staff.errors import NotAllowed
from calculator.staff.files import pages as file_pages
from calculator.staff.files import uploads as actions
from calculator.staff.files.arrivals import MOST_BYTES
from calculator.staff.files.background import answer_path
from calculator.staff.files.guide import example, guide
from calculator.staff.files.receiving import handler_for, is_hopeless
from calculator.staff.files.row_cases import MOST_AT_ONCE, BadRow
from calculator.staff.files.row_cases import open_rows as open_cases
from calculator.staff.forms.files import FileForm
from calculator.staff.models import Upload
from calculator.staff.origins import origin, worker_of
from calculator.staff.views import refused

OfFile: TypeAlias = Callable[[HttpRequest, Upload], HttpResponse]
FILES_A_PAGE = 20
LONGEST_NUMBER = 9


# --- the list, and a new one ---------------------------------------------------------------------


def received(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that takes a file, and itself looks for the token of the form.

    Django would look for it before the view, and by that receive the file in its own way.
    """

    @csrf_exempt
    @wraps(view)
    def receiving(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            request.upload_handlers = [handler_for(request)]
        return view(request, *args, **kwargs)

    return receiving


@received
@desk("cases")
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest) -> HttpResponse:
    """The files of one's own centre, the newest first; another one is sent here."""
    if "example" in request.GET and request.method != "POST":
        return exports.table("qonys-example", "csv", *example())
    if request.method != "POST":
        return _list(request, FileForm())
    if is_hopeless(request):
        return _too_large(request)
    try:
        request.FILES  # noqa: B018  Now the body is read.
    except (MultiPartParserError, RequestDataTooBig, SuspiciousOperation, UnreadablePostError):
        return _refused(request, "form", gettext("The form did not arrive whole: send it again."))
    return _sent(request)


@csrf_protect
def _sent(request: HttpRequest) -> HttpResponse:
    """A form that came from a page of ours."""
    if any(getattr(handler, "too_large", False) for handler in request.upload_handlers):
        return _too_large(request)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        if request.FILES:
            record.note("upload_refused", by=origin(request), why=form.why)
        return _list(request, form, status=422)
    arrived = actions.Arrived(form.cleaned_data["file"], form.cleaned_data["on"])
    try:
        upload = actions.keep(arrived, by=origin(request))
    except BadFile as error:
        form.add_error("file", str(error))
        return _list(request, form, status=422)
    except NotAllowed as error:
        form.add_error(None, file_pages.problem(error.problem))
        return _list(request, form, status=422)
    return redirect("staff:upload", upload.pk)


def _too_large(request: HttpRequest) -> HttpResponse:
    text = gettext("The file is too large: at most %(most)s MB. Divide it into several files.") % {
        "most": MOST_BYTES // 1024 // 1024
    }
    return _refused(request, "too_large", text, status=413)


def _refused(request: HttpRequest, why: str, text: str, status: int = 422) -> HttpResponse:
    """A body that was not kept: of the form, hardly anything is known."""
    record.note("upload_refused", by=origin(request), why=why)
    form = FileForm({})
    form.is_valid()
    form.errors.clear()
    form.add_error("file", text)
    return _list(request, form, status=status)


def _list(request: HttpRequest, form: FileForm, status: int = 200) -> HttpResponse:
    found = queries.uploads(worker_of(request)).select_related("by").order_by("-pk")
    page = Paginator(found, FILES_A_PAGE).get_page(request.GET.get("page"))
    lines = [file_pages.line(each) for each in page]
    context = {"form": form, "page": page, "lines": lines, **guide()}
    return render(request, "staff/files.html", context, status=status)


# --- one file ------------------------------------------------------------------------------------


def of_a_file(view: OfFile) -> Callable[..., HttpResponse]:
    """A view of a file of the worker's own centre; of any other it says that it is not there."""

    @wraps(view)
    def seen(request: HttpRequest, number: int) -> HttpResponse:
        found = queries.uploads(worker_of(request)).select_related("by")
        upload = found.filter(pk=number).first() if number < 10**LONGEST_NUMBER else None
        if upload is None:
            return refused.denied(request, "no_file", status=404)
        return view(request, upload)

    return seen


@desk("cases")
@require_safe
@of_a_file
def upload(request: HttpRequest, upload: Upload) -> HttpResponse:
    """How far a file is; once it is worked out, what came of it, row by row."""
    return _page(request, upload)


def _page(
    request: HttpRequest, upload: Upload, problem: str = "", status: int = 200
) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    context = {
        **file_pages.progress(upload),
        **file_pages.rows(upload, asked.get("verdict", ""), asked.get("page", "")),
        "figures": file_pages.figures(upload),
        "problem": problem,
        "chosen": set(asked.getlist("row")),
        "most": MOST_AT_ONCE,
    }
    return render(request, "staff/file.html", context, status=status)


@desk("cases")
@require_safe
@of_a_file
def progress(request: HttpRequest, upload: Upload) -> HttpResponse:
    """How far a file is, a piece of its page; by itself it leads there."""
    here = reverse("staff:upload", args=[upload.pk])
    if not request.headers.get("HX-Request"):
        return redirect(here)
    context = file_pages.progress(upload)
    response = render(request, "staff/file_progress.html", context)
    if not context["running"]:
        response["HX-Redirect"] = here
    return response


@desk("cases")
@require_safe
@of_a_file
def answer_file(request: HttpRequest, upload: Upload) -> HttpResponse:
    """The answer to a file, to save."""
    path = answer_path(upload)
    if upload.state != Upload.State.DONE or not path.exists():
        messages.info(request, gettext("There are no results to download."))
        return redirect("staff:upload", upload.pk)
    record.note("exported", by=origin(request), file=upload.pk, rows=upload.rows_done)
    name = default_target(upload.name)
    # Answers that are streamed are a class apart, but pages are said to give the usual one.
    return cast(HttpResponse, FileResponse(path.open("rb"), as_attachment=True, filename=name))


@desk("cases")
@require_POST
@of_a_file
def cancel(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Stop a file that waits or is being worked out."""
    if not actions.cancel(upload, by=origin(request)):
        messages.info(request, gettext("There was nothing to stop any more."))
    return redirect("staff:upload", upload.pk)


@desk("cases")
@require_POST
@of_a_file
def again(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Work a file out from the beginning that was stopped, or that nobody works on."""
    if not actions.again(upload, by=origin(request)):
        messages.info(request, gettext("It is being worked out, or is worked out already."))
    return redirect("staff:upload", upload.pk)


@desk("cases")
@require_POST
@of_a_file
def open_rows(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Open cases for the rows that were chosen, or for all that the page shows."""
    chosen = request.POST.getlist("listed" if request.POST.get("do") == "all" else "row")
    try:
        numbers = _numbers(chosen)
        opened = open_cases(upload, numbers, by=origin(request))
    except BadRow as error:
        return _page(request, upload, file_pages.row_problem(error), 422)
    except NotAllowed as error:
        return _page(request, upload, file_pages.problem(error.problem), 422)
    messages.success(request, _told(len(opened), len(numbers)))
    asked = {name: request.POST.get(name, "") for name in ("verdict", "page")}
    return redirect(f"{reverse('staff:upload', args=[upload.pk])}?{urlencode(asked)}")


def _numbers(chosen: list[str]) -> list[int]:
    """The numbers of the rows that were chosen, each once. Raises NotAllowed."""
    if not chosen:
        raise NotAllowed("none_chosen")
    if not all(each.isascii() and each.isdigit() for each in chosen):
        raise NotAllowed("no_row")
    if any(len(each) > LONGEST_NUMBER for each in chosen):
        raise NotAllowed("no_row")
    numbers = sorted({int(each) for each in chosen})
    if len(numbers) > MOST_AT_ONCE:
        raise NotAllowed("too_many")
    return numbers


def _told(opened: int, chosen: int) -> str:
    text = ngettext("%(count)s case was opened.", "%(count)s cases were opened.", opened) % {
        "count": opened
    }
    if opened < chosen:
        text += " " + gettext("The other rows had their cases already.")
    return text
