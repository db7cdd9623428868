"""Who may do what. A role is a group; what it may is written here, and nowhere else."""

from typing import Literal, get_args

Role = Literal["specialist", "supervisor", "analyst", "administrator"]
Ability = Literal["cases", "record", "figures", "people", "centres", "reports", "keys"]

ROLES: tuple[Role, ...] = get_args(Role)

ABILITIES: dict[Role, frozenset[Ability]] = {
    "specialist": frozenset({"cases"}),
    "supervisor": frozenset({"cases", "record", "figures", "people"}),
    "analyst": frozenset({"figures", "reports"}),
    "administrator": frozenset({"people", "centres", "reports", "keys"}),
}
"""`cases` are those of one's own centre, files of families among them; `record` is who did what
there; `people` are accounts: a supervisor's own specialists, an administrator's all; `reports`
are of figures that somebody found wrong, `keys` those of programs that use the API."""

OF_A_CENTRE: frozenset[Role] = frozenset({"specialist", "supervisor"})
"""Roles that work at a centre, and see nothing of any other."""
