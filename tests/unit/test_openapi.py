"""Ready requests as an OpenAPI document: valid, the same for every reader, and true to the table."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator
from small_course import build, small_day

from grader import catalog
from grader.errors import CourseError
from grader.exporting import FORMATS, load_requests
from grader.exporting.as_yaml import as_yaml
from grader.exporting.openapi import as_openapi
from grader.exporting.openapi_parts import NONE, json_value
from grader.model import Day

ENTRY = '[[requests]]\nname = "{name}"\ngoal = "create"\nmethod = "{method}"\npath = "{path}"\n{more}\n'


def days() -> list[Any]:
    """Every day of the course; of a day of projects, each."""
    found = []
    for day in map(catalog.load_day, catalog.day_ids()):
        names = [exercise.name for exercise in day.exercises] if day.one_of else []
        found += [pytest.param(catalog.only_project(day, name), id=f"{day.id}-{name}") for name in names]
        found += [] if names else [pytest.param(day, id=day.id)]
    return found


def entry(name: str, method: str, path: str, more: str = "") -> str:
    return ENTRY.format(name=name, method=method, path=path, more=more)


def described(tmp_path: Path, *entries: str) -> dict[str, Any]:
    """The document of a day with this table."""
    day = catalog.load_day("day2", build(tmp_path, **{"day2__cups__requests.toml": "\n".join(entries)}))
    document: dict[str, Any] = yaml.safe_load(as_openapi(day, load_requests(day)))
    OpenAPIV31SpecValidator(document).validate()
    return document


@pytest.mark.parametrize("day", days())
def test_every_day_has_a_valid_document(day: Day) -> None:
    """The validator finds nothing; the address is that of `grade serve`, and each request that is no probe is in it."""
    requests = load_requests(day)
    document = yaml.safe_load(FORMATS["openapi"].render(day, requests, "http://127.0.0.1:8080"))
    OpenAPIV31SpecValidator(document).validate()
    assert document["openapi"].startswith("3.1.")
    assert document["servers"][0]["url"] == "http://127.0.0.1:8080"
    ways = [(method, pattern(route)) for route, item in document["paths"].items() for method in item]
    for request in requests:
        path = request.path.partition("?")[0]
        there = any(method == request.method.lower() and where.fullmatch(path) for method, where in ways)
        assert there or not request.route, request


def pattern(route: str) -> re.Pattern[str]:
    """What a path of that route looks like."""
    return re.compile("/".join("[^/]+" if part.startswith("{") else re.escape(part) for part in route.split("/")))


def test_one_of_its_own(tmp_path: Path) -> None:
    """An exercise's own document is exported as it stands, where the exercise is alone."""
    build(tmp_path, day2__cups__openapi__yaml="")
    own = tmp_path / "day2/cups/openapi.yaml"
    own.write_text("openapi: 3.1.0  # mine\n")
    day = small_day(tmp_path)
    assert "# mine" not in as_openapi(day, load_requests(day))
    assert as_openapi(catalog.only_project(day, "cups"), ()) == "openapi: 3.1.0  # mine\n"
    own.write_bytes(b"\xff")
    with pytest.raises(CourseError, match=r"openapi.yaml: can't be read"):
        as_openapi(catalog.only_project(day, "cups"), ())


def test_an_operation(tmp_path: Path) -> None:
    """Requests to one route are its examples; the goals that they are for stand in its text."""
    document = described(
        tmp_path,
        entry("One cup", "GET", "/cups/7?full=yes&note=a%20b", 'headers = { X-Trace = "1", Accept = "*/*" }'),
        entry("Another", "GET", "/cups/1abc?full=", 'route = "/cups/{id}"'),
    )
    assert document["info"]["title"] == "day2: Small things"
    assert document["tags"] == [{"name": "cups", "description": "Cups"}]
    operation = document["paths"]["/cups/{id}"]["get"]
    assert (operation["operationId"], operation["summary"]) == ("get-cups-id", "One cup")
    assert operation["description"] == "- `cups.create`: a cup is made | or not\n"
    found = {(one["in"], one["name"]): list(values(one)) for one in operation["parameters"]}
    assert found == {
        ("path", "id"): ["7", "1abc"],
        ("query", "full"): ["yes", ""],
        ("query", "note"): ["a b"],
        ("header", "X-Trace"): ["1"],
    }
    assert [one["required"] for one in operation["parameters"]] == [True, False, False, False]
    assert "requestBody" not in operation and "security" not in operation


def values(holder: dict[str, Any]) -> list[Any]:
    return [example["value"] for example in holder["examples"].values()]


