"""Opens what lies below a folder one name at a time, so that no link on the way is followed, new or old."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class Below:
    """`with Below(folder) as below:`. The folders down to the last file stay open: its neighbours cost one call."""

    def __init__(self, top: Path) -> None:
        self._open = [os.open(top, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)]
        self._names: list[str] = []

    def __enter__(self) -> Below:
        return self

    def __exit__(self, _: object, __: BaseException | None, ___: TracebackType | None) -> None:
        for number in self._open:
            os.close(number)

    def folder(self, names: Sequence[str], *, new: bool = False) -> int:
        """The descriptor of a folder, good until the next call; `new` makes the last one. Raises OSError."""
        shared = 0
        for mine, wanted in zip(self._names, names, strict=False):
            if mine != wanted:
                break
            shared += 1
        while len(self._names) > shared:
            self._names.pop()
            os.close(self._open.pop())
        for number, name in enumerate(names[shared:], shared + 1):
            _refuse(name)
            if new and number == len(names):
                os.mkdir(name, 0o755, dir_fd=self._open[-1])
            self._open.append(os.open(name, _FOLDER, dir_fd=self._open[-1]))
            self._names.append(name)
        return self._open[-1]

    def read(self, path: str, limit: int) -> bytes | None:
        """A file's first bytes; None if it is no regular file. Raises OSError, also for a link anywhere in the path."""
        *folders, name = path.split("/")
        _refuse(name)
        number = os.open(name, _FILE, dir_fd=self.folder(folders))
        with os.fdopen(number, "rb", buffering=0) as stream:
            about = os.fstat(number)
            if not stat.S_ISREG(about.st_mode):
                return None
            first = stream.read(min(limit, about.st_size + 1)) or b""
            if len(first) <= about.st_size or len(first) >= limit:
                return first
            with os.fdopen(os.dup(number), "rb") as rest:  # it grows, or says nothing of its size
                return first + rest.read(limit - len(first))

    def create(self, names: Sequence[str], executable: bool) -> int:
        """A descriptor for writing a file that must not be there yet."""
        number = os.open(names[-1], _NEW, 0o600, dir_fd=self.folder(names[:-1]))
        os.fchmod(number, 0o755 if executable else 0o644)
        return number

    def link(self, names: Sequence[str], target: str) -> None:
        """A symlink that must not be there yet."""
        os.symlink(target, names[-1], dir_fd=self.folder(names[:-1]))


def _refuse(name: str) -> None:
    """`..` would lead up again, and an absolute name anywhere."""
    if name in ("", ".", "..") or "/" in name:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
