"""Finding cases: by every filter, in every order, page by page; and never another centre's."""

import csv
import io
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from urllib.parse import parse_qs, urlencode

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override
from python_calamine import CalamineWorkbook

from calculator.law import current
from calculator.staff import queries
from calculator.staff.cases import search
from calculator.staff.cases.reference import ALPHABET, check_sign, spoken
from calculator.staff.forms.figures import FiguresForm
from calculator.staff.forms.record import RecordForm
from calculator.staff.forms.search import SORT_TITLES, SearchForm
from calculator.staff.models import Case, Centre, Entry, Worker
from calculator.wording import regions
from calculator.wording.facts import KAZAKH_ALPHABET
from tests.staff.desk import case_of, worker_at
from tests.web.reading import Element, read

pytestmark = pytest.mark.django_db

CASES = "/kk/staff/cases/"
REGIONS = ("abai", "akmola", "kostanay", "north-kazakhstan", "pavlodar")
NAMES = ("Өмір", "Қайрат", "Әсел", "Азат", "Ұлан", "Юлия")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def reference_of(number: int) -> str:
    """A sound reference; each number has its own."""
    signs = ""
    for _ in range(7):
        number, place = divmod(number, len(ALPHABET))
        signs = ALPHABET[place] + signs
    return signs + check_sign(signs)


def made(centre: Centre, number: int, **changes: object) -> Case:
    """A case that was not stored yet."""
    rng = random.Random(number)
    opened = NOON + timedelta(hours=rng.randrange(24 * 90))
    verdict = rng.choice(("eligible", "open", "not_eligible"))
    most = 0 if verdict == "not_eligible" else rng.randrange(1, 9) * 1_000_000
    facts = {
        "reference": reference_of(rng.randrange(len(ALPHABET) ** 7)),
        "state": rng.choice(Case.State.values),
        "opened_at": opened,
        "changed_at": opened + timedelta(hours=rng.randrange(200)),
        "on": opened.date(),
        "track": rng.choice(("resettler", "kandas")),
        "origin": "turkistan",
        "destination": rng.choice(REGIONS),
        "verdict": verdict,
        "total_min": most if verdict == "eligible" else 0,
        "total_max": most,
    }
    return Case(centre=centre, **{**facts, **changes})


@pytest.fixture
def people(centre: Centre) -> list[Worker]:
    """Specialists of the centre, whose names begin with letters only Kazakh has, and others."""
    workers = [worker_at(centre, "specialist", f"s{number}") for number in range(len(NAMES))]
    for worker, name in zip(workers, NAMES, strict=True):
        worker.name = name
        worker.save()
    return workers


@pytest.fixture
def many(centre: Centre, other_centre: Centre, people: list[Worker]) -> list[Case]:
    """More cases than fit on five pages, and as many of another centre between them."""
    stranger = worker_at(other_centre, "specialist", "stranger")
    rng, cases = random.Random(1), []
    for number in range(520):
        if number % 2:
            Case.objects.create(**values(made(other_centre, number, specialist=stranger)))
            continue
        worker = rng.choice([*people, None])
        cases.append(Case.objects.create(**values(made(centre, number, specialist=worker))))
    return cases


def values(case: Case) -> dict[str, object]:
    """What a case that was not stored yet holds."""
    fields = [field for field in Case._meta.concrete_fields if field.name != "id"]
    return {field.name: getattr(case, field.name) for field in fields}


@pytest.fixture
def visitor(specialist: Worker, signed_in: Callable[[Worker], Client]) -> Client:
    """The specialist's browser."""
    return signed_in(specialist)


def asked(visitor: Client, language: str = "kk", **query: str) -> HttpResponse:
    """The list under filters."""
    return visitor.get(f"/{language}/staff/cases/?{urlencode(query)}")


def page_of(answer: HttpResponse) -> Element:
    """A page, read strictly."""
    return read(answer.content.decode())


def listed(answer: HttpResponse) -> list[str]:
    """The references on a page of the list, as they are written in addresses."""
    assert answer.status_code == 200, answer.content.decode()[:2000]
    links = page_of(answer).all("a", css="reference")
    return [link["href"].removesuffix("/").rpartition("/")[2] for link in links]


