"""Runs the focus timer against a clock, a keyboard and a screen that are given; none of them is known here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from grader.planner.blocks import Block
from grader.planner.focus import Timer, advance, following, left

TICK = 1.0  # seconds between two looks at the clock
LONGEST_STEP = 5.0  # a machine that slept did not study
KEEP_EVERY = 15.0  # seconds that are lost at most where the process is killed


class Screen(Protocol):
    """Where the timer is shown."""

    def show(self, timer: Timer, paused: bool) -> None:
        """A moment has gone by."""

    def turn(self, timer: Timer) -> None:
        """A new phase begins: said in full, with a bell."""


class Keeper(Protocol):
    """Where the timer is kept."""

    def keep(self, timer: Timer) -> Timer:
        """Remembers where it is."""

    def write_down(self, timer: Timer) -> Timer:
        """Writes down the work done in this block, and where the timer is."""


def run(
    timer: Timer,
    blocks: Sequence[Block],
    clock: Callable[[], float],
    wait: Callable[[float], str],
    screen: Screen,
    keeper: Keeper,
) -> Timer:
    """Goes on until all blocks are over or somebody stops it (`q`); `p` pauses and goes on, `s` skips a phase.

    `wait` gives a key, or nothing once so many seconds are over. However it ends, what was worked is written down.
    """
    paused, last, kept = False, clock(), clock()
    screen.turn(timer)
    try:
        while timer.phase != "over":
            screen.show(timer, paused)
            key = wait(TICK if paused else min(TICK, left(timer, blocks)))
            now = clock()
            timer = timer if paused else advance(timer, min(now - last, LONGEST_STEP), blocks)
            last = now
            if key == "q":
                break
            if key == "p":
                paused = not paused
                timer = keeper.write_down(timer)
            if key == "s" or left(timer, blocks) <= 0:
                paused = False
                timer = keeper.write_down(following(keeper.write_down(timer), blocks))
                screen.turn(timer)
            elif now - kept >= KEEP_EVERY:
                timer, kept = keeper.keep(timer), now
    finally:
        timer = keeper.write_down(timer)
    return timer
