"""What is exported of every day, read as strictly as its format has it: all formats say the same."""

from __future__ import annotations

import json
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from grader import catalog
from grader.exporting import BASE_URL, FORMATS, ReadyRequest, load_requests
from grader.exporting.postman import POSTMAN_SCHEMA
from grader.model import Day

TEXT = {"type": "string"}
KEY_AND_VALUE = {
    "type": "object",
    "required": ["key", "value"],
    "properties": {"key": TEXT, "value": TEXT},
    "additionalProperties": False,
}
URL = {
    "type": "object",
    "required": ["raw", "host", "path"],
    "properties": {
        "raw": {"type": "string", "pattern": r"^\{\{baseUrl\}\}/"},
        "host": {"const": ["{{baseUrl}}"]},
        "path": {"type": "array", "items": TEXT, "minItems": 1},
        "query": {"type": "array", "items": KEY_AND_VALUE, "minItems": 1},
    },
    "additionalProperties": False,
}
RAW = {
    "type": "object",
    "required": ["mode", "raw", "options"],
    "properties": {
        "mode": {"const": "raw"},
        "raw": TEXT,
        "options": {"enum": [{"raw": {"language": language}} for language in ("json", "text")]},
    },
    "additionalProperties": False,
}
# Of the published schema of collections 2.1.0, what ours use, and nothing besides.
COLLECTION: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["info", "item"],
    "properties": {
        "info": {
            "type": "object",
            "required": ["name", "schema"],
            "properties": {"name": TEXT, "description": TEXT, "schema": {"const": POSTMAN_SCHEMA}},
            "additionalProperties": False,
        },
        "item": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/folder"}},
        "variable": {
            "type": "array",
            "items": {"type": "object", "required": ["key", "value"], "properties": {"type": {"const": "string"}}},
        },
    },
    "additionalProperties": False,
    "$defs": {
        "folder": {
            "type": "object",
            "required": ["name", "item"],
            "properties": {"name": TEXT, "item": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/item"}}},
            "additionalProperties": False,
        },
        "item": {
            "type": "object",
            "required": ["name", "request", "response"],
            "properties": {
                "name": TEXT,
                "response": {"const": []},
                "protocolProfileBehavior": {"type": "object"},
                "request": {
                    "type": "object",
                    "required": ["method", "url"],
                    "properties": {
                        "method": {"type": "string", "pattern": "^[A-Z]+$"},
                        "header": {"type": "array", "items": KEY_AND_VALUE},
                        "url": URL,
                        "body": RAW,
                        "description": TEXT,
                    },
                    "additionalProperties": False,
                },
            },
            "additionalProperties": False,
        },
    },
}


@dataclass
class Read:
    """A request as a reader of a format has it."""

    title: str
    method: str
    url: str
    headers: list[tuple[str, str]]
    body: str


def of(request: ReadyRequest) -> Read:
    """The same of the table's."""
    title = f"{request.number} {request.name} ({request.short})"
    return Read(title, request.method, BASE_URL + request.path, list(request.sent_headers.items()), request.body)


def days() -> list[Any]:
    """Every day that has requests; of a day of projects, each."""
    found = []
    for day in map(catalog.load_day, catalog.day_ids()):
        if day.one_of:
            found += [catalog.only_project(day, exercise.name) for exercise in day.exercises]
        else:
            found.append(day)
    return [pytest.param(day, id=f"{day.id}-{day.exercises[0].name}") for day in found]


every_day = pytest.mark.parametrize("day", days())


def parse_http(text: str) -> list[Read]:
    """A strict reader of `.http` files: comments and `@name = value`, then blocks that begin with `###`.

    A block is a request line, headers up to an empty line, and the body up to the next block.
    """
    head, *blocks = re.split(r"(?m)^(?=###)", text)
    variables: dict[str, str] = {}
    for line in filter(None, head.splitlines()):
        given = re.fullmatch(r"@(\w+) = (\S+)", line)
        assert given or line.startswith("# "), line
        variables |= {given[1]: given[2]} if given else {}
    return [parse_block(block, variables) for block in blocks]


