"""What is graded first after a save: what a learner works on, which is what failed before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from grader.model import Exercise, Goal
from grader.outcomes import Report


def first(exercises: Iterable[Exercise], report: Report | None) -> tuple[Exercise, ...]:
    """The exercise of the first miss, with the goals that failed there and those that these need.

    Nothing where no goal failed, or where that would be all there is.
    """
    if report is None or report.status != "graded":
        return ()
    failed = {goal.id for goal in report.goals if goal.outcome == "failed"}
    known = tuple(exercises)
    for exercise in known:
        if goals := [goal for goal in exercise.goals if goal.id in failed]:
            chosen = (replace(exercise, goals=with_needed(goals, exercise.goals)),)
            return () if chosen == known else chosen
    return ()


def with_needed(goals: list[Goal], known: tuple[Goal, ...]) -> tuple[Goal, ...]:
    """These goals and those of the same exercise that they require, in the exercise's order."""
    wanted = {goal.id for goal in goals}
    while more := {need for goal in known if goal.id in wanted for need in goal.requires} - wanted:
        wanted |= more
    return tuple(goal for goal in known if goal.id in wanted)


def changed(before: Report | None, now: Report) -> tuple[list[str], list[str]]:
    """The goals that pass now and did not, and the other way round; of those that both reports are about."""
    if before is None or before.status != "graded" or now.status != "graded":
        return [], []
    old = {goal.id: goal.outcome for goal in before.goals}
    both = [goal for goal in now.goals if goal.id in old]
    green = [goal.id for goal in both if goal.outcome == "passed" != old[goal.id]]
    red = [goal.id for goal in both if goal.outcome == "failed" and old[goal.id] == "passed"]
    return green, red
