"""Reads the table `[classroom]` of a `course.toml`; `policy` says what may be in it. Every complaint has a cure."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NoReturn, cast

from grader.catalog import load_day, nearest
from grader.errors import UsageError
from grader.model import Day
from grader.printable import one_line

TABLE = "classroom"
KEYS = ("attempt", "grace_minutes", "late_percent_per_day", "leave_out", "weights")
ATTEMPTS = ("best", "last")
MOST_GRACE = 60 * 24 * 365.0  # minutes
MOST_WEIGHT = 1e6
Attempt = Literal["best", "last"]


@dataclass(frozen=True)
class Wishes:
    """The table, sound. `days` are those that are named in it, `where` is the file's name."""

    where: str
    attempt: Attempt = "best"
    grace_minutes: float = 0.0
    late_percent_per_day: float = 0.0
    leave_out: frozenset[str] = frozenset()
    weights: Mapping[str, float] = field(default_factory=dict)
    days: tuple[Day, ...] = ()


def read(path: Path) -> Wishes:
    """The wishes in a file. Raises UsageError where it can't be read or anything of it is not understood."""
    data, where = _toml(path), one_line(path.name, 100)
    for key in data:
        if key != TABLE and difflib.get_close_matches(key.lower(), [TABLE], cutoff=0.75):
            raise UsageError(f"{where}: '{one_line(key, 40)}' is not known", f"Did you mean [{TABLE}]?")
    return _Table(where, data.get(TABLE, {})).wishes()


def _toml(path: Path) -> dict[str, Any]:
    name = one_line(path.name, 100)
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        reason = (error.strerror or "") if isinstance(error, OSError) else one_line(str(error), 200)
        remedy = f"It is TOML in UTF-8, with the wishes below a line [{TABLE}]."
        raise UsageError(f"the policy in {name} can't be read: {reason}", remedy) from error


class _Table:
    """The table as it was read. Takes its keys one by one, and leaves none unread."""

    def __init__(self, where: str, table: object) -> None:
        self.where = where
        self.days: dict[str, Day] = {}
        self.table = self._keys(TABLE, table)

    def wishes(self) -> Wishes:
        for key in self.table:
            if key not in KEYS:
                self._complain(key, "is not known", nearest(key, list(KEYS), "keys"))
        attempt = self.table.get("attempt", "best")
        if attempt not in ATTEMPTS:
            self._complain("attempt", "must be best or last", 'Write: attempt = "best"')
        return Wishes(
            where=self.where,
            attempt=cast(Attempt, attempt),
            grace_minutes=self._number("grace_minutes", self.table.get("grace_minutes", 0), MOST_GRACE),
            late_percent_per_day=self._number("late_percent_per_day", self.table.get("late_percent_per_day", 0), 100),
            leave_out=frozenset(self._leave_out()),
            weights=self._weights(),
            days=tuple(self.days.values()),
        )

    def _leave_out(self) -> list[str]:
        names = self.table.get("leave_out", [])
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            self._complain("leave_out", "must be a list of ids", 'Write: leave_out = ["day2/methods.head"]')
        for name in names:
            day = self._day("leave_out", name)
            exercises = [exercise.id for exercise in day.exercises]
            self._known("leave_out", name, exercises, [goal.id for goal in day.goals])
        return names

    def _weights(self) -> dict[str, float]:
        table = self._keys("weights", self.table.get("weights", {}))
        for name in table:
            exercises = [exercise.id for exercise in self._day("weights", name).exercises]
            self._known("weights", name, exercises)
        return {name: self._number(f"weights.{name}", weight, MOST_WEIGHT) for name, weight in table.items()}

    def _day(self, key: str, name: str) -> Day:
        """The day of an exercise or a goal."""
        day = name.partition("/")[0]
        if day not in self.days:
            try:
                self.days[day] = load_day(day)
            except UsageError as error:
                self._complain(key, f"names '{one_line(name, 60)}', but {error.message}", error.remedy)
        return self.days[day]

    def _known(self, key: str, name: str, exercises: list[str], goals: Sequence[str] = ()) -> None:
        if name in exercises or name in goals:
            return
        home, dot, own = name.rpartition(".")
        inside = [goal.removeprefix(home + dot) for goal in goals if home and goal.startswith(home + dot)]
        remedy = nearest(own, inside, f"goals of {home}") if inside else nearest(name, exercises, "exercises")
        self._complain(key, f"names '{one_line(name, 60)}', which there is not", remedy)

    def _number(self, key: str, value: object, most: float) -> float:
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= most:
            self._complain(key, f"must be a number from 0 to {most:g}", "Write it without quotes, such as 10 or 0.5.")
        return float(value)

    def _keys(self, key: str, table: object) -> Mapping[str, object]:
        if not isinstance(table, dict):
            self._complain(key, "must be a table", f"Write [{TABLE}] or [{TABLE}.weights] above its keys.")
        return table

    def _complain(self, key: str, what: str, remedy: str) -> NoReturn:
        raise UsageError(f"{self.where}, [{TABLE}]: '{one_line(key, 80)}' {what}", one_line(remedy))
