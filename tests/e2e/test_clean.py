"""`grade clean`, and the sweep of the next run: after the worst end nothing is left, and the living are spared."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from grader.runners import folders
from grader.runners.docker.engine import LABEL, connect
from tests.e2e.conftest import REPOSITORY, SCRIPTS, run
from tests.e2e.left import left_by
from tests.e2e.test_endings import begun

SOLUTION = REPOSITORY / "solutions" / "day2" / "flask"


@pytest.fixture
def ended_early(runner: str, tmp_path: Path) -> Iterator[int]:
    """A grader that was killed in the middle of a run, and its watchdog too: its process id."""
    (tmp_path / "first").mkdir()
    child = begun(tmp_path / "first", runner)
    guards = [p for p in psutil.Process(child.pid).children() if "grader.runners.watchdog" in " ".join(p.cmdline())]
    assert len(guards) == 1
    child.send_signal(signal.SIGSTOP)  # or it would start another watchdog
    guards[0].send_signal(signal.SIGKILL)
    child.send_signal(signal.SIGKILL)
    child.communicate(timeout=30)
    assert left_by(child.pid), "there is nothing to clean"
    yield child.pid
    for path in folders.find():
        if path.owner.pid == str(child.pid):
            folders.remove(path.path)


def solving(folder: Path, runner: str, *words: str) -> subprocess.Popen[str]:
    """A grade of the right answer, going on."""
    shutil.copytree(SOLUTION, folder / "day2")
    argv = [SCRIPTS / "grade", "day2", *words, "--runner", runner]
    return subprocess.Popen(argv, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def until(happened: Callable[[], object], child: subprocess.Popen[str]) -> None:
    """Waits for something of a running grade."""
    deadline = time.monotonic() + 60
    while not happened():
        assert child.poll() is None and time.monotonic() < deadline
        time.sleep(0.05)


def test_clean_after_the_worst_end(runner: str, ended_early: int, tmp_path: Path) -> None:
    """Case 42: grader and watchdog killed; `grade clean` leaves nothing of theirs and says what it removed."""
    done = run("grade", "clean", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert left_by(ended_early) == []
    # Which of it was left for this command depends on the other runs of this machine: they sweep as well.
    assert re.match(r"(removed: .* of \d+ runs? that ended early|nothing was left behind)\n", done.stdout), done.stdout


def test_the_next_run_cleans(runner: str, ended_early: int, tmp_path: Path) -> None:
    """Case 42: the same without being asked, by whichever run is next; that run is not disturbed."""
    shutil.copytree(SOLUTION, tmp_path / "day2")
    done = run("grade", "day2", "methods", "--runner", runner, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert left_by(ended_early) == []


def test_clean_during_a_grade(runner: str, tmp_path: Path) -> None:
    """Cases 42 and 15: what a living grader uses is spared, and it says how many are going."""
    child = solving(tmp_path, runner)
    until(lambda: left_by(child.pid), child)
    said = []
    while child.poll() is None and len(said) < 40:
        said.append(run("grade", "clean", cwd=tmp_path))
    output, _ = child.communicate(timeout=120)
    assert child.returncode == 0, output
    assert all(done.returncode == 0 for done in said)
    assert re.search(r"(1 run is|\d+ runs are) still going: nothing of theirs was touched\n", said[0].stdout)


def test_caches_stay_while_they_are_used(runner: str, tmp_path: Path) -> None:
    """`clean --all` takes nothing from under a run that is going, however sure somebody is."""
    (tmp_path / "work").mkdir()
    child = begun(tmp_path / "work", runner)
    try:
        done = run("grade", "clean", "--all", "--yes", cwd=tmp_path)
        assert done.returncode == 4
        assert "the caches are in use: a run is still going" in done.stderr
        assert "freed" not in done.stdout
    finally:
        child.send_signal(signal.SIGTERM)
        child.communicate(timeout=30)


def test_without_an_engine(tmp_path: Path) -> None:
    """No engine is no trouble: it says where it looked. One that is stopped is, and its folders go all the same."""
    dead = tmp_path / f"bw-{'0' * 12}.{'0' * 12}.1.1-abcdefgh"
    dead.mkdir()
    os.utime(dead, (0, 0))  # of another place, long ago
    env = {"DOCKER_HOST": f"unix://{tmp_path}/none.sock", "TMPDIR": str(tmp_path)}
    done = run("grade", "clean", cwd=tmp_path, **env)
    assert done.returncode == 0, done.stderr
    assert re.match(r"removed: .*\d folders? of \d+ runs? that ended early\n", done.stdout), done.stdout
    assert "no Docker engine was found: only this machine's folders and processes were looked at" in done.stdout
    assert not dead.exists()
    with tempfile.TemporaryDirectory() as short, socket.socket(socket.AF_UNIX) as stopped:
        stopped.bind(f"{short}/left.sock")
        done = run("grade", "clean", cwd=tmp_path, **env | {"DOCKER_HOST": f"unix://{short}/left.sock"})
    assert done.returncode == 4
    assert "does not answer" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.usefixtures("engine")
def test_layers(tmp_path: Path) -> None:
    """An image that a run made is found with the size that it adds, and freed; not one that a container uses."""
    from grader.runners.docker.bases import BASES, exists
    from grader.runners.docker.engine import MADE
    from grader.runners.docker.images import LAYERS
    from grader.runners.docker.layers import layers

    client = connect()
    names = [f"{LAYERS}:test-{os.urandom(6).hex()}" for _ in range(2)]
    base = next(name for name in BASES["python"].names(None) if exists(client, name))
    script = "head -c 3000000 /dev/urandom > /blob; echo $0 > /name"
    user = None
    try:
        for name in names:
            made = client.containers.create(base, ["sh", "-c", script, name])
            made.start()
            made.wait(timeout=60)
            made.commit(*name.split(":"), changes=[f"LABEL {MADE}=1"])
            made.remove(force=True)
        user = client.containers.create(names[0], ["true"])
        before = {each.name: each for each in layers(client)}
        assert names[0] not in before and names[1] in before
        assert 3_000_000 <= before[names[1]].size < 3_200_000
        assert base not in before
        assert before[names[1]].free()
        assert [exists(client, name) for name in [*names, base]] == [True, False, True]
        user.remove(force=True)
        user = None
        (late,) = [each for each in layers(client) if each.name == names[0]]
        user = client.containers.create(names[0], ["true"])
        assert late.free() is False and exists(client, names[0]), "made of it meanwhile"
    finally:
        if user is not None:
            user.remove(force=True)
        for name in names:
            if exists(client, name):
                client.images.remove(name)
        client.close()


@pytest.mark.usefixtures("engine")
def test_a_container_that_somebody_made_of_a_layer() -> None:
    """The run that made an image is over; a container that a person started from it is not that run's to lose."""
    from grader.runners.docker import images
    from grader.runners.docker.bases import BASES, exists
    from grader.runners.docker.cleaning import sweep_engine
    from grader.runners.docker.engine import labels

    client = connect()
    name = f"{images.LAYERS}:test-{os.urandom(6).hex()}"
    base = next(name for name in BASES["python"].names(None) if exists(client, name))
    made = client.containers.create(base, ["true"], labels=labels(f"dead-{name[-6:]}") | {f"{LABEL}.start": "1"})
    somebodys = None
    try:
        images._commit(client, made, name, "python3")
        somebodys = client.containers.create(name, ["true"])
        sweep_engine(client)
        there = {container["Id"] for container in client.api.containers(all=True)}
        assert somebodys.id in there and made.id not in there
    finally:
        for container in client.api.containers(all=True, filters={"ancestor": name}):
            client.api.remove_container(container["Id"], force=True)
        client.images.remove(name)
        client.close()
