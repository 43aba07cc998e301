"""Grades and enrolments as rows, and back. A row that somebody edited into nonsense is no grade: ValueError."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, get_args

from grader.classroom.records import Enrolled, Grade, Status

FIELDS = tuple(field.name for field in fields(Grade))
NUMBERS = ("score", "duration_s")
FLAGS = ("passed", "complete", "official")
MOMENTS = ("graded_at", "submitted_at")
MAPPINGS = ("goals", "misses")
OTHERS = (*NUMBERS, *FLAGS, *MOMENTS, *MAPPINGS, "seed", "disputed")
TEXTS = tuple(name for name in FIELDS if name not in OTHERS)
Row = Mapping[Any, Any]


def as_row(grade: Grade) -> dict[str, Any]:
    """A column a field."""
    row = {name: getattr(grade, name) for name in FIELDS}
    return {**row, **{name: dict(row[name]) for name in MAPPINGS}, "disputed": list(grade.disputed)}


def as_grade(row: Row) -> Grade:
    """The grade that was kept so. Raises ValueError where a value is none that `as_row` gives."""
    values = {name: row[name] for name in FIELDS}
    wrong = [name for name in TEXTS if not isinstance(values[name], str)]
    wrong += [name for name in NUMBERS if not isinstance(values[name], int | float) or not math.isfinite(values[name])]
    wrong += [name for name in MAPPINGS if not _texts(values[name])]
    wrong += ["seed"] if not isinstance(values["seed"], int) else []
    wrong += ["status"] if values["status"] not in get_args(Status) else []
    wrong += ["disputed"] if not _words(values["disputed"]) else []
    if wrong:
        raise ValueError(f"'{wrong[0]}' is not what was written there")
    numbers = {name: float(values[name]) for name in NUMBERS}
    return Grade(**{**values, **numbers, "disputed": tuple(values["disputed"])})


def enrolments(found: Iterable[Enrolled]) -> list[dict[str, Any]]:
    """A row a learner of a day; what is said last counts."""
    rows = {(one.day, one.learner): {name.name: getattr(one, name.name) for name in fields(Enrolled)} for one in found}
    return list(rows.values())


def as_enrolled(row: Row) -> Enrolled:
    """The enrolment that was kept so."""
    return Enrolled(**{field.name: row[field.name] for field in fields(Enrolled)})


def _texts(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(inner, str) for inner in value.values())


def _words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) for word in value)
