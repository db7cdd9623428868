"""Who asks, and from where."""

from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import cast

from django.conf import settings
from django.http import HttpRequest

from calculator.staff.models import Worker
from calculator.staff.record import Origin

Address = IPv4Address | IPv6Address
UNKNOWN = IPv4Address(0)
"""Where an address cannot be told: an address too, so that whoever comes from there is counted."""


def worker_of(request: HttpRequest) -> Worker:
    """Whoever is signed in. For pages behind `desk` only."""
    return cast(Worker, request.user)


def origin(request: HttpRequest) -> Origin:
    """By whom and from where a request comes, for the record."""
    worker = worker_of(request) if request.user.is_authenticated else None
    return Origin(worker, str(client_address(request)))


def client_address(request: HttpRequest) -> Address:
    """The address a request comes from, as the proxies before the server tell it.

    Each of them adds the address it was called from at the end; what stands before is hearsay.
    """
    told = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    hops = [*(hop.strip() for hop in told if hop.strip()), str(request.META.get("REMOTE_ADDR"))]
    return _bare(hops[-1 - min(settings.PROXIES, len(hops) - 1)])


def _bare(hop: str) -> Address:
    """An address without the brackets, the port and the zone that some proxies write with it."""
    bare = hop[1:].partition("]")[0] if hop.startswith("[") else hop
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ip_address(bare.partition("%")[0])
    except ValueError:
        return UNKNOWN
    return getattr(address, "ipv4_mapped", None) or address
