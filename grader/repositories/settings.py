"""Git's settings: what it is told by our copy, and what of the learner's and the user's own may count."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from grader import process
from grader.errors import MachineError
from grader.repositories.finding import LARGEST_TEXT, NotReadable, text_of
from grader.server.answers import Unavailable

SECONDS = 20
NEEDS_GIT = "needs Git on this machine: https://git-scm.com/downloads"
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
