"""The words for what can be wrong with a file of families: on its page, and on record."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from calculator.batch.table import FileProblem
from calculator.questions import Words

ENCODING = _("The file is not UTF-8 text: save it as CSV UTF-8.")

REFUSALS: dict[FileProblem, Words] = {
    "ending": _("The name of the file must end in .csv or .xlsx."),
    "content": _("The file is not what its name says."),
    "unreadable": _("The file could not be read. Start it again."),
    "unwritable": _("The answer could not be written. Start it again."),
    "empty": _("The file is empty."),
    "encoding": ENCODING,
    "nul": ENCODING,
    "open_quote": _("A quotation mark in the file is not closed, or a cell is too long."),
    "long_row": _("A row of the file is too long."),
    "many_lines": _("The file has too many lines: remove empty rows, or divide it."),
    "encrypted": _("The file has a password or is in the format of old Excel."),
    "macro": _("The workbook contains macros: save it as .xlsx, which has none."),
    "damaged": _("The workbook is damaged: open it in a spreadsheet and save it anew."),
    "unfolds": _("The file takes too much memory. Divide it, or save it as CSV UTF-8."),
    "header": _("The first row does not name the columns, or names one twice."),
    "columns": _("The file has too many columns."),
    "no_rows": _("The file has a heading, but no families under it."),
    "rows": _("The file has too many families: divide it into several files."),
    "queue": _("Too many files of your centre are still being worked out."),
    "busy": _("Another file was being looked at."),
    "broke_off": _("The work on this file broke off more than once. Try it as CSV UTF-8."),
}
"""Why a file that was accepted could not be worked out after all."""

ON_RECORD: dict[FileProblem, Words] = {
    "ending": pgettext_lazy("record", "the name ends in neither .csv nor .xlsx"),
    "content": pgettext_lazy("record", "the content does not fit the name"),
    "unreadable": pgettext_lazy("record", "it could not be read"),
    "unwritable": pgettext_lazy("record", "its answer could not be written"),
    "empty": pgettext_lazy("record", "empty"),
    "encoding": pgettext_lazy("record", "not UTF-8 text"),
    "nul": pgettext_lazy("record", "a NUL byte in it"),
    "open_quote": pgettext_lazy("record", "a quotation mark not closed"),
    "long_row": pgettext_lazy("record", "a row too long"),
    "many_lines": pgettext_lazy("record", "too many lines"),
    "encrypted": pgettext_lazy("record", "under a password, or of old Excel"),
    "macro": pgettext_lazy("record", "macros in it"),
    "damaged": pgettext_lazy("record", "damaged"),
    "unfolds": pgettext_lazy("record", "it takes too much memory or time"),
    "header": pgettext_lazy("record", "the first row does not name the columns"),
    "columns": pgettext_lazy("record", "too many columns"),
    "no_rows": pgettext_lazy("record", "no families in it"),
    "rows": pgettext_lazy("record", "too many families"),
    "queue": pgettext_lazy("record", "too many files waiting"),
    "busy": pgettext_lazy("record", "another file was being looked at"),
    "broke_off": pgettext_lazy("record", "the work broke off"),
}
"""Why a file was refused, in the record."""
