"""What checks may know of a repository: its commits, what is tracked and changed, where it is sent to, its secrets."""

from __future__ import annotations

import contextlib
import itertools
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from grader import process
from grader.reading import secrets
from grader.repositories import patches
from grader.repositories.copying import copy
from grader.repositories.finding import NotReadable, find
from grader.repositories.settings import environment, read_settings

SECONDS = 60
MOST_COMMITS = 5000
MOST_FILES = 2000  # of a commit that are told
MOST_TRACKED = 50_000
MOST_CHANGED = 1000
MOST_SECRETS = 100
LOOK_SECONDS = 120
SHORTEST = 8  # characters of a line that can hold a name and a value
LARGEST = 32 << 20  # bytes of a list
LARGEST_PATCHES = 64 << 20
# No limit for memory where the system has none: a single allocation is bounded by GIT_ALLOC_LIMIT all the same.
BOUNDED = 'ulimit -v 4194304 2>/dev/null || :; exec "$@"'
DIFF = ("--no-ext-diff", "--no-textconv", "--no-renames", "--no-color", "--ignore-submodules=all", "--root")
LOG = ("--no-show-signature", "--no-mailmap", "--no-decorate", "--no-notes", "--date-order")


@dataclass(frozen=True)
class Commit:
    """One commit. `files` are those of the project that it touches, relative to it; of a merge those it changed itself.

    `when` is the committer's time in seconds since the epoch.
    """

    id: str
    parents: tuple[str, ...]
    subject: str
    files: tuple[str, ...]
    when: int


@dataclass(frozen=True)
class Secret:
    """A value that should not be there: the commit that brought it, the file and line there, and of what kind it is."""

    commit: str
    path: str
    line: int
    kind: str


