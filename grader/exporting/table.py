"""The one table of ready requests, `exercises/<day>/<exercise>/requests.toml`.

    [[requests]]
    name = "Create a user"
    goal = "create"
    method = "POST"
    path = "/users"
    body = '{"name": "Ada", "email": "ada@example.com"}'

A body is sent as JSON unless a header table says otherwise; `headers = { Content-Type = "" }` sends none at all.
`route = "/users/{id}"` says which route a path is for where that can't be seen: a number stands for `{id}`, every other
part for itself. An empty one says that there is none, and the request is to be refused.

Numbers run through the whole day, so that "no. 14" is the same request in every format.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.catalog import read_toml, take
from grader.errors import CourseError
from grader.model import Day, Exercise

BASE_URL = "http://127.0.0.1:8080"
KEYS = {"name", "goal", "method", "path", "route", "headers", "body"}
PARAMETER = re.compile(r"\{[a-z_]+\}")


@dataclass(frozen=True)
class ReadyRequest:
    """A request to try by hand. `number` counts through the day; `goal` is the id `day2/methods.create`.

    `route` is the path with parameters, `/users/{id}`; empty for a request to something that should not be there.
    """

    number: int
    exercise: str
    goal: str
    name: str
    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    route: str = ""

    @property
    def short(self) -> str:
        """`methods.create`: the goal as it is said inside a day."""
        return self.goal.partition("/")[2]

    @property
    def sent_headers(self) -> dict[str, str]:
        """The headers without those that are named only to say that they are not sent."""
        return {name: value for name, value in self.headers.items() if value}

    @property
    def is_json(self) -> bool:
        return any("json" in value.lower() for name, value in self.headers.items() if name.lower() == "content-type")


def load_requests(day: Day) -> tuple[ReadyRequest, ...]:
    """The day's requests in the order of its exercises. Raises CourseError for a broken table."""
    found: list[ReadyRequest] = []
    for exercise in day.exercises:
        file = exercise.folder / "requests.toml"
        if file.is_file():
            for entry in take(read_toml(file), "requests", list, file):
                found.append(_ready(len(found) + 1, entry, exercise, file))
    return tuple(found)


def _ready(number: int, entry: dict[str, Any], exercise: Exercise, file: Path) -> ReadyRequest:
    unknown = sorted(set(entry) - KEYS)
    if unknown:
        raise CourseError(f"{file}: request {number} has an unknown key '{unknown[0]}'")
    goal = take(entry, "goal", str, file)
    goal = goal if "." in goal else f"{exercise.name}.{goal}"
    goal = goal if "/" in goal else f"{exercise.id.partition('/')[0]}/{goal}"
    if goal not in {known.id for known in exercise.goals}:
        raise CourseError(
            f"{file}: request {number} names the goal '{entry['goal']}', which {exercise.id} doesn't have"
        )
    name, method, path = (take(entry, key, str, file) for key in ("name", "method", "path"))
    headers, body = entry.get("headers", {}), entry.get("body", "")
    lines = [name, *headers, *headers.values()]
    if not all(isinstance(text, str) and text.isprintable() for text in lines) or not isinstance(body, str):
        raise CourseError(f"{file}: request {number}: name and headers must be texts of one line, body a text")
    if not re.fullmatch(r"[A-Z]+", method) or not re.fullmatch(r"/[!-~]*", path):
        raise CourseError(f"{file}: request {number}: not a method in capitals and a percent-encoded path")
    if re.search(r"(?m)^###|\{\{", body):
        raise CourseError(f"{file}: request {number}: a body can't hold '{{{{' or a line that starts with '###'")
    if body and "content-type" not in {header.lower() for header in headers}:
        headers = {"Content-Type": "application/json", **headers}
    route = _route(entry.get("route"), path.partition("?")[0])
    if route is None:
        raise CourseError(f"{file}: request {number}: say its route, with a {{parameter}} for each part that changes")
    return ReadyRequest(number, exercise.id, goal, name, method, path, headers, body, route)


def _route(given: object, path: str) -> str | None:
    """The route as it was given, else by the path's numbers; None where one is needed, or the path is not on it."""
    parts = path.split("/")
    if given is None:
        found = ["{id}" if part.isdecimal() else part for part in parts]
        return "/".join(found) if found.count("{id}") < 2 else None
    if not isinstance(given, str) or not given:
        return "" if given == "" else None
    wanted = given.split("/")
    parameters = [part for part in wanted if PARAMETER.fullmatch(part)]
    fits = len(wanted) == len(parts) and all(
        part == there or part in parameters for part, there in zip(wanted, parts, strict=True)
    )
    return given if fits and len(set(parameters)) == len(parameters) else None
