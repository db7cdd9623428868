"""Examples for the page for developers. A test takes them from the page and runs them."""

import json
from typing import NamedTuple

from calculator.api.examples import FAMILY
from calculator.wording.figures import language

SHORT = {
    name: FAMILY[name]
    for name in ("on", "track", "origin", "destination", "settlement", "members", "job_confirmed")
}


class Sample(NamedTuple):
    """An example in one language: `curl` or `python`."""

    code: str
    tongue: str
    text: str


CURL_ONE = """\
curl --silent --show-error --fail-with-body '{site}/api/v1/assess?lang={lang}' \\
  --header 'Content-Type: application/json' \\
  --data '{family}'"""

CURL_LAW = """\
curl --silent --show-error --fail-with-body \\
  '{site}/api/v1/parameters/relocation.per_member?lang={lang}'"""

PYTHON_ONE = """\
import json
from urllib.request import Request, urlopen

family = {family}
request = Request(
    "{site}/api/v1/assess?lang={lang}",
    data=json.dumps(family).encode(),
    headers={{"Content-Type": "application/json"}},
)
with urlopen(request, timeout=10) as response:
    answer = json.load(response)

print(answer["verdict"], answer["total"])
for measure in answer["measures"]:
    print(measure["title"], measure["amount"])
    for step in measure["steps"]:
        print("   ", step["line"])
"""

PYTHON_MANY = '''\
import json
import time
from urllib.error import HTTPError
from urllib.request import Request, urlopen

KEY = ""  # with a key: "qonys_..."
family = {family}
families = [family, {{**family, "destination": "akmola"}}, {{"track": "?"}}]


def ask(families):
    """The answers to many families; waits where the server asks for it."""
    headers = {{"Content-Type": "application/json"}}
    if KEY:
        headers["Authorization"] = f"Bearer {{KEY}}"
    data = json.dumps(families).encode()
    request = Request("{site}/api/v1/assess/batch?lang={lang}", data, headers)
    while True:
        try:
            with urlopen(request, timeout=30) as response:
                return json.load(response)["answers"]
        except HTTPError as error:
            if error.code != 429:
                raise SystemExit(error.read().decode())
            time.sleep(int(error.headers["Retry-After"]))


for answer in ask(families):
    if "errors" in answer:
        for error in answer["errors"]:
            print("wrong:", error["detail"])
    else:
        print(answer["verdict"], answer["total"])
'''

PYTHON_KEPT = """\
import json
from urllib.error import HTTPError
from urllib.request import Request, urlopen

address = "{site}/api/v1/editions?lang={lang}"
with urlopen(address, timeout=10) as response:
    kept, etag = json.load(response), response.headers["ETag"]
    print("law", response.headers["Qonys-Law"])

# Later: is what we keep still right?
try:
    with urlopen(Request(address, headers={{"If-None-Match": etag}}), timeout=10) as response:
        kept = json.load(response)
except HTTPError as error:
    if error.code != 304:
        raise
    print("unchanged")

for edition in kept["editions"]:
    print(edition["from"], len(edition["changes"]))
"""

TEXTS = {
    "curl-one": CURL_ONE,
    "curl-law": CURL_LAW,
    "python-one": PYTHON_ONE,
    "python-many": PYTHON_MANY,
    "python-kept": PYTHON_KEPT,
}


def all_of(site: str) -> dict[str, Sample]:
    """Every example, asking this site in the active language."""
    found = {}
    for code, text in TEXTS.items():
        tongue = code.partition("-")[0]
        family = json.dumps(SHORT) if tongue == "curl" else _python(SHORT)
        filled = text.format(site=site, family=family, lang=language())
        found[code.replace("-", "_")] = Sample(code, tongue, filled.strip())
    return found


def _python(value: dict[str, object]) -> str:
    """A family as a Python program writes it."""
    lines = [f"    {json.dumps(key)}: {_literal(each)}," for key, each in value.items()]
    return "\n".join(["{", *lines, "}"])


def _literal(value: object) -> str:
    return str(value) if isinstance(value, bool) else json.dumps(value)
