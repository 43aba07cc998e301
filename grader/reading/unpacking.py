"""Puts an archive's members below a folder, each judged by its name, its kind and what it really holds."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable

from grader.errors import ProjectError
from grader.printable import one_line
from grader.reading import tree
from grader.reading.below import Below
from grader.reading.inflating import PIECE, SMALLER
from grader.reading.members import Member
from grader.reading.tree import MAX_BYTES, MAX_DEPTH, MAX_FILES, MAX_PATH, shown

MAX_MEMBERS = 100_000  # with those that are not kept
_DRIVE = re.compile(r"[A-Za-z]:")


class Unpacking:
    """What has been made below a folder so far."""

    def __init__(self, below: Below, *, windows: bool = False) -> None:
        self.below = below
        self.windows = windows  # a backslash was taken for a slash already
        self.last = ""
        self.made: dict[str, tuple[str, str]] = {}  # by how a system sees it that knows no case: path and kind
        self.links: list[tuple[list[str], str]] = []
        self.written = 0

    def take(self, members: Iterable[Member]) -> None:
        """All of them, links last. Raises ProjectError for the first that can't be taken."""
        for number, member in enumerate(members, 1):
            self.last = member.name
            if number > MAX_MEMBERS:
                raise ProjectError(f"it has more than {MAX_MEMBERS} members", SMALLER)
            parts = parts_of(member.name, windows=self.windows)
            if not left_out(parts):
                self._take(member, parts)
        for parts, target in self.links:
            self.below.link(parts, target)

    def _take(self, member: Member, parts: list[str]) -> None:
        for depth in range(1, len(parts)):
            self._claim(parts[:depth], "folder", member.name)
        if member.kind not in ("file", "folder", "link"):
            raise refused(member.name, f"is {member.kind}: that can't be part of a project")
        if not parts:
            if member.kind != "folder":
                raise refused(member.name, "has no name")
            return
        self._claim(parts, member.kind, member.name)
        if member.kind == "link":
            self.links.append((parts, _inside(member, parts)))
        elif member.kind == "file":
            self._write(member, parts)

    def _claim(self, parts: list[str], kind: str, member: str) -> None:
        """Makes sure that a path is this member's alone; makes it, if it is a folder."""
        path = "/".join(parts)
        key = unicodedata.normalize("NFC", path.casefold())
        known = self.made.get(key)
        if known is None:
            self.made[key] = (path, kind)
            if len(self.made) > MAX_FILES:
                raise ProjectError(f"it holds more than {MAX_FILES} files: at {quoted(member)} it was enough", SMALLER)
            if kind == "folder":
                self.below.make(parts)
        elif known[0] != path:
            raise refused(member, f"differs from {quoted(known[0])} only in how it is written")
        elif known[1] != kind and "folder" in (kind, known[1]):
            raise refused(member, f"goes through {quoted(path)}, which is a {known[1]} and a {kind} at once")
        elif kind != "folder":
            raise refused(member, "is in it twice")

    def _write(self, member: Member, parts: list[str]) -> None:
        if self.written + (member.size or 0) > MAX_BYTES:
            raise self._too_large(member)
        source, size = member.contents(), 0
        with os.fdopen(self.below.create(parts, member.executable), "wb") as file:
            while piece := source.read(PIECE):
                size += len(piece)
                self.written += len(piece)
                if self.written > MAX_BYTES:
                    raise self._too_large(member)
                file.write(piece)
        if member.size is not None and size != member.size:
            raise EOFError

    def _too_large(self, member: Member) -> ProjectError:
        return ProjectError(
            f"it holds more than {MAX_BYTES >> 20} MiB: at {quoted(member.name)} it was enough",
            "Leave large files out of it.",
        )


def parts_of(name: str, *, windows: bool = False) -> list[str]:
    """A member's name as the names on its path. Raises ProjectError for one that no project needs."""
    if not _clean(name):
        raise refused(name, "has a name with signs that no name should hold")
    if name.startswith("/") or _DRIVE.match(name):
        raise refused(name, "has a name that leads out of the archive")
    if "\\" in name and not windows:
        raise refused(name, "has a name with a backslash")
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if ".." in parts:
        raise refused(name, "has a name that leads out of the archive")
    encoded = name.encode()
    if len(encoded) > MAX_PATH or len(parts) > MAX_DEPTH or any(len(part.encode()) > 255 for part in parts):
        raise refused(name, "has a name that is too long")
    return parts


def left_out(parts: list[str]) -> bool:
    """What is no part of a project, as in a folder; and what macOS adds to archives."""
    return any(tree.left_out(part) or part == "__MACOSX" or part.startswith("._") for part in parts)


def quoted(name: str) -> str:
    """A member's name for a message."""
    return f"'{one_line(shown(name), 120)}'"


def refused(name: str, why: str) -> ProjectError:
    """The sentence about a member."""
    return ProjectError(f"{quoted(name)} {why}", "Pack the project's own files and folders alone, then try again.")


def _inside(member: Member, parts: list[str]) -> str:
    """A link's target. It may lead up and then down, never up again: by induction no chain of such links leaves."""
    target = member.target
    steps = target.split("/")
    ups = next((number for number, step in enumerate(steps) if step != ".."), len(steps))
    out = not target or target.startswith("/") or ".." in steps[ups:] or ups > len(parts) - 1
    if out or len(target.encode("utf-8", "surrogateescape")) > MAX_PATH or not _clean(target):
        raise refused(member.name, "is a symlink that leaves the project")
    return target


def _clean(text: str) -> bool:
    return not any(unicodedata.category(sign) in ("Cc", "Cs") for sign in text)
