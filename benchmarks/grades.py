"""A grade as a learner starts it, against the bare app with the same requests: in a container, and local."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks import floors, recorded
from benchmarks.course import SOLUTION
from benchmarks.timing import Measured, Rounds, Timed, in_turn, of_pairs, once
from grader import catalog
from grader.grading import Job, grade
from grader.preloading import Nursery
from grader.runners.docker.engine import LABEL, connect
from grader.runners.docker.keeping import KeepingRunner
from grader.runners.docker.runner import DockerRunner
from grader.server.address import Address

PROGRAMS = Path(sys.executable).parent
CHOSEN = ("methods", "resources", "json")
SEED = 7


def job(runner: Any, chosen: Sequence[str] = CHOSEN) -> Job:
    day = catalog.load_day("day2")
    return Job(day, catalog.choose(day, tuple(chosen)), floors.project(), runner, SEED)


def recording(chosen: Sequence[str] = CHOSEN) -> list[recorded.Talk]:
    """What the checks of these exercises send to a right solution."""

    class Tapped(DockerRunner):
        @contextlib.contextmanager
        def serve(self, *how: Any) -> Iterator[Any]:
            with super().serve(*how) as server, recorded.tapped(server.address) as self.tap:
                server.address = Address(server.address.base_url, socket=self.tap.path)
                yield server

    runner = Tapped()
    report = grade(job(runner, chosen), lambda _: None)
    assert report.passed, report.problem
    return runner.tap.talks


def whole(*words: str, programs: Path = PROGRAMS, **env: str) -> float:
    """Seconds of the command as a process, from its start to its end; everything passed."""
    argv = [programs / "grade", *words, "--seed", str(SEED)]
    return once(
        lambda: subprocess.run(
            argv, cwd="/", env={**os.environ, **env}, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    )


def emptied() -> None:
    """Waits until nothing of another process's run is in the engine: its removal would disturb what comes next."""
    client = connect()
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        found = client.api.containers(all=True, filters={"label": LABEL})
        if all(one["Labels"].get(f"{LABEL}.pid") == str(os.getpid()) for one in found):
            break
        time.sleep(0.02)
    client.close()


def cold(rounds: Rounds) -> Measured:
    """`grade day2 methods resources json` in a container, and with a sandbox that is ready, against the cold floor."""
    found = Measured("a warm grade, in a container")
    talks = recording()
    ready, nursery = KeepingRunner(), Nursery()

    def kept() -> None:
        assert grade(job(ready), lambda _: None, nursery=nursery).passed

    with floors.image() as (client, image):
        kept()
        time.sleep(1)  # it is cleared meanwhile
        found.seconds = in_turn(
            {
                "bare container": lambda: floors.container(client, image, talks),
                "grade": in_container,
                "ready sandbox": lambda: once(kept),
                **earlier(in_container),
            },
            rounds,
        )
    nursery.close()
    floor = found.seconds["bare container"]
    found.notes.append(f"{sum(map(len, talks))} requests")
    found.ratio("grade in a container / cold floor", of_pairs(found.seconds["grade"], floor), 1.45, 1.25)
    found.ratio("… with a ready sandbox", of_pairs(found.seconds["ready sandbox"], floor), 1.1, 0.9)
    return found


def in_container(programs: Path = PROGRAMS) -> float:
    seconds = whole("day2", *CHOSEN, "--project", str(SOLUTION), "--runner", "docker", programs=programs)
    emptied()
    return seconds


def earlier(timed: Callable[[Path], float]) -> dict[str, Timed]:
    """The same by the programs of other checkouts, where OTHER names their folders: before and after, in one run.

    Each is called by the name of its checkout.
    """
    others = map(Path, filter(None, os.environ.get("OTHER", "").split(os.pathsep)))
    return {f"grade of {other.absolute().parents[1].name}": lambda other=other: timed(other) for other in others}


def in_process(programs: Path = PROGRAMS) -> float:
    return whole("day2", *CHOSEN, "--project", str(SOLUTION), "--runner", "local", programs=programs)


def local(rounds: Rounds) -> Measured:
    """The same with the local runner, against a bare process."""
    found = Measured("a warm grade, with the local runner")
    talks = recording()
    found.seconds = in_turn(
        {
            "bare process": lambda: floors.here(talks),
            "grade": in_process,
            **earlier(in_process),
        },
        rounds,
    )
    ratio = of_pairs(found.seconds["grade"], found.seconds["bare process"])
    found.ratio("grade with the local runner / its floor", ratio, 1.75, 1.5)
    return found


def help_(rounds: Rounds) -> Measured:
    """`grade --help` against Python with click alone."""
    found = Measured("grade --help")
    quiet = {"check": True, "stdout": subprocess.DEVNULL}
    found.seconds = in_turn(
        {
            "import click": lambda: once(lambda: subprocess.run([sys.executable, "-c", "import click"], **quiet)),
            "grade --help": lambda: once(lambda: subprocess.run([PROGRAMS / "grade", "--help"], **quiet)),
        },
        rounds.more(3),
    )
    found.ratio("grade --help / import click", of_pairs(*reversed(list(found.seconds.values()))), 1.5, 1.2)
    return found
