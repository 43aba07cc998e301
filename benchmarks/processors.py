"""Who has the processors while the checks run, and while the bare app is asked the same by plain sockets.

From Linux's own books: time in user and kernel mode of every process, and time in which a processor had nothing to do.
What the kernel does for nobody in particular, interrupts above all, is the rest.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from benchmarks import floors
from benchmarks.grades import job, recording
from benchmarks.recorded import Talk
from benchmarks.timing import Measured, Rounds
from grader.grading import grade
from grader.preloading import Nursery
from grader.runners.docker.keeping import KeepingRunner

TICK = os.sysconf("SC_CLK_TCK")
ENGINE = ("dockerd", "containerd", "containerd-shim", "docker-proxy")
IDLE = (3, 4)  # columns of /proc/stat after its first: idle, and waiting for a disk
ASKING, CHECKS, APP = "who asks", "the checks' process", "the app and its holder"
LOGS, GRADER = "the engine, with the app's log", "the grader"
KERNEL, NOBODY = "the kernel and others", "nobody"


def processors(rounds: Rounds) -> Measured:
    """Seconds of processors, by who had them."""
    found = Measured("who has the processors while an app is asked")
    talks, ready, nursery = recording(), KeepingRunner(), Nursery()
    wanted = job(ready)
    last = sum(len(goal.checks) for exercise in wanted.exercises for goal in exercise.goals)
    try:
        with floors.image() as (client, image):
            for number in chain((-1,), rounds):  # the first one warms up
                bare, graded = Looks(len(talks)), Looks(last)
                floors.container(client, image, bare.at(talks))
                assert grade(wanted, lambda _: None, graded.seen, nursery=nursery).passed
                if number >= 0:
                    note(found, "bare", bare.between())
                    note(found, "grade", graded.between())
    finally:
        nursery.close()
    found.notes.append(f"{sum(map(len, talks))} requests, but for those of the first and the last check")
    return found


class Looks:
    """At the books, when the first of so many things is done and when the last but one is: then all are still there."""

    def __init__(self, last: int) -> None:
        self.last = last
        self.count = 0
        self.books: list[Books] = []

    def seen(self, _: object = None) -> None:
        self.count += 1
        if self.count in (1, self.last - 1):
            self.books.append(Books())

    def at(self, talks: list[Talk]) -> list[Talk]:
        """The talks, one by one as they are wanted."""
        looks = self

        class Seen(list[Talk]):
            def __iter__(self) -> Iterator[Talk]:
                for talk in talks:
                    yield talk
                    looks.seen()

        return Seen(talks)

    def between(self) -> dict[str, float]:
        """Seconds by whose they were."""
        return self.books[1].since(self.books[0])


class Books:
    """What the system has written down up to now, in seconds."""

    def __init__(self) -> None:
        columns = [int(number) / TICK for number in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
        self.idle = sum(columns[column] for column in IDLE)
        self.all = sum(columns)
        self.by: dict[tuple[int, str], float] = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                name, _, rest = (folder / "stat").read_text().partition("(")[2].rpartition(")")
                whose = self.whose(folder, name)
            except OSError:
                continue  # it has ended
            self.by[int(folder.name), whose] = sum(map(int, rest.split()[11:13])) / TICK

    @staticmethod
    def whose(folder: Path, name: str) -> str:
        if name in ENGINE:
            return LOGS
        if int(folder.name) == os.getpid():
            return GRADER
        if b"grader.checks.nursery" in (folder / "cmdline").read_bytes():
            return CHECKS
        return APP if "/docker/" in (folder / "cgroup").read_text() else KERNEL

    def since(self, before: Books) -> dict[str, float]:
        """Seconds since then, by whose they were."""
        found: dict[str, float] = dict.fromkeys((CHECKS, GRADER, APP, LOGS, KERNEL), 0.0)
        for key, seconds in self.by.items():
            found[key[1]] += seconds - before.by.get(key, 0.0)
        idle = self.idle - before.idle
        found[KERNEL] += self.all - before.all - idle - sum(found.values())
        return {**found, NOBODY: idle}


def note(found: Measured, kind: str, seconds: dict[str, float]) -> None:
    """Takes down who had them. Who asks a bare app is this process itself."""
    for whose, had in seconds.items():
        if not (kind == "bare" and whose == CHECKS):
            name = ASKING if kind == "bare" and whose == GRADER else whose
            found.seconds.setdefault(f"{kind}: {name}", []).append(had)
