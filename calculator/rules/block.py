"""One table of a law file, read key by key; whatever is wrong with it is written down.

A getter that finds a problem notes it as `file: key: day: problem` and hands back a stand-in, so
that one reading finds every problem. Nothing read from a faulty file is ever used.
"""

from collections import Counter
from collections.abc import Container
from datetime import date
from typing import Any, TypeVar

from calculator.rules.records import LANGUAGES, Text

T = TypeVar("T")


class Block:
    """A table together with where it stands: its file and the block it belongs to."""

    def __init__(self, file: str, table: object, problems: list[str], parent: str = "") -> None:
        self.file, self.problems, self.parent = file, problems, parent
        self.table: dict[str, Any] = table if isinstance(table, dict) else {}
        self.seen: set[str] = set()
        if not isinstance(table, dict):
            self.problem("must be a table")

    @property
    def where(self) -> str:
        """The key, and the day where there is one, by which a reader finds this block."""
        named = (self.table.get(key) for key in ("name", "code", "slug", "year"))
        names = [str(name) for name in named if isinstance(name, str | int)]
        key = " ".join(filter(None, (self.parent, *names[:1]))) or "?"
        return f"{key}: {self.table['from']}" if "from" in self.table else key

    def problem(self, text: str) -> None:
        """Write a problem down."""
        self.problems.append(f"{self.file}.toml: {self.where}: {text}")

    def children(self, key: str) -> "list[Block]":
        """The tables under `[[key]]`."""
        self.seen.add(key)
        tables = self.table.get(key, [])
        if not isinstance(tables, list):
            self.problem(f"{key} must be a list of tables")
            return []
        named = "name" in self.table or "code" in self.table
        parent = self.where if self.parent or named else ""
        return [Block(self.file, table, self.problems, parent) for table in tables]

    def maybe(self, key: str, kind: type[T]) -> T | None:
        """The value of `key`, or None where it is not given."""
        self.seen.add(key)
        value = self.table.get(key)
        if value is None or type(value) is kind:
            return value
        self.problem(f"{key} must be of type {kind.__name__}, not {value!r}")
        return None

    def need(self, key: str, kind: type[T], stand_in: T) -> T:
        """The value of `key`, which must be given."""
        if key not in self.table:
            self.problem(f"{key} is missing")
        value = self.maybe(key, kind)
        return stand_in if value is None else value

    def known(self, key: str, among: Container[str], stand_in: str) -> str:
        """The value of `key`, which must be one of `among`."""
        value = self.need(key, str, stand_in)
        if key in self.table and value not in among:
            self.problem(f"unknown {key} {value!r}")
            return stand_in
        return value

    def all_known(self, key: str, among: Container[str], kind: str = "") -> tuple[str, ...]:
        """The list of strings under `key`: each one of `among`, a `kind` of name, none twice."""
        values = self.need(key, list, [])
        for value in values:
            if not isinstance(value, str) or value not in among:
                self.problem(f"unknown {kind or key.removesuffix('s')} {value!r}")
        names = tuple(value for value in values if isinstance(value, str))
        for name, times in Counter(names).items():
            if times > 1:
                self.problem(f"{key} names {name!r} twice")
        return names

    def text(self, key: str) -> Text:
        """The text of `key` in all three languages."""
        return self.maybe_text(key, needed=True) or {}

    def maybe_text(self, key: str, *, needed: bool = False) -> Text | None:
        """The text of `key` in all three languages, or None where it is not given."""
        text = self.need(key, dict, {}) if needed else self.maybe(key, dict)
        if text is None or key not in self.table:
            return None
        for language in LANGUAGES:
            if not isinstance(text.get(language), str) or not text[language].strip():
                self.problem(f"{key} has no text in {language}")
        if unknown := sorted(set(text) - set(LANGUAGES)):
            self.problem(f"{key} has unknown languages {unknown}")
        return text

    def days(self) -> tuple[date, date | None]:
        """The first and the last day of validity."""
        start = self.need("from", date, date.min)
        until = self.maybe("until", date)
        if until is not None and until < start:
            self.problem(f"ends before it begins, on {until}")
        if until == date.max:
            self.problem("until must be left out where there is no end")
        return start, until

    def close(self) -> None:
        """Write down every key nobody asked for: a slip of the pen must not pass for law."""
        for key in sorted(set(self.table) - self.seen):
            self.problem(f"unknown key {key!r}")
