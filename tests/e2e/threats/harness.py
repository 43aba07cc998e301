"""Runs a hostile submission the ordinary way, and looks everywhere for what it may have left or reached.

A case is a folder in `cases/`: `threat.toml` and `project/`. Its keys:

    number, priority, threat      its row in the threat table, and the threat in a sentence
    grade = ["day2", "methods"]   the words after `grade`; with "day8" the course beside this file is used
    runner = "docker"             the runner
    options = ["--start-timeout", "4"]
    exit, status                  the exit code and the report's status
    says, notices                 words of the terminal's report, white space folded; of a notice
    passes, fails                 goals by their short ids ("methods.create")
    never                         words that are in no output and in no report
    seconds = 60                  the longest that it may take in all

The project finds `canary.json` in its folder: `{"hosts": […], "port": N}`, addresses of this machine at which nothing
may ever connect while it is graded.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import threading
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jsonschema
import psutil

from tests.e2e.conftest import REPOSITORY, run

HERE = Path(__file__).parent
CASES = HERE / "cases"
COURSE = HERE / "course"
SCHEMA = json.loads((REPOSITORY / "grader" / "reporters" / "report.schema.json").read_text())
KINDS = ("json", "junit", "html", "markdown", "csv")


@dataclass
class Outcome:
    """What came of one grade: the process, its reports by kind, seconds, and connections that the canary saw."""

    done: subprocess.CompletedProcess[str]
    files: dict[str, str]
    seconds: float
    seen: list[str] = field(default_factory=list)

    @property
    def report(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.files["json"])
        return found

    @property
    def said(self) -> str:
        return " ".join(self.done.stdout.split())

    def everything(self) -> Iterator[tuple[str, str]]:
        """Each place where words of the run can be read."""
        yield "stdout", self.done.stdout
        yield "stderr", self.done.stderr
        yield from self.files.items()

    def goals(self, outcome: str) -> set[str]:
        """Short ids of the goals with an outcome."""
        found = [goal for exercise in self.report["exercises"] for goal in exercise["goals"]]
        return {goal["id"].partition("/")[2] for goal in found if goal["outcome"] == outcome}


def grade(
    words: list[str], project: Path, tmp_path: Path, *, runner: str = "docker", cwd: Path | None = None, **env: str
) -> Outcome:
    """One `grade` by the ordinary command, with all reports written. `cwd`: where it is typed."""
    targets = [word for kind in KINDS for word in (f"--{kind}", str(tmp_path / f"report.{kind}"))]
    if words[0] == "day8":
        env.setdefault("GRADER_COURSE", str(COURSE))
    with canary() as (spot, seen):
        if project.is_dir():
            (project / "canary.json").write_text(json.dumps(spot))
        began = time.monotonic()
        done = run("grade", *words, "--project", project, "--runner", runner, *targets, cwd=cwd or tmp_path, **env)
        seconds = time.monotonic() - began
    files = {k: (tmp_path / f"report.{k}").read_text() for k in KINDS if (tmp_path / f"report.{k}").exists()}
    return Outcome(done, files, seconds, seen)


def prove(folder: Path, tmp_path: Path) -> Outcome:
    """Grades a case's project and holds all that its threat.toml says."""
    case = tomllib.loads((folder / "threat.toml").read_text())
    project = tmp_path / "work"
    shutil.copytree(folder / "project", project, symlinks=True)
    words = [*case.get("grade", ["day2", "methods"]), *case.get("options", ())]
    outcome = grade(words, project, tmp_path, runner=case.get("runner", "docker"))
    hold(case, outcome)
    unharmed(outcome, tmp_path)
    return outcome


def hold(case: dict[str, Any], outcome: Outcome) -> None:
    """The verdict is the one that was written down."""
    assert outcome.done.returncode == case["exit"], outcome.done.stdout + outcome.done.stderr
    assert outcome.report["status"] == case["status"]
    for words in case.get("says", ()):
        assert words in outcome.said, outcome.said
    for words in case.get("notices", ()):
        assert any(words in notice for notice in outcome.report["notices"]), outcome.report["notices"]
    passed = outcome.goals("passed")
    assert set(case.get("passes", ())) <= passed, outcome.said
    assert not set(case.get("fails", ())) & passed
    for words in case.get("never", ()):
        assert not [where for where, text in outcome.everything() if words in text]
    assert outcome.seconds < case.get("seconds", 60)


def unharmed(outcome: Outcome, tmp_path: Path) -> None:
    """What holds after every run, however hostile the project was."""
    assert outcome.seen == [], "the app reached this machine"
    jsonschema.validate(outcome.report, SCHEMA)
    assert "Traceback" not in outcome.done.stderr
    for where, text in outcome.everything():
        assert str(tmp_path) not in text, where
        assert not any(byte in text for byte in "\x00\x1b\x9b"), where
        assert "CANARY-7f3" not in text, where
    assert not any(line.lstrip().startswith("::") for line in outcome.done.stdout.splitlines())
    assert ghosts() == []


@contextmanager
def canary() -> Iterator[tuple[dict[str, Any], list[str]]]:
    """Listens on every address of this machine and keeps who connected."""
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("0.0.0.0", 0))
    server.listen(64)
    seen: list[str] = []

    def accept() -> None:
        with suppress(OSError):
            while True:
                client, who = server.accept()
                seen.append(str(who))
                client.close()

    listener = threading.Thread(target=accept, daemon=True)
    listener.start()
    hosts = [a.address for found in psutil.net_if_addrs().values() for a in found if a.family == socket.AF_INET]
    try:
        yield {"hosts": sorted(set(hosts)), "port": server.getsockname()[1]}, seen
    finally:
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        server.close()
        listener.join(2)


def ghosts() -> list[str]:
    """Processes in a container's cgroup that no engine knows any more. What is being removed gets a moment."""
    deadline = time.monotonic() + 10
    while found := contained():
        if time.monotonic() > deadline:
            return found
        time.sleep(0.1)
    return []


def contained() -> list[str]:
    """Processes of containers that the engine does not list."""
    from grader.runners.docker.engine import connect

    client = connect()
    known = {container["Id"] for container in client.api.containers(all=True)}
    client.close()
    found = []
    for pid in psutil.pids():
        with suppress(OSError):
            for line in Path("/proc", str(pid), "cgroup").read_text().splitlines():
                inside = line.rpartition("/docker/")[2] if "/docker/" in line else line.partition("docker-")[2]
                if len(inside) >= 64 and inside[:64] not in known:
                    found.append(f"{pid} in {inside[:12]}")
                    break
    return found
