"""Who looks after which accounts and centres, and what a change of them does."""

import re
from collections.abc import Callable

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils.translation import override
from django_otp.plugins.otp_totp.models import TOTPDevice

from calculator.staff import queries, words
from calculator.staff.cases import actions
from calculator.staff.entrance.throttle import counted_as
from calculator.staff.errors import NotAllowed
from calculator.staff.models import Case, Centre, Entry, Worker
from calculator.staff.oversight import people
from calculator.staff.oversight.people import CentreDetails, Details
from calculator.staff.record import Origin
from tests.rules.families import family
from tests.staff.desk import PASSWORD, by, case_of, worker_at
from tests.web.reading import read

pytestmark = pytest.mark.django_db

SignIn = Callable[[Worker], Client]
LIST = "/en/staff/people/"
NEW = "/en/staff/people/new/"
SHOWN_PASSWORD = re.compile(r'<code class="password">([^<]+)</code>')


def last(action: str) -> Entry:
    return Entry.objects.filter(action=action).latest("number")


def page_of(worker: Worker) -> str:
    return f"{LIST}{worker.pk}/"


# --- whom one sees -----------------------------------------------------------------------------


def test_a_supervisor_sees_the_specialists_of_the_own_centre_only(
    signed_in: SignIn, supervisor: Worker, specialist: Worker, other_centre: Centre
) -> None:
    other = worker_at(other_centre, "specialist")
    html = signed_in(supervisor).get(LIST).content.decode()
    assert specialist.name in html
    assert other.name not in html
    assert page_of(supervisor) not in html


def test_an_administrator_sees_everybody(
    signed_in: SignIn, administrator: Worker, supervisor: Worker, other_centre: Centre
) -> None:
    other = worker_at(other_centre, "specialist")
    html = signed_in(administrator).get(LIST).content.decode()
    assert all(each.name in html for each in (administrator, supervisor, other))


def test_a_supervisor_without_a_centre_looks_after_nobody(db: None) -> None:
    worker_at(None, "specialist")
    assert not queries.people(worker_at(None, "supervisor", "lost")).exists()


@pytest.mark.parametrize("address", ["people/", "people/new/", "centres/", "centres/new/"])
def test_a_specialist_and_an_analyst_see_neither_accounts_nor_centres(
    signed_in: SignIn, specialist: Worker, analyst: Worker, address: str
) -> None:
    for worker in (specialist, analyst):
        assert signed_in(worker).get(f"/en/staff/{address}").status_code == 403


@pytest.mark.parametrize("address", ["centres/", "centres/new/"])
def test_a_supervisor_keeps_no_centres(
    signed_in: SignIn, supervisor: Worker, address: str
) -> None:
    assert signed_in(supervisor).get(f"/en/staff/{address}").status_code == 403
    assert signed_in(supervisor).post(f"/en/staff/{address}").status_code == 403


@pytest.mark.parametrize("data", [None, {"do": "password"}, {"do": "factor"}, {"name": "X"}])
def test_an_account_that_is_not_theirs_is_not_there_for_a_supervisor(
    signed_in: SignIn, supervisor: Worker, other_centre: Centre, data: dict[str, str] | None
) -> None:
    other = worker_at(other_centre, "specialist")
    client = signed_in(supervisor)
    for worker in (other, supervisor):
        address = page_of(worker)
        response = client.get(address) if data is None else client.post(address, data)
        assert response.status_code == 404
    other.refresh_from_db()
    assert other.check_password(PASSWORD)
    assert last("denied").username == supervisor.username


def test_names_stand_in_the_order_of_the_kazakh_alphabet(
    signed_in: SignIn, administrator: Worker
) -> None:
    names = ["Яна", "Әсел", "Айгүл", "Ғани", "Гүлнар", "Үміт", "Улан", "Іңкәр"]
    for number, name in enumerate(names):
        worker = worker_at(None, "analyst", f"a{number}")
        worker.name = name
        worker.save()
    html = signed_in(administrator).get(f"{LIST}").content.decode()
    shown = [name for name in re.findall(r'class="row"[^>]*>([^<]+)<', html) if name in names]
    assert shown == ["Айгүл", "Әсел", "Гүлнар", "Ғани", "Улан", "Үміт", "Іңкәр", "Яна"]


