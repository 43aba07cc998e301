"""Time and regularity: what was worked when, and how many days in a row. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from grader.progress.runs import SETTLED, Run
from grader.progress.time_spent import Spent

DateOf = Callable[[datetime], date]


def by_day(spent: Iterable[Spent]) -> Counter[str]:
    """Seconds of focus for each day of the course."""
    total: Counter[str] = Counter()
    for one in spent:
        total[one.day] += round(one.seconds)
    return total


def by_date(spent: Iterable[Spent], date_of: DateOf) -> Counter[date]:
    """The same for each date."""
    total: Counter[date] = Counter()
    for one in spent:
        total[date_of(one.ended_at)] += round(one.seconds)
    return total


def active_dates(runs: Iterable[Run], spent: Iterable[Spent], date_of: DateOf) -> frozenset[date]:
    """Dates with a run of `grade`, or with focus time."""
    return frozenset({date_of(run.started_at) for run in runs} | {date_of(one.ended_at) for one in spent})


def streak(dates: frozenset[date], today: date) -> tuple[int, int]:
    """Days in a row up to today, or to yesterday where nothing was done today yet; and the most there ever were."""
    longest = max((_back_from(day, dates) for day in dates if day + timedelta(days=1) not in dates), default=0)
    end = today if today in dates else today - timedelta(days=1)
    return _back_from(end, dates), longest


def passed_over_time(runs: Iterable[Run], among: frozenset[str], date_of: DateOf) -> list[tuple[date, int]]:
    """For each date with a run, how many of these goals had passed once by its end. `runs` come in order of time."""
    passed: set[str] = set()
    found: dict[date, int] = {}
    for run in runs:
        passed |= {goal for goal, became in run.goals.items() if became in SETTLED and goal in among}
        found[date_of(run.started_at)] = len(passed)
    return list(found.items())


def spoken(seconds: float) -> str:
    """`2 h 05 min`, `40 min`, `0 min`."""
    minutes = int(seconds) // 60
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"


def _back_from(day: date, dates: frozenset[date]) -> int:
    number = 0
    while day in dates:
        number, day = number + 1, day - timedelta(days=1)
    return number
