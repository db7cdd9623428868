"""Two people fill in one form: what each of them changed, and neither loses the other's.

A page remembers what stood in its form. Where somebody else saves meanwhile, a field that was left
as it stood takes what they saved; a field that was changed keeps what was typed.
"""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

Texts = Mapping[str, str]


def remembered(texts: Texts) -> str:
    """What stands in a form, as one text to be sent along with it."""
    return urlencode({name: text for name, text in texts.items() if text})


def merged(typed: Texts, was: str, now: Texts) -> dict[str, str]:
    """What was typed over what `was` there (see `remembered`), the rest as it stands `now`."""
    stood = dict(parse_qsl(was))
    names = {*typed, *now}
    return {
        name: typed.get(name, "") if _changed(typed, stood, name) else now.get(name, "")
        for name in names
    }


def same(one: Texts, other: Texts) -> bool:
    """Whether two forms say the same."""
    return not any(_changed(one, other, name) for name in {*one, *other})


def _changed(typed: Texts, stood: Texts, name: str) -> bool:
    return _bare(typed.get(name, "")) != _bare(stood.get(name, ""))


def _bare(text: str) -> str:
    """A browser ends lines in its own way."""
    return "\n".join(text.split("\r\n")).strip()
