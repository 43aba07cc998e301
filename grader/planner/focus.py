"""The focus timer as a value: where it is, and what passing time does to it. Pure; nobody sleeps here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from grader.planner.blocks import Block

Phase = Literal["focus", "pause", "over"]


@dataclass(frozen=True)
class Timer:
    """Which block (from 0), work or its break, seconds gone by in it, and seconds of work not yet written down."""

    block: int = 0
    phase: Phase = "focus"
    elapsed: float = 0.0
    unwritten: float = 0.0


def length(timer: Timer, blocks: Sequence[Block]) -> float:
    """How long the phase takes, in seconds."""
    if timer.phase == "over":
        return 0.0
    block = blocks[timer.block]
    return 60.0 * (block.focus if timer.phase == "focus" else block.pause)


def left(timer: Timer, blocks: Sequence[Block]) -> float:
    """Seconds until the phase is over."""
    return max(0.0, length(timer, blocks) - timer.elapsed)


def advance(timer: Timer, seconds: float, blocks: Sequence[Block]) -> Timer:
    """The timer so many seconds later, within its phase: who waits longer comes to its end and no further."""
    step = min(max(0.0, seconds), left(timer, blocks))
    worked = step if timer.phase == "focus" else 0.0
    return replace(timer, elapsed=timer.elapsed + step, unwritten=timer.unwritten + worked)


def following(timer: Timer, blocks: Sequence[Block]) -> Timer:
    """The next phase: the break after the work, the next block after the break; after the last work it is over."""
    last = timer.block >= len(blocks) - 1
    if timer.phase == "focus" and not last and blocks[timer.block].pause:
        return replace(timer, phase="pause", elapsed=0.0)
    return replace(timer, phase="over", elapsed=0.0) if last else at_block(timer, timer.block + 1)


def at_block(timer: Timer, number: int) -> Timer:
    """At the start of a block, with the work that is still to be written down."""
    return Timer(block=number, unwritten=timer.unwritten)


def fitting(timer: Timer, blocks: Sequence[Block]) -> Timer:
    """The same for a day that has fewer or shorter blocks since: over where it is beyond the last one."""
    if timer.phase != "over" and timer.block >= len(blocks):
        return replace(timer, block=max(0, len(blocks) - 1), phase="over", elapsed=0.0)
    return replace(timer, elapsed=min(timer.elapsed, length(timer, blocks)))


def clock(seconds: float) -> str:
    """`49:07`, rounded up, so that 0:00 is the end."""
    whole = int(seconds) + (seconds > int(seconds))
    return f"{whole // 60}:{whole % 60:02}"
