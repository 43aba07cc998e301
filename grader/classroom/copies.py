"""Copies of what was handed in, and the hash that says whether two of them are the same."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from grader.errors import ProjectError
from grader.reading.tree import MAX_BYTES, MAX_FILES, project_entries, read_entry, shown
from grader.repositories.finding import NotReadable, text_of
from grader.repositories.refs import head, refs

MADE = {"node_modules", "venv", ".venv", "__pycache__", ".grader"}  # by installations and runs
PIECE = 1 << 20
SMALLER = "Hand in the project's own files alone."


def copy_all(source: Path, target: Path) -> None:
    """A folder with its repository: links as links, which nobody follows, and files up to a project's size.

    `copy_tree` leaves out what is no part of a project, and Git would miss those files that were committed.
    """
    bytes_left, files_left = 2 * MAX_BYTES, 2 * MAX_FILES
    target.mkdir()
    for path, about in walked(source):
        files_left -= 1
        if files_left < 0:
            raise ProjectError(f"it holds more than {2 * MAX_FILES} files", SMALLER)
        place = target / os.path.relpath(path, source)
        if stat.S_ISDIR(about.st_mode):
            place.mkdir()
        elif stat.S_ISLNK(about.st_mode):
            place.symlink_to(os.readlink(path))  # noqa: PTH115  # bytes that are no UTF-8 stay as they are
        elif stat.S_ISREG(about.st_mode):
            bytes_left -= copy_file(path, place, bytes_left)
        else:
            raise ProjectError(f"{shown(path.name)} is no file and no folder", SMALLER)


def walked(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Everything below, each folder before what it holds."""
    try:
        with os.scandir(folder) as items:
            found = sorted((item for item in items if item.name not in MADE), key=lambda item: item.name)
            looked = [(Path(item.path), item.stat(follow_symlinks=False)) for item in found]
    except OSError as error:
        raise ProjectError(f"{shown(folder.name)} can't be read: {error.strerror}", SMALLER) from error
    for path, about in looked:
        yield path, about
        if stat.S_ISDIR(about.st_mode):
            yield from walked(path)


def copy_file(path: Path, place: Path, most: int) -> int:
    """Copies a regular file and says how many bytes it had. Raises ProjectError beyond `most`."""
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    size = 0
    with os.fdopen(number, "rb") as file, place.open("xb") as copy:
        while piece := file.read(PIECE):
            size += len(piece)
            if size > most:
                raise ProjectError(f"it is larger than {2 * MAX_BYTES >> 20} MiB", SMALLER)
            copy.write(piece)
        place.chmod(0o755 if os.fstat(number).st_mode & 0o100 else 0o644)
        os.utime(place, ns=(os.fstat(number).st_mtime_ns,) * 2)  # the index knows files by their times
    return size


def fingerprint(project: Path, repository: Path | None) -> str:
    """The SHA-256 of a project's files, with their names, rights and links; with its commits where those are graded."""
    total = hashlib.sha256()
    for entry in project_entries(project):
        kind = "folder" if entry.folder else "link" if entry.target else "x" if entry.executable else "file"
        name = entry.path.encode("utf-8", "surrogateescape")
        data = b"" if entry.folder else entry.target.encode("utf-8", "surrogateescape")
        if kind in ("x", "file"):
            data = read_entry(project, entry)
        total.update(f"{kind} {len(name)} {len(data)}\n".encode() + name + hashlib.sha256(data).digest())
    for place in (project, repository) if repository is not None else ():
        if (place / ".git").is_dir():
            total.update(of_commits(place / ".git"))
            break
    return total.hexdigest()


def of_commits(place: Path) -> bytes:
    """Where the branches are and where it is sent to; nothing of one that can't be read, of which its checks tell."""
    try:
        return f"{head(place)}\n{refs(place)}".encode() + text_of(place / "config")
    except (NotReadable, OSError):
        return b"unreadable"
