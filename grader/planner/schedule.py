"""Blocks laid into a calendar: so many hours a date, from a date on, around the days off. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from grader.planner.blocks import HOUR, Block

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NINE = time(9)
MIDNIGHT = time()
QUARTER = 15


@dataclass(frozen=True)
class Rules:
    """When a learner works: hours a date, the time at which they begin, weekdays (0 is Monday) and dates off."""

    hours: float = 6.0
    begins: time = NINE
    weekdays_off: frozenset[int] = frozenset()
    dates_off: frozenset[date] = frozenset()

    def off(self, day: date) -> bool:
        return day.weekday() in self.weekdays_off or day in self.dates_off

    def begins_on(self, day: date, now: datetime | None) -> datetime:
        """When work begins on a date; on the date of `now` not before the next quarter of an hour."""
        begins = datetime.combine(day, self.begins)
        if now is None or now.date() != day:
            return begins
        early = timedelta(minutes=now.minute % QUARTER, seconds=now.second, microseconds=now.microsecond)
        return max(begins, now - early + timedelta(minutes=QUARTER) if early else now)

    def minutes_on(self, day: date, now: datetime | None) -> float:
        """How long one works on a date, up to midnight; an hour at least, but where too little is left of today."""
        begins = self.begins_on(day, now)
        rest = (datetime.combine(day + timedelta(days=1), MIDNIGHT) - begins).total_seconds() / 60
        today = now is not None and now.date() == day
        return min(self.hours * HOUR, rest) if today else max(HOUR, min(self.hours * HOUR, rest))


@dataclass(frozen=True)
class Sitting:
    """The blocks of one date, from a time on."""

    begins: datetime
    blocks: tuple[Block, ...]

    @property
    def date(self) -> date:
        return self.begins.date()

    @property
    def times(self) -> list[tuple[datetime, datetime, Block]]:
        """When each block begins, and when its break does, on the clock of the place."""
        at, found = self.begins, []
        for block in self.blocks:
            found.append((at, at + timedelta(minutes=block.focus), block))
            at += timedelta(minutes=block.minutes)
        return found


def lay_out(blocks: Iterable[Block], start: date, rules: Rules, now: datetime | None = None) -> tuple[Sitting, ...]:
    """The blocks in order, from `start` on. `now` is the clock of the place: what is over of today is not planned."""
    sittings: list[Sitting] = []
    day, today = start, list[Block]()
    for block in blocks:
        if today and sum(held.minutes for held in today) + block.minutes > rules.minutes_on(day, now):
            sittings.append(Sitting(rules.begins_on(day, now), tuple(today)))
            day, today = day + timedelta(days=1), []
        while not today and (rules.off(day) or rules.minutes_on(day, now) < block.minutes):
            day += timedelta(days=1)
        today.append(block)
    return (*sittings, Sitting(rules.begins_on(day, now), tuple(today))) if today else ()


def due_dates(sittings: Iterable[Sitting]) -> dict[str, date]:
    """For each exercise the date on which its last block lies."""
    return {name: sitting.date for sitting in sittings for block in sitting.blocks for name in block.exercises}


def slipped(planned: Iterable[Sitting], done: frozenset[str], today: date) -> dict[str, date]:
    """The exercises that were to be done before today and are not, with the date that they were planned for."""
    return {name: due for name, due in due_dates(planned).items() if due < today and name not in done}
