"""Reads `exercises/**/*.toml` and the checks beside them into Days. A complaint names the file and the key.

Checks are found by reading the source, never by importing it: the list of what must be reported is known
before any check runs, and can't be changed by one.
"""

from __future__ import annotations

import ast
import dataclasses
import difflib
import math
import os
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from grader.errors import CourseError, UsageError
from grader.model import Check, Day, Exercise, Goal, Suite

FORMAT = 1


@cache
def root() -> Path:
    """The folder of the exercises: GRADER_COURSE (an author's own), an installed package's, or the checkout's."""
    if chosen := os.environ.get("GRADER_COURSE"):
        return Path(chosen)
    packaged = Path(__file__).with_name("_exercises")
    return packaged if packaged.is_dir() else Path(__file__).parents[1] / "exercises"


def day_ids(folder: Path | None = None) -> list[str]:
    """The days there are, in order."""
    return sorted(path.parent.name for path in (folder or root()).glob("day*/day.toml"))


def load_day(day_id: str, folder: Path | None = None) -> Day:
    """Reads one day. Raises UsageError for an unknown id, CourseError for a broken manifest."""
    known = day_ids(folder)
    if day_id not in known:
        raise UsageError(f"there is no day called '{day_id}'", nearest(day_id, known, "days"))
    home = (folder or root()) / day_id
    data = read_toml(home / "day.toml")
    order = take(data, "exercises", list, home / "day.toml")
    unique(order, "exercises", home / "day.toml")
    return Day(
        id=day_id,
        title=take(data, "title", str, home / "day.toml"),
        summary=data.get("summary", ""),
        exercises=tuple(load_exercise(day_id, home / name) for name in order),
        folder=home,
        begin=data.get("begin", ""),
        database=bool(data.get("database", False)),
        gitignore=bool(data.get("gitignore", True)),
        environment=_environment(data.get("environment", {}), home / "day.toml"),
        proved_on=tuple(data.get("proved_on", ())),
        one_of=bool(data.get("one_of", False)),
    )


def is_one_of(day_id: str) -> bool:
    """Whether the day has several projects, of which one is chosen: all that is read for that is one short file."""
    return bool(read_toml(root() / day_id / "day.toml").get("one_of", False))


def _environment(table: Any, where: Path) -> dict[str, str]:
    """What an app of the day is given, as it stands: `{secret}` and `{word}` are filled in for each run."""
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        raise CourseError(f"{where}: 'environment' must be a table of texts")
    return dict(table)


def load_exercise(day_id: str, home: Path) -> Exercise:
    """Reads one exercise's manifest and lists its checks. Raises CourseError where the two disagree."""
    manifest = home / "exercise.toml"
    data = read_toml(manifest)
    if take(data, "format", int, manifest) != FORMAT:
        raise CourseError(f"{manifest}: format is {data['format']}, this grader reads {FORMAT}")
    exercise_id = f"{day_id}/{home.name}"
    goals = tuple(_goal(exercise_id, entry, home, manifest) for entry in take(data, "goals", list, manifest))
    known = {goal.name.replace("-", "_") for goal in goals}
    stray = sorted(path.name for path in home.glob("checks/test_*.py") if path.stem.removeprefix("test_") not in known)
    if stray:
        raise CourseError(f"{manifest}: no goal for checks/{stray[0]}")
    hours = float(take(data, "hours", (int, float), manifest))
    if not 0 < hours < math.inf:
        raise CourseError(f"{manifest}: 'hours' is {hours:g}, it must be above 0")
    unique([goal.name for goal in goals], "goals", manifest)
    return Exercise(
        id=exercise_id,
        title=take(data, "title", str, manifest),
        hours=hours,
        goals=goals,
        folder=home,
        summary=data.get("summary", ""),
        bonus=bool(data.get("bonus", False)),
        needs=tuple(data.get("needs", ())),
        suite=_suite(data["suite"], home, manifest) if "suite" in data else None,
        online=bool(data.get("online", False)),
        git=bool(data.get("git", False)),
    )


def _suite(entry: dict[str, Any], home: Path, manifest: Path) -> Suite:
    server = home / "checks" / "assets" / take(entry, "server", str, manifest)
    if not server.is_file():
        raise CourseError(f"{manifest}: suite.server names {server.name}, which is not in checks/assets")
    faults = tuple(take(entry, "faults", list, manifest))
    return Suite(server, faults, int(entry.get("repeats", 3)), bool(entry.get("own", False)))


