"""What a class is and what its grading yields: frozen values, no I/O. Scores are shares of 1, moments are in UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Status = Literal["graded", "not-startable", "refused"]


@dataclass(frozen=True)
class Learner:
    """A line of the roster. `source` is a folder, an archive or a Git URL; `commit` one of its commits.

    `submitted` is when it was handed in, where the roster says so; else it is when the grader fetched it.
    """

    id: str
    source: str
    commit: str = ""
    email: str = ""
    deadline: datetime | None = None
    submitted: datetime | None = None
    line: int = 0


@dataclass(frozen=True)
class Grade:
    """One grading of what a learner handed in: a row of the gradebook, for what is the learner's own doing alone.

    A fault of the course or the machine is no grade and is never kept. `submission` is the SHA-256 of what was graded,
    `checks` that of what judged it. `goals` has the outcome of each goal of the day (`progress.runs.OUTCOMES`),
    `misses` a line about each that failed. `disputed` are goals on which two seeds did not agree: those failed.
    `status` is `refused` for a source that can't be taken: a hostile archive, a commit that there is not.
    """

    learner: str
    day: str
    submission: str
    checks: str
    seed: int
    status: Status
    graded_at: datetime
    submitted_at: datetime
    score: float = 0.0
    passed: bool = False
    complete: bool = True
    goals: Mapping[str, str] = field(default_factory=dict)
    misses: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    track: str = ""
    database: str = ""
    runner: str = ""
    grader: str = ""
    host: str = ""
    commit: str = ""
    duration_s: float = 0.0
    official: bool = False
    disputed: tuple[str, ...] = ()
    signature: str = ""


@dataclass(frozen=True)
class Enrolled:
    """A learner of a day as the roster said last: a deadline that was moved needs no new grade."""

    learner: str
    day: str
    email: str = ""
    deadline: datetime | None = None


@dataclass(frozen=True)
class Counted:
    """The grade that counts for a learner on a day, None where there is none yet.

    `score` is by the teacher's weights and after what lateness costs. `late_s` is how long after deadline and grace,
    0 for what was in time; `attempts` how many different submissions there were.
    """

    learner: str
    day: str
    grade: Grade | None
    score: float = 0.0
    late_s: float = 0.0
    attempts: int = 0
    email: str = ""
    deadline: datetime | None = None
