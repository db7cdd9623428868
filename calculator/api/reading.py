"""The description of the API laid out for a page: calls, and the objects they speak of."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext

Part = dict[str, Any]
REF = "#/components/schemas/"
FEW = 1


class Kind(NamedTuple):
    """A piece of what a value may be; one that is an object has its name."""

    text: str
    name: str = ""


def laid_out(document: Part) -> Part:
    """What the page shows."""
    schemas = document["components"]["schemas"]
    base = document["servers"][0]["url"]
    return {
        "about": document["info"],
        "calls": [
            _call(f"{base}{path}", method, call)
            for path, methods in document["paths"].items()
            for method, call in methods.items()
        ],
        "objects": [
            {"name": name, "rows": list(_rows(schema))}
            for name, schema in schemas.items()
            if "properties" in schema
        ],
    }


def _call(path: str, method: str, call: Part) -> Part:
    sent = call.get("requestBody", {}).get("content", {}).get("application/json")
    return {
        "code": call["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": call["summary"],
        "description": call["description"],
        "parameters": [
            {**each, "kinds": list(_kinds(each["schema"]))} for each in call["parameters"]
        ],
        "sent": sent
        and {"kinds": list(_kinds(sent["schema"])), "example": _written(_first(sent))},
        "answers": [_answer(status, each) for status, each in call["responses"].items()],
    }


def _answer(status: str, response: Part) -> Part:
    contents = list(response.get("content", {}).items())
    kind, content = contents[0] if contents else ("", None)
    return {
        "status": status,
        "description": response["description"],
        "type": kind,
        "kinds": list(_kinds(content["schema"])) if content else [],
        "example": _example(content) if content else "",
    }


def _example(content: Part) -> str:
    """An example, its lists cut after the first entry."""
    return _written(_cut(_first(content)))


def _first(content: Part) -> Any:
    return next(iter(content["examples"].values()))["value"]


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _cut(value: Any, depth: int = 0) -> Any:
    if isinstance(value, dict):
        return {key: _cut(each, depth + 1) for key, each in value.items()}
    if isinstance(value, list) and depth:
        rest = ["…"] if len(value) > FEW else []
        return [_cut(each, depth + 1) for each in value[:FEW]] + rest
    return value


def _rows(schema: Part) -> Iterator[Part]:
    required = schema.get("required", [])
    for name, each in schema["properties"].items():
        yield {
            "name": name,
            "needed": name in required,
            "kinds": list(_kinds(each)),
            "text": each.get("description") or each.get("title", ""),
        }


def _kinds(schema: Part) -> Iterator[Kind]:
    """What a value may be, piece by piece; texts that stand for numbers go without saying."""
    if "$ref" in schema:
        yield Kind("", schema["$ref"].removeprefix(REF))
    elif "anyOf" in schema:
        yield from dict.fromkeys(kind for each in schema["anyOf"] for kind in _kinds(each))
    elif schema.get("type") == "array":
        yield Kind(gettext("list:"))
        yield from _kinds(schema["items"])
    elif "enum" in schema or "const" in schema:
        values = schema.get("enum") or [schema["const"]]
        yield Kind(", ".join(json.dumps(value).strip('"') for value in values))
    elif schema.get("examples"):
        yield Kind(", ".join(schema["examples"]))
    elif schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), dict):
        yield Kind(gettext("object by code:"))
        yield from _kinds(schema["additionalProperties"])
    elif "type" in schema:
        yield from _plain(schema)


def _plain(schema: Part) -> Iterator[Kind]:
    words = {
        "string": gettext("text"),
        "integer": gettext("whole number"),
        "boolean": "true, false",
        "null": "null",
        "object": gettext("object"),
    }
    if "minimum" in schema and "maximum" in schema:
        yield Kind(f"{schema['minimum']}–{schema['maximum']}")
    elif schema.get("format") == "date":
        yield Kind(gettext("date, as 2026-03-01"))
    elif "pattern" in schema and schema["pattern"].startswith(r"^\d{4}"):
        yield Kind(gettext("month, as 2026-03"))
    elif "pattern" not in schema:
        yield Kind(words[schema["type"]])
