"""What `similar` looks at: the code that a learner handed in, and the code that everybody was given."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.classroom.fingerprints import LARGEST, admitted
from grader.classroom.records import Learner
from grader.classroom.sources import Spool
from grader.composing import compose, tracks_of
from grader.errors import GraderError, MachineError, ProjectError
from grader.handouts import DATABASES
from grader.model import Day
from grader.reading.tree import project_files, read_entry
from grader.recognising import recognise
from grader.settings import read_project_settings

# Django writes migrations itself, and those of the same models are the same.
MADE = re.compile(r"(^|/)migrations/\d{4}_\w+\.py$")
# Libraries that lie in a project: all who use one have the same. It is told, for anybody can name a folder so.
FOREIGN = re.compile(r"\.min\.(js|css)$|(^|/)(bower_components|dist|staticfiles|third_party|vendors?)/", re.IGNORECASE)


@dataclass(frozen=True)
class Code:
    """Paths and contents; `left_out` has a line about each file that is not compared though it is code."""

    files: dict[str, bytes]
    left_out: tuple[str, ...] = ()
    track: str = ""


def gather(
    learners: Sequence[Learner], day: Day, tell: Callable[[int], None] = lambda _: None
) -> tuple[dict[str, Code], dict[str, str]]:
    """Everybody's code, and why there is none, by learner. `tell` is called with the number of those looked at.

    Raises MachineError where the machine's fault leaves nobody to compare.
    """
    codes: dict[str, Code] = {}
    missing: dict[str, str] = {}
    fault: MachineError | None = None
    with Spool() as spool:
        for number, learner in enumerate(learners, 1):
            try:
                with spool.handed_in(learner, day) as submission:
                    codes[learner.id] = code_of(submission.project)
            except (ProjectError, MachineError) as error:
                missing[learner.id] = error.message
                fault = error if isinstance(error, MachineError) else fault
            tell(number)
    if fault is not None and not codes:
        raise fault
    return codes, missing


def code_of(project: Path) -> Code:
    """A project's code. Raises ProjectError for what can't be part of a project."""
    entries = {entry.path: entry for entry in project_files(project) if not entry.target}
    sizes = {path: entry.size for path, entry in entries.items() if not MADE.search(path)}
    foreign = sorted(path for path in admitted(sizes)[0] if FOREIGN.search(path))
    chosen, told = admitted({path: size for path, size in sizes.items() if not FOREIGN.search(path)})
    files = {path: read_entry(project, entries[path], LARGEST) for path in chosen}
    return Code(files, (*told, *(f"{path}: a library, by its name" for path in foreign)), track_of(project))


def track_of(project: Path) -> str:
    """The project's track; empty where it can't be told, which is no reason not to compare it."""
    try:
        return recognise(project, read_project_settings(project)).track
    except GraderError:
        return ""


def starters_of(day: Day) -> Iterator[dict[str, bytes]]:
    """All that the day's learners may have been given: every track, database and project."""
    databases = (*DATABASES, "none") if day.database else ("none",)
    projects = [exercise.name for exercise in day.exercises] if day.one_of else [None]
    for project in projects:
        for track in tracks_of(day):
            for database in databases:
                yield compose(day, track, database, (), project)
