"""Where a learner's projects lie, and with each its `.grader` folder."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from grader import keeping
from grader.settings import find_course_settings, read_project_settings

MOST_PROJECTS = 64


def home(folder: Path) -> Path:
    """The folder that holds a learner's projects: that of `course.toml`, else the one above a day's project.

    A project in a folder that is not called as its day is one by itself, and so is a folder that is in none.
    """
    here = Path(os.path.realpath(folder))
    course = find_course_settings(here).folder
    if course is not None:
        return course
    for project in (here, *here.parents):
        if day := read_project_settings(project).day:
            return project.parent if project.name == day else project
    return here


def projects(at: Path) -> list[Path]:
    """The folder and those right in it that have a history; links are never followed."""
    return [at, *_inside(at)]


def _inside(at: Path) -> Iterator[Path]:
    try:
        names = sorted(entry.name for entry in os.scandir(at) if entry.is_dir(follow_symlinks=False))
    except OSError:
        return
    found = 0
    for name in names:
        if name != keeping.HOME and found < MOST_PROJECTS and is_folder(at / name / keeping.HOME):
            found += 1
            yield at / name


def is_folder(path: Path) -> bool:
    """Whether it is a folder and no link, as far as one may look."""
    try:
        return path.is_dir() and not path.is_symlink()
    except OSError:
        return False


def page_in(folder: Path, name: str) -> Path:
    """Where a page about a project is written, anew each time. Raises OSError where the folder is a link."""
    page = folder / keeping.HOME / name
    keeping.refuse_links(page)
    page.parent.mkdir(exist_ok=True)
    keep_out_of_git(page.parent)
    page.unlink(missing_ok=True)
    return page


def keep_out_of_git(kept: Path) -> None:
    """A `.gitignore` in the `.grader` folder, for projects whose own one does not name it. Never through a link."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | keeping.NO_LINKS
    with contextlib.suppress(OSError):
        descriptor = os.open(kept / ".gitignore", flags, 0o644)
        try:
            os.write(descriptor, b"*\n")
        finally:
            os.close(descriptor)
