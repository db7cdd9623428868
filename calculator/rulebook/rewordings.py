"""Papers and steps that the law words anew: the old wording and the new one are one change.

An older wording stands under the code of the new one and the year it came before:
`application_before_2026` was followed by `application`.
"""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from django.utils.translation import gettext

from calculator.rulebook.conditions import way
from calculator.rulebook.groups import with_group
from calculator.rules.calendar import ONE_DAY
from calculator.rules.law import Law
from calculator.rules.records import Paper, Stage
from calculator.wording.figures import said

Each = TypeVar("Each", Paper, Stage)
BEFORE = "_before_"


def reworded(among: Sequence[Each]) -> Iterator[tuple[Each, Each]]:
    """What ended on the day before its new wording began, and that."""
    by_code = {each.code: each for each in among}
    for old in among:
        code, before, _ = old.code.partition(BEFORE)
        new, until = by_code.get(code), old.bases[-1].until
        if before and new and until and until + ONE_DAY == new.bases[0].start:
            yield old, new


def told(law: Law) -> tuple[dict[str, str], set[str]]:
    """What a change of wording says, by the anchor of the new one; the anchors of the old."""
    papers, steps = [*reworded(law.papers)], [*reworded(law.way)]
    texts = {each["code"]: each["text"] for each in way(law, law.first_day)}
    words = {f"paper-{new.code}": _paper(old, new) for old, new in papers}
    words |= {f"step-{new.code}": _step(texts, old, new) for old, new in steps}
    gone = {f"paper-{old.code}" for old, _ in papers} | {f"step-{old.code}" for old, _ in steps}
    return words, gone


def _paper(old: Paper, new: Paper) -> str:
    """What became other: its words, where it is got, how long it is valid, what it is for."""
    pairs = [(old.text, new.text), (old.where, new.where), (old.valid, new.valid)]
    other = [each for each in [*pairs, (old.why, new.why)] if each[0] != each[1]]
    before, now = (
        "; ".join(said(text).rstrip(".") for text in side if text) or "–"
        for side in (zip(*other, strict=True) if other else ((), ()))
    )
    return gettext("Paper changed: %(text)s. Before: %(before)s. Now: %(now)s") % {
        "text": with_group(said(new.text), new.when),
        "before": before,
        "now": now,
    }


def _step(texts: dict[str, str], old: Stage, new: Stage) -> str:
    return gettext("Step changed: %(now)s. Before: %(before)s") % {
        "now": with_group(texts[new.code], new.when).rstrip("."),
        "before": texts[old.code].rstrip("."),
    }
