"""The course of thirty checks, made ready: for a grade, and for the checks' process by itself."""

from __future__ import annotations

import contextlib
import io
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import floors
from benchmarks.course import lay
from benchmarks.timing import once
from grader import catalog
from grader.checking import Checking
from grader.runners.docker.volumes import pack


def checks_alone(home: Path, base: str) -> float:
    """Seconds of the checks' process by itself on a server that runs: its start, thirty checks, its end."""
    day = catalog.load_day("day8", home)

    def work() -> None:
        with Checking(day.exercises) as checking:
            go = {"address": {"base_url": base}, "shown": base, "seed": 1, "fresh": True, "env": {}}
            events = checking.run(go, lambda _: {}, lambda _: None)
            assert all(event.data["outcome"] == "passed" for event in events)

    return once(work)


@contextlib.contextmanager
def small_course(count: int = 30) -> Iterator[tuple[Path, Path]]:
    """A course of so many checks, and a project for it."""
    with tempfile.TemporaryDirectory(prefix="backend-week-bench-") as name:
        home = lay(Path(name) / "course", count)
        project = Path(name) / "project"
        project.mkdir()
        with tarfile.open(fileobj=io.BytesIO(pack(floors.project()))) as tar:
            tar.extractall(project, filter="data")
        (project / "grade.toml").write_text('day = "day8"\ntrack = "flask"\n')
        yield home, project
