"""Submissions that take all they can get: disk, output, processors, time. And twenty of them at once."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from grader.runners.docker.engine import LABEL, connect
from tests.e2e.conftest import SCRIPTS
from tests.e2e.threats.harness import COURSE, grade, unharmed
from tests.e2e.threats.projects import lay

pytestmark = pytest.mark.usefixtures("engine")
MIB = 1 << 20
NO_FOLDER_NEEDED = {"GRADER_COURSE": str(COURSE), "COLUMNS": "100"}


@dataclass
class Peak:
    """The most that was seen: bytes in containers' layers and logs, and memory of the graders here."""

    layers: int = 0
    logs: int = 0
    memory: int = 0
    looks: int = 0


@contextmanager
def watching() -> Iterator[Peak]:
    """Looks at what the graders that this process starts use, several times a second."""
    peak, over = Peak(), threading.Event()

    def look() -> None:
        client = connect()
        while not over.wait(0.1):
            with suppress(psutil.Error):
                here = psutil.Process().children(recursive=True)
                peak.memory = max(peak.memory, sum(rss(each) for each in here))
            with suppress(Exception):  # a container that goes while it is looked at
                mine = contained_by(client, {str(each.pid) for each in psutil.Process().children()})
                peak.layers = max(peak.layers, sum(int(each.get("SizeRw") or 0) for each in mine))
                for each in mine:
                    peak.logs = max(peak.logs, log_size(client, each["Id"]))
                peak.looks += bool(mine)
        client.close()

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        over.set()
        thread.join(20)


def rss(process: psutil.Process) -> int:
    with suppress(psutil.Error):
        return int(process.memory_info().rss)
    return 0


def contained_by(client: Any, owners: set[str]) -> list[dict[str, Any]]:
    """Containers of those graders, with the bytes that each has written to its layer."""
    found = client.api.containers(all=True, size=True, filters={"label": LABEL})
    return [each for each in found if each["Labels"][f"{LABEL}.pid"] in owners]


def log_size(client: Any, container: str) -> int:
    """Bytes of the engine's log file; what it hands out, where the file can't be seen."""
    path = client.api.inspect_container(container)["LogPath"]
    try:
        return Path(path).stat().st_size
    except OSError:
        return len(client.api.logs(container))


def test_disks_are_filled(tmp_path: Path) -> None:
    """Case 38: each place that can be written to ends with ENOSPC, the others refuse; the host's disk sees nothing."""
    with watching() as peak:
        outcome = grade(["day8"], lay(tmp_path / "work", "filler"), tmp_path)
    unharmed(outcome, tmp_path)
    assert outcome.done.returncode == 1 and outcome.goals("passed") == {"probe.sane"}, outcome.said
    ends = dict(re.findall(r"(/[\w/]*): (E[A-Z]+)", outcome.files["json"]))
    full = {place for place, end in ends.items() if end == "ENOSPC"}
    assert full == {"/app", "/data", "/tmp", "/dev/shm"}, ends
    assert set(ends.values()) <= {"ENOSPC", "EROFS", "ENOENT", "EACCES"} and len(ends) == 9, ends
    assert peak.looks and peak.layers + peak.logs < 10 * MIB


@pytest.mark.parametrize("when", ["start", "request"])
@pytest.mark.parametrize("shape", ["lines", "line"])
def test_a_flood_of_output(shape: str, when: str, tmp_path: Path) -> None:
    """Case 39: 100 MiB in lines or in one. Reports, log and memory are bounded; why it did not start is still known."""
    project = lay(tmp_path / "work", "flood", f"exec python3 app.py {shape} {when}")
    with watching() as peak:
        outcome = grade(["day8"], project, tmp_path)
    unharmed(outcome, tmp_path)
    if when == "start":
        assert outcome.done.returncode == 3
        assert "RuntimeError: the flux capacitor is missing" in outcome.done.stdout
    else:
        assert outcome.done.returncode in (0, 1) and "probe.sane" in outcome.goals("passed"), outcome.said
    sizes = {kind: len(text.encode()) for kind, text in outcome.files.items()}
    print(shape, when, outcome.seconds, peak, sizes)
    assert max(sizes.values()) <= 64 << 10, sizes
    assert len(outcome.done.stdout) <= 64 << 10
    assert peak.looks and peak.logs <= 2 * MIB
    assert peak.memory < 300 * MIB
    assert outcome.seconds < 30


def test_one_that_does_not_listen(tmp_path: Path) -> None:
    """Case 41: SIGTERM is ignored by all of it. Once the report is out, it is gone in less than two seconds."""
    child = begin(lay(tmp_path / "work", "stubborn"), tmp_path)
    output, _ = child.communicate(timeout=60)
    began = time.monotonic()
    client = connect()
    while contained_by(client, {str(child.pid)}) and time.monotonic() - began < 10:
        time.sleep(0.02)
    took = time.monotonic() - began
    client.close()
    assert child.returncode == 0, output
    assert took < 2


def test_beside_a_busy_one(tmp_path: Path) -> None:
    """Case 54: a submission that takes all the processors' time takes none of another's points."""
    busy = begin(lay(tmp_path / "busy", "busy"), tmp_path, "--start-timeout", "120")
    client = connect()
    try:
        deadline = time.monotonic() + 30
        while not any(has_role(each, "app") for each in contained_by(client, {str(busy.pid)})):
            assert busy.poll() is None and time.monotonic() < deadline
            time.sleep(0.1)
        outcome = grade(["day8"], lay(tmp_path / "work", "sane"), tmp_path)
        assert busy.poll() is None, "it was not busy all the time"
    finally:
        client.close()
        busy.terminate()
        busy.communicate(timeout=30)
    unharmed(outcome, tmp_path)
    assert outcome.done.returncode == 0, outcome.said


def has_role(container: dict[str, Any], role: str) -> bool:
    return bool(container["Labels"].get("org.backend-week.role") == role)


def test_twenty_at_once(tmp_path: Path) -> None:
    """Cases 43 and 44, robustness 15: each is asked its own questions alone, whatever ports are taken here."""
    with ExitStack() as taken, watching() as peak:
        for port in (8080, 5000):
            with suppress(OSError):  # somebody else has it: as good
                taken.enter_context(socket.create_server(("127.0.0.1", port)))
        began = time.monotonic()
        graders = []
        for number in range(20):
            project = lay(tmp_path / str(number) / "work", "nonce", f"exec python3 app.py nonce-{number}-")
            target = tmp_path / f"{number}.json"
            graders.append(begin(project, tmp_path, "--start-timeout", "120", "--json", str(target)))
        outputs = [child.communicate(timeout=300)[0] for child in graders]
        took = time.monotonic() - began
    print(f"20 at once: {took:.1f} s, {peak}")
    for number, (child, output) in enumerate(zip(graders, outputs, strict=True)):
        assert child.returncode == 1, output
        report = (tmp_path / f"{number}.json").read_text()
        assert set(re.findall(r"nonce-\d+-", report)) == {f"nonce-{number}-"}
        assert "1/2" in output
    left: list[dict[str, Any]] = []
    client = connect()
    deadline = time.monotonic() + 20
    while (left := contained_by(client, {str(child.pid) for child in graders})) and time.monotonic() < deadline:
        time.sleep(0.1)
    client.close()
    assert not left


def begin(project: Path, cwd: Path, *options: str) -> subprocess.Popen[str]:
    """A grade of that project, going on."""
    argv = [SCRIPTS / "grade", "day8", "--project", project, "--runner", "docker", *options]
    env = {**os.environ, **NO_FOLDER_NEEDED}
    return subprocess.Popen(argv, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
