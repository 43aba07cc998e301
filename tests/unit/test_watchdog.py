"""What a run made is gone, however the run ended."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from grader.runners import watchdog
from grader.runners.watchdog import Watchdog, kill_tagged

# A process with the tag, and one that left its group and session by a double fork; both say who they are.
TAGGED = """
import os, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        print(os.getpid(), flush=True)
        time.sleep(60)
    os._exit(0)
print(os.getpid(), flush=True)
time.sleep(60)
"""
# A grader that is killed: it guards a folder and a tag, and tells what runs.
PARENT = """
import subprocess, sys, time
from grader.runners.watchdog import Watchdog
folder, tag, tagged = sys.argv[1:]
with Watchdog() as watchdog:
    watchdog.guard("folder", folder)
    watchdog.guard("tag", tag)
    child = subprocess.Popen([sys.executable, "-I", "-c", tagged], env={"RUN": tag}, stdout=subprocess.PIPE)
    for _ in range(2):
        print(child.stdout.readline().decode().strip(), flush=True)
    print("ready", flush=True)
    time.sleep(60)
"""


def lives(pid: int) -> bool:
    with contextlib.suppress(psutil.Error):
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    return False


def soon(happened: Callable[[], bool], seconds: float = 20) -> bool:
    """Whether it has happened after a while, on however busy a machine."""
    deadline = time.monotonic() + seconds
    while not happened() and time.monotonic() < deadline:
        time.sleep(0.02)
    return happened()


@pytest.fixture
def full_folder(tmp_path: Path) -> Path:
    """A folder with what is hard to remove: a link to elsewhere and a folder that may not be written to."""
    (tmp_path / "kept.txt").write_text("kept")
    folder = tmp_path / "run with a space"
    (folder / "deep" / "deeper").mkdir(parents=True)
    (folder / "deep" / "file").write_text("x")
    (folder / "link").symlink_to(tmp_path / "kept.txt")
    (folder / "out").symlink_to(tmp_path)
    return folder


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_grader_that_was_killed(full_folder, how):
    """Folder and processes are gone after the grader was, a double-forked daemon as well; nothing else is."""
    tag = uuid.uuid4().hex
    argv = [sys.executable, "-I", "-c", PARENT, str(full_folder), tag, TAGGED]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pids = [int(parent.stdout.readline()) for _ in range(2)]
        assert parent.stdout.readline() == "ready\n"
        assert all(map(lives, pids)) and full_folder.is_dir()
        parent.send_signal(how)
    assert soon(lambda: not any(map(lives, pids))), "a tagged process lives on"
    assert soon(lambda: not full_folder.exists()), "the folder is still there"
    assert (full_folder.parent / "kept.txt").read_text() == "kept"


def test_an_ordinary_end(full_folder):
    """On success too it is the watchdog that cleans up, and who asks can wait for it."""
    with Watchdog() as guard:
        guard.guard("folder", str(full_folder))
        assert full_folder.is_dir()
    guard.wait()
    assert not full_folder.exists()
    assert guard.child.returncode == 0


def test_it_is_started_isolated(tmp_path, monkeypatch):
    """A module of the learner's in the current folder is not imported by it."""
    monkeypatch.chdir(tmp_path)
    for name in ("psutil.py", "shutil.py", "sitecustomize.py"):
        (tmp_path / name).write_text(f"open({str(tmp_path / 'imported')!r}, 'w')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with Watchdog() as guard:
        guard.guard("tag", uuid.uuid4().hex)
    guard.wait()
    assert not (tmp_path / "imported").exists()


def test_what_it_does_in_which_order(monkeypatch):
    """Processes first, then containers, then folders; one that can't be removed hinders no other."""
    done: list[str] = []

    def remove(run: str) -> None:
        done.append(run)
        raise RuntimeError("no engine")

    monkeypatch.setattr(watchdog, "kill_tagged", done.append)
    monkeypatch.setattr(watchdog, "remove_labelled", remove)
    monkeypatch.setattr(watchdog.folders, "remove", lambda what: done.append(str(what)))
    watchdog.main(iter([b"folder /a b\n", b"run r1\n", b"tag t1\n", b"run r2\n", b"folder /c\xff\n"]))
    assert done == ["t1", "r1", "r2", "/a b", "/c\udcff"]


def test_only_tagged_processes_are_killed():
    """A tag is a whole value of the environment, not a part of one."""
    tag = uuid.uuid4().hex
    argv = [sys.executable, "-I", "-S", "-c", "import time; print(1, flush=True); time.sleep(60)"]
    mine = subprocess.Popen(argv, env={"RUN": tag}, stdout=subprocess.PIPE)
    other = subprocess.Popen(argv, env={"RUN": f"{tag}-other", "PATH": os.defpath}, stdout=subprocess.PIPE)
    with mine, other:
        try:
            for child in (mine, other):
                assert child.stdout is not None
                child.stdout.readline()
            kill_tagged(tag)
            assert not lives(mine.pid)
            assert other.poll() is None
        finally:
            other.kill()
            mine.kill()


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_it_listens_to_nobody(full_folder, name):
    """Whoever ends a whole tree of processes does not end it: its work comes after."""
    with Watchdog() as guard:
        guard.guard("folder", str(full_folder))
        assert soon(lambda: ignores(guard.child.pid, getattr(signal, name)))
        guard.child.send_signal(getattr(signal, name))
        time.sleep(0.1)
        assert guard.child.poll() is None
    guard.wait()
    assert not full_folder.exists()


def ignores(pid: int, number: int) -> bool:
    """Whether a process ignores a signal, as the kernel tells."""
    (mask,) = [line.split()[1] for line in Path(f"/proc/{pid}/status").read_text().splitlines() if "SigIgn" in line]
    return bool(int(mask, 16) >> (number - 1) & 1)


@pytest.mark.parametrize("when", ["before more is guarded", "before the end"])
def test_another_takes_its_place(full_folder, tmp_path, when):
    """One that was killed is noticed, and the next one knows all that it was told."""
    other = tmp_path / "other"
    other.mkdir()
    with Watchdog() as guard:
        guard.guard("folder", str(full_folder))
        if when == "before the end":
            guard.guard("folder", str(other))
        first = guard.child
        first.kill()
        first.wait()
        if when != "before the end":
            guard.guard("folder", str(other))
            assert guard.child.pid != first.pid
    guard.wait()
    assert not full_folder.exists() and not other.exists()


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("pass", watchdog.GONE),
        ("import sys; sys.exit(1)", watchdog.LEFT),
        ("import time; time.sleep(30)", watchdog.STILL),
    ],
)
def test_what_an_interrupted_grader_says(monkeypatch, program, words):
    """It waits for the removal, but not for long, and says how that went."""
    monkeypatch.setattr(watchdog, "PROGRAM", f"import sys; sys.stdin.read(); {program}")
    monkeypatch.setattr(watchdog, "PATIENCE", 0.3 if words == watchdog.STILL else 20)
    guard = Watchdog()
    with pytest.raises(KeyboardInterrupt) as caught, guard:
        raise KeyboardInterrupt
    assert caught.value.__notes__ == [words]
    guard.child.kill()
    guard.child.wait()


def test_it_takes_no_longer_than_it_may(monkeypatch):
    """Wherever it hangs, it is over some day."""
    source = (
        "import sys, time; from grader.runners import watchdog; watchdog.LONGEST = 1;"
        " watchdog.main = lambda lines: time.sleep(60); watchdog.program(sys.stdin.buffer)"
    )
    monkeypatch.setattr(watchdog, "PROGRAM", source)
    began = time.monotonic()
    with Watchdog() as guard:
        guard.guard("tag", "x")
    guard.wait()
    assert guard.child.returncode == 1 and time.monotonic() - began < 20


def test_no_zombie():
    """A grader that goes on collects it, though nobody asked."""
    with Watchdog() as guard:
        pass
    assert soon(lambda: not psutil.pid_exists(guard.child.pid))
