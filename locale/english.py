"""Fill the English catalogue from the texts themselves: English is the language they stand in.

Run by `make messages`, so that English is complete in the same way as Kazakh and Russian.
"""

from pathlib import Path

from babel.messages.pofile import read_po, write_po

CATALOGUE = Path(__file__).parent / "en" / "LC_MESSAGES" / "django.po"


def main() -> None:
    """Write each English text as its own translation."""
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="en")
    catalogue.fuzzy = False
    for message in catalogue:
        if message.id:
            message.string = message.id
    with CATALOGUE.open("wb") as file:
        write_po(file, catalogue, omit_header=False, sort_output=True, include_lineno=False)


if __name__ == "__main__":
    main()