def parse_block(block: str, variables: dict[str, str]) -> Read:
    """One request of it."""
    before, _, body = block.partition("\n\n")
    title, line, *headers = before.rstrip("\n").split("\n")
    asked = re.fullmatch(r"([A-Z]+) \{\{(\w+)\}\}(/[!-~]*)", line)
    assert title.startswith("### ") and asked, block
    pairs = [re.fullmatch(r"([!#$%&'*+.^_`|~\w-]+): (\S.*)", header) for header in headers]
    assert all(pairs), headers
    url = variables[asked[2]] + asked[3]
    return Read(title[4:], asked[1], url, [(pair[1], pair[2]) for pair in pairs if pair], body.rstrip("\n"))


@every_day
def test_http(day: Day) -> None:
    """A strict reader finds each request, with every header and the body as they stand in the table."""
    requests = load_requests(day)
    assert parse_http(FORMATS["http"].render(day, requests, BASE_URL)) == [of(request) for request in requests]


@every_day
def test_curl(day: Day, tmp_path: Path) -> None:
    """bash reads it without running it, and finds a function for each request."""
    requests = load_requests(day)
    script = tmp_path / "requests.sh"
    script.write_text(FORMATS["curl"].render(day, requests, BASE_URL), encoding="utf-8")
    done = subprocess.run(["bash", "-n", str(script)], capture_output=True, text=True, timeout=20)
    assert (done.returncode, done.stderr) == (0, "")
    numbers = re.findall(r"(?m)^request_(\d+)\(\) \{$", script.read_text(encoding="utf-8"))
    assert numbers == [str(request.number) for request in requests]


def test_curl_logs_in_as_it_is_told(tmp_path: Path) -> None:
    """With a token or a cookie from the environment, an admin's apart; without one it says what is to be put there."""
    day = catalog.only_project(catalog.load_day("day7"), "shop")
    requests = load_requests(day)
    script = tmp_path / "requests.sh"
    script.write_text(FORMATS["curl"].render(day, requests, BASE_URL), encoding="utf-8")
    log = tmp_path / "sent.txt"
    (tmp_path / "curl").write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> {log}\n')
    (tmp_path / "curl").chmod(0o755)
    logins = {request.number: request.headers.get("Authorization", "") for request in requests}
    asked = {key: next(n for n, login in logins.items() if key in login) for key in ("YOUR", "ADMIN")}

    def sent(whose: str, **env: str) -> str:
        log.unlink(missing_ok=True)
        path = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
        subprocess.run(["bash", str(script), str(asked[whose])], env={**path, **env}, capture_output=True, timeout=20)
        return log.read_text()

    assert "Authorization: Bearer abc\n" in sent("YOUR", TOKEN="abc")
    assert "Authorization: Bearer xyz\n" in sent("ADMIN", TOKEN="abc", ADMIN_TOKEN="xyz")
    by_cookie = sent("YOUR", COOKIE="session=1")
    assert "Cookie: session=1\n" in by_cookie and "Bearer" not in by_cookie
    assert "Bearer PASTE-TOKEN\n" in sent("YOUR") and "Bearer PASTE-ADMIN_TOKEN\n" in sent("ADMIN", TOKEN="abc")


@every_day
def test_postman(day: Day) -> None:
    """The collection has the published shape, and each request's address can be put together again."""
    requests = load_requests(day)
    collection = json.loads(FORMATS["postman"].render(day, requests, BASE_URL))
    jsonschema.validate(collection, COLLECTION)
    found = [item["request"] for folder in collection["item"] for item in folder["item"]]
    assert len(found) == len(requests)
    for request, sent in zip(requests, found, strict=True):
        url = sent["url"]
        query = "&".join(f"{pair['key']}={pair['value']}" for pair in url.get("query", []))
        assert "/".join(["", *url["path"]]) + (f"?{query}" if query else "") == request.path
        assert (sent["method"], sent.get("body", {}).get("raw", "")) == (request.method, request.body)
        assert {pair["key"]: pair["value"] for pair in sent["header"]} == request.sent_headers


def test_a_usual_name() -> None:
    """Each format's file has a name of its own."""
    day = catalog.load_day("day2")
    names = {name: form.name(day) for name, form in FORMATS.items()}
    assert names == {
        "http": "requests.http",
        "curl": "requests.sh",
        "postman": "day2.postman_collection.json",
        "openapi": "openapi.yaml",
    }
