"""How a case may move: new → in check → checked (three ways) → closed, and back into check."""

from calculator.staff.models import Case

State = Case.State

CHECKED = (State.ELIGIBLE, State.NOT_ELIGIBLE, State.SENT_BACK)

MOVES: dict[str, tuple[State, ...]] = {
    State.NEW: (State.IN_CHECK,),
    State.IN_CHECK: CHECKED,
    State.ELIGIBLE: (State.CLOSED, State.IN_CHECK),
    State.NOT_ELIGIBLE: (State.CLOSED, State.IN_CHECK),
    State.SENT_BACK: (State.IN_CHECK, State.CLOSED),
    State.CLOSED: (),
}
"""Where each state leads, the usual way first."""

AGREES = {
    State.ELIGIBLE: "eligible",
    State.NOT_ELIGIBLE: "not_eligible",
    State.SENT_BACK: "open",
}
"""The verdict each decision goes with; another decision must give its reason."""


def may_move(before: str, after: str) -> bool:
    """Whether a case may go from one state to another."""
    return after in MOVES.get(before, ())
