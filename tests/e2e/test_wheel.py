"""The built wheel, in an empty environment and an empty folder, without the repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.e2e.conftest import REPOSITORY, need_for

pytestmark = [pytest.mark.beside, pytest.mark.xdist_group("wheel")]  # the wheel is built once


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's wheel."""
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(out), str(REPOSITORY)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=out)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with nothing but the wheel and what it needs; its folder of scripts."""
    home = tmp_path_factory.mktemp("env")
    subprocess.run([sys.executable, "-m", "venv", home / "venv"], check=True)
    pip = [home / "venv" / "bin" / "python", "-m", "pip", "install", "-q", str(wheel)]
    done = subprocess.run(pip, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return home / "venv" / "bin"


def test_contents(wheel: Path) -> None:
    """The wheel has exercises with their checks, templates and the schema; no solution, wrong solution or test."""
    names = zipfile.ZipFile(wheel).namelist()
    assert "grader/_exercises/day2/methods/checks/test_create.py" in names
    assert "grader/_exercises/day2/starter/express/package-lock.json" in names
    assert "grader/templates/report.html" in names
    assert "grader/reporters/report.schema.json" in names
    assert "grader/runners/docker/seccomp.json" in names
    assert "grader/watching/agent.js" in names
    assert "grader/templates/course_workflow.yml" in names
    for word in ("mutants", "solutions", "tests/e2e", "tests/unit", "__pycache__", "verify.lock"):
        assert not [name for name in names if word in name]


@pytest.mark.parametrize("track", ["flask", "express", "django"])
def test_installed_commands(track: str, installed: Path, runner: str, tmp_path: Path) -> None:
    """Scaffold and grade work without the repository: 0 goals for the starter, all of two exercises for a solution."""
    need_for(track, runner)
    home = tmp_path / "home"
    home.mkdir()
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    env["COLUMNS"] = "100"

    def command(*argv: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([installed / argv[0], *argv[1:]], cwd=home, env=env, capture_output=True, text=True)

    assert command("scaffold", "day2", "--track", track).returncode == 0
    begun = command("grade", "day2", "methods", "json", "--runner", runner)
    assert begun.returncode == 1, begun.stdout + begun.stderr
    assert "0 of 15 goals" in begun.stdout
    solution = REPOSITORY / "solutions" / "day2" / track
    shutil.copytree(solution, home / "day2", dirs_exist_ok=True)
    done = command("grade", "day2", "methods", "json", "--runner", runner)
    assert done.returncode == 0, done.stdout + done.stderr
