"""How fast a class is graded, against bare containers started, asked and removed; and whether all came out right.

    .venv/bin/python benchmarks/classroom.py [LEARNERS] [AT A TIME]        200 and 2, if not said otherwise

The class is that of the tests: right, wrong, unfinished, broken and hostile submissions for day 2's first exercise.
Floor and product are measured in one run: before and after the class, bare containers run the right Flask solution,
are asked as often as the exercise's checks ask, and are removed, as many at a time. Printed: both rates and their
ratio, the grader's memory over the run, and each learner whose grade is not what it must be.
"""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psutil

REPOSITORY = Path(__file__).parents[1]
sys.path.insert(0, str(REPOSITORY))

from grader.classroom.book import open_book  # noqa: E402
from grader.recognising import recognise  # noqa: E402
from grader.runners.docker import engine, images  # noqa: E402
from grader.settings import read_project_settings  # noqa: E402
from tests.e2e import classes  # noqa: E402

REQUESTS = 30
CYCLES = 20  # before, and as many after
RIGHT = REPOSITORY / "solutions" / "day2" / "flask"


def main(count: int, at_a_time: int) -> int:
    with tempfile.TemporaryDirectory(prefix="backend-week-bench-") as home:
        folder = Path(home)
        classes.course(folder)
        room = folder / "class"
        room.mkdir()
        expected = classes.build(room, count)
        started = sum(wanted.status != "refused" for wanted in expected.values())
        bare = [cycles(at_a_time)]
        warm(room)
        began = time.monotonic()
        with watched() as memory:
            code = subprocess.run(command(room, "--jobs", str(at_a_time)), cwd=room, env=environment(room)).returncode
        seconds = time.monotonic() - began
        bare.append(cycles(at_a_time))
        with open_book(str(room / "grades.db")) as book:
            found = {grade.learner: grade for grade in book.grades("day2")}
    wrong = [line for learner, wanted in expected.items() for line in complaint(learner, wanted, found.get(learner))]
    floor = sum(bare) / 2
    print(f"{count} learners, {at_a_time} at a time, in {seconds:.0f} s (exit code {code})")
    print(f"{started} of them are run: {60 * started / seconds:.0f} a minute")
    print(
        f"bare containers, {REQUESTS} requests each: {floor:.0f} a minute ({bare[0]:.0f} before, {bare[1]:.0f} after)"
    )
    print(f"ratio: {60 * started / seconds / floor:.2f}")
    print(
        f"memory of all its processes, MiB: {memory[0]:.0f} at first, {max(memory):.0f} at most, {memory[-1]:.0f} last"
    )
    print(f"{count - len(wrong)} of {count} as they must be", *wrong, sep="\n  ")
    return 1 if wrong else 0


def complaint(learner: str, wanted: classes.Expected, grade: Any) -> list[str]:
    """What is wrong with a grade."""
    if grade is None or grade.status != wanted.status:
        return [f"{learner} ({wanted.kind}): {grade and (grade.status, grade.problem)}"]
    missed = {goal for goal, outcome in grade.goals.items() if outcome == "failed"}
    if wanted.fails is None:
        passed = [goal for goal, outcome in grade.goals.items() if outcome == "passed"]
        return [f"{learner} ({wanted.kind}): passes {passed}"] if passed else []
    return [f"{learner} ({wanted.kind}): fails {sorted(missed)}"] if missed != wanted.fails else []


def command(room: Path, *words: str) -> list[str]:
    return [str(Path(sys.executable).parent / "classroom"), "grade", "class.csv", "--day", "day2", *words]


def environment(room: Path) -> dict[str, str]:
    return {**os.environ, "GRADER_COURSE": str(room.parent / "course")}


def warm(room: Path) -> None:
    """Images and dependencies are there before anything is measured."""
    (room / "warm").mkdir()
    known = classes.known_subjects()
    lines = ["learner,source"]
    for subject in known["solution"]:
        classes.write(room / "warm" / subject.track, subject)
        lines.append(f"{subject.track},{subject.track}")
    (room / "warm" / "class.csv").write_text("\n".join(lines))
    subprocess.run(command(room), cwd=room / "warm", env=environment(room), check=True, stdout=subprocess.DEVNULL)


@contextmanager
def watched() -> Iterator[list[float]]:
    """Memory of this process's descendants, taken every second, in MiB."""
    taken: list[float] = []
    over = threading.Event()

    def look() -> None:
        while not over.wait(1):
            taken.append(sum(memory_of(child) for child in psutil.Process().children(recursive=True)) / 2**20)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield taken
    finally:
        over.set()
        thread.join()
        taken.append(taken[-1] if taken else 0.0)


def memory_of(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def cycles(at_a_time: int) -> float:
    """Bare containers a minute."""
    with closing(engine.connect()) as client:
        needs = recognise(RIGHT, read_project_settings(RIGHT)).dependencies
        image, _ = images.with_dependencies(client, engine.new_run(), needs, lambda _: None)
        cycle(client, image)
        began = time.monotonic()
        with ThreadPoolExecutor(at_a_time) as pool:
            list(pool.map(lambda _: cycle(client, image), range(CYCLES)))
        return 60 * CYCLES / (time.monotonic() - began)


def cycle(client: Any, image: str) -> None:
    """One container: made, started, asked until it answers and then as often as checks ask, removed."""
    container = client.containers.create(
        image, ["/deps/bin/python", "app.py"], working_dir="/app", environment={"PORT": "8080", "HOST": "0.0.0.0"},
        volumes={str(RIGHT): {"bind": "/app", "mode": "ro"}}, network_mode="bridge",
    )  # fmt: skip
    try:
        container.start()
        container.reload()
        host = container.attrs["NetworkSettings"]["IPAddress"]
        answered, deadline = 0, time.monotonic() + 30
        while answered < REQUESTS and time.monotonic() < deadline:
            answered += asked(host)
        assert answered == REQUESTS, container.logs()[-500:]
    finally:
        container.remove(force=True)


def asked(host: str) -> bool:
    """Whether a request was answered."""
    connection = http.client.HTTPConnection(host, 8080, timeout=5)
    try:
        connection.request("GET", "/users")
        connection.getresponse().read()
    except OSError:
        time.sleep(0.005)
        return False
    finally:
        connection.close()
    return True


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*[*numbers, *(200, 2)[len(numbers) :]]))
