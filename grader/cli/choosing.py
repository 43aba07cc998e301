"""From the words of a command to what is graded: the runner, the project, the database, the address."""

from __future__ import annotations

import os
import secrets
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader import catalog, jobs
from grader.errors import UsageError
from grader.model import Day, Exercise
from grader.runners import RUNNERS
from grader.server.options import Options, Progress
from grader.server.protocols import Runner

if TYPE_CHECKING:
    from grader.grading import Job

WAKING_SECONDS = 90  # that a free host may take to wake up a server
NO_ENGINE = "no Docker engine answers here, so this was run without a container"


@dataclass(frozen=True)
class Words:
    """What a learner typed: a day, some of its exercises, and the options that say how they are graded."""

    day: str
    exercises: tuple[str, ...]
    project: Path | None
    runner: str
    url: str | None
    ca: str | None
    allow_private: bool
    track: str | None
    database: str | None
    start_timeout: float
    runtime: str
    seed: int | None


@dataclass(frozen=True)
class Wanted:
    """What they stand for. `elsewhere`: the project is graded by its `address` alone, which leads to `at`."""

    words: Words
    day: Day
    exercises: tuple[Exercise, ...]
    runner: Runner
    seed: int
    elsewhere: bool
    address: str
    at: tuple[str, ...]
    notices: tuple[str, ...] = ()

    def ahead(self, folder: Path, progress: Progress) -> AbstractContextManager[None]:
        """Begins with what a grade needs and no project decides."""
        kind = jobs.database_for(self.day, folder, self.words.database, self.runner)
        return self.runner.ahead(Options(runtime=self.words.runtime, database=kind), progress)

    def job(self, folder: Path) -> Job:
        """The job for a folder as it is now. Raises ProjectError where it can't be read as a project."""
        from grader.grading import Job

        project = jobs.read_project(folder, self.words.track, self.elsewhere)
        project = replace(project, notices=(*project.notices, *self.notices, *jobs.made_by_another(folder)))
        kind = jobs.database_for(self.day, folder, self.words.database, self.runner)
        return Job(self.day, self.exercises, project, self.runner, self.seed, database=kind, options=self._how(folder))

    def _how(self, folder: Path) -> Options:
        ca, seconds = self.words.ca or "", self.words.start_timeout
        return Options(
            start_timeout=max(seconds, WAKING_SECONDS) if self.day.online and self.elsewhere else seconds,
            runtime=self.words.runtime,
            url=self.address if self.elsewhere else "",
            at=self.at,
            ca=ca,
            online=None if self.elsewhere else jobs.deployed_at(self.day, folder, self.address, self.at, ca),
            database_url=os.environ.get("DATABASE_URL", ""),
        )


def looked_up(words: Words) -> tuple[Day, tuple[Exercise, ...]]:
    """The day and those of its exercises that are graded. Raises UsageError for names that there are not."""
    day = catalog.load_day(words.day)
    if day.one_of:
        day = the_project(day, words.exercises, words.project, required=not words.url)
    return day, catalog.choose(day, words.exercises)


def understood(words: Words, known: tuple[Day, tuple[Exercise, ...]] | None = None) -> Wanted:
    """What was typed, with all names looked up; `known` are those that have been. Raises UsageError."""
    day, chosen = known or looked_up(words)
    elsewhere = bool(words.url) and all(exercise.online or not day.online for exercise in chosen)
    how, notices = (RUNNERS["url"](), ()) if elsewhere else choose_runner(words.runner)
    require_container(words.runtime, how)
    address, at = _graded_address(words.url, words.allow_private) if words.url else ("", ())
    seed = secrets.randbelow(1_000_000) if words.seed is None else words.seed
    return Wanted(words, day, chosen, how, seed, elsewhere, address, at, notices)


def _graded_address(url: str, allow_private: bool) -> tuple[str, tuple[str, ...]]:
    from grader.addresses import graded_address

    return graded_address(url, allow_private)


def choose_runner(name: str) -> tuple[Runner, tuple[str, ...]]:
    """The runner, and a notice where `auto` had to do without an engine."""
    if name == "auto":
        from grader.runners.docker.engine import answers

        return (RUNNERS["docker"](), ()) if answers() else (RUNNERS["local"](), (NO_ENGINE,))
    if name not in ("docker", "local"):  # that for an address is chosen by --url
        raise UsageError(
            f"there is no runner called '{name}'", catalog.nearest(name, ["auto", "docker", "local"], "runners")
        )
    return RUNNERS[name](), ()


def require_container(runtime: str, runner: Runner) -> None:
    """Raises UsageError where a container runtime was asked for and there will be no container."""
    if runtime and runner.name != "docker":
        raise UsageError(
            f"--runtime {runtime} needs a container, and this run has none",
            "Start the Docker engine and add --runner docker, or leave --runtime out.",
        )


def the_project(
    day: Day, named: tuple[str, ...], folder: Path | None, *, required: bool, command: str = "grade"
) -> Day:
    """The day with the one project that the command is about: the one named, else grade.toml's, else the course's."""
    from grader.cli.submitted import find_folder

    home = Path()
    if not named and (folder is None or folder.is_dir()):
        home = find_folder(day, folder, required=required)
    return jobs.with_one_project(day, named, home, command)
