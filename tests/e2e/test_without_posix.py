"""The local runner where POSIX is not: what Windows lacks is taken away, and a project is graded all the same."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.conftest import REPOSITORY, need

pytestmark = pytest.mark.beside
HERE = Path(__file__).parent
# An environment's programs lie in Scripts there, and a junction is made by the system's own shell.
PYTHON = '#!/bin/sh\n"{python}" "$@" || exit\n[ "$2" = venv ] && /bin/ln -s bin "$3/Scripts"\nexit 0\n'
CMD = '#!/bin/sh\n[ "$3" = /J ] && exec /bin/ln -s "$5" "$4"\nexit 1\n'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A folder with the programs of such a machine: no `sh`, no `python3`."""
    folder = tmp_path / "programs"
    folder.mkdir()
    python = os.path.realpath(getattr(sys, "_base_executable", sys.executable))
    texts = {"python": PYTHON.format(python=python), "cmd": CMD}
    texts |= {name: f'#!/bin/sh\nexec {shutil.which(name)} "$@"\n' for name in ("node", "npm") if shutil.which(name)}
    for name, text in texts.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    return folder


@pytest.mark.parametrize(("day", "track"), [("day2", "flask"), ("day2", "express"), ("day5", "flask")])
def test_a_solution(day: str, track: str, path: Path, tmp_path: Path) -> None:
    """Dependencies, starts and restarts, logs, mail, the learner's own tests: each goal of a right answer passes."""
    if track == "express":
        need("node", "npm")
    shutil.copytree(REPOSITORY / "solutions" / day / track, tmp_path / day)
    argv = ["grade", day, "--runner", "local", "--json", "report.json", "--start-timeout", "60"]
    done = subprocess.run(
        [sys.executable, "-I", HERE / "as_windows.py", *argv],
        cwd=tmp_path,
        env={**os.environ, "PATH": str(path), "GRADER_CACHE": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads((tmp_path / "report.json").read_text())
    outcomes = {g["id"]: g["outcome"] for e in report["exercises"] for g in e["goals"]}
    assert report["runner"] == "local" and "passed" in outcomes.values()
    assert not [goal for goal, outcome in outcomes.items() if outcome not in ("passed", "not-run")]
