"""The parts of an OpenAPI document that show requests as examples: parameters, bodies, credentials."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import parse_qsl, unquote

from grader.exporting.table import ReadyRequest

# An OpenAPI document has other places for these headers.
ELSEWHERE = {"accept", "authorization", "content-type"}
NONE = object()


def parameters(requests: Iterable[ReadyRequest]) -> list[dict[str, Any]]:
    """All that vary between requests to one route: parts of the path, the query, headers."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for request in requests:
        for place, name, value in _values(request):
            made = found.setdefault((place, name.lower() if place == "header" else name), _parameter(place, name))
            made["examples"][_key(request)] = {"summary": request.name, "value": value}
    order = ("path", "query", "header")
    return sorted(found.values(), key=lambda parameter: order.index(parameter["in"]))


def examples_by_media_type(requests: Iterable[ReadyRequest]) -> dict[str, dict[str, Any]]:
    """The bodies that can be shown, by media type."""
    found: dict[str, dict[str, Any]] = {}
    for request in requests:
        types = [value for name, value in request.sent_headers.items() if name.lower() == "content-type"]
        media_type = types[0].partition(";")[0].strip().lower() if types else "*/*"
        value = json_value(request.body) if media_type.endswith("json") else request.body
        if request.body and value is not NONE:
            made = found.setdefault(media_type, {"schema": {}, "examples": {}})
            made["examples"][_key(request)] = {"summary": request.name, "value": value}
    return found


def bearer(request: ReadyRequest) -> bool:
    """Whether it brings a token."""
    return any(
        name.lower() == "authorization" and value.startswith("Bearer ") for name, value in request.headers.items()
    )


def json_value(body: str) -> Any:
    """What the body is as JSON; NONE where it is none, or can't be written down the same."""
    try:
        value = json.loads(body)
        json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
    except ValueError:
        return NONE
    return value


def _values(request: ReadyRequest) -> Iterator[tuple[str, str, str]]:
    """(place, name, value) of each parameter of one request."""
    path, _, query = request.path.partition("?")
    for name, value in zip(request.route.split("/"), path.split("/"), strict=True):
        if name.startswith("{"):
            yield "path", name[1:-1], unquote(value)
    for name, value in parse_qsl(query, keep_blank_values=True):
        yield "query", name, value
    for name, value in request.sent_headers.items():
        if name.lower() not in ELSEWHERE:
            yield "header", name, value


def _parameter(place: str, name: str) -> dict[str, Any]:
    return {"name": name, "in": place, "required": place == "path", "schema": {"type": "string"}, "examples": {}}


def _key(request: ReadyRequest) -> str:
    """Its number, by which it is known in the other formats too."""
    return f"no-{request.number}"
