"""Papers as PDF: A4, tagged (PDF/UA-1), the same bytes for the same facts.

The summary is for a family, the checked summary and the plan are for the specialist's desk. Python
says what stands on a paper (`content`, `checking`, `planning`), a template of its own where.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from calculator.paper.checking import content_of_checked
from calculator.paper.content import content_of
from calculator.paper.planning import content_of_plan
from calculator.paper.typesetting import letters, typeset

__all__ = ["checked", "checked_file_name", "file_name", "plan", "plan_file_name", "summary"]

MOST_PAGES_OF_A_CHECK = 3
# As many letters would fit where a row of a table, or a line to write on, is left short.
BLANK_OF_A_FINDING = 100
BLANK_OF_A_LINE = 130
# Of a plan; with more, it gets a second page.
MOST_LETTERS_OF_A_PAGE = 5350
Answers = Sequence[Mapping[str, str]]


def summary(told: Mapping[str, Any], answers: Answers, address: str) -> bytes:
    """The PDF of a document of `calculator.wording`, in the active language.

    `address` is where its result stands. Raises typst.TypstError where a text has a sign that no
    font here has.
    """
    return typeset(content_of(told, answers, address), made=date.fromisoformat(told["on"]))


def checked(told: Mapping[str, Any], answers: Answers, check: Mapping[str, Any]) -> bytes:
    """The summary of the checked facts with what was checked, in the active language.

    `check` says who checked which facts, when and how it ended; what people typed there may hold
    any sign.
    """
    return typeset(
        content_of_checked(told, answers, check),
        made=date.fromisoformat(check["checked_on"]),
        most=MOST_PAGES_OF_A_CHECK,
        blank=BLANK_OF_A_FINDING * len(check["findings"]),
    )


def plan(plan: Mapping[str, Any]) -> bytes:
    """The individual adaptation and integration plan, in the active language.

    What people typed there may hold any sign; what is empty is left to be written by hand.
    """
    content = content_of_plan(plan)
    lines = len(plan["members"]) + sum(len(section["rows"]) for section in plan["sections"])
    blank = BLANK_OF_A_LINE * lines
    return typeset(
        content,
        made=date.fromisoformat(plan["on"]),
        template="plan",
        most=1 if letters(content) + blank <= MOST_LETTERS_OF_A_PAGE else 2,
        blank=blank,
    )


def file_name(told: Mapping[str, Any]) -> str:
    """What the file is called when it is kept: qonys-2026-06-15.pdf."""
    return f"qonys-{told['on']}.pdf"


def checked_file_name(check: Mapping[str, Any]) -> str:
    """What a checked summary is called when it is kept: qonys-7K3M-92XP-4H6.pdf."""
    return f"qonys-{_bare(check['reference'])}.pdf"


def plan_file_name(plan: Mapping[str, Any]) -> str:
    """What a plan is called when it is kept: qonys-7K3M-92XP-4H6-plan.pdf."""
    return f"qonys-{_bare(plan['reference'])}-plan.pdf"


def _bare(reference: str) -> str:
    """Nothing but what may stand in the name of a file anywhere."""
    return re.sub(r"[^0-9A-Za-z-]", "", reference)
