"""A day's exercises as hour blocks: 50 minutes of focus and a break of 10."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from grader.model import Day

HOUR = 60
FOCUS = 50


@dataclass(frozen=True)
class Stretch:
    """What one exercise takes of a block, in minutes with its share of the break."""

    exercise: str
    title: str
    minutes: int
    bonus: bool = False


@dataclass(frozen=True)
class Block:
    """At most an hour of a day. `number` counts from 1."""

    day: str
    number: int
    stretches: tuple[Stretch, ...]

    @property
    def minutes(self) -> int:
        return sum(stretch.minutes for stretch in self.stretches)

    @property
    def focus(self) -> int:
        """Minutes of work: five sixths of it."""
        return max(1, round(self.minutes * FOCUS / HOUR))

    @property
    def pause(self) -> int:
        return self.minutes - self.focus

    @property
    def exercises(self) -> tuple[str, ...]:
        return tuple(stretch.exercise for stretch in self.stretches)

    @property
    def names(self) -> str:
        """`resources`, or `logging + debugging`."""
        return " + ".join(name.rpartition("/")[2] for name in self.exercises)


def stretches_of(day: Day, *, bonus: bool = True) -> tuple[Stretch, ...]:
    """A day's exercises in their order, with the hours of the plan. A day of projects has one of them."""
    if day.one_of and len(day.exercises) > 1:
        return (Stretch(f"{day.id}/project", choices(day), in_minutes(day.exercises[0].hours)),)
    return tuple(
        Stretch(exercise.id, exercise.title, in_minutes(exercise.hours), exercise.bonus)
        for exercise in day.exercises
        if bonus or not exercise.bonus
    )


def choices(day: Day) -> str:
    """`todo-app, blog or shop`."""
    *others, last = [exercise.name for exercise in day.exercises]
    return f"{', '.join(others)} or {last}" if others else last


def in_minutes(hours: float) -> int:
    """At least one."""
    return max(1, round(hours * HOUR))


def blocks_of(day: str, stretches: Iterable[Stretch]) -> tuple[Block, ...]:
    """The stretches in hour blocks: each is full but the last one, and what ends early is followed by the next."""
    blocks: list[tuple[Stretch, ...]] = []
    current: list[Stretch] = []
    room = HOUR
    for stretch in stretches:
        left = stretch.minutes
        while left:
            taken = min(left, room)
            current.append(replace(stretch, minutes=taken))
            left, room = left - taken, room - taken
            if not room:
                blocks.append(tuple(current))
                current, room = [], HOUR
    if current:
        blocks.append(tuple(current))
    return tuple(Block(day, number, parts) for number, parts in enumerate(blocks, start=1))
