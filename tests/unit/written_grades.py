"""Grades for the tests of signatures: one of the small course's day 2, and any that there could be."""

from __future__ import annotations

import string
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from grader.classroom.records import Grade
from grader.progress.runs import OUTCOMES

ADA = Grade(
    learner="ada",
    day="day2",
    submission="5f" * 32,
    checks="c0" * 32,
    seed=1234,
    status="graded",
    graded_at=datetime(2026, 1, 2, 3, 4, 5, 678901, UTC),
    submitted_at=datetime(2026, 1, 1, 12, 0, tzinfo=UTC),
    score=0.25,
    goals={"day2/spoons.create": "passed", "day2/cups.create": "failed"},
    misses={"day2/cups.create": "expected 201 Created, got “no”"},
    track="flask",
    database="sqlite",
    runner="docker",
    grader="0.1.0",
    host="desk",
    commit="ab" * 20,
    duration_s=2.125,
    official=True,
    disputed=("day2/cups.create",),
)

ZONES = st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45)), timezone(timedelta(hours=-11))])
MOMENTS = st.datetimes(datetime(2001, 1, 1), datetime(2998, 1, 1), timezones=ZONES)
NAMES = st.text(string.ascii_letters + string.digits + "/.-é\x00\n\u202e", max_size=12)
TEXTS = st.text(max_size=20)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys("learner day submission checks problem track database runner grader host commit".split(), TEXTS),
    "signature": TEXTS,
    "seed": st.integers(),
    "status": st.sampled_from(["graded", "not-startable", "refused"]),
    "graded_at": MOMENTS,
    "submitted_at": MOMENTS,
    "score": NUMBERS,
    "duration_s": NUMBERS,
    "passed": st.booleans(),
    "complete": st.booleans(),
    "official": st.booleans(),
    "goals": st.dictionaries(NAMES, st.sampled_from(OUTCOMES), max_size=4),
    "misses": st.dictionaries(NAMES, TEXTS, max_size=4),
    "disputed": st.lists(NAMES, max_size=3).map(tuple),
}
GRADES = st.builds(Grade, **FIELDS)

# For each field another value than ADA's, as near to it as can be.
EDITS: dict[str, Any] = {
    "learner": "adа",  # the last letter is a Cyrillic one
    "day": "day3",
    "submission": "5f" * 31 + "5e",
    "checks": "c1" + "c0" * 31,
    "seed": 1235,
    "status": "refused",
    "graded_at": ADA.graded_at + timedelta(microseconds=1),
    "submitted_at": ADA.submitted_at - timedelta(microseconds=1),
    "score": 0.25000000000000006,
    "passed": True,
    "complete": False,
    "goals": {**ADA.goals, "day2/cups.create": "passed"},
    "misses": {"day2/cups.create": "expected 201 Created, got “no” "},
    "problem": " ",
    "track": "Flask",
    "database": "sqlit",
    "runner": "local",
    "grader": "0.1.1",
    "host": "desk\x00",
    "commit": "",
    "duration_s": 2.1250000000000004,
    "official": False,
    "disputed": (),
}


def edited(grade: Grade, name: str) -> Grade:
    """The grade with another value in one field, and its signature as it was."""
    return replace(grade, **{name: EDITS[name]})
