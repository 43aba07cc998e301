"""The floor: bare containers, made and removed by the engine alone; and the memory that a run's processes take."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psutil

from grader.recognising import recognise
from grader.runners.docker import engine, images
from grader.settings import read_project_settings

REQUESTS = 30
CYCLES = 20
RIGHT = Path(__file__).parents[1] / "solutions" / "day2" / "flask"


def cycles(at_a_time: int) -> float:
    """Bare containers a minute: each runs the right Flask solution, is asked `REQUESTS` times, and is removed."""
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


@contextmanager
def memory_watched() -> Iterator[list[float]]:
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
    """Its resident memory in bytes; nothing once it is over."""
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0
