"""The claimed and the checked assessment side by side, and why they differ.

Both are documents, as they were kept or as they are worked out: nothing is worked out here.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from django.utils.translation import gettext

from calculator.wording.figures import NO_BREAK, money

Told = Mapping[str, Any]
Sum = Mapping[str, int]


class Difference(NamedTuple):
    """What became of a sum or an answer; `text` says it with a sign, so that no colour need."""

    kind: Literal["same", "more", "less", "other"]
    text: str


class Reason(NamedTuple):
    """A condition whose outcome is another than before; one of the two may be missing."""

    text: str
    before: str | None
    after: str | None


class Compared(NamedTuple):
    """One measure on both sides; a side is None where its law does not know the measure.

    `steps` are the lines of the checked sum that were not in the claimed one: they say why where
    no condition does.
    """

    claimed: Told | None
    checked: Told | None
    difference: Difference
    reasons: tuple[Reason, ...]
    steps: tuple[str, ...]

    @property
    def measure(self) -> Told:
        """The measure as it was last told."""
        return self.checked or self.claimed or {}

    @property
    def sides(self) -> tuple[Told | None, Told | None]:
        """Claimed, then checked."""
        return self.claimed, self.checked


class Comparison(NamedTuple):
    """Both assessments. `shared` are reasons that concern all support, told once."""

    claimed: Told
    checked: Told
    difference: Difference
    shared: tuple[Reason, ...]
    measures: tuple[Compared, ...]

    @property
    def is_range(self) -> bool:
        """Whether the checked total is not certain."""
        return bool(self.checked["total"]["min"] != self.checked["total"]["max"])


def compare(claimed: Told, checked: Told) -> Comparison:
    """Two assessments of one family, measure by measure in the order of the checked one."""
    before, after = _by_code(claimed), _by_code(checked)
    codes = dict.fromkeys([*after, *before])
    return Comparison(
        claimed,
        checked,
        difference(claimed["total"], checked["total"]),
        _shared(claimed, checked),
        tuple(_compared(before.get(code), after.get(code)) for code in codes),
    )


def difference(before: Sum, after: Sum) -> Difference:
    """What became of a sum. Where it is a range, its least and its most are told apart."""
    least, most = after["min"] - before["min"], after["max"] - before["max"]
    if least == most == 0:
        return Difference("same", gettext("The same"))
    if least == most:
        return _moved(least)
    return Difference("other", "; ".join(_ends(least, most)))


def _moved(by: int) -> Difference:
    if by > 0:
        return Difference("more", gettext("More: %(sum)s") % {"sum": signed(by)})
    return Difference("less", gettext("Less: %(sum)s") % {"sum": signed(by)})


def _ends(least: int, most: int) -> Iterator[str]:
    """How the two ends of a range moved."""
    if least:
        yield gettext("The least: %(sum)s") % {"sum": signed(least)}
    if most:
        yield gettext("The most: %(sum)s") % {"sum": signed(most)}


def signed(tenge: int) -> str:
    """A difference with its sign: +100 000 ₸, −100 000 ₸."""
    return f"{'−' if tenge < 0 else '+'}{NO_BREAK}{money(abs(tenge))}"


def _by_code(told: Told) -> dict[str, Told]:
    return {measure["code"]: measure for measure in told["measures"]}


def _compared(before: Told | None, after: Told | None) -> Compared:
    found = _difference(before, after)
    if found.kind == "same":
        return Compared(before, after, found, (), ())
    reasons = tuple(_reasons(_own(before), _own(after)))
    return Compared(before, after, found, reasons, () if reasons else _new_steps(before, after))


def _difference(before: Told | None, after: Told | None) -> Difference:
    if before is None or after is None:
        return Difference("other", gettext("Only on one side: the rules are others now"))
    found = difference(before["amount"], after["amount"])
    if found.kind == "same" and before["verdict"] != after["verdict"]:
        return Difference("other", gettext("Another result"))
    return found


def _own(measure: Told | None) -> list[Told]:
    """The conditions of one measure alone."""
    return [each for each in (measure or {"conditions": ()})["conditions"] if not each["shared"]]


def _shared(claimed: Told, checked: Told) -> tuple[Reason, ...]:
    """What changed of the conditions that all measures ask."""
    before, after = (
        [each for each in told["measures"][0]["conditions"] if each["shared"]]
        for told in (claimed, checked)
    )
    return tuple(_reasons(before, after))


def _reasons(before: Iterable[Told], after: Iterable[Told]) -> Iterator[Reason]:
    was = {each["code"]: each for each in before}
    now = {each["code"]: each for each in after}
    for code in dict.fromkeys([*now, *was]):
        one, other = was.get(code, {}).get("outcome"), now.get(code, {}).get("outcome")
        if one != other:
            yield Reason((now.get(code) or was[code])["text"], one, other)


def _new_steps(before: Told | None, after: Told | None) -> tuple[str, ...]:
    known = {step["text"] for step in (before or {"steps": ()})["steps"]}
    steps = (after or {"steps": ()})["steps"]
    return tuple(step["text"] for step in steps if step["text"] not in known)
