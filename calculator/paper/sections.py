"""What follows the table of support: what is open, months, papers, steps, promises.

A section stands on the paper where the document has something for it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext

from calculator.paper.columns import in_halves
from calculator.templatetags import words
from calculator.wording.figures import day, grade, money_range, month

Entry = Mapping[str, Any]
Section = dict[str, Any]
Item = dict[str, str]
MOST_CHANGES = 5
STAR = "*"


def sections(told: Mapping[str, Any]) -> list[Section]:
    """The sections that have something to say, in their order."""
    written: tuple[tuple[str, Callable[[Sequence[Entry]], Section]], ...] = (
        ("open", _open),
        ("changes", _changes),
        ("months", partial(_months, told["dates"])),
        ("documents", _documents),
        ("way", _way),
        ("obligations", _obligations),
    )
    return [write(told[key]) for key, write in written if told.get(key)]


def _open(questions: Sequence[Entry]) -> Section:
    return {
        "kind": "points",
        "title": gettext("What is not known yet"),
        "lead": gettext("The total depends on this:"),
        "halves": _halves([_item(question["text"]) for question in questions]),
    }


def _changes(changes: Sequence[Entry]) -> Section:
    return {
        "kind": "table",
        "title": gettext("What would raise the total or make it certain"),
        "columns": [gettext("What to do"), gettext("Sum")],
        "widths": [2, 1],
        "rows": [
            [_any_of(group["options"]), group["gain_text"]]
            for group in words.alike(list(changes))[:MOST_CHANGES]
        ],
    }


def _any_of(changes: Sequence[Entry]) -> str:
    """What to do, or several things of which one is enough."""
    texts = " ".join(change["text"] for change in changes)
    return texts if len(changes) == 1 else f"{gettext('One of these:')} {texts}"


# --- months --------------------------------------------------------------------------------------


def _months(dates: Sequence[Entry], months: Sequence[Entry]) -> Section:
    return {
        "kind": "table",
        "title": gettext("Month by month"),
        "columns": [gettext("Month"), gettext("Sum")],
        "widths": [1, 1],
        "rows": [*(_run(run) for run in _runs(months)), *map(_day, _to_come(dates))],
    }


def _to_come(dates: Sequence[Entry]) -> list[Entry]:
    """The days to remember, but for the end of what is promised, which stands there."""
    return [each for each in dates if each["code"] != "stay"]


def _day(each: Entry) -> list[str]:
    """A day to remember; which measure it is about is clear beside the months."""
    return [each["text"].partition(": ")[0], day(date.fromisoformat(each["date"]))]


def _runs(months: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Months one after the other that bring the same; none is left out between them."""
    same = itemgetter("min", "max", "provisional")
    return (list(run) for _, run in groupby(months, key=same))


def _run(run: Sequence[Entry]) -> list[str]:
    first, last = (month(date.fromisoformat(f"{run[end]['month']}-01")) for end in (0, -1))
    total = money_range(run[0])
    if len(run) > 1:
        total = gettext("%(sum)s a month") % {"sum": total}
    if run[0]["provisional"]:
        total = f"{total} {gettext('(provisional)')}"
    return [first if len(run) == 1 else f"{first} – {last}", total]


# --- papers, steps, promises ---------------------------------------------------------------------


def _documents(documents: Sequence[Entry]) -> Section:
    return {
        "kind": "checklist",
        "title": gettext("Papers to bring"),
        "lead": _legend(documents),
        "halves": _halves(
            [
                _item(_about(each), _ended(_paper(each)), _ended(each["why"]), gettext("Where:"))
                for each in documents
            ]
        ),
    }


def _legend(documents: Sequence[Entry]) -> str | None:
    """What the star beside some papers says."""
    return f"{STAR} {grade('assumed')}" if any(map(_is_assumed, documents)) else None


def _paper(document: Entry) -> str:
    """What a paper is called, how many of it where more than one, and a star where we guess."""
    star = STAR if _is_assumed(document) else ""
    count = document.get("count")
    if not count or count["max"] <= 1:
        return f"{document['text']}{star}"
    least, most = count["min"], count["max"]
    return f"{document['text']} × {most if least == most else f'{least}–{most}'}{star}"


def _about(document: Entry) -> str:
    """Where a paper is got and how long it is valid."""
    told = [_ended(document["where"])]
    if document.get("valid"):
        told.append(_ended(f"{gettext('Valid:')} {document['valid']}"))
    return " ".join(told)


def _way(way: Sequence[Entry]) -> Section:
    return {
        "kind": "steps",
        "title": gettext("Steps"),
        "lead": gettext(
            "Our advice: do not move before the decision, and keep money of your own for the road."
        ),
        "halves": [[_item(_stage(each)) for each in way]],
    }


def _stage(each: Entry) -> str:
    told = [_ended(each["text"])]
    if each.get("term"):
        told.append(_ended(f"{gettext('How long:')} {each['term']}"))
    return " ".join([*told, *_guessed(each)])


def _obligations(obligations: Sequence[Entry]) -> Section:
    return {
        "kind": "points",
        "title": gettext("What you promise"),
        "lead": None,
        "halves": [[_item(_promise(each)) for each in obligations]],
    }


def _promise(each: Entry) -> str:
    last = day(date.fromisoformat(each["until"]))
    told = [
        _ended(each["text"]),
        _ended(f"{gettext('You stay until')}: {last}"),
        _ended(
            f"{gettext('To be paid back if you leave earlier')}: {money_range(each['amount'])}"
        ),
    ]
    return " ".join([*told, *_guessed(each)])


def _item(text: str, name: str = "", why: str = "", label: str = "") -> Item:
    """One entry of a list: what it is called, what it is for, and the rest under its label."""
    return {"name": name, "why": why, "label": label, "text": text}


def _halves(items: Sequence[Item]) -> list[Sequence[object]]:
    return in_halves(items, [" ".join(item.values()) for item in items])


def _guessed(entry: Entry) -> list[str]:
    """A mark on what no one has said."""
    return [f"({grade('assumed')})"] if _is_assumed(entry) else []


def _is_assumed(entry: Entry) -> bool:
    return bool(entry["grade"] == "assumed")


def _ended(text: str) -> str:
    """A sentence with its full stop."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
