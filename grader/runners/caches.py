"""What runs keep for the next ones: dependencies of the local runner here, images in the engine."""

from __future__ import annotations

import contextlib
import functools
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from grader.runners import folders
from grader.runners.local_installing import COMPLETE, cache_root

ENTRY = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True)
class Cached:
    """One thing that can be made again. `free` removes it and says whether it is gone."""

    kind: str
    name: str
    size: int
    free: Callable[[], bool]


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
                about = Path(top, name).lstat()
                total += getattr(about, "st_blocks", -(-about.st_size // 512)) * 512
    return total


def _free(home: Path) -> bool:
    (home / COMPLETE).unlink(missing_ok=True)  # first: half of it must not be taken for all of it
    return folders.remove(home)
