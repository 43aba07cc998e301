"""Hand-made projects of the kinds that people submit: each is graded, or is told exactly why not."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
from filelock import FileLock

from tests.e2e.conftest import REPOSITORY, need_for, run

pytestmark = pytest.mark.beside
PROJECTS = REPOSITORY / "tests" / "golden" / "projects"
SCHEMA = REPOSITORY / "grader" / "reporters" / "report.schema.json"
NAMES = sorted(path.parent.name for path in PROJECTS.glob("*/expected.toml"))


@pytest.fixture
def chosen_ports(runner: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Projects that choose a port themselves choose 3000 or 5000: on this machine, one at a time."""
    if runner == "docker":
        yield
    else:
        with FileLock(tmp_path_factory.getbasetemp().parent / "chosen-ports.lock", timeout=600):
            yield


@pytest.mark.usefixtures("chosen_ports")
@pytest.mark.parametrize("name", NAMES)
def test_hand_made(name: str, runner: str, tmp_path: Path) -> None:
    """Exit code, status, words, notices and goals are as written beside the project; no traceback of ours."""
    need_for(name.partition("-")[0], runner)
    expected = tomllib.loads((PROJECTS / name / "expected.toml").read_text())
    project = tmp_path / "work"
    shutil.copytree(PROJECTS / name / "project", project, symlinks=True)
    options = ["--start-timeout", "4"] if name == "never-answers" else ["--start-timeout", "40"]
    argv = [
        "grade",
        "day2",
        "methods",
        "--project",
        project,
        "--runner",
        runner,
        "--json",
        tmp_path / "r.json",
        *options,
    ]
    done = run(*argv, cwd=tmp_path)
    assert done.returncode == expected["exit"], done.stdout + done.stderr
    report = json.loads((tmp_path / "r.json").read_text())
    jsonschema.validate(report, json.loads(SCHEMA.read_text()))
    assert report["status"] == expected["status"]
    said = " ".join(done.stdout.split())
    for words in expected["says"]:
        assert words in said
    for words in expected["notices"]:
        assert any(words in notice for notice in report["notices"]), report["notices"]
    passed = {
        goal["id"] for exercise in report["exercises"] for goal in exercise["goals"] if goal["outcome"] == "passed"
    }
    assert set(expected["passes"]) <= passed
    assert not set(expected.get("fails", ())) & passed
    assert "Traceback" not in done.stderr
    assert str(tmp_path) not in json.dumps(report)


@pytest.mark.parametrize(
    ("files", "code", "words"),
    [
        ({}, 2, "Looked for"),
        ({"index.html": "<h1>Hi</h1>"}, 2, "Looked for"),
        (
            {
                "app.py": "from flask import Flask\napp = Flask(__name__)\napp.run()\n",
                "server.js": "require('express')",
                "package.json": '{"dependencies": {"express": "5"}}',
            },
            2,
            "track",
        ),
    ],
    ids=["empty", "only HTML", "two tracks"],
)
def test_no_project(files: dict[str, str], code: int, words: str, tmp_path: Path) -> None:
    """A folder that is no project, or two, ends with a sentence and exit 2."""
    folder = tmp_path / "work"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text)
    done = run("grade", "day2", "--project", folder, "--runner", "local", cwd=tmp_path)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_unknown_names(tmp_path: Path) -> None:
    """Unknown days and exercises offer the nearest names, and exit 2."""
    day = run("grade", "day22", cwd=tmp_path)
    exercise = run("grade", "day2", "method", cwd=tmp_path)
    assert (day.returncode, exercise.returncode) == (2, 2)
    assert "Did you mean day2" in day.stderr
    assert "Did you mean methods?" in exercise.stderr


def test_without_an_engine(tmp_path: Path) -> None:
    """`--runner docker` with no engine is the machine's fault, with what to do."""
    shutil.copytree(REPOSITORY / "solutions" / "day2" / "flask", tmp_path / "day2")
    nowhere = f"unix://{tmp_path}/no.sock"
    done = run("grade", "day2", "--runner", "docker", cwd=tmp_path, DOCKER_HOST=nowhere)
    assert done.returncode == 4
    assert "no Docker engine was found" in done.stdout
    assert "--runner local" in done.stdout
