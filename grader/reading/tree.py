"""A folder of somebody else's files, walked without following anything, and copied or packed just so.

Nothing is opened that is not a regular file, no link is followed, and a link stays only if it ends inside the folder.
What an editor, a version control system or an installation left behind is not part of a project.
"""

from __future__ import annotations

import errno
import io
import os
import stat
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.errors import ProjectError

MAX_FILES = 20_000
MAX_BYTES = 200 * 1024 * 1024
MAX_DEPTH = 100  # folders in folders
MAX_PATH = 1024  # bytes of a path; systems differ in what they take beyond

LEFT_OUT = {
    *(".git", ".hg", ".svn", ".grader", ".idea", ".vscode", ".DS_Store", "Thumbs.db"),
    *("node_modules", "venv", ".venv", "__pycache__", "__pypackages__"),
    *(".mypy_cache", ".pytest_cache", ".ruff_cache", ".tox", ".nox", ".npm"),
}
LEFT_OUT_ENDINGS = (".pyc", ".pyo", ".dist-info", ".egg-info")

_KINDS = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFBLK: "a device",
    stat.S_IFCHR: "a device",
}


@dataclass(frozen=True)
class Entry:
    """A file, a folder or a link. `path` is relative, with slashes; bytes that are no UTF-8 are surrogates in it.

    `target` is where a link ends, relative to its own folder; a link that ends elsewhere is no entry but an error.
    """

    path: str
    size: int = 0
    executable: bool = False
    target: str = ""
    folder: bool = False


def project_files(folder: Path) -> list[Entry]:
    """Every file and link of the project, ordered by path. Raises ProjectError for what can't be part of one."""
    return [entry for entry in project_entries(folder) if not entry.folder]


def project_entries(folder: Path) -> list[Entry]:
    """The same with the folders, each before what it holds."""
    entries: list[Entry] = []
    total = 0
    for entry in _walk(os.path.realpath(folder), ""):
        entries.append(entry)
        total += entry.size
        if len(entries) > MAX_FILES:
            raise ProjectError(
                f"the project holds more than {MAX_FILES} files: at {shown(entry.path)} it was enough",
                "Move generated files and data out of the project's folder.",
            )
    if total > MAX_BYTES:
        largest = max(entries, key=lambda entry: entry.size)
        raise ProjectError(
            f"the project is larger than {_mib(MAX_BYTES)}: its largest file, {shown(largest.path)}, "
            f"has {_mib(largest.size)}",
            "Move large files out of the project's folder.",
        )
    return sorted(entries, key=lambda entry: entry.path.split("/"))


def copy_tree(folder: Path, target: Path) -> None:
    """Copies the project into `target`, which is made where it is missing. Files 0644 or 0755, folders 0755."""
    target.mkdir(mode=0o755, parents=True, exist_ok=True)
    for entry in project_entries(folder):
        place = target / entry.path
        if entry.folder:
            place.mkdir(mode=0o755, exist_ok=True)
        elif entry.target:
            place.symlink_to(entry.target)
        else:
            place.write_bytes(read_entry(folder, entry))
            place.chmod(0o755 if entry.executable else 0o644)


def pack_tree(folder: Path, uid: int, gid: int, links: Mapping[str, str] | None = None) -> bytes:
    """The project as an uncompressed tar in which everything is uid's and gid's; `links` are added, path to target."""
    buffer = io.BytesIO()
    extra = links or {}
    with tarfile.open(
        fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT, encoding="utf-8", errors="surrogateescape"
    ) as tar:
        for entry in project_entries(folder):
            if entry.path in extra:
                continue
            data = b"" if entry.folder or entry.target else read_entry(folder, entry)
            tar.addfile(_header(entry, uid, gid, len(data)), io.BytesIO(data))
        for path, target in extra.items():
            tar.addfile(_header(Entry(path, target=target), uid, gid, 0))
    return buffer.getvalue()


def read_entry(folder: Path, entry: Entry, limit: int = MAX_BYTES) -> bytes:
    """A file's bytes, at most `limit`. Raises ProjectError if it is no longer the regular file that it was."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        number = os.open(folder / entry.path, flags)
        with os.fdopen(number, "rb") as stream:
            if not stat.S_ISREG(os.fstat(number).st_mode):
                raise ProjectError(f"{shown(entry.path)} is no longer a file", "Grade again.")
            return stream.read(limit)
    except OSError as error:
        raise _unreadable(entry.path, error) from error


def shown(path: str) -> str:
    """A path for a message: bytes that are no UTF-8 as U+FFFD."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _walk(top: str, below: str) -> Iterator[Entry]:
    folder = f"{top}/{below}" if below else top
    try:
        with os.scandir(folder) as items:
            found = sorted(items, key=lambda item: item.name)
    except OSError as error:
        raise _unreadable(below or ".", error) from error
    for item in found:
        path = f"{below}/{item.name}" if below else item.name
        if item.name in LEFT_OUT or item.name.endswith(LEFT_OUT_ENDINGS):
            continue
        try:
            about = item.stat(follow_symlinks=False)
        except OSError as error:
            raise _unreadable(path, error) from error
        if stat.S_ISDIR(about.st_mode):
            if not os.path.lexists(f"{top}/{path}/pyvenv.cfg"):
                yield Entry(path, folder=True)
                yield from _walk(top, path)
        else:
            yield _entry(top, path, about)


def _entry(top: str, path: str, about: os.stat_result) -> Entry:
    if stat.S_ISREG(about.st_mode):
        return Entry(path, about.st_size, bool(about.st_mode & 0o100))
    if stat.S_ISLNK(about.st_mode):
        return Entry(path, target=_target(top, path))
    kind = _KINDS.get(stat.S_IFMT(about.st_mode), "no regular file")
    raise ProjectError(f"{shown(path)} is {kind}: that can't be part of a project", "Delete it, then grade again.")


def _target(top: str, path: str) -> str:
    """Where a link ends, relative to its folder."""
    cure = "Replace the link by the file itself."
    try:
        real = os.path.realpath(f"{top}/{path}", strict=True)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise ProjectError(f"the symlink {shown(path)} goes round in circles", cure) from error
        real = os.path.realpath(f"{top}/{path}")
    if real != top and not real.startswith(f"{top}/"):
        raise ProjectError(f"the symlink {shown(path)} leaves the project", cure)
    return os.path.relpath(real, os.path.dirname(f"{top}/{path}"))  # noqa: PTH120  # text, maybe no UTF-8


def _header(entry: Entry, uid: int, gid: int, size: int) -> tarfile.TarInfo:
    header = tarfile.TarInfo(entry.path)
    header.uid, header.gid, header.size = uid, gid, size
    header.mode = 0o755 if entry.folder or entry.executable else 0o644
    if entry.folder:
        header.type = tarfile.DIRTYPE
    elif entry.target:
        header.type, header.linkname, header.mode = tarfile.SYMTYPE, entry.target, 0o777
    return header


def _unreadable(path: str, error: OSError) -> ProjectError:
    return ProjectError(f"{shown(path)} can't be read: {error.strerror}", "Check who may read it: ls -l")


def _mib(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MiB"
