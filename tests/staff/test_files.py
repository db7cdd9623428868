"""Files of families: uploaded, looked at, downloaded, and cases opened from them."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from python_calamine import CalamineWorkbook

from calculator.batch import OUTPUT
from calculator.batch.columns import bare
from calculator.batch.desk import Desk
from calculator.batch.spoken import words_of
from calculator.batch.table import Dialect, Table
from calculator.questions import CHOICES, QUESTIONS, UNKNOWN, YES_NO
from calculator.rules import assess
from calculator.rules.facts import FACTS
from calculator.staff import exports
from calculator.staff.cases import actions, snapshots
from calculator.staff.cases.reference import spoken
from calculator.staff.files import background, labels
from calculator.staff.files import uploads as files
from calculator.staff.files.row_cases import BadRow, open_rows
from calculator.staff.models import Case, Entry, Upload, UploadRow, Worker
from calculator.wording.facts import place
from tests.rules.families import law
from tests.staff.desk import by, worker_at
from tests.staff.uploads import ADDRESS, GOOD, book, families, kept, sent, worked_out, written
from tests.web.conftest import TODAY
from tests.web.reading import read

SignedIn = Callable[[Worker], Client]
BAD = {**GOOD, "track": "settler", "members": "self:34;child:old"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def started(settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Files go to a folder of the test, and no process is started: it is only noted."""
    settings.FILES_DIR = tmp_path / "files"
    calls: list[str] = []
    monkeypatch.setattr(background, "start", lambda: calls.append("start"))
    return calls


@pytest.fixture
def desk(specialist: Worker, signed_in: SignedIn) -> Client:
    """The desk of a specialist."""
    return signed_in(specialist)


def noted(action: str) -> list[dict[str, Any]]:
    """The details of what stands on record."""
    return [entry.details for entry in Entry.objects.filter(action=action)]


def rows_of(client: Client, upload: Upload) -> list[dict[str, str]]:
    """The rows of an answer that was downloaded."""
    answer = client.get(f"{ADDRESS}{upload.pk}/answer/")
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def chosen(client: Client, upload: Upload, *rows: int, **fields: str) -> Any:
    """What the desk answers to rows that were chosen."""
    return client.post(f"{ADDRESS}{upload.pk}/cases/", {"row": rows, **fields})


# --- uploading -----------------------------------------------------------------------------------


