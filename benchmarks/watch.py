"""How long a save takes to become a verdict, against the app's start and the failing goal's requests by themselves.

    make bench        or: .venv/bin/python benchmarks/watch.py [TRACK] [PAIRS]

Floor and product are measured in turn, in one run, on the same warm container: the floor starts the app there, asks
until it answers, and sends the requests of the failing goal by plain `http.client`. The product is a save to a file, as
`grade --watch` sees it, until the verdict on what failed before is there. Printed: medians in ms, and their ratio.
"""

from __future__ import annotations

import http.client
import queue
import socket
import statistics
import sys
import tempfile
import time
from pathlib import Path

from grader import catalog
from grader.composing import tracks_of
from grader.grading import Job
from grader.recognising import recognise
from grader.runners.docker.engine import answers
from grader.runners.local import LocalRunner
from grader.server.address import Address
from grader.settings import read_project_settings
from grader.verify.subjects import Subject, subjects
from grader.watching import Changes, Session, Verdict, WarmRunner

DAY = catalog.load_day("day2")
METHODS = DAY.exercises[:1]
GOAL = "day2/methods.create"
PAIRS = 9


class UnixConnection(http.client.HTTPConnection):
    """HTTP over the sandbox's socket, or over a port where there is none."""

    def __init__(self, address: Address) -> None:
        super().__init__("127.0.0.1", address.port)
        self.path = address.socket

    def connect(self) -> None:
        if not self.path:
            super().connect()
            return
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


def wrong_solution(track: str) -> Subject:
    """One that fails the goal that is measured, and nothing else."""
    return next(s for s in subjects(DAY, (track,)) if s.fails == {GOAL})


def lay(subject: Subject, folder: Path) -> None:
    for path, content in subject.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def requests_of(verdict: Verdict) -> int:
    """How many requests the failing goals and those that they need have sent."""
    return sum(len(check.exchanges) for goal in verdict.report.goals for check in goal.checks)


def floor(session: Session, requests: int) -> float:
    """Seconds for the bare app: started in the same sandbox, asked until it answers, then so many requests."""
    server = session.server
    assert server is not None
    server.kill()
    began = time.perf_counter()
    server.start()
    for _ in range(requests):
        connection = UnixConnection(server.address)
        connection.request("GET", "/users")
        connection.getresponse().read()
        connection.close()
    return time.perf_counter() - began


def measure(track: str, pairs: int) -> None:
    subject, runner = wrong_solution(track), WarmRunner() if answers() else LocalRunner()
    with tempfile.TemporaryDirectory(prefix="backend-week-bench-") as home:
        folder = Path(home) / "day2"
        lay(subject, folder)
        saved: queue.SimpleQueue[list[str]] = queue.SimpleQueue()
        session = Session(lambda _: None, lambda _: None)
        file = folder / next(path for path in subject.files if path.endswith((".py", ".js")))
        floors, products, requests = [], [], 0
        with Changes(folder, saved.put):
            for number in range(-2, pairs):
                began = time.perf_counter()
                if number > -2:
                    file.write_text(f"{file.read_text()}\n")
                    saved.get(timeout=30)
                verdicts: list[tuple[float, Verdict]] = []
                project = recognise(folder, read_project_settings(folder))
                job = Job(DAY, METHODS, project, runner, 1)
                session.grade(job, lambda one, seen=verdicts: seen.append((time.perf_counter(), one)))
                at, first = verdicts[0]
                if number >= 0:
                    assert not first.whole, "what failed before comes first"
                    requests = requests_of(first)
                    products.append(at - began)
                    floors.append(floor(session, requests))
        session.end()
    own, least = statistics.median(products) * 1000, statistics.median(floors) * 1000
    print(
        f"{track:8} {runner.name:7} {requests:3} requests   floor {least:6.0f} ms   save to verdict {own:6.0f} ms   "
        f"ratio {own / least:.2f} (must 1.5, aim 1.2)"
    )


if __name__ == "__main__":
    chosen = [word for word in sys.argv[1:] if word in tracks_of(DAY)] or tracks_of(DAY)
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    for name in chosen:
        measure(name, numbers[0] if numbers else PAIRS)
