"""However a run ends, nothing is left: Ctrl-C once and twice, at any moment, SIGTERM, SIGHUP, SIGKILL."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from grader.runners.docker.engine import LABEL, connect, labels, new_run
from grader.runners.watchdog import remove_labelled
from tests.e2e.conftest import REPOSITORY, SCRIPTS
from tests.e2e.left import left_by
from tests.e2e.threats.harness import COURSE
from tests.e2e.threats.projects import lay

TAG = "BACKEND_WEEK_RUN"
GONE = "interrupted; everything that was started is gone"
HOW_FAR = r"0 of \d+ checks had been made; no report was written"
SLEEPS = "exec python3 -c 'import time; time.sleep(60)'"


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


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"])
def test_ended_early(runner: str, name: str, tmp_path: Path) -> None:
    """Case 42: an interrupted run exits with 130 and says that all is gone, which is so; it goes after SIGKILL, too."""
    child = begun(tmp_path, runner)
    mine = tagged(child.pid) if runner == "local" else []
    child.send_signal(getattr(signal, name))
    began = time.monotonic()
    _, errors = child.communicate(timeout=30)
    assert child.returncode == (-9 if name == "SIGKILL" else 130)
    assert b"Traceback" not in errors
    if name != "SIGKILL":
        assert time.monotonic() - began < 3.5
        assert GONE in errors.decode() and re.search(HOW_FAR, errors.decode())
        assert left_by(child.pid) == []
    deadline = time.monotonic() + 10
    while any(psutil.pid_exists(pid) for pid in mine) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(psutil.pid_exists(pid) for pid in mine)


def test_insisting(runner: str, tmp_path: Path) -> None:
    """Case 42: a second Ctrl-C ends it at once; what it does not wait for is removed all the same, and it says so."""
    child = begun(tmp_path, runner)
    began = time.monotonic()
    child.send_signal(signal.SIGINT)
    time.sleep(0.25)
    child.send_signal(signal.SIGINT)
    _, errors = child.communicate(timeout=30)
    assert time.monotonic() - began < 1.5
    assert child.returncode == 130 and b"Traceback" not in errors
    assert b"interrupted; " in errors
    assert gone_within(10, child.pid)


@pytest.mark.usefixtures("engine")
def test_at_any_moment(tmp_path: Path) -> None:
    """Case 42, robustness 11: Ctrl-C at twelve instants round the making of containers: 130, and nothing is lost."""
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda number: interrupted_after(number * 0.08, tmp_path / str(number)), range(12)))
    assert [errors for code, errors, _ in found if code != 130 or "Traceback" in errors] == []
    assert all(GONE in errors for _, errors, _ in found), found
    time.sleep(0.5)  # what the engine was just making would be there by now
    assert [left for _, _, pid in found for left in left_by(pid)] == []


def interrupted_after(seconds: float, folder: Path) -> tuple[int, str, int]:
    """(exit code, what it said, process id) of a grade that was interrupted so long after its watchdog was there."""
    child = grading(lay(folder, "sane", SLEEPS), folder)
    deadline = time.monotonic() + 30
    while not psutil.Process(child.pid).children() and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(seconds + 0.1)
    child.send_signal(signal.SIGINT)
    _, errors = child.communicate(timeout=30)
    return child.returncode, errors.decode(), child.pid


@pytest.mark.usefixtures("engine")
def test_one_that_stops_its_timer(tmp_path: Path) -> None:
    """Case 42: the app stops the timer of its container, and the grader is killed: gone within three seconds."""
    child = grading(lay(tmp_path, "timer"), tmp_path)
    deadline = time.monotonic() + 30
    while not (started(child.pid, "docker") and stopped_timers(child.pid)):
        assert child.poll() is None and time.monotonic() < deadline
        time.sleep(0.05)
    child.kill()
    child.communicate(timeout=30)
    assert gone_within(3, child.pid)


@pytest.mark.usefixtures("engine")
def test_each_container_ends_by_itself(tmp_path: Path) -> None:
    """Grader, watchdog and all may be gone for ever: there is a time after which no container is left running."""
    child = begun(tmp_path, "docker")
    client = connect()
    found = client.api.containers(filters={"label": f"{LABEL}.pid={child.pid}"})
    commands = [client.api.inspect_container(each["Id"])["Config"]["Cmd"] for each in found]
    client.close()
    child.terminate()
    child.communicate(timeout=30)
    assert len(commands) >= 2
    assert all(command[:4] == ["timeout", "--foreground", "-s", "KILL"] for command in commands), commands


def grading(project: Path, folder: Path) -> subprocess.Popen[bytes]:
    """A grade of that project by the course for hostile ones."""
    argv = [SCRIPTS / "grade", "day8", "--project", project, "--runner", "docker", "--start-timeout", "60"]
    env = {**os.environ, "GRADER_COURSE": str(COURSE)}
    return subprocess.Popen(
        argv, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=listen_to_interrupts
    )


def stopped_timers(grader: int) -> list[int]:
    """Stopped processes in the containers of a grader."""
    client = connect()
    found = client.api.containers(filters={"label": [f"{LABEL}.pid={grader}", "org.backend-week.role=app"]})
    states = [row[1] for each in found for row in client.api.top(each["Id"], "-eo pid,stat")["Processes"]]
    client.close()
    return [1 for state in states if state.startswith("T")]


def gone_within(seconds: float, grader: int) -> bool:
    """Whether all that carries a grader's name goes in that time."""
    deadline = time.monotonic() + seconds
    while (left := left_by(grader)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not left


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


@pytest.mark.usefixtures("engine")
def test_what_comes_late() -> None:
    """Case 42: what the engine was just making when the grader ended is there only after the first look, and goes."""
    client = connect()
    run = new_run()

    def make() -> None:
        time.sleep(0.2)
        client.volumes.create(f"backend-week-test-{run}", labels=labels(run))

    late = threading.Thread(target=make)
    late.start()
    remove_labelled(run)
    late.join()
    left = client.api.volumes(filters={"label": f"{LABEL}={run}"})["Volumes"]
    for volume in left or []:
        client.api.remove_volume(volume["Name"], force=True)
    client.close()
    assert not left
