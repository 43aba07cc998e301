"""How fast a class is graded, against bare containers started, asked and removed; and whether all came out right.

    .venv/bin/python -m benchmarks.classroom [LEARNERS] [AT A TIME] [whole|cut|workers]        200, 2 and whole

The class is that of the tests: right, wrong, unfinished, broken and hostile submissions for day 2's first exercise.
Floor and product are measured in one run: before and after the class, bare containers run the right Flask solution,
are asked as often as the exercise's checks ask, and are removed, as many at a time. Printed: both rates and their
ratio, the memory of all processes over the run, and each learner whose grade is not what it must be.

`cut`: interrupted when half of the class is done, and the same command once more. `workers`: over a Dask scheduler and
as many workers, one of which is killed when half is done.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from benchmarks import floors
from benchmarks.scale import taken
from grader.classroom.book import open_book
from tests.e2e import classes

PROGRAMS = Path(sys.executable).parent
INTERRUPTED = 130
CYCLES = 20
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def main(count: int, at_a_time: int, how: str) -> int:
    with tempfile.TemporaryDirectory(prefix="backend-week-bench-") as home:
        classes.course(Path(home))
        room = Path(home) / "class"
        room.mkdir()
        expected = classes.build(room, count)
        bare = [cycles(at_a_time)]
        warm(room)
        began = time.monotonic()
        with memory_watched() as memory:
            code = WAYS[how](room, at_a_time, count // 2)
        seconds = time.monotonic() - began
        bare.append(cycles(at_a_time))
        with open_book(str(room / "grades.db")) as book:
            found = {grade.learner: grade for grade in book.grades("day2")}
    started = sum(wanted.status != "refused" for wanted in expected.values())
    rate, floor = 60 * started / seconds, sum(bare) / 2
    print(f"{count} learners, {at_a_time} at a time, {how}, in {seconds:.0f} s (exit code {code})")
    print(f"{started} of them are run: {rate:.0f} a minute")
    print(
        f"bare containers, {floors.REQUESTS} requests: {floor:.0f} a minute ({bare[0]:.0f} before, {bare[1]:.0f} after)"
    )
    print(f"ratio: {rate / floor:.2f}")
    print(f"memory in MiB: {memory[0]:.0f} at first, {max(memory):.0f} at most, {memory[-1]:.0f} last")
    wrong = [line for learner, wanted in expected.items() for line in complaint(learner, wanted, found.get(learner))]
    print(f"{count - len(wrong)} of {count} as they must be", *wrong, sep="\n  ")
    return 1 if wrong else 0


def cycles(at_a_time: int) -> float:
    """Bare containers a minute: each runs the right Flask solution, is asked some times, and is removed."""
    with floors.image() as (client, image):
        floors.container(client, image, floors.health())
        return floors.rate(lambda: floors.container(client, image, floors.health()), at_a_time, CYCLES)


@contextmanager
def memory_watched() -> Iterator[list[float]]:
    """Memory of this process's descendants, taken every second, in MiB."""
    found: list[float] = []
    over = threading.Event()

    def look() -> None:
        while not over.wait(1):
            found.append(sum(taken(child.pid) for child in psutil.Process().children()))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield found
    finally:
        over.set()
        thread.join()
        found.append(found[-1] if found else 0.0)


def whole(room: Path, at_a_time: int, _: int) -> int:
    """In one go; the exit code."""
    return begin(room, "--jobs", str(at_a_time)).wait()


def cut(room: Path, at_a_time: int, half: int) -> int:
    """Ctrl-C when half is done, and the same command once more."""
    child = begin(room, "--jobs", str(at_a_time))
    when_done(room, half, child, lambda: child.send_signal(signal.SIGINT))
    assert child.wait() == INTERRUPTED
    print(f"interrupted when {done(room)} were done")
    return whole(room, at_a_time, half)


def workers(room: Path, at_a_time: int, half: int) -> int:
    """Over that many workers, one of which is killed when half is done."""
    with classes.cluster(room, at_a_time) as (address, children):
        child = begin(room, "--scheduler", address)
        when_done(room, half, child, children[0].kill)
        print(f"a worker killed when {done(room)} were done")
        return child.wait()


WAYS: dict[str, Callable[[Path, int, int], int]] = {"whole": whole, "cut": cut, "workers": workers}


def begin(room: Path, *words: str) -> subprocess.Popen[bytes]:
    argv = [PROGRAMS / "classroom", "grade", "class.csv", "--day", "day2", *words]
    # Whoever runs this in the background may have left Ctrl-C to be ignored.
    hears = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)}
    return subprocess.Popen(argv, cwd=room, env=classes.environment(room), **hears, **QUIET)


def done(room: Path) -> int:
    """How many learners have had their turn."""
    return sum(1 for _ in (room / "grades" / "day2").glob("*/log.txt"))


def when_done(room: Path, number: int, child: subprocess.Popen[bytes], act: Callable[[], Any]) -> None:
    """Acts once that many are done, while the class is still being graded."""
    while done(room) < number:
        assert child.poll() is None, "it ended before half was done"
        time.sleep(0.1)
    act()


def warm(room: Path) -> None:
    """Images and dependencies are there before anything is measured."""
    folder = room / "warm"
    folder.mkdir()
    lines = ["learner,source"]
    for subject in classes.known_subjects()["solution"]:
        classes.write(folder / subject.track, subject)
        lines.append(f"{subject.track},{subject.track}")
    (folder / "class.csv").write_text("\n".join(lines))
    argv = [PROGRAMS / "classroom", "grade", "class.csv", "--day", "day2"]
    subprocess.run(argv, cwd=folder, env=classes.environment(room), check=True, stdout=subprocess.DEVNULL)


def complaint(learner: str, wanted: classes.Expected, grade: Any) -> list[str]:
    """What is wrong with a grade."""
    if grade is None or grade.status != wanted.status:
        return [f"{learner} ({wanted.kind}): {grade and (grade.status, grade.problem)}"]
    missed = {goal for goal, outcome in grade.goals.items() if outcome == "failed"}
    if wanted.fails is None:
        passed = [goal for goal, outcome in grade.goals.items() if outcome == "passed"]
        return [f"{learner} ({wanted.kind}): passes {passed}"] if passed else []
    return [f"{learner} ({wanted.kind}): fails {sorted(missed)}"] if missed != wanted.fails else []


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    chosen = next((word for word in sys.argv[1:] if word in WAYS), "whole")
    sys.exit(main(*[*numbers, *(200, 2)[len(numbers) :]], chosen))
