"""`grade ci`: what a learner's fork runs on a push. It is practice: whoever owns a fork owns what runs there."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli import options
from grader.cli.common import guarded, version_option

EXAMPLE = """\b
Examples:
  grade ci                          every day that has been begun
  grade ci --since HEAD~1           only those that changed since that commit
  grade ci --out reports            where a page and a JUnit file of each day go

\b
Exit codes: those of grade, the gravest of the days: 0 all passed · 1 some goals failed · 2 wrong use ·
3 a project did not start · 4 the machine or the course is at fault · 130 interrupted
"""


@click.command(epilog=EXAMPLE)
@click.option("--since", default="", metavar="COMMIT", help="Only what changed since.  [default: all that is begun]")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("reports"),
    show_default=True,
    metavar="DIR",
    help="For the reports.",
)
@options.runner
@version_option
@guarded
def main(since: str, out: Path, runner: str) -> int:
    """Grade the days of this repository that changed, as a continuous integration does on each push."""
    from grader.cli.pushed import grade_pushed

    return grade_pushed(Path.cwd(), since, out, runner)
