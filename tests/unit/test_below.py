"""What lies below a folder, opened without following a link: by descriptors, and by paths as on Windows."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.reading import below as module
from grader.reading.below import Below, BelowByPath, open_below

Opener = Callable[[Path], Below]


@pytest.fixture(params=[Below, BelowByPath], ids=["descriptors", "paths"])
def opener(request: pytest.FixtureRequest) -> Opener:
    made: Opener = request.param
    return made


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """A folder with a file in a folder, and a secret beside it."""
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key").write_text("SECRET")
    (tmp_path / "top" / "in").mkdir(parents=True)
    (tmp_path / "top" / "in" / "a.txt").write_text("abc")
    return tmp_path / "top"


def test_reading(opener: Opener, top: Path) -> None:
    """Bytes up to a limit; None for what is no regular file; the names of a folder."""
    with opener(top) as below:
        assert below.read("in/a.txt", 100) == b"abc"
        assert below.read("in/a.txt", 2) == b"ab"
        with below.items(["in"]) as items:
            assert [item.name for item in items] == ["a.txt"]
        os.mkfifo(top / "in" / "pipe")
        if opener is Below:  # a path to it is never opened: it is left out before
            assert below.read("in/pipe", 10) is None


@pytest.mark.parametrize("path", ["out/key", "in/key", "in/../in/a.txt", "../secret/key", "/etc/passwd", "in/"])
def test_nothing_is_followed(opener: Opener, top: Path, path: str) -> None:
    """No link anywhere in a path, no way up, no absolute name."""
    (top / "out").symlink_to(top.parent / "secret")
    (top / "in" / "key").symlink_to(top.parent / "secret" / "key")
    with opener(top) as below, pytest.raises(OSError) as refused:
        below.read(path, 100)
    assert refused.value.errno in (errno.ELOOP, errno.ENOTDIR, errno.EINVAL)


def test_making(opener: Opener, top: Path) -> None:
    """Folders, files and links that are not there yet; none through a link, none twice."""
    with opener(top) as below:
        below.make(["new"])
        with os.fdopen(below.create(["new", "b.txt"], executable=False), "wb") as file:
            file.write(b"new")
        below.link(["new", "c"], "b.txt")
        with pytest.raises(FileExistsError):
            below.make(["new"])
        with pytest.raises(FileExistsError):
            below.create(["new", "b.txt"], executable=False)
        with pytest.raises(FileExistsError):
            below.create(["new", "c"], executable=False)
        (top / "out").symlink_to(top.parent / "secret")
        for action in (lambda: below.make(["out", "x"]), lambda: below.create(["out", "x"], executable=False)):
            with pytest.raises(OSError):
                action()
    assert (top / "new" / "c").read_text() == "new"
    assert sorted(path.name for path in (top.parent / "secret").iterdir()) == ["key"]


def test_no_folder(opener: Opener, top: Path) -> None:
    """A file is no folder, nor is nothing."""
    for path in (top / "in" / "a.txt", top / "nothing"):
        with pytest.raises(OSError):
            opener(path)


def test_the_way_is_the_systems(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Descriptors where the system opens below an open folder; else paths, in which a backslash leads elsewhere too."""
    with open_below(top) as below:
        assert type(below) is Below
    monkeypatch.setattr(os, "supports_dir_fd", set())
    with open_below(top) as below:
        assert type(below) is BelowByPath
    monkeypatch.setattr(module.os, "sep", "\\")
    for name in ("in\\a.txt", "C:x", "in/.."):
        with BelowByPath(top) as below, pytest.raises(OSError):
            below.read(name, 10)
