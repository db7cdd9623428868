"""What stands in the form of a check, as it was typed or as it was kept."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from django.http import QueryDict

from calculator import intake
from calculator.forms import Row, answered, member_rows, typed
from calculator.rules import Family
from calculator.rules.errors import BadFacts
from calculator.staff import merging
from calculator.staff.cases.checking import Found, checked_family

# What a form brings along, and the rows of members, which are compared as a whole.
NOT_TYPED = {"csrfmiddlewaretoken", "version", "was", "do", "after", "reason"}
ROW = re.compile("(?:relation|age)_[0-9]{1,2}")


class Typed(NamedTuple):
    """What stands in the form: texts by the name of their field, and the rows of members."""

    texts: Mapping[str, str]
    rows: tuple[Row, ...]

    @classmethod
    def sent(cls, query: QueryDict, claimed: Family) -> "Typed":
        """As a browser sent it."""
        texts = {name: answered(query, name) for name in query}
        return cls(texts, tuple(member_rows(query)) or rows_of(claimed))

    @classmethod
    def kept(cls, claimed: Family, findings: Mapping[str, Found], **texts: str) -> "Typed":
        """As it was saved; corrections the way a person types them."""
        found = {outcome_name(fact): each.outcome for fact, each in findings.items()}
        corrected = _corrections(claimed, findings)
        rows = tuple(intake.pairs(corrected.pop("members", ""))) or rows_of(claimed)
        return cls({**texts, **found, **corrected}, rows)

    @property
    def remembered(self) -> str:
        """All that stands in the form, as one text to be sent along with it."""
        return merging.remembered(self._flat())

    def same_as(self, other: "Typed") -> bool:
        """Whether the same stands in both."""
        return merging.same(self._flat(), other._flat())

    def merged(self, was: str, now: "Typed") -> "Typed":
        """This, but what was left as it `was` takes what stands `now`."""
        texts = merging.merged(self._flat(), was, now._flat())
        return Typed(texts, tuple(intake.pairs(texts.pop("members"))))

    def _flat(self) -> dict[str, str]:
        members = ";".join(":".join(row) for row in self.rows)
        named = {
            name: text
            for name, text in self.texts.items()
            if name not in NOT_TYPED and not ROW.fullmatch(name)
        }
        return {**named, "members": members}


def outcome_name(fact: str) -> str:
    """The name of the field for the outcome of a fact."""
    return f"outcome_{fact}"


def rows_of(claimed: Family) -> tuple[Row, ...]:
    """The members as the family named them."""
    return tuple(intake.pairs(intake.texts(claimed)["members"]))


def _corrections(claimed: Family, findings: Mapping[str, Found]) -> dict[str, str]:
    """The corrections as a person types them; as they are where the law of now knows them not."""
    raw = {fact: each.corrected for fact, each in findings.items() if each.corrected}
    try:
        texts = typed(checked_family(claimed, findings))
    except BadFacts:
        return raw
    return {fact: texts.get(fact, text) for fact, text in raw.items()}
