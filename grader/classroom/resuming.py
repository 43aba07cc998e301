"""What need not be graded again: the same submission by the same checks, with the same seed where that matters."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping

from grader.classroom.records import Grade


def settled(grades: Iterable[Grade], checks: str, seed: int | None, *, official: bool) -> dict[tuple[str, str], Grade]:
    """The grades that stand, by learner and submission, the newest of each.

    `seed`: those of that run alone, since everybody is to be graded again. A practice grade is no official one.
    """
    found: dict[tuple[str, str], Grade] = {}
    for grade in sorted(grades, key=lambda grade: grade.graded_at):
        counts = grade.checks == checks and bool(grade.submission) and (grade.official or not official)
        if counts and seed in (None, grade.seed):
            found[grade.learner, grade.submission] = grade
    return found


def by_learner(keys: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    """The submissions of each learner."""
    found: dict[str, set[str]] = {}
    for learner, submission in keys:
        found.setdefault(learner, set()).add(submission)
    return {learner: frozenset(submissions) for learner, submissions in found.items()}


def seeds(first: int, *, official: bool) -> tuple[int, ...]:
    """One seed; for official grades a second one, so that an answer that was learned by heart shows."""
    return (first, random.Random(f"{first}/second").randrange(1_000_000)) if official else (first,)