class Repository:
    """The repository that a project lies in. Everything raises NotReadable, or Unavailable."""

    def __init__(self, project: Path) -> None:
        self.project = project.resolve()

    @cached_property
    def found(self) -> tuple[Path, Path, str]:
        """(the working tree, its .git, the project's place in it: "" or "day6/")."""
        tree, place = find(self.project)
        below = self.project.relative_to(tree).as_posix()
        return tree, place, "" if below == "." else f"{below}/"

    @cached_property
    def all_commits(self) -> tuple[Commit, ...]:
        """Those of the branch that is checked out, the newest first."""
        with self._copied() as git:
            if not git.has_head():
                return ()
            shown = "--format=%x01%H%x00%P%x00%ct%x00%s"
            said = git.read("log", *LOG, *DIFF, "--cc", "--name-only", "-z", f"--max-count={MOST_COMMITS}", shown)
        return tuple(self._commits(said.decode("utf-8", "replace")))

    def _commits(self, said: str) -> Iterator[Commit]:
        for entry in said.split("\x01")[1:]:
            name, parents, when, rest = entry.split("\0", 3)
            subject, *paths = rest.split("\0")
            files = (path.lstrip("\n") for path in paths)
            own = tuple(file for file in map(self._own, files) if file)[:MOST_FILES]
            yield Commit(name, tuple(parents.split()), subject, own, int(when))

    def _own(self, path: str) -> str:
        """A path of the repository as it is called in the project; nothing for one that is not the project's."""
        prefix = self.found[2]
        return path.removeprefix(prefix) if path.startswith(prefix) else ""

    @property
    def commits(self) -> tuple[Commit, ...]:
        """Those that touch the project's files."""
        return tuple(commit for commit in self.all_commits if commit.files)

    @cached_property
    def tracked(self) -> tuple[str, ...]:
        """The project's files that are in the index."""
        with self._copied() as git:
            said = git.read("ls-files", "-z", "--cached", *self._here())
        return tuple(filter(None, map(self._own, _split(said))))[:MOST_TRACKED]

    @cached_property
    def changed(self) -> tuple[str, ...]:
        """The project's files of which `git status` has something to say: changed, staged, deleted, untracked."""
        with self._copied() as git:
            options = ("--porcelain=v1", "-z", "--untracked-files=normal", "--ignore-submodules=all", "--no-renames")
            said = git.read("status", *options, *self._here())
        return tuple(dict.fromkeys(filter(None, (self._own(entry[3:]) for entry in _split(said)))))[:MOST_CHANGED]

    @cached_property
    def origin(self) -> str:
        """The address of the remote called origin, without a user's name and password; empty where there is none."""
        _, place, _ = self.found
        with tempfile.TemporaryDirectory(prefix="backend-week-") as home:
            address = read_settings(place, Path(home)).get("remote.origin.url", "")
        scheme, mark, rest = address.partition("://")
        return f"{scheme}{mark}{rest.rpartition('@')[2]}" if mark else address

    @cached_property
    def secrets(self) -> tuple[Secret, ...]:
        """What should not be in any commit over the project's files, of any branch and tag; the oldest first."""
        with self._copied() as git:
            if not git.has_head():
                return ()
            options = ("--cc", "-p", "--unified=0", "--full-history", "--reverse", "--format=%x01%H", "--no-prefix")
            said = git.read("log", *LOG, *DIFF, *options, "HEAD", "--branches", "--tags", *self._here(), patches=True)
        return tuple(itertools.islice(self._secrets(said), MOST_SECRETS))

    def _secrets(self, patch: bytes) -> Iterator[Secret]:
        """What is in the added lines, once each. Raises NotReadable where there are too many to look at."""
        deadline, seen = time.monotonic() + LOOK_SECONDS, set()
        for line in patches.added(patch):
            path = self._own(line.path)
            if len(line.text) < SHORTEST or not path or (path, line.text) in seen:
                continue
            seen.add((path, line.text))
            for kind in secrets.kinds(line.text, path):
                yield Secret(line.commit, path, line.number, kind)
            if time.monotonic() > deadline:
                raise NotReadable("a history of a project's size", f"one of which {LOOK_SECONDS} s show a part alone")

    def _here(self) -> Sequence[str]:
        """A pathspec for the project's files, as they are called."""
        prefix = self.found[2]
        return ("--", f":(top,literal){prefix}") if prefix else ("--",)

    @contextlib.contextmanager
    def _copied(self) -> Iterator[Git]:
        tree, place, _ = self.found
        with tempfile.TemporaryDirectory(prefix="backend-week-") as home:
            yield Git(copy(place, Path(home)), tree, Path(home))


class Git:
    """Git on a copy."""

    def __init__(self, own: Path, tree: Path, home: Path) -> None:
        self.own = own
        self.tree = tree
        self.env = {**environment(home), "GIT_DIR": str(own), "GIT_WORK_TREE": str(tree)}

    def has_head(self) -> bool:
        """Whether there is a commit at all: that it can't be read is another matter."""
        named = (self.own / "HEAD").read_text("utf-8").strip()
        branch = named.removeprefix("ref: ")
        return branch == named or f" {branch}\n" in (self.own / "packed-refs").read_text("utf-8")

    def read(self, *words: str, patches: bool = False) -> bytes:
        """What Git prints. Raises NotReadable where it complains, or there is no end."""
        found = self._read(*words, most=LARGEST_PATCHES if patches else LARGEST)
        if found.cut:
            words_of = f"one on which git {words[0]} {'takes too long' if found.cut == 'time' else 'prints too much'}"
            raise NotReadable("a repository of a project's size", words_of)
        if found.code != 0:
            raise NotReadable("a repository that git can read", found.words() or f"git {words[0]} failed")
        return found.data

    def _read(self, *words: str, most: int) -> process.Read:
        argv = ["sh", "-c", BOUNDED, "sh", "git", "--no-pager", *words]
        return process.read(argv, cwd=self.tree, env=self.env, timeout=SECONDS, most=most)


def _split(said: bytes) -> list[str]:
    return [entry for entry in said.decode("utf-8", "replace").split("\0") if entry]
