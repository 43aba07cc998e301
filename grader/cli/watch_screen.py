"""What a learner sees of watch mode: on a terminal the latest verdict alone, elsewhere one after the other."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import replace

import click

from grader.cli.common import complain, may_ask
from grader.cli.telling import Wishes, show, write
from grader.cli.waiting import fitting
from grader.errors import GraderError
from grader.outcomes import Report
from grader.printable import one_line
from grader.server.options import HowFar
from grader.watching import choosing

KEYS = "r run · h hint · o open the report · q quit"
CLEAR_ALL = "\x1b[2J\x1b[3J\x1b[H"
CLEAR_LINE = "\r\x1b[2K"
MOST_NAMES = 3


class Screen:
    """Plain lines, as they come."""

    def __init__(self, wishes: Wishes) -> None:
        self.wishes = wishes
        self.before: Report | None = None

    def begins(self, names: Sequence[str] | None) -> None:
        """Why it is graded: what was saved, nothing for a key, None for the first time."""
        if names is None:
            return
        more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
        what = f"saved {', '.join(one_line(name) for name in names[:MOST_NAMES])}{more}" if names else "once more"
        self._begin(f"── {time.strftime('%H:%M:%S')} · {what} ──")

    def first(self, report: Report) -> None:
        """The verdict on what failed before; the rest is still being graded."""
        from rich.console import Console

        from grader.reporters import terminal

        console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
        terminal.render_goals(report, hints=not self.wishes.no_hints, console=console)
        self.status("checking the rest")

    def whole(self, report: Report, best: float | None) -> None:
        """The verdict on all of it, also where it is to be written, and what changed."""
        write(report, self.wishes)
        self._begin("")
        shown = replace(report, facts={}) if self.before else report  # the machine is the same as before
        show(shown, self.wishes, best)
        green, red = choosing.changed(self.before, report)
        for what, goals in (("passes now", green), ("passes no longer", red)):
            if goals:
                click.echo(f"  {what}: {', '.join(goal.partition('/')[2] for goal in goals)}")
        if report.status == "graded":
            self.before = report
        self.status("")

    def refused(self, error: GraderError) -> None:
        """The folder can't be graded as it is."""
        self._begin("")
        complain(error)
        self.status("")

    def status(self, words: str) -> None:
        """What goes on; nothing when it waits for a save."""

    def work(self, words: str) -> None:
        """Something that takes long has begun; or goes on, which is for a line that changes alone."""
        if not isinstance(words, HowFar):
            click.echo(f"  {one_line(words)}")

    def note(self, words: str) -> None:
        """A line that stays."""
        click.echo(words)

    def close(self) -> None:
        """The end."""

    def _begin(self, heading: str) -> None:
        if heading:
            click.echo(f"\n{heading}")


class Terminal(Screen):
    """The whole window for the latest verdict, and a line below it that says what goes on."""

    def __init__(self, wishes: Wishes) -> None:
        super().__init__(wishes)
        self.heading = ""

    def status(self, words: str) -> None:
        columns = shutil.get_terminal_size().columns - 1
        shown = fitting(words, columns - 4)
        text = f"  {shown.removesuffix('…')} …" if words else f"  waiting for a save · {KEYS}"
        click.echo(CLEAR_LINE + text[:columns], nl=False)
        sys.stdout.flush()

    def begins(self, names: Sequence[str] | None) -> None:
        super().begins(names)
        self.status("starting your app")

    def work(self, words: str) -> None:
        self.status(words)

    def note(self, words: str) -> None:
        click.echo(CLEAR_LINE + words)

    def close(self) -> None:
        click.echo(CLEAR_LINE, nl=False)

    def _begin(self, heading: str) -> None:
        self.heading = heading or self.heading
        click.echo(CLEAR_ALL + self.heading, color=True)


def screen_for(wishes: Wishes) -> Screen:
    """The window where somebody watches one."""
    watched = may_ask() and os.environ.get("TERM") != "dumb"
    return (Terminal if watched else Screen)(wishes)
