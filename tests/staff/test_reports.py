"""Reports of wrong figures at the desk: looked at, settled, made into cases to test with."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from calculator import intake
from calculator.law import current
from calculator.rules import assess
from calculator.staff import record
from calculator.staff.errors import NotAllowed
from calculator.staff.models import Entry, Report, Worker
from calculator.staff.oversight import retention
from calculator.staff.reports import actions, cases, reading
from tests.rules import test_cases
from tests.rules.casebook import Case, expected, expected_sources, found, found_sources, read
from tests.rules.families import family, measure_of
from tests.staff.desk import by
from tests.staff.test_access import a_report
from tests.web import reading as html
from tests.web.site import FAMILIES

pytestmark = pytest.mark.django_db

holds = test_cases.test_the_law_gives_what_the_case_says_for_the_reason_it_says
Reads = Callable[[str], list[Case]]
RENT = 30 * 4325 * 12
DAY = timedelta(days=1)


@pytest.fixture
def at_desk(analyst: Worker, signed_in: Callable[[Worker], Client]) -> Client:
    """An analyst's."""
    return signed_in(analyst)


def of(**changes: Any) -> str:
    """The facts of the base family but for `changes`, as a report has them."""
    return intake.query(family(**changes))


def main(answer: Any) -> html.Element:
    """The page of an answer."""
    return html.read(answer.content.decode()).one("main")


def last_entry() -> tuple[str, dict[str, Any]]:
    """What was put on record last."""
    entry = Entry.objects.latest("number")
    return entry.action, entry.details


# --- looking -------------------------------------------------------------------------------------


def test_reports_wait_the_newest_first_and_the_settled_stand_apart(
    at_desk: Client, analyst: Worker
) -> None:
    first, second, third = (a_report(said=f"Said {number}") for number in range(3))
    actions.settle(second, "Right.", by=by(analyst))
    rows = main(at_desk.get("/en/staff/reports/")).one("tbody").all("a", css="row")
    assert [each.text for each in rows] == [f"Report {third.pk}", f"Report {first.pk}"]
    settled = (
        main(at_desk.get("/en/staff/reports/?state=settled")).one("tbody").all("a", css="row")
    )
    assert [each.text for each in settled] == [f"Report {second.pk}"]
    assert last_entry() == ("report_looked", {"what": "reports", "count": 1})