def test_a_file_waits_its_turn_and_a_process_is_started_for_it(
    desk: Client, started: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = sent(desk, families(3))
    upload = Upload.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"{ADDRESS}{upload.pk}/"
    assert (upload.state, upload.rows, upload.name) == ("waiting", 3, "отбасылар.csv")
    assert started == ["start"]
    assert noted("uploaded") == [{"file": upload.pk, "rows": 3, "bytes": len(families(3))}]


def test_only_the_server_may_read_what_was_uploaded(specialist: Worker) -> None:
    upload = kept(specialist, families(1))
    background.work()
    answer = background.answer_path(upload)
    assert answer.parent.stat().st_mode & 0o777 == 0o700
    assert answer.parent.parent.stat().st_mode & 0o777 == 0o700
    assert {each.stat().st_mode & 0o777 for each in answer.parent.iterdir()} == {0o600}


def test_rows_without_a_day_are_worked_out_for_the_day_that_was_given(desk: Client) -> None:
    content = written([{name: text for name, text in GOOD.items() if name != "on"}])
    sent(desk, content, on="01.03.2026")
    sent(desk, content)
    background.work()
    first, second = Upload.objects.order_by("pk")
    assert first.outcomes.get().facts.startswith("on=2026-03-01&")
    assert second.outcomes.get().facts.startswith("on=2026-06-15&")


@pytest.mark.parametrize("day", ["31.02.2026", "soon", "01.01.1999"])
def test_a_day_that_is_none_is_told_and_kept(desk: Client, day: str) -> None:
    answer = sent(desk, families(1), on=day)
    page = read(answer.content.decode())
    assert answer.status_code == 422
    assert f"«{day}»" in page.one("section", css="faults").text
    assert page.one("input", name="on")["value"] == day
    assert not Upload.objects.exists()


def test_no_file_chosen_is_told(desk: Client) -> None:
    answer = desk.post(ADDRESS, {"on": ""})
    assert answer.status_code == 422
    assert "Choose a file." in read(answer.content.decode()).one("section", css="faults").text


def test_the_list_has_the_files_of_ones_own_centre_the_newest_first(
    desk: Client, specialist: Worker, other_centre: Any
) -> None:
    stranger = worker_at(other_centre, "specialist")
    for worker, name in [(specialist, "a.csv"), (stranger, "b.csv"), (specialist, "c.csv")]:
        kept(worker, families(1), name)
    page = read(desk.get(ADDRESS).content.decode())
    assert [each.text for each in page.all("a", css="file-name")] == ["c.csv", "a.csv"]


def test_a_long_list_has_pages_and_a_page_that_is_none_leads_to_one_that_is(
    desk: Client, specialist: Worker
) -> None:
    upload = kept(specialist, families(1))
    Upload.objects.bulk_create(
        Upload(
            centre=upload.centre, by=specialist, made_at=upload.made_at, name="x.csv",
            ending=".csv", folder=f"{number}", language="kk", state="done", rows=1,
        )
        for number in range(24)
    )  # fmt: skip
    for page, shown in [("1", 20), ("2", 5), ("99", 5), ("-1", 5), ("x", 20), ("", 20)]:
        found = read(desk.get(ADDRESS, {"page": page}).content.decode())
        assert len(found.all("a", css="file-name")) == shown


def test_nothing_of_the_name_of_a_file_becomes_mark_up_or_a_path(desk: Client) -> None:
    sent(desk, families(1), '"><img src=x>\u202e..csv')
    upload = Upload.objects.get()
    page = desk.get(f"{ADDRESS}{upload.pk}/").content.decode()
    assert "<img" not in page
    assert "\u202e" not in upload.name


def test_a_name_is_cut_to_what_fits_and_keeps_its_ending() -> None:
    assert files.short("a" * 500 + ".csv") == "a" * 196 + ".csv"
    assert files.short("..\\..\\etc\\x.csv") == "x.csv"
    assert files.short("../../x\n\u202ey.csv") == "xy.csv"


# --- somebody else's -----------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["", "progress/", "answer/"])
def test_a_file_of_another_centre_is_not_there(page: str, desk: Client, other_centre: Any) -> None:
    upload = worked_out(worker_at(other_centre, "specialist"), families(1))
    assert desk.get(f"{ADDRESS}{upload.pk}/{page}").status_code == 404
    assert noted("denied")[-1]["why"] == "no_file"


@pytest.mark.parametrize("page", ["cancel/", "again/", "cases/"])
def test_nothing_is_done_to_a_file_of_another_centre(
    page: str, desk: Client, other_centre: Any
) -> None:
    upload = kept(worker_at(other_centre, "specialist"), families(1))
    before = Upload.objects.values().get()
    assert desk.post(f"{ADDRESS}{upload.pk}/{page}", {"row": "2"}).status_code == 404
    assert Upload.objects.values().get() == before


def test_a_number_no_file_can_have_is_not_there(desk: Client) -> None:
    assert desk.get(f"{ADDRESS}{10**30}/").status_code == 404


@pytest.mark.parametrize("page", ["cancel/", "again/", "cases/"])
def test_an_address_that_changes_something_only_takes_forms(
    page: str, desk: Client, specialist: Worker
) -> None:
    upload = kept(specialist, families(1))
    assert desk.get(f"{ADDRESS}{upload.pk}/{page}").status_code == 405


def test_a_form_from_elsewhere_changes_nothing(specialist: Worker) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(specialist, backend="django.contrib.auth.backends.ModelBackend")
    assert sent(client, families(1)).status_code == 403
    token = read(client.get(ADDRESS).content.decode()).one("main")
    value = token.all("input", name="csrfmiddlewaretoken")[0]["value"]
    assert not Upload.objects.exists()
    assert sent(client, families(1), csrfmiddlewaretoken=value).status_code == 302


# --- how far it is -------------------------------------------------------------------------------


def test_a_file_that_waits_asks_again_by_itself_with_and_without_scripts(
    desk: Client, specialist: Worker
) -> None:
    upload = kept(specialist, families(4))
    page = desk.get(f"{ADDRESS}{upload.pk}/").content.decode()
    found = read(page)
    assert found.one("progress")["max"] == "4"
    assert found.one("div", id="progress")["hx-get"] == f"{ADDRESS}{upload.pk}/progress/"
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page


def test_the_fragment_tells_how_far_it_is_and_stops_when_all_is_done(
    desk: Client, specialist: Worker
) -> None:
    upload = kept(specialist, families(4))
    address = f"{ADDRESS}{upload.pk}/progress/"
    background.claim("w")
    Upload.objects.update(rows_done=3)
    running = desk.get(address, headers={"HX-Request": "true"})
    assert "3 of 4 families" in running.content.decode()
    assert "HX-Redirect" not in running
    Upload.objects.update(state="done")
    done = desk.get(address, headers={"HX-Request": "true"})
    assert "hx-get" not in done.content.decode()
    assert done["HX-Redirect"] == f"{ADDRESS}{upload.pk}/"


def test_the_fragment_by_itself_leads_to_its_page(desk: Client, specialist: Worker) -> None:
    upload = kept(specialist, families(1))
    answer = desk.get(f"{ADDRESS}{upload.pk}/progress/")
    assert (answer.status_code, answer["Location"]) == (302, f"{ADDRESS}{upload.pk}/")


def test_a_file_nobody_works_on_says_that_it_must_be_started_again(
    desk: Client, specialist: Worker, django_capture_on_commit_callbacks: Any, started: list[str]
) -> None:
    upload = kept(specialist, families(1))
    background.claim("killed")
    long_ago = timezone.now() - files.STUCK - timedelta(seconds=1)
    Upload.objects.update(seen_at=long_ago, made_at=long_ago)
    page = desk.get(f"{ADDRESS}{upload.pk}/").content.decode()
    assert "Nobody works on this file any more" in page
    assert "hx-get" not in page
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(f"{ADDRESS}{upload.pk}/again/")
    upload.refresh_from_db()
    assert (upload.state, started) == ("waiting", ["start"])
    assert noted("upload_again") == [{"file": upload.pk}]


def test_a_file_behind_another_that_is_worked_out_is_not_stuck(specialist: Worker) -> None:
    kept(specialist, families(1))
    waiting = kept(specialist, families(1))
    background.claim("alive")
    Upload.objects.update(made_at=timezone.now() - 2 * files.STUCK)
    waiting.refresh_from_db()
    assert not files.is_stuck(waiting)
    Upload.objects.update(state="done")
    Upload.objects.filter(pk=waiting.pk).update(state="waiting")
    assert files.is_stuck(waiting)


def test_a_file_that_is_worked_out_is_not_started_again(desk: Client, specialist: Worker) -> None:
    upload = worked_out(specialist, families(1))
    answer = desk.post(f"{ADDRESS}{upload.pk}/again/", follow=True)
    assert "is worked out already" in answer.content.decode()
    assert noted("upload_again") == []


def test_a_file_that_waits_is_cancelled_at_once(desk: Client, specialist: Worker) -> None:
    upload = kept(specialist, families(1))
    desk.post(f"{ADDRESS}{upload.pk}/cancel/")
    assert background.work() == 0
    upload.refresh_from_db()
    assert upload.state == "cancelled"
    assert noted("upload_cancelled") == [{"file": upload.pk}]


def test_cancelling_what_is_over_changes_nothing(desk: Client, specialist: Worker) -> None:
    upload = worked_out(specialist, families(1))
    answer = desk.post(f"{ADDRESS}{upload.pk}/cancel/", follow=True)
    assert "There was nothing to stop any more." in answer.content.decode()
    assert Upload.objects.get().state == "done"
    assert noted("upload_cancelled") == []


# --- what came of it -----------------------------------------------------------------------------


def test_totals_by_measure_are_the_sums_of_the_families(desk: Client, specialist: Worker) -> None:
    open_family = {**GOOD, "job_seeker": ""}
    rows = [GOOD, open_family, GOOD, BAD]
    upload = worked_out(specialist, written(rows))
    found = [assess(snapshots.family_of(row.facts), law()) for row in upload.outcomes.all()[:3]]
    for amount in ("relocation", "rent", "certificate", "employer"):
        sums = [
            each.amount for one in found for each in one.measures if each.measure.code == amount
        ]
        assert upload.totals["sums"][amount] == [
            sum(each.min for each in sums), sum(each.max for each in sums)
        ]  # fmt: skip
    for code, verdicts in upload.totals["measures"].items():
        mine = [
            each.verdict for one in found for each in one.measures if each.measure.code == code
        ]
        assert verdicts == {verdict: mine.count(verdict) for verdict in set(mine)}
    assert upload.totals["sums"]["total"] == [
        sum(each.total.min for each in found), sum(each.total.max for each in found)
    ]  # fmt: skip
    page = desk.get(f"{ADDRESS}{upload.pk}/").content.decode()
    assert "What the file comes to" in page


def test_every_row_says_what_it_comes_to_and_the_counts_say_how_many(
    specialist: Worker,
) -> None:
    upload = worked_out(specialist, written([GOOD, BAD, {**GOOD, "registered_12_months": "no"}]))
    assert [row.verdict for row in upload.outcomes.order_by("number")] == [
        "open", "error", "not_eligible"
    ]  # fmt: skip
    assert [row.number for row in upload.outcomes.order_by("number")] == [2, 3, 4]
    assert upload.totals["verdicts"] == {"eligible": 0, "open": 1, "not_eligible": 1, "error": 1}
    assert (upload.rows, upload.rows_done, upload.rows_wrong) == (3, 3, 1)


def test_errors_are_told_in_the_language_of_whoever_looks_under_the_heading_of_the_file(
    desk: Client, specialist: Worker
) -> None:
    row = {"Категория": "settler", **GOOD}
    del row["track"]
    upload = worked_out(specialist, written([row]))
    english = desk.get(f"/en/staff/files/{upload.pk}/?verdict=error").content.decode()
    russian = desk.get(f"/ru/staff/files/{upload.pk}/?verdict=error").content.decode()
    assert "is not one of the answers" in english
    assert "is not one of the answers" not in russian
    for page in (english, russian):
        assert "Категория" in read(page).one("ul", css="row-faults").text
        assert "«settler»" in page


def test_what_is_wrong_with_a_member_says_which_one_in_words(
    desk: Client, specialist: Worker
) -> None:
    upload = worked_out(specialist, written([{**GOOD, "members": "self:34;aunt:old"}]))
    page = desk.get(f"{ADDRESS}{upload.pk}/").content.decode()
    assert "person 2, age: «old» was given." in page
    assert "person 2, relation to the applicant: «aunt» is not one of the answers." in page
    assert "members." not in page


def test_answers_may_be_words_of_any_language(desk: Client, specialist: Worker) -> None:
    rows = []
    for language in ("kk", "ru", "en"):
        with override(language):
            rows.append(
                {
                    **GOOD,
                    "track": str(CHOICES["track"]["resettler"]),
                    "origin": place("turkistan", law()).upper(),
                    "settlement": f"  {CHOICES['settlement']['rural']} ",
                    "job_seeker": str(YES_NO["yes"]),
                    "members": f"{CHOICES['relation']['self']}:34; {CHOICES['relation']['child']}",
                    "registered_12_months": str(UNKNOWN),
                }
            )
    upload = worked_out(specialist, written([GOOD, *rows, BAD, GOOD]))
    found = [row.facts for row in upload.outcomes.order_by("number")]
    assert "track=resettler&origin=turkistan" in found[1]
    assert "registered_12_months" not in found[1]
    assert found[1] == found[2] == found[3]
    assert found[0] == found[5]
    assert (found[4], upload.rows_wrong) == ("", 1)


def test_a_word_means_the_same_in_every_language() -> None:
    for fact in FACTS:
        words = words_of(fact, law())
        for language in ("kk", "ru", "en"):
            with override(language):
                for code, title in CHOICES.get(
                    "relation" if fact == "members" else fact, {}
                ).items():
                    assert words[bare(str(title))] == code
                    assert not set(str(title)) & set(":;")


def test_the_command_takes_codes_only() -> None:
    table = Table(["track"], iter(()), None, Dialect())
    assert Desk(table, law(), TODAY).row(2, ["Переселенец"])[1] == "error"


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_example_can_be_uploaded_as_it_is(
    language: str, desk: Client, specialist: Worker
) -> None:
    answer = desk.get(f"/{language}/staff/files/?example=csv")
    content = b"".join(answer.streaming_content)
    assert 'filename="qonys-example.csv"' in answer["Content-Disposition"]
    upload = worked_out(specialist, content, "example.csv")
    assert (upload.rows, upload.rows_wrong) == (2, 0)
    first = upload.outcomes.get(number=2).facts
    assert "members=self:34;spouse:32;child:7" in first
    assert "housing_price=10000000" in first


def test_the_page_says_which_columns_and_answers_a_file_has(desk: Client) -> None:
    page = read(desk.get(ADDRESS).content.decode())
    told = {row.all("th")[0].text: row.text for row in page.one("details").all("tr")}
    for fact in FACTS:
        assert str(QUESTIONS[fact].title) in told
    assert "Size of the family" in told
    assert "Resettler / Kandas" in told["Group"]
    assert "not allowed" in told["Group"]
    assert "from 0 to 12" in told["Length of renting"]
    assert "12 months" in told["Length of renting"]
    assert "No / Agriculture / " in told["Business"]
    assert "list below / From abroad" in told["Region of departure"]
    assert "From abroad" not in told["Region of arrival"]
    assert "Applicant:34;Husband or wife:32;Child:7" in told["Members of the family"]
    assert place("turkistan", law()) in page.one("details").text


# --- the column of the office's own list ---------------------------------------------------------


def test_a_row_shows_the_first_column_that_is_no_fact(desk: Client, specialist: Worker) -> None:
    rows = [{"": "x", "verdict": "y", **GOOD, "№ in <list>": f"K-{n} <b>", "c": "z"} for n in "12"]
    upload = worked_out(specialist, written(rows))
    text = (
        read(desk.get(f"{ADDRESS}{upload.pk}/").content.decode())
        .one("table", css="file-rows")
        .text
    )
    assert "№ in <list>: K-1 <b>" in text
    assert "№ in <list>: K-2 <b>" in text


def test_what_a_row_is_called_stands_in_no_database(desk: Client, specialist: Worker) -> None:
    upload = worked_out(specialist, written([{"who": "Serikova", **GOOD}]))
    assert "Serikova" in desk.get(f"{ADDRESS}{upload.pk}/").content.decode()
    open_rows(upload, [2], by=by(specialist))
    for model in (Upload, UploadRow, Entry, Case):
        assert "Serikova" not in str(list(model.objects.values()))


def test_a_file_without_such_a_column_shows_none(desk: Client, specialist: Worker) -> None:
    upload = worked_out(specialist, families(1))
    assert not (background.folder_of(upload) / "labels").exists()
    assert desk.get(f"{ADDRESS}{upload.pk}/").status_code == 200


def test_a_name_is_cut_to_what_a_row_has_room_for(tmp_path: Path) -> None:
    with labels.written(tmp_path, 1) as put:
        put(9, ["", "ә" * 500])
        put(3, ["", 7.0])
        put(4, ["", "\U0001f3d4" * 60])
    assert labels.read(tmp_path, [3, 4, 5, 9, 10]) == {
        3: "7",
        4: "\U0001f3d4" * 60,
        5: "",
        9: "ә" * 59 + "…",
        10: "",
    }


def test_a_fact_without_a_column_says_that_the_column_is_missing(
    desk: Client, specialist: Worker
) -> None:
    row = {name: text for name, text in GOOD.items() if name != "track"}
    upload = worked_out(specialist, written([row]))
    page = desk.get(f"{ADDRESS}{upload.pk}/").content.decode()
    assert "The file has no column «Group»" in page


def test_what_stands_in_a_file_is_never_mark_up(desk: Client, specialist: Worker) -> None:
    upload = worked_out(specialist, written([{**GOOD, "track": "<script>alert(1)</script>"}]))
    page = desk.get(f"{ADDRESS}{upload.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_rows_are_filtered_by_verdict_and_a_verdict_that_is_none_filters_nothing(
    desk: Client, specialist: Worker
) -> None:
    upload = worked_out(specialist, written([GOOD, BAD, GOOD]))
    for verdict, count in [("open", 2), ("error", 1), ("eligible", 0), ("", 3), ("x' OR 1", 3)]:
        page = read(desk.get(f"{ADDRESS}{upload.pk}/", {"verdict": verdict}).content.decode())
        assert len(page.one("table", css="file-rows").all("tr")) == count + 1


def test_a_page_has_fifty_rows(desk: Client, specialist: Worker) -> None:
    upload = worked_out(specialist, families(120))
    for page, count in [("1", 50), ("3", 20), ("900", 20)]:
        found = read(desk.get(f"{ADDRESS}{upload.pk}/", {"page": page}).content.decode())
        assert len(found.all("input", name="row")) == count


def test_a_page_of_rows_takes_few_queries(
    desk: Client, specialist: Worker, django_assert_max_num_queries: Any
) -> None:
    upload = worked_out(specialist, families(60))
    open_rows(upload, [2, 3, 4], by=by(specialist))
    with django_assert_max_num_queries(14):
        desk.get(f"{ADDRESS}{upload.pk}/")


# --- its answer ----------------------------------------------------------------------------------


def test_the_answer_is_the_file_with_the_columns_of_the_command(
    desk: Client, specialist: Worker
) -> None:
    upload = worked_out(specialist, written([{"id": "7", **GOOD}, {"id": "8", **BAD}]))
    first, second = rows_of(desk, upload)
    assert list(first) == ["id", *GOOD, *OUTPUT]
    assert (first["id"], first["verdict"], second["verdict"]) == ("7", "open", "error")
    assert int(first["total_max"]) == upload.outcomes.get(number=2).most
    assert "Row 3" in second["error"]
    assert noted("exported") == [{"file": upload.pk, "rows": 2}]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", " =", "\u00a0=", '"='])
def test_no_cell_of_the_answer_is_a_formula(sign: str, desk: Client, specialist: Worker) -> None:
    cell = f"{sign}HYPERLINK('x')"
    upload = worked_out(specialist, written([{"=note": cell, **GOOD}]))
    (row,) = rows_of(desk, upload)
    assert row["'=note"] == f"'{cell}"
    assert "apostrophe" in desk.get(f"{ADDRESS}{upload.pk}/").content.decode()


def divided(line: str, separator: str) -> Iterator[str]:
    """The cells of a text, for a spreadsheet that knows only one separator: quoted and not."""
    for row in re.split(r"\r\n|\r|\n", line):
        yield from row.split(separator)
        yield from next(csv.reader([row], delimiter=separator))


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("own", [",", ";"])
@pytest.mark.parametrize(
    "cell",
    [
        "a;=1;b", "A,=1+1,B", "a;;=1", "a; =1", "a,\u00a0+1", 'a;"=1"', 'a,"=1",b', "\t=1", "\r=1",
        "\n=1", "a\n=1", "a\r\n@b", "a|-1", ';" ＝1', '"=1', "\n;=1", "\u200b=1", "\ufeff=1",
    ],
)  # fmt: skip
def test_no_cell_is_a_formula_however_the_answer_is_divided(
    cell: str, own: str, separator: str
) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=own).writerow(["x", exports.harmless(cell), "y"])
    for each in divided(text.getvalue(), separator):
        assert not re.match(r'[\s"\ufeff\u200b]*[=+\-@＝＋－＠]', each)


