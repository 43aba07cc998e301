"""Temporary folders whose names say who owns them, so that those of dead graders can be told and removed.

The name is given with the folder and outlives everything in it: a learner's app that writes into its folder can't make
it another's, and there is no moment at which a folder has no owner.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader import system
from grader.runners.owners import Owner, me

SOCKETS = "bw"  # short: a unix socket's path may have 107 bytes
PROJECTS = "backend-week"
CLASSES = SOCKETS  # what was handed in: no archive's folder (`repositories.finding`), and no run of its own in a sweep
SHORTEST = Path("/tmp" if system.POSIX else tempfile.gettempdir())  # noqa: S108  # $TMPDIR may be too long for a socket
RELAY_USER = 10002  # root's sockets belong to the relay, which never runs as root
NAME = re.compile(r"(bw|backend-week)-([0-9a-f]{12})\.([0-9a-f]{12})\.([0-9]{1,10})\.([0-9]{0,20})-[a-z0-9_]{8}")


@dataclass(frozen=True)
class Folder:
    """A folder of ours and when it was last touched."""

    path: Path
    kind: str
    owner: Owner
    made: float

    @property
    def gone(self) -> bool:
        """Whether its owner is."""
        return self.owner.gone(self.made)


def make(kind: str, where: Path | None = None) -> Path:
    """A 0700 folder of this process."""
    return Path(tempfile.mkdtemp(prefix=f"{kind}-{'.'.join(me())}-", dir=where))


def owner_in(name: str) -> tuple[str, Owner] | None:
    """(kind, owner) where the name is one that `make` gives."""
    found = NAME.fullmatch(name)
    return (found[1], Owner(*found.groups()[1:])) if found else None


def find() -> Iterator[Folder]:
    """This user's folders, of the living and of the dead. What is not surely ours is none of them."""
    for home in {SHORTEST.resolve(), Path(tempfile.gettempdir()).resolve()}:
        with contextlib.suppress(OSError):
            for name in sorted(os.listdir(home)):  # noqa: PTH208  # names alone: most are not ours
                known, about = owner_in(name), _about(home / name)
                if known and about and stat.S_ISDIR(about.st_mode) and about.st_uid in _mine():
                    yield Folder(home / name, *known, about.st_mtime)


def remove(path: Path) -> bool:
    """Removes a folder and says whether it is gone; no link in it is followed. Its processes must be over."""
    shutil.rmtree(path, ignore_errors=True)
    if path.exists():  # an app took its own rights away
        _open_up(path)
        for top, folders, _ in os.walk(path):  # which looks into these after they were opened
            for name in folders:
                _open_up(Path(top, name))
        shutil.rmtree(path, ignore_errors=True)
    return not path.exists()


def _open_up(path: Path) -> None:
    with contextlib.suppress(OSError):
        if not path.is_symlink():
            path.chmod(0o700)


def _about(path: Path) -> os.stat_result | None:
    try:
        return path.lstat()
    except OSError:
        return None


def _mine() -> tuple[int, ...]:
    """Owners of what is this user's. Windows has no users by number: there each has temporary folders of their own."""
    if system.POSIX and not system.is_root():
        return (os.getuid(),)
    return (0, RELAY_USER)
