"""The names of commits in a repository: what is checked out, its branches and tags, read as texts."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from grader.repositories.finding import NotReadable, kind_of, text_of

MOST_REFS = 20_000
OBJECT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
REF = re.compile(r"refs/(heads|tags)/[^\x00-\x20\x7f~^:?*\[\\]{1,200}")


def head(place: Path) -> str:
    """What is checked out: a branch, or a commit."""
    said = text_of(place / "HEAD").decode("utf-8", "replace").strip()
    name = said.removeprefix("ref:").strip()
    if OBJECT.fullmatch(said) or (said.startswith("ref:") and is_ref(name)):
        return said if OBJECT.fullmatch(said) else f"ref: {name}"
    raise NotReadable("a repository as git makes them", "a .git/HEAD that names no branch")


def is_ref(name: str) -> bool:
    """Whether it is the name of a branch or a tag."""
    odd = ("..", "//", "@{", "/.", ".lock/")
    ends = (".lock", "/", ".")
    return bool(REF.fullmatch(name)) and not any(part in name for part in odd) and not name.endswith(ends)


def refs(place: Path) -> str:
    """Branches and tags with their commits, as one list. A loose one counts before a packed one."""
    found: dict[str, str] = {}
    for line in text_of(place / "packed-refs").decode("utf-8", "replace").splitlines():
        value, _, name = line.partition(" ")
        if OBJECT.fullmatch(value) and is_ref(name):
            found[name] = value
    for kind in ("heads", "tags"):
        for top, folders, names in os.walk(place / "refs" / kind, followlinks=False):
            folders.sort()
            for path in (Path(top, name) for name in sorted(names)):
                name = path.relative_to(place).as_posix()
                if is_ref(name) and len(found) < MOST_REFS and stat.S_ISREG(kind_of(path) or 0):
                    value = text_of(path)[:100].decode("ascii", "replace").strip()
                    found |= {name: value} if OBJECT.fullmatch(value) else {}
    lines = [f"{value} {name}\n" for name, value in sorted(found.items())[:MOST_REFS]]
    return "".join(["# pack-refs with: sorted \n", *lines])
