"""A specialist at the desk, over HTTP: opens cases, checks and decides them, without a pause."""

import http.client
import re
import time
from collections import Counter
from collections.abc import Iterator
from html import unescape
from itertools import count
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

PORT = 8099
FACTS = (
    "on=2026-06-15&track=resettler&origin=turkistan&destination=north-kazakhstan&settlement=rural"
    "&settlement_listed=yes&job_seeker=yes&registered_12_months=yes"
    "&members=self:34;spouse:32;child:9&job_confirmed=yes&employer_assists=yes&employer_pays_move=no&housing_provided=none"
    "&housing_plan=buy&housing_price="
)
SHOWN, DONE = 200, 302


class Confirmed(NamedTuple):
    """What the server said was done: to which case, which change of it, how long it took."""

    reference: str
    action: str
    seconds: float


FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
FIELD = re.compile(
    r"<(input)\b([^>]*)>|<(textarea|select)\b([^>]*)>(.*?)</(?:textarea|select)>", re.DOTALL
)
ATTRIBUTE = re.compile(r'([a-z-]+)(?:="([^"]*)")?')
CHOSEN = re.compile(r'<option value="([^"]*)"[^>]* selected')


class Form(NamedTuple):
    """A form of a page: where it is sent, and what would be sent with it."""

    action: str
    fields: dict[str, str]


def form_with(wanted: str, page: str) -> Form | None:
    """The first form of a page that has a field. A full parser would need a core of its own."""
    for attributes, inside in FORM.findall(page):
        fields = dict(_fields(inside))
        if wanted in fields:
            return Form(dict(ATTRIBUTE.findall(attributes)).get("action", ""), fields)
    return None


def _fields(inside: str) -> Iterator[tuple[str, str]]:
    for _one, own, kind, attributes, content in FIELD.findall(inside):
        given = dict(ATTRIBUTE.findall(own or attributes))
        if not given.get("name"):
            continue
        if kind == "select":
            chosen = CHOSEN.search(content)
            yield given["name"], chosen[1] if chosen else ""
        elif kind == "textarea":
            yield given["name"], unescape(content).removeprefix("\n")
        elif given.get("type") not in {"radio", "checkbox"} or "checked" in given:
            yield given["name"], unescape(given.get("value", ""))


class Specialist:
    """One of them, with a connection and a session of their own."""

    def __init__(self, number: int, session: str, until: float) -> None:
        self.number, self.session, self.until = number, session, until
        self.cookies = f"sessionid={session}"
        self.connection = self._connected()
        self.done: list[Confirmed] = []
        self.looked: list[float] = []
        self.errors: Counter[str] = Counter()
        # Sent, and neither confirmed nor refused: the server was killed meanwhile.
        self.unsure = 0

    def _connected(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)

    def work(self) -> "Specialist":
        """Open, check and decide one case after the other until time is up."""
        for turn in count():
            if time.monotonic() > self.until:
                return self
            try:
                self._one_case(self.number * 100_000 + turn)
            except (OSError, http.client.HTTPException):
                self.connection.close()
                self.connection = self._connected()
                time.sleep(0.2)
        return self

    def _one_case(self, price: int) -> None:
        path = f"/kk/staff/cases/new/?{FACTS}{5_000_000 + price}"
        case = self._sent(path, "housing_price", {"do": "open"}, "opened")
        if case is None:
            return
        found = {"do": "save", "note": f"{price}", "outcome_job_confirmed": "not_seen"}
        self._sent(case, "note", found, "checked")
        decided = {"after": "sent_back", "reason": "бір құжат жетпейді"}
        # The check goes along with a decision, to another address.
        self._sent(case, "note", decided, "moved", to=f"{case}move/")

    def _sent(
        self, path: str, field: str, changes: dict[str, str], action: str, *, to: str = ""
    ) -> str | None:
        """Load a page, fill its form in and send it. Where it leads comes back."""
        started = time.monotonic()
        status, body, _ = self._ask("GET", path)
        self.looked.append(time.monotonic() - started)
        form = form_with(field, body)
        if status != SHOWN or form is None:
            self.errors[f"GET {action}: {status}"] += 1
            return None
        fields = {**form.fields, **changes}
        self.unsure += 1
        started = time.monotonic()
        status, body, location = self._ask("POST", to or form.action or path, fields)
        took = time.monotonic() - started
        self.unsure -= 1
        if status != DONE or location is None:
            self.errors[f"POST {action}: {status}"] += 1
            return None
        reference = re.search(r"/cases/([0-9A-Z]{8})/", location)
        self.done.append(Confirmed(reference[1] if reference else "", action, took))
        return urlsplit(location).path

    def _ask(
        self, method: str, path: str, fields: dict[str, str] | None = None
    ) -> tuple[int, str, str | None]:
        body = urlencode(fields).encode() if fields is not None else None
        headers = {"Cookie": self.cookies, "Referer": f"http://127.0.0.1:{PORT}{path}"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body=body, headers=headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            kept = [each for each in self.cookies.split("; ") if not each.startswith(f"{name}=")]
            self.cookies = "; ".join([*kept, f"{name}={value}"])
        return answer.status, text, answer.headers.get("Location")
