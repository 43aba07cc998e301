"""Opens what lies below a folder one name at a time, so that no link on the way is followed, new or old."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

# Of the flags Windows has some, and others Linux and macOS.
_PLAIN = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | _PLAIN
_FILE = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _PLAIN
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _PLAIN


def open_below(top: Path) -> Below:
    """`with open_below(folder) as below:`. Raises OSError where it is no folder that can be read."""
    return Below(top) if os.open in os.supports_dir_fd else BelowByPath(top)


class Below:
    """The folders down to the last file stay open: its neighbours cost one call."""

    def __init__(self, top: Path) -> None:
        self._open = [os.open(top, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)]
        self._names: list[str] = []

    def __enter__(self) -> Below:
        return self

    def __exit__(self, _: object, __: BaseException | None, ___: TracebackType | None) -> None:
        for number in self._open:
            os.close(number)

    def items(self, names: Sequence[str]) -> AbstractContextManager[Iterator[os.DirEntry[str]]]:
        """What a folder holds, as `os.scandir` gives it. Raises OSError."""
        return os.scandir(self._folder(names))

    def make(self, names: Sequence[str]) -> None:
        """A folder that must not be there yet."""
        _refuse(names[-1])
        os.mkdir(names[-1], 0o755, dir_fd=self._folder(names[:-1]))

    def read(self, path: str, limit: int) -> bytes | None:
        """A file's first bytes; None if it is no regular file. Raises OSError, also for a link anywhere in the path."""
        return _read(self._file(path.split("/"), _FILE, 0), limit)

    def create(self, names: Sequence[str], executable: bool) -> int:
        """A descriptor for writing a file that must not be there yet."""
        number = self._file(names, _NEW, 0o600)
        os.fchmod(number, 0o755 if executable else 0o644)
        return number

    def link(self, names: Sequence[str], target: str) -> None:
        """A symlink that must not be there yet."""
        _refuse(names[-1])
        os.symlink(target, names[-1], dir_fd=self._folder(names[:-1]))

    def _file(self, names: Sequence[str], flags: int, mode: int) -> int:
        _refuse(names[-1])
        return os.open(names[-1], flags, mode, dir_fd=self._folder(names[:-1]))

    def _folder(self, names: Sequence[str]) -> int:
        """The descriptor of a folder, good until the next call. Raises OSError."""
        shared = 0
        for mine, wanted in zip(self._names, names, strict=False):
            if mine != wanted:
                break
            shared += 1
        while len(self._names) > shared:
            self._names.pop()
            os.close(self._open.pop())
        for name in names[shared:]:
            _refuse(name)
            self._open.append(os.open(name, _FOLDER, dir_fd=self._open[-1]))
            self._names.append(name)
        return self._open[-1]


class BelowByPath(Below):
    """The same by paths, each name on them looked at first: Windows opens nothing below an open folder.

    Somebody could put a link in the place of a folder between the look and the opening. What is graded there runs as
    the user in any case: the local runner, for one's own code.
    """

    def __init__(self, top: Path) -> None:
        if not top.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        self._top = top

    def __exit__(self, *_: object) -> None:
        pass

    def items(self, names: Sequence[str]) -> AbstractContextManager[Iterator[os.DirEntry[str]]]:
        return os.scandir(self._place(names))

    def make(self, names: Sequence[str]) -> None:
        _refuse(names[-1])
        (self._place(names[:-1]) / names[-1]).mkdir()

    def create(self, names: Sequence[str], executable: bool) -> int:
        return self._file(names, _NEW, 0o600)

    def link(self, names: Sequence[str], target: str) -> None:
        _refuse(names[-1])
        (self._place(names[:-1]) / names[-1]).symlink_to(target)

    def _file(self, names: Sequence[str], flags: int, mode: int) -> int:
        _refuse(names[-1])
        path = self._place(names[:-1]) / names[-1]
        if not flags & os.O_CREAT:  # which takes no link for a new file
            _refuse_link(path)
        return os.open(path, flags, mode)

    def _place(self, names: Sequence[str]) -> Path:
        place = self._top
        for name in names:
            _refuse(name)
            place = place / name
            _refuse_link(place)
        return place


def _read(number: int, limit: int) -> bytes | None:
    with os.fdopen(number, "rb", buffering=0) as stream:
        about = os.fstat(number)
        if not stat.S_ISREG(about.st_mode):
            return None
        first = stream.read(min(limit, about.st_size + 1)) or b""
        if len(first) <= about.st_size or len(first) >= limit:
            return first
        with os.fdopen(os.dup(number), "rb") as rest:  # it grows, or says nothing of its size
            return first + rest.read(limit - len(first))


def _refuse(name: str) -> None:
    """`..` would lead up again, and an absolute name anywhere; Windows has more signs that lead elsewhere."""
    if name in ("", ".", "..") or "/" in name or (os.sep != "/" and any(sign in name for sign in "\\:")):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))


def _refuse_link(path: Path) -> None:
    """A link, or what Windows has besides that leads elsewhere: a junction, a mount."""
    about = path.lstat()
    if stat.S_ISLNK(about.st_mode) or getattr(about, "st_reparse_tag", None):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
