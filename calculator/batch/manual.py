"""What `manage.py assess_file --help` says below its options."""

from textwrap import fill

from django.utils.translation import gettext

from calculator.batch.columns import OUTPUT
from calculator.intake import FAMILY_SIZE, allowed
from calculator.law import current
from calculator.rules.facts import DEFAULTS, FACTS, Choice, Day, People, Place, Whole
from calculator.rules.law import Law

WIDTH = 79
EXAMPLES = """\
  python manage.py assess_file families.csv
  python manage.py assess_file families.xlsx --output answer.csv --lang ru
  python manage.py assess_file - --on 2026-03-01 < families.csv > answer.csv"""


def manual() -> str:
    """Examples, the columns of a file before and after, and the exit codes."""
    law = current()
    sections = (
        (gettext("Examples"), EXAMPLES),
        (gettext("The file"), _paragraphs(_about_files())),
        (gettext("Its columns"), _listed({fact: _values(fact, law) for fact in _names()})),
        (gettext("The columns that are added"), _listed(_added())),
        (gettext("Exit codes"), _listed(_exit_codes())),
    )
    return "\n\n".join(f"{title}:\n{text}" for title, text in sections)


def _about_files() -> list[str]:
    return [
        gettext(
            "The first row names the columns: by the names below, or by their titles in Kazakh, "
            "Russian or English. Every other row is a family. All columns are kept as they are, "
            "those with other names too, and empty rows are left out."
        ),
        gettext(
            "An empty cell means that the answer is not known, never no: the sums are then a "
            "range. A row with a mistake says so in its last column; the others are worked out."
        ),
        gettext(
            "CSV is UTF-8 with commas or semicolons, and is worked out row by row, however long "
            "it is. Of a workbook the first sheet that is not hidden is read."
        ),
    ]


def _names() -> list[str]:
    """The facts, and what may stand for the members."""
    names = list(FACTS)
    names.insert(names.index("members") + 1, FAMILY_SIZE)
    return names


def _values(fact: str, law: Law) -> str:
    """What a column may hold, and what an empty cell of it means."""
    if fact == FAMILY_SIZE:
        return gettext("how many move, 1 to 30, in place of members")
    text = _kind(fact, law)
    if fact not in DEFAULTS:
        text += "; " + (gettext("if empty, that of --on") if fact == "on" else gettext("required"))
    elif DEFAULTS[fact] is not None:
        text += "; " + gettext("if empty, %(default)s") % {"default": DEFAULTS[fact]}
    return text


def _kind(fact: str, law: Law) -> str:
    kind, values = FACTS[fact], allowed(fact, law)
    if isinstance(kind, Choice | Place):
        return ", ".join(values)
    if isinstance(kind, Whole):
        return gettext("%(least)s to %(most)s") % {"least": values[0], "most": values[1]}
    if isinstance(kind, Day):
        return gettext("a date: 2026-03-01, 01.03.2026 or a date cell")
    if isinstance(kind, People):
        return "self:34;spouse:32;child:7"
    return gettext("yes or no")


def _added() -> dict[str, str]:
    sums = [name for name in OUTPUT if name.endswith(("_min", "_max"))]
    return {
        "verdict": gettext(
            "of relocation, rent and certificate together: eligible, open, not_eligible, "
            "or error where the row has one"
        ),
        ", ".join(sums): gettext(
            "whole tenge, the least and the most; rent_month is the first month"
        ),
        "provisional": gettext("yes where a sum rests on a figure that is not known yet"),
        "reasons": gettext("the conditions that are not met, as measure:condition"),
        "error": gettext("what is wrong with the row"),
    }


def _exit_codes() -> dict[str, str]:
    return {
        "0": gettext("every row was worked out"),
        "1": gettext("some rows have errors, the others were worked out"),
        "2": gettext("the file cannot be read or written"),
    }


def _listed(entries: dict[str, str]) -> str:
    return "\n".join(
        fill(
            f"{name}: {text}",
            WIDTH,
            initial_indent="  ",
            subsequent_indent="      ",
            break_on_hyphens=False,
        )
        for name, text in entries.items()
    )


def _paragraphs(texts: list[str]) -> str:
    return "\n".join(
        fill(text, WIDTH, initial_indent="  ", subsequent_indent="  ") for text in texts
    )
