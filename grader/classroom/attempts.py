"""Which of a learner's grades counts, and what it is worth. Pure.

Of one submission the newest grading counts: a regrade corrects. Among submissions it is the best after lateness, or
the one that was handed in last. A submission was handed in when it was first seen: that it was fetched again for a
regrade makes nobody late.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from grader.classroom.policy import Policy
from grader.classroom.records import Counted, Enrolled, Grade
from grader.model import Day

ROUNDING = 1e-6  # shares of 1 that are no difference
Key = tuple[str, str]  # day, learner


@dataclass(frozen=True)
class _Attempt:
    """A submission by its newest grading. `seen` is when it was handed in last, which a regrade may tell anew."""

    grade: Grade
    seen: datetime
    score: float
    late_s: float

    @property
    def last(self) -> tuple[datetime, datetime]:
        return self.seen, self.grade.graded_at

    @property
    def best(self) -> tuple[float, bool, float, datetime, datetime]:
        """Of equal ones what was graded, then what was in time, then what was handed in last."""
        return self.score, self.grade.status == "graded", -self.late_s, *self.last


def counted(
    grades: Iterable[Grade], enrolled: Iterable[Enrolled], policy: Policy, days: Mapping[str, Day]
) -> list[Counted]:
    """Everybody who is enrolled or graded, once a day, by day and learner.

    `days` are those by whose goals a score is reckoned; for the rest `score` has the rule.
    """
    rolls = {(one.day, one.learner): one for one in enrolled}
    history: dict[Key, dict[str, list[Grade]]] = defaultdict(lambda: defaultdict(list))
    for grade in that_count(list(grades)):
        history[grade.day, grade.learner][grade.submission].append(grade)
    found = []
    for key in sorted(rolls.keys() | history.keys(), key=lambda key: (len(key[0]), *key)):
        roll = rolls.get(key) or Enrolled(key[1], key[0])
        attempts = [_attempt(gradings, roll, policy, days) for gradings in history.get(key, {}).values()]
        found.append(_counted(roll, attempts, policy))
    return found


def that_count(grades: list[Grade]) -> list[Grade]:
    """All but the practice grades of whoever has an official one of that day: nobody signed those."""
    official = {(grade.day, grade.learner) for grade in grades if grade.official}
    return [grade for grade in grades if grade.official or (grade.day, grade.learner) not in official]


def score(grade: Grade, policy: Policy, days: Mapping[str, Day]) -> float:
    """What a grade is worth before lateness, a share of 1.

    Where it has goals that this course has not (they were judged by a pack that is not at hand, or have been dropped
    since) no weights can be applied to them: then the score is the one that was recorded.
    """
    if grade.status != "graded":
        return 0.0
    day = _day(grade, days)
    return policy.score(day, grade.goals) if day else grade.score


def passed(grade: Grade, policy: Policy, days: Mapping[str, Day]) -> bool:
    """Whether all passed that is required and counts; by the same rule."""
    day = _day(grade, days)
    return grade.status == "graded" and (policy.passed(day, grade.goals) if day else grade.passed)


def handed_in(grades: Iterable[Grade]) -> dict[tuple[str, str, str], datetime]:
    """When each submission was first seen, by day, learner and submission."""
    first: dict[tuple[str, str, str], datetime] = {}
    for grade in that_count(list(grades)):
        key = (grade.day, grade.learner, grade.submission)
        first[key] = min(first.get(key, grade.submitted_at), grade.submitted_at)
    return first


def changes(before: Iterable[Counted], after: Iterable[Counted]) -> list[tuple[Counted, Counted]]:
    """Whom a regrade gave another score or other goals: before and after, in the order of `after`."""
    earlier = {(one.day, one.learner): one for one in before}
    pairs = [(earlier[key], one) for one in after if (key := (one.day, one.learner)) in earlier]
    return [(old, new) for old, new in pairs if abs(old.score - new.score) > ROUNDING or _goals(old) != _goals(new)]


def _attempt(gradings: list[Grade], roll: Enrolled, policy: Policy, days: Mapping[str, Day]) -> _Attempt:
    """All gradings of one submission as the attempt that it was."""
    newest = max(gradings, key=lambda grade: grade.graded_at)
    moments = [grade.submitted_at for grade in gradings]
    late_s = 0.0
    if roll.deadline is not None:
        allowed = roll.deadline + timedelta(minutes=policy.grace_minutes)
        late_s = max(0.0, (min(moments) - allowed).total_seconds())
    return _Attempt(newest, max(moments), policy.after_lateness(score(newest, policy, days), late_s), late_s)


def _day(grade: Grade, days: Mapping[str, Day]) -> Day | None:
    """The day that a grade is of, if it has all of the grade's goals."""
    day = days.get(grade.day)
    return day if day and grade.goals.keys() <= {goal.id for goal in day.goals} else None


def _counted(roll: Enrolled, attempts: list[_Attempt], policy: Policy) -> Counted:
    if not attempts:
        return Counted(roll.learner, roll.day, None, email=roll.email, deadline=roll.deadline)
    if policy.attempt == "last":
        chosen = max(attempts, key=lambda attempt: attempt.last)
    else:
        chosen = max(attempts, key=lambda attempt: attempt.best)
    return Counted(
        learner=roll.learner,
        day=roll.day,
        grade=chosen.grade,
        score=chosen.score,
        late_s=chosen.late_s,
        attempts=len(attempts),
        email=roll.email,
        deadline=roll.deadline,
    )


def _goals(one: Counted) -> Mapping[str, str] | None:
    return None if one.grade is None else dict(one.grade.goals)
