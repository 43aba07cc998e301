"""`grade DAY --watch`: graded again at every save, what failed before first."""

from __future__ import annotations

import contextlib
from dataclasses import replace

from grader import reporters
from grader.cli.choosing import Words, understood
from grader.cli.running import interruptible
from grader.cli.submitted import find_folder, is_other_than_folder
from grader.cli.telling import Wishes, exit_code
from grader.cli.watch_loop import Loop
from grader.cli.watch_screen import screen_for
from grader.errors import UsageError
from grader.watching import WarmRunner


def watch(words: Words, wishes: Wishes) -> int:
    """Until `q` or Ctrl-C. Gives the exit code of the last whole verdict."""
    reporters.check_targets(wishes.targets)
    refuse(words, wishes)
    wanted = understood(words)
    if wanted.runner.name == "docker":
        wanted = replace(wanted, runner=WarmRunner())
    folder = find_folder(wanted.day, words.project, required=True)
    screen = screen_for(wishes)
    with interruptible(), contextlib.closing(screen), Loop(wanted, folder, screen) as loop:
        loop.run()
    return exit_code(loop.last, wishes.fail_under) if loop.last else 0


def refuse(words: Words, wishes: Wishes) -> None:
    """Raises UsageError for what has no files to be saved, or no end to be read."""
    if words.url:
        raise UsageError("--watch waits for files to be saved, and --url names a server", "Leave one of them out.")
    if words.project is not None and is_other_than_folder(words.project):
        raise UsageError("--watch waits for files to be saved, and an archive has none", "Name the project's folder.")
    if any(target == reporters.STDOUT for _, target in wishes.targets):
        raise UsageError("--watch makes a report at every save", "Name a file for it instead of -.")
