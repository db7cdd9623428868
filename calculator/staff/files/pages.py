"""What the pages of files show: how far one is, what it comes to, and its rows."""

from typing import Any, cast

from django.core.paginator import Paginator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calculator.batch.table import FileProblem
from calculator.intake import shown
from calculator.law import current
from calculator.questions import QUESTIONS, Words
from calculator.rules.errors import BadFacts, Fault
from calculator.staff.cases.snapshots import family_of
from calculator.staff.files import labels
from calculator.staff.files.background import folder_of
from calculator.staff.files.row_cases import MOST_AT_ONCE, BadRow
from calculator.staff.files.tallies import VERDICTS, restored
from calculator.staff.files.uploads import is_stuck
from calculator.staff.files.words import REFUSALS
from calculator.staff.models import Upload, UploadRow
from calculator.staff.words import PROBLEMS as PROBLEMS_OF_CASES
from calculator.staff.words import UPLOADS
from calculator.wording.facts import answer
from calculator.wording.faults import field_text
from calculator.wording.figures import money_range, said

State = Upload.State
ROWS_A_PAGE = 50
UNFINISHED = (State.WAITING, State.WORKING)

VERDICT_WORDS: dict[str, Words] = {
    "eligible": _("Support is due"),
    "open": _("Not certain yet"),
    "not_eligible": _("Support is not due"),
    "error": _("Rows with errors"),
}

PROBLEMS: dict[str, Words] = {
    "not_worked_out": _("Cases can be opened only once the whole file is worked out."),
    "none_chosen": _("Choose at least one row."),
    "no_row": _("A row that was chosen is not in this file. Load the page again."),
    "too_many": _("At most %(most)s cases can be opened at once."),
}
"""Why no case was opened, besides what stands in the way of any case."""

OF_A_MEMBER: dict[str, Words] = {
    "relation": _("person %(number)s, relation to the applicant: %(text)s"),
    "age": _("person %(number)s, age: %(text)s"),
}
"""What is wrong with one of the members of a row."""

ROW_PROBLEMS: dict[str, Words] = {
    "error": _("Row %(row)s has an error, so no case can be opened for it. None was opened."),
    "missing": _("Row %(row)s is not in this file. No case was opened."),
    "law_changed": _(
        "The rules have changed since: row %(row)s can no longer be understood. No case was "
        "opened. Leave this row out, or upload the file again."
    ),
}


def problem(code: str) -> str:
    """Why something was not done."""
    words = {**PROBLEMS_OF_CASES, **PROBLEMS}
    return str(words[code]) % {"most": MOST_AT_ONCE} if code == "too_many" else str(words[code])


def row_problem(error: BadRow) -> str:
    """Why no case was opened, and which row is to blame."""
    return str(ROW_PROBLEMS[error.problem]) % {"row": error.number}


def line(upload: Upload) -> dict[str, Any]:
    """One file in the list."""
    return {"upload": upload, "state": UPLOADS[upload.state]}


def progress(upload: Upload) -> dict[str, Any]:
    """How far a file is. `running` as long as it is worth asking again."""
    unfinished = upload.state in UNFINISHED
    stuck = unfinished and is_stuck(upload)
    return {
        "upload": upload,
        "state": UPLOADS[upload.state],
        "unfinished": unfinished,
        "stuck": stuck,
        "running": unfinished and not stuck,
        "again": stuck or upload.state in (State.CANCELLED, State.REFUSED),
        "why": REFUSALS[cast(FileProblem, upload.message)] if upload.message else "",
    }


# --- what it comes to ----------------------------------------------------------------------------


def figures(upload: Upload) -> dict[str, Any] | None:
    """Families by verdict and by measure, and the sums; None until all is worked out."""
    if upload.state != State.DONE:
        return None
    totals = upload.totals
    return {
        "verdicts": [
            (code, VERDICT_WORDS[code], totals["verdicts"].get(code, 0)) for code in VERDICTS
        ],
        "measures": [_measure(measure, totals) for measure in current().measures],
        "total": _range(totals["sums"]["total"]),
        "columns": [(_column(fact, totals), count) for fact, count in totals["columns"].items()],
    }


def _measure(measure: Any, totals: dict[str, Any]) -> dict[str, Any]:
    verdicts, sums = totals["measures"].get(measure.code, {}), totals["sums"]
    return {
        "title": said(measure.title),
        "employer": measure.payee == "employer",
        "due": verdicts.get("eligible", 0),
        "open": verdicts.get("open", 0),
        "sum": _range(sums[measure.code]) if measure.code in sums else "",
    }


def _range(sums: list[int]) -> str:
    return money_range({"min": sums[0], "max": sums[1]})


def _column(fact: str, totals: dict[str, Any]) -> str:
    """What the file calls the column of a fact, or that it has no such column."""
    heading = totals.get("headings", {}).get(fact)
    if heading is not None:
        return gettext("Column «%(heading)s»") % {"heading": shown(heading)}
    if fact in QUESTIONS:
        title = str(QUESTIONS[fact].title)
        return gettext("The file has no column «%(title)s»") % {"title": title}
    return gettext("Cells to the right of the last column")


# --- its rows ------------------------------------------------------------------------------------


def rows(upload: Upload, verdict: str, page: str) -> dict[str, Any]:
    """A page of rows, all or those with one verdict."""
    verdict = verdict if verdict in VERDICTS else ""
    found = upload.outcomes.select_related("case").order_by("number")
    shown = Paginator(found.filter(verdict=verdict) if verdict else found, ROWS_A_PAGE)
    here = shown.get_page(page)
    called = labels.read(folder_of(upload), [row.number for row in here])
    return {
        "page": here,
        "verdict": verdict,
        "verdict_word": VERDICT_WORDS.get(verdict, ""),
        "own": upload.totals.get("own", ""),
        "lines": [{**_row(row, upload), "label": called.get(row.number, "")} for row in here],
        "may_open": upload.state == State.DONE,
        "some_to_open": any(row.facts and row.case_id is None for row in here),
    }


def _row(row: UploadRow, upload: Upload) -> dict[str, Any]:
    return {
        "row": row,
        "verdict": VERDICT_WORDS[row.verdict] if row.verdict != "error" else gettext("Error"),
        "total": "" if row.least is None else _range([row.least, row.most or 0]),
        "family": _family(row),
        "faults": [
            (_column(fault["fact"], upload.totals), _told(restored(fault))) for fault in row.faults
        ],
    }


def _told(fault: Fault) -> str:
    """What is wrong, after the name of its column; of a member also which one it is."""
    text = field_text(fault)
    if fault.row is None or fault.part is None:
        return text
    return str(OF_A_MEMBER[fault.part]) % {"number": fault.row, "text": text}


def _family(row: UploadRow) -> str:
    """Who moves where, by which a row is known again; empty where the facts are not understood."""
    if not row.facts:
        return ""
    try:
        family = family_of(row.facts)
    except BadFacts:
        return gettext("The rules have changed since: this row can no longer be understood.")
    law = current()
    told = [answer(fact, getattr(family, fact), law) for fact in ("track", "origin")]
    return (
        f"{told[0]}: {told[1]} → {answer('destination', family.destination, law)}; "
        f"{answer('members', family.members, law)}"
    )


__all__ = ["figures", "line", "problem", "progress", "row_problem", "rows"]
