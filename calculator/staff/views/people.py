"""Accounts and centres: who works here, and where."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, TypeVar

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from calculator.law import current
from calculator.staff import queries, words
from calculator.staff.access import desk
from calculator.staff.entrance import account as own
from calculator.staff.errors import NotAllowed
from calculator.staff.forms.people import CentreForm, PersonForm, SearchForm, by_name, told_of
from calculator.staff.models import Centre, Worker
from calculator.staff.origins import origin, worker_of
from calculator.staff.oversight import people as accounts
from calculator.staff.views import refused
from calculator.wording.facts import alphabetical, place

A_PAGE = 50
get_or_post = require_http_methods(["GET", "HEAD", "POST"])
T = TypeVar("T")


class Listed(NamedTuple):
    """An account as the list shows it."""

    number: int
    name: str
    username: str
    role: str
    centre: int | None
    is_open: bool
    settled: bool
    second_factor: bool = False


# --- accounts ------------------------------------------------------------------------------------


@desk("people")
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The accounts one looks after, by name."""
    form, q = _searched(request)
    found = [each for each in _listed(worker_of(request)) if _holds(q, each.name, each.username)]
    shown = _page(
        request, sorted(found, key=lambda each: (alphabetical(each.name), each.username))
    )
    with_factor = own.with_second_factor(each.number for each in shown)
    shown.object_list = [
        each._replace(second_factor=each.number in with_factor) for each in shown.object_list
    ]
    centres = {centre.pk: str(centre) for centre in Centre.objects.all()}
    told = {"form": form, "q": q, "page": shown, "centres": centres}
    return render(request, "staff/people.html", told, status=422 if form.errors else 200)


def _listed(worker: Worker) -> Iterable[Listed]:
    """Each account once, with its one role in words: of two, that which counts at the desk."""
    roles: dict[Any, Any] = {**words.ROLES}
    rows = queries.people(worker).values_list(
        "pk", "name", "username", "groups__name", "centre_id", "is_active", "must_change_password"
    )
    found: dict[int, Listed] = {}
    for number, name, username, role, at, is_open, unsettled in rows.order_by("groups__pk"):
        title = str(roles.get(role, ""))
        listed = Listed(number, name, username, title, at, is_open, not unsettled)
        found.setdefault(number, listed)
    return found.values()


@desk("people")
@get_or_post
def new_person(request: HttpRequest) -> HttpResponse:
    """Add an account. Its password is on the answer's page, and nowhere else."""
    worker = worker_of(request)
    form = PersonForm(_typed(request), worker=worker)
    if form.is_valid():
        try:
            person, password = accounts.add_person(
                form.cleaned_data["username"], form.details, by=origin(request)
            )
        except NotAllowed as error:
            form.add_error(None, str(words.PROBLEMS[error.problem]))
        else:
            told = {"person": person, "password": password, "added": True}
            return render(request, "staff/person_password.html", told)
    return _form_page(request, "staff/person_new.html", {"form": form})


@desk("people")
@get_or_post
def person(request: HttpRequest, number: int) -> HttpResponse:
    """One account: change it, give a new password, take the second factor away."""
    found = queries.people(worker_of(request)).filter(pk=number).first()
    if found is None:
        return refused.missing(request, "no_such_person")
    done: dict[str, Callable[[HttpRequest, Worker], HttpResponse]] = {
        "password": _new_password,
        "factor": _without_second_factor,
    }
    if request.method == "POST":
        return done.get(request.POST.get("do", ""), _change)(request, found)
    return _person_page(request, found, _person_form(request, found))


def _person_form(request: HttpRequest, person: Worker) -> PersonForm:
    worker, initial = worker_of(request), told_of(person)
    return PersonForm(_typed(request), worker=worker, person=person, initial=initial)


def _person_page(request: HttpRequest, person: Worker, form: PersonForm) -> HttpResponse:
    told = {
        "person": person,
        "form": form,
        "role": words.ROLES[person.role] if person.role else "",
        "own": person == worker_of(request),
        "second_factor": own.has_second_factor(person),
    }
    return _form_page(request, "staff/person.html", told)


def _change(request: HttpRequest, person: Worker) -> HttpResponse:
    form = _person_form(request, person)
    if form.is_valid():
        try:
            accounts.change_person(person, form.details, by=origin(request))
        except NotAllowed as error:
            form.add_error(None, str(words.PROBLEMS[error.problem]))
        else:
            messages.success(request, gettext("Saved."))
            return redirect("staff:person", number=person.pk)
    return _person_page(request, person, form)


def _new_password(request: HttpRequest, person: Worker) -> HttpResponse:
    try:
        password = accounts.new_password(person, by=origin(request))
    except NotAllowed:
        return refused.denied(request, "own_account")
    return render(request, "staff/person_password.html", {"person": person, "password": password})


def _without_second_factor(request: HttpRequest, person: Worker) -> HttpResponse:
    try:
        accounts.remove_second_factor(person, by=origin(request))
    except NotAllowed:
        return refused.denied(request, "own_account")
    messages.success(request, gettext("The second factor was removed."))
    return redirect("staff:person", number=person.pk)


# --- centres -------------------------------------------------------------------------------------


@desk("centres")
@require_safe
def centres(request: HttpRequest) -> HttpResponse:
    """All centres, by name."""
    form, q = _searched(request)
    law = current()
    found = [
        {"centre": centre, "region": place(centre.region, law)}
        for centre in by_name(list(queries.centres(worker_of(request))))
        if _holds(q, centre.name_kk, centre.name_ru, centre.name_en, place(centre.region, law))
    ]
    told = {"form": form, "q": q, "page": _page(request, found)}
    return render(request, "staff/centres.html", told, status=422 if form.errors else 200)


@desk("centres")
@get_or_post
def new_centre(request: HttpRequest) -> HttpResponse:
    """Add a centre."""
    form = CentreForm(_typed(request))
    if form.is_valid():
        accounts.add_centre(form.details, by=origin(request))
        messages.success(request, gettext("The centre was added."))
        return redirect("staff:centres")
    return _form_page(request, "staff/centre.html", {"form": form})


@desk("centres")
@get_or_post
def centre(request: HttpRequest, number: int) -> HttpResponse:
    """One centre: change, close or open it."""
    found = queries.centres(worker_of(request)).filter(pk=number).first()
    if found is None:
        return refused.missing(request, "no_such_centre")
    fields = accounts.CentreDetails._fields
    told = {key: getattr(found, key) for key in fields}
    form = CentreForm(_typed(request), centre=found, initial=told)
    if form.is_valid():
        accounts.change_centre(found, form.details, by=origin(request))
        messages.success(request, gettext("Saved."))
        return redirect("staff:centre", number=number)
    return _form_page(request, "staff/centre.html", {"form": form, "centre": found})


# --- of all of them ------------------------------------------------------------------------------


def _form_page(request: HttpRequest, template: str, told: dict[str, Any]) -> HttpResponse:
    status = 422 if told["form"].is_bound and told["form"].errors else 200
    return render(request, template, told, status=status)


def _typed(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _searched(request: HttpRequest) -> tuple[SearchForm, str]:
    form = SearchForm(request.GET)
    return form, str(form.cleaned_data["q"]) if form.is_valid() else ""


def _holds(q: str, *names: str) -> bool:
    """Whether some name holds every word that was looked for, in any case."""
    whole = " ".join(names).casefold()
    return all(word in whole for word in q.casefold().split())


def _page(request: HttpRequest, found: list[T]) -> Page[T]:
    """The page that was asked for; the nearest one there is, where it is not."""
    return Paginator(found, A_PAGE).get_page(request.GET.get("page"))
