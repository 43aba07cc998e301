"""Points in time as they stand in JSON."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from grader.checks.matchers import Matcher
from grader.checks.values import Miss, say

# 2026-01-31T09:30:00Z, with any number of decimals, or +00:00 for the Z.
STAMP = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(?:Z|\+00:00)", re.ASCII)
UTC_TIME = "a time in UTC, such as 2026-01-31T09:30:00.25Z"


class Moment(datetime):
    """A point in time that a report shows as it would stand in JSON."""

    def __repr__(self) -> str:
        return self.isoformat().replace("+00:00", "Z")


def moment(value: Any, field: str) -> Moment:
    """A time as it stands in JSON. Raises Miss unless it is ISO 8601 in UTC."""
    parts = STAMP.fullmatch(value) if isinstance(value, str) else None
    try:
        if parts is None:
            raise ValueError(value)
        begun = Moment.fromisoformat(f"{parts[1]}+00:00")
    except ValueError:
        raise Miss(f"at `{field}`: {UTC_TIME}", say(value)) from None
    return begun + timedelta(seconds=float(parts[2] or 0))


def times(made: dict[str, Any]) -> dict[str, Any]:
    """Both times of a note."""
    return {field: moment(made.get(field), field) for field in ("created_at", "updated_at")}


def present() -> Matcher:
    """About now: two clocks that are both set differ by less than a minute."""
    now = Moment.now(UTC)
    return Matcher(f"the present time, about {now!r}", lambda value: abs(value - now) < timedelta(seconds=60))


def after(earlier: Moment) -> Matcher:
    return Matcher(f"a time after {earlier!r}", lambda value: value > earlier)