@pytest.mark.parametrize(
    "text", ["a=b", "2026-06-15", "self:34;spouse:32", "x-y; z", "А-Б, в", ""]
)
def test_a_text_that_is_no_formula_stays_as_it_is(text: str) -> None:
    assert exports.harmless(text) == text


def test_a_semicolon_stays_a_semicolon_and_the_answer_has_its_mark(
    desk: Client, specialist: Worker
) -> None:
    upload = worked_out(specialist, written([GOOD], ";"))
    content = b"".join(desk.get(f"{ADDRESS}{upload.pk}/answer/").streaming_content)
    assert content.startswith(b"\xef\xbb\xbfon;track;")


def test_a_workbook_is_answered_by_a_workbook_without_formulas(
    desk: Client, specialist: Worker, tmp_path: Path
) -> None:
    content = book(tmp_path / "in.xlsx", [["note", *GOOD], ["=1+1", *GOOD.values()]])
    upload = worked_out(specialist, content, "in.xlsx")
    answer = desk.get(f"{ADDRESS}{upload.pk}/answer/")
    (tmp_path / "out.xlsx").write_bytes(b"".join(answer.streaming_content))
    header, row = (
        CalamineWorkbook.from_path(tmp_path / "out.xlsx").get_sheet_by_index(0).to_python()
    )
    assert header == ["note", *GOOD, *OUTPUT]
    assert row[0] == "=1+1"
    assert 'filename="in-assessed.xlsx"' in answer["Content-Disposition"]


