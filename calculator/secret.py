"""The key of an installation that was given none: made once, and kept beside its database."""

import os
import secrets
from pathlib import Path


def kept_key(path: Path) -> str:
    """The key in the file at `path`, which only its owner may read; made where there is none.

    Two processes that start at once agree: the file appears whole, and for one of them only.
    Raises OSError where it can neither be read nor made.
    """
    if not path.exists():
        own = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        own.touch(mode=0o600)
        own.write_text(secrets.token_urlsafe(48), encoding="ascii")
        try:
            os.link(own, path)
        except FileExistsError:
            pass
        finally:
            own.unlink()
    return path.read_text(encoding="ascii")
