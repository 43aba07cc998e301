"""What is graded to prove a day: per track its starter, its solution, and the solution with one fault each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from grader import catalog
from grader.composing import compose, tracks_of
from grader.digests import exercises_digest
from grader.errors import CourseError
from grader.model import Day, Exercise
from grader.verify.history import History

STARTER, SOLUTION = "starter", "solution"
LEFT_OUT = {"__pycache__", "node_modules", ".venv", ".grader"}


@dataclass(frozen=True)
class Mutant:
    """A deliberate fault in a solution, and the goals (full ids) that it must fail.

    It is one edit of one file, or where that can't show it, `files`: whole files by path, empty ones to be removed;
    or `git`, another history than the right one.
    """

    exercise: str
    track: str
    name: str
    why: str
    file: str
    find: str
    replacement: str
    fails: frozenset[str]
    files: Mapping[str, str] = field(default_factory=dict)
    database: str = ""
    git: History | None = None


@dataclass(frozen=True)
class Subject:
    """A project to grade, the exercises to grade it on, and the goals that must fail (None: all of them).

    `git`: the history that it has, if any.
    """

    name: str
    day: Day
    track: str
    kind: str
    files: Mapping[str, bytes]
    exercises: tuple[Exercise, ...]
    fails: frozenset[str] | None
    database: str = "none"
    git: History | None = None

    @property
    def digest(self) -> str:
        """The hash of all that decides the outcome."""
        parts = hashlib.sha256(f"{exercises_digest(self.exercises)} {self.database} {self.git or ''}".encode())
        for path, content in sorted(self.files.items()):
            parts.update(f"{path}\0{hashlib.sha256(content).hexdigest()}\0".encode())
        return parts.hexdigest()[:24]


def solutions_root() -> Path:
    """The reference solutions lie beside the exercises; they are in no installed package."""
    return catalog.root().parent / "solutions"


def subjects(day: Day, tracks: tuple[str, ...] = ()) -> Iterator[Subject]:
    """All of a day, the cheap and telling ones first; of a day of projects, each by itself."""
    if day.one_of:
        for exercise in day.exercises:
            alone = catalog.only_project(day, exercise.name)
            yield from _subjects(alone, f"{day.id}/{exercise.name}", tracks, exercise.name)
    else:
        yield from _subjects(day, day.id, tracks, None)


def _subjects(day: Day, home: str, tracks: tuple[str, ...], project: str | None) -> Iterator[Subject]:
    """`home`: where its solutions lie, and how it is called."""
    first, *others = day.proved_on or ("sqlite" if day.database else "none",)
    right = History() if any(exercise.git for exercise in day.exercises) else None
    for track in tracks or tuple(tracks_of(day)):
        starter = compose(day, track, first, (), project)
        yield Subject(f"{home} {track} starter", day, track, STARTER, starter, day.exercises, None, first)
        solution = read_folder(solutions_root() / home / track)
        for database in (first, *others):
            name = f"{home} {track} solution" + (f" on {database}" if database != first else "")
            yield Subject(name, day, track, SOLUTION, solution, day.exercises, frozenset(), database, right)
        for exercise in day.exercises:
            for mutant in mutants(exercise, track):
                name = f"{exercise.id} {track} {mutant.name}"
                aimed, used = (for_mutant(exercise, mutant),), mutant.database or first
                history = (mutant.git or right) if exercise.git else None
                files = edited(solution, mutant)
                yield Subject(name, day, track, "mutant", files, aimed, mutant.fails, used, history)


def for_mutant(exercise: Exercise, mutant: Mutant) -> Exercise:
    """Slow goals are run for the mutants that aim at them alone. Where all are slow, one thing makes them all so."""
    if all(goal.slow for goal in exercise.goals):
        return exercise
    aimed = (goal for goal in exercise.goals if not goal.slow or goal.id in mutant.fails)
    return replace(exercise, goals=tuple(aimed))


def mutants(exercise: Exercise, track: str) -> list[Mutant]:
    """The catalogued wrong solutions of an exercise on a track. Raises CourseError for a broken entry."""
    file = exercise.folder / "mutants" / f"{track}.toml"
    if not file.is_file():
        return []
    known = {goal.id for goal in exercise.goals}
    return [_mutant(exercise, track, entry, known, file) for entry in catalog.read_toml(file).get("mutants", [])]


def _mutant(exercise: Exercise, track: str, entry: dict[str, Any], known: set[str], file: Path) -> Mutant:
    files, git = entry.get("files", {}), entry.get("git")
    keys = ("name", "why") if files or git else ("name", "why", "file", "find", "replace")
    name, why, *edit = (catalog.take(entry, key, str, file) for key in keys)
    fails = frozenset(f"{exercise.id}.{name}" for name in catalog.take(entry, "fails", list, file))
    if not fails or not fails <= known:
        raise CourseError(f"{file}: '{name}' must name goals of {exercise.id} in fails")
    path, find, replacement = edit or ("", "", "")
    database = entry.get("database", "")
    return Mutant(exercise.id, track, name, why, path, find, replacement, fails, files, database, _history(git, file))


def _history(entry: dict[str, Any] | None, file: Path) -> History | None:
    """Another history, as a wrong solution's entry has it."""
    try:
        return None if entry is None else History(**{**entry, "subjects": tuple(entry.get("subjects", ()))})
    except TypeError as error:
        raise CourseError(f"{file}: a [mutants.git] that is not understood: {error}") from error


def edited(solution: Mapping[str, bytes], mutant: Mutant) -> dict[str, bytes]:
    """The solution with the fault put in. Raises CourseError unless the text is found exactly once."""
    if mutant.git and not mutant.files:
        return dict(solution)
    if mutant.files:
        whole = {**solution, **{path: text.encode() for path, text in mutant.files.items()}}
        return {path: content for path, content in whole.items() if mutant.files.get(path) != ""}
    text = solution.get(mutant.file, b"").decode("utf-8")
    if text.count(mutant.find) != 1:
        where = f"{mutant.exercise} {mutant.track} mutant '{mutant.name}'"
        raise CourseError(f"{where}: its text occurs {text.count(mutant.find)} times in {mutant.file}, not once")
    return {**solution, mutant.file: text.replace(mutant.find, mutant.replacement).encode()}


def read_folder(folder: Path) -> dict[str, bytes]:
    """A folder's files by relative path."""
    if not folder.is_dir():
        raise CourseError(f"there is no reference solution in {folder.name} ({folder})")
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    relative = ((path, path.relative_to(folder)) for path in paths)
    return {inner.as_posix(): path.read_bytes() for path, inner in relative if not LEFT_OUT & set(inner.parts)}