def test_the_name_of_the_answer_cannot_break_out_of_its_header(
    desk: Client, specialist: Worker
) -> None:
    upload = worked_out(specialist, families(1), 'a";x="\r\nSet-Cookie: a.csv')
    answer = desk.get(f"{ADDRESS}{upload.pk}/answer/")
    answer.close()
    told = answer["Content-Disposition"]
    assert told.startswith("attachment; ")
    assert "\r" not in told
    assert "\n" not in told


def test_there_is_no_answer_before_all_is_worked_out(desk: Client, specialist: Worker) -> None:
    upload = kept(specialist, families(1))
    answer = desk.get(f"{ADDRESS}{upload.pk}/answer/", follow=True)
    assert answer.redirect_chain == [(f"{ADDRESS}{upload.pk}/", 302)]
    assert "There are no results to download." in answer.content.decode()
    assert noted("exported") == []


# --- cases of its rows ---------------------------------------------------------------------------


def test_a_case_is_opened_for_each_row_that_was_chosen(desk: Client, specialist: Worker) -> None:
    upload = worked_out(specialist, families(4))
    answer = chosen(desk, upload, 2, 4)
    assert answer.status_code == 302
    page = desk.get(answer["Location"]).content.decode()
    assert "2 cases were opened." in page
    for case in Case.objects.all():
        assert spoken(case.reference) in page
        assert case.snapshots.get().facts == upload.outcomes.get(number=2).facts
    assert [row.number for row in upload.outcomes.exclude(case=None)] == [2, 4]
    assert noted("opened") == [{"source": "file"}] * 2


