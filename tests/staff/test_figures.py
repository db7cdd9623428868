"""The day's figures: whose cases they count, of which days, and that bars and tables agree."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from calculator.staff.cases import actions, proofs
from calculator.staff.cases.checking import Found
from calculator.staff.cases.states import AGREES, CHECKED, State
from calculator.staff.models import Case, Centre, Due, Worker
from calculator.staff.oversight import figures
from calculator.staff.oversight.bars import WIDTH, Row, Table
from calculator.wording.figures import money
from tests.staff.conftest import TODAY
from tests.staff.desk import by, case_of, worker_at
from tests.web.reading import read

pytestmark = pytest.mark.django_db

SignIn = Callable[[Worker], Client]
ADDRESS = "/en/staff/figures/"
DAY = timedelta(days=1)


def checked(worker: Worker, after: str, **facts: object) -> Case:
    """A case of which every paper was seen, decided, and closed where that is wanted."""
    case = case_of(worker, **facts)
    found = dict.fromkeys(proofs.to_look_at(case), Found("seen"))
    case = actions.save_check(case, case.version, found, "", by=by(worker))
    decision = State(after) if after in CHECKED else State.ELIGIBLE
    reason = "" if AGREES[decision] == case.verdict else "because"
    case = actions.move(case, case.version, decision, reason, by=by(worker))
    if after == State.CLOSED:
        case = actions.move(case, case.version, after, "", by=by(worker))
    return case


def at_noon_of(case: Case, days_ago: int = 0) -> Case:
    """A case as if it had been opened on the day of the tests, or before it."""
    noon = datetime(TODAY.year, TODAY.month, TODAY.day, 7, tzinfo=UTC)
    Case.objects.filter(pk=case.pk).update(opened_at=noon - days_ago * DAY)
    return case


def table_of(cases: object, name: str) -> Table:
    return next(each for each in figures.tables(cases) if each.name == name)  # type: ignore[arg-type]


def told(table: Table) -> dict[str, tuple[str, ...]]:
    return {row.title: row.texts for row in table.rows}


# --- whose -------------------------------------------------------------------------------------


def shown(client: Client, **query: object) -> str:
    response = client.get(f"{ADDRESS}?{urlencode(query)}")
    assert response.status_code == 200
    return response.content.decode()


def count(html: str) -> int:
    found = re.search(r'role="status">[^<]*: (\d+) case', html)
    assert found
    return int(found[1])


def test_a_supervisor_counts_the_own_centre_whatever_is_asked(
    signed_in: SignIn, supervisor: Worker, specialist: Worker, other_centre: Centre
) -> None:
    at_noon_of(case_of(specialist))
    for _ in range(2):
        at_noon_of(case_of(worker_at(other_centre, "specialist", f"s{_}")))
    client = signed_in(supervisor)
    assert count(shown(client)) == 1
    assert count(shown(client, centre=other_centre.pk, region=other_centre.region)) == 1


def test_an_analyst_counts_all_or_a_region_or_a_centre(
    signed_in: SignIn, analyst: Worker, specialist: Worker, other_centre: Centre
) -> None:
    at_noon_of(case_of(specialist))
    for number in range(2):
        at_noon_of(case_of(worker_at(other_centre, "specialist", f"s{number}")))
    client = signed_in(analyst)
    assert count(shown(client)) == 3
    assert count(shown(client, region=other_centre.region)) == 2
    assert count(shown(client, centre=specialist.centre_id)) == 1
    assert count(shown(client, centre=specialist.centre_id, region=other_centre.region)) == 0


def test_no_figure_leads_back_to_a_case_or_a_worker(
    signed_in: SignIn, analyst: Worker, specialist: Worker
) -> None:
    case = at_noon_of(case_of(specialist))
    html = shown(signed_in(analyst))
    assert case.reference not in html.replace("-", "")
    assert specialist.name not in html
    assert specialist.username not in html
    assert "/staff/cases/" not in html


def test_neither_specialist_nor_administrator_sees_figures(
    signed_in: SignIn, specialist: Worker, administrator: Worker
) -> None:
    for worker in (specialist, administrator):
        assert signed_in(worker).get(ADDRESS).status_code == 403


# --- when --------------------------------------------------------------------------------------


def test_each_period_counts_its_days(
    signed_in: SignIn, supervisor: Worker, specialist: Worker
) -> None:
    for days_ago in (0, 6, 7, 13, 14, 15):
        at_noon_of(case_of(specialist), days_ago)
    client = signed_in(supervisor)
    assert count(shown(client)) == count(shown(client, period="today")) == 1
    assert count(shown(client, period="week")) == 2
    assert count(shown(client, period="month")) == 5
    assert count(shown(client, period="days", since="31.05.2026", until="2026-06-02")) == 3


def test_a_day_begins_and_ends_at_midnight_in_almaty(
    signed_in: SignIn, supervisor: Worker, specialist: Worker
) -> None:
    begins = datetime(2026, 6, 14, 19, tzinfo=UTC)
    instant = timedelta(microseconds=1)
    for moment in (begins - instant, begins, begins + DAY - instant, begins + DAY):
        Case.objects.filter(pk=case_of(specialist).pk).update(opened_at=moment)
    assert count(shown(signed_in(supervisor))) == 2


@pytest.mark.parametrize(
    "query",
    [
        {"period": "ever"},
        {"period": "days"},
        {"period": "days", "since": "01.06.2026"},
        {"period": "days", "since": "02.06.2026", "until": "01.06.2026"},
        {"since": "31.06.2026"},
        {"since": "01.01.1999"},
        {"period": "today", "since": "01.06.2026", "until": "02.06.2026"},
        {"until": "02.06.2026"},
        {"centre": "999"},
        {"region": "atlantis"},
    ],
)
def test_a_period_or_place_that_is_none_is_named(
    signed_in: SignIn, analyst: Worker, query: dict[str, str]
) -> None:
    response = signed_in(analyst).get(ADDRESS, query)
    assert response.status_code == 422
    assert "Please correct this" in response.content.decode()
    assert "<svg" not in response.content.decode()


def test_an_empty_period_says_so(signed_in: SignIn, analyst: Worker) -> None:
    html = shown(signed_in(analyst))
    assert "No case was opened in these days" in html
    assert "<svg" not in html


# --- what --------------------------------------------------------------------------------------


def test_cases_are_counted_by_state_region_and_track(specialist: Worker) -> None:
    case_of(specialist)
    case_of(specialist, destination="pavlodar")
    case_of(specialist, track="kandas", origin="abroad")
    checked(specialist, State.ELIGIBLE)
    cases = Case.objects.all()
    states = told(table_of(cases, "states"))
    assert states["New"] == ("3",)
    assert states["Checked: support is due"] == ("1",)
    assert len(states) == len(State)
    regions = told(table_of(cases, "regions"))
    assert regions == {"North Kazakhstan Region": ("3",), "Pavlodar Region": ("1",)}
    assert told(table_of(cases, "tracks")) == {"Resettler": ("3",), "Kandas": ("1",)}


def test_a_case_counts_once_for_a_measure_however_many_months_it_has(
    specialist: Worker,
) -> None:
    case_of(specialist)
    measures = told(table_of(Case.objects.all(), "measures"))
    assert Due.objects.filter(measure="rent").count() > 1
    assert set(measures.values()) == {("1",)}


def test_sums_are_those_of_cases_in_which_it_was_decided_so(specialist: Worker) -> None:
    case = checked(specialist, State.ELIGIBLE)
    closed = checked(specialist, State.CLOSED, housing_price=5_000_000)
    checked(specialist, State.NOT_ELIGIBLE)
    case_of(specialist)
    months = table_of(Case.objects.all(), "months")
    assert sum(row.certain for row in months.rows) == case.total_min + closed.total_min
    assert sum(row.most for row in months.rows) == case.total_max + closed.total_max
    assert months.rows[0].title == "January 2026"
    dues = Due.objects.filter(case=case, month="2026-01-01", measure__in=figures_in_total())
    assert sum(due.least for due in dues) > 0


def figures_in_total() -> list[str]:
    return ["relocation", "rent", "certificate"]


def test_a_case_closed_after_another_decision_adds_nothing(specialist: Worker) -> None:
    case = checked(specialist, State.NOT_ELIGIBLE)
    actions.move(case, case.version, State.CLOSED, "", by=by(specialist))
    assert table_of(Case.objects.all(), "months").is_empty


def test_a_sum_that_may_be_is_a_range(specialist: Worker) -> None:
    case = checked(specialist, State.ELIGIBLE, employer_pays_move=None)
    assert case.total_min < case.total_max
    months = table_of(Case.objects.all(), "months")
    row = next(row for row in months.rows if row.certain < row.most)
    assert row.texts == (f"{money(row.certain)} to {money(row.most)}",)


def test_what_was_corrected_most_often_comes_first(specialist: Worker) -> None:
    for price in ("1000000", "2000000"):
        case = case_of(specialist)
        found = {
            "housing_price": Found("different", price),
            "job_seeker": Found("not_seen"),
            "members": Found("seen"),
        }
        actions.save_check(case, case.version, found, "", by=by(specialist))
    rows = table_of(Case.objects.all(), "corrected").rows
    assert [(row.title, row.texts) for row in rows] == [
        ("Price of the home", ("2", "0")),
        ("Registered as a job seeker", ("0", "2")),
    ]
    assert rows[1].certain == 0
    assert rows[1].most == 2


def test_a_region_the_law_no_longer_knows_is_still_counted(specialist: Worker) -> None:
    Case.objects.filter(pk=case_of(specialist).pk).update(destination="torgai")
    assert told(table_of(Case.objects.all(), "regions")) == {"torgai": ("1",)}


def test_figures_take_a_few_queries(
    specialist: Worker, django_assert_num_queries: Callable[..., object]
) -> None:
    for _ in range(3):
        case_of(specialist)
    with django_assert_num_queries(6):  # type: ignore[attr-defined]
        figures.tables(Case.objects.all())


# --- bars --------------------------------------------------------------------------------------


def drawn(*amounts: tuple[int, int]) -> Table:
    rows = [Row(f"row {number}", ("",), *pair) for number, pair in enumerate(amounts)]
    return Table("t", "T", ("a", "b"), rows)


def test_the_longest_bar_fills_the_width_and_the_others_are_in_proportion() -> None:
    bars = drawn((50, 100), (25, 25), (0, 0)).chart.bars
    assert [(bar.certain, bar.rest) for bar in bars] == [
        (WIDTH // 2, WIDTH // 2),
        (WIDTH // 4, 0),
        (0, 0),
    ]
    assert [bar.rest_x for bar in bars][:1] == [WIDTH // 2]


def test_whatever_is_there_can_be_seen() -> None:
    bars = drawn((10**12, 10**12), (1, 1)).chart.bars
    assert bars[1].certain == 1


def test_bars_stand_below_each_other_inside_the_chart() -> None:
    chart = drawn(*[(1, 1)] * 5).chart
    tops = [bar.y for bar in chart.bars]
    assert tops == sorted(set(tops))
    assert all(bar.label_y < bar.y for bar in chart.bars)
    assert chart.bars[-1].y + chart.bars[-1].height <= chart.height


def test_a_long_label_is_cut_in_the_chart_only() -> None:
    table = Table("t", "T", ("a",), [Row("ұ" * 90, ("1",), 1, 1)])
    assert table.chart.bars[0].label.endswith("…")
    assert len(table.chart.bars[0].label) < 50
    assert table.rows[0].title == "ұ" * 90


def test_a_number_that_finds_no_room_above_its_bar_is_left_to_the_table() -> None:
    table = Table("t", "T", ("a",), [Row("title", ("1 243 799 275 ₸ to 1 562 396 775 ₸",), 1, 2)])
    assert table.chart.bars[0].text == ""
    assert table.chart.bars[0].label == "title"


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_chart_has_a_label_and_a_table_in_every_language(
    signed_in: SignIn, supervisor: Worker, specialist: Worker, language: str
) -> None:
    at_noon_of(checked(specialist, State.ELIGIBLE))
    response = signed_in(supervisor).get(f"/{language}/staff/figures/")
    html = response.content.decode()
    read(html)
    assert response.status_code == 200
    assert html.count('role="img" aria-label="') == html.count('<table class="plain">') == 5
    assert "style=" not in html


def test_looking_at_figures_changes_nothing(
    signed_in: SignIn, supervisor: Worker, specialist: Worker
) -> None:
    case = at_noon_of(case_of(specialist))
    shown(signed_in(supervisor))
    found = Case.objects.get(pk=case.pk)
    assert (found.version, found.state) == (case.version, case.state)
    assert found.changed_at < timezone.now()


def test_days_that_were_typed_and_not_chosen_are_not_passed_over(
    signed_in: SignIn, analyst: Worker
) -> None:
    query = {"period": "month", "since": "01.01.2026", "until": "31.01.2026"}
    html = signed_in(analyst).get(ADDRESS, query).content.decode()
    assert "Days were typed. Choose «The days given here», or empty both days." in html
    assert 'value="01.01.2026"' in html
    assert "Error: Figures" in html


def test_a_case_taken_back_into_check_counts_no_sums_any_more(specialist: Worker) -> None:
    case = checked(specialist, State.ELIGIBLE)
    assert not table_of(Case.objects.all(), "months").is_empty
    actions.move(case, case.version, State.IN_CHECK, "", by=by(specialist))
    assert table_of(Case.objects.all(), "months").is_empty
