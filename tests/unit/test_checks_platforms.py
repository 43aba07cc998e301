"""The files of hosting services: what is right in many styles, and what is wrong with a sentence."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from grader.checks.platform_files import SHAPES, UnreadableError, read_yaml
from grader.checks.platforms import Files, Found, found
from grader.project import Production

GUNICORN = 'gunicorn --bind 0.0.0.0:$PORT "app:create_app()"'
TESTED = Production(GUNICORN, "Procfile")
PROCFILE = f"web: {GUNICORN}\n"
RENDER = """
services:
  - type: web
    name: todos
    runtime: python
    buildCommand: pip install -r requirements.txt
    startCommand: gunicorn --bind 0.0.0.0:${PORT} 'app:create_app()'
"""
APPRUNNER = """
version: 1.0
runtime: python311
build:
  commands:
    build:
      - pip3 install -r requirements.txt
run:
  command: gunicorn --bind 0.0.0.0:8080 "app:create_app()"
  network:
    port: 8080
    env: PORT
"""


def look(files: Mapping[str, str], *, node: bool = False, tested: Production = TESTED) -> Found:
    """What is said of the first platform among these files."""
    return found(Files(frozenset(files), files.__getitem__, node, tested))[0]


@pytest.mark.parametrize(
    "files",
    [
        {"render.yaml": RENDER},
        {"render.yaml": RENDER.replace("runtime", "env")},
        {"render.yaml": RENDER.replace("gunicorn", "exec gunicorn")},
        {"Procfile": PROCFILE, ".python-version": "# which one\n3.12\n"},
        {"Procfile": PROCFILE + "release: python migrate.py\n", "runtime.txt": "python-3.12.8"},
        {"apprunner.yaml": APPRUNNER},
        {"vercel.json": "{}", "app.py": "def create_app(): ...\napp = create_app()"},
        {"vercel.json": "{}", "api/index.py": "from server import app"},
        {
            "vercel.json": '{"builds": [{"src": "config/wsgi.py", "use": "@vercel/python"}]}',
            "config/wsgi.py": "app = 1",
        },
        {
            "vercel.json": "{}",
            "pyproject.toml": '[project.scripts]\napp = "backend.start:app"',
            "backend/start.py": "app = 1",
        },
        {"Dockerrun.aws.json": '{"AWSEBDockerrunVersion": "1", "Image": {"Name": "me/todos:1"}}'},
    ],
)
def test_right_ones(files: Mapping[str, str]) -> None:
    """Files that their platforms take, and that start what was tested."""
    assert (look(files).faults, look(files).differs) == ([], [])


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"render.yaml": RENDER.replace("startCommand", "start")}, "startCommand missing"),
        ({"render.yaml": RENDER.replace("    name: todos\n", "")}, "services[0]`: name missing"),
        ({"render.yaml": RENDER.replace("web", "website")}, "services[0].type"),
        ({"render.yaml": RENDER.replace("python\n", "docker\n")}, "there is no Dockerfile"),
        ({"render.yaml": RENDER.replace("python\n", "node\n")}, "does not run this project"),
        ({"render.yaml": "services:\n\t- x"}, "is no YAML"),
        ({"render.yaml": "- a"}, "object expected"),
        ({"Procfile": PROCFILE}, "no file says which version"),
        ({"Procfile": PROCFILE, "runtime.txt": "3.12"}, "such as python-3.12.8"),
        ({"Procfile": "# web: x\n", ".python-version": "3.12"}, "has no line that begins with `web:`"),
        ({"apprunner.yaml": APPRUNNER.replace("python311", "nodejs18")}, "does not run this project"),
        ({"apprunner.yaml": APPRUNNER.replace("  command:", "  commands:")}, "command missing"),
        ({"vercel.json": "{,}"}, "is no JSON"),
        ({"vercel.json": "{}"}, "no entry file"),
        ({"vercel.json": "{}", "app.py": "def create_app(): ..."}, "exports no app"),
        ({"vercel.json": '{"builds": [{"src": "no.py", "use": "@vercel/python"}]}'}, "no such file"),
        ({"vercel.json": '{"routes": [], "rewrites": []}'}, "can't both be there"),
        ({"Dockerrun.aws.json": '{"AWSEBDockerrunVersion": "2"}'}, "containerDefinitions missing"),
    ],
)
def test_faults(files: Mapping[str, str], words: str) -> None:
    """What is wrong with a file is said, with its place."""
    assert words in look(files).faults[0]


@pytest.mark.parametrize(
    "files",
    [
        {"render.yaml": RENDER.replace("gunicorn", "flask run; gunicorn")},
        {"Procfile": "web: flask run", ".python-version": "3.12"},
        {"apprunner.yaml": APPRUNNER.replace("0.0.0.0:8080", "0.0.0.0:9000")},
    ],
)
def test_another_command(files: Mapping[str, str]) -> None:
    """A start command that is not the tested one is said, both of them."""
    assert look(files).faults == []
    assert f"`{GUNICORN}` (Procfile)" in look(files).differs[0]


def test_node() -> None:
    """`npm start` is what package.json says; a version stands in engines or a file of its own."""
    package = {"scripts": {"start": "exec node server.js"}, "engines": {"node": ">=20"}}
    tested = Production("npm start", "package.json")
    files = {"package.json": json.dumps(package), "Procfile": "web: node server.js"}
    assert look(files, node=True, tested=tested) == Found("Heroku", "Procfile")
    files["package.json"] = json.dumps({"scripts": package["scripts"]})
    assert "engines.node" in look(files, node=True, tested=tested).faults[0]
    files[".node-version"] = "22.1.0"
    assert look(files, node=True, tested=tested).faults == []


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("export default app;", True),
        ("export { app as default };", True),
        ("module.exports = app", True),
        ("// export default app;", False),
        ("/* module.exports = app */ export const app = 1;", False),
    ],
)
def test_exports_of_javascript(text: str, right: bool) -> None:
    """Vercel imports the default export."""
    assert (look({"vercel.json": "{}", "server.js": text}, node=True).faults == []) is right


def test_an_image_of_ones_own() -> None:
    """With `runtime: docker` the Dockerfile's command is the tested one."""
    render = "services: [{type: web, name: todos, runtime: docker}]"
    files = {"render.yaml": render, "Dockerfile": "FROM python:3.12"}
    assert look(files, tested=Production("x", "Dockerfile")).differs == []
    assert "Procfile" in look(files).differs[0]


@pytest.mark.parametrize(
    "text", ["a: &a [x, x]\n" + "".join(f"b{n}: [*a]\n" for n in range(30)), "[" * 5000, "a: \x00"]
)
def test_hostile_yaml(text: str) -> None:
    """Aliases upon aliases, depth without end and odd bytes are refused in words."""
    with pytest.raises(UnreadableError):
        read_yaml(text)


def test_shapes_are_dated() -> None:
    """Each shape says which page it was taken from, and when."""
    for path in SHAPES.glob("*.json"):
        comment = json.loads(path.read_text("utf-8"))["$comment"]
        assert "https://" in comment and "as of 2026-" in comment
