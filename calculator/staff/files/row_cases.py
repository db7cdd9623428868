"""Open cases for chosen rows of a file: all of them or none, and none of them twice."""

from collections.abc import Sequence

from django.db import transaction

from calculator.rules.errors import BadFacts, QonysError
from calculator.staff.cases import actions, snapshots
from calculator.staff.errors import NotAllowed
from calculator.staff.models import Case, Upload, UploadRow
from calculator.staff.record import Origin

MOST_AT_ONCE = 50


class BadRow(QonysError):
    """A row of which no case can be opened. `problem` is a code, `number` the row's."""

    def __init__(self, problem: str, number: int) -> None:
        super().__init__(f"row {number}: {problem}")
        self.problem, self.number = problem, number


def open_rows(upload: Upload, numbers: Sequence[int], *, by: Origin) -> list[Case]:
    """New cases for the rows with these numbers; one that has its case already is left as it is.

    Raises BadRow where one of them is not there, has an error, or is not understood under the law
    of now; NotAllowed where the file is not worked out or no case may be opened.
    """
    rows = upload.outcomes.filter(number__in=numbers, case=None)
    made = {row.number: _made(row) for row in rows.order_by("number")}
    with transaction.atomic():
        # Whoever comes second waits here, and then finds the cases of the first.
        held = Upload.objects.select_for_update().get(pk=upload.pk)
        if held.state != Upload.State.DONE:
            raise NotAllowed("not_worked_out")
        _all_there(held, numbers)
        return [
            _opened(row, made[row.number], by)
            for row in held.outcomes.filter(number__in=list(made), case=None).order_by("number")
        ]


def _made(row: UploadRow) -> snapshots.Made:
    """The assessment of a row, worked out before others have to wait."""
    if row.verdict == "error":
        raise BadRow("error", row.number)
    try:
        return snapshots.made(snapshots.family_of(row.facts))
    except BadFacts as error:
        raise BadRow("law_changed", row.number) from error


def _all_there(upload: Upload, numbers: Sequence[int]) -> None:
    found = set(upload.outcomes.filter(number__in=numbers).values_list("number", flat=True))
    for number in numbers:
        if number not in found:
            raise BadRow("missing", number)


def _opened(row: UploadRow, claimed: snapshots.Made, by: Origin) -> Case:
    row.case = actions.open_case(claimed.family, by=by, source="file", claimed=claimed)
    row.save(update_fields=["case"])
    return row.case
