"""What learner code can see of the machine, of the network, and of others that are graded at the same time."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from grader.runners.docker.engine import LABEL, connect
from tests.e2e.conftest import SCRIPTS
from tests.e2e.threats.harness import CASES, COURSE, Outcome, grade, unharmed
from tests.e2e.threats.projects import lay

SECRETS = {
    "GITHUB_TOKEN": "planted-token-5c1",
    "AWS_SECRET_ACCESS_KEY": "planted-token-5c1",
    "DOCKER_AUTH_CONFIG": "planted-token-5c1",
    "CI": "true",
}
GIVEN = {
    "PORT": "8080",
    "DATA_DIR": "/data",
    "HOME": "/app",
    "TMPDIR": "/tmp",
    "VIRTUAL_ENV": "/deps",
    "LANG": "C.UTF-8",
    "PYTHONUNBUFFERED": "1",
}
OF_THE_IMAGE = {"PYTHON_VERSION", "PYTHON_SHA256", "GPG_KEY", "NODE_VERSION", "YARN_VERSION"}
OF_THE_SYSTEM = {"PATH", "HOSTNAME", "PWD", "LC_CTYPE"}


def answered(outcome: Outcome, goal: str = "held") -> Any:
    """What the app answered in a goal's first exchange."""
    goals = {one["id"].rpartition(".")[2]: one for one in outcome.report["exercises"][0]["goals"]}
    return json.loads(goals[goal]["checks"][0]["exchanges"][0]["response"]["body"])


@pytest.mark.usefixtures("engine")
def test_the_environment_in_docker(tmp_path: Path) -> None:
    """Case 23: the app sees the variables that were written down, and not one of the grader's."""
    outcome = grade(["day8"], lay(tmp_path / "work", "environment"), tmp_path, **SECRETS)
    unharmed(outcome, tmp_path)
    seen = answered(outcome)
    assert {name: seen.get(name) for name in GIVEN} == GIVEN
    assert set(seen) - set(GIVEN) - OF_THE_IMAGE - OF_THE_SYSTEM == set()
    assert seen["PATH"].startswith("/deps/bin:") and str(Path.home()) not in seen["PATH"]
    assert not [where for where, text in outcome.everything() if "planted-token" in text]


def test_the_environment_without_a_container(tmp_path: Path) -> None:
    """Case 21: a local app has no secret of this user's and another home."""
    outcome = grade(["day8"], lay(tmp_path / "work", "environment"), tmp_path, runner="local", **SECRETS)
    unharmed(outcome, tmp_path)
    seen = answered(outcome)
    assert not set(SECRETS) & set(seen) and "planted-token" not in json.dumps(seen)
    own = {"PORT", "DATA_DIR", "HOME", "PATH", "PYTHONUNBUFFERED", "BACKEND_WEEK_RUN"}
    assert own <= set(seen) <= own | {"LANG", "LC_ALL", "LC_CTYPE", "TZ", "PWD"}
    assert Path(seen["HOME"]) != Path.home() and Path(seen["HOME"]).parent == Path(seen["DATA_DIR"]).parent
    assert not Path(seen["HOME"]).exists()


def test_a_grade_for_the_record_needs_more_than_this(tmp_path: Path) -> None:
    """Case 21: an official grade takes a container. Without one it is exit 2, and nothing is started."""
    project = lay(tmp_path / "work", "environment", start="touch $HOME/../../started; exec python3 app.py")
    words = ["--official", "--learner", "ada", "--record", str(tmp_path / "ada.json")]
    outcome = grade(["day8", *words], project, tmp_path, runner="local")
    assert outcome.done.returncode == 2 and "--official" in outcome.done.stderr
    assert not (tmp_path / "ada.json").exists()
    assert outcome.files == {} and outcome.done.stdout == ""


# --- the network ------------------------------------------------------------------------------------------------------
@contextmanager
def datagrams() -> Iterator[tuple[int, list[bytes]]]:
    """Takes datagrams at every address of this machine and keeps them."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("0.0.0.0", 0))
    seen: list[bytes] = []

    def take() -> None:
        with suppress(OSError):
            while data := server.recv(2000):
                seen.append(data)

    threading.Thread(target=take, daemon=True).start()
    try:
        yield server.getsockname()[1], seen
    finally:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", ("127.0.0.1", server.getsockname()[1]))
        server.close()


def told(tmp_path: Path, runner: str) -> tuple[Outcome, list[bytes]]:
    """A grade of the app that tells each request to this machine, and the datagrams that came."""
    project = lay(tmp_path / "work", "teller")
    with datagrams() as (port, seen):
        (project / "datagrams.json").write_text(json.dumps(port))
        return grade(["day8"], project, tmp_path, runner=runner), seen


@pytest.mark.usefixtures("engine")
def test_requests_are_not_told(tmp_path: Path) -> None:
    """Case 17: not a byte of a hidden request leaves the container, by TCP, by datagrams or by names."""
    outcome, seen = told(tmp_path, "docker")
    unharmed(outcome, tmp_path)
    assert outcome.done.returncode == 0, outcome.done.stdout
    assert seen == [] and outcome.seen == []


def test_what_listens_for_them_hears(tmp_path: Path) -> None:
    """Case 17, the other way round: without a container the same app is heard, so silence means something."""
    outcome, seen = told(tmp_path, "local")
    assert outcome.seen and any(b"/echo/" in data for data in seen)


def test_what_the_probe_of_hosts_finds(tmp_path: Path) -> None:
    """Case 16, the other way round: without a container the same app reaches this machine."""
    outcome = grade(["day8"], lay_case(tmp_path, "16-host-services"), tmp_path, runner="local")
    assert outcome.seen and any("was reached" in one for one in answered(outcome))


def lay_case(tmp_path: Path, name: str) -> Path:
    """A copy of a case's project without the addresses that nobody may try from this machine."""
    project = tmp_path / "work"
    shutil.copytree(CASES / name / "project", project)
    source = (project / "app.py").read_text()
    (project / "app.py").write_text(source.replace("USUAL = [", "USUAL = [] and [").replace(", 80, 22, 2375)", ",)"))
    return project


