"""Grades in files, as `written.as_data` has them: a file with one or a list of them, or a folder of such files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NoReturn

from grader.classroom.records import Grade
from grader.classroom.written import from_data
from grader.errors import UsageError
from grader.printable import one_line

LARGEST = 256 << 20  # bytes: a hundred thousand grades


def read_records(place: Path) -> tuple[list[Grade], list[str]]:
    """The grades of a file or folder, by the files' names, and a line about each that is none.

    Raises UsageError where there is no such place, or no file in it.
    """
    files = sorted(place.glob("*.json")) if place.is_dir() else [place]
    if not files:
        raise UsageError(f"{one_line(str(place))} holds no file that ends in .json", "Name a gradebook or a record.")
    grades: list[Grade] = []
    wrong: list[str] = []
    for file in files:
        try:
            found = _entries(file)
        except ValueError as error:
            wrong.append(f"{one_line(file.name)}: {one_line(str(error), 200)}")
            continue
        for number, entry in enumerate(found, 1):
            try:
                grades.append(from_data(entry))
            except ValueError as error:
                which = f", grade {number}" if len(found) > 1 else ""
                wrong.append(f"{one_line(file.name)}{which}: {one_line(str(error), 200)}")
    return grades, wrong


def _entries(file: Path) -> list[object]:
    """What a file holds, as a list. Raises ValueError for what is no JSON, UsageError for what can't be read."""
    try:
        if not file.is_file():
            raise UsageError(f"there is no file {one_line(str(file))}", "Name a gradebook or a record.")
        with file.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise UsageError(f"{one_line(str(file))} can't be read: {reason}", "Name a gradebook or a record.") from error
    if len(content) > LARGEST:
        raise ValueError(f"it is larger than {LARGEST >> 20} MiB")
    try:
        found = json.loads(content.decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise ValueError("it is not JSON") from None
    return found if isinstance(found, list) else [found]


def _no_number(constant: str) -> NoReturn:
    raise ValueError(constant)
