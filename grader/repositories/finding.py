"""Finds a project's repository, and looks at its files with care: links in it lead nowhere."""

from __future__ import annotations

import re
import stat
from pathlib import Path

from grader.server.answers import Unavailable

LARGEST_TEXT = 8 << 20  # bytes
OF_ARCHIVE = re.compile(r"backend-week-[0-9a-f]{12}\.[0-9a-f]{12}\..*")  # the folder that an archive is unpacked in
OF_CLASS = re.compile(r"bw-[0-9a-f]{12}\.[0-9a-f]{12}\..*")  # the one that holds what a class handed in


class NotReadable(Exception):  # noqa: N818  # an answer, not a fault
    """What a check expects of a repository is not so: the learner's to mend."""

    def __init__(self, expected: str, got: str) -> None:
        super().__init__(f"expected {expected}, got {got}")
        self.expected = expected
        self.got = got


def find(project: Path) -> tuple[Path, Path]:
    """(the working tree that the project lies in, its `.git`). Raises NotReadable, or Unavailable."""
    project = project.resolve()
    if any(OF_ARCHIVE.fullmatch(folder.name) for folder in project.parents):
        raise Unavailable("needs the project's repository: grade the folder itself, not an archive of it")
    for folder in (project, *project.parents):
        if OF_CLASS.fullmatch(folder.name):
            break  # a repository around it is the machine's, and no learner's
        place = folder / ".git"
        kind = kind_of(place)
        if kind is None:
            continue
        if not stat.S_ISDIR(kind):
            raise Unavailable(
                "needs the repository itself, and .git is a link or a file that points elsewhere (a worktree or a"
                " submodule): grade the project where it was cloned"
            )
        if kind_of(place / "HEAD") is not None and kind_of(place / "objects") is not None:
            return folder, place
    raise NotReadable("the project in a Git repository", "none: git init makes one")


def kind_of(path: Path) -> int | None:
    """The mode of what is at a path, links not followed; None where nothing is."""
    try:
        return path.lstat().st_mode
    except OSError:
        return None


def text_of(path: Path) -> bytes:
    """A small file's bytes; none where there is no such file. Raises NotReadable for one that is too large or odd."""
    kind = kind_of(path)
    if kind is None:
        return b""
    if not stat.S_ISREG(kind) or path.lstat().st_size > LARGEST_TEXT:
        raise NotReadable("a repository as git makes them", f"a .git/{path.name} that is too large, or no file")
    return path.read_bytes()