def every(visitor: Client, **query: str) -> list[str]:
    """The references on all pages of a list."""
    found: list[str] = []
    for number in range(1, 100):
        page = listed(asked(visitor, **query, page=str(number)))
        if page and page[0] in found:
            return found
        found += page
        if len(page) < search.PAGE:
            return found
    raise AssertionError("it has no end")


def saved(visitor: Client, **query: str) -> list[str]:
    """The references in the table that is saved under filters."""
    answer = visitor.get(f"{CASES}export.csv?{urlencode(query)}")
    return [str(row[0]).replace("-", "") for row in rows_of(answer, "csv")[1:]]


def count_of(answer: HttpResponse) -> int:
    """How many the page says were found."""
    return int("".join(filter(str.isdigit, page_of(answer).one("p", css="found").one("b").text)))


def local(moment: datetime) -> str:
    """A day as the desk counts days."""
    return timezone.localtime(moment).date().isoformat()


# --- filters -------------------------------------------------------------------------------------


def filters_for(people: list[Worker]) -> Iterator[tuple[dict[str, str], Callable[[Case], bool]]]:
    """Filters, and what each must let pass, said in another way than the database's."""
    yield {}, lambda case: case is not None
    for state in Case.State.values:
        yield {"state": state}, lambda case, state=state: case.state == state
    for slug in REGIONS:
        yield {"region": slug}, lambda case, slug=slug: case.destination == slug
    for worker in people:
        yield {"specialist": str(worker.pk)}, lambda case, pk=worker.pk: case.specialist_id == pk
    for track in ("resettler", "kandas"):
        yield {"track": track}, lambda case, track=track: case.track == track
    for verdict in ("eligible", "open", "not_eligible"):
        yield {"verdict": verdict}, lambda case, verdict=verdict: case.verdict == verdict
    days = {"opened_from": "10.03.2026", "opened_to": "2026-04-15"}
    yield days, lambda case: "2026-03-10" <= local(case.opened_at) <= "2026-04-15"
    yield {"opened_from": "2026-05-01"}, lambda case: local(case.opened_at) >= "2026-05-01"
    yield {"opened_to": "01.04.2026"}, lambda case: local(case.opened_at) <= "2026-04-01"
    for sign in ALPHABET[:6]:
        yield {"reference": sign}, lambda case, sign=sign: case.reference.startswith(sign)
    both = {"state": "closed", "track": "kandas", "region": "abai"}
    yield (
        both,
        lambda case: (case.state, case.track, case.destination) == ("closed", "kandas", "abai"),
    )


def test_each_filter_finds_what_fits_it_and_nothing_of_another_centre(
    visitor: Client, many: list[Case], people: list[Worker]
) -> None:
    for query, fits in filters_for(people):
        expected = {case.reference for case in many if fits(case)}
        found = saved(visitor, **query)
        assert len(found) == len(set(found))
        assert set(found) == expected, query
        assert set(listed(asked(visitor, **query))) <= expected
        assert count_of(asked(visitor, **query)) == len(expected)


def test_a_day_begins_at_midnight_in_almaty(visitor: Client, centre: Centre) -> None:
    zone = timezone.get_default_timezone()
    moments = [
        datetime(2026, 6, 14, 23, 59, 59, 999_999, tzinfo=zone),
        datetime(2026, 6, 15, 0, 0, tzinfo=zone),
        datetime(2026, 6, 15, 23, 59, 59, 999_999, tzinfo=zone),
        datetime(2026, 6, 16, 0, 0, tzinfo=zone),
    ]
    cases = [made(centre, number, opened_at=moment) for number, moment in enumerate(moments)]
    Case.objects.bulk_create(cases)
    found = every(visitor, opened_from="15.06.2026", opened_to="15.06.2026", sort="opened")
    assert found == [cases[1].reference, cases[2].reference]


def test_nothing_found_says_what_to_change(visitor: Client, specialist: Worker) -> None:
    empty = page_of(asked(visitor, "en"))
    assert "Your centre has no case yet" in empty.one("main").text
    case_of(specialist)
    none = page_of(asked(visitor, "en", state="closed"))
    assert "Take one filter away" in none.one("main").text
    assert none.all("a", href="/en/staff/cases/")


