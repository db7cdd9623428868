"""From content to PDF by way of Typst, as generously set as the sheet allows."""

import json
import re
import threading
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

if TYPE_CHECKING:
    from typst import Compiler

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
SHEET = 2  # One sheet has two pages.
# A compiler keeps what it read, and serves one thread and one template at a time.
_of_this_thread = threading.local()
_PAGES = re.compile(rb"/Type/Pages/Count (\d+)")


class Way(NamedTuple):
    """How close things stand: letters of so many points; `tight` lets lists run on; `sparing`
    leaves sources that no figure points at to the page, `brief` also what a paper is for. `holds`
    is about how many letters of text fit on a sheet.
    """

    size: float
    tight: bool = False
    sparing: bool = False
    brief: bool = False
    holds: int = 0


# From generous to close. Nothing is smaller than 8 points.
WAYS = (
    Way(9.5, holds=7100),
    Way(9, holds=7650),
    Way(8.5, holds=8600),
    Way(8, holds=9250),
    Way(8, tight=True, holds=10700),
    Way(8, tight=True, sparing=True, holds=11150),
    Way(8, tight=True, sparing=True, brief=True),
)


def typeset(
    content: Mapping[str, Any],
    *,
    made: date,
    template: str = "summary",
    most: int = SHEET,
    blank: int = 0,
) -> bytes:
    """The PDF, on `most` pages where it can be: the first way that ought to hold it, or a closer.

    `made` is the day that stands in it as the day of its making; in the room that its rows leave
    blank as many letters as `blank` would fit.
    """
    size = (letters(content) + blank) * SHEET / most
    first = next((place for place, way in enumerate(WAYS) if size <= way.holds), len(WAYS) - 1)
    paper = b""
    for way in WAYS[first:]:
        paper = _compiled({**content, "way": way._asdict()}, made, template)
        if pages(paper) <= most:
            break
    return paper


def letters(content: object) -> int:
    """How many letters all texts have together; of pictures none."""
    if isinstance(content, str):
        return 0 if content.startswith("<svg") else len(content)
    if isinstance(content, Mapping):
        return sum(map(letters, content.values()))
    return sum(map(letters, content)) if isinstance(content, list | tuple) else 0


def pages(paper: bytes) -> int:
    """How many pages a PDF made here has."""
    found = _PAGES.search(paper)
    if found is None:
        raise ValueError("The PDF does not say how many pages it has")
    return int(found[1])


def _compiled(content: Mapping[str, Any], made: date, template: str) -> bytes:
    seconds = (made - date(1970, 1, 1)).days * 24 * 60 * 60
    paper = _compiler(template).compile(
        format="pdf",
        sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=seconds,
    )
    return cast(bytes, paper)


def _compiler(template: str) -> "Compiler":
    """This thread's compiler of a template. Imported here: most processes never make a paper."""
    compilers: dict[str, Any] = _of_this_thread.__dict__
    if template not in compilers:
        from typst import Compiler, Fonts

        fonts = Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
        )
        compilers[template] = Compiler(
            str(HERE / f"{template}.typ"), root=str(HERE), font_paths=fonts
        )
    return cast("Compiler", compilers[template])