def test_the_list_is_searched_in_any_case_and_script(
    signed_in: SignIn, administrator: Worker, specialist: Worker
) -> None:
    specialist.name = "Әсел Ғабит"
    specialist.save()
    client = signed_in(administrator)
    for q in ("ҒАБИТ әсе", "SPECIALIST-north"):
        html = client.get(LIST, {"q": q}).content.decode()
        assert re.findall(r'class="row"[^>]*>([^<]+)<', html) == ["Әсел Ғабит"]
    assert "Nobody is found" in client.get(LIST, {"q": "жоқ адам"}).content.decode()
    assert client.get(LIST, {"q": "x" * 500}).status_code == 422


def test_a_long_list_comes_in_pages(signed_in: SignIn, administrator: Worker) -> None:
    Worker.objects.bulk_create(
        Worker(username=f"w{number}", name=f"Name {number:03}") for number in range(120)
    )
    client = signed_in(administrator)
    first = client.get(LIST, {"q": "name"}).content.decode()
    assert "Name 000" in first
    assert "Page 1 of 3" in first
    assert "q=name&amp;page=2" in first
    assert "Name 119" in client.get(LIST, {"q": "name", "page": "3"}).content.decode()
    assert client.get(LIST, {"page": "many"}).status_code == 200


def test_the_list_takes_few_queries_however_long_it_is(
    signed_in: SignIn, administrator: Worker, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(30):
        worker_at(None, "analyst", f"w{number}")
    client = signed_in(administrator)
    client.get(LIST)
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        assert client.get(LIST).status_code == 200


# --- adding ------------------------------------------------------------------------------------


def added(client: Client, **data: object) -> str:
    """Add an account, and give the password that the answer shows."""
    response = client.post(NEW, data)
    assert response.status_code == 200, response.content.decode()
    assert "no-store" in response["Cache-Control"]
    return SHOWN_PASSWORD.findall(response.content.decode())[0]


def test_a_supervisor_adds_a_specialist_of_the_own_centre_whatever_is_sent_along(
    signed_in: SignIn, supervisor: Worker, other_centre: Centre
) -> None:
    data = {"role": "administrator", "centre": other_centre.pk, "is_open": ""}
    added(signed_in(supervisor), username="new.one", name="Жаңа маман", **data)
    worker = Worker.objects.get(username="new.one")
    assert (worker.role, worker.centre) == ("specialist", supervisor.centre)
    assert worker.is_active


def test_the_password_is_shown_once_works_and_must_be_changed(
    signed_in: SignIn, administrator: Worker
) -> None:
    client = signed_in(administrator)
    password = added(client, username="new", name="N", role="analyst")
    worker = Worker.objects.get(username="new")
    assert worker.check_password(password)
    assert worker.must_change_password
    assert len(password) >= 15
    pages = [client.get(LIST), client.get(page_of(worker)), client.get(NEW)]
    assert not any(password in page.content.decode() for page in pages)
    assert password not in str([entry.details for entry in Entry.objects.all()])


def test_no_two_passwords_are_alike_and_none_has_a_sign_that_is_misread() -> None:
    made = {people.generated_password() for _ in range(200)}
    assert len(made) == 200
    assert not set("".join(made)) & set("IiOo01lL")


def test_an_added_account_stands_on_record_at_its_centre(
    signed_in: SignIn, administrator: Worker, centre: Centre
) -> None:
    added(signed_in(administrator), username="sup", name="N", role="supervisor", centre=centre.pk)
    entry = last("person_added")
    assert entry.username == administrator.username
    assert entry.centre_id == centre.pk
    assert entry.details == {"person": "sup", "role": "supervisor"}


@pytest.mark.parametrize(
    "username", ["", "a", "a b", "әсел", "a/b", "<b>", "x" * 61, "a\0b", "a@b"]
)
def test_a_name_to_sign_in_with_has_latin_letters_digits_and_three_signs(
    signed_in: SignIn, administrator: Worker, username: str
) -> None:
    data = {"username": username, "name": "Typed name", "role": "analyst"}
    response = signed_in(administrator).post(NEW, data)
    assert response.status_code == 422
    assert 'href="#id_username"' in response.content.decode()
    assert "Typed name" in response.content.decode()
    assert Worker.objects.count() == 1


@pytest.mark.parametrize("username", ["Taken", "TAKEN", "taken"])
def test_a_name_is_taken_in_any_case(
    signed_in: SignIn, administrator: Worker, username: str
) -> None:
    worker_at(None, "analyst", "taken")
    data = {"username": username, "name": "N", "role": "analyst"}
    response = signed_in(administrator).post(NEW, data)
    assert response.status_code == 422
    assert "Somebody signs in with this name already" in response.content.decode()


def test_of_two_who_add_the_same_name_at_once_one_is_told(administrator: Worker) -> None:
    details = Details("N", "analyst", None)
    people.add_person("same", details, by=by(administrator))
    with pytest.raises(NotAllowed, match="username_taken"):
        people.add_person("Same", details, by=by(administrator))


def test_a_name_is_kept_in_small_letters(signed_in: SignIn, administrator: Worker) -> None:
    added(signed_in(administrator), username=" New.One ", name="N", role="analyst")
    assert Worker.objects.filter(username="new.one").exists()


@pytest.mark.parametrize("role", ["specialist", "supervisor"])
def test_whoever_works_at_a_centre_needs_one(
    signed_in: SignIn, administrator: Worker, role: str
) -> None:
    data = {"username": "new", "name": "N", "role": role, "centre": ""}
    html = signed_in(administrator).post(NEW, data).content.decode()
    assert "A specialist and a supervisor work at a centre" in html


@pytest.mark.parametrize("role", ["analyst", "administrator"])
def test_whoever_works_at_none_has_none(
    signed_in: SignIn, administrator: Worker, centre: Centre, role: str
) -> None:
    data = {"username": "new", "name": "N", "role": role, "centre": centre.pk}
    response = signed_in(administrator).post(NEW, data)
    assert response.status_code == 422
    assert "work at no centre" in response.content.decode()


@pytest.mark.parametrize(
    ("field", "value"), [("role", "king"), ("role", ""), ("centre", "999999")]
)
def test_a_role_or_centre_that_is_not_offered_is_refused(
    signed_in: SignIn, administrator: Worker, field: str, value: str
) -> None:
    data = {"username": "new", "name": "N", "role": "specialist", field: value}
    assert signed_in(administrator).post(NEW, data).status_code == 422
    assert Worker.objects.count() == 1


def test_a_closed_centre_is_not_offered(
    signed_in: SignIn, administrator: Worker, centre: Centre
) -> None:
    Centre.objects.update(is_open=False)
    data = {"username": "new", "name": "N", "role": "specialist", "centre": centre.pk}
    assert signed_in(administrator).post(NEW, data).status_code == 422


def test_the_action_itself_refuses_what_a_supervisor_may_not(
    supervisor: Worker, centre: Centre, other_centre: Centre
) -> None:
    for details in (
        Details("N", "specialist", other_centre),
        Details("N", "supervisor", centre),
        Details("N", "administrator", None),
    ):
        with pytest.raises(NotAllowed, match="not_yours"):
            people.add_person("new", details, by=by(supervisor))


# --- changing ----------------------------------------------------------------------------------


def saved(client: Client, worker: Worker, **changes: object) -> int:
    """Save an account's form with some answers changed; the status of the answer."""
    told = {"name": worker.name, "role": worker.role, "centre": worker.centre_id or ""}
    told |= {"is_open": "on", "do": "save"} | changes
    data = {key: value for key, value in told.items() if value is not None}
    return client.post(page_of(worker), data).status_code


def test_a_supervisor_changes_a_name_and_nothing_that_is_not_asked(
    signed_in: SignIn, supervisor: Worker, specialist: Worker, other_centre: Centre
) -> None:
    changes = {"role": "administrator", "centre": other_centre.pk}
    assert saved(signed_in(supervisor), specialist, name="Жаңа есім", **changes) == 302
    found = Worker.objects.get(pk=specialist.pk)
    assert (found.name, found.role, found.centre) == ("Жаңа есім", "specialist", supervisor.centre)
    assert last("person_changed").details == {"person": found.username, "fields": ["name"]}


def test_nothing_changed_is_nothing_on_record(
    signed_in: SignIn, supervisor: Worker, specialist: Worker
) -> None:
    assert saved(signed_in(supervisor), specialist) == 302
    assert not Entry.objects.filter(action="person_changed").exists()


def test_closing_an_account_ends_its_sessions_at_once_and_for_good(
    signed_in: SignIn, supervisor: Worker, specialist: Worker
) -> None:
    theirs, ours = signed_in(specialist), signed_in(supervisor)
    assert theirs.get("/en/staff/account/").status_code == 200
    assert saved(ours, specialist, is_open=None) == 302
    assert theirs.get("/en/staff/account/").status_code == 302
    assert saved(ours, specialist) == 302
    assert Worker.objects.get(pk=specialist.pk).is_active
    assert theirs.get("/en/staff/account/").status_code == 302
    assert ours.get(LIST).status_code == 200
    entries = Entry.objects.filter(action="person_changed").order_by("number")
    assert [entry.details["open"] for entry in entries] == [False, True]


@pytest.mark.parametrize("change", ["role", "centre", "password", "factor"])
def test_another_role_centre_password_or_no_second_factor_ends_the_sessions(
    signed_in: SignIn, administrator: Worker, specialist: Worker, other_centre: Centre, change: str
) -> None:
    theirs, ours = signed_in(specialist), signed_in(administrator)
    posted = {
        "role": {"role": "analyst", "centre": ""},
        "centre": {"centre": other_centre.pk},
        "password": {"do": "password"},
        "factor": {"do": "factor"},
    }[change]
    assert saved(ours, specialist, **posted) in {200, 302}
    assert theirs.get("/en/staff/account/").status_code == 302
    assert Session.objects.count() == 1


def test_a_changed_name_ends_no_session(
    signed_in: SignIn, supervisor: Worker, specialist: Worker
) -> None:
    theirs = signed_in(specialist)
    saved(signed_in(supervisor), specialist, name="New")
    assert theirs.get("/en/staff/account/").status_code == 200


def test_a_move_to_another_centre_stands_on_record_where_they_worked_before(
    signed_in: SignIn, administrator: Worker, specialist: Worker, other_centre: Centre
) -> None:
    before = specialist.centre_id
    assert saved(signed_in(administrator), specialist, centre=other_centre.pk) == 302
    entry = last("person_changed")
    assert (entry.centre_id, entry.details["fields"]) == (before, ["centre"])
    found = Worker.objects.get(pk=specialist.pk)
    assert found.centre == other_centre


def test_a_worker_is_never_in_two_roles(
    signed_in: SignIn, administrator: Worker, specialist: Worker
) -> None:
    saved(signed_in(administrator), specialist, role="supervisor")
    assert [each.name for each in specialist.groups.all()] == ["supervisor"]
    assert last("person_changed").details["role"] == "supervisor"


def test_a_new_password_is_shown_once_and_opens_the_lock(
    signed_in: SignIn, supervisor: Worker, specialist: Worker
) -> None:
    AccessAttempt.objects.create(username=counted_as(specialist.username), failures_since_start=5)
    response = signed_in(supervisor).post(page_of(specialist), {"do": "password"})
    assert not AccessAttempt.objects.exists()
    password = SHOWN_PASSWORD.findall(response.content.decode())[0]
    specialist.refresh_from_db()
    assert specialist.check_password(password)
    assert specialist.must_change_password
    assert "no-store" in response["Cache-Control"]
    assert last("password_set").details == {"person": specialist.username}


def test_the_second_factor_is_removed(
    signed_in: SignIn, supervisor: Worker, specialist: Worker
) -> None:
    TOTPDevice.objects.create(user=specialist, confirmed=True)
    TOTPDevice.objects.create(user=specialist, confirmed=False)
    client = signed_in(supervisor)
    assert "Remove the second factor" in client.get(page_of(specialist)).content.decode()
    assert client.post(page_of(specialist), {"do": "factor"}).status_code == 302
    assert not TOTPDevice.objects.exists()
    assert last("second_factor_removed").details == {"person": specialist.username}


# --- oneself, and the last one ------------------------------------------------------------------


@pytest.mark.parametrize("do", ["password", "factor"])
def test_ones_own_password_and_second_factor_are_not_changed_here(
    signed_in: SignIn, administrator: Worker, do: str
) -> None:
    TOTPDevice.objects.create(user=administrator, confirmed=False)
    client = signed_in(administrator)
    assert client.post(page_of(administrator), {"do": do}).status_code == 403
    administrator.refresh_from_db()
    assert administrator.check_password(PASSWORD)
    assert TOTPDevice.objects.exists()
    assert last("denied").details["why"] == "own_account"


def test_an_administrator_closes_not_themselves_and_keeps_the_role(
    signed_in: SignIn, administrator: Worker
) -> None:
    worker_at(None, "administrator", "second")
    client = signed_in(administrator)
    assert saved(client, administrator, role="analyst", is_open=None, name="New") == 302
    found = Worker.objects.get(pk=administrator.pk)
    assert (found.role, found.is_active, found.name) == ("administrator", True, "New")
    for details in (
        Details("N", "analyst", None),
        Details("N", "administrator", None, is_open=False),
    ):
        with pytest.raises(NotAllowed, match="own_account"):
            people.change_person(found, details, by=by(administrator))


def test_of_two_administrators_who_close_each_other_at_once_one_stays(
    administrator: Worker,
) -> None:
    second = worker_at(None, "administrator", "second")
    closed = Details("N", "administrator", None, is_open=False)
    people.change_person(second, closed, by=by(administrator))
    with pytest.raises(NotAllowed, match="last_administrator"):
        people.change_person(administrator, closed, by=by(second))
    with pytest.raises(NotAllowed, match="last_administrator"):
        people.change_person(administrator, Details("N", "analyst", None), by=Origin(None))
    assert Worker.objects.get(pk=administrator.pk).is_active


def test_another_administrator_may_be_closed(signed_in: SignIn, administrator: Worker) -> None:
    second = worker_at(None, "administrator", "second")
    assert saved(signed_in(administrator), second, is_open=None) == 302
    assert not Worker.objects.get(pk=second.pk).is_active


def test_an_account_without_a_role_can_be_given_one(
    signed_in: SignIn, administrator: Worker
) -> None:
    lost = worker_at(None, None, "lost")
    assert "lost" in signed_in(administrator).get(LIST).content.decode()
    assert saved(signed_in(administrator), lost, role="analyst") == 302
    assert lost.groups.get() == Group.objects.get(name="analyst")


# --- centres -----------------------------------------------------------------------------------

NAMES = {"name_kk": "Есіл орталығы", "name_ru": "Центр Есиль", "name_en": "Centre of Yesil"}


def test_an_administrator_adds_changes_and_closes_a_centre(
    signed_in: SignIn, administrator: Worker
) -> None:
    client = signed_in(administrator)
    address = "/en/staff/centres/"
    assert client.post(f"{address}new/", {**NAMES, "region": "akmola"}).status_code == 302
    centre = Centre.objects.get()
    assert (centre.region, centre.is_open) == ("akmola", True)
    entry = last("centre_added")
    assert (entry.centre_id, entry.details) == (centre.pk, {"region": "akmola"})
    data = {**NAMES, "name_en": "Yesil", "region": "akmola"}
    assert client.post(f"{address}{centre.pk}/", data).status_code == 302
    centre.refresh_from_db()
    assert (centre.name_en, centre.is_open) == ("Yesil", False)
    assert last("centre_changed").details == {"fields": ["name_en", "is_open"], "open": False}
    html = client.get(address).content.decode()
    assert "Yesil" in html
    assert "Closed" in html
    with override("kk"):
        assert "Есіл орталығы" in client.get("/kk/staff/centres/").content.decode()


@pytest.mark.parametrize(
    "wrong", [{"region": "atlantis"}, {"region": ""}, {"name_kk": ""}, {"name_ru": "x" * 201}]
)
def test_a_centre_needs_three_names_and_a_region_of_the_law(
    signed_in: SignIn, administrator: Worker, wrong: dict[str, str]
) -> None:
    data = {**NAMES, "region": "akmola", **wrong}
    response = signed_in(administrator).post("/en/staff/centres/new/", data)
    assert response.status_code == 422
    assert "Centre of Yesil" in response.content.decode()
    assert not Centre.objects.exists()


def test_a_centre_is_not_added_twice_to_its_region(
    signed_in: SignIn, administrator: Worker
) -> None:
    client, data = signed_in(administrator), {**NAMES, "region": "akmola"}
    client.post("/en/staff/centres/new/", data)
    assert client.post("/en/staff/centres/new/", data).status_code == 422
    assert Centre.objects.count() == 1
    assert client.post("/en/staff/centres/new/", {**data, "region": "abai"}).status_code == 302


def test_a_centre_that_is_not_there_is_missing(signed_in: SignIn, administrator: Worker) -> None:
    assert signed_in(administrator).get("/en/staff/centres/999/").status_code == 404
    assert signed_in(administrator).get("/en/staff/people/999/").status_code == 404


def test_at_a_closed_centre_cases_are_finished_but_not_opened(specialist: Worker) -> None:
    case = case_of(specialist)
    Centre.objects.update(is_open=False)
    with pytest.raises(NotAllowed, match="centre_closed"):
        actions.open_case(family(), by=by(specialist), source="form")
    assert Case.objects.count() == 1
    assert actions.save_check(case, case.version, {}, "note", by=by(specialist)).note == "note"


def test_only_whoever_keeps_centres_can_change_one(supervisor: Worker, centre: Centre) -> None:
    details = CentreDetails(**NAMES, region="akmola")
    with pytest.raises(NotAllowed, match="not_yours"):
        people.add_centre(details, by=by(supervisor))
    with pytest.raises(NotAllowed, match="not_yours"):
        people.change_centre(centre, details, by=by(supervisor))


# --- all pages -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_page_reads_well_in_every_language(
    signed_in: SignIn, administrator: Worker, specialist: Worker, language: str
) -> None:
    client = signed_in(administrator)
    addresses = ["people/", "people/new/", f"people/{specialist.pk}/", "centres/", "centres/new/"]
    for address in [*addresses, f"people/{administrator.pk}/", f"centres/{specialist.centre_id}/"]:
        response = client.get(f"/{language}/staff/{address}")
        assert response.status_code == 200
        read(response.content.decode())