def test_bodies(tmp_path: Path) -> None:
    """By media type; as data where they are JSON, and left out where that can't be shown."""
    document = described(
        tmp_path,
        entry("Good", "POST", "/cups", "body = '{\"a\": [1, null, 0.1]}'"),
        entry("Null", "POST", "/cups", "body = 'null'"),
        entry("Broken", "POST", "/cups", "body = '{\"a\"'"),
        entry("Endless", "POST", "/cups", "body = '1e400'"),
        entry("Text", "POST", "/cups", "body = '1e3'\nheaders = { content-type = 'Text/Plain; charset=utf-8' }"),
        entry("None", "POST", "/cups", "body = 'x'\nheaders = { Content-Type = '' }"),
    )
    content = document["paths"]["/cups"]["post"]["requestBody"]["content"]
    assert {kind: values(bodies) for kind, bodies in content.items()} == {
        "application/json": [{"a": [1, None, 0.1]}, None],
        "text/plain": ["1e3"],
        "*/*": ["x"],
    }
    assert list(content["application/json"]["examples"]) == ["no-1", "no-2"]


def test_credentials(tmp_path: Path) -> None:
    """A token is a security scheme, never an example: what stands in the table is to be replaced."""
    document = described(
        tmp_path,
        entry("With", "GET", "/me", 'headers = { Authorization = "Bearer PASTE" }'),
        entry("Other", "GET", "/cups", 'headers = { Authorization = "Basic eA==" }'),
    )
    assert document["components"]["securitySchemes"] == {"token": {"type": "http", "scheme": "bearer"}}
    assert document["paths"]["/me"]["get"]["security"] == [{"token": []}, {}]
    assert "security" not in document["paths"]["/cups"]["get"]
    assert "PASTE" not in json.dumps(document)


def test_what_is_to_be_refused_is_left_out(tmp_path: Path) -> None:
    """No route, or a method that such a document has no word for."""
    probes = entry("No", "GET", "/nowhere", 'route = ""'), entry("Odd", "PURGE", "/cups")
    document = described(tmp_path, entry("Yes", "HEAD", "/cups"), *probes)
    assert {route: list(item) for route, item in document["paths"].items()} == {"/cups": ["head"]}


@pytest.mark.parametrize(
    ("path", "given", "route"),
    [
        ("/cups/12", None, "/cups/{id}"),
        ("/cups/12x?page=3", None, "/cups/12x"),
        ("/", None, "/"),
        ("/cups/1/handles/2", "/cups/{id}/handles/{handle}", "/cups/{id}/handles/{handle}"),
        ("/cups/export", "", ""),
    ],
)
def test_routes(tmp_path: Path, path: str, given: str | None, route: str) -> None:
    """A number is an id; all else is as it stands, or as the table says."""
    more = "" if given is None else f'route = "{given}"'
    build(tmp_path, **{"day2__cups__requests.toml": entry("x", "GET", path, more)})
    assert [request.route for request in load_requests(catalog.load_day("day2", tmp_path))] == [route]


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/cups/1/handles/2", ""),
        ("/cups/1", "route = 1"),
        ("/cups/1", 'route = "/cups"'),
        ("/cups/1", 'route = "/pots/{id}"'),
        ("/cups/1/2", 'route = "/cups/{id}/{id}"'),
        ("/cups/1", 'route = "/cups/{ID}"'),
    ],
)
def test_a_route_that_is_not_the_paths(tmp_path: Path, path: str, more: str) -> None:
    """The course's own mistake, named."""
    build(tmp_path, **{"day2__cups__requests.toml": entry("x", "GET", path, more)})
    with pytest.raises(CourseError, match=r"requests.toml: request 1: say its route"):
        load_requests(catalog.load_day("day2", tmp_path))


@pytest.mark.parametrize(
    "text", ["1e3", "0o17", "yes", "null", "~", "-", "", " x ", "a: b", "# c", "'", "é 🦄", "\0", "\x85", "1:2"]
)
def test_texts_stay_texts(text: str) -> None:
    """Whatever a reader of YAML could take for a number, a date or nothing is quoted."""
    data = {"value": text, "lines": f"{text}\nand more\n", "same": [{}, {}]}
    written = as_yaml(data)
    assert yaml.safe_load(written) == data
    assert "&" not in written and "*" not in written
    if re.match("[0-9.+-]", text):
        assert f'value: "{text}"' in written


@pytest.mark.parametrize("body", ["NaN", "Infinity", "1e999", "[", "", '"\\ud800"'])
def test_json_that_can_not_be_written_down(body: str) -> None:
    """Python reads it, others would not, or it is none."""
    assert json_value(body) is NONE
