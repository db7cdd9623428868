"""Files of families: what comes out of them, and what is said where nothing can."""

import csv
import io
import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import xlsxwriter
from django.core.management import call_command
from django.utils.translation import gettext, override
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from calculator.batch import OUTPUT, BadFile, assess_file, workbook
from calculator.intake import Reader, texts, understood
from calculator.law import current
from calculator.management.commands import assess_file as command
from calculator.questions import titles
from calculator.rules import FACTS, Family, assess
from calculator.rules.errors import BadFacts, Fault
from calculator.wording import fault_text
from tests import oracle
from tests.rules.families import TODAY, family
from tests.rules.strategies import few_examples

pytestmark = pytest.mark.usefixtures("law_of_2026")

MANAGE = Path(__file__).parent.parent / "manage.py"
FAMILIES = 3_000

GOOD = {
    "on": "2026-03-01",
    "track": "resettler",
    "origin": "turkistan",
    "destination": "pavlodar",
    "settlement": "urban",
    "members": "self:34;spouse:32;child:7",
}
AMOUNTS = [name for name in OUTPUT if name.endswith(("_min", "_max"))]

Facts = dict[str, Any]
Row = dict[str, str]


class Answer(NamedTuple):
    """What a run of the command gave."""

    code: int
    rows: list[Row]
    text: str
    told: str


def written(rows: Sequence[Row], delimiter: str = ",", newline: str = "\r\n") -> str:
    """Rows as the text of a CSV file."""
    file = io.StringIO()
    names = dict.fromkeys(name for row in rows for name in row)
    writer = csv.DictWriter(
        file,
        list(names),
        delimiter=delimiter,
        lineterminator=newline,
        quoting=csv.QUOTE_NONNUMERIC,
    )
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def cell(value: object) -> str:
    """A fact as a CSV file has it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ";".join(_member(**member) for member in value)
    return "" if value is None else str(value)


def _member(relation: str, age: int | None) -> str:
    return relation if age is None else f"{relation}:{age}"


def row_of(facts: Facts) -> Row:
    """A family of the oracle as a row with a column for every fact."""
    return {fact: cell(facts.get(fact)) for fact in FACTS}


def expected(facts: Facts) -> Row:
    """What the oracle says stands in the output columns."""
    return {name: str(value) for name, value in oracle.columns(facts).items()} | {"error": ""}


def added(row: Row) -> Row:
    """The output columns of a row."""
    return {name: row[name] for name in OUTPUT}


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Runs the command on a CSV file with this text, or these rows."""

    def go(content: str | bytes | Sequence[Row], *options: str) -> Answer:
        source, target = tmp_path / "families.csv", tmp_path / "families-assessed.csv"
        if not isinstance(content, str | bytes):
            content = written(content)
        source.write_bytes(content.encode() if isinstance(content, str) else content)
        code = ended(source, "--lang", "en", *options)
        text = target.read_bytes().decode() if target.exists() else ""
        rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
        return Answer(code, rows, text, capsys.readouterr().err)

    return go


def ended(*arguments: object) -> int:
    """The exit code of the command."""
    try:
        call_command("assess_file", *map(str, arguments))
    except SystemExit as end:
        return int(str(end.code))
    return 0


# --- every column is right -------------------------------------------------------------------


def test_a_file_of_families_says_what_an_independent_reading_of_the_law_says(
    run: Callable[..., Answer],
) -> None:
    rng = random.Random(2026)
    families = [oracle.random_facts(rng) for _ in range(FAMILIES)]
    answer = run([row_of(facts) for facts in families])
    assert answer.code == 0
    for facts, row in zip(families, answer.rows, strict=True):
        assert added(row) == expected(facts), facts


