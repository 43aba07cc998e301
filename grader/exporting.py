"""One table of ready requests, `exercises/<day>/<exercise>/requests.toml`, in the formats that API clients read.

    [[requests]]
    name = "Create a user"
    goal = "create"
    method = "POST"
    path = "/users"
    body = '{"name": "Ada", "email": "ada@example.com"}'

A body is sent as JSON unless a header table says otherwise; `headers = { Content-Type = "" }` sends none at all.
Numbers run through the whole day, so that "no. 14" is the same request in every format.
"""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.catalog import read_toml, take
from grader.errors import CourseError
from grader.model import Day, Exercise

BASE_URL = "http://127.0.0.1:8080"
POSTMAN_SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
KEYS = {"name", "goal", "method", "path", "headers", "body"}


@dataclass(frozen=True)
class ReadyRequest:
    """A request to try by hand. `number` counts through the day; `goal` is the id `day2/methods.create`."""

    number: int
    exercise: str
    goal: str
    name: str
    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""

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


def as_http(day: Day, requests: tuple[ReadyRequest, ...], base_url: str = BASE_URL) -> str:
    """A `.http` file for VS Code's REST Client and JetBrains' HTTP client."""
    blocks = [f"# {day.id}: {day.title}. Click “Send” above a request in your editor.\n@baseUrl = {base_url}\n"]
    for request in requests:
        lines = [f"### {request.number} {request.name} ({_short(request)})"]
        lines.append(f"{request.method} {{{{baseUrl}}}}{request.path}")
        lines += [f"{name}: {value}" for name, value in request.sent_headers.items()]
        blocks.append("\n".join(lines) + "\n" + (f"\n{request.body}\n" if request.body else ""))
    return "\n".join(blocks)


def as_curl(day: Day, requests: tuple[ReadyRequest, ...], base_url: str = BASE_URL) -> str:
    """A bash script that sends all requests, or those whose numbers it is given."""
    functions = "\n".join(_curl_function(request) for request in requests)
    titles = "\n".join(f"#   {request.number:>3}  {request.name} ({_short(request)})" for request in requests)
    return (
        f"#!/usr/bin/env bash\n# {day.id}: {day.title}. Requests to try while your server runs.\n#\n"
        "#   ./requests.sh                                       sends them all\n"
        "#   ./requests.sh 2 5                                   sends number 2, then number 5\n"
        "#   BASE_URL=http://127.0.0.1:5000 ./requests.sh 2      to another address\n#\n"
        f"{titles}\n\nset -u\nBASE_URL=${{BASE_URL:-{base_url}}}\nBASE_URL=${{BASE_URL%/}}\n"
        f"TOTAL={len(requests)}\n\n{functions}\n{_CURL_MAIN}"
    )


def as_postman(day: Day, requests: tuple[ReadyRequest, ...], base_url: str = BASE_URL) -> str:
    """A Postman collection, version 2.1, with a folder for each exercise. Insomnia and Bruno read it too."""
    folders = [
        {
            "name": f"{exercise.name}: {exercise.title}",
            "item": [_postman_item(request) for request in requests if request.exercise == exercise.id],
        }
        for exercise in day.exercises
    ]
    collection = {
        "info": {"name": f"{day.id}: {day.title}", "description": day.summary, "schema": POSTMAN_SCHEMA},
        "item": [folder for folder in folders if folder["item"]],
        "variable": [{"key": "baseUrl", "value": base_url, "type": "string"}],
    }
    return json.dumps(collection, indent=2, ensure_ascii=False) + "\n"


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
    return ReadyRequest(number, exercise.id, goal, name, method, path, headers, body)


def _short(request: ReadyRequest) -> str:
    """`methods.create`: the goal as it is said inside a day."""
    return request.goal.partition("/")[2]


_CURL_MAIN = """\
send() {
  if ! [[ $1 =~ ^[1-9][0-9]{0,3}$ ]] || (($1 > TOTAL)); then
    echo "requests.sh: there is no request '$1': the numbers go from 1 to $TOTAL" >&2
    exit 2
  fi
  "request_$1"
  local code=$?
  echo
  if ((code == 7)); then
    echo "requests.sh: nothing answers at $BASE_URL: start your server first, or set BASE_URL" >&2
    exit 7
  fi
}

if (($# == 0)); then
  for ((number = 1; number <= TOTAL; number++)); do send "$number"; done
else
  for number in "$@"; do send "$number"; done
fi
"""


def _curl_function(request: ReadyRequest) -> str:
    method = "--head" if request.method == "HEAD" else f"-X {request.method}"
    globbing = " --globoff" if re.search(r"[\[\]{}]", request.path) else ""
    lines = [f'curl -i -sS{globbing} {method} "$BASE_URL"{shlex.quote(request.path)}']
    lines += [
        f"-H {shlex.quote(f'{name}: {value}' if value else f'{name}:')}" for name, value in request.headers.items()
    ]
    lines += [f"--data-raw {shlex.quote(request.body)}"] if request.body else []
    heading = shlex.quote(f"### {request.number} {request.name} ({_short(request)})")
    command = " \\\n    ".join(lines)
    return f"request_{request.number}() {{\n  printf '%s\\n' {heading}\n  {command}\n}}\n"


def _postman_item(request: ReadyRequest) -> dict[str, Any]:
    path, _, query = request.path.partition("?")
    url: dict[str, Any] = {
        "raw": f"{{{{baseUrl}}}}{request.path}",
        "host": ["{{baseUrl}}"],
        "path": path.removeprefix("/").split("/"),
    }
    if query:
        pairs = (pair.partition("=") for pair in query.split("&"))
        url["query"] = [{"key": key, "value": value} for key, _, value in pairs]
    sent: dict[str, Any] = {
        "method": request.method,
        "header": [{"key": name, "value": value} for name, value in request.sent_headers.items()],
        "url": url,
        "description": f"Goal {request.goal}",
    }
    if request.body:
        language = "json" if request.is_json else "text"
        sent["body"] = {"mode": "raw", "raw": request.body, "options": {"raw": {"language": language}}}
    item: dict[str, Any] = {"name": f"{request.number} {request.name}", "request": sent, "response": []}
    unsent = {name.lower(): True for name, value in request.headers.items() if not value}
    if unsent:
        item["protocolProfileBehavior"] = {"disabledSystemHeaders": unsent}
    return item
