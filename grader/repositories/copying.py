"""Refuses what is none of a repository's own, and makes the copy of it that Git is let look at."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

from grader.repositories.finding import NotReadable, kind_of, text_of
from grader.repositories.refs import head, refs
from grader.repositories.settings import config, read_settings, user_excludes
from grader.server.answers import Unavailable

LARGEST_INDEX = 64 << 20  # bytes


def copy(place: Path, home: Path) -> Path:
    """A `.git` of our own below `home` that says the same. Raises NotReadable, or Unavailable."""
    refuse_what_points_elsewhere(place)
    settings = read_settings(place, home)
    own = home / "git"
    for folder in ("objects/info", "refs", "info"):
        (own / folder).mkdir(parents=True)
    (own / "config").write_text(config(settings), encoding="utf-8")
    (own / "objects/info/alternates").write_text(f"{quoted(place / 'objects')}\n", encoding="utf-8")
    (own / "info/attributes").write_text("* !diff !filter !ident !merge !working-tree-encoding\n", encoding="utf-8")
    (own / "info/exclude").write_bytes(text_of(place / "info/exclude") + user_excludes(home))
    (own / "packed-refs").write_text(refs(place), encoding="utf-8")
    (own / "HEAD").write_text(f"{head(place)}\n", encoding="utf-8")
    copy_index(place, own)
    return own


def refuse_what_points_elsewhere(place: Path) -> None:
    """Links in it, and objects that it borrows: a grade is of this repository alone."""
    for name in ("HEAD", "config", "index", "objects", "objects/pack", "objects/info", "refs", "refs/heads", "info"):
        kind = kind_of(place / name)
        if kind is not None and not (stat.S_ISDIR(kind) or stat.S_ISREG(kind)):
            raise Unavailable(f"needs the repository itself, and .git/{name} is a link that points elsewhere")
    if kind_of(place / "objects/info/alternates") is not None:
        words = "one that borrows objects from another: git repack -a -d, then remove .git/objects/info/alternates"
        raise NotReadable("a repository that has all its objects", words)
    if kind_of(place / "shallow") is not None:
        raise NotReadable("the whole history", "a shallow clone: git fetch --unshallow brings the rest")


def quoted(path: Path) -> str:
    """A path as it may stand in a file of alternates."""
    escaped = str(path).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def copy_index(place: Path, own: Path) -> None:
    """The index with its time, by which Git tells files that were changed in the same moment."""
    names = ["index", *(path.name for path in sorted(place.glob("sharedindex.*"))[:4])]
    for name in names:
        kind = kind_of(place / name)
        if kind is not None:
            if not stat.S_ISREG(kind) or (place / name).lstat().st_size > LARGEST_INDEX:
                raise NotReadable("a repository as git makes them", f"a .git/{name} that is too large, or no file")
            shutil.copy2(place / name, own / name)
