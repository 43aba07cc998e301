"""What the focus timer shows and hears: a status line and keys on a terminal, plain lines and no keys elsewhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from grader.cli.common import may_ask
from grader.model import Day
from grader.planner.blocks import Block
from grader.planner.focus import Timer, clock, left

CLEAR = "\r\x1b[2K"
KEYS = "p pause · s skip · q stop"


class Lines:
    """A plain line for each phase."""

    def __init__(self, day: Day, blocks: Sequence[Block]) -> None:
        self.day = day
        self.blocks = blocks

    def turn(self, timer: Timer) -> None:
        """A new phase in words."""
        if timer.phase == "over":
            return
        minutes = clock(left(timer, self.blocks))
        if timer.phase == "pause":
            click.echo(f"break, {minutes} · stand up, drink something     then {self._place(timer.block + 1)}")
        else:
            titles = dict.fromkeys(stretch.title for stretch in self.blocks[timer.block].stretches)
            click.echo(f"{self._place(timer.block)} · focus, {minutes} · {', '.join(titles)}")

    def show(self, timer: Timer, paused: bool) -> None:
        """Nothing each second."""

    def close(self) -> None:
        """Nothing to clear away."""

    def _place(self, number: int) -> str:
        return f"block {number + 1} of {len(self.blocks)} · {self.blocks[number].names}"


class StatusLine(Lines):
    """The same, and below it the time that is left, each second; a bell at each turn but the first."""

    def __init__(self, day: Day, blocks: Sequence[Block], *, bell: bool) -> None:
        super().__init__(day, blocks)
        self.bell = bell
        self.turned = False

    def turn(self, timer: Timer) -> None:
        """A new phase in words, and a bell."""
        click.echo(("\a" if self.bell and self.turned else "") + CLEAR, nl=False)
        self.turned = True
        super().turn(timer)

    def show(self, timer: Timer, paused: bool) -> None:
        """The time that is left."""
        what = "paused" if paused else "focus" if timer.phase == "focus" else "break"
        keys = KEYS.replace("pause", "go on") if paused else KEYS
        click.echo(f"{CLEAR}  {what:<6} {clock(left(timer, self.blocks)):>6}     {keys}", nl=False)
        sys.stdout.flush()

    def close(self) -> None:
        """The status line goes."""
        click.echo(CLEAR, nl=False)


def screen_for(day: Day, blocks: Sequence[Block], *, bell: bool) -> Lines:
    """A status line where somebody watches a terminal that can take it."""
    watched = may_ask() and os.environ.get("TERM") != "dumb"
    return StatusLine(day, blocks, bell=bell) if watched else Lines(day, blocks)
