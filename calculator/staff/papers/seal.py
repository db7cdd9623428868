"""The seal of a paper: a keyed digest of all it says, short enough to be typed.

Sixteen signs of the alphabet of references hold 80 bits. Without the key nobody can work one out,
and guessing is hopeless: at a hundred tries a second, one sheet's seal would take some 10¹⁴ years,
and every try stands on record.
"""

import hmac
import json
from collections.abc import Mapping
from typing import Any

from calculator.staff import record
from calculator.staff.cases.reference import ALPHABET

LENGTH, GROUP = 16, 4
_BITS = 5
_DIGEST_BITS = 256

Content = Mapping[str, Any]


def seal_of(content: Content) -> str:
    """The seal of what a paper says: the same for the same content, in whatever order."""
    text = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    bits = int(record.keyed("seal", text), 16) >> (_DIGEST_BITS - LENGTH * _BITS)
    places = range(LENGTH - 1, -1, -1)
    return "".join(ALPHABET[bits >> (place * _BITS) & len(ALPHABET) - 1] for place in places)


def shown(seal: str) -> str:
    """In four groups, as it is printed: ABCD-EFGH-JKLM-NPQR."""
    return "-".join(seal[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def may_be(typed: str) -> bool:
    """Whether this can be a seal at all."""
    return len(typed) == LENGTH and set(typed) <= set(ALPHABET)


def same(one: str, other: str) -> bool:
    """Whether two seals are the same; it takes as long whichever sign differs."""
    return hmac.compare_digest(one.encode(), other.encode())
