"""A folder of somebody else's files, walked without following anything, and copied or packed just so.

Nothing is opened that is not a regular file, no link is followed, and a link stays only if it ends inside the folder.
What an editor, a version control system or an installation left behind is not part of a project.
"""

from __future__ import annotations

import errno
import io
import itertools
import os
import stat
import tarfile
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.errors import ProjectError
from grader.reading.below import Below, open_below

MAX_FILES = 20_000
MAX_BYTES = 200 * 1024 * 1024
SLACK = 1024 * 1024  # bytes of the disk that a file may take beyond its size
MAX_DEPTH = 100  # folders in folders
DEEP = 60  # signs of a deep path that tell enough
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
    with _below(folder) as below:
        return _entries(below, os.path.realpath(folder))


def _entries(below: Below, top: str) -> list[Entry]:
    entries: list[Entry] = []
    total = 0
    for entry in _walk(below, top, []):
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
    for entry, data in _contents(folder):
        place = target / entry.path
        if entry.folder:
            place.mkdir(mode=0o755, exist_ok=True)
        elif entry.target:
            _link(place, entry)
        else:
            place.write_bytes(data)
            place.chmod(0o755 if entry.executable else 0o644)


def _link(place: Path, entry: Entry) -> None:
    try:
        place.symlink_to(entry.target)
    except OSError as error:  # Windows lets only some users make one
        raise ProjectError(
            f"the symlink {shown(entry.path)} can't be copied: {error.strerror}", "Replace the link by the file itself."
        ) from error


def pack_tree(folder: Path, uid: int, gid: int, links: Mapping[str, str] | None = None) -> bytes:
    """The project as an uncompressed tar in which everything is uid's and gid's; `links` are added, path to target."""
    buffer = io.BytesIO()
    extra = links or {}
    with tarfile.open(
        fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT, encoding="utf-8", errors="surrogateescape"
    ) as tar:
        for entry, data in _contents(folder, extra):
            tar.addfile(_header(entry, uid, gid, len(data)), io.BytesIO(data))
        for path, target in extra.items():
            tar.addfile(_header(Entry(path, target=target), uid, gid, 0))
    return buffer.getvalue()


def read_entry(folder: Path, entry: Entry, limit: int = MAX_BYTES) -> bytes:
    """A file's bytes, at most `limit`. Raises ProjectError if it is no longer the regular file that it was."""
    with _below(folder) as below:
        return _read(below, entry.path, limit)


def _contents(folder: Path, without: Container[str] = ()) -> Iterator[tuple[Entry, bytes]]:
    """Every entry with its bytes, from one and the same open folder; in all no more than was allowed for."""
    left = MAX_BYTES
    with _below(folder) as below:
        for entry in _entries(below, os.path.realpath(folder)):
            data = b""
            if entry.path in without:
                continue
            if not entry.folder and not entry.target:
                data = _read(below, entry.path, left + 1)
                left -= len(data)
                if left < 0:
                    raise ProjectError(
                        f"the project grew while it was read: at {shown(entry.path)} it was larger than "
                        f"{_mib(MAX_BYTES)}",
                        "Stop what writes into its folder, then grade again.",
                    )
            yield entry, data


def _below(folder: Path) -> Below:
    try:
        return open_below(folder)
    except OSError as error:
        raise _unreadable(".", error) from error


def _read(below: Below, path: str, limit: int) -> bytes:
    try:
        data = below.read(path, limit)
    except OSError as error:
        raise _unreadable(path, error) from error
    if data is None:
        raise ProjectError(f"{shown(path)} is no longer a file", "Grade again.")
    return data


def shown(path: str) -> str:
    """A path for a message: bytes that are no UTF-8 as U+FFFD."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _walk(below: Below, top: str, folders: list[str]) -> Iterator[Entry]:
    inside = "".join(f"{name}/" for name in folders)
    try:
        with below.items(folders) as items:
            kept = (item for item in items if not left_out(item.name))
            found = sorted(itertools.islice(kept, MAX_FILES + 1), key=lambda item: item.name)
            looked = [(item.name, item.stat(follow_symlinks=False)) for item in found]
    except OSError as error:
        raise _unreadable(inside.rstrip("/") or ".", error) from error
    if folders and any(name == "pyvenv.cfg" for name, _ in looked):
        return  # a virtual environment, whatever it is called
    if folders:
        yield Entry(inside.rstrip("/"), folder=True)
    for name, about in looked:
        path = inside + name
        if len(folders) >= MAX_DEPTH or len(path) > MAX_PATH or len(os.fsencode(path)) > MAX_PATH:
            raise ProjectError(
                f"the project's folders are nested too deeply: at {shown(path)[:DEEP]}… it was enough",
                "Move generated files and data out of the project's folder.",
            )
        if stat.S_ISDIR(about.st_mode):
            yield from _walk(below, top, [*folders, name])
        else:
            yield _entry(top, path, about)


def left_out(name: str) -> bool:
    """Whether what is called so is no part of a project."""
    return name in LEFT_OUT or name.endswith(LEFT_OUT_ENDINGS)


def _entry(top: str, path: str, about: os.stat_result) -> Entry:
    if stat.S_ISREG(about.st_mode):
        return Entry(path, _size(about), bool(about.st_mode & 0o100))
    if stat.S_ISLNK(about.st_mode):
        return Entry(path, target=_target(top, path))
    kind = _KINDS.get(stat.S_IFMT(about.st_mode), "no regular file")
    raise ProjectError(f"{shown(path)} is {kind}: that can't be part of a project", "Delete it, then grade again.")


def _size(about: os.stat_result) -> int:
    """What the file holds; what it takes of the disk, where that is far more."""
    taken = getattr(about, "st_blocks", 0) * 512
    return taken if taken > about.st_size + SLACK else about.st_size


def _target(top: str, path: str) -> str:
    """Where a link ends, relative to its folder."""
    cure = "Replace the link by the file itself."
    try:
        real = os.path.realpath(f"{top}/{path}", strict=True)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise ProjectError(f"the symlink {shown(path)} goes round in circles", cure) from error
        try:
            real = os.path.realpath(f"{top}/{path}")
        except OSError as gone:  # the link itself, meanwhile
            raise _unreadable(path, gone) from gone
    if real != top and not real.startswith(f"{top}{os.sep}"):
        raise ProjectError(f"the symlink {shown(path)} leaves the project", cure)
    to = os.path.relpath(real, os.path.dirname(f"{top}/{path}"))  # noqa: PTH120  # text, maybe no UTF-8
    return to.replace(os.sep, "/")


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
