"""How long a save takes to become a verdict, against the bare app's start and the failing goal's requests.

Floor and product take turns: the floor starts the app as a bare process in a container that runs already, asks until
it answers, and sends the failing goal's requests by plain sockets. The product is a save to a file, as `grade --watch`
sees it, until the verdict on what failed before is there.
"""

from __future__ import annotations

import contextlib
import queue
import tempfile
import threading
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from benchmarks import floors
from benchmarks.recorded import replay, until_ready
from benchmarks.timing import Measured, Rounds, of_pairs, once
from grader import catalog
from grader.composing import tracks_of
from grader.grading import Job
from grader.recognising import recognise
from grader.runners.docker import engine, images
from grader.settings import read_project_settings
from grader.verify.subjects import Subject, subjects
from grader.watching import Changes, Session, Verdict, WarmRunner

DAY = catalog.load_day("day2")
METHODS = DAY.exercises[:1]
GOAL = "day2/methods.create"


def watch(rounds: Rounds) -> Measured:
    """Every track."""
    found = Measured("a save in watch mode")
    tracks = tracks_of(DAY)
    for track in tracks:
        floor, product = measure(track, rounds.part(len(tracks)))
        found.seconds |= {f"{track}: bare start and requests": floor, f"{track}: save to verdict": product}
        found.ratio(f"{track}: save to verdict / bare start", of_pairs(product, floor), 1.5, 1.2)
    return found


def measure(track: str, rounds: Rounds) -> tuple[list[float], list[float]]:
    subject = next(s for s in subjects(DAY, (track,)) if s.fails == {GOAL})
    floor, product = [], []
    with tempfile.TemporaryDirectory(prefix="backend-week-bench-") as home:
        folder = Path(home) / "day2"
        lay(subject, folder)
        with bare(folder) as begin, watching(folder) as save:
            requests = 0
            for number in chain((-1,), rounds):
                seconds, verdict = save()
                if number >= 0:
                    product.append(seconds)
                    requests = requests or sum(len(c.exchanges) for g in verdict.report.goals for c in g.checks)
                    floor.append(begin(requests))
    return floor, product


def lay(subject: Subject, folder: Path) -> None:
    for path, content in subject.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


@contextlib.contextmanager
def watching(folder: Path) -> Iterator[Any]:
    """A watch session that has graded once; `save()` gives the seconds to the next verdict, and that."""
    saved: queue.SimpleQueue[list[str]] = queue.SimpleQueue()
    session, runner = Session(lambda _: None, lambda _: None), WarmRunner()
    file = next(path for path in sorted(folder.rglob("*")) if path.suffix in (".py", ".js") and "test" not in path.name)

    def grade() -> list[tuple[float, Verdict]]:
        verdicts: list[tuple[float, Verdict]] = []
        project = recognise(folder, read_project_settings(folder))
        job = Job(DAY, METHODS, project, runner, 1)
        session.grade(job, lambda one: verdicts.append((time.perf_counter(), one)))
        return verdicts

    def save() -> tuple[float, Verdict]:
        began = time.perf_counter()
        file.write_text(f"{file.read_text()}\n")
        saved.get(timeout=30)
        at, first = grade()[0]
        assert not first.whole, "what failed before comes first"
        return at - began, first

    with Changes(folder, saved.put):
        grade()
        try:
            yield save
        finally:
            session.end()


@contextlib.contextmanager
def bare(folder: Path) -> Iterator[Any]:
    """A container that does nothing; `begin(requests)` runs the app in it and asks so often: the seconds of that."""
    project = recognise(folder, read_project_settings(folder))
    with contextlib.closing(engine.connect()) as client:
        image, _ = images.with_dependencies(client, engine.new_run(), project.dependencies, lambda _: None)
        volumes = {str(folder): {"bind": "/app", "mode": "rw"}}
        held = client.containers.run(
            image, ["sleep", "900"], volumes=volumes, network_mode="bridge", detach=True, entrypoint=[], init=True,
            user="0", environment={"PORT": "8080", "HOST": "0.0.0.0", "NODE_PATH": "/deps/node_modules",
                         "PATH": "/deps/bin:/usr/local/bin:/usr/bin:/bin"},
        )  # fmt: skip
        held.reload()
        place = (held.attrs["NetworkSettings"]["IPAddress"], 8080)

        def begin(requests: int) -> float:
            command = f"cd /app && echo $$ > /tmp/pid && exec {project.start}"
            held.exec_run(["sh", "-c", "ln -sfn /deps/node_modules /app/node_modules; true"])
            threading.Thread(target=held.exec_run, args=(["sh", "-c", command],), daemon=True).start()

            def asked() -> None:
                until_ready(place)
                replay(place, floors.health(requests))

            seconds = once(asked)
            held.exec_run(["sh", "-c", "kill -9 $(cat /tmp/pid)"])
            return seconds

        try:
            yield begin
        finally:
            held.remove(force=True)
