"""A project's files as texts to look into. Nothing in them is ever run, and no link out of the folder is followed."""

from __future__ import annotations

import codecs
import posixpath
from collections.abc import Iterator
from pathlib import Path

from grader.reading import tree

LIMIT = 1024 * 1024
DEPTH = 4  # how far below the project's folder an entry point is looked for
MANY = 500

# Folders in which nobody keeps what starts their app.
ASIDE = {
    *("test", "tests", "__tests__", "spec", "docs", "doc", "example", "examples", "migrations", "templates", "static"),
    *("public", "assets", "site-packages", "dist", "build", "coverage", "htmlcov", "fixtures", "alembic", "e2e"),
}


class Sources:
    """The files below a folder, shallow ones first. Reads each at most once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        found = tree.project_files(folder)
        self.entries = {entry.path: entry for entry in found}
        self.paths = sorted(self.entries, key=lambda path: (depth(path), path))
        self._texts: dict[str, str] = {}

    def has(self, path: str) -> bool:
        """Whether there is such a file."""
        return self._file(path) is not None

    def data(self, path: str, limit: int = LIMIT) -> bytes:
        """The first bytes of a file; none if there is no such file."""
        entry = self._file(path)
        return b"" if entry is None else tree.read_entry(self.folder, entry, limit)

    def text(self, path: str) -> str:
        """A file's text, whatever it was saved as."""
        if path not in self._texts:
            self._texts[path] = decode(self.data(path))
        return self._texts[path]

    def likely(self, *endings: str) -> Iterator[str]:
        """Paths with one of these endings in folders where an app may start; not those of tests or of a build."""
        count = 0
        for path in self.paths:
            folders = path.split("/")[:-1]
            if not path.endswith(endings) or len(folders) >= DEPTH or count == MANY:
                continue
            if not any(folder in ASIDE or folder.startswith(".") for folder in folders):
                count += 1
                yield path

    def named(self, folder: str, name: str) -> str | None:
        """The path of a file in a folder, in whatever case its name is written."""
        if self.has(join(folder, name)):
            return join(folder, name)
        return next((path for path in self.paths if path.lower() == join(folder, name).lower()), None)

    def _file(self, path: str) -> tree.Entry | None:
        entry = self.entries.get(path)
        if entry is not None and entry.target:
            end = posixpath.normpath(posixpath.join(posixpath.dirname(path), entry.target))
            entry = self.entries.get(end)
        return entry


def depth(path: str) -> int:
    """How many folders lie above a file or folder: 0 at the top."""
    return path.count("/")


def parent(path: str) -> str:
    """The folder of a path: `.` at the top."""
    return posixpath.dirname(path) or "."


def join(folder: str, name: str) -> str:
    """A path below a folder that may be `.`."""
    return posixpath.normpath(posixpath.join(folder, name))


def decode(data: bytes) -> str:
    """Text from UTF-8, UTF-16 with or without a mark, or Latin-1; line ends as \\n."""
    return _decode(data).replace("\r\n", "\n").replace("\r", "\n")


def encoding(data: bytes) -> str:
    """What the text was saved as, by its mark or its zero bytes."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if len(data) >= 4 and data[1::2].count(0) > len(data) // 4 and 0 not in data[:64:2]:
        return "utf-16-le"
    if len(data) >= 4 and data[::2].count(0) > len(data) // 4 and 0 not in data[1:64:2]:
        return "utf-16-be"
    return "utf-8"


def _decode(data: bytes) -> str:
    kind = encoding(data)
    if kind != "utf-8":
        return data[: len(data) // 2 * 2].decode(kind, "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.removeprefix(codecs.BOM_UTF8).decode("latin-1")
