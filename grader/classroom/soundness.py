"""Whether a grade says what a run of the day's checks can say. Pure; texts of learners in a complaint are printable."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace

from grader.classroom.policy import Policy
from grader.classroom.records import Grade
from grader.classroom.written import isolated
from grader.model import Day
from grader.printable import one_line
from grader.progress.runs import OUTCOMES

NEAR = 1e-6  # a grade's score is rounded to six places
LONGEST = 80  # characters of a learner's text
Judged = Callable[[Grade], Day | None]  # the day as it judged a grade; None: other checks than those installed here did


def unsound(grade: Grade, judged: Judged) -> Iterator[str]:
    """What a rightly signed grade says that no sound run says."""
    if not grade.official:
        yield "it is signed, but said to be practice"
    if not isolated(grade):
        yield f"it was made by the runner '{one_line(grade.runner, LONGEST)}', not in a container"
    day = judged(grade)
    if grade.status != "graded":
        if grade.score or grade.passed or "passed" in grade.goals.values():
            yield f"nothing of it was judged ({one_line(grade.status, LONGEST)}), but it has a score"
    elif day is not None:
        wrong = list(_goals(grade, day))
        yield from wrong or _score(grade, day)


def _goals(grade: Grade, day: Day) -> Iterator[str]:
    """The goals against the day's manifest: each once, none besides, each with an outcome that there is."""
    for goal in sorted(grade.goals.keys() - {goal.id for goal in day.goals}):
        yield f"it has a goal that the day has not: {one_line(goal, LONGEST)}"
    chosen = chosen_of(day, grade.goals)
    if missing := [goal.id for goal in chosen.goals if goal.id not in grade.goals]:
        yield f"{len(missing)} of the day's goals are missing: {some(missing)}"
    if odd := [goal for goal, became in grade.goals.items() if became not in OUTCOMES]:
        yield f"the outcome of {some(odd)} is unknown"
    if left := [goal.id for goal in chosen.goals if grade.goals.get(goal.id) == "excluded"]:
        yield f"it is about a part of the day alone: {some(left)} left out"
    if kept := [goal for goal in grade.disputed if grade.goals.get(goal) == "passed"]:
        yield f"the two seeds did not agree on {some(kept)}, which can't have passed"


def _score(grade: Grade, day: Day) -> Iterator[str]:
    """The score against the course's own formula; a teacher's weights come later and are no part of a grade."""
    score, passed = Policy().score(day, grade.goals), Policy().passed(day, grade.goals)
    if not math.isclose(grade.score, score, abs_tol=NEAR):
        yield f"its score is {grade.score:.4f}, but its goals make {score:.4f}"
    if grade.passed != passed:
        yield f"it says {'passed' if grade.passed else 'not passed'}, but its goals say otherwise"


def chosen_of(day: Day, goals: Mapping[str, str]) -> Day:
    """A day of projects with the one that was graded alone; any other day as it is."""
    if not day.one_of:
        return day
    about = [e for e in day.exercises if any(goals.get(goal.id, "excluded") != "excluded" for goal in e.goals)]
    return replace(day, exercises=tuple(about)) if about else day


def some(names: Collection[str]) -> str:
    """The first three names, and how many more there are."""
    few = ", ".join(one_line(name, LONGEST) for name in sorted(names)[:3])
    return few if len(names) <= 3 else f"{few} and {len(names) - 3} more"