def test_many_reports_come_in_pages(at_desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("calculator.staff.views.reports.A_PAGE", 2)
    numbers = [a_report().pk for _ in range(5)]
    seen = []
    for page in ("1", "2", "3"):
        rows = (
            main(at_desk.get(f"/en/staff/reports/?page={page}")).one("tbody").all("a", css="row")
        )
        seen += [int(each.text.removeprefix("Report ")) for each in rows]
    assert seen == numbers[::-1]
    assert at_desk.get("/en/staff/reports/?page=x").status_code == 200


def test_a_list_without_reports_says_so(at_desk: Client) -> None:
    assert "No report waits." in main(at_desk.get("/en/staff/reports/")).text
    assert "No report has been" in main(at_desk.get("/en/staff/reports/?state=settled")).text


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_report_stands_beside_what_is_worked_out_now(at_desk: Client, language: str) -> None:
    report = a_report(said="<b>Two</b>\nlines")
    page = main(at_desk.get(f"/{language}/staff/reports/{report.pk}/"))
    assert page.one("p", css="typed").text == "<b>Two</b>lines"
    assert page.one("p", css="typed").one("br")
    assert "1\u00a0453\u00a0200\u00a0₸" in page.text
    assert f"{RENT:,}".replace(",", "\u00a0") in page.text
    assert len(page.one("dl", css="answers").all("div")) > 15
    assert f"/{language}/result/?{report.facts}" in [each["href"] for each in page.all("a")]
    assert last_entry() == ("report_looked", {"what": "report", "report": report.pk})


@pytest.mark.parametrize(
    ("about", "told", "found"),
    [
        ("entitlement", "Conditions of all support", True),
        ("mrp", "The unit: monthly calculation index (MRP)", False),
        ("region.akmola", "Akmola", False),
        ("region.atlantis", "region.atlantis", False),
    ],
)
def test_what_a_report_is_about_is_told_in_words(
    at_desk: Client, about: str, told: str, found: bool
) -> None:
    report = a_report(measure=about)
    text = main(at_desk.get(f"/en/staff/reports/{report.pk}/")).one("dl", css="case-about").text
    assert told in text
    assert ("Worked out now" in text) is found


@pytest.mark.parametrize(
    "facts", ["", "track=nobody", "%%%&;;==\x00", "on=2090-01-01&" + "x" * 50, FAMILIES["open"]]
)
def test_nothing_stored_in_a_report_breaks_a_page(at_desk: Client, facts: Any) -> None:
    facts = facts if isinstance(facts, str) else of(**facts)
    report = a_report(facts=facts.replace("\0", ""), measure="gold", expected=None)
    for address in (f"{report.pk}/", "", "cases.toml", "?state=settled", f"{report.pk}/case.toml"):
        assert at_desk.get(f"/kk/staff/reports/{address}").status_code in {200, 409}


def test_facts_that_today_s_law_cannot_read_are_shown_as_they_were_sent(at_desk: Client) -> None:
    report = a_report(facts="track=nobody")
    answer = at_desk.get(f"/en/staff/reports/{report.pk}/")
    assert "track=nobody" in main(answer).text
    assert main(answer).all("dl", css="answers") == []
    assert "makes no test case" in main(answer).text
    refused = at_desk.get(f"/en/staff/reports/{report.pk}/case.toml")
    assert refused.status_code == 409
    assert "makes no test case" in main(refused).text


def test_a_report_that_is_not_there_is_on_record_as_refused(at_desk: Client) -> None:
    for rest in ("999/", "999/case.toml", f"{10**30}/"):
        assert at_desk.get(f"/en/staff/reports/{rest}").status_code == 404
        assert last_entry()[1]["why"] == "no_such_report"


def test_the_record_holds_no_fact_of_a_family(at_desk: Client) -> None:
    report = a_report(said="Turkistan!")
    for rest in ("", f"{report.pk}/", f"{report.pk}/case.toml", "cases.toml"):
        at_desk.get(f"/en/staff/reports/{rest}")
    at_desk.post(f"/en/staff/reports/{report.pk}/", {"answer": "Turkistan it is"})
    assert Entry.objects.count() == 5
    for entry in Entry.objects.all():
        assert "urkistan" not in str(entry.details)
        assert "rent" not in str(entry.details)
    assert record.first_break() is None


# --- settling ------------------------------------------------------------------------------------


def test_a_report_is_settled_with_an_answer(at_desk: Client, analyst: Worker) -> None:
    report = a_report()
    answer = at_desk.post(f"/en/staff/reports/{report.pk}/", {"answer": "Put right."})
    assert answer.headers["Location"] == "/en/staff/reports/"
    report.refresh_from_db()
    assert (report.answer, report.settled_by) == ("Put right.", analyst)
    assert last_entry() == ("report_settled", {"report": report.pk})
    page = main(at_desk.get(f"/en/staff/reports/{report.pk}/"))
    assert "Put right." in page.text
    assert page.all("textarea") == []


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("", "Please fill this in."),
        ("x" * 2001, "At most 2000 characters fit here; 2001 were given."),
        ("\u200b\u2060", "Please fill this in."),
        ("Ask 860512300123", "We keep none of these"),
    ],
)
def test_an_answer_that_cannot_be_taken_stays_in_the_form(
    at_desk: Client, typed: str, text: str
) -> None:
    report = a_report()
    answer = at_desk.post(f"/en/staff/reports/{report.pk}/", {"answer": typed})
    assert answer.status_code == 422
    assert text in main(answer).one("section", css="faults").text
    assert main(answer).one("textarea").text == typed
    assert Report.objects.get().settled_at is None


def test_whoever_was_slower_is_told_and_loses_nothing(
    at_desk: Client, administrator: Worker
) -> None:
    report = a_report()
    actions.settle(report, "First.", by=by(administrator))
    answer = at_desk.post(f"/en/staff/reports/{report.pk}/", {"answer": "Second."})
    assert answer.status_code == 409
    assert "First." in main(answer).text
    assert main(answer).one("textarea").text == "Second."
    assert Report.objects.get().answer == "First."
    assert Entry.objects.filter(action="report_settled").count() == 1


def test_nobody_else_settles_a_report(specialist: Worker, supervisor: Worker) -> None:
    report = a_report()
    for worker in (specialist, supervisor):
        with pytest.raises(NotAllowed):
            actions.settle(report, "Mine.", by=by(worker))
        with pytest.raises(NotAllowed):
            actions.settle_many([report.pk], "Mine.", by=by(worker))
    assert not Entry.objects.exists()


