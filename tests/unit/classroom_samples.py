"""Grades for the tests of the gradebook and of what is made of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from grader.classroom.records import Enrolled, Grade
from grader.progress.runs import OUTCOMES

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def grade(learner: str = "ada", day: str = "day2", **fields: Any) -> Grade:
    """A grade like many others, but for what is said."""
    usual = {"submission": "s1", "checks": "c1", "seed": 7, "status": "graded", "graded_at": NOON, "submitted_at": NOON}
    return Grade(learner, day, **{**usual, **fields})


texts = st.text(st.characters(), max_size=20)  # lone surrogates and NUL among them
moments = st.datetimes(
    datetime(1, 1, 3),
    datetime(9999, 12, 30),
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=13, minutes=45)), timezone(timedelta(hours=-11))]),
)
shares = st.floats(allow_nan=False, allow_infinity=False)


def any_grade() -> st.SearchStrategy[Grade]:
    """Grades with whatever can be in one."""
    return st.builds(
        Grade,
        learner=texts,
        day=texts,
        submission=texts,
        checks=texts,
        seed=st.integers(-(2**63), 2**63 - 1),
        status=st.sampled_from(["graded", "not-startable", "refused"]),
        graded_at=moments,
        submitted_at=moments,
        score=shares,
        passed=st.booleans(),
        complete=st.booleans(),
        goals=st.dictionaries(texts, st.sampled_from(OUTCOMES), max_size=4),
        misses=st.dictionaries(texts, texts, max_size=4),
        problem=texts,
        track=texts,
        database=texts,
        runner=texts,
        grader=texts,
        host=texts,
        commit=texts,
        duration_s=shares,
        official=st.booleans(),
        disputed=st.lists(texts, max_size=3).map(tuple),
        signature=texts,
    )


def any_enrolled() -> st.SearchStrategy[Enrolled]:
    """The same for enrolments."""
    return st.builds(Enrolled, learner=texts, day=texts, email=texts, deadline=st.none() | moments)
