"""State files: none lost, none believed that is broken, nothing written through a link, and never an error."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from grader import keeping

WRITER = """
import sys, pathlib
from grader import keeping
path, name, times = pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for _ in range(times):
    value, warning = keeping.update(path, 1, {}, lambda v: {**v, name: v.get(name, 0) + 1, "all": v.get("all", 0) + 1})
    assert not warning, warning
"""
ASIDE = re.compile(r"hints\.json\.corrupt-\d{8}T\d{6}Z(-[0-9a-f]{8})?")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A state file that is not there yet."""
    return tmp_path / ".grader" / "hints.json"


def one_more(value: dict[str, int]) -> dict[str, int]:
    """A change that can be counted."""
    return {**value, "n": value.get("n", 0) + 1}


def good(path: Path, n: int) -> None:
    """Puts a sound state there."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"version": 1, "data": {"n": n}}))


def names(path: Path) -> list[str]:
    """What is in the folder beside the lock."""
    return sorted(file.name for file in path.parent.iterdir() if file.name != f"{path.name}.lock")


# --- the ordinary way -------------------------------------------------------------------------------------------------
def test_what_is_kept_comes_back(path: Path) -> None:
    """Reading makes nothing, a first update makes the folder, and later ones build on it."""
    assert keeping.read(path, 1, {}) == ({}, "")
    assert not path.parent.exists()
    assert keeping.update(path, 1, {}, one_more) == ({"n": 1}, "")
    assert keeping.update(path, 1, {}, one_more) == ({"n": 2}, "")
    assert keeping.read(path, 1, {}) == ({"n": 2}, "")
    assert names(path) == ["hints.json"]


def test_empty_is_never_shared(path: Path) -> None:
    """Who changes what it got does not change what the next one gets."""
    empty: dict[str, int] = {}
    keeping.read(path, 1, empty)[0]["n"] = 7
    assert empty == {}


def test_a_change_that_raises_changes_nothing(path: Path) -> None:
    """The error is the caller's, the file is as it was, and the lock is free again."""
    good(path, 3)

    def change(_: dict[str, int]) -> dict[str, int]:
        raise KeyError("x")

    with pytest.raises(KeyError):
        keeping.update(path, 1, {}, change)
    assert keeping.update(path, 1, {}, one_more) == ({"n": 4}, "")


def test_state_lives_in_its_folder_alone(tmp_path: Path) -> None:
    """Another place is a mistake of ours, found at once."""
    with pytest.raises(ValueError, match=r"state is kept in \.grader alone"):
        keeping.update(tmp_path / "hints.json", 1, {}, one_more)
    with pytest.raises(ValueError, match=r"state is kept in \.grader alone"):
        keeping.read(tmp_path / "hints.json", 1, {})


# --- several writers, and writers that die ----------------------------------------------------------------------------
def writer(path: Path, name: str, times: int) -> subprocess.Popen[bytes]:
    """A process of its own that updates the file so many times."""
    return subprocess.Popen([sys.executable, "-c", WRITER, str(path), name, str(times)], stderr=subprocess.PIPE)


def test_four_writers_lose_nothing(path: Path) -> None:
    """Of 4 x 100 updates at once each one counts (part 1.5)."""
    path.parent.mkdir()
    writers = [writer(path, name, 100) for name in "abcd"]
    for process in writers:
        assert process.communicate(timeout=60)[1] == b""
        assert process.returncode == 0
    assert keeping.read(path, 1, {}) == ({"a": 100, "b": 100, "c": 100, "d": 100, "all": 400}, "")
    assert names(path) == ["hints.json"]


def test_a_killed_writer_leaves_a_whole_file(path: Path) -> None:
    """Killed at any moment: the file is sound, the lock is free, and what it left half written is cleared away."""
    keeping.update(path, 1, {}, one_more)
    for _ in range(5):
        before = path.stat().st_ino
        process = writer(path, "a", 100_000)
        deadline = time.monotonic() + 20
        while path.stat().st_ino == before and time.monotonic() < deadline:
            time.sleep(0.001)
        process.kill()
        process.communicate()
        value, warning = keeping.update(path, 1, {}, one_more)
        assert warning == ""
        assert value["all"] == value["a"]
    assert value["n"] == 6
    assert names(path) == ["hints.json"]


def test_what_was_left_half_written_goes(path: Path) -> None:
    """Under the lock a part can be nobody's."""
    good(path, 1)
    (path.parent / ".hints.json-0123456789ab.part").write_text('{"ver')
    keeping.update(path, 1, {}, one_more)
    assert names(path) == ["hints.json"]