@few_examples
@given(
    seed=st.integers(0, 2**32),
    columns=st.permutations([*FACTS, "id"]),
    delimiter=st.sampled_from(",;"),
    mark=st.sampled_from(["", "\ufeff"]),
    newline=st.sampled_from(["\n", "\r\n"]),
)
def test_neither_order_nor_dialect_of_a_file_changes_a_sum(
    tmp_path_factory: pytest.TempPathFactory,
    seed: int,
    columns: list[str],
    delimiter: str,
    mark: str,
    newline: str,
) -> None:
    rng = random.Random(seed)
    families = [oracle.random_facts(rng) for _ in range(20)]
    rows = [{**row_of(facts), "id": f"№ {number}"} for number, facts in enumerate(families)]
    source = tmp_path_factory.mktemp("batch") / "in.csv"
    text = written([{name: row[name] for name in columns} for row in rows], delimiter, newline)
    source.write_bytes((mark + text).encode())
    done = assess_file(str(source), str(source.with_name("out.csv")), current(), TODAY)
    answer = source.with_name("out.csv").read_bytes().decode()
    assert done == (20, 0)
    assert answer.startswith(mark)
    assert answer.count(newline) == 21
    read = csv.DictReader(io.StringIO(answer.removeprefix(mark)), delimiter=delimiter)
    assert read.fieldnames == [*columns, *OUTPUT]
    for facts, given_row, row in zip(families, rows, read, strict=True):
        assert {name: row[name] for name in columns} == given_row
        assert added(row) == expected(facts)


def test_a_row_says_what_an_assessment_says(run: Callable[..., Answer]) -> None:
    found = assess(family(), current())
    (row,) = run([texts(family())]).rows
    sums = {each.measure.code: each.amount for each in found.measures} | {"total": found.total}
    for code in ("relocation", "rent", "certificate", "employer", "total"):
        assert (int(row[f"{code}_min"]), int(row[f"{code}_max"])) == sums[code]
    assert row["verdict"] == found.verdict == "eligible"


def test_rent_of_no_months_has_no_first_month(run: Callable[..., Answer]) -> None:
    none, some = run([{**GOOD, "rent_months": "0"}, {**GOOD, "rent_months": "1"}]).rows
    assert [none["rent_month_max"], none["rent_max"]] == ["0", "0"]
    assert some["rent_month_max"] == some["rent_max"] == str(25 * 4325)


