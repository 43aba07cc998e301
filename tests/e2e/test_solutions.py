"""Each day from the learner's side: a scaffold shows 0, the reference solution passes, on every track and runner."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.runners.local_places import free_port
from grader.runners.ready import exchange
from grader.server.address import Address
from tests.e2e.conftest import REPOSITORY, need_for, run

pytestmark = pytest.mark.beside
TRACKS = ["flask", "express", "django"]
GOALS = {"day1": 18, "day2": 29, "day3": 26, "day4": 22}
WITH_MORE = {"day5": 24, "day6": 27, "day7": 11}  # those whose containers are left to `make verify`


# In containers `make verify` proves every day; here one does, by the command itself.
@pytest.mark.parametrize(
    ("runner", "day"), [("local", "day1"), ("local", "day2"), ("docker", "day2")], indirect=["runner"]
)
@pytest.mark.parametrize("track", TRACKS)
def test_solution_passes(day: str, track: str, runner: str, tmp_path: Path) -> None:
    """The reference solution passes every goal of the day."""
    need_for(track, runner)
    shutil.copytree(REPOSITORY / "solutions" / day / track, tmp_path / day)
    done = run("grade", day, "--runner", runner, "--json", "report.json", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads((tmp_path / "report.json").read_text())
    assert (report["passed"], report["score"], report["track"]) == (True, 1.0, track)
    assert f"{GOALS[day]} of {GOALS[day]} goals" in done.stdout


@pytest.mark.parametrize("day", ["day3", "day4", "day5"])
@pytest.mark.parametrize("track", TRACKS)
def test_solution_with_a_database_passes(day: str, track: str, tmp_path: Path) -> None:
    """The same without a container; those in containers, on each database, take long and are for `make verify`.

    Django's solution has sessions, so one goal does not apply to it; bonus goals come on top.
    """
    need_for(track, "local")
    shutil.copytree(REPOSITORY / "solutions" / day / track, tmp_path / day)
    done = run("grade", day, "--runner", "local", "--json", "report.json", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads((tmp_path / "report.json").read_text())
    assert (report["passed"], report["complete"], report["track"]) == (True, True, track)
    others = [
        goal["id"] for exercise in report["exercises"] for goal in exercise["goals"] if goal["outcome"] != "passed"
    ]
    assert others == (["day4/tokens.none"] if (day, track) == ("day4", "django") else [])
    required = GOALS.get(day) or WITH_MORE[day]
    assert f"{required - len(others)} of {required - len(others)} goals" in done.stdout


@pytest.mark.parametrize(
    ("runner", "day"), [*(("local", day) for day in GOALS), ("docker", "day2")], indirect=["runner"]
)
@pytest.mark.parametrize("track", TRACKS)
def test_scaffold_starts_and_fails(day: str, track: str, runner: str, tmp_path: Path) -> None:
    """What scaffold lays down runs at once and passes no goal."""
    need_for(track, runner)
    assert run("scaffold", day, "--track", track, cwd=tmp_path).returncode == 0
    done = run("grade", day, "--runner", runner, cwd=tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"0 of {GOALS[day]} goals" in done.stdout


@pytest.mark.parametrize("day", WITH_MORE)
def test_scaffold_starts_and_fails_here(day: str, tmp_path: Path) -> None:
    """The same without a container. What a run can't give (an address, a browser) is left out, and nothing passes."""
    assert run("scaffold", day, cwd=tmp_path).returncode == 0
    done = run("grade", day, "--runner", "local", "--json", "report.json", cwd=tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    report = json.loads((tmp_path / "report.json").read_text())
    goals = [goal for exercise in report["exercises"] for goal in exercise["goals"]]
    assert [goal["id"] for goal in goals if goal["outcome"] == "passed"] == []
    assert (
        sum(not goal["bonus"] for e in report["exercises"] if not e["bonus"] for goal in e["goals"]) == WITH_MORE[day]
    )


@pytest.mark.parametrize(("project", "track"), [("todo-app", "django"), ("blog", "express"), ("shop", "flask")])
def test_a_solution_of_each_project_passes(project: str, track: str, tmp_path: Path) -> None:
    """Without a container, each project and each track once: of the database, SQLite's half is held."""
    need_for(track, "local")
    shutil.copytree(REPOSITORY / "solutions" / "day7" / project / track, tmp_path / "mine")
    done = run("grade", "day7", project, "--project", "mine", "--runner", "local", "--json", "r.json", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    (exercise,) = json.loads((tmp_path / "r.json").read_text())["exercises"]
    assert exercise["id"] == f"day7/{project}"
    assert {goal["outcome"] for goal in exercise["goals"]} == {"passed"}


@pytest.mark.parametrize("project", ["todo-app", "blog", "shop"])
def test_a_project_is_chosen(project: str, tmp_path: Path) -> None:
    """scaffold lays that one down, and grade finds out by itself which one it is."""
    assert run("scaffold", "day7", "--project", project, cwd=tmp_path).returncode == 0
    assert (tmp_path / "day7/openapi.yaml").is_file()
    done = run("grade", "day7", "--runner", "local", "--json", "report.json", cwd=tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    report = json.loads((tmp_path / "report.json").read_text())
    assert [exercise["id"] for exercise in report["exercises"]] == [f"day7/{project}"]


def test_no_project_is_chosen(tmp_path: Path) -> None:
    """A project of one's own that does not say which one it is: the command can."""
    (tmp_path / "app.py").write_text("from flask import Flask\n\napp = Flask(__name__)\napp.run()\n")
    (tmp_path / "requirements.txt").write_text("Flask\n")
    done = run("grade", "day7", "--project", ".", "--runner", "local", cwd=tmp_path)
    assert done.returncode == 2
    assert "which project is it: todo-app, blog or shop?" in done.stderr
    assert "grade day7 todo-app" in done.stderr


def test_url(tmp_path: Path) -> None:
    """A server that runs already is graded by its address; what needs the project is unavailable, not failed."""
    port = free_port()
    program = REPOSITORY / "exercises" / "day2" / "api-tests" / "checks" / "assets" / "shop_server.py"
    server = subprocess.Popen([sys.executable, str(program), str(port)], stdout=subprocess.DEVNULL)
    try:
        address = Address(f"http://127.0.0.1:{port}")
        while exchange(address, 1) != "answered":
            assert server.poll() is None
        done = run("grade", "day2", "resources", "api-tests", "--url", address.base_url, cwd=tmp_path)
    finally:
        server.kill()
        server.wait()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "9/9" in done.stdout
    assert "without --url" in done.stdout


def test_nothing_answers_at_the_url(tmp_path: Path) -> None:
    """An address without a server is the project's fault, with something to try."""
    done = run("grade", "day2", "--url", "http://127.0.0.1:9", cwd=tmp_path)
    assert done.returncode == 3
    assert "nothing answers at http://127.0.0.1:9" in done.stdout
