"""How far a learner is: per goal, per exercise, per day. Pure.

A goal that passed once is done, whatever a later run says; whether it still holds is a matter of repeating.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from grader.model import Day, Exercise, Goal
from grader.progress.runs import SETTLED, Run, best


@dataclass(frozen=True)
class Standing:
    """A day's: required goals that passed and all of them, bonus goals that passed, the best score of a whole run.

    `done` are the ids of finished exercises, `following` is the first required goal that never passed.
    """

    day: Day
    passed: int
    of: int
    bonus: int
    best: float | None
    runs: int
    done: frozenset[str]
    following: Goal | None

    @property
    def finished(self) -> bool:
        return self.of > 0 and self.following is None

    @property
    def undecided(self) -> bool:
        """Whether it is a day of projects and none was chosen yet."""
        return self.of == 0


def standings(days: Iterable[Day], runs: Sequence[Run]) -> tuple[Standing, ...]:
    """A standing a day."""
    settled = settled_goals(runs)
    return tuple(_standing(day, runs, settled) for day in days)


def settled_goals(runs: Iterable[Run]) -> frozenset[str]:
    """Goals that passed once, or are about something that the project does in another way."""
    return frozenset(goal for run in runs for goal, became in run.goals.items() if became in SETTLED)


def next_goal(standings: Iterable[Standing], runs: Sequence[Run] = ()) -> Goal | None:
    """The first goal that is still to be done: of the day that was graded last, else in the week's order."""
    last = max(runs, key=lambda run: run.started_at).day if runs else ""
    ordered = sorted(standings, key=lambda standing: standing.day.id != last)
    return next((standing.following for standing in ordered if standing.following), None)


def _standing(day: Day, runs: Sequence[Run], settled: frozenset[str]) -> Standing:
    if day.one_of and len(day.exercises) > 1:
        return Standing(day, 0, 0, 0, None, 0, frozenset(), None)
    required = required_goals(day)
    names = {goal.id for goal in required}
    todo = [goal for goal in required if goal.id not in settled]
    return Standing(
        day=day,
        passed=len(required) - len(todo),
        of=len(required),
        bonus=sum(goal.id in settled for goal in day.goals if goal.id not in names),
        best=best(runs, day.id, (exercise.id for exercise in day.exercises)),
        runs=sum(run.day == day.id for run in runs),
        done=frozenset(exercise.id for exercise in day.exercises if _done(exercise, settled)),
        following=todo[0] if todo else None,
    )


def required_goals(day: Day) -> list[Goal]:
    """Those that nobody may leave out."""
    return [goal for exercise in day.exercises if not exercise.bonus for goal in exercise.goals if not goal.bonus]


def _done(exercise: Exercise, settled: frozenset[str]) -> bool:
    return all(goal.id in settled for goal in exercise.goals if not goal.bonus)
