"""Which hints were taken: what `grade hint` remembers beside each project."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from grader import keeping

FILE = Path(keeping.HOME) / "hints.json"
VERSION = 1


def take(project: Path, change: Callable[[dict[str, int]], dict[str, int]]) -> tuple[dict[str, int], str]:
    """The steps taken by goal after `change`, and a warning, or nothing."""
    none: dict[str, int] = {}
    return keeping.update(project / FILE, VERSION, none, change, fits)


def taken(projects: Iterable[Path]) -> tuple[dict[str, int], list[str]]:
    """The steps taken by goal in all of these projects, and warnings."""
    steps: dict[str, int] = {}
    warnings = []
    none: dict[str, int] = {}
    for project in projects:
        found, warning = keeping.read(project / FILE, VERSION, none, fits)
        steps |= {goal: max(step, steps.get(goal, 0)) for goal, step in found.items()}
        warnings += [warning] if warning else []
    return steps, warnings


def fits(found: object) -> bool:
    """Whether it is hints taken so far by goal."""
    return isinstance(found, dict) and all(isinstance(step, int) and step > 0 for step in found.values())
