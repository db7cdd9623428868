"""Where and how to apply: the law's own steps, for a family of which only its track is known."""

from datetime import date
from typing import Any

from calculator.regions.rent import rules_of
from calculator.regions.words import Citations
from calculator.rules import Law
from calculator.rules.facts import DEFAULTS, Track
from calculator.rules.records import Basis, Stage
from calculator.wording.figures import said

Part = dict[str, Any]


def way(law: Law, on: date, track: Track, cited: Citations) -> list[Part]:
    """The steps in use on a day; none where no rules of that day are known."""
    rules = rules_of(law, on)
    if rules is None:
        return []
    return [_step(stage, basis, cited) for stage, basis in rules.way if _concerns(stage, track)]


def _concerns(stage: Stage, track: Track) -> bool:
    """Whether a step is for a family that answered nothing else, as far as one can tell."""
    known = {**DEFAULTS, "track": track}
    return "{" not in said(stage.text) and all(
        known.get(fact) in values for fact, values in stage.when.items()
    )


def _step(stage: Stage, basis: Basis, cited: Citations) -> Part:
    return {
        "code": stage.code,
        "text": said(stage.text),
        "term": stage.term and said(stage.term),
        "cited": cited.cite(basis),
    }
