"""A grade as a learner starts it, against the bare app with the same requests: in a container, and local."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks import floors, recorded
from benchmarks.course import SOLUTION, lay
from benchmarks.timing import Measured, Timed, in_turn, of_pairs, once
from grader import catalog
from grader.checking import Checking
from grader.grading import Job, grade
from grader.preloading import Nursery
from grader.runners.docker.engine import LABEL, connect
from grader.runners.docker.keeping import KeepingRunner
from grader.runners.docker.runner import DockerRunner
from grader.runners.docker.volumes import pack
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


def cold(pairs: int) -> Measured:
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
            pairs,
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
    """The same by the programs of another checkout, where OTHER names their folder: before and after, in one run."""
    other = os.environ.get("OTHER")
    return {"grade of the other checkout": lambda: timed(Path(other))} if other else {}


def in_process(programs: Path = PROGRAMS) -> float:
    return whole("day2", *CHOSEN, "--project", str(SOLUTION), "--runner", "local", programs=programs)


def local(pairs: int) -> Measured:
    """The same with the local runner, against a bare process."""
    found = Measured("a warm grade, with the local runner")
    talks = recording()
    found.seconds = in_turn(
        {
            "bare process": lambda: floors.here(talks),
            "grade": in_process,
            **earlier(in_process),
        },
        pairs,
    )
    ratio = of_pairs(found.seconds["grade"], found.seconds["bare process"])
    found.ratio("grade with the local runner / its floor", ratio, 1.75, 1.5)
    return found


def help_(pairs: int) -> Measured:
    """`grade --help` against Python with click alone."""
    found = Measured("grade --help")
    quiet = {"check": True, "stdout": subprocess.DEVNULL}
    found.seconds = in_turn(
        {
            "import click": lambda: once(lambda: subprocess.run([sys.executable, "-c", "import click"], **quiet)),
            "grade --help": lambda: once(lambda: subprocess.run([PROGRAMS / "grade", "--help"], **quiet)),
        },
        3 * pairs,
    )
    found.ratio("grade --help / import click", of_pairs(*reversed(list(found.seconds.values()))), 1.5, 1.2)
    return found


def parts(pairs: int) -> Measured:
    """What one sees of removal; how late an app's first answer is noticed; what packages cost that are there."""
    from grader.runners import ready
    from grader.runners.docker import engine, images

    found = Measured("parts of a grade")
    with floors.image() as (client, _):
        needs = floors.project().dependencies
        found.seconds["packages that are there"] = [
            once(lambda: images.with_dependencies(client, engine.new_run(), needs, lambda _: None))
            for _ in range(pairs)
        ]
    found.seconds["removal, as it is seen"] = [seen_of_removal() for _ in range(pairs)]
    found.seconds["readiness noticed after"] = [noticed(ready) for _ in range(pairs)]
    limits = {"packages that are there": 10, "removal, as it is seen": 20, "readiness noticed after": 10}
    for name, most in limits.items():
        found.ratio(name, found.median(name) * 1000, most, unit="ms")
    return found


def seen_of_removal() -> float:
    """From the end of the checks to the end of what holds the sandbox."""
    runner = DockerRunner()
    wanted = job(runner)
    with contextlib.ExitStack() as stack:
        stack.enter_context(runner.serve(wanted.project, wanted.options, lambda _: None))
        seconds = once(stack.close)
    emptied()
    return seconds


def noticed(ready: Any) -> float:
    """An app that begins to answer at a known time, and when `ready.wait` knows of it."""
    import http.server

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    class App:
        port = floors.free_port()

        def address_at(self, port: int) -> Address:
            return Address(f"http://127.0.0.1:{port}")

        def ended(self) -> str:
            return ""

        def listening(self) -> list[tuple[str, int]]:
            return []

    began: list[float] = []

    def answer() -> None:
        time.sleep(0.3)
        began.append(time.perf_counter())
        server.server_bind()
        server.server_activate()
        server.serve_forever(0.01)

    app = App()
    server = http.server.HTTPServer(("127.0.0.1", app.port), Handler, bind_and_activate=False)
    threading.Thread(target=answer, daemon=True).start()
    ready.wait(app, floors.project(), 20)
    seconds = time.perf_counter() - began[0]
    server.shutdown()
    server.server_close()
    return seconds


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
        import io
        import tarfile

        with tarfile.open(fileobj=io.BytesIO(pack(floors.project()))) as tar:
            tar.extractall(project, filter="data")
        (project / "grade.toml").write_text('day = "day8"\ntrack = "flask"\n')
        yield home, project