def test_outcomes_beyond_what_is_remembered_are_worked_out_all_the_same(
    run: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("calculator.batch.outcomes.MOST_REMEMBERED", 2)
    monkeypatch.setattr("calculator.intake.reader.MOST_REMEMBERED", 2)
    rng = random.Random(7)
    families = [oracle.random_facts(rng) for _ in range(100)]
    answer = run([row_of(facts) for facts in families])
    assert [added(row) for row in answer.rows] == [expected(facts) for facts in families]


# --- what is kept ----------------------------------------------------------------------------


def test_every_input_column_is_kept_in_order_and_untouched(run: Callable[..., Answer]) -> None:
    strange = {"id": " 007 ", "note": "=1+1", "comment": 'two\r\nlines, "quoted"; more', "": "x"}
    answer = run([{**strange, **GOOD, "last": "+7 701"}] * 2)
    assert answer.code == 0
    assert list(answer.rows[0]) == [*strange, *GOOD, "last", *OUTPUT]
    assert {name: answer.rows[1][name] for name in strange} == strange
    assert answer.rows[1]["last"] == "+7 701"


def test_columns_of_the_same_strange_name_are_all_kept(run: Callable[..., Answer]) -> None:
    names, cells = ",".join(["note", *GOOD, "note"]), ",".join(["a", *GOOD.values(), "b"])
    first, second = run(f"{names}\n{cells}\n").text.splitlines()
    assert first == f"{names},{','.join(OUTPUT)}"
    assert second.startswith(f"{cells},open,")


def test_rows_come_out_in_the_order_they_came_in(run: Callable[..., Answer]) -> None:
    rows = [{"id": str(number), **GOOD} for number in range(300)]
    rows[7]["track"] = rows[200]["track"] = "?"
    assert [row["id"] for row in run(rows).rows] == [row["id"] for row in rows]


def test_a_break_inside_a_cell_survives_either_way_of_ending_lines(
    run: Callable[..., Answer],
) -> None:
    for newline in ("\n", "\r\n"):
        for note in ("a\rb", "a\nb", "a\r\nb"):
            answer = run(written([{**GOOD, "note": note}], newline=newline))
            assert answer.rows[0]["note"] == note
            assert answer.text.endswith(f",{newline}")


def test_an_answer_can_be_assessed_again(run: Callable[..., Answer]) -> None:
    first = run([GOOD])
    second = run(first.text)
    assert second.code == 0
    assert second.text.splitlines()[1] == ",".join(
        [first.text.splitlines()[1], first.text.splitlines()[1].split(",", len(GOOD))[-1]]
    )


# --- the first row ---------------------------------------------------------------------------


@pytest.mark.parametrize("language", [0, 1, 2], ids=["kk", "ru", "en"])
def test_a_column_may_carry_the_title_of_its_fact(
    run: Callable[..., Answer], language: int
) -> None:
    rng = random.Random(language)
    families = [oracle.random_facts(rng) for _ in range(50)]
    rows = [
        {f"  {titles(fact)[language].upper()} ": text for fact, text in row_of(facts).items()}
        for facts in families
    ]
    assert [added(row) for row in run(rows).rows] == [expected(facts) for facts in families]


def test_no_title_stands_for_two_facts() -> None:
    found = [title.casefold() for fact in (*FACTS, "family_size") for title in set(titles(fact))]
    assert len(found) == len(set(found))


def test_the_name_of_a_fact_is_known_in_capitals_and_between_spaces(
    run: Callable[..., Answer],
) -> None:
    assert run([{f" {name.upper()}\u00a0": text for name, text in GOOD.items()}]).code == 0


def test_two_columns_of_one_fact_cannot_be_read(run: Callable[..., Answer]) -> None:
    answer = run([{**GOOD, titles("track")[1]: "kandas"}])
    assert answer.code == 2
    assert f"fact track, keep one of them: «track», «{titles('track')[1]}»" in answer.told


def test_a_first_row_without_any_fact_cannot_be_read(run: Callable[..., Answer]) -> None:
    answer = run("1,2026-03-01,resettler\n2,2026-03-01,kandas\n")
    assert answer.code == 2
    assert "The first row does not name the columns" in answer.told


def test_a_delimiter_inside_quotation_marks_of_the_first_row_does_not_count(
    run: Callable[..., Answer],
) -> None:
    header = '"a,b,c,d,e,f,g,h";' + ";".join(GOOD)
    cells = "x;" + ";".join(f'"{text}"' for text in GOOD.values())
    (row,) = run(f"{header}\n{cells}\n").text.splitlines()[1:]
    assert row.startswith("x;2026-03-01;resettler;")
    assert ";open;" in row


def test_a_heading_may_be_broken_over_lines(run: Callable[..., Answer]) -> None:
    text = written([{"a;b;c;d;e;f;g;h\nsecond line": "x", **GOOD}])
    assert run(text).rows[0]["verdict"] == "open"


def test_rows_above_the_heading_count_as_rows(run: Callable[..., Answer]) -> None:
    answer = run("\n,,,\n" + written([{**GOOD, "track": "?"}]))
    assert answer.rows[0]["error"].startswith("Row 4: track: ")


# --- who moves -------------------------------------------------------------------------------


def test_a_size_stands_for_the_members(run: Callable[..., Answer]) -> None:
    sized = {name: text for name, text in GOOD.items() if name != "members"}
    rows = [{**sized, "family_size": size} for size in ("3", "1", "31", "")]
    answer = run([{**GOOD}]).rows + run(rows).rows
    assert added(answer[0]) == added(answer[1])
    assert answer[2]["relocation_max"] == str(70 * 4325)
    assert "family_size: «31»" in answer[3]["error"]
    assert "members: " in answer[4]["error"]


def test_size_and_members_may_stand_side_by_side(run: Callable[..., Answer]) -> None:
    sizes = {"3": "", "": "", "4": "family_size: «4»"}
    answer = run([{**GOOD, "family_size": size} for size in sizes])
    for row, error in zip(answer.rows, sizes.values(), strict=True):
        assert (error in row["error"]) if error else row["verdict"] == "open"
    alone = run([{**GOOD, "members": "", "family_size": "3"}]).rows[0]
    assert added(alone) == added(answer.rows[0])


texts_of_facts = st.sampled_from(
    ["", "yes", "no", "none", "rural", "abroad", "turkistan", "pavlodar", "resettler", "kandas",
     "5", "13", "01.03.2026", "self:34;child:7", "self;;child", "child", "unknown", "?"]
)  # fmt: skip


@few_examples
@given(
    st.dictionaries(st.sampled_from([*FACTS, "family_size"]), texts_of_facts, min_size=1),
    st.booleans(),
)
def test_a_row_is_read_as_every_other_form_of_facts_is(changes: Row, whole: bool) -> None:
    given_texts = {**GOOD, **changes} if whole else changes
    in_columns = Reader(current(), TODAY).columns(tuple(given_texts))
    cells = list(given_texts.values())
    for _ in range(2):
        assert family_or_faults(lambda: in_columns(cells)) == family_or_faults(
            lambda: understood(given_texts, current(), TODAY)
        )


def family_or_faults(read: Callable[[], Family]) -> Family | tuple[Fault, ...]:
    """What was read, or what is wrong with it."""
    try:
        return read()
    except BadFacts as error:
        return error.faults


# --- bad rows --------------------------------------------------------------------------------


def test_a_bad_row_says_why_and_the_others_are_worked_out(run: Callable[..., Answer]) -> None:
    answer = run([GOOD, {**GOOD, "track": "settler", "rent_months": "13"}, GOOD])
    assert [row["verdict"] for row in answer.rows] == ["open", "error", "open"]
    assert added(answer.rows[0]) == added(answer.rows[2])
    bad = added(answer.rows[1])
    assert [bad[name] for name in OUTPUT[1:-1]] == [""] * (len(OUTPUT) - 2)
    assert bad["error"].startswith("Row 3: track: «settler»")
    assert "resettler, kandas; rent_months: «13»" in bad["error"]
    assert answer.code == 1
    assert "2 rows were worked out." in answer.told
    assert "1 row has an error" in answer.told


def test_rows_are_counted_as_a_spreadsheet_counts_them(run: Callable[..., Answer]) -> None:
    bad = {**GOOD, "track": "?"}
    head, first, *broken = written([{**GOOD, "note": "two\r\nlines"}, {**bad, "note": ""}]).split(
        "\r\n"
    )
    rows = run("\r\n".join([head, "", first, *broken[:1], "", *broken[1:]])).rows
    assert [row["error"][:6] for row in rows] == ["", "Row 5:"]


def test_empty_rows_are_left_out(run: Callable[..., Answer]) -> None:
    empty = "," * (len(GOOD) - 1)
    answer = run(written([GOOD]) + f"\r\n   \r\n{empty}\r\n" + written([GOOD]).split("\r\n")[1])
    assert answer.code == 0
    assert len(answer.rows) == 2


def test_too_many_cells_are_an_error_and_are_not_lost(run: Callable[..., Answer]) -> None:
    good = ",".join(GOOD.values())
    answer = run(f"{','.join(GOOD)}\n{good},more,=1\n{good}\n")
    assert answer.code == 1
    bad = answer.text.splitlines()[1]
    assert bad.startswith(f"{good},error,")
    assert bad.endswith(",more,=1")
    assert answer.rows[0]["error"].startswith("Row 2: cells: ")
    assert "«more, =1»" in answer.rows[0]["error"]
    assert answer.rows[1]["verdict"] == "open"


def test_cells_that_are_missing_are_unknown(run: Callable[..., Answer]) -> None:
    header = ",".join([*GOOD, "job_confirmed", "note"])
    short, whole = ",".join(GOOD.values()), ",".join([*GOOD.values(), "", ""])
    answer = run(f"{header}\n{short}\n{whole}\n")
    assert answer.code == 0
    assert answer.rows[0] == answer.rows[1]


def test_a_fact_without_a_column_is_missed_in_every_row(run: Callable[..., Answer]) -> None:
    answer = run([{"track": "resettler"}] * 2)
    assert [row["error"][:22] for row in answer.rows] == [
        "Row 2: origin: nothing",
        "Row 3: origin: nothing",
    ]


def test_errors_speak_the_language_asked_for(run: Callable[..., Answer]) -> None:
    fault = Fault("track", "choice", "?", ("resettler", "kandas"))
    said = set()
    for language in ("kk", "ru", "en"):
        (row,) = run([{**GOOD, "track": "?"}], "--lang", language).rows
        with override(language):
            told = gettext("Row %(row)s: %(faults)s") % {"row": 2, "faults": fault_text(fault)}
        assert row["error"] == told
        said.add(told)
    assert len(said) == 3


# --- the day ---------------------------------------------------------------------------------


def test_rows_that_name_no_day_take_that_of_the_command(run: Callable[..., Answer]) -> None:
    rows = [{**GOOD, "on": ""}, {**GOOD, "on": "2026-03-01"}]
    for on in ("2023-05-01", "01.05.2023"):
        answer = run(rows, "--on", on)
        assert [row["relocation_max"] for row in answer.rows] == [
            str(70 * 3 * 3450),
            str(70 * 3 * 4325),
        ]


def test_without_a_day_it_is_today(
    run: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command.timezone, "localdate", lambda: date(2024, 7, 1))
    sums = [
        run([{**GOOD, "on": ""}]).rows[0]["relocation_max"],
        run([{name: text for name, text in GOOD.items() if name != "on"}]).rows[0][
            "relocation_max"
        ],
    ]
    assert sums == [str(70 * 3 * 3692)] * 2


@pytest.mark.parametrize("on", ["2022-12-31", "2028-01-01", "tomorrow", "2026-02-30"])
def test_a_day_without_rules_is_refused(run: Callable[..., Answer], on: str) -> None:
    answer = run([GOOD], "--on", on)
    assert (answer.code, answer.text) == (2, "")
    assert f"«{on}»" in answer.told


# --- files that cannot be read ---------------------------------------------------------------

LOCKED = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500)
BAD_TEXTS = {
    "nothing": (b"", "is empty"),
    "only a mark": ("\ufeff\r\n".encode(), "is empty"),
    "another encoding": ("track,note\nkandas,ауыл\n".encode("cp1251"), "is not UTF-8"),
    "two bytes a letter": ("track,note\nkandas,x\n".encode("utf-16"), "is not UTF-8"),
    "a NUL byte": (b"track,note\nkandas,a\0b\n", "line 2 has a NUL byte"),
    "an open quotation mark": (b'track,note\nkandas,"x\nkandas,y\n', "row 2 has a quotation mark"),
    "a cell without end": (b"track,note\nkandas," + b"x" * 140_000, "more than 131072 characters"),
    "no heading": (b"1;2;3\n", "does not name the columns"),
}


