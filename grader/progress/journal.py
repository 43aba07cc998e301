"""Records that are only ever added: a line of JSON each, in a file of a project's `.grader` folder.

The rules are those of `keeping`: one writer at a time, nothing through a link, and never an error; what is wrong comes
back as a line. A line is written whole or not at all. Lines that can't be read are moved to
`<name>.corrupt-<UTC time>`, and the others count; lines of a newer version stay where they are and are left out.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from grader import keeping
from grader.progress.places import keep_out_of_git

VERSION = 1
T = TypeVar("T")
Parse = Callable[[dict[str, Any]], T | None]


@dataclass
class _Lines(Generic[T]):
    """A file's lines, sorted out."""

    values: list[T] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    broken: list[bytes] = field(default_factory=list)
    newer: int = 0


def append(path: Path, record: Mapping[str, Any]) -> str:
    """Adds a record; a warning, or nothing."""
    line = json.dumps({"version": VERSION, **record}, allow_nan=False, separators=(",", ":")) + "\n"
    try:
        with keeping.locked(path):
            keep_out_of_git(path.parent)
            warning = _make_room(path)
            _add(path, line.encode("ascii"))
            return warning
    except OSError as error:
        return keeping._not_kept(path, error)


def read(path: Path, parse: Parse[T]) -> tuple[list[T], str]:
    """The records in the order in which they came, and a warning, or nothing. `parse` gives None for a bad one."""
    try:
        keeping.refuse_links(path)
        try:
            lines = _sorted_out(keeping.content_of(path), parse)
        except keeping._UnusableError:
            with keeping.locked(path):
                return [], _make_room(path)
        warning = ""
        if lines.broken:
            with keeping.locked(path):  # another run may have been writing just now
                lines = _sorted_out(keeping.content_of(path), parse)
                warning = _set_aside(path, lines) if lines.broken else ""
    except FileNotFoundError:
        return [], ""
    except (OSError, keeping._UnusableError) as error:
        why = keeping._why(error) if isinstance(error, OSError) else str(error)
        return [], f"{keeping._name(path)} could not be read ({why})."
    return lines.values, f"{warning} {_of_newer(path, lines.newer)}".strip()


def _sorted_out(content: bytes, parse: Parse[T]) -> _Lines[T]:
    lines: _Lines[T] = _Lines()
    for raw in filter(bytes.strip, content.split(b"\n")):
        try:
            data = json.loads(raw, parse_constant=keeping._no_number)
        except (ValueError, RecursionError):
            data = None
        version = data.get("version") if isinstance(data, dict) else None
        newer = type(version) is int and version > VERSION
        value = parse(data) if version == VERSION and type(version) is int else None
        if value is None and not newer:
            lines.broken.append(raw)
            continue
        lines.newer += newer
        lines.kept.append(json.dumps(data, separators=(",", ":")))
        lines.values += [] if value is None else [value]
    return lines


def _make_room(path: Path) -> str:
    """Sets aside what is no file that can be added to. Under the lock."""
    try:
        keeping.content_of(path)
    except FileNotFoundError:
        return ""
    except keeping._UnusableError as unusable:
        aside = keeping._free_name(path)
        path.rename(aside)
        return f"{keeping._name(path)} can't be used ({unusable}). It is now {aside.name}, and a new one was begun."
    return ""


def _set_aside(path: Path, lines: _Lines[T]) -> str:
    """Moves broken lines into a file of their own. Under the lock; first they are there, then they are gone here."""
    aside = keeping._free_name(path)
    with aside.open("xb") as file:
        file.write(b"\n".join(lines.broken) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    keeping.put_in_place(path, "".join(f"{line}\n" for line in lines.kept))
    number = len(lines.broken)
    said = "1 line that can't be read; it is" if number == 1 else f"{number} lines that can't be read; they are"
    return f"{keeping._name(path)} had {said} now in {aside.name}, and the others count."


def _of_newer(path: Path, number: int) -> str:
    if not number:
        return ""
    entries = "1 entry" if number == 1 else f"{number} entries"
    return f"{keeping._name(path)} has {entries} of a newer version of this program: left out. Update it to see them."


def _add(path: Path, line: bytes) -> None:
    """The line at the end, on the disk; where it does not fit, the file is as it was."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | keeping.NO_LINKS, 0o644)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(0, "it is not an ordinary file")
        size = os.lseek(descriptor, 0, os.SEEK_END)
        if size:  # the last writer may have been cut off
            os.lseek(descriptor, size - 1, os.SEEK_SET)
            line = line if os.read(descriptor, 1) == b"\n" else b"\n" + line
        try:
            left = memoryview(line)
            while left:
                left = left[os.write(descriptor, left) :]
            os.fsync(descriptor)
        except BaseException:
            os.ftruncate(descriptor, size)
            raise
    finally:
        os.close(descriptor)
