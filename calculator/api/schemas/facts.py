"""The facts of a family as JSON Schema, made of the very kinds that intake reads them by.

Intake reads texts too, so that a row of a file can be sent as it is: «yes», «10 000 000», a day
with dots, members in one line. All of it is described, since all of it is understood.
"""

from typing import Any

from calculator import intake, questions
from calculator.api.schemas.days import any_day, known_day
from calculator.intake.values import NO, UNKNOWN, YES
from calculator.rules.facts import (
    AGE,
    DEFAULTS,
    FACTS,
    RELATIONS,
    Choice,
    Day,
    Kind,
    People,
    Place,
    Whole,
    YesNo,
)
from calculator.rules.law import Law

Schema = dict[str, Any]
SPACE = r"\s*"
NUMBER = r"[0-9]{1,15}|[0-9]{1,3}([ \u00a0\u202f][0-9]{3}){1,4}"


def given(law: Law) -> Schema:
    """The facts that can be given: those without a default must be."""
    properties = {fact: _given(fact, law) for fact in FACTS}
    properties[intake.FAMILY_SIZE] = _or_empty(_number(Whole(1, intake.MOST_MEMBERS)))
    needed = [fact for fact in FACTS if fact not in {*DEFAULTS, "on", "members"}]
    return {
        "type": "object",
        "properties": properties,
        "required": needed,
        "anyOf": [{"required": ["members"]}, {"required": [intake.FAMILY_SIZE]}],
        "additionalProperties": False,
    }


def understood(law: Law) -> Schema:
    """The facts as they come back: every one of them, null where it is not known."""
    return {
        "type": "object",
        "properties": {fact: _understood(fact, law) for fact in FACTS},
        "required": list(FACTS),
    }


def _given(fact: str, law: Law) -> Schema:
    kind = FACTS[fact]
    schema = _may_be_left_out(fact, _kind(kind, law))
    title = str(questions.QUESTIONS[fact].title)
    default = DEFAULTS.get(fact)
    return {"title": title, **schema, **({} if default is None else {"default": default})}


def _may_be_left_out(fact: str, schema: Schema) -> Schema:
    return _or_empty(schema) if fact in DEFAULTS or fact in {"on", "members"} else schema


def _kind(kind: Kind, law: Law) -> Schema:
    if isinstance(kind, YesNo):
        return {"anyOf": [{"type": "boolean"}, _words(*YES, *NO)]}
    if isinstance(kind, Choice):
        return _words(*kind.values)
    if isinstance(kind, Place):
        return _words(*law.regions, *(["abroad"] if kind.abroad else []))
    if isinstance(kind, Whole):
        return _number(kind)
    return _people(kind) if isinstance(kind, People) else _day(kind, law)


def _day(kind: Day, law: Law) -> Schema:
    day = known_day(law) if kind.in_scope else any_day()
    schema: Schema = {"type": "string", "pattern": f"^{SPACE}({day}){SPACE}$"}
    if kind.in_scope:
        schema["description"] = f"{law.first_day} – {law.last_day}"
    return schema


def _number(kind: Whole) -> Schema:
    return {
        "anyOf": [
            {"type": "integer", "minimum": kind.least, "maximum": kind.most},
            {"type": "string", "pattern": f"^{SPACE}({NUMBER}){SPACE}$"},
        ]
    }


def _people(kind: People) -> Schema:
    member = {
        "type": "object",
        "properties": {
            "relation": {"anyOf": [_words(*RELATIONS.values, "unknown"), {"type": "null"}]},
            "age": _or_empty(_number(AGE)),
        },
        "required": ["relation"],
        "additionalProperties": False,
    }
    return {
        "anyOf": [
            {"type": "array", "items": member, "minItems": 1, "maxItems": kind.most},
            {"type": "string", "pattern": "self", "examples": ["self:34;spouse:32;child:7"]},
        ]
    }


def _words(*words: str) -> Schema:
    """One of some words, in small letters or capitals."""
    either = "|".join(_in_any_case(word) for word in words)
    pattern = f"^{SPACE}({either}){SPACE}$"
    return {"type": "string", "pattern": pattern, "examples": list(words)}


def _in_any_case(word: str) -> str:
    pairs = ((letter, letter.upper()) for letter in word)
    return "".join(low if low == high else f"[{low}{high}]" for low, high in pairs)


def _or_empty(schema: Schema) -> Schema:
    """Or that nothing is known: null, an empty text, `unknown`."""
    empty = "|".join(_in_any_case(word) for word in sorted(UNKNOWN))
    nothing = {"type": "string", "pattern": f"^{SPACE}({empty}){SPACE}$"}
    options = schema.get("anyOf", [schema])
    return {"anyOf": [*options, {"type": "null"}, nothing]}


def _understood(fact: str, law: Law) -> Schema:
    kind = FACTS[fact]
    schema = _plain(kind, law)
    unknown = fact in DEFAULTS and DEFAULTS[fact] is None
    return {"anyOf": [schema, {"type": "null"}]} if unknown else schema


def _plain(kind: Kind, law: Law) -> Schema:
    if isinstance(kind, YesNo):
        return {"type": "boolean"}
    if isinstance(kind, Choice):
        return {"type": "string", "enum": list(kind.values)}
    if isinstance(kind, Place):
        return {"type": "string", "enum": [*law.regions, *(["abroad"] if kind.abroad else [])]}
    if isinstance(kind, Whole):
        return {"type": "integer", "minimum": kind.least, "maximum": kind.most}
    if isinstance(kind, Day):
        return {"type": "string", "format": "date"}
    return {"type": "array", "minItems": 1, "maxItems": kind.most, "items": _member()}


def _member() -> Schema:
    return {
        "type": "object",
        "properties": {
            "relation": {"enum": [*RELATIONS.values, None]},
            "age": {
                "anyOf": [
                    {"type": "integer", "minimum": AGE.least, "maximum": AGE.most},
                    {"type": "null"},
                ]
            },
        },
        "required": ["relation", "age"],
    }
