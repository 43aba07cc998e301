"""The focus timer's memory in a project's `.grader` folder: where it is, and the time that was worked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from grader import keeping
from grader.planner.blocks import Block
from grader.planner.focus import Timer, fitting
from grader.progress import time_spent
from grader.progress.runs import number
from grader.progress.time_spent import LONGEST, Spent

FILE = Path(keeping.HOME) / "timer.json"
VERSION = 1
PHASES = ("focus", "pause", "over")
LEAST = 1.0  # seconds that are worth a line
State = dict[str, Any]


def read(project: Path, day: str, blocks: Sequence[Block]) -> tuple[Timer, str]:
    """Where a day's timer is, at its start where there is none yet; and a warning, or nothing."""
    nothing: State = {}
    state, warning = keeping.read(project / FILE, VERSION, nothing, fits)
    found = state.get(day)
    return fitting(Timer(**found), blocks) if found else Timer(), warning


def fits(found: object) -> bool:
    """Whether it is a timer by day."""
    return isinstance(found, dict) and all(isinstance(one, dict) and _timer(one) for one in found.values())


def _timer(found: State) -> bool:
    block = found.get("block")
    return (
        found.keys() == {"block", "phase", "elapsed", "unwritten"}
        and type(block) is int
        and 0 <= block < 1000
        and found["phase"] in PHASES
        and number(found["elapsed"], LONGEST)
        and number(found["unwritten"], LONGEST)
    )


@dataclass
class FileKeeper:
    """Keeps a day's timer beside its project. `warnings` gathers what could not be kept, each thing once."""

    project: Path
    day: str
    now: Callable[[], datetime]
    warnings: list[str] = field(default_factory=list)

    def keep(self, timer: Timer) -> Timer:
        """Where the timer is."""
        state = {
            "block": timer.block,
            "phase": timer.phase,
            "elapsed": round(timer.elapsed, 1),
            "unwritten": round(timer.unwritten, 1),
        }
        nothing: State = {}
        _, warning = keeping.update(self.project / FILE, VERSION, nothing, lambda all_: {**all_, self.day: state}, fits)
        self._note(warning)
        return timer

    def write_down(self, timer: Timer) -> Timer:
        """The work in this block as a line, and where the timer is."""
        if timer.unwritten >= LEAST:
            spent = Spent(self.day, timer.block + 1, self.now(), min(timer.unwritten, LONGEST))
            self._note(time_spent.record(spent, self.project))
            timer = replace(timer, unwritten=0.0)
        return self.keep(timer)

    def _note(self, warning: str) -> None:
        if warning and warning not in self.warnings:
            self.warnings.append(warning)