# --- references ----------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["plain", "spoken", "lower", "spaces", "cyrillic"])
def test_a_whole_reference_leads_straight_to_its_case(
    visitor: Client, centre: Centre, way: str
) -> None:
    case = made(centre, 1, reference="ABC7HKM" + check_sign("ABC7HKM"))
    case.save()
    typed = {
        "plain": case.reference,
        "spoken": spoken(case.reference),
        "lower": case.reference.lower(),
        "spaces": " ".join(case.reference),
        "cyrillic": case.reference.replace("ABC", "авс").replace("HKM", "НКМ"),
    }[way]
    answer = asked(visitor, reference=typed)
    assert (answer.status_code, answer.headers.get("Location")) == (
        302,
        f"/kk/staff/cases/{case.reference}/",
    )


def test_the_first_signs_find_all_that_begin_so(visitor: Client, centre: Centre) -> None:
    cases = [made(centre, n, reference=reference_of(32**5 * 7 + n)) for n in range(4)]
    Case.objects.bulk_create([*cases, made(centre, 9, reference=reference_of(5))])
    signs = cases[0].reference[:4]
    for typed in (signs, signs.lower(), f"{signs[:2]}-{signs[2:]}", f"{signs}-"):
        assert set(every(visitor, reference=typed)) == {case.reference for case in cases}


def test_another_centres_reference_finds_nothing(
    visitor: Client, centre: Centre, other_centre: Centre
) -> None:
    theirs = made(other_centre, 1)
    theirs.save()
    for typed in (theirs.reference, theirs.reference[:4]):
        answer = asked(visitor, reference=typed)
        assert (answer.status_code, listed(answer)) == (200, [])
        assert f"/staff/cases/{theirs.reference}" not in answer.content.decode()


@pytest.mark.parametrize(
    "typed", ["7K3M92XZ", "7K3M92XPP", "7K3M9O", "1", "0000", "Ж", "---", "🙂", "I0"]
)
def test_a_reference_that_cannot_be_is_told_so_and_kept(visitor: Client, typed: str) -> None:
    answer = asked(visitor, "en", reference=typed)
    assert answer.status_code == 422
    page = page_of(answer)
    assert f"«{typed}» was given" in page.one("section", css="faults").text
    assert page.one("input", name="reference")["value"] == typed


# --- orders --------------------------------------------------------------------------------------


def by_alphabet(name: str) -> list[tuple[int, str]]:
    """Where a word stands in a Kazakh dictionary; letters it does not know come first."""
    bare = name.lower().removeprefix("область ").removeprefix("город ")
    return [(KAZAKH_ALPHABET.find(letter), letter) for letter in bare]


def order_of(sort: str, people: list[Worker], language: str) -> Callable[[Case], object]:
    """What a list is sorted by, said in another way than the database's."""
    with override(language):
        titles = dict(regions(current()))
    names = {worker.pk: by_alphabet(worker.name) for worker in people}
    return {
        "opened": lambda case: case.opened_at,
        "changed": lambda case: case.changed_at,
        "reference": lambda case: case.reference,
        "total": lambda case: (case.total_max, case.total_min),
        "state": lambda case: Case.State.values.index(case.state),
        "region": lambda case: by_alphabet(titles[case.destination]),
        "specialist": lambda case: (case.specialist_id is None, names.get(case.specialist_id, [])),
    }[sort]


@pytest.mark.parametrize("sort", SORT_TITLES)
def test_each_order_holds_over_all_pages(
    visitor: Client, many: list[Case], people: list[Worker], sort: str
) -> None:
    known = {case.reference: case for case in many}
    for query in ({}, {"track": "kandas"}, {"region": "abai", "verdict": "open"}):
        key = order_of(sort.removeprefix("-"), people, "kk")
        keys = [key(known[reference]) for reference in every(visitor, sort=sort, **query)]
        assert keys == sorted(keys, reverse=sort.startswith("-"))
        assert keys


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_regions_stand_in_the_order_of_the_pages_own_language(
    visitor: Client, many: list[Case], people: list[Worker], language: str
) -> None:
    known = {case.reference: case for case in many}
    found = [
        reference
        for number in range(1, 7)
        for reference in listed(asked(visitor, language, sort="region", page=str(number)))
    ]
    key = order_of("region", people, language)
    keys = [key(known[reference]) for reference in found]
    assert keys == sorted(keys)
    assert len(found) == len(many)


