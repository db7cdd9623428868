"""How tests ask the API: as any program does, and with what."""

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client

from tests.rules import families

LANGUAGES = ("kk", "ru", "en")
JSON = "application/json"
PROBLEM = "application/problem+json"
CLIENT = Client(raise_request_exception=False)


def family(**changes: object) -> dict[str, Any]:
    """The base family but for `changes`, as JSON has it."""
    return families.facts(**changes)


def get(call: str, **headers: str) -> HttpResponse:
    """The answer to a call that only reads."""
    return CLIENT.get(f"/api/v1/{call}", headers=headers)


def post(call: str, body: object, kind: str = JSON, **headers: str) -> HttpResponse:
    """The answer to a call with a body: JSON, or bytes as they are."""
    sent = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    return CLIENT.post(f"/api/v1/{call}", sent, content_type=kind, headers=headers)


def assess(body: object, lang: str = "en", **headers: str) -> HttpResponse:
    """The answer about one family."""
    return post(f"assess?lang={lang}", body, **headers)


def refused(response: HttpResponse, status: int) -> dict[str, Any]:
    """The problem document of a call that was refused."""
    assert (response.status_code, response["Content-Type"]) == (status, PROBLEM), response.content
    assert response["Cache-Control"] == "no-store"
    problem: dict[str, Any] = response.json()
    assert (problem["status"], problem["type"]) == (status, "about:blank")
    assert problem["title"]
    assert "Traceback" not in response.content.decode()
    return problem


def wrong(response: HttpResponse, status: int = 422) -> dict[str, str]:
    """What is wrong with each fact of a call that was refused."""
    return {error["fact"]: error["detail"] for error in refused(response, status)["errors"]}


def closed(schema: Any) -> Any:
    """The same, but no object has keys that are not named. The description lets more keys come."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: closed(each) for name, each in schema.items()}
    if isinstance(schema.get("properties"), dict):
        found.setdefault("additionalProperties", False)
    return found
