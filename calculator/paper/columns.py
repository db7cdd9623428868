"""Where lists in two columns turn over."""

from collections.abc import Sequence

# About as many letters fit on a line of half the sheet.
LETTERS = 58


def in_halves(items: Sequence[object], texts: Sequence[str]) -> list[Sequence[object]]:
    """The entries for the left and the right column, as equally long as can be.

    `texts` is what each entry says: its length tells how many lines it takes.
    """
    lines = [0.4 + -(-len(text) // LETTERS) for text in texts]

    def longer(middle: int) -> float:
        return max(sum(lines[:middle]), sum(lines[middle:]))

    middle = min(range(1, len(items) + 1), key=longer, default=0)
    return [items[:middle], items[middle:]]
