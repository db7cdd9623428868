"""Texts that people typed, as far as the fonts of the paper can write them.

A sign that no font has would be no paper at all: a PDF for everyone (PDF/UA) must not hold it.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

SUBSTITUTE = "⬚"
# All signs of the fonts, see fonts/README.md.
_UNDRAWN = re.compile(
    "[^ -~\u00a0-\u017f\u02bc\u0400-\u045f\u0490-\u04ff\u2010-\u2015\u2018-\u201e\u2020-\u2022"
    "\u2026\u202f\u2030\u2032\u2033\u2039\u203a\u20ac\u20b8\u20bd\u2116\u2122"
    "\u2190-\u2193\u2212\u2248\u2260\u2264\u2265\u2610-\u2612\u2713\u2717\u2b1a\n]"
)
_LINE_ENDS = re.compile("\\s*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\\s*")
# What changes the sign before it or cannot be seen: accents, joiners, marks of direction.
_UNSEEN = {"Mn", "Me", "Cf"}


def legible(content: Any) -> Any:
    """Plain data with each text as it can be printed, lines and all; other values as they are.

    `SUBSTITUTE` stands for each sign that no font has.
    """
    if isinstance(content, str):
        return _printed(content)
    if isinstance(content, Mapping):
        return {key: legible(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [legible(each) for each in content]
    return content


def _printed(text: str) -> str:
    whole = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text))
    return _UNDRAWN.sub(_instead, whole).strip()


def _instead(undrawn: re.Match[str]) -> str:
    sign = undrawn[0]
    if sign.isspace():
        return " "
    if unicodedata.category(sign) in _UNSEEN or unicodedata.category(sign) == "Cc":
        return ""
    return SUBSTITUTE
