"""The law as data: one TOML file a topic, read once and checked whole.

Every block says from when, until when, on whose word, and how sure that is:

    official   the wording of the act itself was seen
    letter     a ministry or the Prime Minister states it in a letter
    reported   the press or a public body's page states it
    assumed    our reading; nothing seen states it or contradicts it
"""

from functools import cache
from pathlib import Path

from calculator.rules import Law, load
from calculator.rules.rehearsal import check


@cache
def current() -> Law:
    """The law this calculator works with. Raises LawError with every problem of its data."""
    law = load(Path(__file__).parent)
    check(law)
    return law
