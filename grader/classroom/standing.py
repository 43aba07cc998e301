"""How a class stands on each day: what `classroom report` shows. Pure."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from grader.classroom.failures import Failure, common
from grader.classroom.heatmap import Group, Share, groups
from grader.classroom.policy import Policy
from grader.classroom.records import Counted, Grade
from grader.classroom.stuck import Stuck, stuck
from grader.model import Day

BINS = 11  # of scores: a tenth each, and one for all of it and more


@dataclass(frozen=True)
class Standing:
    """A day of a class. `graded` have a grade, be it that nothing could be started; `missing` have none.

    `hardest` are required goals that not everybody passed, the lowest share first. `scores` counts those who have a
    grade by score: below 10 per cent, below 20, …, 100 and more. `median` is theirs, a share of 1. `official` of the
    grades are official, the others practice. `left_out` goals are nowhere in it: the teacher does not let them count.
    """

    day: Day
    graded: int
    missing: tuple[str, ...]
    late: tuple[Counted, ...]
    groups: tuple[Group, ...]
    hardest: tuple[Share, ...]
    failures: tuple[Failure, ...]
    stuck: tuple[Stuck, ...]
    scores: tuple[int, ...]
    median: float | None
    official: int
    left_out: int = 0

    @property
    def enrolled(self) -> int:
        return self.graded + len(self.missing)


def standings(
    counted: Iterable[Counted], grades: Iterable[Grade], days: Mapping[str, Day], policy: Policy | None = None
) -> tuple[Standing, ...]:
    """A standing for each day that somebody is enrolled for or has a grade of, in the course's order.

    `grades` are all there are, older ones as well. A day that `days` does not know is told by its goals alone. What
    the `policy` leaves out is not shown.
    """
    policy = policy or Policy()
    by_day: dict[str, list[Counted]] = {}
    for one in counted:
        by_day.setdefault(one.day, []).append(one)
    history: dict[str, list[Grade]] = {}
    for grade in grades:
        history.setdefault(grade.day, []).append(grade)
    order = list(days)
    known = sorted(by_day, key=lambda id: (order.index(id) if id in order else len(order), id))
    return tuple(_standing(days.get(id) or unknown(id), by_day[id], history.get(id, []), policy) for id in known)


def unknown(day_id: str) -> Day:
    """A day that the gradebook has and this course has not: of a pack that is not at hand."""
    from pathlib import Path

    return Day(day_id, day_id, "", (), Path())


def _standing(day: Day, counted: Sequence[Counted], history: Sequence[Grade], policy: Policy) -> Standing:
    graded, left_out = [one for one in counted if one.grade is not None], policy.left_out(day)
    maps = groups(day, graded, left_out)
    shares = [share for group in maps for share in group.shares if share.passed < share.of and not share.column.bonus]
    late = [one for one in graded if one.late_s > 0]
    return Standing(
        day=day,
        graded=len(graded),
        missing=tuple(sorted(one.learner for one in counted if one.grade is None)),
        late=tuple(sorted(late, key=lambda one: (-one.late_s, one.learner))),
        groups=maps,
        hardest=tuple(sorted(shares, key=lambda share: (share.share, -share.of, share.column.id))),
        failures=common(graded, left_out=left_out),
        stuck=stuck(graded, history),
        scores=histogram(one.score for one in graded),
        median=statistics.median(one.score for one in graded) if graded else None,
        official=sum(one.grade is not None and one.grade.official for one in graded),
        left_out=sum(group.left_out for group in maps),
    )


def histogram(scores: Iterable[float]) -> tuple[int, ...]:
    """How many scored below 10 per cent, below 20, …, and 100 or more."""
    bins = [0] * BINS
    for score in scores:
        bins[int(max(0.0, min(1.0, score)) * 10 + 1e-9)] += 1
    return tuple(bins)
