"""`manage.py check` looks at the desk's settings; with `--deploy` at what only a server needs."""

import os
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register


@register("desk")
def personal_data_has_its_key(**_: Any) -> list[CheckMessage]:
    """Names and numbers are kept only where there is a sound key to encrypt them with."""
    from calculator.staff.cases.private import are_sound  # noqa: PLC0415

    if not settings.PERSONAL_DATA or are_sound(settings.PERSONAL_DATA_KEYS):
        return []
    text = "PERSONAL_DATA=1 needs PERSONAL_DATA_KEYS: one or more Fernet keys, the newest first."
    return [Error(text, id="staff.E001")]


@register("desk", deploy=True)
def proxies_are_counted(**_: Any) -> list[CheckMessage]:
    """Behind a proxy all visitors would else come from one address, and be locked out together."""
    if settings.PROXIES or not settings.HTTPS:
        return []
    text = "HTTPS=1 stands for a proxy before the server, but PROXIES is 0."
    return [Warning(text, id="staff.W003")]


@register("desk", deploy=True)
def keys_are_given(**_: Any) -> list[CheckMessage]:
    """A server's keys come from its environment, where several servers share them."""
    instead = {
        "SECRET_KEY": "A key kept in DATA_DIR is used.",
        "SEAL_KEY": "SECRET_KEY is used; once that changes, no seal and no entry holds any more.",
    }
    return [
        Warning(f"{name} is not set.", hint=hint, id=f"staff.W00{number}")
        for number, (name, hint) in enumerate(instead.items(), 1)
        if not os.environ.get(name)
    ]
