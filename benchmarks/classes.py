"""A class on day 2's first exercise, against bare containers that are started, asked as often, and removed.

What the class of this benchmark hands in starts, and is on one track, that of the bare containers: right and wrong
solutions, and unfinished ones. (That of `benchmarks/classroom.py` is a whole one, with broken and hostile submissions
on three tracks.) Both rates are taken with one and with two at a time, in turn.
"""

from __future__ import annotations

import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from itertools import count, cycle, islice
from pathlib import Path

from benchmarks import floors
from benchmarks.grades import PROGRAMS, recording
from benchmarks.scale import watched
from benchmarks.timing import Measured, Rounds
from tests.e2e import classes

# Each takes about as long with one as with two at a time, so that what a class takes to begin and to end counts alike.
LEARNERS = {1: 16, 2: 32}
CYCLES = {1: 12, 2: 24}
SIZES = (10, 50, 200, 500)
SEEDS = count(1)  # what was graded with a seed is not graded again with the same


def rates(rounds: Rounds) -> Measured:
    """Submissions and bare containers a minute, and which part of what two at a time gain the class gains, too."""
    found = Measured("a class, and bare containers")
    bare: dict[int, list[float]] = {1: [], 2: []}
    graded: dict[int, list[float]] = {1: [], 2: []}
    with tempfile.TemporaryDirectory(prefix="backend-week-bench-") as name, floors.image() as (client, image):
        home = Path(name)
        classes.course(home)
        talks = recording(("methods",))
        rooms = {at_a_time: build(home / f"class{at_a_time}", size) for at_a_time, size in LEARNERS.items()}
        run(rooms[1], 2)
        for _ in rounds.part(2, least=2):  # it is the longest of all
            for at_a_time, room in rooms.items():
                cycles = CYCLES[at_a_time]
                bare[at_a_time].append(floors.rate(lambda: floors.container(client, image, talks), at_a_time, cycles))
                graded[at_a_time].append(60 * LEARNERS[at_a_time] / run(room, at_a_time))
    for at_a_time in (1, 2):
        found.seconds[f"a bare container, {at_a_time} at a time"] = [60 / rate for rate in bare[at_a_time]]
        found.seconds[f"a submission, {at_a_time} at a time"] = [60 / rate for rate in graded[at_a_time]]
    of = {number: statistics.median(graded[number]) / statistics.median(bare[number]) for number in (1, 2)}
    found.ratio("class / bare containers, two at a time", of[2], 0.75, 1.3, more=True)
    gains = [statistics.median(rate[2]) / statistics.median(rate[1]) for rate in (graded, bare)]
    found.ratio("gain by two: class / bare containers", gains[0] / gains[1], 0.9, 1.0, more=True)
    return found


def growth(_: Rounds) -> Measured:
    """What a submission costs, and the most memory of all processes, by the number of learners. It takes long."""
    found = Measured("a class: from 10 to 500")
    seconds: list[tuple[float, float]] = []
    memory: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory(prefix="backend-week-bench-") as name:
        home = Path(name)
        classes.course(home)
        run(build(home / "warm", 2), 2)
        for size in SIZES:
            room, most = build(home / f"class{size}", size), [0.0]
            took = run(room, 2, lambda child, most=most: most.append(watched(child, 1.0)))
            seconds.append((size, 1000 * took / size))
            memory.append((size, max(most)))
    found.series |= {"ms a submission, by learners": seconds, "MiB at most, by learners": memory}
    found.ratio("a submission of 500 / of 50", seconds[-1][1] / seconds[1][1], 1.2, 1.1)
    found.ratio("memory of a class at most", max(most for _, most in memory), unit="MiB")
    return found


def build(room: Path, size: int) -> Path:
    """A class of so many: solutions, wrong solutions and starters."""
    room.mkdir()
    known = {
        kind: [subject for subject in found if subject.track == "flask"]
        for kind, found in classes.known_subjects().items()
    }
    turns = islice(cycle(known["solution"] + known["mutant"] + known["solution"] + known["starter"]), size)
    lines = ["learner,source"]
    for number, subject in enumerate(turns):
        classes.write(room / f"learner{number}", subject)
        lines.append(f"learner{number},learner{number}")
    (room / "class.csv").write_text("\n".join(lines))
    return room


def run(room: Path, at_a_time: int, meanwhile: Callable[[subprocess.Popen[bytes]], object] = lambda _: None) -> float:
    """Seconds of a class that is graded anew: the command's own start is part of it. Everybody is graded."""
    argv = [PROGRAMS / "classroom", "grade", "class.csv", "--day", "day2", "--again", "--jobs", str(at_a_time)]
    began = time.monotonic()
    with tempfile.TemporaryFile() as told:
        child = subprocess.Popen(
            [*argv, "--seed", str(next(SEEDS))],
            cwd=room, env=classes.environment(room), stdout=told, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        meanwhile(child)
        code = child.wait()
        seconds = time.monotonic() - began
        told.seek(0)
        said = told.read().decode()
    learners = len((room / "class.csv").read_text().splitlines()) - 1
    assert code in (0, 1) and f": {learners} graded" in said, f"exit code {code}: {said}"
    time.sleep(2)  # what is still being removed
    return seconds