def test_all_rows_of_a_page_are_opened_by_one_button(desk: Client, specialist: Worker) -> None:
    upload = worked_out(specialist, families(3))
    page = read(desk.get(f"{ADDRESS}{upload.pk}/").content.decode())
    listed = [each["value"] for each in page.all("input", name="listed")]
    desk.post(f"{ADDRESS}{upload.pk}/cases/", {"listed": listed, "do": "all"})
    assert Case.objects.count() == 3


def test_a_row_that_has_its_case_is_not_opened_twice(desk: Client, specialist: Worker) -> None:
    upload = worked_out(specialist, families(3))
    chosen(desk, upload, 2, 3)
    answer = desk.get(chosen(desk, upload, 2, 3, 4)["Location"])
    assert "1 case was opened. The other rows had their cases already." in (
        answer.content.decode()
    )
    assert Case.objects.count() == 3


def test_two_at_once_open_a_row_once(specialist: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = worked_out(specialist, families(2))
    made, others = snapshots.made, []

    def meanwhile(family: Any) -> Any:
        if not others:
            others.append("came first")
            open_rows(upload, [2], by=by(specialist))
        return made(family)

    monkeypatch.setattr(snapshots, "made", meanwhile)
    opened = open_rows(upload, [2, 3], by=by(specialist))
    assert len(opened) == 1
    assert Case.objects.count() == 2


def test_where_one_row_cannot_be_opened_none_is(
    desk: Client, specialist: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = worked_out(specialist, written([GOOD, BAD, GOOD]))
    answer = chosen(desk, upload, 2, 3, 4)
    assert answer.status_code == 422
    assert "Row 3 has an error" in answer.content.decode()
    assert not Case.objects.exists()
    whole, opened = actions.open_case, []

    def fails_later(*args: Any, **options: Any) -> Case:
        if opened:
            raise RuntimeError
        opened.append(whole(*args, **options))
        return opened[0]

    monkeypatch.setattr(actions, "open_case", fails_later)
    with pytest.raises(RuntimeError):
        open_rows(upload, [2, 4], by=by(specialist))
    assert not Case.objects.exists()


def test_a_row_the_law_no_longer_understands_is_named(desk: Client, specialist: Worker) -> None:
    upload = worked_out(specialist, families(3))
    row = upload.outcomes.get(number=3)
    row.facts = row.facts.replace("north-kazakhstan", "north")
    row.save()
    assert "can no longer be understood" in desk.get(f"{ADDRESS}{upload.pk}/").content.decode()
    answer = chosen(desk, upload, 2, 3)
    assert answer.status_code == 422
    assert "row 3 can no longer be understood" in answer.content.decode()
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([], "Choose at least one row."),
        (["2", "x"], "Load the page again."),
        (["99999999999999999999"], "Load the page again."),
        (["-2"], "Load the page again."),
        (["7777"], "Row 7777 is not in this file."),
        ([str(number) for number in range(2, 53)], "At most 50 cases"),
    ],
)
def test_rows_that_cannot_be_chosen_are_told(
    rows: list[str], told: str, desk: Client, specialist: Worker
) -> None:
    upload = worked_out(specialist, families(60))
    answer = desk.post(f"{ADDRESS}{upload.pk}/cases/", {"row": rows})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Case.objects.exists()


def test_what_was_chosen_stays_chosen_when_it_could_not_be_opened(
    desk: Client, specialist: Worker
) -> None:
    upload = worked_out(specialist, written([GOOD, BAD, GOOD]))
    page = read(chosen(desk, upload, 2, 3).content.decode())
    ticked = [
        each["value"] for each in page.all("input", name="row") if "checked" in each.attributes
    ]
    assert ticked == ["2"]


def test_no_case_is_opened_from_a_file_that_is_not_worked_out(
    desk: Client, specialist: Worker
) -> None:
    upload = worked_out(specialist, families(2))
    Upload.objects.update(state="cancelled")
    answer = chosen(desk, upload, 2)
    assert answer.status_code == 422
    assert "only once the whole file is worked out" in answer.content.decode()


def test_a_row_knows_what_it_lacks(specialist: Worker) -> None:
    upload = worked_out(specialist, written([BAD]))
    with pytest.raises(BadRow) as raised:
        open_rows(upload, [2], by=by(specialist))
    assert (raised.value.problem, raised.value.number) == ("error", 2)
