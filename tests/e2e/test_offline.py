"""Once a project's packages are there, nothing needs a network any more: grading, scaffolding, hints, plans."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.conftest import SCRIPTS, need, need_for, run
from tests.e2e.test_serve import solution

pytestmark = pytest.mark.beside

# A network namespace has nothing but a loopback interface, which is down at first (SIOCSIFFLAGS with IFF_UP).
OFFLINE = """
import fcntl, os, socket, struct, sys
with socket.socket() as sock:
    fcntl.ioctl(sock, 0x8914, struct.pack("16sh", b"lo", 1))
os.execv(sys.argv[1], sys.argv[1:])
"""


def offline(*argv: str | Path, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """One of our commands where there is no network but loopback."""
    need("unshare")
    own = [] if os.getuid() == 0 else ["--map-root-user"]
    if subprocess.run(["unshare", "--net", *own, "true"], capture_output=True, timeout=20).returncode:
        (pytest.fail if os.environ.get("REQUIRE_ENGINE") else pytest.skip)("no network namespace can be made here")
    command = ["unshare", "--net", *own, sys.executable, "-c", OFFLINE, SCRIPTS / str(argv[0]), *argv[1:]]
    return subprocess.run(command, cwd=cwd, env={**os.environ, **env}, capture_output=True, text=True, timeout=300)


@pytest.mark.parametrize("track", ["flask", "express", "django"])
def test_a_grade_without_a_network(track: str, runner: str, tmp_path: Path) -> None:
    """The first run fetches the packages; after that no network is missed, whatever runs the project."""
    need_for(track, runner)
    folder = solution("day2", tmp_path, track)
    words = ("day2", "methods", "--runner", runner, "--quiet")
    first = run("grade", *words, cwd=folder)
    assert first.returncode == 0, first.stdout + first.stderr
    done = offline("grade", *words, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "9 of 9 goals" in done.stdout


def test_everything_else_without_a_network(tmp_path: Path) -> None:
    """None of these ever asks anybody anything."""
    for argv in (["scaffold", "day2", "--track", "flask"], ["study", "plan"], ["grade"], ["study", "progress"]):
        done = offline(*argv, cwd=tmp_path)
        assert done.returncode == 0, f"{argv}: {done.stdout}{done.stderr}"
    done = offline("grade", "hint", "methods.create", cwd=tmp_path / "day2")
    assert done.returncode == 0 and "hint 1/3" in done.stdout


def test_there_really_is_none(tmp_path: Path) -> None:
    """What is not there yet can't be had: the machine is at fault, and the sentence says what to do."""
    folder = solution("day2", tmp_path)
    wanted = folder / "requirements.txt"
    wanted.write_text(wanted.read_text() + "a-package-that-nobody-has-made-yet\n")
    none = {"PIP_CONFIG_FILE": os.devnull}  # no folder of packages either
    done = offline("grade", "day2", "methods", "--runner", "local", cwd=folder, **none)
    assert done.returncode == 4 and "network" in done.stdout + done.stderr, done.stdout + done.stderr
