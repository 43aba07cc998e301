"""`study progress`: goals by day, time, streak, hints, what to repeat; also as a page."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from grader.cli.common import guarded, version_option

EXAMPLE = """\b
Examples:
  study progress
  study progress --html progress.html    a page with charts, without scripts, to look at or to hand in
"""


@click.command(epilog=EXAMPLE, short_help="Goals, time, streak, hints, what to repeat; also as a page.")
@click.option("--html", metavar="FILE", help="Write a page with charts there (- for standard output).")
@version_option
@guarded
def main(html: str | None) -> int:
    """Show how far you are: goals by day, time spent, days in a row, hints taken, and what to repeat."""
    from grader import reporters
    from grader.cli.week import plain, warn
    from grader.planner import overview
    from grader.planner.learner import look

    reporters.check_targets([("html", html)] if html else [])
    learner = look(Path())
    now = datetime.datetime.now(datetime.UTC)
    seen = overview.see(learner, now.astimezone().date(), local_date)
    if html:
        from grader.planner.page import render

        reporters.put(render(seen), "progress page", html)
    if html != reporters.STDOUT:
        click.echo("\n".join(overview.lines(seen, plain=plain())))
        warn(learner)
    return 0


def local_date(moment: datetime.datetime) -> datetime.date:
    """The date of a moment where the learner is."""
    return moment.astimezone().date()
