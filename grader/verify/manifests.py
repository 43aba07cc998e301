"""What can be said of a course without running anything."""

from __future__ import annotations

from collections.abc import Iterator

from grader.composing import tracks_of
from grader.model import Day, Exercise
from grader.verify.subjects import mutants

HINTS = 3


def complaints(day: Day) -> Iterator[str]:
    """What an author has to mend, a sentence each."""
    tracks = tracks_of(day)
    for exercise in day.exercises:
        if not (exercise.folder / "README.md").is_file():
            yield f"{exercise.id}: no README.md"
        for goal in exercise.goals:
            yield from _goal(goal.id, goal.hints, [check.says for check in goal.checks])
            if not all(goal.docs_for(track) for track in tracks):
                yield f"{goal.id}: 'docs' names no page of the documentation for every track"
        yield from _mutants(exercise, tracks)
        yield from _requirements(day, exercise)


def _goal(goal_id: str, hints: tuple[dict[str, str], ...], says: list[str]) -> Iterator[str]:
    if len(hints) != HINTS or not all(text.strip() for hint in hints for text in hint.values()):
        yield f"{goal_id}: needs {HINTS} hints, none of them empty"
    if not all(says):
        yield f"{goal_id}: a check has no docstring"
    if len(set(says)) != len(says):
        yield f"{goal_id}: two checks say the same"


def _mutants(exercise: Exercise, tracks: list[str]) -> Iterator[str]:
    """Every goal is aimed at on some track; every track aims at half of the goals or more."""
    aimed = {track: {goal for mutant in mutants(exercise, track) for goal in mutant.fails} for track in tracks}
    for goal in exercise.goals:
        if not any(goal.id in goals for goals in aimed.values()):
            yield f"{goal.id}: no wrong solution fails it on any track"
    for track, goals in aimed.items():
        if len(goals) * 2 < len(exercise.goals):
            count = f"{len(goals)} of {len(exercise.goals)} goals"
            yield f"{exercise.id}: {track} has wrong solutions for {count}, which is under half"
        names = [mutant.name for mutant in mutants(exercise, track)]
        if len(set(names)) != len(names):
            yield f"{exercise.id}: two wrong solutions of {track} have the same name"


def _requirements(day: Day, exercise: Exercise) -> Iterator[str]:
    """A goal may wait only for one that is judged before it."""
    before: set[str] = set()
    everything = [goal for one in day.exercises for goal in one.goals]
    for goal in everything:
        if goal in exercise.goals and not set(goal.requires) <= before:
            yield f"{goal.id}: requires {', '.join(set(goal.requires) - before)}, which does not come before it"
        before.add(goal.id)