@pytest.mark.parametrize(("content", "told"), BAD_TEXTS.values(), ids=BAD_TEXTS)
def test_a_text_that_is_no_file_of_families_is_refused_in_a_sentence(
    run: Callable[..., Answer], content: bytes, told: str
) -> None:
    answer = run(content)
    assert (answer.code, answer.text) == (2, "")
    assert told in answer.told
    assert len(answer.told.splitlines()) == 1


def test_a_mistake_at_the_end_of_a_long_file_leaves_no_half_of_an_answer(
    run: Callable[..., Answer], tmp_path: Path
) -> None:
    good = written([GOOD] * 3_000).encode()
    before = run(good)
    assert run(good + b"\xff").code == 2
    assert (tmp_path / "families-assessed.csv").read_bytes().decode() == before.text
    assert len(list(tmp_path.iterdir())) == 2


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """The one sentence with which the command ends."""
    assert ended(*arguments, "--lang", "en") == 2
    out, told = capsys.readouterr()
    assert out == ""
    assert len(told.splitlines()) == 1
    return told


def test_what_is_not_a_file_of_families_is_refused_by_its_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    (tmp_path / "families.ods").write_text("x")
    assert "There is no file" in refused(capsys, tmp_path / "none.csv")
    assert "There is no file" in refused(capsys, tmp_path / "none.xlsx")
    assert "is a folder" in refused(capsys, folder)
    for name in ("families.ods", "families", ".", ""):
        assert "must end in .csv or .xlsx" in refused(capsys, tmp_path / name)


