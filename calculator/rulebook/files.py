"""The rule book for machines: JSON and CSV (RFC 4180, UTF-8 with a mark at its start)."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from calculator.rulebook.rows import COLUMNS, Row, cells
from calculator.rules.law import Law

MARK = "\ufeff"
"""So that spreadsheets read Kazakh letters as such."""


def as_json(content: Mapping[str, Any]) -> str:
    """Readable by people too."""
    return json.dumps(content, ensure_ascii=False, indent=1)


def as_csv(rows: Iterable[Row], law: Law) -> str:
    """A line for each dated entry, with all that is known of its source."""
    return _table(COLUMNS, (cells(row, law) for row in rows))


def changes_as_csv(days: Iterable[Mapping[str, Any]]) -> str:
    """A line for each change of each day."""
    columns = ("day", "kind", "page", "name", "text", "source", "grade")
    lines = (
        {
            **{column: change[column] or "" for column in ("kind", "page", "text", "source")},
            "day": day["on"],
            "name": change["anchor"],
            "grade": change["grade"] or "",
        }
        for day in days
        for change in day["changes"]
    )
    return _table(columns, lines)


def sources_as_csv(sources: Mapping[str, Mapping[str, Any]]) -> str:
    """A line for each source."""
    columns = ("source", "title", "number", "date", "url", "checked")
    lines = (
        {"source": code, **{column: source[column] or "" for column in columns[1:]}}
        for code, source in sources.items()
    )
    return _table(columns, lines)


def _table(columns: tuple[str, ...], lines: Iterable[Mapping[str, str]]) -> str:
    out = io.StringIO()
    out.write(MARK)
    writer = csv.DictWriter(out, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue()
