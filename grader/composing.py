"""What a learner's project consists of: starters laid over each other and the files made for it. Writes nothing.

A day's own starter comes first, then each exercise's; in both, `common` first, then the track's. A `.j2` file is
rendered with `day`, `track`, `database` and `exercises`, and loses the suffix. One that gives nothing is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from grader.catalog import choose, nearest, only_project
from grader.errors import CourseError, UsageError
from grader.handouts import generated_files
from grader.model import Day, Exercise
from grader.quizzes import answers_file

LEFTOVERS = {"__pycache__", ".pytest_cache", "node_modules", ".venv", ".DS_Store", ".gitkeep"}


def compose(
    day: Day, track: str, database: str = "none", only: Sequence[str] = (), project: str | None = None
) -> dict[str, bytes]:
    """Relative paths and contents of a day's project; with `only`, just those exercises' own starter files.

    Raises UsageError for an unknown track or exercise, CourseError where two exercises disagree about a file.
    """
    day = only_project(day, project) if day.one_of and project else day
    known = tracks_of(day)
    if track not in known:
        raise UsageError(f"there is no track called '{track}'", nearest(track, known, "tracks"))
    context = {"day": day, "track": track, "database": database, "exercises": day.exercises}
    exercises = lay_exercises(choose(day, only), track, context)
    if only:
        return exercises
    files = lay(day.folder / "starter", track, context) | exercises | documents(day)
    for path, content in generated_files(day, track, database, project, dict(sorted(files.items()))).items():
        if path in files:
            raise CourseError(f"{day.id}: a starter holds {path}, which scaffold writes itself")
        files[path] = content
    return dict(sorted(files.items()))


def tracks_of(day: Day) -> list[str]:
    """The tracks that the day has starters for."""
    homes = [day.folder, *(exercise.folder for exercise in day.exercises)]
    return sorted({path.name for home in homes for path in home.glob("starter/*") if path.is_dir()} - {"common"})


def documents(day: Day) -> dict[str, bytes]:
    """What describes a project's API for programs: part of what the learner reads, and what the checks go by."""
    places = [exercise.folder / "openapi.yaml" for exercise in day.exercises]
    return {file.name: _content(file) for file in places if file.is_file()}


def lay_exercises(exercises: Iterable[Exercise], track: str, context: Mapping[str, object]) -> dict[str, bytes]:
    """The exercises' starters in one. Raises CourseError when two give the same path with different contents."""
    files: dict[str, bytes] = {}
    owners: dict[str, str] = {}
    for exercise in exercises:
        for path, content in (lay(exercise.folder / "starter", track, context) | answers_file(exercise)).items():
            if files.setdefault(path, content) != content:
                raise CourseError(f"{owners[path]} and {exercise.id} both bring {path}, and not the same")
            owners.setdefault(path, exercise.id)
    return files


def lay(starter: Path, track: str, context: Mapping[str, object]) -> dict[str, bytes]:
    """One starter's files: `common`, and the track's over them."""
    files: dict[str, bytes] = {}
    for layer in (starter / "common", starter / track):
        for file in sorted(layer.rglob("*")):
            relative = file.relative_to(layer)
            if not file.is_file() or LEFTOVERS.intersection(relative.parts) or file.suffix == ".pyc":
                continue
            if file.suffix == ".j2":
                if (rendered := _rendered(file, context)).strip():
                    files[relative.with_suffix("").as_posix()] = rendered
            else:
                files[relative.as_posix()] = _content(file)
    return files


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CourseError(f"{file}: can't be read: {error.strerror}") from error


def _rendered(file: Path, context: Mapping[str, object]) -> bytes:
    from grader.pages import render_source

    try:
        return render_source(_content(file).decode("utf-8"), **context).encode("utf-8")
    except Exception as error:  # whatever a template can raise, it is the course's fault
        raise CourseError(f"{file}: can't be rendered: {error}") from error
