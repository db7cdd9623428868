"""The description of the API (OpenAPI 3.1) in the active language.

What answers are made of comes from the schemas, what a family's facts may be from intake, and the
examples are worked out when it is made: none of it can fall behind what the API does.
"""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, cast

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from calculator.api import examples, families
from calculator.api.problems import PROBLEM
from calculator.api.routes import api
from calculator.api.schemas import facts
from calculator.api.schemas.days import known_day
from calculator.rules.law import Law
from calculator.rules.records import LANGUAGES

Part = dict[str, Any]
BASE = "/api/v1"
SPOKEN = ("title", "summary", "description")
ABOUT = _(
    "What the state owes a family that moves inside Kazakhstan, and the law it rests on. Amounts "
    "are whole tenge. An estimate, not a decision of any authority."
)
STATUSES: dict[int, str] = {
    200: _("The answer"),
    304: _("Unchanged: what you have is still right"),
    400: _("The body is no JSON, or no JSON object or list where one is needed"),
    401: _("The key is not known or was revoked"),
    404: _("There is nothing of that name"),
    405: _("The address does not take this method; Allow says which it takes"),
    413: _("More than 1 MiB was sent"),
    415: _("The body is not JSON by its Content-Type"),
    422: _("Some facts cannot be understood, or the query has something that is not taken"),
    429: _("The client asks too often"),
    500: _("Something went wrong here"),
}
HEADERS: dict[str, tuple[str, Part]] = {
    "Qonys-Engine": (_("the version of the program"), {"type": "string"}),
    "Qonys-Law": (_("the digest of the law's data"), {"type": "string"}),
    "Content-Language": (_("the language of the texts"), {"type": "string", "enum": [*LANGUAGES]}),
    "RateLimit": (
        _("what is left to you, and in how many seconds all of it is"),
        {"type": "string"},
    ),
    "RateLimit-Policy": (_("how many families a minute you may ask for"), {"type": "string"}),
}
WAIT = (_("so many seconds to wait"), {"type": "integer", "minimum": 1})
ETAG = (
    _("send it back as If-None-Match: unchanged answers are not sent again"),
    {"type": "string"},
)


MOST = {name: detail.most for name, detail in families.DETAILS.items()}
"""What sentences of the description are filled in with."""


def described(law: Law) -> Part:
    """The whole description."""
    document = cast(Part, _plain(api.get_openapi_schema(path_prefix="")))
    for schema in document["components"]["schemas"].values():
        schema.pop("description", None)  # Meant for whoever reads the code.
        _without_titles(schema)
    _translate(document)
    # What is added from here on speaks already.
    document["info"] |= {"description": gettext(ABOUT)}
    document["servers"] = [{"url": BASE}]
    document["security"] = [{}, {"key": []}]
    _add_components(document["components"], law)
    for methods in document["paths"].values():
        for method, call in methods.items():
            _complete(call, method, law)
    return document


def _add_components(components: Part, law: Law) -> None:
    """Facts, headers and keys, of which the framework does not know."""
    components["schemas"] |= {"Facts": facts.given(law), "Understood": facts.understood(law)}
    components["headers"] = {name: _header(*it) for name, it in HEADERS.items()}
    about_keys = gettext("A key is not needed. With one you may ask more often.")
    components["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": about_keys}
    }


def _complete(call: Part, method: str, law: Law) -> None:
    """What the framework does not know of a call."""
    shown = examples.of(call["operationId"], law)
    call["parameters"] = list(_parameters(call["operationId"], law))
    if method == "post":
        call["requestBody"] = _body(call["operationId"], shown.pop("request"))
    else:
        call["responses"]["304"] = {}
    call["responses"] = {
        str(status): _response(int(status), response, shown, safe=method == "get")
        for status, response in sorted(call["responses"].items(), key=lambda pair: int(pair[0]))
    }


def _parameters(call: str, law: Law) -> Iterator[Part]:
    if call == "parameter":
        names = sorted({each.name for each in law.parameters})
        yield _parameter("path", "name", gettext("the name of the figure"), {"enum": names})
    if call in {"parameters", "regions"}:
        text = gettext("the day asked about; today where it is left out")
        yield _parameter(
            "query", "on", text, {"type": "string", "pattern": f"^({known_day(law)})$"}
        )
    if call == "assess_batch":
        text = gettext("how much is said of each family")
        details = {"type": "string", "enum": [*families.DETAILS], "default": "sums"}
        yield _parameter("query", "detail", text, details)
    text = gettext("the language of the texts; where it is left out, Accept-Language, else Kazakh")
    yield _parameter("query", "lang", text, {"type": "string", "enum": [*LANGUAGES]})


def _parameter(where: str, name: str, text: str, schema: Part) -> Part:
    required = where == "path"
    return {"in": where, "name": name, "description": text, "required": required, "schema": schema}


def _body(call: str, example: object) -> Part:
    schema: Part = {"$ref": "#/components/schemas/Facts"}
    if call == "assess_batch":
        most = max(detail.most for detail in families.DETAILS.values())
        # A family that is wrong is told so in its place, so any value may stand there.
        schema = {
            "type": "array",
            "minItems": 1,
            "maxItems": most,
            "items": {"anyOf": [schema, {}]},
        }
    kept = {"schema": schema, "examples": {"family": {"value": example}}}
    return {"required": True, "content": {"application/json": kept}}


def _response(status: int, response: Part, shown: dict[Any, Any], *, safe: bool) -> Part:
    names = [*HEADERS] if status != HTTPStatus.INTERNAL_SERVER_ERROR else [*HEADERS][:3]
    headers: Part = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        headers["Retry-After"] = _header(*WAIT)
    if safe and status in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}:
        headers["ETag"] = _header(*ETAG)
    told = {"description": gettext(STATUSES[status]), "headers": headers}
    for content in response.get("content", {}).values():
        kind = "application/json" if status == HTTPStatus.OK else PROBLEM
        example = shown.get(status) or examples.problem(status)
        told["content"] = {kind: {**content, "examples": {"answer": {"value": example}}}}
    return told


def _header(text: str, schema: Part) -> Part:
    return {"description": gettext(text), "schema": schema}


def _plain(value: Any) -> Any:
    """A copy that can be changed, keys as JSON has them."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


def _without_titles(schema: Any) -> None:
    """Without the titles that only say a name again."""
    if isinstance(schema, list):
        for each in schema:
            _without_titles(each)
    elif isinstance(schema, dict):
        if isinstance(schema.get("title"), str):
            del schema["title"]
        for each in schema.values():
            _without_titles(each)


def _translate(value: Any) -> None:
    """Every sentence of the description, in the active language; the names of keys stay."""
    if isinstance(value, list):
        for each in value:
            _translate(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key in SPOKEN and isinstance(each, str):
                value[key] = gettext(each) % MOST if each else each
            elif key != "examples":
                _translate(each)