# --- settling many -------------------------------------------------------------------------------


def chosen(*reports: Report, do: str = "chosen", answer: str = "One flood.") -> dict[str, Any]:
    """What the list sends when these are ticked."""
    return {"report": [each.pk for each in reports], "do": do, "answer": answer}


def test_many_reports_are_settled_with_one_answer_each_on_record(
    at_desk: Client, analyst: Worker
) -> None:
    first, second, third = (a_report(said=f"Said {number}") for number in range(3))
    answer = at_desk.post("/en/staff/reports/?page=2", chosen(first, third), follow=True)
    assert answer.redirect_chain == [("/en/staff/reports/?page=2", 302)]
    assert "2 reports are settled." in answer.content.decode()
    settled = Report.objects.exclude(settled_at=None).order_by("pk")
    assert [each.pk for each in settled] == [first.pk, third.pk]
    assert {(each.answer, each.settled_by) for each in settled} == {("One flood.", analyst)}
    assert Report.objects.get(settled_at=None) == second
    noted = Entry.objects.filter(action="report_settled").order_by("number")
    assert [entry.details for entry in noted] == [{"report": first.pk}, {"report": third.pk}]
    assert record.first_break() is None


def test_each_report_that_waits_can_be_ticked_and_is_named_by_its_number(at_desk: Client) -> None:
    report, other = a_report(), a_report()
    page = main(at_desk.get("/en/staff/reports/"))
    ticks = page.all("input", type="checkbox")
    assert [each["value"] for each in ticks] == [str(other.pk), str(report.pk)]
    for each in ticks:
        assert each["aria-label"] == f"Choose report {each['value']}"
        assert page.one("label", **{"for": each["id"]}).text == "Choose"
    assert [each["value"] for each in page.all("button")] == ["chosen", "all"]
    actions.settle_many([report.pk, other.pk], "Done.", by=by(Worker.objects.get()))
    settled = main(at_desk.get("/en/staff/reports/?state=settled"))
    assert settled.all("input") == settled.all("form") == []


