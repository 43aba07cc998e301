"""`grade` alone: the week at a glance, a line a day, and the next goal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from grader.planner.learner import Learner


def show_week(folder: Path | None = None) -> int:
    """Prints it; gives the exit code."""
    from grader.planner import telling
    from grader.planner.learner import look
    from grader.planner.standing import next_goal, standings

    learner = look(folder or Path())
    week = standings(learner.days, learner.runs)
    passed, of = sum(standing.passed for standing in week), sum(standing.of for standing in week)
    head = f"Backend Week · {passed} of {telling.counted(of, 'goal')}"
    lines = [head, *telling.week(week, plain=plain()), ""]
    lines += telling.next_step(next_goal(week, learner.runs), week, learner.begun, learner.way)
    click.echo("\n".join(lines))
    warn(learner)
    return 0


def warn(learner: Learner) -> None:
    """What could not be read, on stderr."""
    from grader.printable import one_line

    for words in learner.warnings:
        click.echo(f"note: {one_line(words)}", err=True)


def plain() -> bool:
    """Whether standard output can't show the signs of a bar."""
    try:
        "█░".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return True
    return False