@pytest.mark.usefixtures("engine")
def test_no_network_is_made(tmp_path: Path) -> None:
    """Case 44: a run over a unix socket makes no network, so that no pool of addresses can run dry."""
    client = connect()
    before = {network["Id"] for network in client.api.networks()}
    during: set[str] = set()
    joined: set[str] = set()
    child = started(lay(tmp_path / "work", "sane", start="sleep 1; exec python3 app.py"), tmp_path)
    try:
        while child.poll() is None:
            during |= {network["Id"] for network in client.api.networks()}
            for one in client.api.containers(all=True, filters={"label": f"{LABEL}.pid={child.pid}"}):
                joined |= set(one["NetworkSettings"]["Networks"])
            time.sleep(0.02)
    finally:
        child.kill()
        child.wait()
        client.close()
    assert child.returncode == 0
    assert during - before == set() and joined == {"none"}


def started(project: Path, cwd: Path) -> subprocess.Popen[bytes]:
    """The ordinary command, under way."""
    return subprocess.Popen(
        [SCRIPTS / "grade", "day8", "--project", project, "--runner", "docker", "--json", cwd / f"{project.name}.json"],
        cwd=cwd,
        env={**os.environ, "GRADER_COURSE": str(COURSE)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.usefixtures("engine")
def test_neighbours_find_nothing(tmp_path: Path) -> None:
    """Case 45: of two apps at once each tries all ports and unix sockets that it can see; they find their own alone."""
    client = connect()
    children = [started(lay(tmp_path / name, "neighbour"), tmp_path) for name in ("one", "two")]
    together = 0
    try:
        while any(child.poll() is None for child in children):
            apps = client.api.containers(filters={"label": "org.backend-week.role=app"})
            owners = {app["Labels"][f"{LABEL}.pid"] for app in apps} & {str(child.pid) for child in children}
            together = max(together, len(owners))
            time.sleep(0.05)
    finally:
        for child in children:
            child.kill()
            child.wait()
        client.close()
    for name in ("one", "two"):
        report = json.loads((tmp_path / f"{name}.json").read_text())
        assert report["passed"], json.dumps(report)
    assert together == 2, "the two were never there at the same time"


# --- what is kept in images -------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("engine")
def test_images_hold_no_check(tmp_path: Path) -> None:
    """Case 1: no layer and no line of history of an image that a run uses holds a word of the hidden checks."""
    client = connect()
    words = [b"CANARY-7f3", b"def test_held"]
    images: set[str] = set()
    child = started(lay(tmp_path / "work", "sane"), tmp_path)
    try:
        while child.poll() is None:
            for one in client.api.containers(all=True, filters={"label": f"{LABEL}.pid={child.pid}"}):
                images.add(one["ImageID"])
            time.sleep(0.02)
        assert len(images) == 2, "the holder's and the app's"
        for name in images:
            image = client.images.get(name)
            assert not any(word.decode() in json.dumps(image.history()) for word in words)
            last = b""
            for piece in image.save():
                assert not any(word in last + piece for word in words)
                last = piece[-64:]
    finally:
        child.kill()
        child.wait()
        client.close()


# --- version control --------------------------------------------------------------------------------------------------
GIT_CONFIG = """[core]
    fsmonitor = "touch {marker}; false"
    hooksPath = .git/hooks
    sshCommand = touch {marker}
    pager = touch {marker}
[filter "lfs"]
    smudge = touch {marker}
    clean = touch {marker}
    process = touch {marker}
    required = true
[alias]
    status = "!touch {marker}"
[submodule "etc"]
    url = file:///etc
    update = "!touch {marker}"
"""


def test_a_hostile_repository(runner: str, tmp_path: Path) -> None:
    """Case 49: hooks, filters, a file system monitor and a submodule of the project's repository: nothing is run."""
    project = lay(tmp_path / "work", "sane")
    marker = tmp_path / "ran"
    hooks = project / ".git" / "hooks"
    for folder in (hooks, project / ".git" / "objects", project / ".git" / "refs" / "heads"):
        folder.mkdir(parents=True)
    (project / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (project / ".git" / "config").write_text(GIT_CONFIG.format(marker=marker))
    for name in ("pre-commit", "post-checkout", "post-index-change", "fsmonitor-watchman", "reference-transaction"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {marker}\n")
        (hooks / name).chmod(0o755)
    (project / ".gitattributes").write_text("* filter=lfs diff=lfs\n")
    (project / ".gitmodules").write_text('[submodule "etc"]\npath = etc\nurl = file:///etc\nupdate = "!touch ran"\n')
    outcome = grade(["day8"], project, tmp_path, runner=runner, cwd=project)
    unharmed(outcome, tmp_path)
    assert outcome.done.returncode == 0, outcome.done.stdout + outcome.done.stderr
    assert not marker.exists() and not (project / "ran").exists() and not (project / "etc").exists()
