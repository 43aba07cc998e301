"""A grade as data that JSON can hold, and the one sequence of bytes that is signed. Nothing here needs a library.

Who adds a field to `Grade` changes what is signed: then SCHEMA gets the next number, and grades that were signed before
are no longer as they were.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC
from typing import Any, get_args

from grader.classroom.records import Grade, Status
from grader.progress.runs import moment

SCHEMA = "backend-week/grade/1"
NAMES = tuple(sorted(field.name for field in fields(Grade)))
MOMENTS = ("graded_at", "submitted_at")
NUMBERS = ("score", "duration_s")
FLAGS = ("passed", "complete", "official")
TABLES = ("goals", "misses")


def canonical(grade: Grade) -> bytes:
    """What is signed: every field but the signature, as ASCII, the same bytes for equal grades on every machine.

    Raises ValueError, TypeError or OverflowError for what no grader writes: NaN, a moment of an unknown zone.
    """
    data = as_data(grade)
    del data["signature"]
    return json.dumps(data, separators=(",", ":"), allow_nan=False).encode("ascii")


def as_data(grade: Grade) -> dict[str, Any]:
    """A grade for JSON: the schema first, then the fields in the order of their names. Moments are in UTC."""
    return {"schema": SCHEMA, **{name: _written(name, getattr(grade, name)) for name in NAMES}}


def from_data(data: object) -> Grade:
    """The grade that `as_data` wrote down. Raises ValueError that says what is not as it writes it."""
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise ValueError(f"it is no grade that was written down as {SCHEMA}")
    if missing := set(NAMES) - data.keys():
        raise ValueError(f"'{min(missing)}' is missing")
    if unknown := data.keys() - {"schema", *NAMES}:
        raise ValueError(f"'{min(unknown)}' is nothing that a grade has")
    return Grade(**{name: _read(name, data[name]) for name in NAMES})


def isolated(grade: Grade) -> bool:
    """Whether the learner's code could reach no key: it ran in a container, or not at all."""
    return grade.runner == "docker" or grade.status == "refused"


def _written(name: str, value: Any) -> Any:
    if name in MOMENTS:
        if value.utcoffset() is None:
            raise ValueError(f"{name} is a moment of an unknown zone")
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if name in NUMBERS:
        return float(value) + 0.0  # of -0.0, which equals it, this makes 0.0
    if isinstance(value, Mapping):
        return dict(sorted(value.items()))
    return list(value) if isinstance(value, tuple) else value


def _read(name: str, value: Any) -> Any:
    found: Any = None
    if name in MOMENTS:
        found = moment(value)
    elif name in NUMBERS:
        found = _number(value)
    elif name in FLAGS:
        found = value if isinstance(value, bool) else None
    elif name in TABLES:
        found = value if isinstance(value, dict) and _texts(value.values()) else None
    elif name == "disputed":
        found = tuple(value) if isinstance(value, list) and _texts(value) else None
    elif name == "seed":
        found = value if type(value) is int else None
    elif name == "status":
        found = value if value in get_args(Status) else None
    else:
        found = value if isinstance(value, str) else None
    if found is None:
        raise ValueError(f"'{name}' is not of the right kind")
    return found


def _texts(values: Any) -> bool:
    return all(isinstance(value, str) for value in values)


def _number(value: object) -> float | None:
    try:
        found = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
    except OverflowError:
        return None
    return found if math.isfinite(found) else None
