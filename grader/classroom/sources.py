"""From a line of the roster to the project that was handed in, copied to where nobody else writes.

What is handed in is hostile. It is read as `grade` reads a learner's folder or archive: no link is followed, sizes are
counted as they come, nothing of it is run. A source that can't be taken is its learner's affair (ProjectError); what
the network or this machine did not do is the machine's (MachineError), and costs nobody anything.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from grader.classroom import copies, fetching
from grader.classroom.records import Learner
from grader.classroom.roster import is_remote
from grader.errors import MachineError, ProjectError, UsageError
from grader.model import Day
from grader.reading.archives import unpack
from grader.reading.tree import copy_tree, shown
from grader.runners import folders
from grader.runners.watchdog import Watchdog
from grader.settings import read_project_settings


@dataclass(frozen=True)
class Submission:
    """What a learner handed in: `top` is all of it, `project` the day's folder in it, `hash` says what it was."""

    top: Path
    project: Path
    hash: str
    commit: str
    fetched_at: datetime


class Spool:
    """A folder for what is being graded. It is removed however the run ends, also where it is killed.

    Its name says whose it is: what a power cut leaves is swept. It is not an archive's, since what was cloned is a
    repository, and is graded as one.
    """

    def __enter__(self) -> Spool:
        self.watchdog = Watchdog()
        self.watchdog.__enter__()
        self.home = folders.make(folders.CLASSES).resolve()
        self.watchdog.guard("folder", str(self.home))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.watchdog.__exit__(kind, error, at)

    @contextmanager
    def place(self) -> Iterator[Path]:
        """A folder for one submission, for as long as it is needed."""
        place = Path(tempfile.mkdtemp(dir=self.home))
        try:
            yield place
        finally:
            folders.remove(place)

    @contextmanager
    def handed_in(self, learner: Learner, day: Day) -> Iterator[Submission]:
        """A learner's submission. Raises ProjectError for one that can't be taken, MachineError for the machine's."""
        with self.place() as place:
            try:
                yield taken(learner, day, place)
            except UsageError as error:  # the words for whoever names a folder on a command line
                raise ProjectError(error.message.replace(str(place), "its source"), error.remedy) from error


def taken(learner: Learner, day: Day, place: Path) -> Submission:
    """The submission below `place`, which is empty."""
    top, commit, source = place / "it", "", Path(learner.source)
    needs_git = any(exercise.git for exercise in day.exercises)
    if is_remote(learner.source):
        commit = fetching.fetch(learner.source, learner.commit, top, place / "home", whole=needs_git)
    elif not lies(source):
        raise ProjectError(f"there is nothing at {shown(source.name)}", "Was it handed in? Is the roster's path right?")
    elif not source.is_dir():
        top = unpack(source, top)
    elif needs_git:
        copies.copy_all(source, top)
    else:
        copy_tree(below(source, day), top)
    project = below(top, day)
    refuse_another_day(project, day)
    return Submission(top, project, copies.fingerprint(project, top if needs_git else None), commit, datetime.now(UTC))


def lies(source: Path) -> bool:
    """Whether there is something. Raises MachineError where nobody may look: that is no learner's doing."""
    try:
        return source.exists()
    except OSError as error:
        raise MachineError(f"{source} can't be read: {error.strerror}", "Check who may read it.") from error


def below(top: Path, day: Day) -> Path:
    """The day's project: a folder of the day's name, where the whole course was handed in; else all of it."""
    inner = top / day.id
    return inner if inner.is_dir() and not inner.is_symlink() else top


def refuse_another_day(project: Path, day: Day) -> None:
    other = read_project_settings(project).day
    if other not in (None, day.id):
        raise ProjectError(f"it is {other}'s project, not {day.id}'s", f"Hand in the folder {day.id}.")
