"""Names and identity numbers, where an installation keeps them: encrypted, and never searched."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet


class Person(NamedTuple):
    """Who applies; either may be empty. An identity number has twelve digits."""

    name: str = ""
    number: str = ""


def are_sound(keys: Sequence[str]) -> bool:
    """Whether there is at least one key, and all are keys."""
    from cryptography.fernet import Fernet  # noqa: PLC0415

    try:
        return bool([Fernet(key) for key in keys])
    except ValueError:
        return False


def sealed(person: Person) -> bytes | None:
    """A person as they are stored: encrypted with the newest key; None where nothing is said."""
    if not any(person):
        return None
    return _box().encrypt(json.dumps(person).encode())


def opened(stored: bytes | None) -> Person:
    """Who it is. Raises cryptography.fernet.InvalidToken where no key fits."""
    if stored is None or not settings.PERSONAL_DATA:
        return Person()
    return Person(*json.loads(_box().decrypt(bytes(stored))))


def person_of(stored: bytes | memoryview | None) -> Person | None:
    """Who it is; nobody named where nothing is kept or shown, None where no key fits."""
    if stored is None or not settings.PERSONAL_DATA:
        return Person()
    from cryptography.fernet import InvalidToken  # noqa: PLC0415

    try:
        return opened(bytes(stored))
    except InvalidToken:
        return None


def is_identity_number(digits: str) -> bool:
    """Whether twelve digits are an identity number: the last proves the others.

    Weights 1 to 11; where that leaves 10, weights 3 to 11, 1, 2; where that leaves 10 too, none.
    """
    if len(digits) != LENGTH or not digits.isascii() or not digits.isdigit():
        return False
    numbers = [int(digit) for digit in digits]
    for weights in WEIGHTS:
        control = sum(a * b for a, b in zip(weights, numbers, strict=False)) % 11
        if control < TEN:
            return control == numbers[-1]
    return False


LENGTH, TEN = 12, 10
WEIGHTS = ((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2))


def _box() -> "MultiFernet":
    from cryptography.fernet import Fernet, MultiFernet  # noqa: PLC0415

    return MultiFernet([Fernet(key) for key in settings.PERSONAL_DATA_KEYS])


def renewed(stored: bytes) -> bytes:
    """The same, encrypted with the newest key. Raises InvalidToken where no key fits."""
    return _box().rotate(bytes(stored))
