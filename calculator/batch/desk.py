"""The desk: a row of cells in, the same row with its output columns out."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext

from calculator.batch.columns import OUTPUT, Columns
from calculator.batch.outcomes import Outcome
from calculator.batch.owed import Owed
from calculator.batch.spoken import Spoken
from calculator.batch.table import Cell, Table, text_of
from calculator.intake import Reader, shown
from calculator.rules.errors import BadFacts, Fault
from calculator.rules.facts import Family
from calculator.rules.law import Law


class Desk:
    """Works out the rows of one file, one after the other, and counts them.

    `last` is the family of the row worked out last, or what is wrong with that row; `outcome`
    what was found of the last family. Where answers may be `worded`, the words of the form are
    understood as well as its codes. Raises BadFile where the header does not tell which column
    is which fact.
    """

    last: Family | tuple[Fault, ...] = ()

    def __init__(self, table: Table, law: Law, today: date, *, worded: bool = False) -> None:
        self.width = len(table.header)
        self.columns = Columns(table.header, typed=table.typed)
        self.rows = self.errors = 0
        self._family = Reader(law, today).columns(self.columns.facts)
        self._spoken = Spoken(self.columns.facts, law) if worded else None
        self._in_words = False
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
            family = self._understood(self.columns.texts(cells))
        except BadFacts as error:
            return cells + self._error(number, error.faults)
        self.last = family
        return cells + self._owed.columns(family)

    def _understood(self, texts: Sequence[str]) -> Family:
        """The family of a row. A file in which one word was met is read as one in words."""
        if self._spoken is None:
            return self._family(texts)
        if self._in_words:
            return self._family(self._spoken.codes(texts))
        try:
            return self._family(texts)
        except BadFacts:
            codes = self._spoken.codes(texts)
            if codes == [*texts]:
                raise
            self._in_words = True
            return self._family(codes)

    @property
    def outcome(self) -> Outcome:
        """Every verdict on the family worked out last."""
        return self._owed.outcome

    def _too_long(self, number: int, cells: list[Cell]) -> list[Cell]:
        """Too many cells: what is left over comes last, so that the columns stay in place."""
        kept, left = cells[: self.width], cells[self.width :]
        given = shown(", ".join(text_of(cell) for cell in left))
        fault = Fault("cells", "extra_cells", given, (str(self.width),))
        return [*kept, *self._error(number, (fault,)), *left]

    def _error(self, number: int, faults: tuple[Fault, ...]) -> list[Cell]:
        # Its words and dates are heavy, and a file without errors needs none of them.
        from calculator.wording import fault_text  # noqa: PLC0415

        self.errors += 1
        self.last = faults
        told = "; ".join(fault_text(fault) for fault in faults)
        text = gettext("Row %(row)s: %(faults)s") % {"row": number, "faults": told}
        return ["error", *[""] * (len(OUTPUT) - 2), text]
