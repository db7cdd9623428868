"""Reads the messages of Django templates for ``pybabel extract``; babel.cfg names it."""

from collections.abc import Collection, Iterator, Mapping
from io import BytesIO
from typing import IO, Any

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize


def django_templates(
    fileobj: IO[bytes],
    keywords: Mapping[str, Any],
    comment_tags: Collection[str],
    options: dict[str, Any],
) -> Iterator[Any]:
    """Yield ``(line, function, messages, comments)`` for each text a template translates.

    Django rewrites the template's tags as calls of gettext, exactly as its own makemessages
    does, so that each message is the one looked up at run time. Babel then reads the calls as
    Python. The parentheses make the indentation of the page, which is left over, no matter.
    """
    source = fileobj.read().decode(options.get("encoding", "utf-8"))
    calls = f"({templatize(source)}\n)"
    yield from extract_python(BytesIO(calls.encode()), keywords, comment_tags, {})
