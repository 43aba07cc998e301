"""However a run ends, nothing that it started is left: success, Ctrl-C, SIGTERM, SIGKILL."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psutil
import pytest

from grader.runners.docker.engine import LABEL, connect
from tests.e2e.conftest import REPOSITORY, SCRIPTS

TAG = "BACKEND_WEEK_RUN"


def begun(tmp_path: Path, runner: str) -> subprocess.Popen[bytes]:
    """A grade of a project that takes its time, begun and at work."""
    project = tmp_path / "day2"
    shutil.copytree(REPOSITORY / "solutions" / "day2" / "flask", project)
    text = (project / "app.py").read_text()
    (project / "app.py").write_text(text.replace("import os\n", "import os\nimport time\ntime.sleep(15)\n", 1))
    argv = [SCRIPTS / "grade", "day2", "methods", "--runner", runner]
    child = subprocess.Popen(
        argv, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=listen_to_interrupts
    )
    deadline = time.monotonic() + 60
    while not started(child.pid, runner):
        assert child.poll() is None and time.monotonic() < deadline
        time.sleep(0.05)
    return child


def listen_to_interrupts() -> None:
    """A shell that starts us in the background has SIGINT ignored, and children inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def started(grader: int, runner: str) -> bool:
    """Whether that grader's app is there."""
    if runner == "local":
        return bool(tagged(grader))
    client = connect()
    labels = [f"{LABEL}.pid={grader}", "org.backend-week.role=app"]
    found = client.api.containers(filters={"label": labels})
    client.close()
    return bool(found)


def tagged(grader: int) -> list[int]:
    """Processes that a local grader started."""
    found = []
    for child in psutil.Process(grader).children(recursive=True):
        try:
            if TAG in child.environ():
                found.append(child.pid)
        except psutil.Error:
            continue
    return found


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_ended_early(runner: str, name: str, tmp_path: Path) -> None:
    """An interrupted run exits with 130, and what it started is gone, as it is after SIGKILL."""
    child = begun(tmp_path, runner)
    mine = tagged(child.pid) if runner == "local" else []
    child.send_signal(getattr(signal, name))
    _, errors = child.communicate(timeout=30)
    assert child.returncode == (-9 if name == "SIGKILL" else 130)
    assert b"Traceback" not in errors
    deadline = time.monotonic() + 10
    while any(psutil.pid_exists(pid) for pid in mine) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(psutil.pid_exists(pid) for pid in mine)


@pytest.mark.usefixtures("engine")
def test_the_next_run_sweeps(tmp_path: Path) -> None:
    """What a grader left whose watchdog died too is removed by the next run; a living grader's is spared."""
    from grader.runners.docker.cleaning import sweep
    from grader.runners.docker.engine import labels

    client = connect()
    dead = subprocess.Popen(["true"])
    dead.wait()
    theirs = labels("dead") | {f"{LABEL}.pid": str(dead.pid)}
    client.volumes.create("backend-week-test-dead", labels=theirs)
    client.volumes.create("backend-week-test-alive", labels=labels("alive") | {f"{LABEL}.pid": str(os.getpid())})
    try:
        sweep(client)
        names = [volume["Name"] for volume in client.api.volumes()["Volumes"] or []]
        assert "backend-week-test-dead" not in names
        assert "backend-week-test-alive" in names
    finally:
        client.api.remove_volume("backend-week-test-alive", force=True)
        client.close()