def _goal(exercise_id: str, entry: dict[str, Any], home: Path, manifest: Path) -> Goal:
    name = take(entry, "id", str, manifest)
    goal_id = f"{exercise_id}.{name}"
    return Goal(
        id=goal_id,
        title=take(entry, "title", str, manifest),
        hints=tuple({"all": h} if isinstance(h, str) else dict(h) for h in take(entry, "hints", list, manifest)),
        checks=tuple(read_checks(goal_id, home / "checks" / f"test_{name.replace('-', '_')}.py")),
        requires=tuple(r if "/" in r else f"{exercise_id}.{r}" for r in entry.get("requires", ())),
        bonus=bool(entry.get("bonus", False)),
        slow=bool(entry.get("slow", False)),
        docs=_docs(entry.get("docs", {}), manifest),
    )


def _docs(entry: Any, manifest: Path) -> dict[str, str]:
    """Addresses of documentation by track, or one for all of them."""
    found = {"all": entry} if isinstance(entry, str) else entry
    if not isinstance(found, dict) or not all(str(url).startswith("https://") for url in found.values()):
        raise CourseError(f"{manifest}: 'docs' must be an address that begins with https://, or one for each track")
    return dict(found)


def read_checks(goal_id: str, file: Path) -> Iterable[Check]:
    """The test functions of one file, in order, by their source."""
    try:
        tree = ast.parse(file.read_text(encoding="utf-8"), str(file))
    except (OSError, SyntaxError) as error:
        raise CourseError(f"{goal_id}: its checks can't be read: {error}") from error
    functions = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")]
    if not functions:
        raise CourseError(f"{goal_id}: {file.name} holds no check")
    other = [n.name for n in tree.body if isinstance(n, (ast.AsyncFunctionDef, ast.ClassDef))]
    if other:
        raise CourseError(f"{goal_id}: {file.name} holds {other[0]}: a check is a plain function")
    unique([node.name for node in functions], "checks", file)
    for node in functions:
        name = node.name.removeprefix("test_")
        says = " ".join((ast.get_docstring(node) or "").partition("\n\n")[0].split())
        first = any("first" in ast.unparse(decorator) for decorator in node.decorator_list)
        yield Check(f"{goal_id}::{name}", name, node.name, says, file, node.lineno, first)


def choose(day: Day, names: Iterable[str]) -> tuple[Exercise, ...]:
    """The exercises asked for (`methods` or `day2/methods`), all when none is. Raises UsageError for an unknown one."""
    known = {exercise.name: exercise for exercise in day.exercises}
    chosen = []
    for name in names:
        short = name.removeprefix(f"{day.id}/")
        if short not in known:
            raise UsageError(f"{day.id} has no exercise called '{name}'", nearest(short, list(known), "exercises"))
        chosen.append(known[short])
    return tuple(e for e in day.exercises if e in chosen) if chosen else day.exercises


def only_project(day: Day, name: str) -> Day:
    """A day of projects with the chosen one alone. Raises UsageError for an unknown one."""
    chosen = choose(day, [name])
    if day.exercises == chosen:
        return day
    return dataclasses.replace(day, exercises=chosen, title=f"{day.title}: {chosen[0].title}")


def nearest(word: str, known: list[str], what: str) -> str:
    """A sentence that offers the nearest names, or all of them."""
    close = difflib.get_close_matches(word, known, n=3, cutoff=0.5)
    return f"Did you mean {' or '.join(close)}?" if close else f"The {what} are: {', '.join(known)}."


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file of the course. Raises CourseError with the line where it is broken."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CourseError(f"{path}: can't be read: {error}") from error


def unique(names: list[str], what: str, where: Path) -> None:
    """Raises CourseError where a name is given twice: the later one would stand for both."""
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise CourseError(f"{where}: two {what} are called '{twice[0]}'")


def take(data: dict[str, Any], key: str, kind: Any, where: Path) -> Any:
    """A required key of the right type. Raises CourseError that names the file and the key."""
    if not isinstance(data.get(key), kind) or isinstance(data[key], bool):
        raise CourseError(f"{where}: '{key}' is missing or of the wrong type")
    return data[key]
