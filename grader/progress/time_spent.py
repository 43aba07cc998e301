"""Time that the focus timer counted, as it is remembered beside a project."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from grader import keeping
from grader.progress import journal
from grader.progress.runs import NAME, moment, number

FILE = Path(keeping.HOME) / "time.jsonl"
LONGEST = 24 * 60 * 60


@dataclass(frozen=True)
class Spent:
    """Work on a day's block that ended at a moment, in seconds; breaks are not part of it."""

    day: str
    block: int
    ended_at: datetime
    seconds: float


def record(spent: Spent, project: Path) -> str:
    """Remembers it in the project's folder; a warning, or nothing."""
    ended = spent.ended_at.astimezone(UTC).isoformat(timespec="seconds")
    data = {"day": spent.day, "block": spent.block, "ended_at": ended, "seconds": round(spent.seconds, 1)}
    return journal.append(project / FILE, data)


def read(projects: Iterable[Path]) -> tuple[tuple[Spent, ...], list[str]]:
    """All of it in these projects, the oldest first, and warnings."""
    found: list[Spent] = []
    warnings = []
    for project in projects:
        spent, warning = journal.read(project / FILE, parse)
        found += spent
        warnings += [warning] if warning else []
    return tuple(sorted(found, key=lambda spent: spent.ended_at)), warnings


def parse(data: dict[str, Any]) -> Spent | None:
    """Time spent from a line that was read; None where anything is not as it should be."""
    day, block, ended, seconds = data.get("day"), data.get("block"), moment(data.get("ended_at")), data.get("seconds")
    if not isinstance(day, str) or not day or not NAME.fullmatch(day) or type(block) is not int or ended is None:
        return None
    return Spent(day, block, ended, float(data["seconds"])) if number(seconds, LONGEST) else None
