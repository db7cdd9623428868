"""Read the law's data from a folder of TOML files and check it whole.

Every problem is found in one go and named by file, key and day: an unknown source, a missing
grade, days that overlap or are missing, an unknown unit or region, a text that lacks one of the
three languages. A law that loads is a law that can be relied on.
"""

import hashlib
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from calculator.rules.block import Block
from calculator.rules.entries import Entries
from calculator.rules.errors import LawError
from calculator.rules.law import Law
from calculator.rules.records import Measure
from calculator.rules.soundness import unsound

T = TypeVar("T")

SHARED_FILES = ("entitlement", "papers", "quotas", "regions", "sources", "units", "way")


def load(folder: Path) -> Law:
    """The law in `folder`. Raises LawError with every problem of its files."""
    problems: list[str] = []
    paths = {path.stem: path for path in sorted(folder.glob("*.toml"))}
    problems += [f"{name}.toml: is missing" for name in SHARED_FILES if name not in paths]
    texts = {name: path.read_bytes() for name, path in paths.items()}
    tables = {name: _parsed(name, text, problems) for name, text in texts.items()}
    blocks = {
        name: Block(name, table, problems) for name, table in tables.items() if table is not None
    }
    law = _Reader(blocks, problems).law()
    if problems:
        raise LawError(problems)
    return replace(law, digest=_digest(texts))


def _digest(texts: Mapping[str, bytes]) -> str:
    """What the files are known by: another one whenever one of them changes."""
    found = hashlib.sha256()
    for name, text in texts.items():
        found.update(f"{name}.toml".encode() + b"\0" + text + b"\0")
    return found.hexdigest()


def _parsed(name: str, text: bytes, problems: list[str]) -> dict[str, Any] | None:
    """The tables of a file; None for one that is no TOML, of which no more need be said."""
    try:
        return tomllib.loads(text.decode(), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.append(f"{name}.toml: {error}")
        return None


class _Reader(Entries):
    """Turns blocks into law. What others refer to, sources and units and regions, comes first."""

    def __init__(self, files: dict[str, Block], problems: list[str]) -> None:
        super().__init__(problems)
        self.files = files
        self.codes = frozenset(files.keys() - set(SHARED_FILES))
        self.sources = self._named("source", self.source)
        self.units = self._named("unit", self.unit)
        self.regions = self._named("region", self.region)

    def law(self) -> Law:
        """The whole law, its days checked."""
        law = Law(
            sources=self.sources,
            units=self.units,
            regions=self.regions,
            parameters=tuple(self._each("parameter", self.figures, flat=True)),
            requirements=tuple(self._each("condition", self.requirement)),
            region_lists=tuple(self._each("list", self.region_lists, flat=True)),
            quotas=tuple(self._each("quota", self.quota)),
            measures=self._measures(),
            notes=tuple(self.note(block) for block in self.files["entitlement"].children("note"))
            if "entitlement" in self.files
            else (),
            papers=tuple(self._each("paper", self.paper)),
            way=tuple(self._each("step", self.stage)),
            duties=tuple(self._each("duty", self.duty)),
        )
        self._close()
        if not self.problems:
            self.problems += unsound(law)
        return law

    def _each(
        self, key: str, read: Callable[[Block], Any], *, flat: bool = False
    ) -> Iterator[Any]:
        for file in self.files.values():
            for block in file.children(key):
                if flat:
                    yield from read(block)
                else:
                    yield read(block)
                block.close()

    def _named(self, key: str, read: Callable[[Block], tuple[str, T]]) -> dict[str, T]:
        """What others refer to, by its name; no name may stand twice."""
        found: dict[str, T] = {}
        for file in self.files.values():
            for block in file.children(key):
                name, value = read(block)
                if name in found:
                    block.problem("stands twice")
                found[name] = value
                block.close()
        return found

    def _close(self) -> None:
        for name, file in self.files.items():
            file.close()
            if name in SHARED_FILES and "measure" in file.table:
                file.problem("a measure needs a file of its own")

    def _measures(self) -> tuple[Measure, ...]:
        found = [
            self.measure(name, file)
            for name, file in self.files.items()
            if name not in SHARED_FILES
        ]
        return tuple(sorted(found, key=lambda measure: measure.order))
