"""How often one may be wrong at the entrance before one must wait; on top of django-axes.

Five times for a name from one address. And fifty times for an address, whatever names it tries:
more than five, because a whole centre may stand behind one. What was typed is never kept.
"""

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from ipaddress import IPv4Address, ip_network
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, QuerySet, Sum
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from calculator.staff.origins import client_address
from calculator.staff.record import keyed

HOUSEHOLD = 64
"""How many bits of an IPv6 address name a network; whoever has it may take any address in it."""


class Throttle(AxesDatabaseHandler):  # type: ignore[misc]
    """Counts for a name from an address, as axes does, and for the address alone."""

    def get_failures(
        self, request: HttpRequest, credentials: Mapping[str, str] | None = None
    ) -> int:
        """How often they were wrong; those of the address weigh less, as more are allowed."""
        of_name: int = super().get_failures(request, credentials)
        of_address = _failures(_recent(request)) * settings.AXES_FAILURE_LIMIT
        return max(of_name, of_address // settings.ADDRESS_FAILURE_LIMIT)


@receiver(pre_save, sender=AccessAttempt)
def nothing_typed_is_kept(instance: AccessAttempt, **_: Any) -> None:
    """Axes would keep the fields of the form: a password typed in the wrong one, a family."""
    instance.get_data = instance.post_data = ""


def name_of(request: HttpRequest, credentials: Mapping[str, str] | None = None) -> str:
    """What failures under a name are counted by, the same however it is typed.

    A digest: people type passwords into the field for the name.
    """
    return counted_as(str((credentials or request.POST).get("username") or ""))


def counted_as(typed: str) -> str:
    """The digest of a name. First to capitals: some small letters share one."""
    return keyed("name", unicodedata.normalize("NFKC", typed).strip().upper().casefold())


def neighbourhood(request: HttpRequest) -> str:
    """The address that failures are counted for: of IPv6 the network, which is one household's."""
    address = client_address(request)
    if isinstance(address, IPv4Address):
        return str(address)
    return str(ip_network((address, HOUSEHOLD), strict=False).network_address)


def open_again(request: HttpRequest, credentials: Mapping[str, str] | None = None) -> datetime:
    """When whoever must wait now may try again."""
    attempts = _recent(request)
    if _failures(attempts) < settings.ADDRESS_FAILURE_LIMIT:
        attempts = attempts.filter(username=name_of(request, credentials))
    last = attempts.aggregate(last=Max("attempt_time"))["last"] or timezone.now()
    return last + settings.AXES_COOLOFF_TIME


def _recent(request: HttpRequest) -> "QuerySet[Any]":
    """The failures of an address that still count."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    attempts: QuerySet[Any] = AccessAttempt.objects.filter(attempt_time__gte=since)
    return attempts.filter(ip_address=neighbourhood(request))


def _failures(attempts: "QuerySet[Any]") -> int:
    return attempts.aggregate(all=Sum("failures_since_start"))["all"] or 0
