"""The reference of a case: seven random signs and one that proves them, read aloud as 7K3M-92XP.

No I, O, 0 or 1. The signs are the 32 elements of a finite field; the last makes the weighted sum
of all eight zero. So one wrong sign, and two that changed places, are always noticed.
"""

import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 8
# Letters of a Kazakh keyboard that look like signs of the alphabet.
LOOK_ALIKES = str.maketrans("АВСЕНКМРТХУЗ", "ABCEHKMPTXY3")
# Of the polynomial x⁵ + x² + 1, which makes five bits a field.
_OVERFLOW, _POLYNOMIAL = 0b100000, 0b100101


def new_reference() -> str:
    """A reference nobody can guess, its check sign at the end."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return signs + check_sign(signs)


def check_sign(signs: str) -> str:
    """The sign that proves the others."""
    return ALPHABET[_weighted(signs)]


def is_sound(reference: str) -> bool:
    """Whether this can be a reference: eight signs of the alphabet, proved by the last."""
    return (
        len(reference) == LENGTH
        and set(reference) <= set(ALPHABET)
        and check_sign(reference[:-1]) == reference[-1]
    )


def read(text: str) -> str:
    """A reference as it was typed or read aloud: in any case, with spaces, hyphens, Cyrillic."""
    bare = "".join(letter for letter in text.upper() if letter.isalnum())
    return bare.translate(LOOK_ALIKES)


def spoken(reference: str) -> str:
    """In two groups, as it is printed: 7K3M-92XP."""
    return f"{reference[:4]}-{reference[4:]}"


def _weighted(signs: str) -> int:
    """The sum of the signs, each doubled in the field once for each place from the end."""
    total = 0
    for sign in signs:
        total = _doubled(total ^ ALPHABET.index(sign))
    return total


def _doubled(element: int) -> int:
    element <<= 1
    return element ^ _POLYNOMIAL if element & _OVERFLOW else element
