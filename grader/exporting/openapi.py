"""An OpenAPI 3.1 document: the routes that the requests are for, with each request as an example.

An exercise that has an `openapi.yaml` of its own is described by that. Left out are requests that are to be refused
(their route is empty), and bodies that no example of their media type can show, broken JSON above all. What the answers
are to be, the goals say: they stand with each operation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from grader import __version__
from grader.errors import CourseError
from grader.exporting.openapi_parts import bearer, examples_by_media_type, parameters
from grader.exporting.table import BASE_URL, ReadyRequest
from grader.model import Day

METHODS = {"GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"}  # those that a document has words for
ABOUT = "What each operation is to answer, its goals say. Examples are sent as they are; some are there to be refused."


def as_openapi(day: Day, requests: tuple[ReadyRequest, ...], base_url: str = BASE_URL) -> str:
    """The document, as YAML."""
    own = [exercise.folder / "openapi.yaml" for exercise in day.exercises]
    if len(own) == 1 and own[0].is_file():
        return _text(own[0])
    described = [request for request in requests if request.route and request.method in METHODS]
    paths: dict[str, dict[str, Any]] = {}
    for request in described:
        same = [other for other in described if (other.route, other.method) == (request.route, request.method)]
        paths.setdefault(request.route, {}).setdefault(request.method.lower(), _operation(day, same))
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": f"{day.id}: {day.title}", "version": __version__, "description": f"{day.summary}\n\n{ABOUT}"},
        "servers": [{"url": base_url}],
        "tags": [{"name": each.name, "description": each.title} for each in day.exercises if _has(each.id, described)],
        "paths": paths,
    }
    if any(bearer(request) for request in described):
        document["components"] = {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}}
    from grader.exporting.as_yaml import as_yaml  # which scaffold does without

    return as_yaml(document)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise CourseError(f"{file}: can't be read: {error}") from error


def _has(exercise: str, requests: Iterable[ReadyRequest]) -> bool:
    return any(request.exercise == exercise for request in requests)


def _operation(day: Day, requests: list[ReadyRequest]) -> dict[str, Any]:
    """One method of one route, of all requests to it."""
    first = requests[0]
    titles = {goal.id: goal.title for goal in day.goals}
    goals = dict.fromkeys((request.short, titles[request.goal]) for request in requests)
    operation: dict[str, Any] = {
        "tags": list(dict.fromkeys(request.exercise.partition("/")[2] for request in requests)),
        "summary": first.name,
        "description": "".join(f"- `{name}`: {title}\n" for name, title in goals),
        "operationId": "-".join([first.method.lower(), *re.findall(r"[\w-]+", first.route)]),
    }
    if found := parameters(requests):
        operation["parameters"] = found
    if bodies := examples_by_media_type(requests):
        operation["requestBody"] = {"content": bodies}
    if any(bearer(request) for request in requests):
        operation["security"] = [{"token": []}, {}]  # also without: that is what some goals are about
    operation["responses"] = {"default": {"description": "As its goals say."}}
    return operation
