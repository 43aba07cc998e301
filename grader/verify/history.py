"""A Git history for a subject: a right one, or the same with what a wrong solution changes of it.

[mutants.git]
commits = 3                       # so many, instead of six
subjects = ["update", "…"]        # of the commits, in order; the rest as they were
keep = { ".env" = "A=b" }         # files that are tracked besides
once = { "notes.txt" = "…" }      # files that one commit brings and the next one takes away again
merge = false                     # no branch was merged
origin = false                    # no remote
changed = { "app.py" = "…" }      # files that are changed after the last commit
repository = false                # no repository at all
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from grader.errors import MachineError
from grader.process import run

SUBJECTS = (
    "Lay down the project of the day",
    "Show the todos on a page of their own",
    "Add, complete and delete todos from the page",
    "Say on the page when the backend fails",
    "Start with a production server and end on SIGTERM",
    "Describe the deployment for the platform",
)
MERGE = "Merge the branch with the deployment"
ORIGIN = "https://git.example.com/learner/backend-week.git"


@dataclass(frozen=True)
class History:
    """What is special about a history; see the module's text."""

    commits: int = len(SUBJECTS)
    subjects: tuple[str, ...] = ()
    keep: Mapping[str, str] = field(default_factory=dict)
    once: Mapping[str, str] = field(default_factory=dict)
    changed: Mapping[str, str] = field(default_factory=dict)
    merge: bool = True
    origin: bool = True
    repository: bool = True


def make_repository(folder: Path, history: History) -> None:
    """Commits the files that lie in the folder, some at a time."""
    if not history.repository:
        return
    subjects = [*history.subjects, *SUBJECTS[len(history.subjects) :]][: history.commits]
    git(folder, "init", "-q", "-b", "main", "--template=")
    put_all(folder, history.keep)
    # Of a wrong solution the .gitignore may leave out what it is to track.
    names = [path for path in git(folder, "ls-files", "-z", "--others", "--exclude-standard").split("\0") if path]
    names = sorted({*names, *history.keep})
    share = -(-len(names) // len(subjects))
    for number, subject in enumerate(subjects):
        last = number == len(subjects) - 1
        if last and history.merge:
            git(folder, "checkout", "-q", "-b", "deployment")
        commit(folder, subject, names[number * share : (number + 1) * share], number)
    if history.merge:
        git(folder, "checkout", "-q", "main")
        git(folder, "merge", "-q", "--no-ff", "-m", MERGE, "deployment")
    if history.once:
        put_all(folder, history.once)
        commit(folder, "Keep notes on the deployment beside it", list(history.once), 20)
        for path in history.once:
            (folder / path).unlink()
        commit(folder, "Take the notes out again", list(history.once), 21)
    if history.origin:
        git(folder, "remote", "add", "origin", ORIGIN)
    put_all(folder, history.changed)


def put_all(folder: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def commit(folder: Path, subject: str, paths: list[str], number: int) -> None:
    """A commit of these files; of none, where a small project has fewer of them than commits."""
    if paths:
        git(folder, "add", "-A", "-f", "--", *paths)
    when = f"2026-01-05T10:{number:02}:00Z"
    git(folder, "commit", "-q", "--allow-empty", "-m", subject, when=when)


def git(folder: Path, *words: str, when: str = "2026-01-05T12:00:00Z") -> str:
    """Runs git without anybody's settings. Raises MachineError where it fails."""
    env = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"}
    env |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when, "LC_ALL": "C"}
    who = ("-c", "user.name=Learner", "-c", "user.email=learner@example.com")
    code, said = run(["git", *who, *words], cwd=folder, env=env, timeout=60)
    if code != 0:
        raise MachineError(f"git {words[0]} failed: {said.strip()[:300]}")
    return said
