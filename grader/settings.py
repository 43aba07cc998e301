"""What a learner's `course.toml` and a project's `grade.toml` say, typed. Both are optional, and so is each key.

A complaint names the file, the line, the key and the cure. Unknown keys are left alone, with a notice.
"""

from __future__ import annotations

import datetime
import os
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from grader.errors import GraderError, ProjectError, UsageError

LIMIT = 16 * 1024  # bytes; reading TOML takes quadratic time in the worst case
MOST_NOTICES = 5
TEACHERS = "classroom"  # a table of course.toml that a teacher's commands read: `classroom.policy_file`
VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True)
class CourseSettings:
    """A learner's choices for the whole course. `folder` is where `course.toml` lies, None when there is none."""

    track: str | None = None
    database: str | None = None
    project: str | None = None
    start_date: datetime.date | None = None
    folder: Path | None = None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProjectSettings:
    """One project's `grade.toml`. `port` is the port that the app listens on; `env` is added to its environment."""

    day: str | None = None
    track: str | None = None
    database: str | None = None
    project: str | None = None
    url: str | None = None
    start: str | None = None
    port: int | None = None
    env: dict[str, str] = field(default_factory=dict)
    scaffolded_with: str | None = None
    notices: tuple[str, ...] = ()


def find_course_settings(folder: Path) -> CourseSettings:
    """The nearest `course.toml` in the folder or above it. Raises UsageError when it is broken."""
    here = Path(os.path.realpath(folder))
    for home in (here, *here.parents):
        if not _exists(home / "course.toml"):
            continue
        file = _Settings(home / "course.toml", str(home / "course.toml"), UsageError)
        file.pass_over(TEACHERS)
        return CourseSettings(
            track=file.text("track"),
            database=file.text("database"),
            project=file.text("project"),
            start_date=file.date("start_date"),
            folder=home,
            notices=file.notices(),
        )
    return CourseSettings()


def read_project_settings(folder: Path) -> ProjectSettings:
    """The project's `grade.toml`, or nothing but defaults. Raises ProjectError when it is broken."""
    if not _exists(folder / "grade.toml"):
        return ProjectSettings()
    real, home = (os.path.realpath(path) for path in (folder / "grade.toml", folder))
    if not real.startswith(f"{home.rstrip('/')}/"):
        raise ProjectError("the symlink grade.toml leaves the project", "Replace the link by the file itself.")
    file = _Settings(folder / "grade.toml", "grade.toml", ProjectError)
    return ProjectSettings(
        day=file.text("day"),
        track=file.text("track"),
        database=file.text("database"),
        project=file.text("project"),
        url=file.text("url"),
        start=file.text("start"),
        port=file.port("port"),
        env=file.environment("env"),
        scaffolded_with=file.text("scaffolded_with"),
        notices=file.notices(),
    )


class _Settings:
    """A settings file that was parsed; takes its keys one by one and complains with the class it was given."""

    def __init__(self, path: Path, label: str, fault: type[GraderError]) -> None:
        self.path = path
        self.label = label
        self.fault = fault
        self.source = self._read()
        self.asked: set[str] = set()
        try:
            self.data: dict[str, Any] = tomllib.loads(self.source)
        except (ValueError, RecursionError) as error:
            reason = "it is nested too deeply" if isinstance(error, RecursionError) else error
            message = f"{self.label} is not valid TOML: {reason}"
            raise fault(message, 'A line reads: key = "value". Mend that line.') from error

    def pass_over(self, table: str) -> None:
        """A table that others read and judge. A value of another kind is none, and gets its notice."""
        if isinstance(self.data.get(table), dict):
            self.asked.add(table)

    def text(self, key: str) -> str | None:
        """A text; an empty one is the same as none."""
        value = self._take(key)
        if value is not None and (not isinstance(value, str) or "\0" in value):
            self._complain(key, "must be a text in quotes", f'Write: {key} = "…"')
        return str(value).strip() or None if value else None

    def date(self, key: str) -> datetime.date | None:
        value = self._take(key)
        if value is not None and type(value) is not datetime.date:
            self._complain(key, "must be a date without quotes", f"Write: {key} = 2026-01-05")
        return value

    def port(self, key: str) -> int | None:
        value = self._take(key)
        if value is not None and not (type(value) is int and 1 <= value <= 65535):
            self._complain(key, "must be a whole number from 1 to 65535", f"Write: {key} = 8080")
        return value

    def environment(self, key: str) -> dict[str, str]:
        value = self._take(key)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self._complain(key, "must be a table of variables", f'Write: {key} = {{ LOG_LEVEL = "debug" }}')
        return {name: self._variable(key, name, inner) for name, inner in value.items()}

    def notices(self) -> tuple[str, ...]:
        """A line for each key that nobody asked for, the first few of them."""
        unknown = [key for key in self.data if key not in self.asked]
        lines = [
            f"{self.label}{self._line(k)}: '{k}' is not a setting and was left out" for k in unknown[:MOST_NOTICES]
        ]
        more = len(unknown) - len(lines)
        return (*lines, f"{self.label}: {more} more keys are no settings either") if more else tuple(lines)

    def _variable(self, key: str, name: str, value: object) -> str:
        if not VARIABLE.fullmatch(name):
            self._complain(name, f"in {key} can't be a variable's name", "Use letters, digits and _, no digit first.")
        if not isinstance(value, str | int) or "\0" in str(value):
            self._complain(name, f"in {key} must be a text, a whole number, true or false", f'Write: {name} = "…"')
        return str(value).lower() if isinstance(value, bool) else str(value)

    def _take(self, key: str) -> Any:
        self.asked.add(key)
        return self.data.get(key)

    def _complain(self, key: str, what: str, remedy: str) -> NoReturn:
        raise self.fault(f"{self.label}{self._line(key)}: '{key}' {what}", remedy)

    def _line(self, key: str) -> str:
        """`, line 3` where the key is set, as far as a search of the text can tell."""
        name = re.escape(key)
        found = re.search(rf"""(?m)^[ \t]*(?:\[[ \t]*)?["']?{name}["']?[ \t]*[=.\]]""", self.source)
        found = found or re.search(rf"""[{{,.][ \t]*["']?{name}["']?[ \t]*=""", self.source)
        return f", line {self.source.count(chr(10), 0, found.end()) + 1}" if found else ""

    def _read(self) -> str:
        remedy = "Delete it or write it anew: it is optional, and every key in it is."
        try:
            with self.path.open("rb") as stream:
                raw = stream.read(LIMIT + 1)
        except OSError as error:
            raise self.fault(f"{self.label} can't be read: {error.strerror}", remedy) from error
        if len(raw) > LIMIT:
            raise self.fault(f"{self.label} is larger than {LIMIT // 1024} KiB", remedy)
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            message = f"{self.label}, line {line}: not UTF-8 text"
            raise self.fault(message, "Save the file as UTF-8 in your editor.") from error


def _exists(path: Path) -> bool:
    """Whether there is such a file, as far as one may look."""
    try:
        return path.is_file()
    except OSError:
        return False