@pytest.mark.parametrize("sort", ["state", "region", "-specialist"])
def test_within_what_they_share_the_newest_comes_first(
    visitor: Client, many: list[Case], people: list[Worker], sort: str
) -> None:
    known = {case.reference: case for case in many}
    key, groups = order_of(sort.removeprefix("-"), people, "kk"), {}
    for reference in every(visitor, sort=sort):
        groups.setdefault(str(key(known[reference])), []).append(known[reference].opened_at)
    for moments in groups.values():
        assert moments == sorted(moments, reverse=True)


def test_the_usual_order_is_newest_first(visitor: Client, many: list[Case]) -> None:
    newest = sorted(many, key=lambda case: case.opened_at, reverse=True)
    first = listed(asked(visitor))
    assert first == listed(asked(visitor, sort="-opened"))
    assert [r for r in first if r in {case.reference for case in newest[:40]}][:1] == first[:1]


def test_every_cut_of_every_order_is_a_piece_of_the_whole(
    specialist: Worker, many: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = queries.cases(specialist)
    for sort in SORT_TITLES:
        whole = [case.pk for case in search.Listing(cases, sort).every()]
        assert len(whole) == len(set(whole)) == len(many)
        for size in (1, 7, 50, 100, len(many)):
            monkeypatch.setattr(search, "PAGE", size)
            listing = search.Listing(cases, sort)
            for number in {1, 2, listing.pages // 2 or 1, listing.pages}:
                cut = [case.pk for case in listing.page(number)]
                assert cut == whole[(number - 1) * size : number * size], (sort, size, number)


def test_a_page_takes_few_questions_however_short_its_stretches_are(
    visitor: Client, many: list[Case]
) -> None:
    with CaptureQueriesContext(connection) as usual:
        asked(visitor)
    for sort in ("state", "region", "specialist"):
        with CaptureQueriesContext(connection) as found:
            asked(visitor, sort=sort, verdict="open", track="kandas")
        assert len(found) <= len(usual) + 4


# --- the page ------------------------------------------------------------------------------------


def test_a_line_tells_what_one_looks_for(
    visitor: Client, centre: Centre, people: list[Worker]
) -> None:
    case = made(
        centre,
        1,
        state="in_check",
        specialist=people[0],
        destination="abai",
        verdict="open",
        total_min=0,
        total_max=1_234_567,
        opened_at=datetime(2026, 6, 14, 20, 5, tzinfo=UTC),
    )
    case.save()
    row = page_of(asked(visitor, "en")).one("tbody").one("tr").text
    for told in (spoken(case.reference), "In check", "15.06.2026 01:05", "Abai", NAMES[0]):
        assert told in row
    assert "0\u00a0₸ to 1\u00a0234\u00a0567\u00a0₸" in row


def test_headings_sort_and_say_how_it_is_sorted(visitor: Client, many: list[Case]) -> None:
    page = page_of(asked(visitor, state="closed"))
    sorted_now = [each for each in page.all("th", scope="col") if "aria-sort" in each.attributes]
    assert [each["aria-sort"] for each in sorted_now] == ["descending"]
    for heading in page.one("thead").all("a"):
        turned = visitor.get(f"{CASES}{heading['href']}")
        assert turned.status_code == 200
        assert parse_qs(heading["href"].removeprefix("?")).get("state") == ["closed"]
        assert page_of(turned).one("p", css="found").text == page.one("p", css="found").text


def test_pages_lead_on_and_keep_filters_and_order(visitor: Client, many: list[Case]) -> None:
    answer = asked(visitor, sort="-total", track="kandas")
    page = page_of(answer)
    (following,) = [a for a in page.one("ul", css="pages").all("a") if "page=2" in a["href"]][:1]
    second = visitor.get(f"{CASES}{following['href']}")
    assert set(listed(second)).isdisjoint(listed(answer))
    assert page_of(second).one("span", **{"aria-current": "page"}).text.startswith("2")
    assert count_of(second) == count_of(answer)


def test_after_the_last_page_comes_the_last_page(visitor: Client, many: list[Case]) -> None:
    last = asked(visitor, page="999999")
    assert listed(last) == listed(asked(visitor, page=str(-(-len(many) // search.PAGE))))


WRONG = {
    "state": ["nowhere", "NEW", "\x00", "new,closed"],
    "region": ["atlantis", "abroad", "' OR 1=1 --"],
    "specialist": ["x", "0", "-1", "99999999999999999999", "1e3"],
    "track": ["x", "<b>"],
    "verdict": ["x", "Eligible"],
    "sort": ["x", "--opened", "centre", "opened_at", "-", "pk"],
    "page": ["0", "-1", "x", "1.5", "²", "9" * 30, "\x00"],
    "opened_from": ["yesterday", "31.02.2026", "2026-13-01", "1.1.1", "01.01.0001", "9999-12-31"],
    "opened_to": ["x", "31.12.9999", "\x00", "٠١.٠١.٢٠٢٦x"],
    "reference": ["\x00", "x" * 41],
}


@pytest.mark.parametrize(("field", "text"), [(f, t) for f in WRONG for t in WRONG[f]])
def test_what_is_unknown_is_told_and_kept_and_never_an_error_of_ours(
    visitor: Client, specialist: Worker, field: str, text: str
) -> None:
    case_of(specialist)
    for where in (CASES, f"{CASES}export.csv"):
        answer = visitor.get(f"{where}?{urlencode({'track': 'kandas', field: text})}")
        assert answer.status_code == 422
        page = page_of(answer)
        assert page.one("section", css="faults").all("a", href=f"#id_{field}")
        assert page.all(id=f"id_{field}")
        assert not page.all("table")
    assert [entry.action for entry in Entry.objects.all()] == ["opened"]


def test_a_filter_that_is_given_twice_is_neither(visitor: Client) -> None:
    assert visitor.get(f"{CASES}?state=new&state=closed").status_code == 422
    assert visitor.get(f"{CASES}?state=new&state=new").status_code == 200


def test_the_last_day_may_not_lie_before_the_first(visitor: Client) -> None:
    answer = asked(visitor, opened_from="02.06.2026", opened_to="01.06.2026")
    assert answer.status_code == 422
    assert page_of(answer).one("input", name="opened_to")["value"] == "01.06.2026"


def test_all_that_was_chosen_stands_in_the_form_again(
    visitor: Client, many: list[Case], people: list[Worker]
) -> None:
    query = {
        "state": "closed",
        "region": "abai",
        "specialist": str(people[0].pk),
        "track": "kandas",
        "verdict": "open",
        "sort": "-total",
    }
    page = page_of(asked(visitor, **query))
    for name, value in query.items():
        (chosen,) = [
            each
            for each in page.one("select", name=name).all("option")
            if "selected" in each.attributes
        ]
        assert chosen["value"] == value


def test_specialists_are_offered_in_alphabetical_order_and_only_ones_own(
    visitor: Client, many: list[Case], other_centre: Centre
) -> None:
    options = page_of(asked(visitor)).one("select", name="specialist").all("option")[1:]
    offered = [option.text for option in options]
    assert [name for name in offered if name in NAMES] == [
        *("Азат", "Әсел", "Қайрат", "Өмір", "Ұлан", "Юлия")
    ]
    assert "Name of stranger" not in offered
    stranger = Worker.objects.get(username="stranger")
    assert asked(visitor, specialist=str(stranger.pk)).status_code == 422


def test_whoever_has_left_the_centre_is_still_found(
    visitor: Client, many: list[Case], people: list[Worker], other_centre: Centre
) -> None:
    gone = people[0]
    gone.centre = other_centre
    gone.save()
    expected = {case.reference for case in many if case.specialist_id == gone.pk}
    assert set(every(visitor, specialist=str(gone.pk))) == expected


# --- on record -----------------------------------------------------------------------------------


def test_a_search_stands_on_record_without_what_was_looked_for(
    visitor: Client, many: list[Case], specialist: Worker
) -> None:
    asked(visitor, region="abai", reference="7", sort="total")
    entry = Entry.objects.get()
    assert (entry.action, entry.username) == ("searched", specialist.username)
    expected = sum(case.destination == "abai" and case.reference.startswith("7") for case in many)
    assert entry.details == {"filters": ["reference", "region"], "found": expected}


# --- the table -----------------------------------------------------------------------------------


def rows_of(answer: HttpResponse, ending: str) -> list[list[object]]:
    """The rows of a table that was saved, heading included."""
    body = b"".join(answer.streaming_content)
    if ending == "xlsx":
        return CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_saved_is_what_is_found_in_its_order_and_on_record(
    visitor: Client, many: list[Case], ending: str
) -> None:
    query = {"track": "kandas", "sort": "-region"}
    answer = visitor.get(f"{CASES}export.{ending}?{urlencode({**query, 'page': '2'})}")
    rows = rows_of(answer, ending)[1:]
    assert [str(row[0]).replace("-", "") for row in rows] == every(visitor, **query)
    entry = Entry.objects.filter(action="exported").get()
    assert entry.details == {
        "what": "cases",
        "filters": ["track"],
        "count": len(rows),
        "ending": ending,
    }


def test_sums_are_saved_as_numbers_and_days_as_machines_read_them(
    visitor: Client, centre: Centre
) -> None:
    opened = datetime(2026, 6, 14, 20, 5, tzinfo=UTC)
    made(centre, 1, opened_at=opened, total_min=5, total_max=1_234_567).save()
    (row,) = rows_of(visitor.get(f"{CASES}export.csv"), "csv")[1:]
    assert row[2].startswith("2026-06-15 01:05")
    assert row[-2:] == ["5", "1234567"]
    (row,) = rows_of(visitor.get(f"{CASES}export.xlsx"), "xlsx")[1:]
    assert row[2] == datetime(2026, 6, 15, 1, 5)
    assert row[-2:] == [5, 1_234_567]


def test_a_name_is_never_a_formula(visitor: Client, centre: Centre, people: list[Worker]) -> None:
    people[0].name = "=HYPERLINK(1)"
    people[0].save()
    made(centre, 1, specialist=people[0]).save()
    (row,) = rows_of(visitor.get(f"{CASES}export.csv"), "csv")[1:]
    assert row[5] == "'=HYPERLINK(1)"


def test_no_table_holds_another_centres_case(visitor: Client, many: list[Case]) -> None:
    own = {case.reference for case in many}
    for query in ("", "?reference=7", "?state=closed&sort=specialist"):
        rows = rows_of(visitor.get(f"{CASES}export.csv{query}"), "csv")[1:]
        assert {row[0].replace("-", "") for row in rows} <= own


@pytest.mark.parametrize("ending", ["pdf", "CSV", "csv.exe"])
def test_any_other_ending_is_not_there(visitor: Client, ending: str) -> None:
    assert visitor.get(f"{CASES}export.{ending}").status_code == 404
    assert not Entry.objects.filter(action="exported").exists()


# --- the form's own ------------------------------------------------------------------------------


def test_each_order_has_its_name_and_each_name_its_order() -> None:
    assert {title.removeprefix("-") for title in SORT_TITLES} == set(search.SORTS)
    assert len(SORT_TITLES) == 2 * len(search.SORTS)


def test_no_words_of_djangos_own_are_left_in_the_form() -> None:
    ours = SimpleNamespace(pk=1, name="A")
    form = SearchForm({"reference": "\x00", "page": "1" * 41, "state": "x"}, [ours])
    with override("en"):
        said = " ".join(text for _, _, text in form.faults)
    assert not {"null", "Null", "Ensure", "valid", "Select"} & set(said.split())
    assert "41 were given" in said


@pytest.mark.parametrize("ending", ["", "export.csv"])
def test_a_closed_case_says_what_was_decided(
    visitor: Client, specialist: Worker, ending: str
) -> None:
    case = case_of(specialist)
    Case.objects.filter(pk=case.pk).update(state="closed", decision="not_eligible")
    answer = visitor.get(f"/en/staff/cases/{ending}")
    told = b"".join(answer) if answer.streaming else answer.content
    assert "Closed: support is not due" in told.decode()


def test_what_the_calculator_finds_is_not_taken_for_the_decision(
    visitor: Client, specialist: Worker
) -> None:
    case_of(specialist)
    html = visitor.get("/en/staff/cases/").content.decode()
    assert '<span class="verdict">What the calculator finds: ' in html


@pytest.mark.parametrize("text", ["1.1.26", "01.01.1999", "yesterday", "2100-01-01"])
def test_every_page_reads_a_day_in_the_same_way(supervisor: Worker, text: str) -> None:
    forms = [
        SearchForm({"opened_from": text}, []),
        RecordForm({"since": text}),
        FiguresForm({"period": "days", "since": text, "until": "15.06.2026"}, worker=supervisor),
    ]
    with override("en"):
        told = {fault for form in forms for _, _, fault in form.faults}
    assert told == {
        f"«{text}» was given. Write a day from 01.01.2000 to 31.12.2099, such as 15.06.2026."
    }
