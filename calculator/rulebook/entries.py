"""Papers and steps as pages show them: short headings, equal ones joined, ended ones apart."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext

from calculator.rulebook.groups import group
from calculator.wording.figures import day

Part = dict[str, Any]
APART = {"code", "when", "bases"}
"""In what entries that say the same may differ: for whom they are, and on which act they stand."""
SENTENCE_END = re.compile(r"(?<=[.?!])\s+")


def entries(kind: str, told: Sequence[Part], today: date) -> dict[str, list[Part]]:
    """What holds now or will, and what held earlier; `kind` begins their anchors."""
    joined: dict[str, list[Part]] = {}
    for part in told:
        same = str({key: value for key, value in part.items() if key not in APART})
        joined.setdefault(same, []).append(part)
    found: dict[str, list[Part]] = {"now": [], "earlier": []}
    for each in _headed([*joined.values()]):
        over = each["ended"] and each["ended"] < today.isoformat()
        found["earlier" if over else "now"].append({**each, "kind": kind})
    return found


def _headed(joined: Sequence[list[Part]]) -> Iterator[Part]:
    """Each with its first sentence as its heading, and for whom where another has the same one."""
    heads = [_first_sentence(parts[0]["text"]) for parts in joined]
    often = Counter(head for head, _ in heads)
    for (head, rest), parts in zip(heads, joined, strict=True):
        first = parts[0]
        more = [*dict.fromkeys(word for part in parts for word in _group(part))]
        if first["ended"]:
            until = {"day": day(date.fromisoformat(first["ended"]))}
            more.append(gettext("until %(day)s") % until)
        title = f"{head} – {', '.join(more)}" if more and often[head] > 1 else head
        yield {**first, "heading": title, "rest": rest, "parts": parts}


def _group(part: Part) -> list[str]:
    """For whom it is."""
    return group(
        {asked["fact"]: [answer["value"] for answer in asked["answers"]] for asked in part["when"]}
    )


def _first_sentence(text: str) -> tuple[str, str]:
    first, *rest = SENTENCE_END.split(text, maxsplit=1)
    return first.rstrip("."), "".join(rest)
