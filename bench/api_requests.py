"""What anybody may send to the API: families and queries, sound, broken and hostile."""

import json
import random
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import quote

from bench.families import all_different, realistic
from calculator.api.bodies import MOST_BYTES
from calculator.api.families import DETAILS

GETS = ("parameters", "parameters/mrp", "parameters/relocation.per_member", "regions", "editions",
        "openapi.json", "docs")  # fmt: skip
JSON = "application/json"
CHUNKED = {"Content-Type": JSON, "Transfer-Encoding": "chunked"}


class Request(NamedTuple):
    """One request as it goes over the wire; a `raw` body is no more put into chunks."""

    method: str
    path: str
    body: bytes = b""
    headers: dict[str, str] = {}
    raw: bool = False


class Maker:
    """Makes requests at random: the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.rows = [realistic(), all_different()]
        self.kinds: list[tuple[int, Callable[[], Request]]] = [
            (30, self.family),
            (20, self.spoilt_family),
            (12, self.broken_body),
            (3, self.whole_list),
            (7, self.mixed_list),
            (14, self.query),
            (6, self.address),
            (5, self.headers),
            (1, self.large),
            (2, self.deep),
            (1, self.doubled),
            (1, self.many_names),
            (1, self.broken_chunks),
        ]

    def request(self) -> Request:
        """Any request."""
        weights, makers = zip(*self.kinds, strict=True)
        return self.rng.choices(makers, weights)[0]()

    def family(self) -> Request:
        """A family that is sound."""
        return self._posted("assess", json.dumps(self._row()).encode(), self._lang())

    def spoilt_family(self) -> Request:
        """A family in which some values are anything at all."""
        row: dict[str, Any] = dict(self._row())
        for _ in range(self.rng.randint(1, 4)):
            name = self.rng.choice([*row, self._text(), "family_size", "members"])
            row[name] = self._value(3)
        return self._posted("assess", json.dumps(row).encode(), self._lang())

    def broken_body(self) -> Request:
        """A body of which something was cut, doubled, changed, or put in."""
        body = bytearray(json.dumps(self._row(), ensure_ascii=False).encode())
        for _ in range(self.rng.randint(1, 6)):
            at = self.rng.randrange(len(body) + 1)
            body[at : at + self.rng.choice((0, 1, 1, 40))] = self.rng.choice(
                (b"", b"\xff", b"\x00", b"NaN", b"\\ud800", b'"', b"{", b"]", bytes(body[:30]))
            )
        return self._posted(self._call(), bytes(body))

    def whole_list(self) -> Request:
        """As many families as are worked out at once."""
        detail = self.rng.choice(sorted(DETAILS))
        most = DETAILS[detail].most
        rows = [self._row() for _ in range(self.rng.randint(most // 2, most))]
        return self._posted("assess/batch", json.dumps(rows).encode(), f"detail={detail}")

    def mixed_list(self) -> Request:
        """Families among which anything may stand."""
        rows = [self.rng.choice((self._row, lambda: self._value(3)))() for _ in range(12)]
        detail = self.rng.choice((*DETAILS, "", "all"))
        return self._posted("assess/batch", json.dumps(rows).encode(), f"detail={detail}")

    def query(self) -> Request:
        """The law on any day, also one that is none."""
        name = self.rng.choice(("on", "on", "lang", "detail", self._text()))
        year, month = self.rng.randint(2021, 2029), self.rng.randint(0, 13)
        day = f"{year}-{month:02}-{self.rng.randint(0, 32):02}"
        value = self.rng.choice((day, day, "ru", "", self._text()))
        pairs = [(name, value)] * self.rng.choice((1, 1, 1, 2))
        query = "&".join(
            f"{quote(name, errors='replace')}={quote(value, errors='replace')}"
            for name, value in pairs
        )
        return Request("GET", f"/api/v1/{self.rng.choice(GETS)}?{query}")

    def address(self) -> Request:
        """Any address, and any method."""
        method = self.rng.choice(
            ("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "PROPFIND")
        )
        tail = quote(self._text(), errors="replace", safe="/%")
        place = self.rng.choice(("", "parameters/", "assess/", "../", "docs/", "%ff", *GETS))
        return Request(method, f"/api/v1/{place}{tail}")

    def headers(self) -> Request:
        """A sound family with odd headers."""
        odd = {
            "Content-Type": ("text/plain", f"{JSON}; charset=utf-16", "", ";", "a" * 2_000),
            "Accept-Language": ("zz", ",;q", "ru;q=x", "kk-KZ-x-y" * 50, "*"),
            "Authorization": ("Bearer x", "Bearer", "Basic eA==", "qonys_" + "2" * 40, "\xff"),
            "If-None-Match": ("*", '"', "W/", '"x"'),
            "Content-Encoding": ("gzip", "br", "identity"),
            "Transfer-Encoding": ("chunked",),
            "X-Forwarded-For": ("1.2.3.4, ::1", "x", "[::1]:80", "," * 500),
            "Accept": ("text/html", "image/*;q=0"),
        }  # fmt: skip
        names = self.rng.sample(sorted(odd), 2)
        chosen = {name: self.rng.choice(odd[name]) for name in names}
        body = json.dumps(self._row()).encode()
        return Request("POST", "/api/v1/assess", body, {"Content-Type": JSON, **chosen})

    def large(self) -> Request:
        """More, or almost more, than may be sent."""
        body = json.dumps(self._row()).encode()
        body = body.ljust(MOST_BYTES + self.rng.choice((-9, 0, 1, 999)))
        headers = self.rng.choice(({"Content-Type": JSON}, CHUNKED))
        return Request("POST", "/api/v1/assess", body, headers)

    def deep(self) -> Request:
        """Boxes in boxes."""
        depth = self.rng.choice((50, 900, 1_100, 100_000))
        body = self.rng.choice((b"[", b'{"a":', b'{"members":[')) * depth
        return self._posted(self._call(), body)

    def doubled(self) -> Request:
        """An object in which every name stands twice."""
        count = self.rng.choice((50, 5_000, 40_000))
        pairs = ",".join(f'"f{number % (count // 2)}":1' for number in range(count))
        return self._posted(*self._object(pairs))

    def many_names(self) -> Request:
        """An object of names that nobody knows."""
        names = range(self.rng.choice((50, 5_000, 70_000)))
        return self._posted(*self._object(",".join(f'"f{number}":1' for number in names)))

    def broken_chunks(self) -> Request:
        """A body in chunks whose lengths are no lengths, or that breaks off."""
        body = self.rng.choice((b"zz\r\nabc\r\n0\r\n\r\n", b"-5\r\nabc\r\n", b"\r\n\r\n"))
        return Request("POST", f"/api/v1/{self._call()}", body, CHUNKED, raw=True)

    def _object(self, pairs: str) -> tuple[str, bytes]:
        """An object, alone or in a list, and the call that takes it."""
        body = b"{%s}" % pairs.encode()
        return self.rng.choice((("assess", body), ("assess/batch", b"[%s]" % body)))

    def _call(self) -> str:
        return self.rng.choice(("assess", "assess/batch"))

    def _posted(self, call: str, body: bytes, query: str = "") -> Request:
        return Request("POST", f"/api/v1/{call}?{query}", body, {"Content-Type": JSON})

    def _row(self) -> dict[str, str]:
        row = next(self.rng.choice(self.rows))
        return {fact: text for fact, text in row.items() if text}

    def _lang(self) -> str:
        return f"lang={self.rng.choice(('kk', 'ru', 'en'))}"

    def _value(self, depth: int) -> Any:
        """Any value of JSON."""
        plain: tuple[Any, ...] = (
            None, True, False, 0, -1, 10**400, 1.5, 1e308, "", "unknown", "yes", "self:34",
            self._text(), "9" * 5_000, "2026-03-01", "\ud800", "\u0000", self.rng.randrange(10**9),
        )  # fmt: skip
        if depth and self.rng.random() < 1 / 3:
            if self.rng.random() < 1 / 2:
                return [self._value(depth - 1) for _ in range(self.rng.randrange(5))]
            keys = ("relation", "age", "a", self._text())
            return {self.rng.choice(keys): self._value(depth - 1) for _ in range(3)}
        return self.rng.choice(plain)

    def _text(self) -> str:
        signs = "abcXYZ012 -_./:;,'\"<>&%{}[]()=*\\\n\t\x00\x7fәқғңөұүіһЖ₸٣\u202e\ufeff\ud800😀"
        return "".join(self.rng.choices(signs, k=self.rng.choice((1, 3, 12, 80))))
