"""Who uses the caches, so that nobody empties them meanwhile.

A run leaves a mark with its owner's name, then looks whether somebody empties; whoever empties leaves a mark, then
looks for runs. Whichever comes second sees the other. Not every system has locks that several hold at once, and a mark
costs less; that of a process that was killed is known by its owner.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

from grader.errors import MachineError
from grader.runners.local_installing import cache_root
from grader.runners.owners import Owner, me

PATIENCE = 60.0  # seconds that a run waits while the caches are being emptied
BUSY = "the caches are in use: a run is still going"
RUN, EMPTYING = "run", "emptying"


@contextlib.contextmanager
def in_use() -> Iterator[None]:
    """For the time of a run: what it finds in the caches stays there."""
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):  # a cache that can't be written is nobody's to empty
            home = stack.enter_context(_marked(RUN))
            deadline = time.monotonic() + PATIENCE
            while _is_any(home, EMPTYING) and time.monotonic() < deadline:
                time.sleep(0.05)
        yield


@contextlib.contextmanager
def nobody() -> Iterator[None]:
    """While no run of this user uses the caches, nor can begin to. Raises MachineError where one does."""
    with contextlib.ExitStack() as stack:
        try:
            home = stack.enter_context(_marked(EMPTYING))
            busy = _is_any(home, RUN)
        except OSError as error:
            raise MachineError(f"the cache can't be locked: {error.filename}: {error.strerror}") from error
        if busy:
            raise MachineError(BUSY, "Try again when it is over: grade clean --all")
        yield


@contextlib.contextmanager
def _marked(what: str) -> Iterator[Path]:
    """A mark of this process while the block lasts; the folder of all marks."""
    home = cache_root().parent / "in-use"
    home.mkdir(parents=True, exist_ok=True)
    mark = home / f"{what}.{'.'.join(me())}.{secrets.token_hex(4)}"
    mark.touch(exist_ok=False)
    try:
        yield home
    finally:
        with contextlib.suppress(OSError):
            mark.unlink()


def _is_any(home: Path, what: str) -> bool:
    """Whether there is a mark of that kind whose owner lives. Those of the dead are taken away."""
    living = False
    for name in os.listdir(home):  # noqa: PTH208  # names alone
        kind, _, rest = name.partition(".")
        owner = rest.split(".")[:-1]
        if kind != what or len(owner) != len(Owner._fields):
            continue
        with contextlib.suppress(FileNotFoundError):  # it is over meanwhile
            if Owner(*owner).gone((home / name).lstat().st_mtime):
                (home / name).unlink()
            else:
                living = True
    return living
