"""Robustness 19: whatever is done to the machine's time, durations are right, and times are UTC."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from grader.catalog import load_exercise
from grader.checking import Checking
from grader.errors import MachineError
from grader.grading import Job, grade
from grader.model import Day
from grader.project import Dependencies, Project

JUMPS = 'import time\n\n\ndef test_it():\n    """It."""\n    time.sleep(0.05)\n    time.time = lambda: {}\n'
MANIFEST = 'format = 1\ntitle = "Cups"\nhours = 1\n[[goals]]\nid = "create"\ntitle = "create"\nhints = []\n'


@pytest.mark.parametrize("to", ["4e9", "1.0"], ids=["forward", "back"])
def test_a_jump_during_a_check(tmp_path: Path, to: str) -> None:
    """A check's duration is what it took."""
    (tmp_path / "cups" / "checks").mkdir(parents=True)
    (tmp_path / "cups" / "exercise.toml").write_text(MANIFEST)
    (tmp_path / "cups" / "checks" / "test_create.py").write_text(JUMPS.format(to))
    exercise = load_exercise("day2", tmp_path / "cups")
    go = {"address": {"base_url": "http://127.0.0.1:1"}, "shown": "x", "seed": 1, "fresh": True, "env": {}}
    with Checking([exercise]) as checking:
        (event,) = checking.run(go, lambda _: {}, str)
    assert 0.05 <= event.data["ended"] - event.data["began"] < 5


class Elsewhen:
    """A runner while which the machine's clock is set, and which then fails."""

    name = "docker"

    def __init__(self, monkeypatch: pytest.MonkeyPatch, to: float) -> None:
        self.monkeypatch = monkeypatch
        self.to = to

    @contextlib.contextmanager
    def serve(self, *_: Any) -> Iterator[Any]:
        self.monkeypatch.setattr(time, "time", lambda: self.to)
        raise MachineError("it fails")
        yield


@pytest.mark.parametrize("to", [4e9, 0.0], ids=["forward", "back"])
def test_a_jump_during_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, to: float) -> None:
    """The run's duration is what it took; it began in UTC, in the oddest time zone, and not at SOURCE_DATE_EPOCH."""
    monkeypatch.setenv("TZ", "XYZ-13:37")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    time.tzset()
    try:
        project = Project(tmp_path, "flask", "python app.py", Dependencies("python"))
        before = datetime.now(UTC).replace(microsecond=0)
        report = grade(
            Job(Day("day2", "t", "s", (), tmp_path), (), project, Elsewhen(monkeypatch, to), 1), lambda _: None
        )
    finally:
        monkeypatch.undo()
        time.tzset()
    assert (report.status, report.fault) == ("environment-error", "machine") and 0 <= report.duration_s < 10
    began = datetime.strptime(report.started_at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert before <= began and (began - before).total_seconds() < 10
