"""A track is a value: a framework that the course can be done in, and how a project of it is found and started.

To add one (say FastAPI):

1. Write `grader/tracks/fastapi.py` with one function and one value:

       def find(sources: Sources) -> list[Found]: ...
       TRACK = Track("fastapi", "FastAPI", "python", "FastAPI", "a file that makes a FastAPI app", find)

   `find` looks at the files only. It gives one Found for every folder in which a project of the track could start,
   and none for a project of another framework: what it gives is the evidence by which a track is recognised.
2. Add its line to TRACKS in `grader/tracks/__init__.py`.
3. Write the starters (`exercises/<day>/<exercise>/starter/fastapi/`) and the solutions (`solutions/<day>/fastapi/`).
4. Add rows to the table of small projects in `tests/unit/test_recognising.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from grader.reading.sources import Sources

Language = Literal["python", "node"]


@dataclass(frozen=True)
class Found:
    """A place where a project of the track starts.

    `start` is a shell command for the folder `workdir`; `entry` the file that it was recognised by; `home` the folder
    that the project's dependencies are declared in; `depth` how many folders lie above it.
    """

    start: str
    workdir: str
    entry: str
    home: str
    depth: int
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Track:
    """`name` is what learners write, `framework` the package's name, `markers` what `find` looks for, in words."""

    name: str
    title: str
    language: Language
    framework: str
    markers: str
    find: Callable[[Sources], list[Found]]


def best_of_each_home(found: list[Found]) -> list[Found]:
    """The first of each home, shallow homes first."""
    homes: dict[str, Found] = {}
    for one in found:
        homes.setdefault(one.home, one)
    return sorted(homes.values(), key=lambda one: one.depth)
