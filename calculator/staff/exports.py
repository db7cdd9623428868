"""Tables as files: CSV and workbooks, row by row, safe to open in a spreadsheet.

CSV has semicolons, because that is what Excel expects where a comma parts the fraction, as it does
in Kazakhstan; and it begins with a mark, without which Excel takes UTF-8 for an old code page.
What a cell says is never a formula: in CSV a text gets an apostrophe before whatever begins like
one, also behind a sign at which another spreadsheet would divide the cell; in a workbook a text is
written as a text. Days and times are those of the desk's own zone.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import IO, Any, TypeAlias, cast

from django.http import (
    FileResponse,
    Http404,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.utils.http import content_disposition_header
from django.utils.timezone import localtime
from django.utils.translation import get_language, override

Cell: TypeAlias = str | int | date | datetime | None
"""A text; a number, such as whole tenge; a day; a moment; nothing."""
Row: TypeAlias = Sequence[Cell]

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MARK = "\ufeff"
# What makes a spreadsheet take a text for a formula, the wide forms of East Asia among them.
_SIGN = "[=+\\-@＝＋－＠]"
# Blanks before it are passed over, and so are marks that would have quoted a cell.
_BLANK = '[\\s"\ufeff\u200b]*'
_FIRST = re.compile(rf"{_BLANK}{_SIGN}|[\t\r\n]")
# Where a spreadsheet that expects another separator begins a cell or a row anew.
_FURTHER = re.compile(rf"([,;|\t\r\n]{_BLANK})(?={_SIGN})")
# Rows of a sheet, heading included, and signs of a cell: a workbook holds no more.
MOST_ROWS = 1_048_576
LONGEST_CELL = 32_767
# Rows of CSV that are sent together.
TOGETHER = 500
DAY, MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"


def table(name: str, ending: str, header: Sequence[str], rows: Iterable[Row]) -> HttpResponse:
    """A table to save as `name` with `ending`: csv or xlsx. Raises Http404 for any other.

    `rows` may be of any number: they are asked for one by one, those of CSV while they are sent.
    They are told in the language that is active now. Note the export after this call.
    """
    writers: dict[str, Callable[..., HttpResponseBase]] = {"csv": _csv, "xlsx": _workbook}
    if ending not in writers:
        raise Http404(ending)
    answer = writers[ending](header, rows)
    answer["Content-Disposition"] = str(content_disposition_header(True, f"{name}.{ending}"))
    # Answers that are streamed are a class apart, but pages are said to give the usual one.
    return cast(HttpResponse, answer)


def harmless(text: str) -> str:
    """A text as CSV may say it without being taken for a formula, whatever parts its cells."""
    if text.isalnum():  # Most are, and this is quicker.
        return text
    text = _FURTHER.sub(r"\1'", text)
    return f"'{text}" if _FIRST.match(text) else text


# --- CSV -----------------------------------------------------------------------------------------


class _Lines:
    """What csv.writer writes to: the lines that were not sent yet."""

    def __init__(self) -> None:
        self.waiting: list[str] = [MARK]

    def write(self, line: str) -> None:
        self.waiting.append(line)

    def taken(self) -> bytes:
        text, self.waiting = "".join(self.waiting), []
        return text.encode("utf-8", "replace")


def _csv(header: Sequence[str], rows: Iterable[Row]) -> HttpResponseBase:
    language = get_language()
    heading = [str(each) for each in header]

    def sent() -> Iterator[bytes]:
        lines = _Lines()
        writer = csv.writer(lines, delimiter=";")
        writer.writerow(map(harmless, heading))
        with override(language):
            for number, row in enumerate(rows, 1):
                writer.writerow([_text(cell) for cell in row])
                if number % TOGETHER == 0:
                    yield lines.taken()
        yield lines.taken()

    return StreamingHttpResponse(sent(), content_type=CSV_TYPE)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return localtime(cell).strftime("%Y-%m-%d %H:%M:%S")
    return cell.isoformat() if isinstance(cell, date) else _said(cell)


def _said(cell: str | int) -> str:
    return str(cell) if isinstance(cell, int) else harmless(str(cell))


# --- workbooks -----------------------------------------------------------------------------------


def _workbook(header: Sequence[str], rows: Iterable[Row]) -> HttpResponseBase:
    file = TemporaryFile()  # noqa: SIM115  The answer closes it.
    try:
        _write(file, header, rows)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return FileResponse(file, content_type=XLSX_TYPE)


def _write(file: IO[bytes], header: Sequence[str], rows: Iterable[Row]) -> None:
    # Few need it, and it takes memory.
    from xlsxwriter import Workbook  # noqa: PLC0415

    with Workbook(file, {"constant_memory": True}) as book:
        formats = {kind: book.add_format({"num_format": kind}) for kind in (DAY, MOMENT)}
        sheet, at = None, MOST_ROWS
        for row in rows:
            if at == MOST_ROWS:
                sheet, at = _new_sheet(book, header), 1
            _write_row(sheet, at, row, formats)
            at += 1
        if sheet is None:
            _new_sheet(book, header)


def _new_sheet(book: Any, header: Sequence[str]) -> Any:
    """A sheet with its heading, which stays in sight; a workbook may need more than one."""
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    _write_row(sheet, 0, [str(each) for each in header], {})
    return sheet


def _write_row(sheet: Any, at: int, row: Row, formats: dict[str, Any]) -> None:
    for column, cell in enumerate(row):
        if cell is None:
            continue
        if isinstance(cell, datetime):
            moment = localtime(cell).replace(tzinfo=None)
            sheet.write_datetime(at, column, moment, formats[MOMENT])
        elif isinstance(cell, date):
            sheet.write_datetime(at, column, cell, formats[DAY])
        elif isinstance(cell, int):
            sheet.write_number(at, column, cell)
        else:
            sheet.write_string(at, column, str(cell)[:LONGEST_CELL])


__all__ = ["Cell", "Row", "harmless", "table"]
