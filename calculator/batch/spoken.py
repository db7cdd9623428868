"""Answers in words: what the form calls a choice, a region or a member, in any language."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from django.utils.translation import override

from calculator import questions
from calculator.batch.columns import bare
from calculator.intake import allowed
from calculator.rules.facts import FACTS, Place
from calculator.rules.law import Law
from calculator.rules.records import LANGUAGES

MOST_REMEMBERED = 4_000

Words = Mapping[str, str]


class Spoken:
    """Puts the cells of some columns into codes; what is no word of ours stays as it is."""

    def __init__(self, facts: Iterable[str], law: Law) -> None:
        self._read = [_Memory(_reader(fact, law)) for fact in facts]

    def codes(self, cells: Sequence[str]) -> list[str]:
        """The cells of one row, as codes."""
        return [read[cell] for read, cell in zip(self._read, cells, strict=True)]


class _Memory(dict[str, str]):
    """The codes of the cells met before, while there is room."""

    def __init__(self, read: Callable[[str], str]) -> None:
        self.read = read

    def __missing__(self, cell: str) -> str:
        found = self.read(cell)
        if len(self) < MOST_REMEMBERED:
            self[cell] = found
        return found


def _reader(fact: str, law: Law) -> Callable[[str], str]:
    words = words_of(fact, law)
    if fact != "members":
        return lambda cell: words.get(bare(cell), cell)

    def listed(cell: str) -> str:
        parts = [part.partition(":") for part in cell.split(";")]
        return ";".join(
            f"{words.get(bare(relation), relation)}{colon}{age}" for relation, colon, age in parts
        )

    return listed


def words_of(fact: str, law: Law) -> dict[str, str]:
    """What the answers to a fact are called, in all languages, and their codes.

    A word that means two things in two languages means none.
    """
    found: dict[str, str] = {}
    doubtful: set[str] = set()
    for language in LANGUAGES:
        with override(language):
            for word, code in _called(fact, law):
                if found.setdefault(bare(word), code) != code:
                    doubtful.add(bare(word))
    return {word: code for word, code in found.items() if word not in doubtful}


def _called(fact: str, law: Law) -> Iterable[tuple[str, str]]:
    """What the answers are called in the active language."""
    if fact == "members":
        return _titles("relation")
    unknown = [(str(questions.UNKNOWN), "unknown")]
    if isinstance(FACTS.get(fact), Place):
        return _places(fact, law) + unknown
    return _titles(fact) + unknown


def _titles(fact: str) -> list[tuple[str, str]]:
    return [(str(title), code) for code, title in questions.CHOICES.get(fact, {}).items()]


def _places(fact: str, law: Law) -> list[tuple[str, str]]:
    from calculator.wording.facts import place  # noqa: PLC0415  Heavy; few files need it.

    return [(place(code, law), code) for code in allowed(fact, law)]
