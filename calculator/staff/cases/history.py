"""What was done with a case: how it moved, what was worked out, who looked at it."""

from typing import Any, NamedTuple, cast

from calculator.questions import Words
from calculator.staff import queries
from calculator.staff.cases import snapshots
from calculator.staff.models import Case, Entry, Move, Snapshot, Worker
from calculator.staff.record import Action
from calculator.staff.words import ACTIONS, STATES, at_desk, state_of
from calculator.wording.figures import language

MOST_ENTRIES = 100


class Moved(NamedTuple):
    """A move, with both states in words."""

    move: Move
    before: Words
    after: Words


class Made(NamedTuple):
    """An assessment that was made, and its total."""

    snapshot: Snapshot
    total: dict[str, int]


class Noted(NamedTuple):
    """An entry of the record: only who, when and what."""

    entry: Entry
    action: Words


def history_of(case: Case, worker: Worker, wanted: str) -> dict[str, Any]:
    """The history as a worker may see it, with the assessment that is `wanted` whole."""
    made = list(snapshots.of(case).select_related("made_by").defer(f"told_{language()}"))
    opened = next((each for each in made if str(each.pk) == wanted), None)
    shown: dict[str, Any] = {
        "case": case,
        "state": state_of(case),
        "moves": [_moved(move) for move in case.moves.select_related("by")],
        "made": [Made(each, {"min": each.total_min, "max": each.total_max}) for each in made],
        "opened": opened,
        "entries": _entries(case, worker),
    }
    if opened:
        checked = opened.kind == Snapshot.Kind.CHECKED
        told = at_desk(snapshots.told(opened), checked=checked)
        shown |= {"told": told, "answers": snapshots.told_answers(opened)}
    return shown


def _moved(move: Move) -> Moved:
    return Moved(move, STATES[move.before], STATES[move.after])


def _entries(case: Case, worker: Worker) -> list[Noted]:
    """What the record says of the case, the newest first; nothing for who may not read it."""
    found = queries.entries(worker).filter(reference=case.reference).order_by("-number")
    return [Noted(entry, ACTIONS[cast(Action, entry.action)]) for entry in found[:MOST_ENTRIES]]
