"""What in a text leads to a person, which no report may hold: an identity or a telephone number,
a card, an account, an address for letters.

People write these numbers in groups, and sums of money too. So twelve digits in groups are an
identity number only where they keep its own rules, and what may as well be sums is no telephone.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate, pairwise
from typing import NamedTuple

from calculator.staff.reports.signs import seen

IDENTITY, SHORTEST_ABROAD, LONGEST_ABROAD, MOST_DIGITS = 12, 10, 15, 16
HALVES, CARD, THREE = [6, 6], [4, 4, 4, 4], 3
CENTURIES = {"0": 2000, "1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}
"""When somebody was born, by the seventh digit; 0 where that is not told."""
WEIGHTS = (range(1, 12), (*range(3, 12), 1, 2))
"""Of the control digit: the second where the first give ten."""

_APART = r"[\s\-.,/_·•|\\]{1,3}"
_RUN = re.compile(rf"\+?\d+(?:{_APART}\d+)*")
_NUMBER = re.compile(r"\d+")
_DIALLED = re.compile(r"[78][79]\d{9}")
_MOBILE = re.compile(r"7[0467]\d{8}")
_CARD = re.compile(r"[456]\d{15}")
_BETWEEN_DIALLED = re.compile(r"\s{1,3}|[-./_·•|\\]")
_MINUS = re.compile(r"\s-\s")
# Between the groups of one sum: 7 028 125.
_IN_A_SUM = re.compile(r"[\s.]")
_IN_BRACKETS = re.compile(r"[\s-]*\(\s*(\d{2,5})\s*\)[\s-]*")
_MAIL = r"[\w.+-]+@[\w-]+\.\w[\w.-]*"
_ACCOUNT = r"(?<![^\W_])KZ[\s-]?\d\d(?:[\s-]?[0-9A-Z]){16}(?![^\W_])"
_OTHER = re.compile(rf"{_MAIL}|{_ACCOUNT}", re.IGNORECASE)
_MONTH = r"(?:0?[1-9]|1[0-2])"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
# Days, and a term with its years in two digits: else two of them would be twelve digits.
_DAYS = re.compile(
    rf"(?<!\d)(?:{_DAY}([./-]){_MONTH}\1(?:19|20)\d\d|(?:19|20)\d\d-{_MONTH}-{_DAY})(?!\d)"
    rf"|(?<![\d.]){_DAY}\.{_MONTH}\.\d\d\s?-\s?{_DAY}\.{_MONTH}\.\d\d(?![\d.])"
)


def numbers_of_a_person(text: str) -> list[str]:
    """What in a text leads to a person, as it can be read there."""
    plain = seen(text)
    grouped = _IN_BRACKETS.sub(r" \1 ", _DAYS.sub(";", plain))
    numbers = (each for run in _RUN.finditer(grouped) for each in _in_a_run(run[0]))
    return [*(match[0] for match in _OTHER.finditer(plain)), *numbers]


class _Group(NamedTuple):
    """Some digits in one, and what stands between them and those before.

    They may be `of_a_sum`, and then one that began `earlier`.
    """

    digits: str
    before: str
    of_a_sum: bool
    earlier: bool


def _groups(run: str) -> list[_Group]:
    """The groups of a run. In a sum all but the first are of three, one blank apart."""
    numbers = [*_NUMBER.finditer(run)]
    apart = [run[one.end() : two.start()] for one, two in pairwise(numbers)]
    sums = [
        len(one[0]) <= THREE == len(two[0]) and bool(_IN_A_SUM.fullmatch(between))
        for one, two, between in zip(numbers, numbers[1:], apart, strict=False)
    ]
    return [
        _Group(number[0], before, earlier or later, earlier)
        for number, before, earlier, later in zip(
            numbers, ["", *apart], [False, *sums], [*sums, False], strict=True
        )
    ]


def _in_a_run(run: str) -> Iterator[str]:
    """What leads to a person in a run of groups; no two of them share a group."""
    groups, first = _groups(run), 0
    while first < len(groups):
        abroad = first == 0 and run.startswith("+")
        if end := _end(groups, first, abroad=abroad):
            rest = "".join(each.before + each.digits for each in groups[first + 1 : end])
            yield "+" * abroad + groups[first].digits + rest
        first = end or first + 1


def _end(groups: Sequence[_Group], first: int, *, abroad: bool) -> int:
    """After which group the longest ends that begins with `first`; 0 where there is none."""
    lengths = accumulate(len(each.digits) for each in groups[first:])
    ends = [end for end, all_ in enumerate(lengths, first + 1) if all_ <= MOST_DIGITS]
    for end in reversed(ends or [first + 1]):
        cut = groups[first].earlier or (end < len(groups) and groups[end].earlier)
        if cut and all(each.of_a_sum for each in groups[first:end]):
            continue  # A piece of a sum is no number of its own.
        if _leads_to_a_person(groups[first:end], abroad=abroad):
            return end
    return 0


def _leads_to_a_person(groups: Sequence[_Group], *, abroad: bool) -> bool:
    digits = "".join(each.digits for each in groups)
    lengths = [len(each.digits) for each in groups]
    if _is_identity(digits, lengths) or (lengths == CARD and _is_card(digits)):
        return True
    if not _are_dialled([each.before for each in groups[1:]]):
        return False
    if abroad and SHORTEST_ABROAD <= len(digits) <= LONGEST_ABROAD:
        return True
    known = _DIALLED.fullmatch(digits) or _MOBILE.fullmatch(digits)
    return bool(known) and not (len(groups) > 1 and all(each.of_a_sum for each in groups))


def _are_dialled(between: Sequence[str]) -> bool:
    """Whether the groups of one number stand apart like this, and not two numbers."""
    return all(map(_BETWEEN_DIALLED.fullmatch, between)) or all(map(_MINUS.fullmatch, between))


# --- identity numbers and cards ------------------------------------------------------------------


def _is_identity(digits: str, lengths: list[int]) -> bool:
    """Twelve digits, or more, in one are always taken for it: nobody is owed such a sum."""
    if len(lengths) == 1:
        return len(digits) >= IDENTITY
    if len(digits) != IDENTITY or not _begins_with_a_birthday(digits):
        return False
    return lengths == HALVES or _control(digits) == int(digits[-1])


def _begins_with_a_birthday(digits: str) -> bool:
    century = CENTURIES.get(digits[6])
    if century is None:
        return False
    try:
        date(century + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return False
    return True


def _control(digits: str) -> int | None:
    """The last digit of an identity number, of the others; None where no such is used."""
    for weights in WEIGHTS:
        rest: int = (
            sum(int(one) * weight for one, weight in zip(digits, weights, strict=False)) % 11
        )
        if rest < 10:  # noqa: PLR2004
            return rest
    return None


def _is_card(digits: str) -> bool:
    """Every second digit counts twice, and all together end in nought."""
    doubled = (sum(divmod(2 * int(one), 10)) for one in digits[::2])
    return bool(_CARD.fullmatch(digits)) and (
        (sum(doubled) + sum(map(int, digits[1::2]))) % 10 == 0
    )
