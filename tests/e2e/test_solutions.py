"""Each day from the learner's side: a scaffold shows 0, the reference solution passes, on every track and runner."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.runners.local import free_port
from grader.runners.ready import exchange
from grader.server import Address
from tests.e2e.conftest import REPOSITORY, need_for, run

TRACKS = ["flask", "express", "django"]
GOALS = {"day1": 18, "day2": 29, "day3": 26, "day4": 22}
WITH_MORE = {"day5": 24, "day6": 27}  # those whose containers are left to `make verify`


@pytest.mark.parametrize("day", ["day1", "day2"])
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


@pytest.mark.parametrize("day", GOALS)
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
