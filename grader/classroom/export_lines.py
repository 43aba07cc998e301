"""What is exported of each learner and day, and how names are left out of it. Pure."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from grader.classroom import attempts
from grader.classroom.policy import Policy
from grader.classroom.records import Counted, Enrolled, Grade
from grader.model import Day

MISSING = "missing"  # the status of who has no grade


@dataclass(frozen=True)
class Line:
    """A learner's day. `score` is a share of 1, None where there is no grade; moments are texts in UTC."""

    learner: str
    day: str
    email: str = ""
    score: float | None = None
    passed: bool = False
    late_s: float = 0.0
    attempts: int = 0
    status: str = MISSING
    submitted_at: str = ""
    deadline: str = ""
    commit: str = ""
    problem: str = ""


def lines(grades: Iterable[Grade], enrolled: Iterable[Enrolled], policy: Policy, days: Mapping[str, Day]) -> list[Line]:
    """A line for everybody who is enrolled or graded, once a day, by day and learner."""
    grades = list(grades)
    first = attempts.handed_in(grades)
    found = []
    for one in attempts.counted(grades, enrolled, policy, days):
        line = Line(one.learner, one.day, one.email, deadline=written(one.deadline) if one.deadline else "")
        if one.grade is not None:
            passed = attempts.passed(one.grade, policy, days)
            line = _graded(line, one, one.grade, passed, first[one.day, one.learner, one.grade.submission])
        found.append(line)
    return found


def _graded(line: Line, one: Counted, grade: Grade, passed: bool, submitted: datetime) -> Line:
    return replace(
        line,
        score=one.score,
        passed=passed,
        late_s=one.late_s,
        attempts=one.attempts,
        status=grade.status,
        submitted_at=written(submitted),
        commit=grade.commit,
        problem=grade.problem,
    )


def without_names(found: Iterable[Line], everybody: Iterable[str], key: bytes) -> list[Line]:
    """The same under pseudonyms, by day and pseudonym. `everybody` are all learners of the book, so that one export
    and the next agree as long as nobody joins.

    Addresses, commits and reasons go, and of moments all but the date: who can see when somebody pushed could tell.
    """
    names = pseudonyms(everybody, key)
    nameless = [
        replace(
            line,
            learner=names[line.learner],
            email="",
            submitted_at=line.submitted_at[:10],
            deadline=line.deadline[:10],
            commit="",
            problem="",
        )
        for line in found
    ]
    return sorted(nameless, key=lambda line: (len(line.day), line.day, line.learner))


def pseudonyms(learners: Iterable[str], key: bytes) -> dict[str, str]:
    """`learner-001` and so on, in the order of a keyed hash: without the key a list of names tells nothing."""
    mixed = sorted(
        set(learners), key=lambda name: hmac.digest(key, name.encode("utf-8", "surrogatepass"), hashlib.sha256)
    )
    width = max(3, len(str(len(mixed))))
    return {learner: f"learner-{number:0{width}}" for number, learner in enumerate(mixed, 1)}


def written(moment: datetime) -> str:
    """`2026-01-05T18:00:00Z`."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