def test_a_lock_that_is_never_freed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a while the run goes on without keeping anything, and says so."""
    monkeypatch.setattr(keeping, "PATIENCE", 0.1)
    good(path, 3)
    with keeping.locked(path):
        said = ".grader/hints.json could not be written (another run holds it); what it held before is unchanged."
        assert keeping.update(path, 1, {}, one_more) == ({"n": 4}, said)
    assert keeping.read(path, 1, {}) == ({"n": 3}, "")


# --- robustness 14: what is there can't be used -----------------------------------------------------------------------
BROKEN = {
    b"": "it is empty",
    b" \n": "it is empty",
    b'{"version": 1, "data": {"n"': "it is not JSON",
    b"\x00\xff\xfe": "it is not JSON",
    b'{"version": 1, "data": {"n": NaN}}': "it is not JSON",
    b"[" * 100_000: "it is not JSON",
    b'{"version": 1, "data": ' + b"9" * 10_000 + b"}": "it is not JSON",
    b'{"version": 2, "data": {}}': "it is not of this version",
    b'{"day2/methods.list": 1}': "it is not of this version",
    b'{"version": 1}': "it is not of this version",
    b"[1, 2]": "it is not of this version",
    b'{"version": 1, "data": [1]}': "it does not hold what it should",
    b'{"version": 1, "data": null}': "it does not hold what it should",
}


@pytest.mark.parametrize("content", BROKEN, ids=lambda content: repr(content[:24]))
@pytest.mark.parametrize("how", ["read", "update"])
def test_broken_content_is_set_aside(path: Path, content: bytes, how: str) -> None:
    """Robustness 14: truncated, empty, of another version or shape: kept beside, one line, a new one begun."""
    path.parent.mkdir()
    path.write_bytes(content)
    value, warning = keeping.read(path, 1, {}) if how == "read" else keeping.update(path, 1, {}, one_more)
    assert value == ({} if how == "read" else {"n": 1})
    (aside,) = [name for name in names(path) if ASIDE.fullmatch(name)]
    assert (path.parent / aside).read_bytes() == content
    reason = BROKEN[content]
    assert warning == f".grader/hints.json can't be used ({reason}). It is now {aside}, and a new one was begun."
    assert keeping.update(path, 1, {}, one_more)[1] == ""


def test_the_shape_can_be_looked_at(path: Path) -> None:
    """`fits` knows more than the type does."""
    good(path, -1)
    value, warning = keeping.read(path, 1, {}, lambda found: found["n"] > 0)
    assert value == {}
    assert "it does not hold what it should" in warning


def test_two_in_one_second_are_both_kept(path: Path) -> None:
    """The second does not take the first one's name."""
    for content in (b"one", b"two", b"three"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        keeping.read(path, 1, {})
    kept = {(path.parent / name).read_bytes() for name in names(path) if ASIDE.fullmatch(name)}
    assert kept == {b"one", b"two", b"three"}


def folder(path: Path) -> None:
    """A folder with something in it."""
    path.mkdir()
    (path / "x").touch()


def socket_file(path: Path) -> None:
    """A socket."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))


def sparse(path: Path) -> None:
    """More than any state takes."""
    path.touch()
    os.truncate(path, 5 << 30)


SHAPES = {
    "folder": (folder, "it is not an ordinary file"),
    "fifo": (os.mkfifo, "it is not an ordinary file"),
    "socket": (socket_file, "No such device or address"),
    "sparse": (sparse, "it is too long"),
    "link": (lambda path: path.symlink_to(path.parent.parent / "victim"), "it is a symbolic link"),
    "dangling": (lambda path: path.symlink_to("nowhere"), "it is a symbolic link"),
    "loop": (lambda path: path.symlink_to("hints.json"), "it is a symbolic link"),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("how", ["read", "update"])
def test_no_ordinary_file_is_set_aside(path: Path, shape: str, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Robustness 14 and case 14: a folder, a pipe, a link to a sound state elsewhere, which stays untouched."""
    monkeypatch.chdir(path.parent.parent)  # a socket's name is short
    victim = path.parent.parent / "victim"
    victim.write_text('{"version": 1, "data": {"n": 41}}')
    path.parent.mkdir()
    make, reason = SHAPES[shape]
    make(Path(".grader/hints.json") if shape == "socket" else path)
    value, warning = keeping.read(path, 1, {}) if how == "read" else keeping.update(path, 1, {}, one_more)
    assert value == ({} if how == "read" else {"n": 1})
    assert f"({reason})" in warning
    assert [name for name in names(path) if ASIDE.fullmatch(name)]
    assert victim.read_text() == '{"version": 1, "data": {"n": 41}}'


@contextmanager
def as_nobody(folder: Path) -> Iterator[None]:
    """An ordinary user for a while, where we are root; the folder is theirs."""
    if os.geteuid() != 0:
        yield
        return
    for inside in [folder, *folder.rglob("*")]:
        os.chown(inside, 65534, 65534)
    for above in [folder, *folder.parents]:
        if not above.stat().st_mode & 0o001:
            above.chmod(above.stat().st_mode | 0o011)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_unreadable_state_is_set_aside(path: Path) -> None:
    """Robustness 14: no permission to read it, as after a run as another user."""
    good(path, 3)
    path.chmod(0)
    with as_nobody(path.parent):
        value, warning = keeping.update(path, 1, {}, one_more)
    assert value == {"n": 1}
    assert "can't be used (Permission denied)" in warning
    assert names(path)[0] == "hints.json"


def test_a_folder_that_cannot_be_written(path: Path) -> None:
    """What is there counts, nothing is kept, and the run goes on."""
    good(path, 3)
    path.parent.chmod(0o555)
    with as_nobody(path.parent):
        value, warning = keeping.update(path, 1, {}, one_more)
        assert keeping.read(path, 1, {}) == ({"n": 3}, "")
    assert value == {"n": 4}
    assert warning == (".grader/hints.json could not be written (Permission denied); what it held before is unchanged.")
    path.parent.chmod(0o755)


def test_a_fault_of_the_machine_sets_nothing_aside(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failing disk says nothing about the file: it stays as it is."""
    good(path, 3)

    def failing(*_: object) -> int:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(keeping, "_without_links", failing)
        assert keeping.read(path, 1, {}) == ({}, ".grader/hints.json could not be read (Input/output error).")
        value, warning = keeping.update(path, 1, {}, one_more)
    assert (value, "Input/output error" in warning) == ({"n": 1}, True)
    assert keeping.read(path, 1, {}) == ({"n": 3}, "")


# --- case 14: links ---------------------------------------------------------------------------------------------------
def test_the_folder_is_no_link(tmp_path: Path) -> None:
    """Case 14: where `.grader` leads elsewhere, nothing is read or written there."""
    elsewhere, project = tmp_path / "elsewhere", tmp_path / "project"
    elsewhere.mkdir()
    project.mkdir()
    good(elsewhere / "hints.json", 41)
    (project / ".grader").symlink_to(elsewhere)
    value, warning = keeping.update(project / ".grader" / "hints.json", 1, {}, one_more)
    assert value == {"n": 1}
    assert warning == (
        ".grader/hints.json could not be written (.grader is a symbolic link, which is never followed); "
        "what it held before is unchanged."
    )
    value, warning = keeping.read(project / ".grader" / "hints.json", 1, {})
    assert (value, ".grader is a symbolic link" in warning) == ({}, True)
    assert [file.name for file in elsewhere.iterdir()] == ["hints.json"]


def test_the_project_is_no_link(tmp_path: Path) -> None:
    """Case 14: a repository whose `day2` leads to another learner's gets nothing into it."""
    (tmp_path / "theirs").mkdir()
    (tmp_path / "day2").symlink_to("theirs")
    _, warning = keeping.update(tmp_path / "day2" / ".grader" / "hints.json", 1, {}, one_more)
    assert "the project's folder is a symbolic link" in warning
    assert list((tmp_path / "theirs").iterdir()) == []


@pytest.mark.parametrize("shape", ["link", "dangling", "folder"])
def test_the_lock_is_no_link(path: Path, shape: str) -> None:
    """Case 14: a lock file that leads elsewhere empties and makes nothing there."""
    good(path, 3)
    victim = path.parent.parent / "victim"
    victim.write_text("precious")
    lock = path.with_name("hints.json.lock")
    if shape == "folder":
        lock.mkdir()
    else:
        lock.symlink_to(victim if shape == "link" else path.parent.parent / "made")
    value, warning = keeping.update(path, 1, {}, one_more)
    assert value == {"n": 4}
    assert "what it held before is unchanged" in warning
    assert keeping.read(path, 1, {}) == ({"n": 3}, "")
    assert victim.read_text() == "precious"
    assert not (path.parent.parent / "made").exists()


# --- a full disk ------------------------------------------------------------------------------------------------------
@contextmanager
def longest_file(size: int) -> Iterator[None]:
    """No file may grow beyond it, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


def test_a_full_disk_costs_nothing(path: Path) -> None:
    """The old state is whole, nothing half written stays, and the run goes on with a warning."""
    good(path, 3)
    with longest_file(10):
        value, warning = keeping.update(path, 1, {}, one_more)
    assert value == {"n": 4}
    assert warning == ".grader/hints.json could not be written (File too large); what it held before is unchanged."
    assert keeping.read(path, 1, {}) == ({"n": 3}, "")
    assert names(path) == ["hints.json"]
