"""The learner's own tests in each of their four forms; the other two are the reference solutions' (test_solutions)."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.e2e.conftest import REPOSITORY, need, run

pytestmark = pytest.mark.beside
SUITES = REPOSITORY / "tests" / "golden" / "suites"


def graded(project: Path, runner: str) -> dict[str, str]:
    """Each goal of api-tests and its outcome."""
    done = run("grade", "day2", "api-tests", "--runner", runner, "--json", "r.json", "--project", project, cwd=project)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    exercises = json.loads((project / "r.json").read_text())["exercises"]
    goals = next(exercise["goals"] for exercise in exercises if exercise["id"] == "day2/api-tests")
    return {goal["id"].partition(".")[2]: f"{goal['outcome']} {goal['summary']}".strip() for goal in goals}


@pytest.mark.parametrize("kind", ["curl", "postman"])
def test_every_fault_is_caught(kind: str, runner: str, tmp_path: Path) -> None:
    """A good suite of shell scripts, or of a Postman collection, passes all five goals."""
    if runner == "local":
        need("node", "npm", "curl")
    project = tmp_path / "day2"
    shutil.copytree(REPOSITORY / "solutions" / "day2" / "express", project)
    shutil.rmtree(project / "tests")
    shutil.copytree(SUITES / kind, project, dirs_exist_ok=True)
    found = graded(project, runner)
    assert found == dict.fromkeys(["runs", "status", "body", "state", "validation"], "passed")


@pytest.mark.usefixtures("engine")
def test_tests_that_cheat(tmp_path: Path) -> None:
    """Tests see neither the server's program nor an earlier run, and reach nothing but the server."""
    project = tmp_path / "day2"
    shutil.copytree(REPOSITORY / "solutions" / "day2" / "flask", project)
    (project / "tests" / "test_products.py").write_text(SPYING)
    found = graded(project, "docker")
    assert found["runs"] == "passed", found
    assert {name: outcome.split()[0] for name, outcome in found.items() if name != "runs"} == dict.fromkeys(
        ["status", "body", "state", "validation"], "failed"
    )


# It passes everywhere, unless it can see what it must not see.
SPYING = """
import glob
import os
import socket

import requests

BASE = os.environ["BASE_URL"]


def test_requests():
    for _ in range(6):
        assert requests.get(f"{BASE}/products", timeout=5).status_code == 200


def test_no_trace_of_the_server():
    words = b""
    for name in glob.glob("/proc/[0-9]*/cmdline"):
        words += open(name, "rb").read()
    assert b"delete-keeps" not in words and b"none" not in words.split(b"\\0")


def test_no_note_from_an_earlier_run():
    for folder in {"/tmp", "/app", "/dev/shm", os.path.expanduser("~")}:
        assert not os.path.exists(f"{folder}/note")
        try:
            open(f"{folder}/note", "w").write("I was here")
        except OSError:
            pass


def test_no_network():
    assert [name for _, name in socket.if_nameindex()] == ["lo"]
"""
