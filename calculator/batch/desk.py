"""The desk: a row of cells in, the same row with its output columns out."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext

from calculator.batch.columns import OUTPUT, Columns
from calculator.batch.owed import Owed
from calculator.batch.table import Cell, Table, text_of
from calculator.intake import Reader, shown
from calculator.rules.errors import BadFacts, Fault
from calculator.rules.law import Law


class Desk:
    """Works out the rows of one file, one after the other, and counts them.

    Raises BadFile where the header does not tell which column is which fact.
    """

    def __init__(self, table: Table, law: Law, today: date) -> None:
        self.width = len(table.header)
        self.columns = Columns(table.header, typed=table.typed)
        self.rows = self.errors = 0
        self._family = Reader(law, today).columns(self.columns.facts)
        self._owed = Owed(law)

    def row(self, number: int, cells: list[Cell]) -> list[Cell]:
        """The row with its output columns. What is wrong with it stands in its `error`."""
        self.rows += 1
        missing = self.width - len(cells)
        if missing < 0:
            return self._too_long(number, cells)
        if missing:
            cells = [*cells, *[""] * missing]
        try:
            family = self._family(self.columns.texts(cells))
        except BadFacts as error:
            return cells + self._error(number, error.faults)
        return cells + self._owed.columns(family)

    def _too_long(self, number: int, cells: list[Cell]) -> list[Cell]:
        """Too many cells: what is left over comes last, so that the columns stay in place."""
        kept, left = cells[: self.width], cells[self.width :]
        given = shown(", ".join(text_of(cell) for cell in left))
        fault = Fault("cells", "extra_cells", given, (str(self.width),))
        return [*kept, *self._error(number, (fault,)), *left]

    def _error(self, number: int, faults: Sequence[Fault]) -> list[Cell]:
        # Its words and dates are heavy, and a file without errors needs none of them.
        from calculator.wording import fault_text  # noqa: PLC0415

        self.errors += 1
        told = "; ".join(fault_text(fault) for fault in faults)
        text = gettext("Row %(row)s: %(faults)s") % {"row": number, "faults": told}
        return ["error", *[""] * (len(OUTPUT) - 2), text]
