"""The floors: bare containers and bare processes that run the right solution, are asked by plain sockets, and go."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from benchmarks.course import SOLUTION
from benchmarks.recorded import Talk, replay, until_ready
from grader.recognising import recognise
from grader.runners.docker import engine, images
from grader.runners.local_installing import install
from grader.settings import read_project_settings

REQUESTS = 30


def project(folder: Path = SOLUTION) -> Any:
    return recognise(folder, read_project_settings(folder))


@contextmanager
def image() -> Iterator[tuple[Any, str]]:
    """A client of the engine, and the image with the solution's packages."""
    with closing(engine.connect()) as client:
        name, _ = images.with_dependencies(client, engine.new_run(), project().dependencies, lambda _: None)
        yield client, name


def container(client: Any, image: str, talks: list[Talk]) -> float:
    """Seconds from nothing to the last answer of a bare container; it is removed after that."""
    began = time.perf_counter()
    made = client.containers.create(
        image, ["/deps/bin/python", "app.py"], working_dir="/app", environment={"PORT": "8080", "HOST": "0.0.0.0"},
        volumes={str(SOLUTION): {"bind": "/app", "mode": "ro"}}, network_mode="bridge",
    )  # fmt: skip
    try:
        made.start()
        made.reload()
        place = (made.attrs["NetworkSettings"]["IPAddress"], 8080)
        until_ready(place)
        replay(place, talks)
        return time.perf_counter() - began
    finally:
        made.remove(force=True)


def rate(cycle: Callable[[], object], at_a_time: int, count: int) -> float:
    """How many a minute."""
    began = time.monotonic()
    with ThreadPoolExecutor(at_a_time) as pool:
        list(pool.map(lambda _: cycle(), range(count)))
    return 60 * count / (time.monotonic() - began)


def health(count: int = REQUESTS) -> list[Talk]:
    """So many plain requests, each over a connection of its own."""
    return [[b"GET /users HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"]] * count


@contextmanager
def running(port: int = 0) -> Iterator[tuple[str, int]]:
    """The solution as a bare process of this machine, once it answers: where."""
    port = port or free_port()
    installed = install(project().dependencies, lambda _: None)
    env = {**os.environ, "PORT": str(port), "HOST": "127.0.0.1"}
    child = subprocess.Popen(
        [installed.path[0] / "python", "app.py"], cwd=SOLUTION, env=env,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        until_ready(("127.0.0.1", port))
        yield "127.0.0.1", port
    finally:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def here(talks: list[Talk]) -> float:
    """Seconds from nothing to the last answer of a bare process."""
    began = time.perf_counter()
    with running() as place:
        replay(place, talks)
        return time.perf_counter() - began


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def asked(place: tuple[str, int]) -> int:
    """The status of one request."""
    connection = http.client.HTTPConnection(*place, timeout=5)
    try:
        connection.request("GET", "/users")
        return connection.getresponse().status
    finally:
        connection.close()
