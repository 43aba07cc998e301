"""The week as it is still to be done: what is left, from when on, and what slipped. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from grader.model import Day
from grader.planner.blocks import Block, blocks_of, stretches_of
from grader.planner.schedule import Rules, Sitting, lay_out, slipped
from grader.planner.standing import Standing


@dataclass(frozen=True)
class Plan:
    """`sittings` are what is left, `finished` the days that are done, `late` the exercises that are overdue."""

    sittings: tuple[Sitting, ...]
    finished: tuple[Day, ...]
    late: dict[str, date]

    @property
    def minutes(self) -> int:
        return sum(block.minutes for sitting in self.sittings for block in sitting.blocks)


def make_plan(standings: Sequence[Standing], start: date, now: datetime, rules: Rules, *, bonus: bool = True) -> Plan:
    """What is left of the week, from `start` on or, where that is over, from now on. `now` is the clock of the place.

    Finished exercises are not planned again, nor is a bonus of a day whose goals are all passed.
    """
    done = frozenset(name for standing in standings for name in standing.done)
    required = lay_out(whole_week(standings, bonus=bonus), start, rules)
    optional = {e.id for standing in standings for e in standing.day.exercises if e.bonus or standing.finished}
    return Plan(
        sittings=lay_out(_left(standings, done, bonus), max(start, now.date()), rules, now),
        finished=tuple(standing.day for standing in standings if standing.finished),
        late=slipped(required, done | optional, now.date()),
    )


def whole_week(standings: Iterable[Standing], *, bonus: bool) -> list[Block]:
    """Every day's blocks, as if nothing were done."""
    return [
        block for standing in standings for block in blocks_of(standing.day.id, stretches_of(standing.day, bonus=bonus))
    ]


def _left(standings: Iterable[Standing], done: frozenset[str], bonus: bool) -> list[Block]:
    found: list[Block] = []
    for standing in standings:
        stretches = stretches_of(standing.day, bonus=bonus and not standing.finished)
        if not standing.finished:
            found += blocks_of(standing.day.id, [stretch for stretch in stretches if stretch.exercise not in done])
    return found
