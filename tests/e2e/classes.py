"""Makes a class that is like one: right solutions, wrong ones of the catalogue, unfinished, broken and hostile ones.

Of each submission it is known what must come out. The course is day 2 with its first exercise alone, so that a class is
graded in the time that a test may take.
"""

from __future__ import annotations

import csv
import io
import json
import os
import random
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader import catalog
from grader.verify.proving import write
from grader.verify.subjects import Subject, subjects

REPOSITORY = Path(__file__).parents[2]
EXERCISE = "methods"


@dataclass(frozen=True)
class Expected:
    """What must come of a submission. `fails`: the goals that must fail, None for all of them."""

    kind: str
    status: str
    fails: frozenset[str] | None = frozenset()


def course(folder: Path) -> Path:
    """A course of the one exercise."""
    home = folder / "course"
    shutil.copytree(REPOSITORY / "exercises" / "day2", home / "day2", ignore=shutil.ignore_patterns("mutants"))
    file = home / "day2" / "day.toml"
    text = file.read_text()
    file.write_text(text.replace('["methods", "resources", "api-tests", "json"]', f'["{EXERCISE}"]'))
    assert len(catalog.load_day("day2", home).exercises) == 1
    return home


def build(folder: Path, count: int, seed: int = 1) -> dict[str, Expected]:
    """Writes `count` submissions below `folder` and `class.csv`; gives what must come of each learner's."""
    draw = random.Random(seed)
    known = known_subjects()
    expected, rows = {}, []
    for number in range(count):
        learner = f"learner-{number:03}"
        kind = KINDS[number % len(KINDS)]
        place = folder / "in" / learner
        place.parent.mkdir(parents=True, exist_ok=True)
        source, expected[learner] = MAKERS[kind](place, known, draw)
        rows.append((learner, str(source.relative_to(folder)), f"{learner}@example.org"))
    with (folder / "class.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("learner", "source", "email"), *rows])
    return expected


Known = Mapping[str, list[Subject]]
Maker = Callable[[Path, Known, random.Random], tuple[Path, Expected]]


def known_subjects() -> Known:
    """The day's right and wrong solutions and starters, by kind. Of wrong ones those of the exercise alone."""
    found: dict[str, list[Subject]] = {}
    for subject in subjects(catalog.load_day("day2")):
        if subject.kind != "mutant" or subject.exercises[0].name == EXERCISE:
            found.setdefault(subject.kind, []).append(subject)
    return found


def right(place: Path, known: Known, draw: random.Random) -> tuple[Path, Expected]:
    write(place, draw.choice(known["solution"]))
    return place, Expected("right", "graded")


def wrong(place: Path, known: Known, draw: random.Random) -> tuple[Path, Expected]:
    subject = draw.choice(known["mutant"])
    write(place, subject)
    return place, Expected(f"wrong: {subject.name}", "graded", subject.fails)


def unfinished(place: Path, known: Known, draw: random.Random) -> tuple[Path, Expected]:
    write(place, draw.choice(known["starter"]))
    return place, Expected("unfinished", "graded", None)


def packed(place: Path, known: Known, draw: random.Random) -> tuple[Path, Expected]:
    """A right one in an archive."""
    source, expected = right(place, known, draw)
    return Path(shutil.make_archive(str(place), draw.choice(["zip", "gztar"]), source)), expected


def broken(place: Path, known: Known, draw: random.Random) -> tuple[Path, Expected]:
    """An app that ends at its start."""
    flask = next(subject for subject in known["solution"] if subject.track == "flask")
    write(place, flask)
    app = place / "app.py"
    app.write_text(
        draw.choice(["def (:\n", "raise SystemExit(3)\n", "import no_such_module_at_all\n"]) + app.read_text()
    )
    return place, Expected("broken", "not-startable", None)


def hostile(place: Path, known: Known, draw: random.Random) -> tuple[Path, Expected]:
    """What can't be taken: links and names that lead out, a bomb, no project at all."""
    place.mkdir()
    kind = draw.choice(["slip", "link", "bomb", "nothing"])
    if kind == "link":
        (place / "app.py").symlink_to("/etc/passwd")
        return place, Expected("hostile: link", "refused", None)
    if kind == "nothing":
        return place / "not-there", Expected("hostile: nothing", "refused", None)
    if kind == "slip":
        with tarfile.open(place.with_suffix(".tar"), "w") as tar:
            about = tarfile.TarInfo("../../evil.py")
            about.size = 1
            tar.addfile(about, io.BytesIO(b"x"))
        return place.with_suffix(".tar"), Expected("hostile: slip", "refused", None)
    with zipfile.ZipFile(place.with_suffix(".zip"), "w", zipfile.ZIP_DEFLATED) as file:
        for number in range(30):
            file.writestr(f"app{number}.py", b"\0" * (10 << 20))
    return place.with_suffix(".zip"), Expected("hostile: bomb", "refused", None)


MAKERS: Mapping[str, Maker] = {
    "right": right,
    "wrong": wrong,
    "unfinished": unfinished,
    "packed": packed,
    "broken": broken,
    "hostile": hostile,
}
KINDS = ("right", "wrong", "wrong", "hostile", "wrong", "packed", "broken", "wrong", "right", "unfinished")


def environment(room: Path) -> dict[str, str]:
    """For the commands, and the workers of a cluster: the course lies beside the class."""
    return {**os.environ, "GRADER_COURSE": str(room.parent / "course")}


@contextmanager
def cluster(room: Path, count: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A Dask scheduler and workers with a slot each, as a teacher starts them: (address, the workers)."""
    program, about = Path(sys.executable).parent / "dask", room.parent / "scheduler.json"
    here: dict[str, Any] = {"cwd": room.parent, "env": environment(room)}
    here |= {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    words = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", about]
    started = [subprocess.Popen([program, *words], **here)]
    try:
        deadline = time.monotonic() + 60
        while not (about.exists() and about.stat().st_size) and time.monotonic() < deadline:
            time.sleep(0.1)
        address = json.loads(about.read_text())["address"]
        options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--resources", "grade=1"]
        for number in range(count):
            words = ["worker", address, *options, "--local-directory", room.parent / f"worker-{number}"]
            started.append(subprocess.Popen([program, *words], **here))
        yield address, started[1:]
    finally:
        for child in started:
            child.kill()
            child.wait(30)