def test_an_answer_goes_where_it_can(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "families.csv"
    source.write_bytes(written([GOOD]).encode())
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "link.csv").symlink_to(source)
    for target, told in (
        (source, "cannot be both read and written"),
        (tmp_path / "link.csv", "cannot be both read and written"),
        (tmp_path / "folder.csv", "cannot be written"),
        (tmp_path / "nowhere" / "out.csv", "cannot be written"),
        (tmp_path / "nowhere" / "out.xlsx", "cannot be written"),
        (tmp_path / "out.ods", "must end in .csv or .xlsx"),
    ):
        assert told in refused(capsys, source, "--output", target)
    assert source.read_bytes().decode() == written([GOOD])


def test_an_answer_that_is_locked_is_not_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = tmp_path / "families.csv", tmp_path / "out.csv"
    source.write_bytes(written([GOOD]).encode())
    target.write_text("kept")
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert "cannot be written" in refused(capsys, source, "--output", target)
    assert target.read_text() == "kept"


def test_an_answer_keeps_the_rights_and_the_place_of_the_one_before(tmp_path: Path) -> None:
    source, target = tmp_path / "families.csv", tmp_path / "there" / "out.csv"
    target.parent.mkdir()
    source.write_bytes(written([GOOD]).encode())
    target.write_text("old")
    target.chmod(0o640)
    (tmp_path / "link.csv").symlink_to(target)
    assert ended(source, "--output", tmp_path / "link.csv") == 0
    assert target.stat().st_mode & 0o777 == 0o640
    assert target.read_text().startswith("on,track")
    assert (tmp_path / "link.csv").is_symlink()


