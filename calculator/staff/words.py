"""The words for what the desk has codes for: states, moves, findings, what is on record."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calculator.questions import Words
from calculator.staff.models import Case, Finding, Upload
from calculator.staff.record import Action
from calculator.staff.roles import Role
from calculator.wording import figures

State = Case.State

STATES: dict[str, Words] = {
    State.NEW: _("New"),
    State.IN_CHECK: _("In check"),
    State.ELIGIBLE: _("Checked: support is due"),
    State.NOT_ELIGIBLE: _("Checked: support is not due"),
    State.SENT_BACK: _("Sent back for papers"),
    State.CLOSED: _("Closed"),
}

CLOSED: dict[str, Words] = {
    State.ELIGIBLE: _("Closed: support is due"),
    State.NOT_ELIGIBLE: _("Closed: support is not due"),
    State.SENT_BACK: _("Closed: sent back for papers"),
}
"""A closed case goes on saying what was decided."""


def state_of(case: Case) -> Words:
    """How a case stands, in words."""
    return standing(case.state, case.decision)


def standing(state: str, decision: str) -> Words:
    """A state in words; a closed case with what was decided in it."""
    return CLOSED.get(decision, STATES[state]) if state == State.CLOSED else STATES[state]


MOVES: dict[tuple[str, str], Words] = {
    (State.NEW, State.IN_CHECK): _("Begin the check"),
    (State.IN_CHECK, State.ELIGIBLE): _("Decide: support is due"),
    (State.IN_CHECK, State.NOT_ELIGIBLE): _("Decide: support is not due"),
    (State.IN_CHECK, State.SENT_BACK): _("Send back for papers"),
    (State.ELIGIBLE, State.CLOSED): _("Close the case"),
    (State.NOT_ELIGIBLE, State.CLOSED): _("Close the case"),
    (State.SENT_BACK, State.CLOSED): _("Close the case"),
    (State.ELIGIBLE, State.IN_CHECK): _("Check again"),
    (State.NOT_ELIGIBLE, State.IN_CHECK): _("Check again"),
    (State.SENT_BACK, State.IN_CHECK): _("The papers are here: check again"),
}

OUTCOMES: dict[str, Words] = {
    Finding.Outcome.SEEN: _("Seen"),
    Finding.Outcome.NOT_SEEN: _("Not seen"),
    Finding.Outcome.DIFFERENT: _("Different"),
}

VERDICTS: dict[str, Words] = {
    "loan": _("The family can apply for this"),
    "in_kind": _("May be owed"),
    "employer": _("Owed to the employer"),
    "family": _("Owed to the family"),
}
"""What is due, as those read it who are not the family: by kind, else by who is paid."""


def verdict_of(measure: Mapping[str, Any]) -> str:
    """The verdict on a measure as it stands at the desk, where it speaks of the family."""
    verdict, kind, payee = (measure[key] for key in ("verdict", "kind", "payee"))
    if verdict != "eligible":
        return figures.verdict(verdict)
    return str(VERDICTS[kind if kind in VERDICTS else payee])


def meaning_of(told: Mapping[str, Any], *, checked: bool) -> str:
    """What a total means at the desk: one that goes by a check, or by what the family said."""
    if told["verdict"] == "not_eligible":
        if checked:
            return gettext("Going by what was checked, no money is owed. See below why.")
        return gettext("Going by the family's answers, no money is owed. See below why.")
    if told["verdict"] == "eligible" and told["total"]["min"] == told["total"]["max"]:
        if checked:
            return gettext("Going by what was checked, this is what the family is owed.")
        return gettext("Going by the family's answers, this is what it is owed.")
    return gettext(
        "The sum depends on what is not known yet. Whatever comes of that, it stays within this "
        "range."
    )


def at_desk(told: Mapping[str, Any], *, checked: bool) -> dict[str, Any]:
    """An assessment with the words of the desk for its total and each measure."""
    measures = [{**each, "at_desk": verdict_of(each)} for each in told["measures"]]
    return {**told, "measures": measures, "at_desk": meaning_of(told, checked=checked)}


UPLOADS: dict[str, Words] = {
    Upload.State.WAITING: _("Waiting"),
    Upload.State.WORKING: _("Being worked out"),
    Upload.State.DONE: _("Worked out"),
    Upload.State.REFUSED: _("Cannot be read"),
    Upload.State.CANCELLED: _("Cancelled"),
}

ROLES: dict[Role, Words] = {
    "specialist": _("Specialist"),
    "supervisor": _("Supervisor"),
    "analyst": _("Analyst"),
    "administrator": _("Administrator"),
}

PROBLEMS: dict[str, Words] = {
    "no_centre": _("You belong to no centre, so you can open no case."),
    "not_in_check": _("This case is not in check. Take it back into check first."),
    "not_saved": _("Save the check first: you have changed something that is not saved."),
    "closed": _("This case is closed. It can only be read."),
    "no_such_move": _("A case in this state cannot go there."),
    "not_checked": _("Nothing has been checked yet: save the check first."),
    "law_changed": _("The rules have changed since the check: work it out anew first."),
    "not_looked_at": _("Before this decision, look at every fact that a paper proves. Missing:"),
    "reason_needed": _("The calculator comes to something else. Write why you decide otherwise."),
    "centre_closed": _("Your centre is closed, so you can open no case."),
    "not_yours": _("You do not look after this account."),
    "own_account": _(
        "This is your own account. Another administrator can close it or change its role."
    ),
    "last_administrator": _("This is the last open account of an administrator."),
    "demonstrated": _("The demonstration is there already; nothing was changed."),
    "username_taken": _("Somebody signs in with this name already. Choose another."),
    "centre_and_role": _("Specialists and supervisors work at a centre, others at none."),
    "keys_not_yours": _("Only an administrator issues and revokes keys."),
    "key_name_taken": _(
        "A key of this name is in use already. Choose another name, or revoke that key first."
    ),
    "settled": _("Somebody has settled this report meanwhile."),
    "reports_not_yours": _("Only an analyst or an administrator settles reports."),
}
"""Why an action was not done; the codes are those of `errors.NotAllowed`."""

ACTIONS: dict[Action, Words] = {
    "sign_in": _("Signed in"),
    "sign_in_failed": _("Could not sign in"),
    "locked_out": _("Closed after wrong passwords"),
    "sign_out": _("Signed out"),
    "idle": _("Signed out: nothing was done for too long"),
    "denied": _("Refused"),
    "opened": _("Opened a case"),
    "looked": _("Looked at a case"),
    "searched": _("Looked at the list of cases"),
    "checked": _("Saved a check"),
    "checked_anew": _("Worked a case out anew"),
    "moved": _("Moved a case on"),
    "planned": _("Wrote a plan"),
    "printed": _("Printed a paper"),
    "seal_checked": _("Checked a seal"),
    "exported": _("Exported"),
    "uploaded": _("Uploaded a file"),
    "upload_done": _("A file was worked out"),
    "upload_refused": _("A file was refused"),
    "upload_cancelled": _("Cancelled a file"),
    "upload_again": _("Started a file again"),
    "person_added": _("Added an account"),
    "person_changed": _("Changed an account"),
    "password_set": _("Set a password"),
    "second_factor_set": _("Set a second factor"),
    "second_factor_removed": _("Removed a second factor"),
    "centre_added": _("Added a centre"),
    "centre_changed": _("Changed a centre"),
    "key_issued": _("Issued an API key"),
    "key_revoked": _("Revoked an API key"),
    "report_looked": _("Looked at reports of wrong figures"),
    "report_settled": _("Settled a report of a wrong figure"),
    "purged": _("Removed after its time"),
    "demonstrated": _("Set up the demonstration"),
    "rotated": _("Encrypted names anew"),
}
