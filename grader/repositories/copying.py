"""Finds a project's repository, refuses what is none of its own, and makes the copy that Git is let look at."""

from __future__ import annotations

import os
import re
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path

from grader import process
from grader.errors import MachineError
from grader.server import Unavailable

LARGEST_INDEX = 64 << 20  # bytes
LARGEST_TEXT = 8 << 20
MOST_REFS = 20_000
SECONDS = 20
NEEDS_GIT = "needs Git on this machine: https://git-scm.com/downloads"
OF_ARCHIVE = re.compile(r"backend-week-[0-9a-f]{12}\.[0-9a-f]{12}\..*")  # the folder that an archive is unpacked in
OBJECT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
REF = re.compile(r"refs/(heads|tags)/[^\x00-\x20\x7f~^:?*\[\\]{1,200}")
# Settings that say how files are compared. Each is copied only where its value is one of the harmless ones.
COMPARING = {
    "core.filemode": "true|false",
    "core.symlinks": "true|false",
    "core.ignorecase": "true|false",
    "core.precomposeunicode": "true|false",
    "core.trustctime": "true|false",
    "core.checkstat": "default|minimal",
    "core.autocrlf": "true|false|input",
    "core.eol": "lf|crlf|native",
}
OURS = """\
[core]
\tbare = false
\thooksPath = /dev/null
\tfsmonitor = false
\tuntrackedCache = false
\tcommitGraph = false
\tmultiPackIndex = false
\tpreloadIndex = false
\tbigFileThreshold = 1m
\tattributesFile = /dev/null
\tquotePath = false
\tlogAllRefUpdates = false
[gc]
\tauto = 0
[protocol]
\tallow = never
[submodule]
\trecurse = false
[status]
\tsubmoduleSummary = false
[i18n]
\tlogOutputEncoding = UTF-8
"""


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


def text_of(path: Path) -> bytes:
    """A small file's bytes; none where there is no such file. Raises NotReadable for one that is too large or odd."""
    kind = kind_of(path)
    if kind is None:
        return b""
    if not stat.S_ISREG(kind) or path.lstat().st_size > LARGEST_TEXT:
        raise NotReadable("a repository as git makes them", f"a .git/{path.name} that is too large, or no file")
    return path.read_bytes()


def read_settings(place: Path, home: Path) -> Mapping[str, str]:
    """All settings of the learner's own file, read as a text: nothing that it includes is."""
    text = text_of(place / "config")
    copied = home / "settings"
    copied.write_bytes(text)
    argv = ["git", "config", "--file", str(copied), "--no-includes", "--null", "--list"]
    try:
        found = process.read(argv, cwd=home, env=environment(home), timeout=SECONDS, most=LARGEST_TEXT)
    except MachineError as missing:
        raise Unavailable(NEEDS_GIT) from missing
    if found.code != 0:
        raise NotReadable("a repository as git makes them", f"a .git/config that can't be read: {found.words()}")
    entries = (entry.partition("\n") for entry in found.data.decode("utf-8", "replace").split("\0") if entry)
    settings = {name: value for name, _, value in entries}
    if settings.get("extensions.refstorage", "files") != "files":
        raise Unavailable("needs a repository that keeps its branches in files: git refs migrate --ref-format=files")
    return settings


def config(settings: Mapping[str, str]) -> str:
    """Our settings, with those of the learner's that say how files are compared."""
    found = OURS
    for name, values in COMPARING.items():
        if re.fullmatch(values, settings.get(name, "").lower()):
            section, _, key = name.partition(".")
            found += f"[{section}]\n\t{key} = {settings[name].lower()}\n"
    if settings.get("extensions.objectformat", "sha1") == "sha256":
        return f"{found}[core]\n\trepositoryFormatVersion = 1\n[extensions]\n\tobjectFormat = sha256\n"
    return f"{found}[core]\n\trepositoryFormatVersion = 0\n"


def quoted(path: Path) -> str:
    """A path as it may stand in a file of alternates."""
    escaped = str(path).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


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


def copy_index(place: Path, own: Path) -> None:
    """The index with its time, by which Git tells files that were changed in the same moment."""
    names = ["index", *(path.name for path in sorted(place.glob("sharedindex.*"))[:4])]
    for name in names:
        kind = kind_of(place / name)
        if kind is not None:
            if not stat.S_ISREG(kind) or (place / name).lstat().st_size > LARGEST_INDEX:
                raise NotReadable("a repository as git makes them", f"a .git/{name} that is too large, or no file")
            shutil.copy2(place / name, own / name)


def user_excludes(home: Path) -> bytes:
    """What this user has Git leave out everywhere: `git status` leaves it out for them, too."""
    own = {name: os.environ[name] for name in ("HOME", "XDG_CONFIG_HOME") if name in os.environ}
    argv = ["git", "config", "--global", "--type=path", "--get", "core.excludesFile"]
    env = {**environment(home), **own}
    env.pop("GIT_CONFIG_GLOBAL")
    found = process.read(argv, cwd=home, env=env, timeout=SECONDS, most=4096)
    named = found.data.decode("utf-8", "replace").strip() if found.code == 0 else ""
    settings = Path(own.get("XDG_CONFIG_HOME") or Path(own.get("HOME", "/nowhere"), ".config"))
    try:
        return b"\n" + text_of(Path(named) if named else settings / "git/ignore")
    except (NotReadable, OSError):
        return b""


def environment(home: Path) -> dict[str, str]:
    """What Git is told: nothing of this machine's settings, no way to ask, to fetch or to run."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "LC_ALL": "C",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_CEILING_DIRECTORIES": str(home),
        "GIT_PAGER": "cat",
        "GIT_ALLOC_LIMIT": str(256 << 20),
    }
