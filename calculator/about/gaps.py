"""What is not known of the law: `gaps.toml`, read as strictly as the law's own files.

It is no part of the law: nothing is worked out with it, and the law's loader does not see it.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from calculator.rules.block import Block
from calculator.rules.errors import LawError
from calculator.rules.law import Law
from calculator.rules.records import Basis, Dated, Text

FILE = Path(__file__).parent / "gaps.toml"
YEARS = frozenset({"next_year", "quota_year"})
"""What a text may name in braces; see `years`."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that was not found: what it is, and what is counted meanwhile.

    `changes_sums` is whether any sum hangs on it. `measures` and `figures` are those of the law
    that it touches, `covers` patterns of what the law grades as assumed for this reason, by the
    names that `assumed` gives them.
    """

    code: str
    title: Text
    text: Text
    changes_sums: bool
    measures: tuple[str, ...]
    figures: tuple[str, ...]
    covers: tuple[str, ...]

    def covers_any(self, name: str) -> bool:
        """Whether something of the law is assumed because of this gap."""
        return any(fnmatchcase(name, pattern) for pattern in self.covers)


@cache
def gaps() -> tuple[Gap, ...]:
    """Every gap, in the order of the file. Raises LawError with every problem of it."""
    return read(FILE)


def read(path: Path) -> tuple[Gap, ...]:
    """The gaps of one file. Raises LawError with every problem of it."""
    problems: list[str] = []
    file = Block(path.stem, _table(path), problems)
    found = tuple(_gap(block) for block in file.children("gap"))
    file.close()
    codes = [gap.code for gap in found]
    problems += [f"gaps.toml: {code}: stands twice" for code in codes if codes.count(code) > 1]
    if problems:
        raise LawError(problems)
    return found


def unsound(law: Law) -> list[str]:
    """What gaps name that is not of that law."""
    measures = {measure.code for measure in law.measures}
    figures = {figure.name for figure in law.parameters}
    return [
        f"{FILE.name}: {gap.code}: {key} names {name}, which is not law"
        for gap in gaps()
        for key, names, known in (
            ("measures", gap.measures, measures),
            ("figures", gap.figures, figures),
        )
        for name in names
        if name not in known
    ]


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LawError([f"{path.name}: {error}"]) from error


def _gap(block: Block) -> Gap:
    gap = Gap(
        code=block.need("code", str, ""),
        title=_sentence(block, "title"),
        text=_sentence(block, "text"),
        changes_sums=block.need("changes_sums", bool, False),
        measures=_names(block, "measures"),
        figures=_names(block, "figures"),
        covers=_names(block, "covers"),
    )
    block.close()
    return gap


def _names(block: Block, key: str) -> tuple[str, ...]:
    values = block.need(key, list, [])
    if not all(isinstance(value, str) for value in values) or len(set(values)) != len(values):
        block.problem(f"{key} must be a list of names, none of them twice")
        return ()
    return tuple(values)


def _sentence(block: Block, key: str) -> Text:
    """A text whose braces name nothing but years that are not known yet."""
    text = block.text(key)
    for language, sentence in text.items():
        try:
            named = {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}
        except ValueError:
            named = {"?"}
        if named - YEARS:
            block.problem(f"{key} in {language} names {sorted(named - YEARS)}")
    return text


def years(law: Law) -> dict[str, int]:
    """The first year whose MRP is not known, and the first whose quota is not."""
    quotas = [quota.year for quota in law.quotas] or [law.last_known_day.year]
    return {"next_year": law.last_known_day.year + 1, "quota_year": max(quotas) + 1}


def assumed(law: Law) -> frozenset[str]:
    """All that the law's data grades as assumed on some day, as `file.name`."""
    return frozenset(name for name, block in graded(law) if block.grade == "assumed")


def graded(law: Law) -> Iterator[tuple[str, Dated]]:
    """Everything dated, by the name it goes by."""
    yield from ((figure.name, figure) for figure in law.parameters)
    yield from ((listed.name, listed) for listed in law.region_lists)
    yield from ((f"quotas.{quota.year}", quota) for quota in law.quotas)
    yield from ((f"entitlement.{note.code}", note) for note in law.notes)
    yield from ((f"entitlement.{duty.code}", duty) for duty in law.duties)
    for measure in law.measures:
        yield measure.code, measure
        yield from ((f"{measure.code}.{note.code}", note) for note in measure.notes)
    for name, bases in _standing(law):
        yield from ((name, basis) for basis in bases)


def _standing(law: Law) -> Iterator[tuple[str, tuple[Basis, ...]]]:
    """What stands on one act after another: conditions, papers, steps."""
    yield from ((each.name, each.bases) for each in law.requirements)
    yield from ((f"papers.{each.code}", each.bases) for each in law.papers)
    yield from ((f"way.{each.code}", each.bases) for each in law.way)