# --- standard input and output ---------------------------------------------------------------


def piped(text: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """The command as a shell runs it, with `text` on its standard input."""
    return subprocess.run(
        [sys.executable, "-W", "error", MANAGE, "assess_file", *arguments, "--lang", "en"],
        input=text.encode(),
        capture_output=True,
        check=False,
    )


@pytest.mark.usefixtures("law_as_it_is")
def test_a_dash_reads_standard_input_and_writes_standard_output(
    run: Callable[..., Answer],
) -> None:
    text = written([{**GOOD, "id": "Әлия"}, {**GOOD, "id": "2", "track": "?"}])
    done = piped(text, "-")
    assert done.returncode == 1
    assert done.stdout.decode() == run(text).text
    assert b"1 row has an error" in done.stderr


def test_a_file_goes_to_standard_output_and_back(tmp_path: Path) -> None:
    source = tmp_path / "families.csv"
    source.write_bytes(written([GOOD]).encode())
    to_output = piped("", str(source), "--output", "-")
    to_file = piped(written([GOOD]), "-", "--output", str(tmp_path / "out.csv"))
    assert (to_output.returncode, to_file.returncode, to_file.stdout) == (0, 0, b"")
    assert (tmp_path / "out.csv").read_bytes() == to_output.stdout


def test_whoever_stops_reading_hears_no_complaint(tmp_path: Path) -> None:
    source = tmp_path / "families.csv"
    source.write_bytes(written([GOOD] * 5_000).encode())
    process = subprocess.Popen(
        [sys.executable, "-W", "error", MANAGE, "assess_file", source, "--output", "-"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    with process:
        assert process.stdout.readline().startswith(b"on,track")
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_a_full_disk_is_told_in_a_sentence(tmp_path: Path) -> None:
    source = tmp_path / "families.csv"
    source.write_bytes(written([GOOD]).encode())
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, MANAGE, "assess_file", source, "--output", "-"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_rows_are_written_as_they_come(tmp_path: Path) -> None:
    source, target = tmp_path / "families.csv", tmp_path / "out.csv"
    source.write_bytes(written([GOOD] * 2_000).encode())
    sizes = []

    def watch(rows: Any, total: int | None) -> Iterator[Any]:
        assert total is None
        for row in rows:
            sizes.append(sum(part.stat().st_size for part in tmp_path.glob("*.part")))
            yield row

    assert assess_file(str(source), str(target), current(), TODAY, watch).rows == 2_000
    assert 0 < sizes[1_000] < sizes[-1] < target.stat().st_size


# --- workbooks -------------------------------------------------------------------------------


def book(path: Path, rows: Sequence[Sequence[Any]], *, top: int = 0, left: int = 0) -> Path:
    """A workbook whose first sheet is hidden and whose second has these rows."""
    made = xlsxwriter.Workbook(str(path), {"default_date_format": "dd.mm.yyyy"})
    hidden = made.add_worksheet()
    hidden.write_string(0, 0, "nothing to see")
    sheet = made.add_worksheet()
    sheet.activate()
    hidden.hide()
    for number, cells in enumerate(rows, top):
        for column, value in enumerate(cells, left):
            if isinstance(value, str):
                sheet.write_string(number, column, value)
            elif value is not None:
                sheet.write(number, column, value)
    sheet.write_blank(top + len(rows) + 50, left, None, made.add_format({"bold": True}))
    made.close()
    return path


def cells_of(path: Path) -> list[list[Any]]:
    """All cells of the first sheet."""
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    return sheet.to_python(skip_empty_area=False)


def test_a_workbook_says_what_the_same_csv_says(
    run: Callable[..., Answer], tmp_path: Path
) -> None:
    rng = random.Random(4)
    families = [oracle.random_facts(rng) for _ in range(200)]
    rows = [row_of(facts) for facts in families]
    typed = [
        [facts.get(fact) if fact != "members" else rows[number]["members"] for fact in FACTS]
        for number, facts in enumerate(families)
    ]
    source = book(tmp_path / "families.xlsx", [list(FACTS), *typed])
    assert ended(source) == 0
    header, *answer = cells_of(tmp_path / "families-assessed.xlsx")
    assert header == [*FACTS, *OUTPUT]
    for row, cells in zip(run(rows).rows, answer, strict=True):
        found = dict(zip(OUTPUT, cells[len(FACTS) :], strict=True))
        assert {name: as_text(value) for name, value in found.items()} == added(row)


def as_text(value: object) -> str:
    """A cell of a workbook as a CSV file has it."""
    return str(int(value)) if isinstance(value, float) else str(value)


def test_cells_of_a_workbook_stay_what_they_are(tmp_path: Path) -> None:
    strange = [
        "=1+1",
        7,
        1.5,
        date(2026, 3, 1),
        datetime(2026, 3, 1, 10, 30),
        time(9),
        True,
        " x ",
    ]
    names = [f"column {number}" for number in range(len(strange))]
    rows = [[*names, *GOOD], [*strange, *GOOD.values()], [None] * len(names) + list(GOOD.values())]
    source = book(tmp_path / "families.xlsx", rows, top=2, left=1)
    assert ended(source) == 0
    header, first, second = cells_of(tmp_path / "families-assessed.xlsx")
    assert header == ["", *names, *GOOD, *OUTPUT]
    assert first[1 : len(names) + 1] == strange
    assert second[1 : len(names) + 1] == [""] * len(names)
    assert first[-len(OUTPUT) :] == second[-len(OUTPUT) :]


def test_days_numbers_and_yes_or_no_are_read_from_their_cells(
    run: Callable[..., Answer], tmp_path: Path
) -> None:
    given_cells = {
        **GOOD,
        "on": datetime(2026, 3, 1, 15),
        "job_confirmed": True,
        "rent_months": 6.0,
        "housing_price": 1.5e6,
        "graduated_on": date(2026, 1, 2),
    }
    given_texts = {
        **GOOD,
        "job_confirmed": "yes",
        "rent_months": "6",
        "housing_price": "1500000",
        "graduated_on": "2026-01-02",
    }
    source = book(tmp_path / "in.xlsx", [list(given_cells), list(given_cells.values())])
    assert ended(source, "--output", tmp_path / "out.csv") == 0
    (row,) = csv.DictReader((tmp_path / "out.csv").read_text().splitlines())
    assert added(row) == added(run([given_texts]).rows[0])
    assert (row["on"], row["job_confirmed"], row["rent_months"], row["housing_price"]) == (
        "2026-03-01 15:00:00",
        "yes",
        "6",
        "1500000",
    )


def test_an_error_in_a_workbook_names_the_row_one_sees(tmp_path: Path) -> None:
    bad = {**GOOD, "track": 2.5, "settlement": True}
    rows = [list(GOOD), list(GOOD.values()), [None], list(bad.values())]
    source = book(tmp_path / "in.xlsx", rows, top=3)
    assert ended(source, "--lang", "en") == 1
    *_, last = cells_of(tmp_path / "in-assessed.xlsx")
    assert last[-1].startswith("Row 7: track: «2.5»")
    assert "settlement: «yes»" in last[-1]


def test_csv_becomes_a_workbook_of_texts_without_formulas(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes(written([{"note": '=HYPERLINK("x")', "id": "007", **GOOD}]).encode())
    assert ended(source, "--output", tmp_path / "out.xlsx") == 0
    _, cells = cells_of(tmp_path / "out.xlsx")
    assert cells[:2] == ['=HYPERLINK("x")', "007"]
    assert cells[2 + len(GOOD) : 5 + len(GOOD)] == ["open", 0.0, 70 * 3 * 4325]
    with zipfile.ZipFile(tmp_path / "out.xlsx") as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_what_does_not_fit_into_a_workbook_is_not_cut(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.xlsx"
    source.write_bytes(written([{**GOOD, "note": "x" * 40_000}]).encode())
    assert "Row 2, column 7 does not fit" in refused(capsys, source, "--output", target)
    assert list(tmp_path.iterdir()) == [source]


def zipped(path: Path, parts: dict[str, bytes]) -> Path:
    """A zip with these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return path


def test_a_broken_workbook_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "in.xlsx"
    good = book(path, [list(GOOD)]).read_bytes()
    for content in (b"", b"track,members\n", good[:-40], good[:900] + bytes(50) + good[950:]):
        path.write_bytes(content)
        assert "is damaged, or is not an XLSX file" in refused(capsys, path)
    zipped(path, {"word/document.xml": b"<a/>"})
    assert "is damaged, or is not an XLSX file" in refused(capsys, path)


def test_a_workbook_under_a_password_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "in.xlsx"
    path.write_bytes(LOCKED)
    assert "has a password" in refused(capsys, path)
    content = bytearray(zipped(path, {"xl/workbook.xml": b"<a/>"}).read_bytes())
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    assert "has a password" in refused(capsys, path)


def test_a_workbook_with_nothing_in_it_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "is empty" in refused(capsys, book(tmp_path / "in.xlsx", []))


def test_a_workbook_that_would_unfold_beyond_memory_is_not_unfolded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = zipped(tmp_path / "in.xlsx", {"xl/worksheets/sheet1.xml": bytes(2_000_000)})
    monkeypatch.setattr(workbook, "MOST_BYTES", 1_000_000)
    assert path.stat().st_size < 10_000
    assert "is too large to be read" in refused(capsys, path)


def test_a_cell_far_out_does_not_make_a_sheet_of_all_the_cells_between(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = xlsxwriter.Workbook(str(tmp_path / "in.xlsx"))
    sheet = made.add_worksheet()
    sheet.write_row(0, 0, list(GOOD))
    sheet.write_string("XFD1048576", "x")
    made.close()
    assert "is too large to be read" in refused(capsys, tmp_path / "in.xlsx")


def test_a_far_cell_with_nothing_but_a_colour_does_no_harm(tmp_path: Path) -> None:
    made = xlsxwriter.Workbook(str(tmp_path / "in.xlsx"))
    sheet = made.add_worksheet()
    sheet.write_row(0, 0, list(GOOD))
    sheet.write_row(1, 0, list(GOOD.values()))
    sheet.write_blank("XFD1048576", None, made.add_format({"bg_color": "red"}))
    made.close()
    assert ended(tmp_path / "in.xlsx") == 0
    assert len(cells_of(tmp_path / "in-assessed.xlsx")) == 2


# --- the command -----------------------------------------------------------------------------


def test_the_answer_stands_beside_the_file(tmp_path: Path) -> None:
    source = tmp_path / "отбасылар.2026.CSV"
    source.write_bytes(written([GOOD]).encode())
    assert ended(source) == 0
    assert (tmp_path / "отбасылар.2026-assessed.CSV").exists()


def test_help_names_every_column_and_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("--help") == 0
    told = " ".join(capsys.readouterr().out.split())
    for name in (*FACTS, "family_size", *OUTPUT, "--on DATE", "--lang", "0:", "1:", "2:"):
        assert name in told


def test_a_bar_is_shown_on_a_terminal_only(
    run: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    quiet = run([GOOD] * 3)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    shown = run([GOOD] * 3)
    assert "/s]" not in quiet.told
    assert "/s]" in shown.told
    assert shown.text == quiet.text
    assert ended(book(tmp_path / "in.xlsx", [list(GOOD), list(GOOD.values())])) == 0


def test_nothing_is_told_of_rows_that_went_well_to_whoever_wants_quiet(
    run: Callable[..., Answer],
) -> None:
    assert run([GOOD], "--verbosity", "0").told == ""
    assert run([GOOD]).told == "1 row was worked out.\n"


def test_a_run_broken_off_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    source = tmp_path / "families.csv"
    source.write_bytes(written([GOOD]).encode())
    monkeypatch.setattr("calculator.batch.desk.Desk.row", stop)
    assert ended(source) == 130
    assert list(tmp_path.iterdir()) == [source]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("wrong", [1, 2, 500, 2_000])
def test_the_line_that_is_no_text_is_named(wrong: int, newline: str, tmp_path: Path) -> None:
    lines = ["track", *["resettler,ауыл"] * 2_100]
    encoded = [line.encode() for line in lines]
    encoded[wrong - 1] = "ауыл".encode("cp1251")
    path = tmp_path / "in.csv"
    path.write_bytes(newline.encode().join(encoded))
    with override("en"), pytest.raises(BadFile, match=rf"in line {wrong}:") as raised:
        assess_file(str(path), str(tmp_path / "out.csv"), current(), TODAY)
    assert raised.value.code == "encoding"


def test_what_cannot_be_written_has_a_code_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("track\nresettler\n")
    for target, code in [
        ("out.txt", "ending"),
        ("in.csv", "unwritable"),
        ("no/x.csv", "unwritable"),
    ]:
        with override("en"), pytest.raises(BadFile) as raised:
            assess_file(str(path), str(tmp_path / target), current(), TODAY)
        assert raised.value.code == code
