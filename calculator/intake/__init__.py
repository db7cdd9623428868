"""From any outside form of facts to a Family, and back to an address.

The form, an address, JSON and a row of a file all speak the names of `FACTS`; each value comes
as text, or as JSON's own types. Every fault is found in one go and names the fact, what was given
and what is allowed. Unknown stays unknown: an empty value is no answer, not no.

    family = understood({"track": "resettler", "members": "self:34;child:7", …}, law, today)
    query(family)  →  "on=2026-03-01&track=resettler&…"
"""

from calculator.intake.address import Requery, plain, plain_fact, query, texts
from calculator.intake.members import FAMILY_SIZE, MOST_MEMBERS, pairs
from calculator.intake.reader import MOST_REMEMBERED, Reader, understood
from calculator.intake.values import LONGEST_QUOTE, allowed, may_be_unknown, shown

__all__ = [
    "FAMILY_SIZE",
    "LONGEST_QUOTE",
    "MOST_MEMBERS",
    "MOST_REMEMBERED",
    "Reader",
    "Requery",
    "allowed",
    "may_be_unknown",
    "pairs",
    "plain",
    "plain_fact",
    "query",
    "shown",
    "texts",
    "understood",
]
