"""The Git repository that holds the project, as the fixture `git`. It is read as data: nothing in it is run.

    git.commits       the commits that touch the project's files, the newest first: `Commit(id, parents, subject, files,
                      when)`; `files` are the project's own, relative to it; `when` is in seconds since the epoch
    git.all_commits   all of the branch that is checked out
    git.tracked       the project's files that Git knows, relative to it
    git.changed       what `git status` lists of the project's files, also untracked ones
    git.origin        the address of the remote `origin`, without a user's name and password; "" where there is none
    git.secrets       `Secret(commit, path, line, kind)`: keys of a known form, and real values of *_KEY, *_PASSWORD and
                      *_TOKEN, in any commit over the project's files of any branch or tag, the oldest first

The project's folder is in the repository, or is it. A Miss where it is in none, or where that is no whole one (a
shallow clone); Unavailable where this run can't look: with --url alone, for an archive, without Git, in a worktree.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from grader.checks.asking import asked
from grader.checks.channel import Channel


@dataclass(frozen=True)
class Commit:
    """One commit; of a merge `files` are those that it changed itself."""

    id: str
    parents: list[str]
    subject: str
    files: list[str]
    when: int


@dataclass(frozen=True)
class Secret:
    """What should not be there: `kind` says what it is, never its value."""

    commit: str
    path: str
    line: int
    kind: str


class Git:
    """The repository. Each list is asked for once."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def _told(self, what: str) -> Any:
        return asked(self._channel, ask="git", what=what)["value"]

    @cached_property
    def all_commits(self) -> list[Commit]:
        """Those of the branch that is checked out, the newest first."""
        return [Commit(**commit) for commit in self._told("all_commits")]

    @property
    def commits(self) -> list[Commit]:
        """Those of them that touch the project's files."""
        return [commit for commit in self.all_commits if commit.files]

    @cached_property
    def tracked(self) -> list[str]:
        """The project's files that Git knows."""
        return list(self._told("tracked"))

    @cached_property
    def changed(self) -> list[str]:
        """What `git status` lists of them, and of files that it does not know."""
        return list(self._told("changed"))

    @cached_property
    def origin(self) -> str:
        """The address of the remote called origin."""
        return str(self._told("origin"))

    @cached_property
    def secrets(self) -> list[Secret]:
        """What should not be in any commit."""
        return [Secret(**secret) for secret in self._told("secrets")]
