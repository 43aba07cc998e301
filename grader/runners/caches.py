"""What runs keep for the next ones: dependencies of the local runner here, images in the engine. And who uses it."""

from __future__ import annotations

import contextlib
import fcntl
import functools
import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from grader.errors import MachineError
from grader.runners import folders
from grader.runners.local_installing import COMPLETE, cache_root

ENTRY = re.compile(r"[0-9a-f]{40}")
PATIENCE = 60.0  # seconds that a run waits while the caches are being emptied
BUSY = "the caches are in use: a run is still going"


@dataclass(frozen=True)
class Cached:
    """One thing that can be made again. `free` removes it and says whether it is gone."""

    kind: str
    name: str
    size: int
    free: Callable[[], bool]


@contextlib.contextmanager
def in_use() -> Iterator[None]:
    """For the time of a run: what it finds in the caches stays there. The lock goes with the process."""
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):  # a cache that can't be written is nobody's to empty
            file = stack.enter_context(_lock_file())
            deadline = time.monotonic() + PATIENCE
            while not _locked(file, fcntl.LOCK_SH) and time.monotonic() < deadline:
                time.sleep(0.05)
        yield


@contextlib.contextmanager
def nobody() -> Iterator[None]:
    """While no run of this user uses the caches, nor can begin to. Raises MachineError where one does."""
    try:
        file = _lock_file()
    except OSError as error:
        raise MachineError(f"the cache can't be locked: {error.filename}: {error.strerror}") from error
    with file:
        if not _locked(file, fcntl.LOCK_EX):
            raise MachineError(BUSY, "Try again when it is over: grade clean --all")
        yield


def local() -> list[Cached]:
    """What the local runner installed."""
    root = cache_root()
    with contextlib.suppress(OSError):
        names = sorted(name for name in os.listdir(root) if ENTRY.fullmatch(name))  # noqa: PTH208  # names alone
        entries = [root / name for name in names if (root / name).is_dir() and not (root / name).is_symlink()]
        return [Cached("local dependencies", path.name, size(path), functools.partial(_free, path)) for path in entries]
    return []


def size(folder: Path) -> int:
    """Bytes on the disk of everything in a folder; no link is followed."""
    total = 0
    for top, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += os.lstat(Path(top, name)).st_blocks * 512
    return total


def _free(home: Path) -> bool:
    (home / COMPLETE).unlink(missing_ok=True)  # first: half of it must not be taken for all of it
    return folders.remove(home)


def _lock_file() -> IO[str]:
    path = cache_root().parent / "in-use.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("a")


def _locked(file: IO[str], how: int) -> bool:
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
