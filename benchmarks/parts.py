"""Parts of a grade by themselves: removal as it is seen, a first answer as it is noticed, packages that are there."""

from __future__ import annotations

import contextlib
import http.server
import threading
import time
from typing import Any

from benchmarks import floors
from benchmarks.grades import emptied, job
from benchmarks.timing import Measured, Rounds, once
from grader.runners import ready
from grader.runners.docker import bases, compiled, engine, images
from grader.runners.docker.runner import DockerRunner
from grader.server.address import Address

CHECKS = 0.5  # seconds that checks take, if they are few


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


class App:
    """What `ready.wait` asks of an app."""

    def __init__(self) -> None:
        self.port = floors.free_port()

    def address_at(self, port: int) -> Address:
        return Address(f"http://127.0.0.1:{port}")

    def ended(self) -> str:
        return ""

    def listening(self) -> list[tuple[str, int]]:
        return []


def parts(rounds: Rounds) -> Measured:
    """What one sees of removal; how late an app's first answer is noticed; what packages cost that are there."""
    found = Measured("parts of a grade")
    with floors.image() as (client, _):
        needs = floors.project().dependencies
        base = bases.named(client, bases.BASES["python"], lambda _: None)
        python = compiled.known(client, *base)  # a sandbox that is begun knows it
        found.seconds["packages that are there"] = [
            once(lambda: images.with_dependencies(client, engine.new_run(), needs, lambda _: None, python=python))
            for _ in rounds
        ]
    found.seconds["removal, as it is seen"] = [seen_of_removal() for _ in rounds]
    found.seconds["readiness noticed after"] = [noticed() for _ in rounds]
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
        time.sleep(CHECKS)  # what begins with them, the look for what dead runs left, is over then
        seconds = once(stack.close)
    emptied()
    return seconds


def noticed() -> float:
    """An app that begins to answer at a known time, and when `ready.wait` knows of it."""
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