def test_looking_changes_nothing_and_nothing_is_sent_without_a_token(
    administrator: Worker, specialist: Worker
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    before = Worker.objects.values_list("password", "name", "is_active").get(pk=specialist.pk)
    for data in ({"do": "password"}, {"do": "save", "name": "X"}):
        assert client.post(page_of(specialist), data).status_code == 403
    client.get(page_of(specialist), {"do": "password"})
    after = Worker.objects.values_list("password", "name", "is_active").get(pk=specialist.pk)
    assert before == after


def test_the_second_factor_is_on_or_off_in_the_list_and_on_the_page(
    signed_in: SignIn, supervisor: Worker, specialist: Worker
) -> None:
    client = signed_in(supervisor)
    for said in ("Off", "On"):
        listed = client.get("/en/staff/people/").content.decode()
        alone = client.get(f"/en/staff/people/{specialist.pk}/").content.decode()
        assert f'data-title="Second factor">{said}<' in listed
        assert f"<dt>Second factor</dt><dd>{said}</dd>" in alone
        TOTPDevice.objects.create(user=specialist, confirmed=True)


def test_of_two_roles_the_list_shows_the_one_that_counts(
    signed_in: SignIn, administrator: Worker, specialist: Worker
) -> None:
    specialist.groups.add(Group.objects.get(name="administrator"))
    found = Worker.objects.get(pk=specialist.pk)
    listed = signed_in(administrator).get("/en/staff/people/").content.decode()
    row = listed[listed.index(specialist.name) :].partition("</tr>")[0]
    assert f'data-title="Role">{words.ROLES[found.role]}<' in row
