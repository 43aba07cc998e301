"""`study`: the planner. `study plan`, `study start`, `study progress`, each in a module of its own."""

from __future__ import annotations

import click

from grader.cli.common import version_option
from grader.cli.groups import Group

EXAMPLE = """\b
Examples:
  study plan                                the week in hour blocks, from today on
  study plan --start 2026-11-30 --hours 4   four hours a date, from that one on
  study start day2                          a focus timer for the day's blocks
  study progress                            goals, time, streak, what to repeat
  study progress --html progress.html       the same as a page with charts

\b
Exit codes: 0 done · 2 wrong use · 3 a project's settings can't be read · 4 the machine or the course is at fault ·
130 interrupted
"""
COMMANDS = {
    "plan": "grader.cli.study_plan",
    "start": "grader.cli.study_start",
    "progress": "grader.cli.study_progress",
}


@click.command(cls=Group, modules=COMMANDS, epilog=EXAMPLE)
@version_option
def main() -> None:
    """Plan the week, time your work, and see how far you are."""


if __name__ == "__main__":
    main()
