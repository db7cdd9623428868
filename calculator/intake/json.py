"""Families written as JSON. Strict: a fact that is given twice has not been given."""

import json
from collections import Counter
from typing import Any, NoReturn

from calculator.intake.values import shown
from calculator.rules.errors import BadFacts, Fault


class NotJSON(ValueError):
    """A text that holds no JSON that can be read, or no object where one must be; it is quoted."""


class _Repetitive(dict[str, Any]):
    """An object in which some names stand more than once."""

    repeated: tuple[Fault, ...] = ()


def parsed(text: bytes) -> object:
    """What a JSON text says; UTF-8 with or without BOM. Raises NotJSON."""
    try:
        return json.loads(
            text.decode("utf-8-sig"),
            object_pairs_hook=_object,
            parse_constant=_no_number,
        )
    except (ValueError, RecursionError) as error:
        raise NotJSON(shown(text[:400].decode("utf-8", "replace"))) from error


def facts(value: object) -> dict[str, Any]:
    """The facts of one family, as parsed.

    Raises NotJSON where it is no object, BadFacts where it gives a fact more than once.
    """
    if not isinstance(value, dict):
        raise NotJSON(shown(value))
    members = value.get("members")
    objects = [value, *(members if isinstance(members, list) else ())]
    faults = [
        fault for each in objects if isinstance(each, _Repetitive) for fault in each.repeated
    ]
    if faults:
        raise BadFacts(faults)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    counts = Counter(name for name, _value in pairs)
    repeated = sorted(name for name, count in counts.items() if count > 1)
    repetitive = _Repetitive(found)
    repetitive.repeated = tuple(
        Fault(shown(name), "repeated", shown(found[name])) for name in repeated
    )
    return repetitive


def _no_number(constant: str) -> NoReturn:
    """NaN and Infinity are no JSON."""
    raise ValueError(constant)
