"""Read what is known of the regions from TOML files, and check it whole.

It is no law: the law's loader never sees it, and whoever only works out support never loads it.
Every problem is found in one go and named by file and key.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, cast, get_args

from calculator.law import current
from calculator.regions.records import (
    Arrivals,
    Balance,
    Fact,
    Known,
    Line,
    Note,
    Part,
    Parted,
    Potential,
    Tile,
)
from calculator.regions.soundness import unsound
from calculator.rules import Law
from calculator.rules.block import Block
from calculator.rules.errors import LawError
from calculator.rules.records import Grade

FOLDER = Path(__file__).parent / "data"
FILES = ("arrivals", "balance", "figures", "map", "settlements")
GRADES = get_args(Grade)
UNITS = ("KZT", "families", "years")


@cache
def known() -> Known:
    """What this site knows of the regions. Raises LawError with every problem of its data."""
    return load(FOLDER, current())


def load(folder: Path, law: Law) -> Known:
    """What the files in `folder` say of the law's regions, on the law's sources.

    Raises LawError with every problem.
    """
    problems: list[str] = []
    files = {name: _file(folder / f"{name}.toml", problems) for name in FILES}
    problems += [
        f"{path.name}: no such file is read"
        for path in sorted(folder.glob("*.toml"))
        if path.stem not in FILES
    ]
    found = _Reader(files, law, problems).everything()
    if not problems:
        problems += unsound(found, law)
    if problems:
        raise LawError(problems)
    return found


def _file(path: Path, problems: list[str]) -> Block:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problems.append(f"{path.name}: {error}")
        return Block(path.stem, {}, [])
    return Block(path.stem, table, problems)


class _Reader:
    """Turns blocks into what they say."""

    def __init__(self, files: Mapping[str, Block], law: Law, problems: list[str]) -> None:
        self.files, self.law, self.problems = files, law, problems

    def everything(self) -> Known:
        """All of it; no key is left unread."""
        places, single, lists = self.files["map"], self.files["figures"], self.files["settlements"]
        found = Known(
            tiles=self._by_region(places, "tile", self._tile),
            parted=tuple(self._parted(block) for block in places.children("parted")),
            arrivals=tuple(
                self._arrivals(block) for block in self.files["arrivals"].children("arrivals")
            ),
            balance=self._balance(self._table(self.files["balance"], "balance")),
            potential=self._potential(self._table(lists, "potential")),
            steps=tuple(self._fact(block) for block in lists.children("step")),
            facts=tuple(self._fact(block) for block in single.children("fact")),
            notes=self._by_region(single, "note", self._note),
        )
        for file in self.files.values():
            file.close()
        return found

    def _table(self, file: Block, key: str) -> Block:
        file.seen.add(key)
        return Block(file.file, file.table.get(key), file.problems, key)

    def _region(self, block: Block, key: str = "slug") -> str:
        return block.known(key, self.law.regions, "")

    def _by_region(self, file: Block, key: str, read: Any) -> dict[str, Any]:
        """Blocks by the region they are about; none may stand twice."""
        found: dict[str, Any] = {}
        for block in file.children(key):
            slug = self._region(block)
            if slug in found:
                block.problem("stands twice")
            found[slug] = read(block)
            block.close()
        return found

    def _sourced(self, block: Block) -> tuple[str, Grade]:
        source = block.known("source", self.law.sources, "")
        return source, cast(Grade, block.known("grade", GRADES, "assumed"))

    def _year(self, block: Block, key: str = "year") -> int:
        year = block.need(key, int, 1)
        if not date.min.year <= year < date.max.year:
            block.problem(f"{key} is out of range")
            return 1
        return year

    def _numbers(self, block: Block, key: str) -> list[int]:
        """A list of whole numbers; they may be negative."""
        values = block.need(key, list, [])
        if wrong := [value for value in values if type(value) is not int]:
            block.problem(f"{key} must be whole numbers, not {wrong}")
            return []
        return values

    def _days(self, block: Block, key: str) -> list[date]:
        values = block.need(key, list, [])
        if wrong := [value for value in values if type(value) is not date]:
            block.problem(f"{key} must be days, not {wrong}")
            return []
        return values

    def _counted(self, block: Block, key: str) -> int | None:
        """How many people; None where that is not given."""
        value = block.maybe(key, int)
        if value is not None and value < 0:
            block.problem(f"{key} must not be negative, but is {value}")
        return value

    def _tile(self, block: Block) -> Tile:
        column, row = block.need("column", int, 1), block.need("row", int, 1)
        if column < 1 or row < 1:
            block.problem("column and row are counted from one")
        return Tile(column, row, block.text("short"))

    def _parted(self, block: Block) -> Parted:
        found = Parted(
            *self._sourced(block),
            slug=self._region(block),
            from_region=self._region(block, "from_region"),
            year=self._year(block),
        )
        block.close()
        return found

    def _arrivals(self, block: Block) -> Arrivals:
        found = Arrivals(
            *self._sourced(block),
            year=self._year(block),
            until=block.need("until", date, date.min),
            people=block.need("people", int, 0),
            kandas=self._counted(block, "kandas"),
            resettler=self._counted(block, "resettler"),
            regions=self._people_by_region(block),
        )
        block.close()
        return found

    def _people_by_region(self, block: Block) -> dict[str, int] | None:
        people = block.maybe("regions", dict)
        for slug, number in (people or {}).items():
            if slug not in self.law.regions:
                block.problem(f"unknown region {slug!r}")
            if type(number) is not int or number < 0:
                block.problem(f"{slug} must have a whole number of people, not {number!r}")
        return people

    def _balance(self, block: Block) -> Balance:
        country = self._table(block, "country")
        found = Balance(
            *self._sourced(block),
            country=self._by_year(country),
            regions=self._by_region(block, "region", self._by_year),
        )
        country.close()
        block.close()
        return found

    def _by_year(self, block: Block) -> dict[int, int]:
        first = self._year(block, "first")
        return dict(enumerate(self._numbers(block, "people"), first))

    def _potential(self, block: Block) -> Potential:
        found = Potential(
            *self._sourced(block),
            text=block.text("text"),
            rule=block.text("rule"),
            parts=tuple(self._part(part) for part in block.children("part")),
        )
        block.close()
        return found

    def _part(self, block: Block) -> Part:
        part = Part(block.need("code", str, ""), block.text("title"), block.need("points", int, 0))
        block.close()
        return part

    def _fact(self, block: Block) -> Fact:
        value = block.maybe("value", int)
        found = Fact(
            *self._sourced(block),
            code=block.need("code", str, ""),
            text=block.text("text"),
            value=value,
            unit="" if value is None else block.known("unit", UNITS, ""),
            start=block.maybe("from", date),
            until=block.maybe("until", date),
        )
        block.close()
        return found

    def _note(self, block: Block) -> Note:
        return Note(
            *self._sourced(block),
            title=block.text("title"),
            until=tuple(self._days(block, "until")),
            lines=tuple(self._line(line) for line in block.children("row")),
        )

    def _line(self, block: Block) -> Line:
        line = Line(
            block.need("code", str, ""),
            block.text("title"),
            tuple(self._numbers(block, "people")),
        )
        block.close()
        return line
