"""Requests that should work, made of an OpenAPI document: its examples, and ids that exist."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from grader.checks.fuzz_cases import Case

Known = Mapping[str, Sequence[Any]]
FORMATS = {
    "date": "2030-01-31",
    "date-time": "2030-01-31T12:00:00Z",
    "email": "ada@example.com",
    "uri": "http://a.example",
}


def resolved(document: Mapping[str, Any], node: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a `$ref` within the document stands for."""
    while "$ref" in node:
        found: Any = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        node = found
    return node


def base_of(document: Mapping[str, Any], case: Case, known: Known, rng: random.Random) -> Case:
    """A request that should work: ids that exist, and the document's example of a body, or one made of its schema."""
    operation = document["paths"][case.template][case.method.lower()]
    content = resolved(document, operation.get("requestBody", {})).get("content", {}).get("application/json")
    plain = Case(case.method, case.template, {**case.path, **known_path(known, rng)})
    if content is None:
        return plain
    example = content["example"] if "example" in content else sample(document, content.get("schema", {}))
    body = json.dumps(with_known(example, known, rng), default=str).encode()
    return replace(plain, headers={"Content-Type": "application/json"}, body=body)


def sample(document: Mapping[str, Any], schema: Mapping[str, Any], depth: int = 6) -> Any:
    """A plausible value of a schema: its own examples where it has some."""
    schema = resolved(document, schema)
    for key in ("example", "const", "default"):
        if key in schema:
            return schema[key]
    for key in ("examples", "enum"):
        if schema.get(key):
            return schema[key][0]
    if parts := schema.get("allOf"):
        made = [sample(document, part, depth - 1) for part in (*parts, {**schema, "allOf": None})]
        return {key: value for part in made if isinstance(part, dict) for key, value in part.items()}
    kinds = schema.get("type", "object" if "properties" in schema else "")
    kind = next((one for one in ([kinds] if isinstance(kinds, str) else kinds) if one != "null"), "")
    if depth and kind == "object":
        return {key: sample(document, below, depth - 1) for key, below in schema.get("properties", {}).items()}
    if depth and kind == "array":
        return [sample(document, schema.get("items", {}), depth - 1)]
    if parts := schema.get("oneOf") or schema.get("anyOf"):
        return sample(document, parts[0], depth - 1)
    if kind == "string":
        return FORMATS.get(schema.get("format", ""), "x" * max(int(schema.get("minLength", 1)), 1))
    return {"integer": schema.get("minimum", 1), "number": 1.5, "boolean": True}.get(kind)


def known_path(known: Known, rng: random.Random) -> dict[str, str]:
    return {name: quote(str(rng.choice(values)), safe="") for name, values in known.items() if values}


def with_known(value: Any, known: Known, rng: random.Random) -> Any:
    """A JSON value in which what has the name of something known is one of that."""
    if isinstance(value, dict):
        return {
            key: rng.choice(known[key]) if known.get(key) and below is not None else with_known(below, known, rng)
            for key, below in value.items()
        }
    return [with_known(below, known, rng) for below in value] if isinstance(value, list) else value
