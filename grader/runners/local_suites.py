"""The learner's own tests on this machine: processes, each run with a server of its own on a port of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from grader import process
from grader.errors import CourseError
from grader.model import Suite
from grader.project import Project
from grader.runners import suites
from grader.runners.local_installing import Installed, install, python3
from grader.runners.local_places import free_port
from grader.server.answers import SuiteResult, SuiteRun, Unavailable

OUTPUT = 3000
NOT_STARTED = "the course's own server did not start"
NEEDED = {"pytest": (python3(),), "node": ("node",), "curl": ("curl", "bash"), "postman": ("node",)}


def run_suite(folder: Path, tag: str, project: Project, suite: Suite, seed: int, own: str = "") -> SuiteResult:
    """As in the docker runner. Raises Unavailable where this machine lacks a tool that the tests need."""
    kinds = suites.find_kinds(project.folder)
    for kind in kinds:
        for tool in NEEDED[kind.name]:
            if shutil.which(tool) is None:
                raise Unavailable(f"needs {tool}, which is not installed here; or grade with --runner docker")
    tools = [(kind, install(suites.with_tools(project.dependencies, kind), lambda _: None)) for kind in kinds]
    found = tuple(file for kind in kinds for file in kind.files)
    if not kinds:
        return SuiteResult(())
    first = (_own(folder, tag, tools, own),) if own else ()
    others = suites.each(suite, seed, lambda *run: _one(folder, tag, tools, suite, *run))
    return SuiteResult(found, (*first, *others))


def _own(folder: Path, tag: str, tools: list[tuple[suites.Kind, Installed]], own: str) -> SuiteRun:
    passed, output, late = True, "", False
    for kind, installed in tools:
        code, text = _tests(folder, tag, kind, installed, suites.There(own, suites.OWN_SECONDS))
        passed, late, output = passed and code == 0, code == process.LATE, output + text
    return SuiteRun(suites.OWN, passed, 0, output[-OUTPUT:], late)


def _tests(folder: Path, tag: str, kind: suites.Kind, installed: Installed, there: suites.There) -> tuple[int, str]:
    return process.run(
        [word.replace("$BASE_URL", there.base_url) for word in kind.argv],
        cwd=folder / "app",
        env=_environment(folder, tag, installed, there),
        timeout=there.seconds,
    )


def _one(
    folder: Path, tag: str, tools: list[tuple[suites.Kind, Installed]], suite: Suite, fault: str, first_port: int
) -> SuiteRun:
    passed, requests, output, late = True, 0, "", False
    for wanted, (kind, installed) in enumerate(tools, first_port):
        server, log, port = _served(folder, tag, suite, fault, wanted)
        try:
            there = suites.There(f"http://127.0.0.1:{port}")
            code, text = _tests(folder, tag, kind, installed, there)
        finally:
            process.kill(server)
        requests += suites.count_requests(log.read_text(errors="replace"))
        log.unlink()
        passed, late, output = passed and code == 0, code == process.LATE, output + text
        if not passed:
            break
    return SuiteRun(fault, passed, requests, output[-OUTPUT:], late)


def _served(folder: Path, tag: str, suite: Suite, fault: str, wanted: int) -> tuple[subprocess.Popen[bytes], Path, int]:
    """A server of the course's that listens, its log, and its port: another one where somebody has the one wanted."""
    env = {"BACKEND_WEEK_RUN": tag, "ADMIN_EMAIL": suites.ADMIN}
    for port in (wanted, free_port(), free_port()):
        argv = [sys.executable, "-I", str(suite.server), str(port), fault, "127.0.0.1"]
        log = folder / f"server-{port}.log"  # not a pipe: nobody reads it meanwhile
        with log.open("wb") as file:
            server = process.start(argv, cwd="/", env=env, stdout=file)
        try:
            if listens(log, server):
                return server, log, port
        except BaseException:
            process.kill(server)
            raise
    raise CourseError(NOT_STARTED)


def listens(log: Path, server: subprocess.Popen[bytes]) -> bool:
    """Waits until the server says that it listens; whether it did so before it ended."""
    deadline = time.monotonic() + 20
    while not log.stat().st_size:
        if server.poll() is not None:
            return False
        if time.monotonic() > deadline:
            raise CourseError(NOT_STARTED)
        time.sleep(0.005)
    return True


def _environment(folder: Path, tag: str, installed: Installed, there: suites.There) -> dict[str, str]:
    path = os.pathsep.join([*map(str, installed.path), os.environ.get("PATH", os.defpath)])
    fixed = {"HOME": str(folder / "home"), "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1"}
    fixed |= {"PATH": path, "BACKEND_WEEK_RUN": tag}
    return {**fixed, "BASE_URL": there.base_url, "ADMIN_EMAIL": suites.ADMIN}
