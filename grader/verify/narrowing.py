"""Fewer goals of a subject, for those who run a check again and again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from grader.model import Exercise, Goal
from grader.verify.subjects import Subject


def narrowed(subject: Subject, pattern: str) -> Subject | None:
    """A subject with the goals whose id `pattern` finds, and those that they require; None without such a goal."""
    goals = [goal for exercise in subject.exercises for goal in exercise.goals]
    asked = {goal.id for goal in goals if re.search(pattern, goal.id)}
    if not asked or (subject.fails and not subject.fails & asked):
        return None  # a wrong solution that aims at other goals shows nothing here
    kept = with_required(asked, goals)
    exercises = tuple(part for exercise in subject.exercises if (part := only(exercise, kept)).goals)
    return replace(subject, exercises=exercises, fails=subject.fails and subject.fails & kept)


def with_required(asked: Iterable[str], goals: list[Goal]) -> set[str]:
    """The goals that were asked for, and all that must hold before them."""
    known = {goal.id: goal for goal in goals}
    found: set[str] = set()
    waiting = list(asked)
    while waiting:
        goal = waiting.pop()
        if goal not in found:
            found.add(goal)
            waiting += [name for name in known[goal].requires if name in known]
    return found


def only(exercise: Exercise, kept: set[str]) -> Exercise:
    return replace(exercise, goals=tuple(goal for goal in exercise.goals if goal.id in kept))
