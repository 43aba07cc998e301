"""State that outlives a run: small JSON files in a project's `.grader` folder, which is safe to delete.

`update` loses nothing when several runs write at once (a lock), nor when one is cut off or the disk is full (a new file
takes the old one's place in one step). Neither function ever fails a run: what is wrong comes back as one line. A file
that can't be used is set aside as `<name>.corrupt-<UTC time>`, and its owner begins anew.

The project is a learner's and hostile: nothing is read or written through a link, not the folder's, not a file's. Who
lets people name a folder by a link of their own resolves it first. Programs that change the folder while this runs have
the user's own rights already; they are not guarded against.
"""

from __future__ import annotations

import copy
import errno
import json
import os
import secrets
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Generic, NoReturn, TypeVar

HOME = ".grader"
MOST_BYTES = 8 * 1024 * 1024
PATIENCE = 10.0  # seconds to wait for another run's lock
NO_LINKS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
# Reasons that lie in the file. Others (no descriptors left, a failing disk) say nothing about what it holds.
_ITS_OWN_FAULT = (errno.ELOOP, errno.EACCES, errno.EPERM, errno.EISDIR, errno.ENXIO)
T = TypeVar("T")


class _UnusableError(Exception):
    """A state file that has to be set aside, with the reason."""


def read(path: Path, version: int, empty: T, fits: Callable[[Any], bool] | None = None) -> tuple[T, str]:
    """What `.grader/<name>` holds, else a copy of `empty`; and a warning, or nothing.

    `fits` says whether what was read has the right shape; without it the type of `empty` decides.
    """
    state = _State(path, version, empty, fits)
    try:
        refuse_links(path)
        try:
            return state.load(), ""
        except _UnusableError:
            with locked(path):  # another run may be mending it just now
                return state.load_or_set_aside()
    except OSError as error:
        return copy.deepcopy(empty), f"{_name(path)} could not be read ({_why(error)})."


def update(
    path: Path, version: int, empty: T, change: Callable[[T], T], fits: Callable[[Any], bool] | None = None
) -> tuple[T, str]:
    """The state changed and kept, and a warning, or nothing. The value is the changed one even if it can't be kept.

    `change` gets the value as it is while nobody else can write; what it raises leaves everything as it was.
    """
    state = _State(path, version, empty, fits)
    with ExitStack() as stack:
        kept = True
        try:
            stack.enter_context(locked(path))
            value, warning = state.load_or_set_aside()
        except OSError as error:
            kept, warning = False, _not_kept(path, error)
            value = state.peek()
        value = change(value)
        if kept:
            try:
                put_in_place(path, json.dumps({"version": version, "data": value}, indent=1, allow_nan=False) + "\n")
            except OSError as error:
                warning = f"{warning} {_not_kept(path, error)}".strip()
    return value, warning


@dataclass(frozen=True)
class _State(Generic[T]):
    """One file and what may be in it."""

    path: Path
    version: int
    empty: T
    fits: Callable[[Any], bool] | None

    def load(self) -> T:
        """What it holds; `empty` where there is none."""
        try:
            content = content_of(self.path)
        except FileNotFoundError:
            return copy.deepcopy(self.empty)
        try:
            found = json.loads(content, parse_constant=_no_number)
        except (ValueError, RecursionError):
            raise _UnusableError("it is empty" if not content.strip() else "it is not JSON") from None
        if not isinstance(found, dict) or found.get("version") != self.version or "data" not in found:
            raise _UnusableError("it is not of this version")
        data: T = found["data"]
        if not (self.fits(data) if self.fits else isinstance(data, type(self.empty))):
            raise _UnusableError("it does not hold what it should")
        return data

    def load_or_set_aside(self) -> tuple[T, str]:
        """The same under the lock, where what can't be used makes room."""
        try:
            return self.load(), ""
        except _UnusableError as unusable:
            aside = _free_name(self.path)
            self.path.rename(aside)
            words = f"{_name(self.path)} can't be used ({unusable}). It is now {aside.name}, and a new one was begun."
            return copy.deepcopy(self.empty), words

    def peek(self) -> T:
        """As well as it goes, for a run that can't write anyway."""
        try:
            refuse_links(self.path)
            return self.load()
        except (OSError, _UnusableError):
            return copy.deepcopy(self.empty)


def content_of(path: Path) -> bytes:
    """The file's bytes, never by way of a link and never waiting for the other end of a pipe."""
    try:
        if path.is_symlink():  # where O_NOFOLLOW is missing
            raise _UnusableError("it is a symbolic link")
        with open(path, "rb", opener=_without_links) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise _UnusableError("it is not an ordinary file")
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        if error.errno in _ITS_OWN_FAULT:
            raise _UnusableError("it is not an ordinary file" if path.is_dir() else _why(error)) from None
        raise
    if len(content) > MOST_BYTES:
        raise _UnusableError("it is too long")
    return content


def _without_links(name: str, flags: int) -> int:
    return os.open(name, flags | NO_LINKS)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One writer at a time. The lock goes with the process; its empty file stays."""
    from filelock import FileLock  # flock, or what the system has instead

    refuse_links(path)
    path.parent.mkdir(exist_ok=True)
    with FileLock(path.with_name(f"{path.name}.lock"), timeout=PATIENCE, poll_interval=0.005):
        yield


def refuse_links(path: Path) -> None:
    """Stop where the folder, or the project's, is a link: it may lead to somebody else's files."""
    if path.parent.name != HOME:
        raise ValueError(f"state is kept in {HOME} alone, not in {path}")
    for folder, name in ((path.parent, HOME), (path.parent.parent, "the project's folder")):
        if folder.is_symlink():
            raise OSError(errno.ELOOP, f"{name} is a symbolic link, which is never followed")


def put_in_place(path: Path, text: str) -> None:
    """A new file takes the old one's place in one step, once the disk has it. Under the lock."""
    for left in path.parent.glob(f".{path.name}-*.part"):  # by a writer that was killed
        left.unlink(missing_ok=True)
    part = path.with_name(f".{path.name}-{secrets.token_hex(6)}.part")
    try:
        with part.open("x", encoding="ascii", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _free_name(path: Path) -> Path:
    """`hints.json.corrupt-20260101T000000Z`, with something more where there is one already."""
    name = path.with_name(f"{path.name}.corrupt-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
    return name.with_name(f"{name.name}-{secrets.token_hex(4)}") if os.path.lexists(name) else name


def _no_number(constant: str) -> NoReturn:
    raise ValueError(constant)


def _name(path: Path) -> str:
    return f"{HOME}/{path.name}"


def _why(error: OSError) -> str:
    return "another run holds it" if isinstance(error, TimeoutError) else error.strerror or type(error).__name__


def _not_kept(path: Path, error: OSError) -> str:
    return f"{_name(path)} could not be written ({_why(error)}); what it held before is unchanged."
