"""Every figure with its whole history: what it is today, what it was, and both in tenge."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext, ngettext

from calculator.rulebook.addresses import page_of
from calculator.rulebook.charts import step_chart
from calculator.rules.calendar import ONE_DAY
from calculator.rules.law import MRP, Law
from calculator.rules.payments import worth
from calculator.rules.records import Parameter
from calculator.wording.figures import dated, day, figure, money, number, said

Part = dict[str, Any]
IN_TENGE = ("MRP", "KZT")


def figures(law: Law, page: str, today: date) -> list[Part]:
    """The figures that stand on a page, in the order of its file."""
    names = dict.fromkeys(each.name for each in law.parameters if page_of(each.name) == page)
    return [_figure(law, name, today) for name in names]


def _figure(law: Law, name: str, today: date) -> Part:
    values = [each for each in law.parameters if each.name == name]
    sizes = sorted({each.people for each in values})
    brackets = [
        {
            "people": size,
            "who": _who(sizes, place),
            "short": _short(sizes, place),
            "values": [_value(each, law, today) for each in values if each.people == size],
        }
        for place, size in enumerate(sizes)
    ]
    return {
        "name": name,
        "title": said(values[0].title),
        "in_mrp": any(each.unit == MRP.upper() for each in values),
        "today": [_today(each, law, today, brackets) for each in _holding(values, today, name)],
        "brackets": brackets,
        "chart": step_chart(brackets, law, money=values[0].unit in IN_TENGE),
    }


def _holding(values: Sequence[Parameter], today: date, name: str) -> list[Parameter]:
    """What holds today; of the index after its last known day, the last one."""
    found = [each for each in values if each.holds(today)]
    return found or ([values[-1]] if name == MRP else [])


def _today(each: Parameter, law: Law, today: date, brackets: Sequence[Part]) -> Part:
    index = law.mrp(today)
    who = next(bracket["who"] for bracket in brackets if bracket["people"] == each.people)
    in_mrp = each.unit == MRP.upper()
    return {
        "who": who,
        "text": figure(each),
        "tenge": worth(each, index).tenge if in_mrp else None,
        "provisional": index.provisional and (in_mrp or each.name == MRP),
        "source": each.source,
        "grade": each.grade,
    }


def _who(sizes: Sequence[int], place: int) -> str:
    """The families a bracket is meant for; nothing where there is but one."""
    if len(sizes) == 1:
        return ""
    least = sizes[place]
    if place + 1 == len(sizes):
        text = ngettext("%(least)s person and more", "%(least)s people and more", least)
        return text % {"least": number(least)}
    most = sizes[place + 1] - 1
    if least == most:
        return ngettext("%(count)s person", "%(count)s people", least) % {"count": number(least)}
    text = gettext("%(least)s to %(most)s people")
    return text % {"least": number(least), "most": number(most)}


def _short(sizes: Sequence[int], place: int) -> str:
    """The same in signs, for the chart: 1, 2–4, 5+."""
    if len(sizes) == 1:
        return ""
    least = sizes[place]
    if place + 1 == len(sizes):
        return f"{least}+"
    most = sizes[place + 1] - 1
    return f"{least}" if least == most else f"{least}–{most}"


def _value(each: Parameter, law: Law, today: date) -> Part:
    return {
        **dated(each),
        "value": str(each.value),
        "unit": each.unit,
        "text": figure(each),
        "tenge": [*_in_tenge(each, law)] if each.unit in IN_TENGE else [],
        "holds": each.holds(today),
    }


def _in_tenge(each: Parameter, law: Law) -> Iterator[Part]:
    """What a figure comes to in tenge, for each index it meets; the last one provisionally."""
    last = min(each.until or law.last_day, law.last_day)
    if each.unit != MRP.upper():
        end = last if each.name == MRP or each.until else law.last_day
        yield _piece(each.start, end, each.whole)
        return
    for index in (*law.indices, law.mrp(law.last_day)):
        start = law.last_known_day + ONE_DAY if index.provisional else index.start
        end = law.last_day if index.provisional else index.until or law.last_day
        if start <= last and each.start <= end:
            tenge = worth(each, index).tenge
            piece = _piece(max(start, each.start), min(end, last), tenge)
            yield {**piece, "provisional": index.provisional}


def _piece(start: date, until: date, tenge: int) -> Part:
    return {
        "from": start.isoformat(),
        "until": until.isoformat(),
        "when": str(start.year) if _is_of_one_year(start, until) else day(start),
        "sum": tenge,
        "text": money(tenge),
        "provisional": False,
    }


def _is_of_one_year(start: date, until: date) -> bool:
    """Whether a year's number says enough: it ends with the year in which it began."""
    return start.year == until.year and (until.month, until.day) == (12, 31)
