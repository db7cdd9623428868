"""The law's tables, read without the calculator's loader.

What the loader makes of them is held against this second, simpler reading.
"""

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from calculator.rules.law import MRP
from tests.rules.families import LAW_FOLDER

FILES = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted(LAW_FOLDER.glob("*.toml"))
}
ONE_DAY = timedelta(days=1)


class Block(NamedTuple):
    """One dated table of a law file, under the name it goes by."""

    name: str
    table: dict[str, Any]

    def holds(self, day: date) -> bool:
        """Whether the block holds that day."""
        return bool(self.table["from"] <= day <= self.table.get("until", date.max))

    def edges(self) -> Iterator[date]:
        """The day before, the first day, the last day and the day after."""
        yield from (self.table["from"] - ONE_DAY, self.table["from"])
        if "until" in self.table:
            yield from (self.table["until"], self.table["until"] + ONE_DAY)


def _blocks(topic: str, dated: str) -> list[Block]:
    """Every block of one kind: `[[parameter.value]]`, `[[condition.basis]]`, `[[list.entry]]`."""
    return [
        Block(entry["name"] if file == "units" else f"{file}.{entry['name']}", table)
        for file, tables in FILES.items()
        for entry in tables.get(topic, [])
        for table in entry[dated]
    ]


VALUES = _blocks("parameter", "value")
BASES = _blocks("condition", "basis")
ENTRIES = _blocks("list", "entry")
MEASURES = [
    Block(file, tables["measure"]) for file, tables in FILES.items() if "measure" in tables
]
NOTES = [Block(note["code"], note) for note in FILES["entitlement"]["note"]]
QUOTAS = FILES["quotas"]["quota"]
INDICES = [block for block in VALUES if block.name == MRP]

FIRST_DAY = INDICES[0].table["from"]
LAST_KNOWN_DAY = INDICES[-1].table["until"]
LAST_DAY = date(LAST_KNOWN_DAY.year + 1, 12, 31)


def days_around(blocks: list[Block]) -> list[date]:
    """The days around every edge, as far as the rules are known, and the ends of all of it."""
    days = {day for block in blocks for day in block.edges()} | {FIRST_DAY, LAST_DAY}
    return sorted(day for day in days if FIRST_DAY <= day <= LAST_DAY)


EVERY_DAY = days_around([*VALUES, *BASES, *ENTRIES, *MEASURES, *NOTES])
"""The days around everything that begins or ends in the law."""
