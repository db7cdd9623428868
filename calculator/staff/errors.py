"""What may go wrong when a case is changed.

QonysError
├── Conflict     somebody else changed the case meanwhile
└── NotAllowed   a case in this state does not allow it, or something is still missing
"""

from collections.abc import Sequence

from calculator.rules.errors import QonysError
from calculator.staff.models import Case


class Conflict(QonysError):
    """The case is not as whoever changes it saw it. `case` is as it stands now."""

    def __init__(self, case: Case) -> None:
        super().__init__(f"{case.reference} is at version {case.version}")
        self.case = case


class NotAllowed(QonysError):
    """`problem` is a code, `facts` those it concerns; the pages have words for them."""

    def __init__(self, problem: str, facts: Sequence[str] = ()) -> None:
        super().__init__(problem)
        self.problem, self.facts = problem, tuple(facts)
