"""The summary as a PDF: A4, tagged (PDF/UA-1), the same bytes for the same facts.

Python says what stands on the paper (`content`), `summary.typ` where.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from calculator.paper.content import content_of
from calculator.paper.typesetting import typeset

__all__ = ["file_name", "summary"]


def summary(told: Mapping[str, Any], answers: Sequence[Mapping[str, str]], address: str) -> bytes:
    """The PDF of a document of `calculator.wording`, in the active language.

    `address` is where its result stands. Raises typst.TypstError where a text has a sign that no
    font here has.
    """
    return typeset(content_of(told, answers, address), made=date.fromisoformat(told["on"]))


def file_name(told: Mapping[str, Any]) -> str:
    """What the file is called when it is kept: qonys-2026-06-15.pdf."""
    return f"qonys-{told['on']}.pdf"
