"""The cold path by part: a project whose packages are not here yet, in a container and on this machine."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

from benchmarks import floors
from benchmarks.timing import Measured, Rounds, once
from grader.project import Dependencies
from grader.runners import local_installing
from grader.runners.docker import engine, images

TIMES = 3


def first(_: Rounds) -> Measured:
    """Installing in a container, the part of it that keeps the layer, and installing here."""
    found = Measured("packages that are not here yet")
    names = ("in a container", "… of that, keeping the layer", "with the local runner")
    found.seconds = {name: [] for name in names}
    for number in range(TIMES):
        needs = unknown(floors.project().dependencies, number)
        with contextlib.closing(engine.connect()) as client, kept() as keeping:
            made: list[str] = []

            def install(client: Any = client, needs: Dependencies = needs, made: list[str] = made) -> None:
                made.append(images.with_dependencies(client, engine.new_run(), needs, lambda _: None)[0])

            found.seconds[names[0]].append(once(install))
            found.seconds[names[1]].append(sum(keeping))
            client.images.remove(made[0])
        with tempfile.TemporaryDirectory(prefix="backend-week-bench-") as home, cache(Path(home)):
            found.seconds[names[2]].append(once(lambda needs=needs: local_installing.install(needs, lambda _: None)))
    return found


def unknown(needs: Dependencies, number: int) -> Dependencies:
    """The same packages under a name that no layer has."""
    wanted = needs.files["requirements.txt"] + f"\n# {os.getpid()} {number}\n".encode()
    return replace(needs, files={"requirements.txt": wanted})


@contextlib.contextmanager
def kept() -> Iterator[list[float]]:
    """Seconds that layers took to keep."""
    taken: list[float] = []
    own = images._commit

    def timed(*how: Any) -> None:
        taken.append(once(lambda: own(*how)))

    with mock.patch.object(images, "_commit", timed):
        yield taken


@contextlib.contextmanager
def cache(home: Path) -> Iterator[None]:
    with mock.patch.dict(os.environ, {"GRADER_CACHE": str(home)}):
        yield