def test_all_of_a_page_can_be_settled_and_no_other(
    at_desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("calculator.staff.views.reports.A_PAGE", 2)
    numbers = [a_report().pk for _ in range(5)]
    page = main(at_desk.get("/en/staff/reports/?page=2"))
    listed = [each["value"] for each in page.all("input", name="listed")]
    assert listed == [str(number) for number in numbers[2:0:-1]]
    sent = {"listed": listed, "do": "all", "answer": "One flood."}
    assert at_desk.post(f"/en/staff/reports/{page.one('form')['action']}", sent).status_code == 302
    waiting = Report.objects.filter(settled_at=None).order_by("pk")
    assert [each.pk for each in waiting] == [numbers[0], *numbers[3:]]


def test_what_is_missing_is_named_and_what_was_ticked_and_typed_stays(at_desk: Client) -> None:
    report, other = a_report(), a_report()
    answer = at_desk.post("/en/staff/reports/", chosen(report, answer=""))
    assert answer.status_code == 422
    (fault,) = main(answer).one("section", css="faults").all("a")
    assert fault.text.endswith("Please fill this in.")
    ticked = [
        each["value"]
        for each in main(answer).all("input", type="checkbox")
        if "checked" in each.attributes
    ]
    assert ticked == [str(report.pk)]
    for nothing in ({"do": "chosen"}, {"do": "all"}, {"report": "x"}, {"report": "1" * 30}):
        answer = at_desk.post("/en/staff/reports/", {"answer": "Typed.", **nothing})
        assert answer.status_code == 422
        assert main(answer).one("textarea").text == "Typed."
        (fault,) = main(answer).one("section", css="faults").all("a")
        assert main(answer).one(id=fault["href"][1:])
        said = "Choose at least one report." if "do" in nothing else "Please choose one of the"
        assert said in fault.text
    assert not Report.objects.exclude(settled_at=None).exists()
    assert other.settled_at is None


def test_of_many_those_that_somebody_else_settled_keep_their_answer(
    at_desk: Client, administrator: Worker
) -> None:
    report, other = a_report(), a_report()
    actions.settle(report, "First.", by=by(administrator))
    answer = at_desk.post("/en/staff/reports/", chosen(report, other), follow=True)
    assert "1 report is settled. The others were settled already." in answer.content.decode()
    answer = at_desk.post("/en/staff/reports/", chosen(report, other))
    assert answer.status_code == 409
    assert "All of these reports were settled already." in answer.content.decode()
    assert Report.objects.get(pk=report.pk).answer == "First."
    assert Entry.objects.filter(action="report_settled").count() == 2


def test_the_list_says_in_words_what_a_report_is_about(at_desk: Client) -> None:
    a_report(measure="region.akmola")
    assert "Akmola" in main(at_desk.get("/en/staff/reports/")).one("tbody").text


# --- cases to test with --------------------------------------------------------------------------


@pytest.fixture
def reads(tmp_path: Path) -> Reads:
    """Read a text the way the cases of `tests/cases` are read."""

    def cases_in(text: str) -> list[Case]:
        path = tmp_path / "entitlement.toml"
        path.write_text(text, encoding="utf-8")
        return read(path)

    return cases_in


def made(report: Report) -> str:
    """The case of a report that has one."""
    text = cases.case_of(report)
    assert text is not None
    return text


def due(report: Report) -> Any:
    """What the calculator says of what a report is about."""
    whole = assess(reading.read(report).assessment.family, current())  # type: ignore[union-attr]
    return measure_of(whole, report.measure) if report.measure else whole


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize(
    "measure", ["", "relocation", "rent", "employer", "housing", "microcredit"]
)
def test_a_report_that_agrees_makes_a_case_that_passes(
    reads: Reads, name: str, measure: str
) -> None:
    report = a_report(facts=of(**FAMILIES[name]), measure=measure, expected=None)
    (case,) = reads(f"{cases.HEAD}\n{made(report)}")
    holds(case)
    assert list(case.expect) == [measure or "family"]


@pytest.mark.parametrize("measure", ["", "rent"])
def test_a_report_that_expects_what_is_worked_out_makes_a_case_that_passes(
    reads: Reads, measure: str
) -> None:
    report = a_report(measure=measure)
    amount = getattr(due(report), "amount", None) or due(report).total
    report = a_report(measure=measure, expected=amount.max)
    (case,) = reads(made(report))
    holds(case)


@pytest.mark.parametrize("about", ["mrp", "quotas", "regions", "region.akmola", "papers", "way"])
def test_a_figure_that_is_no_sum_of_the_family_goes_into_no_case_of_it(
    reads: Reads, about: str
) -> None:
    report = a_report(measure=about, expected=4_500)
    (case,) = reads(made(report))
    holds(case)
    assert list(case.expect) == ["family"]
    assert f"# It expects 4500 of {about}" in made(report)


def test_a_sum_expected_for_a_condition_of_all_support_is_the_total(reads: Reads) -> None:
    (case,) = reads(made(a_report(measure="entitlement", expected=4_500)))
    assert case.expect["family"]["amount"] == 4_500


@pytest.mark.parametrize("name", ["eligible", "provisional", "open", "priceless", "next year"])
def test_a_report_that_expects_another_sum_makes_a_case_that_fails_for_the_sum_alone(
    reads: Reads, name: str
) -> None:
    report = a_report(facts=of(**FAMILIES[name]), measure="", expected=123_456)
    (case,) = reads(made(report))
    wanted, is_now = expected(case, "family"), found(case, "family")
    assert found_sources(case, "family") == expected_sources(case, "family")
    assert {key for key in wanted if wanted[key] != is_now[key]} <= {"min", "max"}
    assert wanted["max"] == 123_456 != is_now["max"]
    with pytest.raises(AssertionError):
        holds(case)


def test_whoever_expects_a_sum_where_none_is_owed_expects_every_condition_to_be_met(
    reads: Reads,
) -> None:
    report = a_report(facts=of(**FAMILIES["not eligible"]), measure="rent", expected=1)
    (case,) = reads(made(report))
    assert case.expect["rent"] == {"verdict": "eligible", "amount": 1}
    with pytest.raises(AssertionError):
        holds(case)


def test_an_estimate_stays_right_when_more_is_known(reads: Reads) -> None:
    report = a_report(facts=of(on="2026-06-15"), measure="rent", expected=None)
    (case,) = reads(made(report))
    assert case.known_until == date(2026, 12, 31)
    (certain,) = reads(made(a_report(measure="relocation", expected=None)))
    assert certain.known_until == date.max


def test_a_case_names_every_fact_so_that_it_hangs_on_no_other_family(reads: Reads) -> None:
    facts = {**FAMILIES["far from it"], "members": "self;unknown:3;child"}
    report = a_report(facts=of(**facts), measure="", expected=None)
    (case,) = reads(made(report))
    assert family(**case.facts) == family(**facts)
    assert len(case.facts) == 24


@pytest.mark.parametrize(
    "said",
    [
        'a"""b\n[[case]]\nname = "mine"',
        "a\r[case.facts]\rb",
        "tab\t, nothing\x1f, delete\x7f, line\u2028[[case]]\u2029, next\x85[[case]]",
        "\\u0000 \\",
        "#",
        "",
    ],
)
def test_nothing_that_was_said_becomes_part_of_a_case(reads: Reads, said: str) -> None:
    report = a_report(said=said, expected=RENT, facts=of(on="2026-01-15"))
    found_cases = reads(cases.cases_of([report, a_report(facts="", said=said), report]))
    assert [each.name for each in found_cases] == [found_cases[0].name] * 2
    for case in found_cases:
        holds(case)


def test_all_that_wait_are_saved_in_one_file_the_oldest_first(
    at_desk: Client, analyst: Worker, reads: Reads
) -> None:
    first, settled, second = (a_report(), a_report(), a_report(measure=""))
    a_report(facts="", said="No family")
    actions.settle(settled, "Done.", by=by(analyst))
    answer = at_desk.get("/en/staff/reports/cases.toml")
    text = answer.content.decode()
    names = [case.name for case in reads(text)]
    assert [name.split()[1] for name in names] == [str(first.pk), str(second.pk)]
    assert "# No family" in text
    assert answer.headers["Content-Disposition"] == 'attachment; filename="qonys-reports.toml"'
    assert last_entry() == ("exported", {"what": "reports", "ending": "toml", "count": 3})
    one = at_desk.get(f"/en/staff/reports/{first.pk}/case.toml")
    assert [case.name for case in reads(one.content.decode())] == names[:1]
    assert last_entry() == (
        "exported",
        {"what": "report", "ending": "toml", "report": first.pk},
    )


def test_a_file_without_any_case_is_a_remark() -> None:
    text = cases.cases_of([])
    assert all(line.startswith("#") or not line for line in text.splitlines())


# --- when their time is over ---------------------------------------------------------------------


def test_reports_go_after_their_time_from_when_they_were_settled_or_else_came(
    analyst: Worker, settings: LazySettings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.REPORT_RETENTION = 10 * DAY
    old, young = a_report(), a_report(made_at=timezone.now() - 900 * DAY)
    left, waiting = (a_report(made_at=timezone.now() - age * DAY) for age in (11, 9))
    for report, age in ((old, 11), (young, 9)):
        actions.settle(report, "Done.", by=by(analyst))
        Report.objects.filter(pk=report.pk).update(settled_at=timezone.now() - age * DAY)
    call_command("purge", dry_run=True, lang="en")
    told = "Reports settled, or sent in and left, more than 10 days ago: 2 reports."
    assert told in capsys.readouterr().out
    numbers = {old.pk, left.pk}
    assert retention.remove(timezone.now()).reports == 2
    assert {report.pk for report in Report.objects.all()} == {young.pk, waiting.pk}
    purged = Entry.objects.filter(action="purged")
    assert {entry.details["report"] for entry in purged} == numbers
    assert retention.remove(timezone.now()).reports == 0


def test_many_settled_reports_go_in_batches(
    analyst: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "CASES_AT_ONCE", 2)
    for _ in range(5):
        a_report(settled_at=timezone.now() - 900 * DAY, settled_by=analyst)
    assert retention.remove(timezone.now()).reports == 5
    assert Entry.objects.filter(action="purged").count() == 5


@pytest.mark.parametrize(
    ("about", "shown"),
    [("rent", "4\u00a0500\u00a0₸"), ("", "4\u00a0500\u00a0₸"), ("quotas", "4\u00a0500")],
)
def test_what_is_expected_is_in_tenge_only_where_it_is_a_sum(
    at_desk: Client, about: str, shown: str
) -> None:
    report = a_report(measure=about, expected=4_500)
    listed = main(at_desk.get("/ru/staff/reports/")).one("tbody").all("td", css="number")
    assert listed[-1].text == shown
    told = main(at_desk.get(f"/ru/staff/reports/{report.pk}/"))
    assert shown in [each.text for each in told.all("dd")]
