"""Who is stuck: graded, and yet not getting on. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from grader.classroom.records import Counted, Grade

RULE = (
    "Stuck are learners whose work could not be taken or started, of whom no goal passed, or whose latest hand-in"
    " scored no better than the one before it. Who passed is never stuck."
)


@dataclass(frozen=True)
class Stuck:
    """A learner, in which way, and the reason that the grader gave, if it did: it may quote the learner's app."""

    learner: str
    why: str
    problem: str = ""


def stuck(counted: Iterable[Counted], grades: Iterable[Grade]) -> tuple[Stuck, ...]:
    """Those of a day, by what stops them first, then by name. `grades` are all of the day, older ones as well."""
    history: dict[str, list[Grade]] = {}
    for grade in grades:
        history.setdefault(grade.learner, []).append(grade)
    found = []
    for one in counted:
        if one.grade is not None and (reason := _reason(one, one.grade, history.get(one.learner, []))):
            found.append((*reason, one.learner))
    return tuple(Stuck(learner, why, problem) for _, why, problem, learner in sorted(found, key=lambda f: (f[0], f[3])))


def submissions(history: Iterable[Grade]) -> list[Grade]:
    """The newest grade of each thing that was handed in, in the order in which they were handed in last."""
    newest: dict[str, Grade] = {}
    seen: dict[str, tuple[datetime, datetime]] = {}
    for grade in sorted(history, key=lambda grade: grade.graded_at):
        newest[grade.submission] = grade
        moments = (grade.submitted_at, grade.graded_at)
        seen[grade.submission] = max(moments, seen.get(grade.submission, moments))
    return [newest[submission] for submission in sorted(newest, key=seen.__getitem__)]


def _reason(one: Counted, grade: Grade, history: Iterable[Grade]) -> tuple[int, str, str] | None:
    """How far from getting on, in words, and the problem; None for who is not stuck."""
    if grade.status == "refused":
        return 0, "could not be taken", grade.problem
    if grade.status != "graded":
        return 1, "could not be started", grade.problem
    if "passed" not in grade.goals.values():
        return 2, "no goal passed", ""
    if grade.passed or one.score >= 1:  # by a policy that leaves goals out, all can have passed that counts
        return None
    *_, before, latest = [None, None, *submissions(history)]
    if before is None or latest is None or latest.score > before.score:
        return None
    return 3, "no better than the hand-in before", ""
