"""The project that a command is about: a folder, or an archive that is unpacked for as long as it takes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grader.errors import UsageError
from grader.model import Day
from grader.runners import folders
from grader.runners.watchdog import Watchdog
from grader.settings import read_project_settings


@contextmanager
def project_folder(day: Day, given: Path | None, *, required: bool) -> Iterator[Path]:
    """The project's folder. That of an archive is gone afterwards, however the run ends, and no message names it."""
    if given is None or not is_other_than_folder(given):
        yield find_folder(day, given, required=required)
        return
    from grader.reading.archives import unpack

    try:
        with Watchdog() as watchdog:
            home = folders.make(folders.PROJECTS).resolve()
            watchdog.guard("folder", str(home))
            folder = unpack(given, home / "project")
            try:
                yield folder
            except UsageError as error:
                raise renamed(error, folder, given.name) from error
    except KeyboardInterrupt as interrupt:  # the runner's watchdog may have said the same
        interrupt.__notes__ = list(dict.fromkeys(interrupt.__notes__))
        raise


def find_folder(day: Day, given: Path | None, *, required: bool) -> Path:
    """The project's folder: as given, else here if this is the day's, else ./DAY, else here."""
    here = Path.cwd()
    if given is not None:
        if is_other_than_folder(given) or not given.exists():
            raise UsageError(f"there is no project folder {given}", f"Make one: scaffold {day.id} --into {given}")
        return given.resolve()
    if (here / day.id).is_dir() and read_project_settings(here).day != day.id:
        return here / day.id
    other = read_project_settings(here).day
    if required and other not in (None, day.id):
        raise UsageError(f"this folder is {other}'s project", f"Go to {day.id}'s, or name it with --project.")
    return here


def is_other_than_folder(given: Path) -> bool:
    """Whether there is something that may be an archive. Raises UsageError where nobody may look."""
    try:
        return given.exists() and not given.is_dir()
    except OSError as error:
        raise UsageError(f"{given} can't be read: {error.strerror}", "Check the name, and who may read it.") from error


def renamed(error: UsageError, folder: Path, name: str) -> UsageError:
    """The same with the archive's name for its folder, to which nobody can point."""
    cure = "Pack that one project's folder alone." if str(folder) in error.remedy else error.remedy
    return UsageError(error.message.replace(str(folder), name), cure)
