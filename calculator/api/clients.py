"""Who asks, and how much they may ask for in a minute. No address is kept."""

from math import ceil

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from calculator import limits
from calculator.api import problems
from calculator.staff.entrance.throttle import neighbourhood
from calculator.staff.keys import recognised

SCHEME = "bearer"


class Client:
    """Whoever asks: a key, or else an address; and how many families a minute it may ask for."""

    def __init__(self, purpose: str, name: str, a_minute: int) -> None:
        self.purpose, self.name, self.a_minute = purpose, name, a_minute
        self.standing: limits.Standing | None = None
        """How it stood when it last asked; None while nothing was counted."""

    def ask(self, cost: int, *, in_vain: int = 0) -> None:
        """Count so many families. Raises Refused where the client must wait first.

        Then `in_vain` is counted, for what was read of it nevertheless.
        """
        standing = self._take(cost)
        if standing.wait > 0 and in_vain:
            self._take(in_vain)
            standing = self._take(cost)
        if standing.wait > 0:
            raise self._refused(standing.wait, standing)
        self.standing = standing

    def may_ask(self) -> None:
        """Make sure that it may ask for a family; nothing is counted. Raises Refused."""
        standing = self._take(0)
        if standing.left < 1:
            each = limits.MINUTE / self.a_minute
            raise self._refused(standing.paid_in - (self.a_minute - 1) * each, standing)

    def tell(self, response: HttpResponse) -> None:
        """Say how it stands."""
        for name, value in self.told().items():
            response[name] = value

    def told(self) -> dict[str, str]:
        """The headers that say how it stands; none while nothing was counted."""
        return {} if self.standing is None else self._headers_of(self.standing)

    def _take(self, cost: int) -> limits.Standing:
        return limits.take(
            self.purpose, self.name, cost=cost, a_minute=self.a_minute, burst=self.a_minute
        )

    def _refused(self, wait: float, standing: limits.Standing) -> problems.Refused:
        refused = problems.too_often(max(ceil(wait), 1))
        refused.headers |= self._headers_of(standing)
        return refused

    def _headers_of(self, standing: limits.Standing) -> dict[str, str]:
        """How it stands, in the headers that are being agreed on for it."""
        return {
            "RateLimit-Policy": f'"families";q={self.a_minute};w=60',
            "RateLimit": f'"families";r={standing.left};t={ceil(standing.paid_in)}',
        }


def client(request: HttpRequest) -> Client:
    """Whoever asks. Raises Refused for a key that is not known: it is not taken for no key."""
    told = request.headers.get("authorization", "")
    scheme, _, key = told.partition(" ")
    found = recognised(key.strip()) if scheme.lower() == SCHEME else None
    if found is not None:
        return Client("api key", str(found.pk), found.a_minute)
    nobody = Client("api", neighbourhood(request), settings.API_A_MINUTE)
    if told:
        # Guesses count for the address they come from.
        nobody.ask(1)
        refused = problems.unknown_key()
        refused.headers |= nobody.told()
        raise refused
    return nobody
