"""What can be seen of a text: some signs take no room, and some look like others."""

import unicodedata

# Marks that join, what only steers how others are drawn, and what steers a printer.
_UNSEEN = frozenset({"Cf", "Cc", "Mn", "Me"})
# Letters and symbols that are drawn as nothing.
_EMPTY = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


def seen(text: str) -> str:
    """A text without what nobody sees, each sign in its plainest form, each dash as a hyphen."""
    return "".join(map(_plain, unicodedata.normalize("NFKC", text)))


def is_blank(text: str) -> bool:
    """Whether nothing of a text can be seen."""
    return not seen(text).strip()


def _plain(sign: str) -> str:
    kind = unicodedata.category(sign)
    if sign.isspace():
        return sign
    if sign in _EMPTY or kind in _UNSEEN:
        return ""
    if kind == "Nd":
        return str(unicodedata.digit(sign))
    return "-" if kind == "Pd" or sign == "\u2212" else sign
