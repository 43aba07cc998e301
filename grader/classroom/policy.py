"""A teacher's wishes for what counts: the table `[classroom]` of a `course.toml`. Each key is optional.

    [classroom]
    attempt = "best"                            # or "last"
    grace_minutes = 15
    late_percent_per_day = 10                   # points off for each day begun after deadline and grace; 100: all
    leave_out = ["day2/methods.head"]           # goals, or whole exercises, that do not count

    [classroom.weights]                         # instead of the exercises' hours; 0 leaves one out
    "day2/methods" = 2

Whatever is not understood is refused: a policy with a slip of the pen must not grade in another way than was meant.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from grader.classroom.policy_file import read
from grader.errors import UsageError
from grader.model import Day, Exercise, Goal
from grader.outcomes import ExerciseResult, GoalResult, Outcome, Reason, Report

# What became of a goal, in the words that scoring has for it; every other outcome does not count.
_WORDS: dict[str, tuple[Outcome, Reason]] = {
    "passed": ("passed", ""),
    "failed": ("failed", ""),
    "needs": ("not-run", "needs"),
}
_NOT_COUNTED: tuple[Outcome, Reason] = ("not-run", "excluded")


@dataclass(frozen=True)
class Policy:
    """What counts. Without wishes: the best attempt, the exercises' hours, nothing off for what is late (it is told).

    `leave_out` holds ids of goals and exercises, `weights` ids of exercises.
    """

    attempt: Literal["best", "last"] = "best"
    grace_minutes: float = 0.0
    late_percent_per_day: float = 0.0
    leave_out: frozenset[str] = frozenset()
    weights: Mapping[str, float] = field(default_factory=dict)

    def score(self, day: Day, goals: Mapping[str, str]) -> float:
        """A day's score, a share of 1, by the outcomes of its goals (`progress.runs.OUTCOMES`).

        A goal without an outcome does not count: it was not there when the grade was made, or it is of a project that
        the learner did not choose.
        """
        return self._report(day, goals).score

    def passed(self, day: Day, goals: Mapping[str, str]) -> bool:
        """Whether all passed that is required and counts."""
        return self._report(day, goals).passed

    def after_lateness(self, score: float, late_s: float) -> float:
        """A score less what it costs to be so many seconds late, never below 0."""
        off = self.late_percent_per_day * math.ceil(late_s / 86400)
        return score if off == 0 else 0.0 if off >= 100 else max(0.0, score - off / 100)

    def left_out(self, day: Day) -> frozenset[str]:
        """The goals of a day that the teacher does not let count: by name, with their exercise, or by its weight."""
        return frozenset(
            goal.id
            for exercise in day.exercises
            for goal in exercise.goals
            if self.weights.get(exercise.id) == 0 or not self._counts(exercise, goal)
        )

    def _report(self, day: Day, goals: Mapping[str, str]) -> Report:
        """The course's own scoring, on what counts and with the weights that are wished."""
        counting = tuple(exercise for exercise in day.exercises if self._weight(exercise) > 0)
        found = tuple(self._exercise(exercise, goals) for exercise in counting)
        return Report(day.id, "", "", "", "", 0, "", 0.0, exercises=found)

    def _exercise(self, exercise: Exercise, goals: Mapping[str, str]) -> ExerciseResult:
        found = []
        for goal in exercise.goals:
            became = goals.get(goal.id, "") if self._counts(exercise, goal) else ""
            outcome, reason = _WORDS.get(became, _NOT_COUNTED)
            found.append(GoalResult(goal.id, "", outcome, reason, bonus=goal.bonus))
        return ExerciseResult(exercise.id, "", self._weight(exercise), tuple(found), exercise.bonus)

    def _counts(self, exercise: Exercise, goal: Goal) -> bool:
        return goal.id not in self.leave_out and exercise.id not in self.leave_out

    def _weight(self, exercise: Exercise) -> float:
        return self.weights.get(exercise.id, exercise.hours)


def read_policy(path: Path | None) -> Policy:
    """The policy in a `course.toml`; the defaults without a file or without the table.

    Raises UsageError that names the file, the key and the cure.
    """
    if path is None:
        return Policy()
    wishes = read(path)
    policy = Policy(wishes.attempt, wishes.grace_minutes, wishes.late_percent_per_day, wishes.leave_out, wishes.weights)
    for day in wishes.days:
        if not any(_something_counts(policy, exercise) for exercise in day.exercises):
            message = f"{wishes.where}, [classroom]: 'leave_out' and 'weights' leave nothing of {day.id} that counts"
            raise UsageError(message, "Let something of it count, or export the other days alone.")
    return policy


def _something_counts(policy: Policy, exercise: Exercise) -> bool:
    """Whether a learner can get anything for it: something that is required of a required exercise."""
    every = {goal.id: "passed" for goal in exercise.goals}
    one = Day("day0", "", "", (exercise,), exercise.folder)
    return not exercise.bonus and policy.score(one, every) > 0
